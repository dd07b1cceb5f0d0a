//! Errors of an execution.

use asl_expressions::{Value, template};
use asl_semantics::plan::errors;

pub(crate) use asl_semantics::plan::errors::{
    DATA_LIMIT, ITEM_READER_FAILED, QUERY, RESULT_WRITER_FAILED, RUNTIME, THRESHOLD_EXCEEDED, TIMEOUT,
};

/// An error with its cause, as AWS reports it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The error name; none where a task was failed without one.
    pub error: Option<String>,
    /// The cause, if there is one.
    pub cause: Option<String>,
    /// Of an expression that failed: the way to it from the state.
    pub location: Option<String>,
    /// Did AWS put words about the state before the cause already?
    pub placed: bool,
}

impl Failure {
    /// An error of a task or of a Fail state.
    pub fn new(error: impl Into<String>, cause: impl Into<String>) -> Self {
        Self::given(Some(error.into()), Some(cause.into()))
    }

    /// The same, where either may be missing.
    pub(crate) fn given(error: Option<String>, cause: Option<String>) -> Self {
        Self { error, cause, location: None, placed: true }
    }

    /// What `{"Error": …, "Cause": …}` tells, whatever the two are called; what is no text stands for its JSON.
    pub(crate) fn read(error: &Value, cause: &Value) -> Self {
        let text = |value: &Value| match value {
            Value::Null => None,
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        };
        Self::given(text(error), text(cause))
    }

    /// An error of the state itself; AWS puts words about the state before the cause.
    pub(crate) fn runtime(cause: impl Into<String>) -> Self {
        Self { placed: false, ..Self::new(RUNTIME, cause) }
    }

    /// An expression of a field that gives what the field can't take.
    pub(crate) fn query(cause: impl Into<String>, location: &str) -> Self {
        Self { placed: false, location: Some(location.to_owned()), ..Self::new(QUERY, cause) }
    }

    pub(crate) fn timeout() -> Self {
        Self::given(Some(TIMEOUT.to_owned()), None)
    }

    pub(crate) fn name(&self) -> &str {
        self.error.as_deref().unwrap_or_default()
    }

    /// Does an element of `ErrorEquals` name this error? `States.ALL` and `States.TaskFailed` name many.
    pub(crate) fn is_named(&self, names: &[&str]) -> bool {
        errors::is_named(self.name(), names)
    }
}

impl From<Box<template::Failure>> for Failure {
    fn from(failure: Box<template::Failure>) -> Self {
        let template::Failure { error, cause, location, .. } = *failure;
        Self { error: Some(error.to_owned()), cause: Some(cause), location, placed: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_stand_for_many() {
        let task = Failure::new("Lambda.Unknown", "");
        assert!(task.is_named(&["States.TaskFailed"]) && task.is_named(&["States.ALL"]));
        assert!(task.is_named(&["X", "Lambda.Unknown"]) && !task.is_named(&["Lambda"]));
        assert!(!Failure::timeout().is_named(&["States.TaskFailed"]));
        assert!(!Failure::runtime("x").is_named(&["States.ALL", "States.Runtime"]));
    }
}
