//! `--format json`: one object for scripts, described by `schemas/report.schema.json`.

use crate::engine::Checked;
use crate::place::Range;
use asl_check_core::{Diagnostic, Severity};
use asl_syntax::Span;
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Output<'a> {
    version: u32,
    files: Vec<File<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct File<'a> {
    path: String,
    state_machines: usize,
    diagnostics: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    rule: &'a str,
    category: &'a str,
    stage: &'a str,
    severity: &'a str,
    message: &'a str,
    help: Option<&'a str>,
    aws_code: Option<&'a str>,
    pointer: &'a str,
    aws_location: Option<&'a str>,
    range: Range,
    related: Vec<RelatedEntry<'a>>,
    fix: Option<FixEntry<'a>>,
    url: String,
}

#[derive(Serialize)]
struct RelatedEntry<'a> {
    message: &'a str,
    pointer: &'a str,
    range: Range,
}

#[derive(Serialize)]
struct FixEntry<'a> {
    title: &'a str,
    safe: bool,
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    range: Range,
    new_text: &'a str,
}

#[derive(Serialize, Default)]
struct Summary {
    files: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
}

pub(super) fn write(out: &mut impl Write, files: &[Checked]) -> io::Result<()> {
    let mut summary = Summary { files: files.len(), ..Summary::default() };
    for diagnostic in files.iter().flat_map(|f| &f.diagnostics) {
        match diagnostic.severity {
            Severity::Error => summary.errors += 1,
            Severity::Warning => summary.warnings += 1,
            Severity::Note => summary.notes += 1,
        }
    }
    let file = |f| -> File<'_> {
        let checked: &Checked = f;
        File {
            path: checked.path.display().to_string(),
            state_machines: checked.state_machines,
            diagnostics: checked.diagnostics.iter().map(|d| entry(checked, d)).collect(),
        }
    };
    let output = Output { version: 1, files: files.iter().map(file).collect(), summary };
    serde_json::to_writer_pretty(&mut *out, &output)?;
    writeln!(out)
}

/// The findings of one file alone.
pub(super) fn diagnostics(file: &Checked) -> serde_json::Value {
    let entries: Vec<Entry<'_>> = file.diagnostics.iter().map(|d| entry(file, d)).collect();
    serde_json::to_value(entries).unwrap_or_default()
}

fn entry<'a>(file: &Checked, d: &'a Diagnostic) -> Entry<'a> {
    let range = |span| range(file, span);
    Entry {
        rule: d.rule.id,
        category: d.rule.category.name(),
        stage: d.rule.stage.name(),
        severity: d.severity.name(),
        message: &d.message,
        help: d.help.as_deref(),
        aws_code: d.aws.as_ref().map(|a| a.code.name()),
        pointer: &d.pointer,
        aws_location: d.aws.as_ref().and_then(|a| a.location.as_deref()),
        range: range(d.span),
        related: d
            .related
            .iter()
            .map(|r| RelatedEntry { message: &r.message, pointer: &r.pointer, range: range(r.span) })
            .collect(),
        fix: d.fix.as_ref().map(|f| FixEntry {
            title: &f.title,
            safe: f.safe,
            edits: f.edits.iter().map(|e| Edit { range: range(e.span), new_text: &e.text }).collect(),
        }),
        url: d.rule.url(),
    }
}

fn range(file: &Checked, span: Span) -> Range {
    Range::new(&file.lines, &file.text, span)
}
