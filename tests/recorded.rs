//! Definitions that AWS was seen to accept or refuse: our verdict is AWS's.

use asl_check_core::validate::Answer;
use asl_check_core::{Analysis, Options};
use asl_syntax::{Source, json};
use asl_tests::{data, diagnose, is_refused, read_folder, workflow};
use serde_json::Value;
use std::path::Path;

fn cases(kind: &str) -> Vec<Value> {
    let Some(folder) = data("conformance/dev") else { return Vec::new() };
    let cases: Vec<Value> = read_folder(&folder).filter(|case| case["kind"] == kind).collect();
    assert!(!cases.is_empty(), "no case is of the kind {kind}");
    cases
}

fn text(case: &Value) -> String {
    case["definition_text"].as_str().map_or_else(|| case["definition"].to_string(), str::to_owned)
}

#[test]
fn what_aws_creates_we_accept_and_what_it_refuses_we_refuse() {
    let mut wrong = Vec::new();
    for case in cases("create") {
        let workflow = workflow(case["type"].as_str().unwrap_or_default());
        let found = diagnose(Path::new("definition.asl.json"), &text(&case), workflow);
        let messages: Vec<&str> = found.iter().map(|d| d.message.as_str()).collect();
        if is_refused(&found) == (case["accepted"] == true) {
            wrong.push(format!("{}: {messages:?}, AWS: {}", case["id"], case["error_message"]));
            continue;
        }
        // Code and place stand in AWS's own words.
        for aws in found.iter().filter_map(|d| d.aws.as_ref()) {
            let said = format!("{}: {}", aws.code.name(), aws.message);
            let place = format!(" at {}'", aws.location.as_deref().unwrap_or("/"));
            let theirs = case["error_message"].as_str().unwrap_or_default();
            if !theirs.contains(&said) || !theirs.contains(&place) {
                wrong.push(format!("{}: we say {said:?}{place:?}, AWS: {theirs}", case["id"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn executions_began_with_a_definition_that_aws_took() {
    let mut wrong = Vec::new();
    for case in cases("execution").into_iter().chain(cases("express")) {
        let workflow = workflow(case["type"].as_str().unwrap_or_default());
        let found = diagnose(Path::new("definition.asl.json"), &text(&case), workflow);
        for d in found.iter().filter(|d| is_refused(std::slice::from_ref(d))) {
            wrong.push(format!("{}: {} {}: {}", case["id"], d.rule.id, d.pointer, d.message));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn validate_answers_as_aws_does() {
    for case in cases("validate") {
        let tree = json::parse(Source::new(text(&case)));
        let workflow = workflow(case["type"].as_str().unwrap_or_default());
        let answer = Answer::new(&Analysis::new(&tree, &Options { workflow, ..Options::default() }));
        let response = &case["expected"]["response"];
        assert_eq!(answer.fails, response["result"] == "FAIL", "{}", case["id"]);
        let finding = |d: &Value| {
            let word = |key: &str| d[key].as_str().map(str::to_owned);
            (word("code").unwrap_or_default(), word("message").unwrap_or_default(), word("location"))
        };
        let mut theirs: Vec<_> = response["diagnostics"].as_array().into_iter().flatten().map(finding).collect();
        let mut ours: Vec<_> = answer.findings.into_iter().map(|(c, m, l)| (c.name().to_owned(), m, l)).collect();
        theirs.sort();
        ours.sort();
        assert_eq!(ours, theirs, "{}", case["id"]);
    }
}
