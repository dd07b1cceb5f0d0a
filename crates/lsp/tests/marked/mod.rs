//! Documents with a mark where something is asked.
#![allow(dead_code, reason = "each test uses a part of it")]

use asl_check_core::Settings;
use asl_lsp::complete::complete;
use asl_lsp::document::Document;
use asl_lsp::lines::Encoding;
use asl_lsp::ls_types::{CompletionItem, CompletionTextEdit, Position, Range, TextEdit, Uri};
use asl_lsp::snapshot::Snapshot;
use asl_lsp::terms::Terms;
use std::str::FromStr;

/// What stands for the cursor.
const MARK: char = '¦';

/// A document of a name.
pub(crate) fn snapshot(name: &str, text: &str) -> Snapshot {
    let terms = Terms { snippets: true, hints: true, lenses: true, encoding: Encoding::Utf8, ..Terms::default() };
    let uri = Uri::from_str(&format!("file:///work/{name}")).expect("a name");
    Snapshot::with_settings(&uri, Document::new(text.to_owned(), 1), terms, Settings::default())
}

/// A document with a mark, without it, and where it was.
pub(crate) fn marked(name: &str, text: &str) -> (Snapshot, Position) {
    let at = text.find(MARK).expect("a mark");
    let before = &text[..at];
    let line = before.matches('\n').count();
    let column = at - before.rfind('\n').map_or(0, |end| end + 1);
    (snapshot(name, &text.replace(MARK, "")), Position::new(line as u32, column as u32))
}

/// What may be written at the mark.
pub(crate) fn items(name: &str, text: &str) -> Vec<CompletionItem> {
    let (snapshot, position) = marked(name, text);
    complete(&snapshot, position).map(|list| list.items).unwrap_or_default()
}

/// The labels of that, in order.
pub(crate) fn labels(name: &str, text: &str) -> Vec<String> {
    items(name, text).into_iter().map(|item| item.label).collect()
}

/// The text after what is offered under a label was taken, as the snippet has it.
pub(crate) fn taken(name: &str, text: &str, label: &str) -> String {
    let items = items(name, text);
    let item = items.iter().find(|item| item.label == label).unwrap_or_else(|| panic!("no {label}: {items:?}"));
    let Some(CompletionTextEdit::Edit(edit)) = &item.text_edit else { panic!("no edit") };
    edited(&text.replace(MARK, ""), std::slice::from_ref(edit))
}

/// A text after edits.
pub(crate) fn edited(text: &str, edits: &[TextEdit]) -> String {
    let mut spans: Vec<(usize, usize, &str)> = edits
        .iter()
        .map(|edit| (offset(text, edit.range.start), offset(text, edit.range.end), &*edit.new_text))
        .collect();
    spans.sort_unstable();
    let mut out = String::new();
    let mut at = 0;
    for (start, end, new) in spans {
        assert!(start >= at, "edits overlap");
        out.push_str(&text[at..start]);
        out.push_str(new);
        at = end;
    }
    out + &text[at..]
}

/// The text of a range.
pub(crate) fn part(text: &str, range: Range) -> &str {
    &text[offset(text, range.start)..offset(text, range.end)]
}

fn offset(text: &str, position: Position) -> usize {
    let line: usize = text.split_inclusive('\n').take(position.line as usize).map(str::len).sum();
    line + position.character as usize
}
