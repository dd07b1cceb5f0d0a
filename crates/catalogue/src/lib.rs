//! What AWS offers to a Task state: resources, the optimised integrations with their patterns and required parameters.
//!
//! Invariant: facts only, from data under `schemas/` that `cargo xtask catalogue` generates; nothing is decoded before it
//! is asked for. Where a list may lag the service, whoever asks is told so and stays silent.

mod optimized;
mod resource;

pub use optimized::{Action, Pattern, actions, find, services};
pub use resource::{Fault, Resource, STORAGE_READERS, STORAGE_WRITER};
