//! What a parser says of a text that it could not read as written.

use crate::Span;

/// A syntax error: where, what is wrong, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// In the text that was parsed.
    pub span: Span,
    /// One line, lower case, no full stop, with the names at hand.
    pub message: String,
    /// What to write instead, when it is known.
    pub help: Option<String>,
    /// Another place that matters, and why: the bracket that is not closed.
    pub related: Option<(Span, &'static str)>,
}

impl SyntaxError {
    /// An error without help.
    pub fn new(span: Span, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), help: None, related: None }
    }

    /// The same error with another place.
    #[must_use]
    pub fn with_related(mut self, span: Span, why: &'static str) -> Self {
        self.related = Some((span, why));
        self
    }

    /// The same error with help.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
