//! What a schema says of objects.

use super::read::Reader;
use crate::{Absence, Kinds, Object, Type};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

impl<'s> Reader<'s> {
    /// What its keywords say of objects: other values are any.
    pub(super) fn objects(&mut self, keywords: &'s Map<String, Value>, root: &'s Value) -> Type {
        let others = Type::of_any_kind();
        if !["properties", "required", "additionalProperties", "patternProperties"]
            .iter()
            .any(|it| keywords.contains_key(*it))
        {
            return others;
        }
        let patterns = self.patterns(keywords, root);
        let additional = keywords.get("additionalProperties").map_or_else(Type::unknown, |it| self.child(it, root));
        let rest = if additional.is_unknown() { additional } else { additional.join(&patterns) };
        let rest = rest.with_absence(Absence::Unproven);
        let required = required(keywords);
        let mut fields: BTreeMap<Arc<str>, Type> = BTreeMap::new();
        for (name, schema) in keywords.get("properties").and_then(Value::as_object).into_iter().flatten() {
            fields.insert(name.as_str().into(), self.child(schema, root).with_absence(Absence::Known));
        }
        for name in required {
            let of = fields.get(name).unwrap_or(&rest).clone().present();
            fields.insert(name.into(), of);
        }
        others.without(Kinds::OBJECT).join(&Type::object(Object::new(fields, rest)))
    }

    /// What a name may hold that a pattern matches.
    fn patterns(&mut self, keywords: &'s Map<String, Value>, root: &'s Value) -> Type {
        let patterns = keywords.get("patternProperties").and_then(Value::as_object);
        patterns.into_iter().flatten().fold(Type::never(), |all, (_, schema)| all.join(&self.child(schema, root)))
    }
}

fn required(keywords: &Map<String, Value>) -> impl Iterator<Item = &str> {
    keywords.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}
