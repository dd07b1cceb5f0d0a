//! Why an expression has no value.

use asl_syntax::Span;
use std::borrow::Cow;
use std::fmt;

/// An expression that failed: what AWS calls the failure, in AWS's words, and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// The error name (`States.Runtime`) of a path or a call, the code (`T2001`) of JSONata.
    pub code: Cow<'static, str>,
    /// What AWS says, without the words about the state around it and, in JSONata, without the code before it.
    pub message: String,
    /// The part at fault in the text of the expression.
    pub span: Span,
}

impl Error {
    /// An error of a path or a call, which AWS reports as `States.Runtime`.
    pub fn runtime(message: impl Into<String>, span: Span) -> Self {
        Self { code: Cow::Borrowed("States.Runtime"), message: message.into(), span }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl std::error::Error for Error {}
