//! Calls of intrinsic functions over types, as [`asl_expressions::intrinsic`] makes them over values.

use crate::{Faults, Scope};
use asl_syntax::intrinsic::Call;
use asl_types::Type;

/// What a call may give; never, where it certainly fails.
pub fn evaluate(call: &Call<'_>, text: &str, scope: &Scope<'_>, faults: &mut Faults) -> Type {
    let _ = (call, text, scope, faults);
    Type::unknown()
}
