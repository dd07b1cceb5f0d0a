//! The walk over types: what may be at each step of each state, what can fail there, and what a workflow requires.
//!
//! It goes the same way as a run, state by state and step by step, with a type in the place of each value. What it says must
//! hold for every run: a value that a run sees is a member of the type for its place, and an error that a run meets is one of
//! those foreseen. A [`Fault`] tells how sure it is; nothing here is a diagnostic yet.

pub mod choice;
mod context;
mod errors;
mod fault;
pub mod intrinsic;
pub mod jsonata;
pub mod jsonpath;
pub mod requires;
mod scope;
mod services;
mod tasks;
mod template;
mod walk;

pub use errors::Errors;
pub use fault::{Certainty, Fault, FaultKind, Faults};
pub use scope::{Scope, Variables};
pub use services::{Services, may_carry_token, may_read_token};
pub use tasks::{Answer, Tasks};
pub use template::literal;
pub use walk::{
    Expression, Facts, Memo, Observer, Problem, Reads, RuleFacts, Settings, Silent, StateFacts, Steps, Way, infer,
    infer_again,
};
