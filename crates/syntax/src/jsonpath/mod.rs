//! `JSONPath` in the dialect that AWS Step Functions speaks: Jayway `JsonPath` plus `$$` (the context object) and
//! `$name` (a workflow variable).
//!
//! [`parse`] is total. It takes whatever Jayway takes, and a little more where it is not known which version of Jayway
//! AWS runs: a definition that AWS accepts must never be called wrong. What reads oddly although it is taken (an
//! unquoted name with a bracket in it, a bare word as a literal) can be asked for with [`Path::oddity`].
//!
//! The name of a variable starts with a letter (`char::is_alphabetic`) or `_` and goes on with ASCII letters, digits, `_`
//! and any character beyond ASCII that is no blank: a little more than `ID_Start` and `ID_Continue` of UAX #31, without
//! tables of our own.

mod ast;
mod filter;
mod parser;
mod print;
mod subscript;
#[cfg(test)]
mod tests;
mod text;

pub use ast::{
    Argument, Expr, ExprKind, Literal, Name, Obstacle, Oddity, OddityKind, Operand, Operator, Path, ReferenceFault,
    Root, Step, StepKind, Style, Value,
};

use crate::SyntaxError;
use std::sync::Arc;

/// What [`parse`] gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed<'t> {
    /// As much as could be read; whole when there are no errors.
    pub path: Arc<Path<'t>>,
    /// In the order of the text, one per mistake.
    pub errors: Vec<SyntaxError>,
}

/// Parses a text that is one path. Blanks around it are ignored, as Jayway does.
#[must_use]
pub fn parse(text: &str) -> Parsed<'_> {
    parser::whole(text)
}

pub(crate) use parser::embedded;
pub(crate) use text::{is_blank, is_blank_char, shorten, unescape};
