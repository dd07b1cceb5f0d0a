//! Every expression in what people published parses: in definitions, and in those that templates hold as text.
#![allow(clippy::print_stdout, reason = "a test says what it found")]

use asl_check_core::Workflow;
use asl_syntax::{Node, Source, intrinsic, json, jsonata, jsonpath, yaml};
use asl_tests::{data, diagnose, known_defects, rows};
use std::path::Path;

/// What fixtures of other tools hold and is refused here: four calls without commas between the arguments, three
/// expressions that wait for a completion, and a computed subscript, which AWS's engine does not have.
const ARGUED: usize = 8;

/// Fields that hold a path as it is.
const PATHS: [&str; 6] = ["Variable", "InputPath", "OutputPath", "ResultPath", "ItemsPath", "SecondsPath"];

#[derive(Default)]
struct Tally {
    jsonata: usize,
    paths: usize,
    calls: usize,
    refused: Vec<String>,
}

impl Tally {
    fn text(&mut self, name: &str, text: &str) {
        let (format, tree) = if text.trim_start().starts_with('{') {
            ("json", json::parse(Source::new(text)))
        } else {
            ("yaml", yaml::parse(Source::new(text)))
        };
        if tree.errors().is_empty() || format == "yaml" {
            self.node(name, tree.root());
        }
    }

    fn node(&mut self, name: &str, node: Node<'_>) {
        for at in node.descendants() {
            let Some(text) = at.as_str().filter(|text| !text.has_placeholder()).map(|text| text.text) else { continue };
            if at.is_key() {
                continue;
            }
            let key = at.key().map_or("", |key| key.text);
            if let Some(inner) = text.strip_prefix("{%").and_then(|rest| rest.strip_suffix("%}")) {
                self.jsonata += 1;
                let errors = jsonata::parse(inner).errors;
                self.refused.extend(errors.iter().map(|error| format!("{name}: {text}: {}", error.message)));
            } else if text.contains("\"StartAt\"") && text.trim_start().starts_with('{') {
                self.text(name, text);
            } else if key.ends_with(".$") && intrinsic::looks_like_call(text) {
                self.calls += 1;
                let errors = intrinsic::parse(text).errors;
                self.refused.extend(errors.iter().map(|error| format!("{name}: {text}: {}", error.message)));
            } else if text.starts_with('$') && (key.ends_with(".$") || PATHS.contains(&key)) {
                self.paths += 1;
                let errors = jsonpath::parse(text).errors;
                self.refused.extend(errors.iter().map(|error| format!("{name}: {text}: {}", error.message)));
            }
        }
    }
}

#[test]
fn published_expressions_parse() {
    let Some(folder) = data("corpus/dev") else { return };
    let known = known_defects(&folder);
    let (mut deployed, mut tested) = (Tally::default(), Tally::default());
    for row in rows(&folder) {
        let path = row["path"].as_str().unwrap_or_default();
        if known.contains(path) || row["origin"] == "tool test invalid" {
            continue;
        }
        if let Ok(text) = std::fs::read_to_string(folder.join(path)) {
            let tally = if row["origin"] == "deployed sample" { &mut deployed } else { &mut tested };
            tally.text(path, &text);
        }
    }
    for (tally, whose) in [(&deployed, "deployed"), (&tested, "of other tools")] {
        let Tally { jsonata, paths, calls, refused } = tally;
        println!("{whose}: {jsonata} JSONata expressions, {paths} paths, {calls} calls, {} refused", refused.len());
        println!("{}", refused.join("\n"));
    }
    assert!(deployed.jsonata > 1000 && deployed.paths > 1500 && deployed.calls > 150, "the walk found little");
    assert!(deployed.refused.is_empty(), "{} are refused", deployed.refused.len());
    assert!(tested.refused.len() <= ARGUED, "{} are refused", tested.refused.len());
}

/// What is found in a definition, as the text under its caret.
fn under_the_caret(name: &str, text: &str) -> Vec<String> {
    let found = diagnose(Path::new(name), text, Workflow::Standard);
    found.iter().map(|d| format!("{}: {}", d.rule.id, text.get(d.span.start as usize..).unwrap_or_default())).collect()
}

/// The text from the caret to the end of its line.
fn caret(name: &str, text: &str, rule: &str) -> String {
    let found = under_the_caret(name, text);
    let of_rule: Vec<&String> = found.iter().filter(|line| line.starts_with(rule)).collect();
    assert_eq!(of_rule.len(), 1, "{found:?}");
    let rest = of_rule.first().and_then(|line| line.split_once(": ")).map_or("", |(_, rest)| rest);
    rest.lines().next().unwrap_or_default().to_owned()
}

#[test]
fn a_mistake_in_an_expression_is_under_the_caret() {
    let call = r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true,
  "Parameters": {"x.$": "States.Format('\u007b} {}', $.a"}}}}"#;
    assert_eq!(caret("a.asl.json", call, "invalid-template-value"), r#""}}}}"#);
    let escaped = r#"{"StartAt": "A", "QueryLanguage": "JSONata", "States": {"A": {"Type": "Pass", "End": true,
  "Output": "{% \"\u00e9\" & $sum([1,2 %}"}}}"#;
    assert_eq!(caret("a.asl.json", escaped, "jsonata-syntax"), r#" %}"}}}"#);
    let block = "StartAt: A\nQueryLanguage: JSONata\nStates:\n  A:\n    Type: Pass\n    End: true\n    Output: |-\n      {% (\n        $x := [1, 2;\n        $sum($x)\n      ) %}\n";
    assert_eq!(caret("a.asl.yaml", block, "jsonata-syntax"), ";");
    let folded = "StartAt: A\nStates:\n  A:\n    Type: Pass\n    End: true\n    Parameters:\n      x.$: >-\n        States.Format('{} {}',\n          $.a, b)\n";
    assert_eq!(caret("a.asl.yaml", folded, "invalid-template-value"), "b)");
}
