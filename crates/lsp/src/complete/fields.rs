//! The fields of the objects of the language, by type of state and query language.

use super::{Offer, choice, plain};
use crate::cursor::{Cursor, Spot};
use crate::scene::Scene;
use crate::words;
use asl_semantics::{Field, FieldSpec, Object, ObjectKind, QueryLanguage, Shape};
use asl_syntax::{Format, Kind, Node, Span};
use std::collections::HashSet;
use tower_lsp::ls_types::CompletionItemKind;

/// Where a name is written, and what has to be written with it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// What it takes the place of.
    pub(super) instead: Span,
    /// The value stands there already.
    pub(super) has_value: bool,
    /// Another member follows, so that a comma is due.
    pub(super) is_followed: bool,
    /// YAML in blocks.
    pub(super) is_block: bool,
}

impl Place {
    pub(super) fn of<'s>(scene: &Scene<'s>, cursor: &Cursor<'_, 's>, container: Node<'s>) -> Self {
        let is_yaml = scene.tree().format() == Format::Yaml;
        let is_block = is_yaml && !container.raw().starts_with('{');
        let (instead, has_value) = match cursor.spot {
            // In front of a name another one is begun.
            Spot::Key(member) if member.key.span().start < cursor.at => {
                (cursor.replaced(member.key.node), member.value.kind() != Kind::Missing)
            }
            _ => (cursor.begun(container), false),
        };
        let is_followed = !is_block && container.members().any(|m| m.key.span().start >= cursor.at);
        Self { instead, has_value, is_followed, is_block }
    }

    /// A member that is written here, of the snippet of its value; one that begins with a tab is a block of YAML.
    pub(super) fn member(&self, name: &str, value: &str) -> String {
        let key = if self.is_block { plain(name) } else { format!("\"{}\"", plain(name)) };
        if self.has_value {
            return key;
        }
        let comma = if self.is_followed { "," } else { "" };
        let has_lines = value.starts_with('\t') || value.starts_with("- ");
        let gap = if self.is_block && has_lines { "\n  " } else { " " };
        format!("{key}:{gap}{}{comma}", value.trim_start_matches('\t'))
    }
}

/// The fields that an object may have and does not.
pub(super) fn offers(scene: &Scene<'_>, object: &Object<'_>, place: &Place) -> Vec<Offer> {
    let here = |entry: &&asl_semantics::Entry<'_>| entry.member.key.span().start != place.instead.start;
    let given: HashSet<Field> =
        scene.definition.entries(object).iter().filter(here).filter_map(|entry| entry.field).collect();
    let excluded = |field: Field| {
        object.kind.groups().iter().any(|g| g.fields.contains(&field) && g.fields.iter().any(|f| given.contains(f)))
    };
    let language = scene.language(object);
    // `Iterator` is the older name of `ItemProcessor`.
    let specs = object.kind.fields().filter(|spec| spec.field != Field::Iterator);
    let free = specs.filter(|spec| object.speaks(spec.language) && !given.contains(&spec.field));
    free.filter(|spec| !excluded(spec.field)).map(|spec| offer(object, spec, language, place)).collect()
}

fn offer(object: &Object<'_>, spec: &FieldSpec, language: QueryLanguage, place: &Place) -> Offer {
    let name = spec.field.name();
    let rank = match spec.field {
        Field::Type => 0,
        _ if spec.required || is_wanted(object.kind, spec.field) => 1,
        Field::Comment | Field::QueryLanguage => 4,
        _ => 2,
    };
    let required = if spec.required { "required" } else { "" };
    let mut offer = Offer::new(name, CompletionItemKind::PROPERTY, place.instead)
        .detail(required)
        .meaning(words::field(spec.field))
        .rank(rank);
    offer.snippet = place.member(name, &value(spec.shape, language, place.is_block));
    offer
}

/// Is one of its group required?
fn is_wanted(kind: ObjectKind, field: Field) -> bool {
    kind.groups().iter().any(|group| group.required && group.fields.contains(&field))
}

/// What a value of a shape begins as.
fn value(shape: Shape, language: QueryLanguage, is_block: bool) -> String {
    let is_jsonata = language == QueryLanguage::Jsonata;
    match shape {
        Shape::Flag => "${1|true,false|}".to_owned(),
        Shape::Condition if is_jsonata => "\"{% $1 %\\}\"".to_owned(),
        Shape::Condition => "${1|true,false|}".to_owned(),
        Shape::Integer(..) | Shape::Number(..) | Shape::Literal => "$1".to_owned(),
        Shape::Operand(operand) => match operand {
            asl_semantics::Operand::Number => "$1".to_owned(),
            asl_semantics::Operand::Boolean => "${1|true,false|}".to_owned(),
            _ => "\"$1\"".to_owned(),
        },
        Shape::OneOf([one]) => format!("\"{one}\""),
        Shape::OneOf(values) => format!("\"{}\"", choice(values.iter().copied())),
        Shape::Path | Shape::PathOrNull | Shape::ReferencePath | Shape::ReferencePathOrNull => "\"\\$$1\"".to_owned(),
        Shape::Resource => "\"arn:aws:states:::$1\"".to_owned(),
        Shape::Items if is_jsonata => "\"{% $1 %\\}\"".to_owned(),
        Shape::Objects(..) | Shape::Items if is_block => "- $1".to_owned(),
        Shape::Objects(..) => "[\n\t{\n\t\t$1\n\t\\}\n]".to_owned(),
        Shape::ErrorNames if is_block => "- $1".to_owned(),
        Shape::ErrorNames => "[\"$1\"]".to_owned(),
        Shape::Texts if is_block => "- $1".to_owned(),
        Shape::Texts | Shape::Items => "[$1]".to_owned(),
        Shape::Template | Shape::Variables | Shape::Object(_) | Shape::States if is_block => "\t$1".to_owned(),
        Shape::Template | Shape::Variables | Shape::Object(_) | Shape::States => "{\n\t$1\n\\}".to_owned(),
        Shape::Text | Shape::DynamicText | Shape::StateName | Shape::PathOrCall | Shape::Timestamp(_) => {
            "\"$1\"".to_owned()
        }
    }
}
