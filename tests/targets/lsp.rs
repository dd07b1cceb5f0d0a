//! A document, what a client changes in it, and where it asks: the parameters are those of the protocol, as JSON. The
//! first byte of the changes decides what columns count.

use super::{texts, value};
use asl_check_core::Settings;
use asl_lsp::complete::{complete, help};
use asl_lsp::diagnostics::diagnose;
use asl_lsp::document::Document;
use asl_lsp::lines::{Encoding, Lines};
use asl_lsp::ls_types::{FormattingOptions, InitializeParams, Position, Range, TextDocumentContentChangeEvent, Uri};
use asl_lsp::snapshot::Snapshot;
use asl_lsp::terms::Terms;
use asl_lsp::{calls, format, hints, hover, links, navigate, ranges, refactor, rename, symbols, tokens};
use std::hint::black_box;
use std::sync::Arc;

pub(super) fn feed(bytes: &[u8]) {
    let [text, changes, params] = texts(bytes);
    let (encoding, name) = match (changes.len() % 2, text.trim_start().starts_with('{')) {
        (0, true) => (Encoding::Utf16, "file:///a.asl.json"),
        (0, false) => (Encoding::Utf16, "file:///a.asl.yaml"),
        (_, true) => (Encoding::Utf8, "file:///a.template.json"),
        (_, false) => (Encoding::Utf8, "file:///main.tf"),
    };
    let changes: Vec<TextDocumentContentChangeEvent> = serde_json::from_str(changes).unwrap_or_default();
    let mut places: Vec<Range> = changes.iter().filter_map(|change| change.range).take(3).collect();
    places.push(Range::default());
    let mut document = Document::new(text.to_owned(), 1);
    document.apply(changes, 2, encoding);
    let (now, lines) = document.clone().into_parts();
    assert_eq!(lines, Lines::new(&now), "lines don't keep up with edits");
    let said: InitializeParams = serde_json::from_value(value(params)).unwrap_or_default();
    let terms = Terms { encoding, snippets: true, hints: true, lenses: true, ..Terms::new(&said).0 };
    let Ok(uri) = name.parse::<Uri>() else { return };
    ask(&Arc::new(Snapshot::with_settings(&uri, document, terms, Settings::default())), &places);
}

/// Asks for everything that an editor may ask for.
fn ask(snapshot: &Arc<Snapshot>, places: &[Range]) {
    for found in diagnose(snapshot) {
        assert!(found.range.start <= found.range.end);
    }
    black_box((symbols::outline(snapshot), symbols::search(snapshot, "a"), ranges::folding(snapshot)));
    black_box((tokens::tokens(snapshot, None), links::links(snapshot), hints::lenses(snapshot)));
    black_box(format::format(snapshot, &FormattingOptions::default()));
    for place in places {
        let at: Position = place.start;
        black_box((hover::hover(snapshot, at), complete(snapshot, at), help(snapshot, at)));
        black_box((navigate::definition(snapshot, at), navigate::references(snapshot, at, true)));
        black_box((navigate::highlights(snapshot, at), rename::prepare(snapshot, at)));
        black_box((rename::rename(snapshot, at, "Other").ok(), ranges::selection(snapshot, &[at, place.end])));
        black_box((hints::types(snapshot, *place), tokens::tokens(snapshot, Some(*place))));
        black_box(refactor::actions(snapshot, *place, None));
        for item in calls::prepare(snapshot, at).into_iter().flatten() {
            let all = [Arc::clone(snapshot)];
            black_box((calls::incoming(&all, &item), calls::outgoing(&all, &item)));
        }
    }
}
