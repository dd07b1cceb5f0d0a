//! Values in URLs and forms.

use crate::wire::escape;
use asl_expressions::Value;

/// How an array is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ArrayFormat {
    Indices,
    Repeat,
    Commas,
    Brackets,
}

impl ArrayFormat {
    pub(super) fn of(name: &str) -> Option<Self> {
        Some(match name {
            "INDICES" => Self::Indices,
            "REPEAT" => Self::Repeat,
            "COMMAS" => Self::Commas,
            "BRACKETS" => Self::Brackets,
            _ => return None,
        })
    }
}

/// Writes `name=value&…` for the fields of an object.
pub(super) fn encode<'v>(fields: impl IntoIterator<Item = (&'v String, &'v Value)>, arrays: ArrayFormat) -> String {
    let mut pairs = Vec::new();
    for (name, value) in fields {
        flatten(name.clone(), value, arrays, &mut pairs);
    }
    join(&pairs)
}

/// Writes `name=value&…` for names and values.
pub(super) fn join(pairs: &[(String, String)]) -> String {
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value))).collect();
    pairs.join("&")
}

/// The names and values that a value comes to; the depth of a value is bounded where it is made.
fn flatten(name: String, value: &Value, arrays: ArrayFormat, pairs: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) => {
            for (field, value) in fields {
                flatten(format!("{name}[{field}]"), value, arrays, pairs);
            }
        }
        Value::Array(items) if arrays == ArrayFormat::Commas => {
            pairs.push((name, items.iter().map(text).collect::<Vec<_>>().join(",")));
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let name = match arrays {
                    ArrayFormat::Indices => format!("{name}[{index}]"),
                    ArrayFormat::Brackets => format!("{name}[]"),
                    ArrayFormat::Repeat | ArrayFormat::Commas => name.clone(),
                };
                flatten(name, item, arrays, pairs);
            }
        }
        scalar => pairs.push((name, text(scalar))),
    }
}

/// A value as a text.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn encoded(value: &Value, arrays: ArrayFormat) -> String {
        encode(value.as_object().unwrap(), arrays)
    }

    /// As AWS sent it.
    #[test]
    fn arrays() {
        let value = json!({"items": ["red green", "blue+gold"], "nested": {"enabled": true, "count": 2}});
        let rest = "&nested%5Benabled%5D=true&nested%5Bcount%5D=2";
        for (arrays, items) in [
            (ArrayFormat::Indices, "items%5B0%5D=red%20green&items%5B1%5D=blue%2Bgold"),
            (ArrayFormat::Repeat, "items=red%20green&items=blue%2Bgold"),
            (ArrayFormat::Commas, "items=red%20green%2Cblue%2Bgold"),
            (ArrayFormat::Brackets, "items%5B%5D=red%20green&items%5B%5D=blue%2Bgold"),
        ] {
            assert_eq!(encoded(&value, arrays), format!("{items}{rest}"));
        }
    }

    #[test]
    fn deep_and_empty_values() {
        let value = json!({"a": [{"b": [1]}], "c": null, "d": [], "e": {}});
        assert_eq!(encoded(&value, ArrayFormat::Indices), "a%5B0%5D%5Bb%5D%5B0%5D=1&c=");
    }
}
