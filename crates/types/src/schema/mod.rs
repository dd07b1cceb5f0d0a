//! Types from JSON Schema (draft 2020-12, and what is written of those before), and back.

mod arrays;
mod objects;
mod read;
mod write;

use std::error::Error;
use std::fmt::{self, Display, Formatter};

/// A value that is no JSON Schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaError {
    /// Why, in words.
    pub message: String,
}

impl Display for SchemaError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for SchemaError {}
