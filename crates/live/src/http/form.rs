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

    #[test]
    fn arrays() {
        let value = json!({"tags": ["a b", "c+d"], "metadata": {"paid": true, "lines": 2}});
        let rest = "&metadata%5Bpaid%5D=true&metadata%5Blines%5D=2";
        for (arrays, items) in [
            (ArrayFormat::Indices, "tags%5B0%5D=a%20b&tags%5B1%5D=c%2Bd"),
            (ArrayFormat::Repeat, "tags=a%20b&tags=c%2Bd"),
            (ArrayFormat::Commas, "tags=a%20b%2Cc%2Bd"),
            (ArrayFormat::Brackets, "tags%5B%5D=a%20b&tags%5B%5D=c%2Bd"),
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
