//! Where definitions live: which files are looked at, and what a file is.
//!
//! Invariant: a name decides whether a walk picks a file up, and which language it is read in; what it holds, its content
//! tells.

mod content;
mod walk;

pub use content::{Content, Host, read};
pub use walk::{Found, find};
