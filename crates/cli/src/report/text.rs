//! `--format text`: reports for people, and one line that sums up.

use crate::args::Color;
use crate::engine::Checked;
use crate::output::plural;
use asl_check_core::config::Fault;
use asl_check_core::{Diagnostic, Severity, Stage};
use codespan_reporting::diagnostic::{self, Label};
use codespan_reporting::files::SimpleFile;
use codespan_reporting::term::{self, Config, termcolor};
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use termcolor::{ColorChoice, StandardStream, WriteColor};

fn stream(
    color: Color,
    terminal: bool,
    open: fn(ColorChoice) -> StandardStream,
) -> (StandardStream, termcolor::Buffer) {
    let choice = match color {
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
        // termcolor itself heeds NO_COLOR and TERM.
        Color::Auto if terminal => ColorChoice::Auto,
        Color::Auto => ColorChoice::Never,
    };
    let stream = open(choice);
    let buffer = if stream.supports_color() { termcolor::Buffer::ansi() } else { termcolor::Buffer::no_color() };
    (stream, buffer)
}

fn config() -> Config {
    Config { before_label_lines: 1, ..Config::default() }
}

/// Shows what is wrong with a config file, on standard error.
pub(crate) fn print_config_faults(path: &Path, text: &str, faults: &[Fault], color: Color) {
    let (stream, mut buffer) = stream(color, io::stderr().is_terminal(), StandardStream::stderr);
    let file = SimpleFile::new(path.display().to_string(), text);
    for fault in faults {
        let report = diagnostic::Diagnostic::<()>::error()
            .with_message(&fault.message)
            .with_labels(vec![Label::primary((), fault.span.range())]);
        // A report that can't be shown leaves the line that sums up.
        let _ = term::emit_to_write_style(&mut buffer, &config(), &file, &report);
    }
    let _ = stream.lock().write_all(buffer.as_slice());
}

pub(super) fn print(files: &[Checked], color: Color) -> io::Result<()> {
    let (stream, mut buffer) = stream(color, io::stdout().is_terminal(), StandardStream::stdout);
    let mut out = stream.lock();
    let config = config();
    for checked in files {
        let file = SimpleFile::new(checked.path.display().to_string(), &checked.text);
        for d in &checked.diagnostics {
            term::emit_to_write_style(&mut buffer, &config, &file, &report(d)).map_err(io::Error::other)?;
            out.write_all(buffer.as_slice())?;
            buffer.clear();
        }
    }
    for checked in files {
        if let Some(host) = checked.host {
            writeln!(out, "{}: {}; the definitions in it are not checked yet", checked.path.display(), host.name())?;
        }
    }
    writeln!(out, "{}", summary(files))?;
    out.flush()
}

fn report(d: &Diagnostic) -> diagnostic::Diagnostic<()> {
    let severity = match d.severity {
        Severity::Error => diagnostic::Severity::Error,
        Severity::Warning => diagnostic::Severity::Warning,
        Severity::Note => diagnostic::Severity::Note,
    };
    let mut labels = vec![Label::primary((), d.span.range()).with_message(&d.label)];
    labels.extend(d.related.iter().map(|r| Label::secondary((), r.span.range()).with_message(&r.message)));
    let mut notes: Vec<String> = d.help.iter().map(|h| format!("help: {h}")).collect();
    if d.rule.stage == Stage::Deploy {
        let code = d.aws.as_ref().map(|a| format!(" ({})", a.code.name())).unwrap_or_default();
        notes.push(format!("AWS refuses the definition{code}"));
    }
    diagnostic::Diagnostic::new(severity)
        .with_code(d.rule.id)
        .with_message(&d.message)
        .with_labels(labels)
        .with_notes(notes)
}

/// The line at the end.
pub(super) fn summary(files: &[Checked]) -> String {
    let count = |severity| files.iter().flat_map(|f| &f.diagnostics).filter(|d| d.severity == severity).count();
    let parts = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")];
    let found: Vec<String> = parts
        .iter()
        .map(|(s, what)| (count(*s), what))
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| plural(n, what))
        .collect();
    let checked = plural(files.len(), "file");
    if found.is_empty() {
        return format!("{checked} checked, nothing found");
    }
    let faulty = files.iter().filter(|f| !f.diagnostics.is_empty()).count();
    format!("{checked} checked: {} in {}", found.join(", "), plural(faulty, "file"))
}
