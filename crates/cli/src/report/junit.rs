//! `--format junit`: a test report, which nearly every CI system shows.
//!
//! A file is a suite and a finding is a test in it. Errors and warnings fail. Notes are skipped tests: those are listed
//! with their message and fail nowhere, while hardly anything shows the output of a passed test. A clean file is a suite
//! with one test that passed, since readers may drop suites without tests. What could not be read is a suite of its own,
//! with errors.
//!
//! The names of tests have no line numbers, so that a CI system recognises a finding in the next run.
//!
//! The XML is written by hand: five elements, and an XML library would leave out the only hard part, the characters that
//! XML 1.0 has no way to write.

use super::{Report, range, refusal, slashed};
use crate::engine::Checked;
use asl_check_core::{Diagnostic, Severity};
use std::collections::HashMap;
use std::fmt::{self, Write as _};
use std::io::{self, Write};

pub(super) fn write(out: &mut impl Write, report: &Report<'_>) -> io::Result<()> {
    let suites: Vec<Suite> = report.files.iter().map(suite).chain(unread(report.problems)).collect();
    let sum = |count: fn(&Suite) -> usize| suites.iter().map(count).sum::<usize>();
    let (tests, failures) = (sum(|s| s.cases.len()), sum(|s| s.count(Outcome::Failure)));
    let errors = sum(|s| s.count(Outcome::Error));
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(
        out,
        "<testsuites name=\"asl-check\" tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" time=\"0\">"
    )?;
    suites.iter().try_for_each(|suite| suite.write(out))?;
    writeln!(out, "</testsuites>")
}

struct Suite {
    name: String,
    cases: Vec<Case>,
}

struct Case {
    name: String,
    outcome: Outcome,
    kind: &'static str,
    message: String,
    text: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Passed,
    Skipped,
    Failure,
    Error,
}

impl Suite {
    fn count(&self, outcome: Outcome) -> usize {
        self.cases.iter().filter(|c| c.outcome == outcome).count()
    }

    fn write(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(
            out,
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" time=\"0\">",
            Attribute(&self.name),
            self.cases.len(),
            self.count(Outcome::Failure),
            self.count(Outcome::Error),
            self.count(Outcome::Skipped),
        )?;
        self.cases.iter().try_for_each(|case| case.write(out, &self.name))?;
        writeln!(out, "  </testsuite>")
    }
}

impl Case {
    fn write(&self, out: &mut impl Write, suite: &str) -> io::Result<()> {
        let element = match self.outcome {
            Outcome::Passed => None,
            Outcome::Skipped => Some("skipped"),
            Outcome::Failure => Some("failure"),
            Outcome::Error => Some("error"),
        };
        write!(out, "    <testcase name=\"{}\" classname=\"{}\" time=\"0\"", Attribute(&self.name), Attribute(suite))?;
        let Some(element) = element else { return writeln!(out, "/>") };
        write!(out, ">\n      <{element} type=\"{}\" message=\"{}\"", self.kind, Attribute(&self.message))?;
        writeln!(out, ">{}</{element}>\n    </testcase>", Text(&self.text))
    }
}

fn suite(file: &Checked) -> Suite {
    let path = slashed(&file.path);
    let mut seen = HashMap::new();
    let mut cases: Vec<Case> = file.diagnostics.iter().map(|d| case(file, &path, d, &mut seen)).collect();
    if cases.is_empty() {
        let (message, text) = (String::new(), String::new());
        cases.push(Case { name: "all".into(), outcome: Outcome::Passed, kind: "", message, text });
    }
    Suite { name: path, cases }
}

fn case(file: &Checked, path: &str, d: &Diagnostic, seen: &mut HashMap<String, u32>) -> Case {
    let mut name = format!("{} {}", d.rule.id, d.pointer).trim_end().to_owned();
    let number = seen.entry(name.clone()).or_default();
    *number += 1;
    if *number > 1 {
        // Tests of one name would be taken for one test that ran twice.
        let _ = write!(name, " ({number})");
    }
    let outcome = if d.severity == Severity::Note { Outcome::Skipped } else { Outcome::Failure };
    Case { name, outcome, kind: d.rule.id, message: d.message.clone(), text: details(file, path, d) }
}

/// What a person wants to read who has the report and not the file.
fn details(file: &Checked, path: &str, d: &Diagnostic) -> String {
    let (start, _) = range(file, d);
    let mut text = format!("{path}:{}:{}: {}: {}", start.line, start.column, d.severity, d.message);
    for related in &d.related {
        let at = file.lines.position(&file.text, related.span.start);
        let _ = write!(text, "\n{path}:{}:{}: {}", at.line, at.column, related.message);
    }
    if let Some(help) = &d.help {
        let _ = write!(text, "\nhelp: {help}");
    }
    if let Some(refusal) = refusal(d) {
        let _ = write!(text, "\n{refusal}");
    }
    text
}

fn unread(problems: &[String]) -> Option<Suite> {
    let case = |(at, problem): (usize, &String)| Case {
        name: format!("problem {}", at + 1),
        outcome: Outcome::Error,
        kind: "problem",
        message: problem.clone(),
        text: String::new(),
    };
    let cases: Vec<Case> = problems.iter().enumerate().map(case).collect();
    (!cases.is_empty()).then(|| Suite { name: "asl-check".into(), cases })
}

/// What stands between tags.
struct Text<'a>(&'a str);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|c| match c {
            '\t' | '\n' => f.write_char(c),
            _ => escape(f, c),
        })
    }
}

/// What stands between the quotes of an attribute, where a reader makes blanks of tabs and line breaks.
struct Attribute<'a>(&'a str);

impl fmt::Display for Attribute<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|c| escape(f, c))
    }
}

fn escape(f: &mut fmt::Formatter<'_>, c: char) -> fmt::Result {
    match c {
        '&' => f.write_str("&amp;"),
        '<' => f.write_str("&lt;"),
        '>' => f.write_str("&gt;"),
        '"' => f.write_str("&quot;"),
        '\t' | '\r' | '\n' => write!(f, "&#{};", u32::from(c)),
        // XML 1.0 forbids these even as references: a report with one of them is not read at all.
        '\0'..='\x1f' | '\u{fffe}' | '\u{ffff}' => f.write_char(char::REPLACEMENT_CHARACTER),
        _ => f.write_char(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_can_be_written() {
        assert_eq!(Text("<a b=\"c\">&]]>").to_string(), "&lt;a b=&quot;c&quot;&gt;&amp;]]&gt;");
        assert_eq!(Text("a\tb\r\nc").to_string(), "a\tb&#13;\nc");
        assert_eq!(Attribute("a\tb\r\nc").to_string(), "a&#9;b&#13;&#10;c");
        assert_eq!(Text("\0\u{1b}[31m\u{ffff}é\u{1f980}").to_string(), "\u{fffd}\u{fffd}[31m\u{fffd}é\u{1f980}");
    }
}
