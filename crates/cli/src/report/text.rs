//! `--format text`: reports for people, and one line that sums up.

use super::excerpt::{self, Window};
use super::refusal;
use crate::args::Color;
use crate::engine::Checked;
use crate::output::plural;
use asl_check_core::config::Fault;
use asl_check_core::{Diagnostic, Severity, visible};
use asl_syntax::Span;
use codespan_reporting::diagnostic::{self, Label};
use codespan_reporting::files::SimpleFile;
use codespan_reporting::term::{self, Config, termcolor};
use std::io::{self, IsTerminal, Write};
use std::ops::Range;
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
    let file = SimpleFile::new(excerpt::name(path), excerpt::harmless(text));
    for fault in faults {
        let report = diagnostic::Diagnostic::<()>::error()
            .with_message(visible(&fault.message))
            .with_labels(vec![Label::primary((), fault.span.range())]);
        // A report that can't be shown leaves the line that sums up.
        let _ = term::emit_to_write_style(&mut buffer, &config(), &file, &report);
    }
    let _ = stream.lock().write_all(buffer.as_slice());
}

/// Writes to standard output, with colours where they are wanted and can be shown.
pub(crate) fn print_coloured(
    color: Color,
    write: impl FnOnce(&mut dyn WriteColor) -> io::Result<()>,
) -> io::Result<()> {
    let (stream, mut buffer) = stream(color, io::stdout().is_terminal(), StandardStream::stdout);
    write(&mut buffer)?;
    let mut out = stream.lock();
    out.write_all(buffer.as_slice())?;
    out.flush()
}

pub(super) fn print(files: &[Checked], color: Color) -> io::Result<()> {
    let (stream, mut buffer) = stream(color, io::stdout().is_terminal(), StandardStream::stdout);
    let mut out = stream.lock();
    let config = config();
    for checked in files {
        let (name, text) = (excerpt::name(&checked.path), excerpt::harmless(&checked.text));
        let file = SimpleFile::new(&name, &*text);
        for d in &checked.diagnostics {
            if let Some(window) = Window::around(&name, &text, &checked.lines, d.span) {
                let report = report(d, |span| window.span(span));
                term::emit_to_write_style(&mut buffer, &config, &window, &report).map_err(io::Error::other)?;
            } else {
                let report = report(d, |span| Some(span.range()));
                term::emit_to_write_style(&mut buffer, &config, &file, &report).map_err(io::Error::other)?;
            }
            out.write_all(buffer.as_slice())?;
            buffer.clear();
        }
    }
    writeln!(out, "{}", summary(files))?;
    out.flush()
}

/// `shown` gives the place of a span in what is shown, if it is in it.
fn report(d: &Diagnostic, shown: impl Fn(Span) -> Option<Range<usize>>) -> diagnostic::Diagnostic<()> {
    let severity = match d.severity {
        Severity::Error => diagnostic::Severity::Error,
        Severity::Warning => diagnostic::Severity::Warning,
        Severity::Note => diagnostic::Severity::Note,
    };
    let primary = shown(d.span).map(|range| Label::primary((), range).with_message(&d.label));
    let related = d.related.iter().filter_map(|r| Some(Label::secondary((), shown(r.span)?).with_message(&r.message)));
    let labels = primary.into_iter().chain(related).collect();
    let mut notes: Vec<String> = d.help.iter().map(|h| format!("help: {h}")).collect();
    notes.extend(d.machine.iter().map(|name| format!("in the state machine `{name}`")));
    notes.extend(refusal(d));
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
