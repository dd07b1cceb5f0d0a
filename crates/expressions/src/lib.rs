//! What the three languages inside Amazon States Language mean: `JSONPath`, intrinsic functions and `JSONata`, evaluated.
//!
//! Invariants: whatever the expression and the data, evaluation ends within bounds of time, memory and depth and gives a
//! value or an [`Error`] with AWS's words and a place; it never panics. Clock and randomness come from a [`World`] alone.
//! The crate knows nothing of states: which field an expression stands in is for the caller to say.

mod calendar;
pub mod choice;
mod error;
mod hash;
pub mod intrinsic;
mod java;
#[expect(clippy::cast_precision_loss, reason = "counts of items are exact in a double")]
pub mod jsonata;
pub mod jsonpath;
mod regex;
mod scope;
pub mod template;
mod value;
mod world;

pub use calendar::Date;
pub use error::Error;
pub use java::hash_map_order;
pub use jsonata::{Data, Limits};
pub use scope::Scope;
pub use template::Template;
pub use value::value_of;
pub use world::{Seeded, World};

/// A JSON value; objects keep the order of their fields.
pub use serde_json::Value;
