//! What an action takes: its parameters by name, those that it can't do without first, and the values of each.

use super::fields::Place;
use super::values::{Slot, is_parameters, text};
use super::{Offer, choice};
use crate::cursor::{Cursor, Spot};
use crate::scene::Scene;
use asl_catalogue::{Member, Shape, bedrock};
use asl_semantics::QueryLanguage;
use asl_syntax::Node;
use std::collections::HashSet;
use tower_lsp::ls_types::CompletionItemKind;

/// The members that an object of parameters may have and does not.
pub(super) fn names(scene: &Scene<'_>, cursor: &Cursor<'_, '_>, container: Node<'_>, place: &Place) -> Vec<Offer> {
    let Some(Shape::Structure(structure)) = shape_at(scene, cursor, container) else { return Vec::new() };
    let stem = |key: &str| key.strip_suffix(".$").unwrap_or(key).to_owned();
    let others = container.members().filter(|m| m.key.span().start != place.instead.start);
    let given: HashSet<String> = others.map(|m| stem(m.key.text)).collect();
    let free = structure.members().filter(|member| !given.contains(member.name()));
    let is_path = cursor.object.is_some_and(|it| scene.language(it) == QueryLanguage::JsonPath);
    let mut out = Vec::new();
    for member in free {
        let rank = if member.is_required() { 0 } else { 3 };
        let value = value(member.shape(), place.is_block);
        out.push(offer(member, member.name(), &value, place).rank(rank));
        if is_path && member.is_required() {
            out.push(offer(member, &format!("{}.$", member.name()), "\"\\$.$1\"", place).rank(rank + 1));
        }
    }
    out
}

fn offer(member: Member<'_>, name: &str, value: &str, place: &Place) -> Offer {
    let what = kind(member.shape());
    let detail = if member.is_required() { format!("{what}, required") } else { what.to_owned() };
    let snippet = place.member(name, value);
    let meaning = about(member.shape());
    let base = Offer::new(name, CompletionItemKind::FIELD, place.instead).detail(detail).meaning(meaning);
    Offer { snippet, is_old: member.is_deprecated(), ..base }
}

/// Values of a parameter, where there are few.
pub(super) fn values(scene: &Scene<'_>, cursor: &Cursor<'_, '_>, slot: &Slot<'_>) -> Vec<Offer> {
    let node = cursor.spot.node();
    if matches!(cursor.spot, Spot::Value(_)) && is_model(scene, cursor, node) {
        return models(scene, slot);
    }
    let shape = match cursor.spot {
        Spot::Between(list) => match shape_at(scene, cursor, list) {
            Some(Shape::List(list)) => Some(list.items()),
            _ => None,
        },
        _ => shape_at(scene, cursor, node),
    };
    match shape {
        Some(Shape::String(of)) => {
            of.values().map(|value| text(scene, slot, value, CompletionItemKind::ENUM_MEMBER)).collect()
        }
        Some(Shape::Boolean) => {
            ["true", "false"].map(|flag| Offer::new(flag, CompletionItemKind::VALUE, slot.instead)).into()
        }
        _ => Vec::new(),
    }
}

fn is_model(scene: &Scene<'_>, cursor: &Cursor<'_, '_>, node: Node<'_>) -> bool {
    let is_named = node.key().is_some_and(|key| key.text == "ModelId");
    let service = cursor.object.and_then(|it| it.state).and_then(|id| scene.resource(id)).and_then(|it| it.service());
    is_named && service.is_some_and(|service| service.name().starts_with("bedrock"))
}

/// The models, those that end soon last.
fn models(scene: &Scene<'_>, slot: &Slot<'_>) -> Vec<Offer> {
    let mut out = Vec::new();
    for id in bedrock::models() {
        let Some(model) = bedrock::model(id).filter(|model| model.is_elsewhere().is_none()) else { continue };
        let ids: Vec<String> = match model.profiles() {
            Some(areas) if model.needs_profile() => areas.iter().map(|area| format!("{area}.{id}")).collect(),
            _ => vec![id.to_owned()],
        };
        for id in ids {
            let mut offer = text(scene, slot, &id, CompletionItemKind::ENUM_MEMBER)
                .meaning(life(id.as_str(), model))
                .rank(if model.legacy().is_some() || model.ends().is_some() { 7 } else { 1 });
            offer.is_old = model.legacy().is_some();
            out.push(offer);
        }
    }
    out
}

/// What becomes of a model, in words.
pub(crate) fn life(id: &str, model: bedrock::Model) -> String {
    let mut out = Vec::new();
    if let Some(day) = model.legacy() {
        out.push(format!("`{id}` is legacy since {day}: who does not use it yet can't begin to."));
    }
    if let Some(day) = model.ends() {
        out.push(format!("Calls fail from {day} on."));
    }
    if let Some(next) = model.replacement() {
        out.push(format!("AWS names `{next}` to take its place."));
    }
    if model.needs_profile() {
        out.push("It is called through an inference profile.".to_owned());
    }
    if out.is_empty() {
        out.push("In service; no end is announced.".to_owned());
    }
    out.join(" ")
}

/// What a part of the parameters of a Task should be.
pub(crate) fn shape_at(scene: &Scene<'_>, cursor: &Cursor<'_, '_>, node: Node<'_>) -> Option<Shape<'static>> {
    let (object, entry) = (cursor.object?, cursor.entry?);
    if !is_parameters(entry.field?, object.kind) {
        return None;
    }
    let input = scene.resource(object.state?)?.action()?.input()?;
    let mut way = Vec::new();
    let mut at = node;
    while at != entry.member.value {
        way.push(at);
        at = at.parent()?;
    }
    way.iter().rev().try_fold(Shape::Structure(input), |shape, part| match (shape, part.key()) {
        (Shape::Structure(structure), Some(key)) => structure.member(key.text).map(Member::shape),
        (Shape::Map(map), Some(_)) => Some(map.values()),
        (Shape::List(list), None) => Some(list.items()),
        _ => None,
    })
}

/// What a value of a shape begins as.
fn value(shape: Shape<'_>, is_block: bool) -> String {
    match shape {
        Shape::Structure(_) | Shape::Map(_) if is_block => "\t$1".to_owned(),
        Shape::Structure(_) | Shape::Map(_) => "{\n\t$1\n\\}".to_owned(),
        Shape::List(_) if is_block => "- $1".to_owned(),
        Shape::List(_) => "[$1]".to_owned(),
        Shape::String(text) => {
            let mut values = text.values().take(30).peekable();
            if values.peek().is_none() { "\"$1\"".to_owned() } else { format!("\"{}\"", choice(values)) }
        }
        Shape::Boolean => "${1|true,false|}".to_owned(),
        Shape::Number(_) => "$1".to_owned(),
        Shape::Blob(_) | Shape::Timestamp => "\"$1\"".to_owned(),
        _ => "$1".to_owned(),
    }
}

/// What a shape is called.
pub(crate) fn kind(shape: Shape<'_>) -> &'static str {
    match shape {
        Shape::Structure(_) => "object",
        Shape::List(_) => "array",
        Shape::Map(_) => "object of any names",
        Shape::String(_) => "string",
        Shape::Number(number) => number.type_name(),
        Shape::Boolean => "boolean",
        Shape::Timestamp => "timestamp",
        Shape::Blob(_) => "bytes",
        _ => "any value",
    }
}

/// What may be said of a shape beside its name.
pub(crate) fn about(shape: Shape<'_>) -> String {
    match shape {
        Shape::Structure(structure) => {
            let needs: Vec<String> =
                structure.members().filter(|m| m.is_required()).map(|m| format!("`{}`", m.name())).collect();
            if needs.is_empty() { String::new() } else { format!("Needs {}.", needs.join(", ")) }
        }
        Shape::String(text) => {
            let values: Vec<String> = text.values().take(20).map(|value| format!("`{value}`")).collect();
            if values.is_empty() { String::new() } else { format!("One of {}.", values.join(", ")) }
        }
        _ => String::new(),
    }
}
