//! Stub.
use crate::{Source, Tree};
/// Stub.
pub fn parse(source: Source) -> Tree { crate::json::parse(source) }
