//! From the tree of a text to the value that it stands for.

use asl_syntax::{Kind, Node};
use serde_json::{Number, Value};

/// The value of a node. What a placeholder hides stays text; what could not be read is null.
pub fn value_of(node: Node<'_>) -> Value {
    match node.kind() {
        Kind::Object => {
            Value::Object(node.members().map(|member| (member.key.text.to_owned(), value_of(member.value))).collect())
        }
        Kind::Array => Value::Array(node.items().map(value_of).collect()),
        Kind::Number => {
            number(node.raw()).or_else(|| node.as_f64().and_then(Number::from_f64)).map_or(Value::Null, Value::Number)
        }
        _ => match (node.as_str(), node.as_bool()) {
            (Some(text), _) => Value::from(text.text),
            (None, Some(value)) => Value::Bool(value),
            (None, None) => Value::Null,
        },
    }
}

/// A number as JSON has it; YAML writes some that JSON does not.
fn number(text: &str) -> Option<Number> {
    serde_json::from_str(text).ok()
}
