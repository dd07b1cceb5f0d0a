//! `States.ArrayGetItem`.

use serde_json::Value;

use super::arguments::{Arguments, Fault};
use super::{Intrinsic, Kinds, signature::partial};
use crate::World;

pub(super) const FUNCTION: Intrinsic =
    Intrinsic { name: "States.ArrayGetItem", signature: partial(&[Kinds::ARRAY, Kinds::NUMBER], Kinds::ANY), run };

/// An empty array has `null` at every index (recorded).
fn run(arguments: &Arguments<'_, '_>, _: &mut dyn World) -> Result<Value, Fault> {
    let items = arguments.array(0)?;
    if items.is_empty() {
        return Ok(Value::Null);
    }
    let index = usize::try_from(arguments.int(1)?).ok();
    index.and_then(|index| items.get(index)).cloned().ok_or(Fault::at(1))
}

#[cfg(test)]
mod tests {
    use crate::intrinsic::testing::{fails, gives};

    #[test]
    fn examples() {
        gives(&[
            ("States.ArrayGetItem($, 0)", r#"["a", "b"]"#, r#""a""#),
            ("States.ArrayGetItem($, 1.9)", "[10, {}]", "{}"),
            ("States.ArrayGetItem($, -0.9)", "[10, 20]", "10"),
            ("States.ArrayGetItem($, 999)", "[]", "null"),
            ("States.ArrayGetItem($$.Execution.Input, 0)", "[null]", "null"),
        ]);
        fails(&[
            ("States.ArrayGetItem($, 2)", "[10, 20]", "2"),
            ("States.ArrayGetItem($, -1)", "[10, 20]", "-1"),
            ("States.ArrayGetItem($, '1')", "[10, 20]", "'1'"),
            ("States.ArrayGetItem('x', 0)", "{}", "'x'"),
        ]);
    }
}
