//! What a schema says of arrays.

use super::read::Reader;
use crate::{Absence, Array, Kinds, Type};
use serde_json::{Map, Value};

impl<'s> Reader<'s> {
    /// What its keywords say of arrays: other values are any.
    pub(super) fn arrays(&mut self, keywords: &'s Map<String, Value>, root: &'s Value) -> Type {
        let others = Type::of_any_kind();
        let count = |name: &str| keywords.get(name).and_then(count_of);
        let (least, most) = (count("minItems").unwrap_or(0), count("maxItems"));
        if !["items", "prefixItems"].iter().any(|it| keywords.contains_key(*it)) && least == 0 && most.is_none() {
            return others;
        }
        // Before 2020, a list of schemas was written where one for all is now.
        let (first, rest) = match (keywords.get("prefixItems"), keywords.get("items")) {
            (None, Some(Value::Array(first))) => (Some(first), keywords.get("additionalItems")),
            (first, rest) => (first.and_then(Value::as_array), rest),
        };
        let first: Vec<Type> = first.into_iter().flatten().map(|it| self.child(it, root)).collect();
        let rest = rest.map_or_else(Type::unknown, |it| self.child(it, root));
        others.without(Kinds::ARRAY).join(&array(&first, &rest, least, most))
    }
}

/// Arrays of so many items.
fn array(first: &[Type], rest: &Type, least: usize, most: Option<usize>) -> Type {
    if most.is_some_and(|most| most < least) {
        return Type::never();
    }
    let most = most.filter(|most| *most <= Array::MOST_ITEMS);
    let known = most.unwrap_or_else(|| first.len().max(least.min(Array::MOST_ITEMS)));
    let item = |at: usize| {
        let absence = if at < least { Absence::Never } else { Absence::Known };
        let of = first.get(at).unwrap_or(rest).clone();
        of.with_absence(absence)
    };
    let rest = if most.is_some() { Type::never() } else { rest.clone() };
    Type::array(Array::new((0..known).map(item).collect(), rest))
}

/// A number of items, whichever way it is written.
fn count_of(value: &Value) -> Option<usize> {
    let whole = value.as_f64().filter(|it| it.fract() == 0.0 && (0.0..1e9).contains(it));
    #[expect(clippy::cast_sign_loss, reason = "it is not less than zero")]
    whole.map(|it| it as usize)
}
