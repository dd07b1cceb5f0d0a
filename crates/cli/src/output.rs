//! Small prints: problems, the list of rules, pages.

use crate::args::ExplainArgs;
use asl_check_core::{RULES, RUN_RULES, closest};
use std::io::{self, Write};
use std::process::ExitCode;

/// Tells a problem of the tool itself, or of its use.
pub(crate) fn problem(message: &str) {
    let _ = writeln!(io::stderr(), "asl-check: {message}");
}

/// Tells what was done beside the report.
pub(crate) fn note(message: &str) {
    problem(message);
}

/// `1 file`, `2 files`.
pub(crate) fn plural(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// A reader that went away (`| head`) has read enough: that is no fault. Anything else is.
pub(crate) fn write_failed(error: &io::Error) -> ExitCode {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return ExitCode::SUCCESS;
    }
    problem(&format!("standard output: {error}"));
    ExitCode::from(2)
}

pub(crate) fn finish(written: io::Result<()>) -> ExitCode {
    written.map_or_else(|error| write_failed(&error), |()| ExitCode::SUCCESS)
}

pub(crate) fn list_rules() -> ExitCode {
    let mut out = io::stdout().lock();
    let mut rules: Vec<_> = RULES.iter().collect();
    rules.sort_by_key(|r| (r.category, r.stage, r.id));
    let width = rules.iter().map(|r| r.id.len()).max().unwrap_or(0);
    finish(rules.into_iter().try_for_each(|rule| {
        writeln!(
            out,
            "{:width$}  {:12}  {:6}  {:7}  {}",
            rule.id,
            rule.category,
            rule.stage,
            rule.severity,
            rule.summary()
        )
    }))
}

pub(crate) fn explain(args: &ExplainArgs) -> ExitCode {
    if let Some(rule) = RULES.iter().chain(&RUN_RULES).find(|r| r.id == args.rule) {
        return finish(write!(io::stdout().lock(), "{}", rule.page));
    }
    let hint =
        closest(&args.rule, RULES.iter().map(|r| r.id)).map(|id| format!("; did you mean `{id}`?")).unwrap_or_default();
    problem(&format!("there is no rule `{}`{hint} (asl-check check --list-rules shows all)", args.rule));
    ExitCode::from(2)
}
