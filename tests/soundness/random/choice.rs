//! Random rules of a Choice.

use super::chance::Chance;
use super::known::{Known, Place};
use super::template;
use asl_expressions::Value;
use asl_types::Kinds;
use serde_json::{Map, json};

/// A rule without its `Next`.
pub(crate) fn rule(chance: &mut Chance, known: &Known) -> Map<String, Value> {
    let rule = if known.jsonata { json!({"Condition": condition(chance, known)}) } else { test(chance, known, 2) };
    rule.as_object().cloned().unwrap_or_default()
}

/// An expression that is true or false on the samples, mostly.
fn condition(chance: &mut Chance, known: &Known) -> String {
    let mut text = String::new();
    for _ in 0..4 {
        text = template::expression(chance, known, Kinds::BOOLEAN);
        if known.try_out(&json!(text)).is_some_and(|sample| sample.is_boolean()) {
            return text;
        }
    }
    if chance.in_hundred(10) { text } else { "{% $exists($states.input.n) %}".to_owned() }
}

fn test(chance: &mut Chance, known: &Known, depth: usize) -> Value {
    match if depth == 0 { 9 } else { chance.below(10) } {
        0 => json!({"And": [test(chance, known, depth - 1), test(chance, known, depth - 1)]}),
        1 => json!({"Or": [test(chance, known, depth - 1), test(chance, known, depth - 1)]}),
        2 | 3 => json!({"Not": test(chance, known, depth - 1)}),
        4 | 5 => {
            let place = place(chance, known);
            let guard = json!({"Variable": place.text, "IsPresent": true});
            json!({"And": [guard, compare(chance, known, &place)]})
        }
        _ => {
            let place = place(chance, known);
            compare(chance, known, &place)
        }
    }
}

/// What is asked about: mostly something that is there.
fn place(chance: &mut Chance, known: &Known) -> Place {
    let mut places = known.places();
    let at = chance.below(places.len());
    let mut place = places.swap_remove(at);
    if chance.in_hundred(15) {
        place.text = format!("{}.{}", place.text, chance.one(&["a", "b", "nothing"]));
    }
    place
}

fn compare(chance: &mut Chance, known: &Known, place: &Place) -> Value {
    const CLASSES: [&str; 6] = ["IsPresent", "IsNull", "IsString", "IsNumeric", "IsBoolean", "IsTimestamp"];
    const RELATIONS: [&str; 5] = ["Equals", "LessThan", "GreaterThan", "LessThanEquals", "GreaterThanEquals"];
    let variable = place.text.clone();
    if chance.in_hundred(40) {
        return json!({"Variable": variable, *chance.one(&CLASSES): chance.in_hundred(60)});
    }
    let relation = *chance.one(&RELATIONS);
    let sample = if chance.in_hundred(10) { super::data::scalar(chance) } else { place.sample.clone() };
    let kinds = Kinds::of(&sample);
    let (kind, literal) = match &sample {
        Value::Number(_) if chance.in_hundred(50) => ("Numeric", super::data::number(chance)),
        Value::Number(_) => ("Numeric", sample),
        Value::Bool(_) => return json!({"Variable": variable, "BooleanEquals": sample}),
        Value::String(text) if text.contains("T10") && chance.in_hundred(50) => ("Timestamp", sample),
        Value::String(_) if chance.in_hundred(20) => return json!({"Variable": variable, "StringMatches": "a*"}),
        Value::String(_) if chance.in_hundred(70) => ("String", sample),
        _ => ("String", json!("ok")),
    };
    if chance.in_hundred(15)
        && let Some(other) = known.path(chance, kinds)
    {
        return json!({"Variable": variable, format!("{kind}{relation}Path"): other});
    }
    json!({"Variable": variable, format!("{kind}{relation}"): literal})
}
