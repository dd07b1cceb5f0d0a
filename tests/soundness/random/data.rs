//! Random data: a document to begin with, and others that are like it.

use super::chance::Chance;
use asl_expressions::Value;
use asl_types::{Array, Kinds, Type};
use serde_json::{Map, json};

const NAMES: [&str; 8] = ["a", "b", "n", "list", "o", "id", "status", "x y"];
const TEXTS: [&str; 8] = ["a", "b", "a-b", "", "ok", "2024-05-01T10:00:00Z", "7", "{\"a\":1}"];

/// A scalar.
pub(crate) fn scalar(chance: &mut Chance) -> Value {
    match chance.below(8) {
        0 => Value::Null,
        1 => Value::Bool(chance.in_hundred(50)),
        2..=4 => number(chance),
        _ => Value::from(*chance.one(&TEXTS)),
    }
}

pub(crate) fn number(chance: &mut Chance) -> Value {
    match chance.below(6) {
        0 => json!(1.5),
        1 => json!(-2),
        2 => json!(1.0),
        _ => json!(chance.below(5)),
    }
}

/// Any value, so deep.
pub(crate) fn value(chance: &mut Chance, depth: usize) -> Value {
    match if depth == 0 { 0 } else { chance.below(6) } {
        0..=2 => scalar(chance),
        3 => {
            let like = value(chance, depth - 1);
            let count = chance.below(4);
            Value::Array((0..count).map(|_| varied(chance, &like)).collect())
        }
        _ => object(chance, depth),
    }
}

/// An object with a few fields.
fn object(chance: &mut Chance, depth: usize) -> Value {
    let mut fields = Map::new();
    for _ in 0..=chance.below(4) {
        let name = *chance.one(&NAMES);
        let of = match name {
            "n" => number(chance),
            "list" => Value::Array((0..chance.below(4)).map(|_| value(chance, depth.saturating_sub(2))).collect()),
            "o" if depth > 1 => object(chance, depth - 1),
            _ => value(chance, depth.saturating_sub(1)),
        };
        fields.insert(name.to_owned(), of);
    }
    Value::Object(fields)
}

/// What an execution begins with: an object that has something of each kind.
pub(crate) fn input(chance: &mut Chance) -> Value {
    let mut of = object(chance, 3);
    if let Some(fields) = of.as_object_mut() {
        fields.insert("n".to_owned(), number(chance));
        fields.insert("id".to_owned(), Value::from(*chance.one(&TEXTS)));
        let item = value(chance, 2);
        let items = (0..chance.below(4)).map(|_| varied(chance, &item)).collect();
        fields.insert("list".to_owned(), Value::Array(items));
    }
    of
}

/// Another value that is like this one.
pub(crate) fn varied(chance: &mut Chance, like: &Value) -> Value {
    if chance.in_hundred(6) {
        return value(chance, 1);
    }
    match like {
        Value::Object(fields) => {
            let mut out = Map::new();
            for (name, of) in fields {
                if !chance.in_hundred(10) {
                    out.insert(name.clone(), varied(chance, of));
                }
            }
            if chance.in_hundred(8) {
                out.insert((*chance.one(&NAMES)).to_owned(), scalar(chance));
            }
            Value::Object(out)
        }
        Value::Array(items) => {
            let mut out: Vec<Value> = items.iter().map(|item| varied(chance, item)).collect();
            if chance.in_hundred(20) {
                out.pop();
            }
            if chance.in_hundred(20)
                && let Some(last) = out.last().cloned()
            {
                out.push(varied(chance, &last));
            }
            Value::Array(out)
        }
        Value::Number(_) if chance.in_hundred(50) => number(chance),
        Value::String(_) if chance.in_hundred(50) => Value::from(*chance.one(&TEXTS)),
        Value::Bool(_) => Value::Bool(chance.in_hundred(50)),
        other => other.clone(),
    }
}

/// A wider type: here and there less is known.
pub(crate) fn widened(chance: &mut Chance, of: &Type) -> Type {
    if chance.in_hundred(4) {
        return Type::unknown().with_absence(of.absence());
    }
    let mut sets = of.clone().into_sets();
    let all = Type::of_any_kind();
    if of.kinds().meets(Kinds::STRING) && chance.in_hundred(50) {
        sets.strings = all.sets().strings.clone();
    }
    if of.kinds().meets(Kinds::NUMBER) && chance.in_hundred(50) {
        sets.numbers = all.sets().numbers.clone();
    }
    if let Some(array) = &sets.arrays {
        let array = if chance.in_hundred(50) { Array::of(array.any()) } else { array.as_ref().clone() };
        sets.arrays = Some(array.map(|item| widened(chance, item)).into());
    }
    if let Some(objects) = &sets.objects {
        sets.objects = objects.map(|shape| Some(shape.map(|field| widened_field(chance, field)))).map(Into::into);
    }
    sets.into()
}

fn widened_field(chance: &mut Chance, of: &Type) -> Type {
    let wide = if of.has_value() { widened(chance, of) } else { of.clone() };
    if chance.in_hundred(10) && wide.absence() == asl_types::Absence::Never {
        return wide.with_absence(asl_types::Absence::Known);
    }
    wide
}
