//! `States.JsonMerge`.

use serde_json::{Map, Value};

use super::arguments::{Arguments, Fault};
use super::{Intrinsic, Kinds, signature::partial};
use crate::World;
use crate::java;

pub(super) const FUNCTION: Intrinsic = Intrinsic {
    name: "States.JsonMerge",
    signature: partial(&[Kinds::OBJECT, Kinds::OBJECT, Kinds::ANY], Kinds::OBJECT),
    run,
};

/// `new HashMap<>(first)`, then `putAll(second)`: the order is that of the map (recorded). A third argument that is not
/// `true` counts as `false` (recorded).
fn run(arguments: &Arguments<'_, '_>, _: &mut dyn World) -> Result<Value, Fault> {
    let (first, second) = (arguments.object(0)?, arguments.object(1)?);
    if *arguments.value(2)? == Value::Bool(true) {
        return Err(Fault::at(2));
    }
    let mut members: Map<String, Value> = first.clone();
    members.extend(second.iter().map(|(name, member)| (name.clone(), member.clone())));
    let mut members: Vec<Option<(String, Value)>> = members.into_iter().map(Some).collect();
    let mut table = java::Table::for_keys(if first.is_empty() { second.len() } else { first.len() });
    for (at, (name, _)) in members.iter().flatten().enumerate() {
        if at == first.len() {
            table.reserve(second.len());
        }
        table.put(java::string_hash_code(name));
    }
    Ok(Value::Object(table.order().into_iter().filter_map(|at| members.get_mut(at).and_then(Option::take)).collect()))
}

#[cfg(test)]
mod tests {
    use crate::intrinsic::testing::{fails, gives};

    #[test]
    fn examples() {
        let call = "States.JsonMerge($.a, $.b, false)";
        gives(&[
            (call, r#"{"a": {"x": 1, "y": 2}, "b": {"y": 3, "z": 4}}"#, r#"{"x": 1, "y": 3, "z": 4}"#),
            (call, r#"{"a": {}, "b": {"x": 1}}"#, r#"{"x": 1}"#),
            (call, r#"{"a": {"x": 1}, "b": {}}"#, r#"{"x": 1}"#),
            (call, r#"{"a": {}, "b": {}}"#, "{}"),
            (call, r#"{"a": {"n": {"a1": 1, "a2": 2}}, "b": {"n": {"a3": 3}}}"#, r#"{"n": {"a3": 3}}"#),
            ("States.JsonMerge($, $, 'true')", r#"{"x": 1}"#, r#"{"x": 1}"#),
        ]);
        fails(&[
            ("States.JsonMerge($, $, true)", "{}", "true"),
            ("States.JsonMerge(null, $, false)", "{}", "null"),
            ("States.JsonMerge($, 'x', false)", "{}", "'x'"),
            ("States.JsonMerge($, $)", "{}", "States.JsonMerge($, $)"),
        ]);
    }

    /// As Java 17 gives them; the last is recorded of AWS as well.
    #[test]
    fn the_order_of_a_hash_map() {
        let cases = [
            (&["nested", "keep"][..], &["nested"][..], &["nested", "keep"][..]),
            (&["red", "green", "blue"], &["alpha", "green"], &["red", "green", "blue", "alpha"]),
            (&["value"], &["fallback", "value"], &["value", "fallback"]),
            (&["constant_in_literal"], &["constant_input_field"], &["constant_input_field", "constant_in_literal"]),
        ];
        let object = |names: &[&str]| {
            let members: Vec<String> = names.iter().map(|name| format!("\"{name}\":1")).collect();
            format!("{{{}}}", members.join(","))
        };
        for (first, second, expected) in cases {
            let input = format!("[{}, {}]", object(first), object(second));
            gives(&[("States.JsonMerge($[0], $[1], false)", &input, &object(expected))]);
        }
    }
}
