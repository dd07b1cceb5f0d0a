//! `States.ArrayUnique`.

use serde_json::Value;
use std::collections::HashSet;

use super::arguments::{Arguments, Fault};
use super::{Intrinsic, Kinds, signature::total};
use crate::World;
use crate::java;

pub(super) const FUNCTION: Intrinsic =
    Intrinsic { name: "States.ArrayUnique", signature: total(&[Kinds::ARRAY], Kinds::ARRAY), run };

/// `new HashSet<>(array)`: the order is that of the set (recorded).
fn run(arguments: &Arguments<'_, '_>, _: &mut dyn World) -> Result<Value, Fault> {
    let items = arguments.array(0)?;
    let mut seen = HashSet::new();
    let unique: Vec<&Value> = items.iter().filter(|item| seen.insert(identity(item))).collect();
    let mut table = java::Table::for_keys(items.len()).or_default_buckets();
    for item in &unique {
        table.put(java::hash_code(item));
    }
    Ok(table.order().into_iter().filter_map(|at| unique.get(at).copied().cloned()).collect())
}

/// A text that is the same for two values that count as one: 1 and 1.0 do, and so do members in another order.
fn identity(value: &Value) -> String {
    match value {
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(identity).collect();
            format!("[{}]", items.join(","))
        }
        Value::Object(members) => {
            let name = |name: &String| Value::from(name.as_str()).to_string();
            let mut members: Vec<String> =
                members.iter().map(|(key, member)| format!("{}:{}", name(key), identity(member))).collect();
            members.sort_unstable();
            format!("{{{}}}", members.join(","))
        }
        // A whole `f64` has no point here.
        Value::Number(number) if number.is_f64() => number.as_f64().unwrap_or_default().to_string(),
        scalar => scalar.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use crate::intrinsic::testing::{fails, gives};

    #[test]
    fn examples() {
        let call = "States.ArrayUnique($)";
        gives(&[
            (call, "[1, 2, 2, 3, 3, 4]", "[1, 2, 3, 4]"),
            (call, "[]", "[]"),
            (call, r#"["a", "b", "a", "c", "b"]"#, r#"["a", "b", "c"]"#),
            (call, "[true, false, true, false]", "[false, true]"),
            (call, "[null, null, 1, null]", "[null, 1]"),
            (call, r#"[1, "1", 1, "01"]"#, r#"[1, "1", "01"]"#),
            (call, "[1, 1.0]", "[1]"),
            (call, "[9007199254740993, 9007199254740992, 9007199254740992.0]", "[9007199254740992, 9007199254740993]"),
            (call, r#"[{"a": 1, "b": 2}, {"b": 2, "a": 1}]"#, r#"[{"a": 1, "b": 2}]"#),
            (call, "[[1, 2], [1, 2], [2, 1]]", "[[2, 1], [1, 2]]"),
            (call, r#"[{"nested": {"x": 1}}, {"nested": {"x": 1}}]"#, r#"[{"nested": {"x": 1}}]"#),
            ("States.ArrayUnique(States.Array(1,1,2,2,3))", "{}", "[1, 2, 3]"),
        ]);
        fails(&[
            ("States.ArrayUnique('not-array')", "{}", "'not-array'"),
            ("States.ArrayUnique($)", "{}", "$"),
            ("States.ArrayUnique()", "{}", "States.ArrayUnique()"),
        ]);
    }

    /// As Java 17 says of the same list.
    #[test]
    fn all_kinds_in_the_order_of_a_hash_set() {
        gives(&[(
            "States.ArrayUnique($)",
            r#"[null, null, true, true, false, false, 1, 1, 1.1, 0, 0, "HelloWorld", "HelloWorld", [], [], [null],
                {"a": 1, "b": 2}, {"a": 1, "b": 1}]"#,
            r#"[null, 0, {"a": 1, "b": 2}, 1, [], {"a": 1, "b": 1}, 1.1, true, "HelloWorld", false, [null]]"#,
        )]);
    }
}
