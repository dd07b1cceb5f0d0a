//! Random templates: the values of fields, here and there computed.

use super::chance::Chance;
use super::known::Known;
use super::{data, jsonata, paths};
use asl_expressions::Value;
use asl_types::Kinds;
use serde_json::{Map, json};

const NAMES: [&str; 6] = ["a", "b", "n", "list", "o", "x y"];

/// An expression of a language, as it is written.
pub(crate) fn expression(chance: &mut Chance, known: &Known, kinds: Kinds) -> String {
    if known.jsonata {
        let text = jsonata::Maker::new(chance, known).expression(kinds, 3);
        format!("{{% {text} %}}")
    } else {
        paths::expression(chance, known, kinds)
    }
}

/// An object with fields that are computed.
pub(crate) fn object(chance: &mut Chance, known: &Known, depth: usize) -> Value {
    let mut fields = Map::new();
    for _ in 0..=chance.below(3) {
        add(chance, known, chance_name, depth, &mut fields);
    }
    Value::Object(fields)
}

/// What `Assign` has.
pub(crate) fn assign(chance: &mut Chance, known: &Known, names: [&str; 2]) -> Value {
    let mut fields = Map::new();
    for _ in 0..=chance.below(2) {
        let name = (*chance.one(&names)).to_owned();
        add(chance, known, |_| name.clone(), 1, &mut fields);
    }
    Value::Object(fields)
}

fn chance_name(chance: &mut Chance) -> String {
    (*chance.one(&NAMES)).to_owned()
}

fn add(
    chance: &mut Chance,
    known: &Known,
    mut name: impl FnMut(&mut Chance) -> String,
    depth: usize,
    fields: &mut Map<String, Value>,
) {
    let name = name(chance);
    // One name has one value.
    fields.remove(&format!("{name}.$"));
    fields.remove(&name);
    match if depth == 0 { chance.below(4) } else { chance.below(6) } {
        0 => {
            fields.insert(name, data::scalar(chance));
        }
        1..=3 => {
            let text = expression(chance, known, Kinds::ALL);
            let name = if known.jsonata { name } else { format!("{name}.$") };
            fields.insert(name, json!(text));
        }
        4 => {
            fields.insert(name, object(chance, known, depth - 1));
        }
        _ => {
            let items = (0..chance.below(3)).map(|_| object(chance, known, depth - 1)).collect();
            fields.insert(name, Value::Array(items));
        }
    }
}

/// A template that works on the samples, mostly, and what it comes to.
pub(crate) fn working(
    chance: &mut Chance,
    known: &Known,
    mut make: impl FnMut(&mut Chance, &Known) -> Value,
) -> Option<(Value, Value)> {
    for _ in 0..3 {
        let template = make(chance, known);
        if let Some(sample) = known.try_out(&template) {
            return Some((template, sample));
        }
    }
    // Now and then one that fails, too.
    chance.in_hundred(10).then(|| (make(chance, known), known.input.clone()))
}
