//! Bytes as a definition, in JSON or in YAML: checked as a standard and as an express workflow.

use super::{is_one_line, place};
use asl_check_core::{Analysis, Diagnostic, Options, Workflow};
use asl_syntax::{Source, json, yaml};

pub(super) fn feed(bytes: &[u8]) {
    let source = Source::from_bytes(bytes.to_vec());
    let tree = if source.text().trim_start().starts_with('{') { json::parse(source) } else { yaml::parse(source) };
    for workflow in [Workflow::Standard, Workflow::Express] {
        for diagnostic in Analysis::new(&tree, &Options { workflow, ..Options::default() }).diagnostics {
            look_at(&diagnostic, tree.source().text());
        }
    }
}

fn look_at(diagnostic: &Diagnostic, text: &str) {
    let related = diagnostic.related.iter().map(|related| related.span);
    let edits = diagnostic.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
    for span in [diagnostic.span].into_iter().chain(related).chain(edits) {
        place(text, span);
    }
    is_one_line(&diagnostic.message);
}
