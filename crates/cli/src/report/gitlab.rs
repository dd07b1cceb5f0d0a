//! `--format gitlab`: a Code Quality report, which GitLab shows in merge requests.
//!
//! GitLab knows no place for problems of the tool itself; they are on standard error.

use super::fingerprint::Fingerprints;
use super::{Report, range, slashed};
use asl_check_core::{Diagnostic, Severity, Stage};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Violation<'a> {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

pub(super) fn write(out: &mut impl Write, report: &Report<'_>) -> io::Result<()> {
    let paths: Vec<String> = report.files.iter().map(|f| slashed(&f.path)).collect();
    // GitLab shows one finding of several with the same fingerprint, so they are unique in the whole report.
    let mut fingerprints = Fingerprints::default();
    let mut violations = Vec::new();
    for (file, path) in report.files.iter().zip(&paths) {
        for d in &file.diagnostics {
            let (start, end) = range(file, d);
            violations.push(Violation {
                description: description(d),
                check_name: d.rule.id,
                fingerprint: fingerprints.next(&[path, d.rule.id, &d.pointer, &d.message]),
                severity: severity(d),
                location: Location { path, lines: Lines { begin: start.line, end: end.line } },
            });
        }
    }
    serde_json::to_writer_pretty(&mut *out, &violations)?;
    writeln!(out)
}

/// GitLab shows one line of text, without the file around it.
fn description(d: &Diagnostic) -> String {
    match &d.help {
        Some(help) => format!("{} ({help})", d.message),
        None => d.message.clone(),
    }
}

/// Five levels of which `blocker` stays unused: nothing here harms what is deployed already.
fn severity(d: &Diagnostic) -> &'static str {
    match (d.severity, d.rule.stage) {
        (Severity::Error, Stage::Deploy) => "critical",
        (Severity::Error, _) => "major",
        (Severity::Warning, _) => "minor",
        (Severity::Note, _) => "info",
    }
}
