//! Calls of intrinsic functions: `States.Format('{} is {}', $.name, States.MathAdd($.age, 1))`.
//!
//! [`parse`] is total. It knows the shape of a call, not the functions: an unknown name or a wrong number of arguments
//! is for the caller to judge, by [`find`], [`closest`] and [`Function::takes`].

mod ast;
mod functions;
mod parser;
#[cfg(test)]
mod tests;

pub use ast::{Arg, ArgKind, Brace, Braces, Call, Text};
pub use functions::{FUNCTIONS, Function, closest, find};

use crate::SyntaxError;
use crate::jsonpath::is_blank_char;
use std::sync::Arc;

/// What [`parse`] gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed<'t> {
    /// As much as could be read; whole when there are no errors.
    pub call: Arc<Call<'t>>,
    /// In the order of the text, one per mistake.
    pub errors: Vec<SyntaxError>,
}

/// Parses a text that is one call. Blanks and line breaks between tokens and around the call are ignored.
#[must_use]
pub fn parse(text: &str) -> Parsed<'_> {
    parser::whole(text)
}

/// Does the text start like a call: `States.`, a name, and a parenthesis? Blanks before it do not matter.
#[must_use]
pub fn looks_like_call(text: &str) -> bool {
    let text = text.trim_start_matches(is_blank_char);
    let Some(rest) = text.strip_prefix("States.") else { return false };
    let after = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_'));
    after.trim_start_matches(is_blank_char).starts_with('(')
}
