//! `States.ArrayContains`.

use serde_json::Value;

use super::arguments::{Arguments, Fault};
use super::{Intrinsic, Kinds, signature::total};
use crate::World;
use crate::java;

pub(super) const FUNCTION: Intrinsic =
    Intrinsic { name: "States.ArrayContains", signature: total(&[Kinds::ARRAY, Kinds::ANY], Kinds::BOOLEAN), run };

/// AWS compares texts, so `true` is in `["true"]`, and the order of members counts (both recorded).
fn run(arguments: &Arguments<'_, '_>, _: &mut dyn World) -> Result<Value, Fault> {
    let wanted = arguments.get(1)?.java_text();
    let is_wanted = |item: &Value| match item {
        Value::String(text) => *text == wanted,
        other => java::text(other) == wanted,
    };
    Ok(Value::Bool(arguments.array(0)?.iter().any(is_wanted)))
}

#[cfg(test)]
mod tests {
    use crate::intrinsic::testing::{fails, gives};

    #[test]
    fn examples() {
        let call = "States.ArrayContains($.a, $.b)";
        gives(&[
            (call, r#"{"a": [], "b": null}"#, "false"),
            (call, r#"{"a": [], "b": []}"#, "false"),
            (call, r#"{"a": [[1, 2, 3], 2], "b": [1, 2, 3]}"#, "true"),
            (call, r#"{"a": [[1, 2, 3], 2], "b": 3}"#, "false"),
            (call, r#"{"a": [1, null, 3], "b": null}"#, "true"),
            (call, r#"{"a": [{"1": 2, "2": []}], "b": []}"#, "false"),
            (call, r#"{"a": [{"1": 2, "2": []}], "b": {"1": 2, "2": []}}"#, "true"),
            (call, r#"{"a": [{"a": 1, "b": 2}], "b": {"b": 2, "a": 1}}"#, "false"),
            (call, r#"{"a": [{"a": 1}], "b": {"a": 1, "extra": null}}"#, "false"),
            (call, r#"{"a": ["9007199254740991"], "b": 9007199254740991}"#, "true"),
            (call, r#"{"a": ["true", "false"], "b": true}"#, "true"),
            (call, r#"{"a": [0, 1, -1], "b": false}"#, "false"),
            ("States.ArrayContains(States.Array(1, 2, 3), 2)", "{}", "true"),
        ]);
        fails(&[
            ("States.ArrayContains('not-array', 'x')", "{}", "'not-array'"),
            ("States.ArrayContains($)", "[]", "States.ArrayContains($)"),
            ("States.ArrayContains($, 1, 2)", "[]", "States.ArrayContains($, 1, 2)"),
        ]);
    }
}
