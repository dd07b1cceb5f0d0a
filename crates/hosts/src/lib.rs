//! Where definitions live: which files are looked at, what a file is, and the definitions in those that hold some.
//!
//! Invariants: a name decides whether a walk picks a file up; what it holds, its content tells. A definition inside another
//! file keeps the places of that file. What a template names is read through [`Files`] alone.

mod cloudformation;
mod content;
mod files;
mod fill;
mod serverless;
mod template;
mod terraform;
mod walk;

pub use content::{Content, may_be_host, read};
pub use files::{Disk, Files, NoFiles, Refusal, limited, read_file};
pub use template::{Declared, Host, Machine, Note, Template, Unfilled, What};
pub use walk::{Candidate, Found, find, is_named_definition};
