//! What the tests across crates share: the data that may lie beside the project, and a short way to a verdict.

pub mod targets;

use asl_check_core::{Diagnostic, Options, Stage, Workflow, hosted};
use asl_hosts::NoFiles;
use asl_syntax::Source;
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
#[allow(clippy::panic, reason = "a test stops here")]
pub fn read_json(path: &Path) -> serde_json::Value {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
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
