//! `--format github`: workflow commands, which GitHub Actions shows as annotations in the changed files.
//!
//! GitHub shows ten errors, ten warnings and ten notices of a step at most; the log has all of them, and the line at the
//! end, which is no command, says how many there are.

use super::{Report, range, slashed, text};
use crate::engine::Checked;
use asl_check_core::{Diagnostic, Severity};
use std::fmt::{self, Write as _};
use std::io::{self, Write};

pub(super) fn write(out: &mut impl Write, report: &Report<'_>) -> io::Result<()> {
    for problem in report.problems {
        writeln!(out, "::error title=asl-check::{}", Data(problem))?;
    }
    for file in report.files {
        for d in &file.diagnostics {
            annotation(out, file, d)?;
        }
    }
    writeln!(out, "{}", text::summary(report.files))
}

fn annotation(out: &mut impl Write, file: &Checked, d: &Diagnostic) -> io::Result<()> {
    let command = match d.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let (start, end) = range(file, d);
    let path = slashed(&file.path);
    write!(out, "::{command} file={},line={},endLine={}", Property(&path), start.line, end.line)?;
    if start.line == end.line {
        // GitHub takes columns only within one line.
        write!(out, ",col={},endColumn={}", start.column, end.column)?;
    }
    write!(out, ",title={}::{}", Property(d.rule.id), Data(&d.message))?;
    if let Some(help) = &d.help {
        // An annotation may have several lines; a command has one.
        write!(out, "{}", Data(&format!("\nhelp: {help}")))?;
    }
    writeln!(out)
}

/// What stands behind the second `::` of a command.
struct Data<'a>(&'a str);

impl fmt::Display for Data<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        escape(f, self.0, &['%', '\r', '\n'])
    }
}

/// The value of a property, which ends at a comma or a colon.
struct Property<'a>(&'a str);

impl fmt::Display for Property<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        escape(f, self.0, &['%', '\r', '\n', ':', ','])
    }
}

fn escape(f: &mut fmt::Formatter<'_>, text: &str, special: &[char]) -> fmt::Result {
    text.chars().try_for_each(
        |c| {
            if special.contains(&c) { write!(f, "%{:02X}", u32::from(c)) } else { f.write_char(c) }
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_a_command_or_a_property_is_escaped() {
        let text = "50%: a,b::c\r\nd";
        assert_eq!(Data(text).to_string(), "50%25: a,b::c%0D%0Ad");
        assert_eq!(Property(text).to_string(), "50%25%3A a%2Cb%3A%3Ac%0D%0Ad");
        // Escaped twice it must come back as it was once: `%0A` in a name is no line break.
        assert_eq!(Data("%0A").to_string(), "%250A");
    }
}
