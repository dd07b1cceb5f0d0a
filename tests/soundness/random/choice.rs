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
        text = if chance.in_hundred(60) {
            format!("{{% {} %}}", question(chance, known, 2))
        } else {
            template::expression(chance, known, Kinds::BOOLEAN)
        };
        if known.try_out(&json!(text)).is_some_and(|sample| sample.is_boolean()) {
            return text;
        }
    }
    if chance.in_hundred(10) { text } else { "{% $exists($states.input.n) %}".to_owned() }
}

/// A question of JSONata about a part of the data: one that tells of it, whatever the answer.
fn question(chance: &mut Chance, known: &Known, depth: usize) -> String {
    let part = |chance: &mut Chance| question(chance, known, depth.saturating_sub(1));
    match if depth == 0 { 9 } else { chance.below(10) } {
        0 | 1 => format!("({} and {})", part(chance), part(chance)),
        2 => format!("({} or {})", part(chance), part(chance)),
        3 => format!("$not({})", part(chance)),
        _ => {
            let place = place(chance, known);
            question_of(chance, &place)
        }
    }
}

/// The same about one part.
pub(crate) fn question_of(chance: &mut Chance, place: &Place) -> String {
    const KINDS: [&str; 6] = ["null", "boolean", "number", "string", "array", "object"];
    let text = &place.text;
    let sample = if place.sample.is_object() || place.sample.is_array() || chance.in_hundred(20) {
        super::data::scalar(chance)
    } else {
        place.sample.clone()
    };
    match chance.below(8) {
        0 | 1 => format!("$exists({text})"),
        2 => format!("$type({text}) = '{}'", chance.one(&KINDS)),
        3 => format!("$type({text}) != '{}'", chance.one(&KINDS)),
        4 => format!("{text} = {sample}"),
        5 => format!("{sample} != {text}"),
        6 => format!("{text} in [{sample}, {}]", super::data::scalar(chance)),
        _ => format!("$boolean({text})"),
    }
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
pub(crate) fn place(chance: &mut Chance, known: &Known) -> Place {
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
        Value::String(_) if chance.in_hundred(20) => {
            let pattern = *chance.one(&["a*", "*", "ok", "*-*", "a\\*", ""]);
            return json!({"Variable": variable, "StringMatches": pattern});
        }
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
