//! What the roots of a path stand for.

use asl_types::Type;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The workflow variables by name, without `$`.
pub type Variables = BTreeMap<Arc<str>, Type>;

/// The types behind `$`, `$$` and `$name`.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'e> {
    /// `$`: what the field at hand calls its input.
    pub input: &'e Type,
    /// `$$`: the context object.
    pub context: &'e Type,
    /// `$name`: the workflow variables. One that may not be assigned yet has an absence.
    pub variables: &'e Variables,
}
