//! Small prints: problems, the list of rules, pages. And files that are new.

use crate::args::ExplainArgs;
use asl_check_core::{RULES, RUN_RULES, closest, visible};
use serde::Serialize;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

/// Tells a problem of the tool itself, or of its use, in one line: no terminal obeys what it quotes.
pub(crate) fn problem(message: &str) {
    let _ = writeln!(io::stderr(), "asl-check: {}", visible(message));
}

/// Tells what was done beside the report.
pub(crate) fn note(message: &str) {
    problem(message);
}

/// `1 file`, `2 files`.
pub(crate) fn plural(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// The exit code of a command; where it could not be done, that is told.
pub(crate) fn code(done: Result<ExitCode, String>) -> ExitCode {
    done.unwrap_or_else(|problem| {
        self::problem(&problem);
        ExitCode::from(2)
    })
}

/// The exit code of a command that has written what it had to say. A reader that went away (`| head`) has read enough: that
/// is no fault, and changes nothing. Anything else is.
pub(crate) fn finish(written: io::Result<()>, code: ExitCode) -> ExitCode {
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            problem(&format!("standard output: {error}"));
            ExitCode::from(2)
        }
        _ => code,
    }
}

/// Prints an object for scripts, and gives the exit code.
pub(crate) fn json(value: &impl Serialize, code: ExitCode) -> ExitCode {
    let mut out = io::stdout().lock();
    finish(serde_json::to_writer_pretty(&mut out, value).map_err(io::Error::from).and_then(|()| writeln!(out)), code)
}

/// Writes a file that is not there yet: what appears meanwhile is not written over, and no link is followed.
pub(crate) fn write_new(path: &Path, text: &str) -> io::Result<()> {
    File::options().write(true).create_new(true).open(path)?.write_all(text.as_bytes())
}

/// `check --list-rules`.
pub(crate) fn list_rules() -> ExitCode {
    let mut out = io::stdout().lock();
    let mut rules: Vec<_> = RULES.iter().collect();
    rules.sort_by_key(|r| (r.category, r.stage, r.id));
    let width = rules.iter().map(|r| r.id.len()).max().unwrap_or(0);
    let written = rules.into_iter().try_for_each(|rule| {
        writeln!(
            out,
            "{:width$}  {:12}  {:6}  {:7}  {}",
            rule.id,
            rule.category,
            rule.stage,
            rule.severity,
            rule.summary()
        )
    });
    finish(written, ExitCode::SUCCESS)
}

/// `explain`.
pub(crate) fn explain(args: &ExplainArgs) -> ExitCode {
    let rules = || RULES.iter().chain(&RUN_RULES);
    if let Some(rule) = rules().find(|r| r.id == args.rule) {
        return finish(write!(io::stdout().lock(), "{}", rule.page), ExitCode::SUCCESS);
    }
    let meant = closest(&args.rule, rules().map(|r| r.id));
    let hint = meant.map(|id| format!("; did you mean `{id}`?")).unwrap_or_default();
    problem(&format!("there is no rule `{}`{hint} (asl-check check --list-rules shows all)", args.rule));
    ExitCode::from(2)
}
