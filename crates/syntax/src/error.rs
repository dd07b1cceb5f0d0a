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
    /// A place and the text that belongs there, where that mends it for certain.
    pub fix: Option<(Span, String)>,
    /// Was a part of the text left unread behind it, so that anything may stand there?
    pub gives_up: bool,
}

impl SyntaxError {
    /// An error without help. Control characters of names in the message are written as escapes: it stays one line.
    pub fn new(span: Span, message: impl Into<String>) -> Self {
        let message = one_line(message.into());
        Self { span, message, help: None, related: None, fix: None, gives_up: false }
    }

    /// The same error with what mends it.
    #[must_use]
    pub fn with_fix(mut self, span: Span, text: impl Into<String>) -> Self {
        self.fix = Some((span, text.into()));
        self
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

fn one_line(text: String) -> String {
    if !text.contains(char::is_control) {
        return text;
    }
    text.chars().flat_map(|c| if c.is_control() { c.escape_default().collect() } else { vec![c] }).collect()
}
