//! What a state made of the data: a short diff between its input and its output.

use asl_expressions::Value;

/// A difference, with the path to it.
#[derive(Debug, PartialEq)]
pub(super) enum Change<'v> {
    Added(String, &'v Value),
    Removed(String),
    Changed(String, &'v Value, &'v Value),
    /// Nothing of the input is left.
    Replaced(&'v Value),
}

impl Change<'_> {
    /// Where it is; none where it is everywhere.
    pub(super) fn path(&self) -> Option<&str> {
        match self {
            Self::Added(path, _) | Self::Removed(path) | Self::Changed(path, _, _) => Some(path),
            Self::Replaced(_) => None,
        }
    }
}

/// The differences, in the order of the fields.
pub(super) fn between<'v>(before: &'v Value, after: &'v Value) -> Vec<Change<'v>> {
    let mut changes = Vec::new();
    match (before, after) {
        (Value::Object(old), Value::Object(new)) if old.is_empty() || new.keys().any(|name| old.contains_key(name)) => {
            collect("", before, after, &mut changes);
        }
        _ if before == after => {}
        _ => changes.push(Change::Replaced(after)),
    }
    changes
}

fn collect<'v>(path: &str, before: &'v Value, after: &'v Value, changes: &mut Vec<Change<'v>>) {
    match (before, after) {
        (Value::Object(old), Value::Object(new)) => {
            for (name, value) in old {
                let path = member(path, name);
                match new.get(name) {
                    None => changes.push(Change::Removed(path)),
                    Some(other) => collect(&path, value, other, changes),
                }
            }
            for (name, value) in new.iter().filter(|(name, _)| !old.contains_key(*name)) {
                changes.push(Change::Added(member(path, name), value));
            }
        }
        (Value::Array(old), Value::Array(new)) if new.len() > old.len() && new.starts_with(old) => {
            let more = new.iter().enumerate().skip(old.len());
            changes.extend(more.map(|(at, value)| Change::Added(format!("{path}[{at}]"), value)));
        }
        _ if before == after => {}
        _ => changes.push(Change::Changed(path.to_owned(), before, after)),
    }
}

/// `a.b`, `a["b c"]`
fn member(path: &str, name: &str) -> String {
    let plain = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    match (path, plain) {
        ("", true) => name.to_owned(),
        (path, true) => format!("{path}.{name}"),
        (path, false) => format!("{path}[{}]", Value::from(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn fields_are_told_by_their_paths() {
        let (before, after) = (
            json!({"a": 1, "b": {"c": 2, "d": [1]}, "gone": null}),
            json!({"b": {"c": 3, "d": [1, 2]}, "a": 1, "new one": true}),
        );
        let two = json!(2);
        let told = [
            Change::Changed("b.c".to_owned(), &two, &json!(3)),
            Change::Added("b.d[1]".to_owned(), &two),
            Change::Removed("gone".to_owned()),
            Change::Added("[\"new one\"]".to_owned(), &json!(true)),
        ];
        assert_eq!(between(&before, &after), told);
        assert_eq!(between(&before, &before), []);
    }

    #[test]
    fn what_has_nothing_in_common_is_replaced() {
        let (before, after) = (json!({"a": 1}), json!({"b": 1}));
        assert_eq!(between(&before, &after), [Change::Replaced(&after)]);
        assert_eq!(between(&json!({}), &after), [Change::Added("b".to_owned(), &json!(1))]);
        assert_eq!(between(&before, &json!([])), [Change::Replaced(&json!([]))]);
    }
}
