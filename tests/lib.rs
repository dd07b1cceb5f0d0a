//! What the tests across crates share: the data that may lie beside the project, and a short way to a verdict.

pub mod targets;

use asl_check_core::{Diagnostic, Options, Stage, Workflow, hosted};
use asl_hosts::NoFiles;
use asl_syntax::Source;
use serde_json::Value;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// A folder of data beside the project. A user's clone has none: the caller skips its test then.
pub fn data(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared").join(name);
    if path.is_dir() {
        return Some(path);
    }
    eprintln!("skipped: no corpus");
    None
}

/// The JSON in a file.
///
/// # Panics
/// If there is none: the data is broken then, not the project.
pub fn read_json(path: &Path) -> Value {
    json(path, &read(path))
}

/// The JSON in every file of a folder, by name.
///
/// # Panics
/// If a file has none.
#[allow(clippy::panic, reason = "a test stops here")]
pub fn read_folder(folder: &Path) -> impl Iterator<Item = Value> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths.into_iter().map(|path| read_json(&path))
}

/// What the index of the published files tells: a row for each.
///
/// # Panics
/// If there is no index, or a line of it is no JSON.
pub fn rows(corpus: &Path) -> Vec<Value> {
    let path = corpus.join("index.jsonl");
    read(&path).lines().map(|line| json(&path, line)).collect()
}

/// Does a row tell of a definition by itself, and not of a template around one?
pub fn is_definition(row: &Value) -> bool {
    row["kind"] == "definition" && matches!(row["format"].as_str(), Some("json" | "yaml"))
}

/// Every published definition: its path, its text, and the type that a workflow of it has. One that is not UTF-8 is left
/// out.
///
/// # Panics
/// If there is no index.
pub fn each_definition(corpus: &Path, mut look_at: impl FnMut(&str, &str, Workflow)) {
    for row in rows(corpus).iter().filter(|row| is_definition(row)) {
        let path = row["path"].as_str().unwrap_or_default();
        if let Ok(text) = std::fs::read_to_string(corpus.join(path)) {
            look_at(path, &text, workflow(row["type_hint"].as_str().unwrap_or_default()));
        }
    }
}

/// The published files that are known to be wrong.
///
/// # Panics
/// If there is no list of them.
pub fn known_defects(corpus: &Path) -> HashSet<String> {
    let known = read_json(&corpus.join("known_defects.json"));
    known.as_array().into_iter().flatten().filter_map(|defect| Some(defect["path"].as_str()?.to_owned())).collect()
}

#[allow(clippy::panic, reason = "a test stops here")]
fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[allow(clippy::panic, reason = "a test stops here")]
fn json(path: &Path, text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What is said of a text by itself: files that it names are not read.
pub fn diagnose(name: &Path, text: &str, workflow: Workflow) -> Vec<Diagnostic> {
    let content = asl_hosts::read(name, Source::new(text), &NoFiles);
    hosted::of_file(&content, &Options { workflow, ..Options::default() })
}

/// Does AWS refuse the definition, as far as we know?
pub fn is_refused(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.rule.stage == Stage::Deploy)
}

/// The workflow type of a name in either case.
pub fn workflow(name: &str) -> Workflow {
    if name.eq_ignore_ascii_case("express") { Workflow::Express } else { Workflow::Standard }
}
