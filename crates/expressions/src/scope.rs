//! What the roots of a path stand for.

use serde_json::{Map, Value};

/// The values behind `$`, `$$` and `$name`.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'v> {
    /// `$`: what the field at hand calls its input.
    pub input: &'v Value,
    /// `$$`: the context object.
    pub context: &'v Value,
    /// `$name`: the workflow variables.
    pub variables: &'v Map<String, Value>,
}
