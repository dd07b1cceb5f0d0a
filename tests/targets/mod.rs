//! What the fuzz targets do with an input. They stand here and not beside the fuzzer, so that what it found is looked at
//! again with every test, by a stable compiler.
//!
//! A target takes any bytes and panics only if the project is at fault. Where it takes several texts, a record separator
//! stands between them, which is in none.

mod check;
mod config;
mod history;
mod hosts;
mod intrinsic;
mod json;
mod jsonata_eval;
mod jsonata_parse;
mod jsonpath;
mod lsp;
mod mocks;
mod run;
mod schema;
mod template;
mod test_state;
mod tree;
mod world;
mod yaml;

use asl_expressions::Value;
use asl_interpret::Run;
use tree::{is_one_line, look_at_diagnostic, look_at_error, look_through, place};
use world::Data;

/// What stands between the texts of an input.
pub const SEPARATOR: char = '\u{1e}';

/// Transitions before a run is stopped: one that goes round may go on for longer than a fuzzer waits.
const MOST_TRANSITIONS: u64 = 500;

/// What a target does with an input.
pub type Feed = fn(&[u8]);

/// All targets by name.
pub const ALL: [(&str, Feed); 16] = [
    ("check", check::feed),
    ("config", config::feed),
    ("history", history::feed),
    ("hosts", hosts::feed),
    ("intrinsic", intrinsic::feed),
    ("json", json::feed),
    ("jsonata_eval", jsonata_eval::feed),
    ("jsonata_parse", jsonata_parse::feed),
    ("jsonpath", jsonpath::feed),
    ("lsp", lsp::feed),
    ("mocks", mocks::feed),
    ("run", run::feed),
    ("schema", schema::feed),
    ("template", template::feed),
    ("test_state", test_state::feed),
    ("yaml", yaml::feed),
];

/// Gives an input to the target of a name.
///
/// # Panics
/// If there is no such target, or the project does something wrong with the input.
pub fn feed(target: &str, bytes: &[u8]) {
    let found = ALL.iter().find(|(name, _)| *name == target);
    assert!(found.is_some(), "there is no target `{target}`");
    if let Some((_, feed)) = found {
        feed(bytes);
    }
}

/// The text at the beginning of some bytes.
fn text(bytes: &[u8]) -> &str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => bytes.get(..error.valid_up_to()).and_then(|valid| std::str::from_utf8(valid).ok()).unwrap_or(""),
    }
}

/// So many texts of an input; those that are missing are empty.
fn texts<const N: usize>(bytes: &[u8]) -> [&str; N] {
    let mut parts = text(bytes).split(SEPARATOR);
    std::array::from_fn(|_| parts.next().unwrap_or_default())
}

/// JSON, or null.
fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

/// Makes sure that the events of a run are in order and each follows another.
fn is_in_order(run: &Run<'_>) {
    let first = run.past.len() as u64;
    let mut time = i64::MIN;
    for (event, number) in run.events.iter().zip(first + 1..) {
        assert_eq!(event.id, number);
        assert!(event.previous < event.id, "event {} follows {}", event.id, event.previous);
        assert!(event.time >= time, "event {} goes back in time", event.id);
        time = event.time;
    }
}

/// The `Debug` text of a tree of expressions without the places in it, which printing changes.
fn without_spans(tree: &impl std::fmt::Debug) -> String {
    let text = format!("{tree:?}");
    let mut parts = text.split("Span {");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(part.split_once('}').map_or("", |(_, rest)| rest));
    }
    out
}
