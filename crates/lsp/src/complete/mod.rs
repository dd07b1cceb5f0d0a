//! What may be written at a place.

mod errors;
mod expressions;
mod fields;
mod parameters;
mod resources;
mod signature;
mod snippets;
mod values;

pub use errors::raised;
pub(crate) use expressions::in_jsonata;
pub(crate) use parameters::{about, kind, life, shape_at};
pub(crate) use resources::{takes, waits};
pub use signature::help;
pub use values::states;

use crate::cursor::{Cursor, Spot};
use crate::scene::Scene;
use crate::snapshot::Snapshot;
use asl_check_core::Edit;
use asl_syntax::{Format, Span};
use tower_lsp::ls_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionTextEdit, Documentation, InsertTextFormat,
    MarkupContent, MarkupKind, Position,
};

/// More than anybody reads.
const MOST: usize = 1000;

/// What may be written, whatever the place around looks like.
#[derive(Clone, Debug)]
pub struct Offer {
    /// What is shown, and filtered by.
    pub label: String,
    /// What it is.
    pub kind: CompletionItemKind,
    /// A few words beside it.
    pub detail: String,
    /// A sentence or two.
    pub meaning: String,
    /// What is written: a snippet.
    pub snippet: String,
    /// The part of the text whose place it takes.
    pub instead: Span,
    /// Which come first.
    pub rank: u8,
    /// Is it rather not to be used?
    pub is_old: bool,
}

impl Offer {
    /// Something that is written as it is shown.
    pub fn new(label: impl Into<String>, kind: CompletionItemKind, instead: Span) -> Self {
        let label = label.into();
        let (detail, meaning) = (String::new(), String::new());
        Self { snippet: plain(&label), label, kind, detail, meaning, instead, rank: 5, is_old: false }
    }

    /// With a few words beside it.
    #[must_use]
    pub fn detail(self, detail: impl Into<String>) -> Self {
        Self { detail: detail.into(), ..self }
    }

    /// With a sentence or two.
    #[must_use]
    pub fn meaning(self, meaning: impl Into<String>) -> Self {
        Self { meaning: meaning.into(), ..self }
    }

    /// Before or behind others.
    #[must_use]
    pub fn rank(self, rank: u8) -> Self {
        Self { rank, ..self }
    }
}

/// What may be written at a position.
pub fn complete(snapshot: &Snapshot, position: Position) -> Option<CompletionList> {
    let (scene, at) = snapshot.scene_at(snapshot.offset(position))?;
    let cursor = scene.cursor(at);
    let mut offers = offers(&scene, &cursor);
    // Of the same rank, in the order of the tables.
    offers.sort_by_key(|offer| offer.rank);
    let is_incomplete = offers.len() > MOST;
    let items = offers.iter().take(MOST).enumerate().filter_map(|(at, offer)| item(&scene, offer, at)).collect();
    Some(CompletionList { is_incomplete, items })
}

/// The same, before it is put into the protocol's words.
pub fn offers<'s>(scene: &Scene<'s>, cursor: &Cursor<'_, 's>) -> Vec<Offer> {
    match cursor.spot {
        Spot::Key(_) => names(scene, cursor),
        Spot::Between(node) if node.kind() == asl_syntax::Kind::Object => names(scene, cursor),
        Spot::Between(_) | Spot::Value(_) => values::offers(scene, cursor),
    }
}

/// Names of members.
fn names<'s>(scene: &Scene<'s>, cursor: &Cursor<'_, 's>) -> Vec<Offer> {
    let container = match cursor.spot {
        Spot::Key(member) => member.key.node.parent(),
        spot => Some(spot.node()),
    };
    let Some(container) = container else { return Vec::new() };
    let place = fields::Place::of(scene, cursor, container);
    if let Some(object) = cursor.object.filter(|object| object.node == container) {
        return fields::offers(scene, object, &place);
    }
    let mut out = snippets::offers(scene, cursor, container, &place);
    out.extend(parameters::names(scene, cursor, container, &place));
    out
}

fn item(scene: &Scene<'_>, offer: &Offer, at: usize) -> Option<CompletionItem> {
    let has_snippets = scene.snapshot.terms.snippets;
    let text = if has_snippets { offer.snippet.clone() } else { without_stops(&offer.snippet) };
    let edit = scene.edit(&Edit::new(offer.instead, text))?;
    // What stands there is what is filtered by.
    let old = scene.tree().source().text().get(offer.instead.range()).unwrap_or_default();
    let filter = match old.chars().next() {
        Some('"' | '\'') => Some(format!("\"{}\"", offer.label)),
        Some('[') => Some(edit.new_text.clone()),
        _ => None,
    };
    let format = if has_snippets { InsertTextFormat::SNIPPET } else { InsertTextFormat::PLAIN_TEXT };
    Some(CompletionItem {
        label: offer.label.clone(),
        kind: Some(offer.kind),
        detail: Some(offer.detail.clone()).filter(|it| !it.is_empty()),
        documentation: Some(offer.meaning.clone()).filter(|it| !it.is_empty()).map(markdown),
        deprecated: offer.is_old.then_some(true),
        sort_text: Some(format!("{at:04}")),
        filter_text: filter,
        insert_text_format: Some(format),
        text_edit: Some(CompletionTextEdit::Edit(edit)),
        ..CompletionItem::default()
    })
}

fn markdown(value: String) -> Documentation {
    Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value })
}

/// A text as a snippet that writes just this.
pub fn plain(text: &str) -> String {
    text.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}")
}

/// A string as a snippet that writes it where a value stands.
pub fn quoted(text: &str, format: Format) -> String {
    plain(&crate::rename::written(text, format))
}

/// A stop with a few words to choose from.
fn choice<'v>(words: impl IntoIterator<Item = &'v str>) -> String {
    let words = words.into_iter().map(|word| plain(word).replace(',', "\\,").replace('|', "\\|"));
    format!("${{1|{}|}}", words.collect::<Vec<_>>().join(","))
}

/// A snippet as the text that it begins with: without stops, and with what stands in them.
fn without_stops(snippet: &str) -> String {
    let mut out = String::with_capacity(snippet.len());
    let mut chars = snippet.chars().peekable();
    let mut depth = 0_usize;
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next()),
            '$' => {
                let is_braced = chars.next_if_eq(&'{').is_some();
                while chars.next_if(char::is_ascii_digit).is_some() {}
                if is_braced {
                    depth += 1;
                    if chars.next_if_eq(&'|').is_some() {
                        while let Some(c) = chars.next_if(|c| !matches!(c, ',' | '|')) {
                            out.extend(if c == '\\' { chars.next() } else { Some(c) });
                        }
                        while chars.next_if(|c| *c != '}').is_some() {}
                    } else {
                        chars.next_if_eq(&':');
                    }
                }
            }
            '}' if depth > 0 => depth -= 1,
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn snippets_without_their_stops() {
        assert_eq!(without_stops("\"Next\": \"${1:Done}\"$0"), "\"Next\": \"Done\"");
        assert_eq!(without_stops("${1|A,B|} \\$.x \\} {$2}"), "A $.x } {}");
        assert_eq!(choice(["a, b", "c|d"]), "${1|a\\, b,c\\|d|}");
        assert_eq!(without_stops(&format!("{}!", choice(["a, b", "c"]))), "a, b!");
        assert_eq!(without_stops(&plain("{% $states.input{} %}")), "{% $states.input{} %}");
    }
}
