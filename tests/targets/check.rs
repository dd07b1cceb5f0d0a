//! Bytes as a definition, in JSON or in YAML: checked as a standard and as an express workflow.

use super::look_at_diagnostic;
use asl_check_core::{Analysis, Options, Workflow};
use asl_syntax::{Source, json, yaml};

pub(super) fn feed(bytes: &[u8]) {
    let source = Source::from_bytes(bytes.to_vec());
    let tree = if source.text().trim_start().starts_with('{') { json::parse(source) } else { yaml::parse(source) };
    for workflow in [Workflow::Standard, Workflow::Express] {
        for diagnostic in Analysis::new(&tree, &Options { workflow, ..Options::default() }).diagnostics {
            look_at_diagnostic(&diagnostic, tree.source().text());
        }
    }
}
