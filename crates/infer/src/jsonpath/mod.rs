//! Paths over types, as [`asl_expressions::jsonpath`] reads them over values.

use crate::{Faults, Scope};
use asl_syntax::jsonpath::Path;
use asl_types::Type;

/// What a path may come to where it has a value; never, where it certainly has none. What it may miss is a fault.
pub fn evaluate(path: &Path<'_>, scope: &Scope<'_>, faults: &mut Faults) -> Type {
    let _ = (path, scope, faults);
    Type::unknown()
}

/// What `ResultPath` makes of a value and a result; never, where it certainly can't.
pub fn insert(path: &Path<'_>, into: &Type, result: &Type, faults: &mut Faults) -> Type {
    let _ = (path, into, result, faults);
    Type::unknown()
}
