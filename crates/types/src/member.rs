//! Is a value one of a type?

use crate::{Absence, Array, Number, Object, Type};
use serde_json::{Map, Value};

impl Type {
    /// Is it?
    pub fn contains(&self, value: &Value) -> bool {
        self.refusal(value).is_none()
    }

    /// Where a value is not one of the type: the way to the part that is not, as a JSON Pointer.
    pub fn refusal(&self, value: &Value) -> Option<String> {
        if self.is_unknown() {
            return None;
        }
        let sets = self.sets();
        let fits = match value {
            Value::Null => sets.null,
            Value::Bool(value) => sets.booleans[usize::from(*value)],
            Value::Number(number) => match Number::of_json(number) {
                Some(number) => sets.numbers.contains(&number),
                None => sets.numbers.few().is_none(),
            },
            Value::String(text) => match sets.strings.few() {
                Some(literals) => literals.iter().any(|literal| **literal == **text),
                None => true,
            },
            Value::Array(items) => return sets.arrays.as_ref().map_or(Some(String::new()), |it| it.refusal(items)),
            Value::Object(fields) => {
                let Some(objects) = &sets.objects else { return Some(String::new()) };
                let refusals: Option<Vec<String>> =
                    objects.shapes().iter().map(|shape| shape.refusal(fields)).collect();
                return refusals.map(|all| all.into_iter().max_by_key(String::len).unwrap_or_default());
            }
        };
        if fits { None } else { Some(String::new()) }
    }

    fn may_be_absent(&self) -> bool {
        self.absence() != Absence::Never
    }
}

impl Array {
    fn refusal(&self, items: &[Value]) -> Option<String> {
        for (at, item) in items.iter().enumerate() {
            if let Some(inner) = self.item(at).refusal(item) {
                return Some(format!("/{at}{inner}"));
            }
        }
        (items.len() < self.least()).then(|| format!("/{}", items.len()))
    }
}

impl Object {
    fn refusal(&self, fields: &Map<String, Value>) -> Option<String> {
        for (name, value) in fields {
            if let Some(inner) = self.field(name).refusal(value) {
                return Some(format!("{}{inner}", step(name)));
            }
        }
        let missing = self.fields().find(|(name, of)| !of.may_be_absent() && !fields.contains_key(*name));
        missing.map(|(name, _)| step(name))
    }
}

/// A name as a JSON Pointer has it.
fn step(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}
