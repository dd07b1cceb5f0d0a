//! Definitions that people published: none of those that were deployed is called wrong, but for known defects.
#![allow(clippy::expect_used, reason = "a test stops where its data is broken")]

use asl_check_core::{Options, Severity, hosted};
use asl_hosts::{Content, Disk};
use asl_tests::{data, diagnose, is_definition, is_refused, known_defects, rows, workflow};
use serde_json::Value;
use std::path::Path;

/// Deployed samples that get an error and are in no list of defects: one, whose choice rule is an empty object that code
/// fills in (as a file it is what AWS refuses); one that reads a place before it writes it; one that takes the result of a
/// query for its input; two, whose catcher puts the error into a number.
const ARGUED: usize = 5;

/// Fixtures that other tools call invalid and AWS takes, or whose fault lies in a template around them; and those whose
/// fault another rule will find when the execution is known.
const NOT_REFUSED: usize = 6;

fn definitions(folder: &Path) -> Vec<Value> {
    let mut rows = rows(folder);
    rows.retain(|row| is_definition(row) && row["parse"]["placeholder_breaks_syntax"] != true);
    rows
}

fn findings(folder: &Path, row: &Value) -> Vec<asl_check_core::Diagnostic> {
    let path = folder.join(row["path"].as_str().unwrap_or_default());
    let text = std::fs::read_to_string(&path).expect("a file of the index");
    diagnose(&path, &text, workflow(row["type_hint"].as_str().unwrap_or_default()))
}

#[test]
fn deployed_samples_get_no_error() {
    let Some(folder) = data("corpus/dev") else { return };
    let known = known_defects(&folder);
    let mut flagged = Vec::new();
    for row in definitions(&folder).iter().filter(|r| r["origin"] == "deployed sample") {
        let path = row["path"].as_str().unwrap_or_default();
        let found = findings(&folder, row);
        let error = found.iter().find(|d| d.severity == Severity::Error);
        if let (Some(error), false) = (error, known.contains(path)) {
            flagged.push(format!("{path}: {}: {}", error.rule.id, error.message));
        }
    }
    assert!(flagged.len() <= ARGUED, "{}", flagged.join("\n"));
}

/// Templates that were deployed and get an error in what stands in them: one, whose state machine is the copy of a
/// definition that is argued above.
const ARGUED_TEMPLATES: usize = 1;

#[test]
fn templates_declare_what_they_declare_and_get_no_error() {
    let Some(folder) = data("corpus/dev") else { return };
    let known = known_defects(&folder);
    let (mut machines, mut flagged, mut other) = (0, Vec::new(), Vec::new());
    for row in rows(&folder) {
        let Some(declared) = row["embedded"].as_array().filter(|_| row["format"] != "json wrapper") else { continue };
        let path = folder.join(row["project"].as_str().or(row["path"].as_str()).unwrap_or_default());
        let source = asl_hosts::read_file(&path).expect("a file of the index");
        let disk = Disk::around(std::slice::from_ref(&path));
        let content = asl_hosts::read(&path, source, &disk);
        let found = if let Content::Template(template) = &content { template.machines.len() } else { 0 };
        machines += found;
        if found != declared.len() {
            other.push(format!("{}: {found} of {}", path.display(), declared.len()));
        }
        let is_told = row["origin"] == "deployed sample" && !known.contains(row["path"].as_str().unwrap_or_default());
        let told = hosted::of_file(&content, &Options::default());
        let error = told.iter().find(|d| d.severity == Severity::Error).filter(|_| is_told);
        flagged.extend(error.map(|error| format!("{}: {}: {}", row["path"], error.rule.id, error.message)));
    }
    assert!(other.is_empty() && machines > 400, "{machines}\n{}", other.join("\n"));
    assert!(flagged.len() <= ARGUED_TEMPLATES, "{}", flagged.join("\n"));
}

#[test]
fn invalid_fixtures_are_refused() {
    let Some(folder) = data("corpus/dev") else { return };
    let invalid = |r: &&Value| r["origin"] == "tool test invalid";
    let rows = definitions(&folder);
    let taken: Vec<String> = rows
        .iter()
        .filter(invalid)
        .filter(|r| !is_refused(&findings(&folder, r)))
        .map(|r| format!("{}: {}", r["path"], r["expected_defect"]))
        .collect();
    assert!(taken.len() <= NOT_REFUSED, "{}", taken.join("\n"));
}
