//! What is known of the tasks of a workflow.

use crate::Errors;
use asl_semantics::plan::{State, Task};
use asl_types::Type;

/// What a task may come to.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Its result.
    pub result: Type,
    /// What it may fail with.
    pub errors: Errors,
}

impl Default for Answer {
    fn default() -> Self {
        Self { result: Type::unknown(), errors: Errors::unknown() }
    }
}

/// Knows what tasks come to.
pub trait Tasks {
    /// What the task of a state may come to.
    fn answer(&self, state: &State<'_>, task: &Task<'_>, arguments: &Type) -> Answer;

    /// The result of a Map or Parallel state, where it is not that of its machines.
    fn result(&self, state: &State<'_>) -> Option<Type> {
        let _ = state;
        None
    }
}
