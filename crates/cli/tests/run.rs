//! What a run says to people: mistakes of use, programs as answers, long stories.
#![allow(clippy::expect_used, reason = "a test stops where its data is broken")]
#![cfg(unix)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

const TASK: &str = r#"{"StartAt": "Call", "States": {"Call": {"Type": "Task",
    "Resource": "arn:aws:lambda:us-east-1:111111111111:function:f", "TimeoutSeconds": 1, "End": true}}}"#;

struct Answer {
    code: i32,
    out: String,
    err: String,
}

fn run(args: &[&str]) -> Answer {
    let output =
        Command::new(env!("CARGO_BIN_EXE_asl-check")).arg("run").args(args).output().expect("the interpreter runs");
    Answer {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    fn file(&self, name: &str, content: &str) -> String {
        let path = self.0.path().join(name);
        std::fs::write(&path, content).expect("a temporary file");
        path.to_string_lossy().into_owned()
    }
}

fn fixture(name: &str) -> String {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures").join(name);
    path.to_string_lossy().into_owned()
}

#[test]
fn mistakes_of_use_are_told() {
    let folder = Folder::new();
    let definition = folder.file("task.asl.json", TASK);
    let config = |response: &str| {
        format!(
            r#"{{"StateMachines": {{"task": {{"TestCases": {{"Good": {{"Call": "R"}}, "None": {{}}}}}}}},
                "MockedResponses": {{"R": {response}}}}}"#
        )
    };
    let mocks = [
        ("half.json", "{", &[][..], "this is no JSON"),
        ("deep.json", &"[".repeat(200), &[], "this is nested more than 127 levels deep at line 1"),
        ("list.json", "[]", &[], "a mock file holds an object"),
        ("empty.json", r#"{"Call": []}"#, &[], "the list of answers of `Call` is empty"),
        ("throw.json", r#"{"Call": {"Throw": 1}}"#, &[], "`Throw` is an object with `Error` and `Cause`"),
        ("delay.json", r#"{"Call": {"Return": 1, "Delay": -1}}"#, &[], "`Delay` is a number of seconds"),
        ("two.json", r#"{"Call": {"Return": 1, "Never": true}}"#, &[], "Return and Never can't all come"),
        ("event.json", r#"{"events": [{"type": "X"}]}"#, &[], "an event has no `id`"),
        ("short.json", r#"{"Call": 1}"#, &["--test-case", "Good"], "no test cases, so there is no `Good`"),
        ("which.json", &config(r#"{"0": {"Return": 1}}"#), &[], "there are `Good`, `None`"),
        ("case.json", &config(r#"{"0": {"Return": 1}}"#), &["--test-case", "Best"], "there is no test case `Best`"),
        ("index.json", &config(r#"{"x": {"Return": 1}}"#), &["--test-case", "Good"], "`x` is no index"),
        ("answer.json", &config(r#"{"7": {"Return": 1}}"#), &["--test-case", "Good"], "`R` has no answer number 0"),
        ("state.json", &config("{}"), &["--test-case", "None"], "`None` has no answer for the state `Call`"),
        ("command.json", r#"{"Call": {"Command": ["true"]}}"#, &[], "--live command lets it run"),
    ];
    for (name, content, flags, expected) in mocks {
        let file = folder.file(name, content);
        let answer = run(&[&[definition.as_str(), "--mocks", &file], flags].concat());
        assert_eq!(answer.code, 2, "{name}: {} {}", answer.out, answer.err);
        assert!(answer.err.contains(expected), "{name}: {}", answer.err);
        assert!(answer.out.is_empty(), "{name}: {}", answer.out);
    }
    let others = [
        (&["--input", "{"][..], "--input: this is no JSON"),
        (&["--input", "@/no/such.json"], "--input: /no/such.json: No such file"),
        (&["--mocks", "/no/such.json"], "/no/such.json: No such file"),
        (&["--now", "soon"], "--now: `soon` is no time"),
        (&["--test-case", "Good"], "--mocks"),
        (&["--live", "everything"], "[possible values: command"),
    ];
    for (flags, expected) in others {
        let answer = run(&[&[definition.as_str()], flags].concat());
        assert_eq!(answer.code, 2, "{flags:?}: {} {}", answer.out, answer.err);
        assert!(answer.err.contains(expected), "{flags:?}: {}", answer.err);
    }
}

#[test]
fn files_that_are_no_definition_are_not_run() {
    let folder = Folder::new();
    let template = folder.file("template.yaml", "AWSTemplateFormatVersion: '2010-09-09'\nResources: {}\n");
    for (file, code, expected) in [
        (template.as_str(), 2, "no state machine is declared in it"),
        ("/no/such.asl.json", 2, "No such file"),
        // What was read, but is nothing that AWS would take, is a finding.
        (&folder.file("text.txt", "just words"), 1, "not-an-object"),
        (&folder.file("half.asl.json", "{\"StartAt\""), 1, "syntax-error"),
        (&folder.file("other.json", "{\"a\": 1}"), 1, "missing-field"),
    ] {
        let answer = run(&[file]);
        assert_eq!(answer.code, code, "{file}: {} {}", answer.out, answer.err);
        assert!((answer.out + &answer.err).contains(expected), "{file}");
    }
}

#[test]
fn a_mock_for_no_state_is_noticed() {
    let folder = Folder::new();
    let (definition, mocks) = (folder.file("task.asl.json", TASK), folder.file("mocks.json", r#"{"Cal": 1}"#));
    let answer = run(&[&definition, "--mocks", &mocks]);
    assert!(answer.err.contains("there is no state `Cal`; did you mean `Call`?"), "{}", answer.err);
    assert!(answer.out.contains("No mock is given for `Call`"), "{}", answer.out);
}

#[test]
fn programs_answer() {
    let folder = Folder::new();
    let definition = folder.file("task.asl.json", TASK);
    let node = "echo 'TypeError: x is not a function' >&2; echo '    at handler.js:3' >&2; exit 1";
    let lambda = r#"echo '{"errorType": "Sad", "errorMessage": "no"}'; exit 1"#;
    let cases = [
        ("cat", 0, r#""n": 7"#),
        ("cat >/dev/null; echo '[true]'", 0, "true"),
        (node, 1, "TypeError: x is not a function"),
        (lambda, 1, r#"Sad: {"errorType":"Sad""#),
        ("exit 3", 1, "Runtime.ExitError: Runtime exited with error: exit status: 3"),
        ("sleep 20", 1, "States.Timeout after 1s"),
        ("echo words", 2, "printed `words`, where one JSON value is expected"),
        ("true", 2, "printed nothing"),
        ("yes", 2, "it prints more than 16 MiB"),
    ];
    for (script, code, expected) in cases {
        let mocks = serde_json::json!({"Call": {"Command": ["sh", "-c", script]}}).to_string();
        let mocks = folder.file("mocks.json", &mocks);
        let begun = Instant::now();
        let answer = run(&[&definition, "--mocks", &mocks, "--live", "command", "--input", r#"{"n": 7}"#]);
        assert!(begun.elapsed() < Duration::from_secs(10), "{script} took {:?}", begun.elapsed());
        assert_eq!(answer.code, code, "{script}: {} {}", answer.out, answer.err);
        assert!((answer.out + &answer.err).contains(expected), "{script}: {}", answer.err);
    }
    let mocks = folder.file("mocks.json", r#"{"Call": {"Command": ["/no/such/program"]}}"#);
    let answer = run(&[&definition, "--mocks", &mocks, "--live", "command"]);
    assert_eq!(answer.code, 2);
    assert!(answer.err.contains("the state `Call`: `/no/such/program`: No such file"), "{}", answer.err);
}

/// Iterations and rounds that go as those before are told in a line.
#[test]
fn long_stories_are_short() {
    let folder = Folder::new();
    let definition = folder.file(
        "many.asl.json",
        r#"{"StartAt": "Each", "States": {
            "Each": {"Type": "Map", "MaxConcurrency": 1, "ResultPath": "$.done", "Next": "Count", "ItemsPath": "$.items",
                "ItemProcessor": {"StartAt": "Odd?", "States": {
                    "Odd?": {"Type": "Choice", "Choices": [{"Variable": "$", "NumericEquals": 30, "Next": "Odd"}], "Default": "Even"},
                    "Odd": {"Type": "Pass", "End": true}, "Even": {"Type": "Succeed"}}}},
            "Count": {"Type": "Pass", "Parameters": {"n.$": "States.MathAdd($.n, 1)"}, "Next": "Enough?"},
            "Enough?": {"Type": "Choice", "Choices": [{"Variable": "$.n", "NumericGreaterThan": 500, "Next": "Over"}], "Default": "Count"},
            "Over": {"Type": "Succeed"}}}"#,
    );
    let items: Vec<usize> = (0..40).collect();
    let input = serde_json::json!({"n": 0, "items": items}).to_string();
    let answer = run(&[&definition, "--input", &input]);
    assert_eq!(answer.code, 0, "{} {}", answer.out, answer.err);
    assert!(answer.out.lines().count() < 70, "{}", answer.out);
    for expected in [
        "item 4\n",
        "items 5 to 29: as others before\n",
        "Odd  Pass",
        "items 31 to 39: as others before\n",
        "more rounds of Count, Enough?\n",
        "~ n  499 → 500\n",
        "SUCCEEDED after 0s: 1084 transitions, ",
    ] {
        assert!(answer.out.contains(expected), "{expected}: {}", answer.out);
    }
}

#[test]
fn colours_are_used_where_they_are_asked_for() {
    let definition = fixture("talk/api-errors.asl.json");
    let mocks = fixture("talk/MockConfigFile.json");
    let told = |color: &str| {
        run(&[&definition, "--mocks", &mocks, "--test-case", "Refused", "--color", color]).out.contains('\u{1b}')
    };
    assert!(told("always"));
    assert!(!told("auto") && !told("never"));
}

/// A workflow of one task.
fn one(resource: &str, parameters: &str) -> String {
    format!(
        r#"{{"StartAt": "Call", "States": {{"Call": {{"Type": "Task", "Resource": "arn:aws:states:::{resource}",
            "Parameters": {parameters}, "TimeoutSeconds": 9, "End": true}}}}}}"#
    )
}

/// What a service could never answer is told; what nobody knows, or what only lacks something, is not.
#[test]
fn mocks_that_no_service_answers() {
    let folder = Folder::new();
    let key = r#"{"TableName": "t", "Key": {"id": {"S": "1"}}}"#;
    let model = r#"{"ModelId": "anthropic.claude-3-haiku-20240307-v1:0", "Body": {"anthropic_version": "bedrock-2023-05-31",
        "max_tokens": 5, "messages": [{"role": "user", "content": "x"}]}}"#;
    let started = r#"{"StateMachineArn": "m", "Input": {"token.$": "$$.Task.Token"}}"#;
    let token = r#"{"QueueUrl": "q", "MessageBody.$": "$$.Task.Token"}"#;
    for (resource, parameters, mock, told) in [
        ("dynamodb:getItem", key, r#"{"Item": "text"}"#, "`Item` is an object, not a string"),
        ("dynamodb:getItem", key, r#"{"Item": {"id": {"Str": "1"}}}"#, "there is no `Str` in `Item.id`"),
        ("dynamodb:getItem", key, "[]", "it is an object, not an array"),
        ("bedrock:invokeModel", model, r#"{"Body": {"completion": "x"}}"#, "there is no `completion` in `Body`"),
        ("bedrock:invokeModel", model, r#"{"Body": {"content": [{"text": "x"}]}}"#, ""),
        ("dynamodb:getItem", key, r#"{"Item": {"id": {"S": "1"}}}"#, ""),
        ("lambda:invoke", r#"{"FunctionName": "f"}"#, r#"{"Payload": [1], "StatusCode": 200}"#, ""),
        ("sqs:sendMessage.waitForTaskToken", token, r#"{"any": 1}"#, ""),
        ("states:startExecution.sync", started, r#"{"any": 1}"#, ""),
    ] {
        let definition = folder.file("one.asl.json", &one(resource, parameters));
        let mocks = folder.file("mocks.json", &format!(r#"{{"Call": {{"Return": {mock}}}}}"#));
        let answer = run(&[&definition, "--mocks", &mocks, "--format", "json"]);
        assert_eq!(answer.code, 0, "{resource} {mock}: {} {}", answer.out, answer.err);
        assert_eq!(answer.err.contains("impossible-mock"), !told.is_empty(), "{resource} {mock}: {}", answer.err);
        assert!(answer.err.contains(told), "{resource} {mock}: {}", answer.err);
    }
}

/// Where nobody answers, samples do, and the same ones each time.
#[test]
fn samples_stand_in() {
    let folder = Folder::new();
    let listing = r#"{"Bucket": "b"}"#;
    let definition = folder.file("one.asl.json", &one("aws-sdk:s3:listObjectsV2", listing));
    let told = || {
        let answer = run(&[&definition, "--format", "json"]);
        assert!(answer.err.contains("No mock is given for `Call`"), "{}", answer.err);
        answer.out
    };
    let first = told();
    assert_eq!(first, told());
    let run: serde_json::Value = serde_json::from_str(&first).expect("JSON");
    let output: serde_json::Value = serde_json::from_str(run["output"].as_str().unwrap_or_default()).expect("JSON");
    assert!(output["Contents"][0]["Key"].is_string(), "{output}");
    assert!(output["NextContinuationToken"].is_null(), "there is no next page: {output}");
}
