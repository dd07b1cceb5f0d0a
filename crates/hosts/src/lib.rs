//! Where definitions live: which files are looked at, and what a file is.
//!
//! Invariant: what a file is, its content tells; its name only decides whether a walk picks it up.

mod content;
mod walk;

pub use content::{Content, Host, read};
pub use walk::{Found, find};
