//! Values: names of states, errors and resources, words of a list, parts of parameters, expressions.

use super::{Offer, errors, expressions, parameters, quoted, resources};
use crate::cursor::{Cursor, Spot};
use crate::scene::Scene;
use asl_semantics::{Field, MachineId, ObjectKind, QueryLanguage, Shape};
use asl_syntax::{Kind, Node, Span, Str};
use std::collections::HashSet;
use tower_lsp::ls_types::CompletionItemKind;

/// Where a value is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot<'s> {
    /// What it takes the place of.
    pub(super) instead: Span,
    /// The string that stands there.
    pub(super) text: Option<Str<'s>>,
}

impl<'s> Slot<'s> {
    fn of(cursor: &Cursor<'_, 's>) -> Self {
        match cursor.spot {
            Spot::Value(node) if node.kind() != Kind::Missing && !node.raw().is_empty() => {
                Self { instead: cursor.replaced(node), text: node.as_str() }
            }
            _ => Self { instead: Span::at(cursor.at), text: None },
        }
    }
}

pub(super) fn offers<'s>(scene: &Scene<'s>, cursor: &Cursor<'_, 's>) -> Vec<Offer> {
    let (Some(object), Some(entry)) = (cursor.object, cursor.entry) else { return Vec::new() };
    let Some(spec) = entry.spec else { return Vec::new() };
    let slot = Slot::of(cursor);
    let language = scene.language(object);
    let is_value = entry.member.value == cursor.spot.node();
    match spec.shape {
        Shape::StateName if is_value => {
            states(scene, object.machine).map(|name| text(scene, &slot, name, CompletionItemKind::REFERENCE)).collect()
        }
        Shape::OneOf(values) if is_value => {
            values.iter().map(|value| text(scene, &slot, value, CompletionItemKind::ENUM_MEMBER)).collect()
        }
        Shape::Flag if is_value => flags(&slot),
        Shape::ErrorNames => errors::offers(scene, object, &slot),
        Shape::Resource if is_value => resources::offers(scene, object, &slot),
        Shape::Template if is_parameters(spec.field, object.kind) => {
            let mut out = parameters::values(scene, cursor, &slot);
            out.extend(in_template(scene, cursor, language));
            out
        }
        Shape::Template | Shape::Variables => in_template(scene, cursor, language),
        Shape::PathOrNull | Shape::ReferencePathOrNull if is_value && slot.text.is_none() => {
            vec![Offer::new("null", CompletionItemKind::VALUE, slot.instead)]
        }
        Shape::Operand(asl_semantics::Operand::Boolean) if is_value => flags(&slot),
        Shape::Text | Shape::Literal | Shape::Timestamp(false) => Vec::new(),
        _ => expressions::offers(scene, cursor, takes_calls(spec.shape)),
    }
}

/// The states that may follow in a machine: all of it.
pub fn states<'s>(scene: &Scene<'s>, machine: MachineId) -> impl Iterator<Item = &'s str> {
    let mut seen = HashSet::new();
    let ids = scene.definition.machine(machine).states.clone();
    ids.into_iter().map(|id| scene.name(id)).filter(move |name| seen.insert(*name))
}

pub(super) fn text(scene: &Scene<'_>, slot: &Slot<'_>, value: &str, kind: CompletionItemKind) -> Offer {
    let snippet = quoted(value, scene.tree().format());
    Offer { snippet, ..Offer::new(value, kind, slot.instead) }
}

fn flags(slot: &Slot<'_>) -> Vec<Offer> {
    ["true", "false"].map(|flag| Offer::new(flag, CompletionItemKind::VALUE, slot.instead)).into()
}

/// Is it what a Task passes to an action?
pub(super) fn is_parameters(field: Field, kind: ObjectKind) -> bool {
    matches!(field, Field::Parameters | Field::Arguments)
        && matches!(kind, ObjectKind::State(Some(asl_semantics::StateType::Task)))
}

/// Strings in a template: with JSONPath those whose key says that they are computed.
fn in_template<'s>(scene: &Scene<'s>, cursor: &Cursor<'_, 's>, language: QueryLanguage) -> Vec<Offer> {
    let is_computed = |node: Node<'_>| node.key().is_some_and(|key| key.text.ends_with(".$"));
    match cursor.spot {
        Spot::Value(node) if language == QueryLanguage::Jsonata || is_computed(node) => {
            expressions::offers(scene, cursor, true)
        }
        _ => Vec::new(),
    }
}

fn takes_calls(shape: Shape) -> bool {
    matches!(shape, Shape::PathOrCall | Shape::Template | Shape::Variables)
}
