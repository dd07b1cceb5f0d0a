//! Pictures: how `JSONata` writes numbers and dates as text, and reads them back.
//!
//! The pictures are those of `XPath` and `XQuery` Functions 3.1; where the reference implementation of `JSONata` reads
//! them otherwise, its reading is the one here, down to its messages.
// Numbers are those of JavaScript throughout: compared exactly, and cut to integers where they are known to be small.
#![allow(clippy::float_cmp, clippy::cast_precision_loss, clippy::cast_sign_loss)]

mod base;
mod calendar;
mod datetime;
mod integer;
mod js;
mod number;
#[cfg(test)]
mod tests;
mod words;

pub use base::format_base;
pub use datetime::{format_datetime, parse_datetime};
pub use integer::{format_integer, parse_integer};
pub(super) use js::round;
pub use number::{Options, format_number};

/// The longest text, in bytes, that a picture may ask for.
const LIMIT: usize = 1 << 20;

/// The most that is done to place separators: digits times separators.
const MOST_WORK: usize = 1 << 26;

/// Why a value and a picture do not fit each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The code of the reference implementation; `U1001` for what is too long; empty where the reference fails with an
    /// error of its platform, which has no code.
    pub code: &'static str,
    /// The words of the reference implementation, without the code.
    pub message: String,
}

impl Fault {
    fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    fn too_long() -> Self {
        Self::new("U1001", "the result is too long")
    }
}
