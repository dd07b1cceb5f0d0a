//! The type of what is like an example.

use crate::bulk::MOST_DEPTH;
use crate::{Kinds, Type};
use serde_json::Value;

impl Type {
    /// What is like this value: of the same kind, an array of any length with items like these, an object with just these
    /// fields. An array without items tells nothing of them.
    pub fn like(example: &Value) -> Self {
        Self::like_within(example, MOST_DEPTH)
    }

    fn like_within(example: &Value, depth: usize) -> Self {
        match example {
            Value::Array(_) | Value::Object(_) if depth == 0 => Self::unknown(),
            Value::Array(items) if items.is_empty() => Self::array_of(Self::unknown()),
            Value::Array(items) => {
                let like = items.iter().map(|item| Self::like_within(item, depth - 1));
                Self::array_of(like.fold(Self::never(), |all, one| all.join(&one)))
            }
            Value::Object(fields) => {
                Self::object_of(fields.iter().map(|(name, it)| (&**name, Self::like_within(it, depth - 1))))
            }
            scalar => Self::of_any_kind().only(Kinds::of(scalar)),
        }
    }
}
