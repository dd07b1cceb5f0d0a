//! Paths over values, as Jayway `JsonPath` reads them, with the roots `$$` and `$name` that AWS adds.
//!
//! A definite path gives the one node it names, an indefinite one the array of its matches. Whatever does not exist is an
//! [`Absent`] in Jayway's words. Work, depth and the size of a result are bounded (see [`evaluate`]).
//!
//! Where versions of Jayway differ, what AWS was seen to do decides: it refuses a list of names before the end of a path.

mod fault;
mod filter;
mod functions;
mod insert;
mod lenient;
mod number;
mod operand;
mod pattern;
mod plan;
mod reads;
#[cfg(test)]
mod tests;
mod walk;

pub use insert::insert;
pub use reads::{Access, Field, reads};

use crate::{Error, Scope};
use asl_syntax::Span;
use asl_syntax::jsonpath::Path;
use serde_json::Value;
use std::borrow::Cow;
use std::fmt;

/// Why a path has no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absent {
    /// In Jayway's words.
    pub message: String,
    /// The step at fault in the text of the path.
    pub span: Span,
}

impl fmt::Display for Absent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Absent {}

impl From<Absent> for Error {
    fn from(absent: Absent) -> Self {
        Self::runtime(absent.message, absent.span)
    }
}

/// The value of a path: borrowed from the data where the path is definite, an array of the matches otherwise.
///
/// A million nodes visited or copied, or 256 steps one within the other that fan out, are an error.
pub fn evaluate<'v>(path: &Path<'_>, scope: &Scope<'v>) -> Result<Cow<'v, Value>, Absent> {
    walk::evaluate(path, scope)
}

/// Why a path has no value whatever the data is: a literal in it cannot be read.
pub fn refusal(path: &Path<'_>) -> Option<Absent> {
    plan::Plan::new(path).err().map(|fault| fault.absent)
}
