//! `--format sarif`: SARIF 2.1.0, which GitHub code scanning and editors show.
//!
//! One run. Rules that found something come with their whole page, which code scanning shows beside each finding.
//!
//! On one point this departs from the standard, knowingly: braces in messages are not doubled (§3.11.5). Viewers replace
//! placeholders only in messages with arguments, which these never have, and show all others as they are: a person would
//! read `{{% $x %}}`, and every code block of a rule's page would be broken.

mod model;
mod rule;

use super::fingerprint::Fingerprints;
use super::{Report, slashed};
use crate::engine::Checked;
use asl_check_core::{Diagnostic, Fix, RULES, Rule};
use asl_syntax::Span;
use model::{
    Artifact, ArtifactChange, ArtifactLocation, Aws, BaseIds, Driver, Invocation, Level, Location, Log,
    LogicalLocation, Message, Notification, PhysicalLocation, Region, Replacement, Run, SarifFix, SarifResult,
    SourceRoot, Text, Tool,
};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

/// What stands for the folder to which paths are relative.
const SOURCE_ROOT: &str = "%SRCROOT%";

pub(super) fn write(out: &mut impl Write, report: &Report<'_>) -> io::Result<()> {
    let rules = occurring(report);
    let uris: Vec<(String, bool)> = report.files.iter().map(|f| uri(&f.path)).collect();
    let mut results = Vec::new();
    for (at, file) in report.files.iter().enumerate() {
        let artifact = artifact_location(&uris, at);
        let mut places = Places { file, artifact, counted: (0, 0) };
        let mut fingerprints = Fingerprints::default();
        results.extend(file.diagnostics.iter().map(|d| result(&mut places, d, &rules, &mut fingerprints)));
    }
    let artifact = |(at, file): (usize, &Checked)| Artifact {
        location: artifact_location(&uris, at),
        roles: ["analysisTarget"],
        source_language: if is_yaml(&file.path) { "yaml" } else { "json" },
    };
    let driver = Driver {
        name: "asl-check",
        version: env!("CARGO_PKG_VERSION"),
        semantic_version: env!("CARGO_PKG_VERSION"),
        rules: rules.iter().map(|(_, rule)| rule::descriptor(rule)).collect(),
    };
    let run = Run {
        tool: Tool { driver },
        invocations: [invocation(report)],
        original_uri_base_ids: BaseIds {
            root: SourceRoot { description: Text::new("The folder in which asl-check was started") },
        },
        artifacts: report.files.iter().enumerate().map(artifact).collect(),
        results,
        column_kind: "unicodeCodePoints",
    };
    serde_json::to_writer_pretty(&mut *out, &Log { schema: model::SCHEMA, version: "2.1.0", runs: [run] })?;
    writeln!(out)
}

/// The rules that found something, by their ids; the place in this list is the rule's index.
fn occurring(report: &Report<'_>) -> Vec<(&'static str, &'static Rule)> {
    let found = report.files.iter().flat_map(|f| &f.diagnostics).map(|d| d.rule.id);
    let mut ids: Vec<&str> = found.collect();
    ids.sort_unstable();
    ids.dedup();
    ids.into_iter().filter_map(|id| RULES.iter().find(|r| r.id == id).map(|rule| (rule.id, *rule))).collect()
}

fn result<'a>(
    places: &mut Places<'a>,
    d: &'a Diagnostic,
    rules: &[(&'static str, &'static Rule)],
    fingerprints: &mut Fingerprints,
) -> SarifResult<'a> {
    let fingerprint = fingerprints.next(&[d.rule.id, &d.pointer, &d.message]);
    let mut related_locations = Vec::new();
    for (at, related) in d.related.iter().enumerate() {
        let mut location = places.location(related.span, &related.pointer);
        location.id = Some(at + 1);
        location.message = Some(Message { text: plain(&related.message) });
        related_locations.push(location);
    }
    let text = match &d.help {
        Some(help) => format!("{}\nHelp: {help}", d.message),
        None => d.message.clone(),
    };
    SarifResult {
        rule_id: d.rule.id,
        rule_index: rules.binary_search_by_key(&d.rule.id, |(id, _)| id).ok(),
        level: Level::from(d.severity),
        message: Message { text: plain(&text) },
        locations: [places.location(d.span, &d.pointer)],
        related_locations,
        partial_fingerprints: BTreeMap::from([("ruleAtPointer/v1", fingerprint)]),
        fixes: d.fix.iter().map(|fix| places.fix(fix)).collect(),
        properties: d.aws.as_ref().map(|aws| Aws { code: aws.code.name(), location: aws.location.as_deref() }),
    }
}

/// Turns spans of one file into places.
struct Places<'a> {
    file: &'a Checked,
    artifact: ArtifactLocation,
    /// The offset in bytes up to which characters were counted last, and their number.
    counted: (u32, u32),
}

impl<'a> Places<'a> {
    fn location(&mut self, span: Span, pointer: &'a str) -> Location<'a> {
        Location {
            id: None,
            message: None,
            physical: PhysicalLocation { artifact_location: self.artifact.clone(), region: Some(self.region(span)) },
            // The pointer of the whole definition is empty and would say nothing.
            logical: (!pointer.is_empty())
                .then_some(LogicalLocation { fully_qualified_name: pointer })
                .into_iter()
                .collect(),
        }
    }

    fn region(&mut self, span: Span) -> Region {
        let position = |offset| self.file.lines.position(&self.file.text, offset);
        let (start, end) = (position(span.start), position(span.end));
        let (first, last) = (self.characters(start.offset), self.characters(end.offset));
        Region {
            start_line: start.line,
            start_column: start.column,
            end_line: end.line,
            end_column: end.column,
            char_offset: first,
            char_length: last.saturating_sub(first),
        }
    }

    /// The number of characters before an offset. Findings come in the order of the text, so counting goes on from the
    /// last one: from the beginning, it would take as long as the file is times the number of findings.
    fn characters(&mut self, offset: u32) -> u32 {
        let (from, known) = self.counted;
        let between = |a: u32, b: u32| {
            let text = self.file.text.get(a as usize..b as usize).unwrap_or_default();
            // As in columns, the byte order mark is no character of the text.
            text.chars().count() as u32 - u32::from(a == 0 && text.starts_with('\u{feff}'))
        };
        let count = if offset >= from { known + between(from, offset) } else { known - between(offset, from) };
        self.counted = (offset, count);
        count
    }

    fn fix(&mut self, fix: &Fix) -> SarifFix {
        let mut replacements = Vec::new();
        for edit in &fix.edits {
            replacements
                .push(Replacement { deleted_region: self.region(edit.span), inserted_content: Text::new(&edit.text) });
        }
        let change = ArtifactChange { artifact_location: self.artifact.clone(), replacements };
        SarifFix { description: Text::new(&fix.title), artifact_changes: [change] }
    }
}

/// How the run went: what could not be read is no result.
fn invocation(report: &Report<'_>) -> Invocation {
    let unread = |problem: &String| Notification {
        level: Level::Error,
        message: Message { text: plain(problem) },
        locations: Vec::new(),
    };
    Invocation {
        execution_successful: report.problems.is_empty(),
        tool_execution_notifications: report.problems.iter().map(unread).collect(),
    }
}

fn artifact_location(uris: &[(String, bool)], at: usize) -> ArtifactLocation {
    let (uri, relative) = uris.get(at).cloned().unwrap_or_default();
    ArtifactLocation { uri, uri_base_id: relative.then_some(SOURCE_ROOT), index: at }
}

/// The address of a file, and whether it is relative. All but the plainest characters are encoded: a colon would make a
/// scheme of what stands before it, and names need not be UTF-8.
fn uri(path: &Path) -> (String, bool) {
    let relative = path.is_relative();
    let slashed = slashed(path);
    let plain = path.strip_prefix(".").unwrap_or(path).as_os_str().as_encoded_bytes();
    let bytes = if cfg!(windows) { slashed.as_bytes() } else { plain };
    let mut uri = match (relative, bytes.first()) {
        (true, _) => String::new(),
        (false, Some(b'/')) => "file://".to_owned(),
        (false, _) => "file:///".to_owned(),
    };
    for byte in bytes {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(byte) {
            uri.push(char::from(*byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    (uri, relative)
}

fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("yaml") || e.eq_ignore_ascii_case("yml"))
}

/// Text in which nothing is taken for a link. Brackets are common in paths, and some viewers show the backslashes: only
/// what looks like a link is escaped.
fn plain(text: &str) -> String {
    if !text.contains("](") {
        return text.to_owned();
    }
    text.chars().flat_map(|c| matches!(c, '\\' | '[' | ']').then_some('\\').into_iter().chain([c])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_hold_plain_characters_only() {
        let relative = |path: &str| uri(Path::new(path));
        assert_eq!(relative("./a/b.asl.json"), ("a/b.asl.json".into(), true));
        assert_eq!(relative("../a b,%20é#?.json"), ("../a%20b%2C%2520%C3%A9%23%3F.json".into(), true));
        assert_eq!(relative("c:d.json").0, "c%3Ad.json");
        if cfg!(unix) {
            assert_eq!(relative("/tmp/[x]::y.json"), ("file:///tmp/%5Bx%5D%3A%3Ay.json".into(), false));
        }
    }

    #[test]
    fn only_what_looks_like_a_link_is_escaped() {
        assert_eq!(plain("`$.a[0]` in {% $x %}"), "`$.a[0]` in {% $x %}");
        assert_eq!(plain("$f[0](1)\\"), "$f\\[0\\](1)\\\\");
    }
}
