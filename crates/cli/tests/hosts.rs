//! Files that declare state machines, as a person checks them: whole folders, files that belong together, and files that
//! mean no good.
#![allow(clippy::expect_used, reason = "a test stops where its data is broken")]

use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output};

struct Folder(tempfile::TempDir);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().expect("a temporary folder"));
        for (name, content) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().expect("it lies in the folder")).expect("a folder");
            std::fs::write(path, content).expect("a file");
        }
        folder
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn run(&self, args: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_asl-check")).args(args).current_dir(self.path()).output().expect("it runs")
    }

    /// What is told: of each file its machines, and rule and pointer of each finding.
    fn check(&self, args: &[&str]) -> Vec<(String, u64, Vec<String>)> {
        let output = self.run(&[&["check", "--format", "json"], args].concat());
        let report: Value = serde_json::from_slice(&output.stdout).expect("a report");
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let finding = |d: &Value| format!("{} {}", text(&d["rule"]), text(&d["pointer"]));
        let findings = |file: &Value| file["diagnostics"].as_array().into_iter().flatten().map(finding).collect();
        let files = report["files"].as_array().expect("files");
        files.iter().map(|f| (text(&f["path"]), f["state_machines"].as_u64().expect("a number"), findings(f))).collect()
    }
}

const GOOD: &str = r#"{"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 1, "End": true}}}"#;
const BAD: &str = r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}}}"#;
const WAITS: &str = r#"{"StartAt": "A", "States": {"A": {"Type": "Task", "TimeoutSeconds": 9, "End": true,
    "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
    "Parameters": {"QueueUrl": "${Url}", "MessageBody.$": "$$.Task.Token"}}}}"#;

fn template(kind: &str, uri: &str) -> String {
    format!(
        "Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      Type: {kind}\n      \
         DefinitionUri: {uri}\n      DefinitionSubstitutions: {{Url: u}}\n"
    )
}

fn told(path: &str, machines: u64, findings: &[&str]) -> (String, u64, Vec<String>) {
    (path.to_owned(), machines, findings.iter().map(|it| (*it).to_owned()).collect())
}

#[test]
fn folders_are_searched_for_whatever_declares_a_state_machine() {
    let main = format!("resource \"aws_sfn_state_machine\" \"m\" {{\n  definition = jsonencode({BAD})\n}}\n");
    let folder = Folder::new(&[
        ("a.asl.json", GOOD),
        ("infra/main.tf", &main),
        ("infra/other.tf", "resource \"aws_sqs_queue\" \"q\" {}\n"),
        ("package.json", "{\"name\": \"StateMachine\"}"),
        ("data.yaml", "a: [1, 2"),
        ("node_modules/x/b.asl.json", BAD),
        (".terraform/m/main.tf", &main),
        ("ignored/c.asl.json", BAD),
        (".gitignore", "ignored/\n"),
    ]);
    let dangling = "dangling-transition /resource/aws_sfn_state_machine/m/definition#/States/A/Next";
    assert_eq!(folder.check(&["."]), [told("./a.asl.json", 1, &[]), told("./infra/main.tf", 1, &[dangling])]);
    assert_eq!(folder.check(&["node_modules"]).len(), 1);
    assert_eq!(folder.run(&["check", "infra/other.tf"]).status.code(), Some(0));
}

#[test]
fn a_folder_whose_file_is_named_as_well_is_not_empty() {
    let folder = Folder::new(&[("d/a.asl.json", GOOD)]);
    for paths in [["d/a.asl.json", "."], ["d/a.asl.json", "./d"], ["d", "./d"]] {
        let output = folder.run(&["check", paths[0], paths[1]]);
        assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(String::from_utf8_lossy(&output.stdout), "1 file checked, nothing found\n");
    }
}

#[test]
fn a_definition_that_a_template_names_is_told_of_once_and_as_it_is_deployed() {
    let folder = Folder::new(&[("t.yaml", &template("EXPRESS", "d/w.asl.json")), ("d/w.asl.json", WAITS)]);
    let express = "express-unsupported /States/A/Resource";
    assert_eq!(folder.check(&["."]), [told("./d/w.asl.json", 0, &[express]), told("./t.yaml", 1, &[])]);
    // So it is if the template alone is named, whatever a flag says.
    let alone = folder.check(&["--type", "standard", "t.yaml"]);
    assert_eq!(alone, [told("t.yaml", 1, &[]), told("d/w.asl.json", 0, &[express])]);
    // Two templates have it in two ways: what holds for either is told, once.
    let standard = template("STANDARD", "d/w.asl.json").replace("Url: u", "Uri: u");
    std::fs::write(folder.path().join("u.yaml"), standard).expect("a file");
    let (unfilled, unused) = ("unfilled-placeholder /States/A/Parameters/QueueUrl", "unused-substitution ");
    assert_eq!(
        folder.check(&["t.yaml", "u.yaml"]),
        [told("t.yaml", 1, &[]), told("u.yaml", 1, &[unused]), told("d/w.asl.json", 0, &[express, unfilled])]
    );
}

#[test]
fn fixes_go_into_the_text_that_holds_the_definition() {
    let definition = GOOD.replace("Seconds", "Second").replace('"', "\\\"");
    let json = format!(
        "{{\"Resources\": {{\"M\": {{\"Type\": \"AWS::StepFunctions::StateMachine\", \
         \"Properties\": {{\"DefinitionString\": \"{definition}\"}}}}}}}}"
    );
    let folder = Folder::new(&[("t.json", &json)]);
    assert_eq!(folder.run(&["check", "--fix", "t.json"]).status.code(), Some(0));
    let mended = std::fs::read_to_string(folder.path().join("t.json")).expect("it is there");
    assert_eq!(mended, json.replace("\\\"Second\\\"", "\\\"Seconds\\\""));
}

#[test]
fn other_commands_take_a_state_machine_by_its_name() {
    let yaml = |name: &str, text: &str| {
        format!(
            "  {name}:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: '{text}'\n"
        )
    };
    let text = format!("Resources:\n{}{}", yaml("Good", GOOD), yaml("Bad", BAD));
    let folder = Folder::new(&[("t.yaml", &text)]);
    let said = |args: &[&str]| {
        let output = folder.run(args);
        let text = [output.stdout, output.stderr].concat();
        (output.status.code(), String::from_utf8_lossy(&text).into_owned())
    };
    let (code, text) = said(&["run", "t.yaml"]);
    assert!(code == Some(2) && text.contains("name one with --machine: `Good`, `Bad`"), "{text}");
    assert_eq!(said(&["run", "t.yaml", "--machine", "Good"]).0, Some(0));
    let (code, text) = said(&["run", "t.yaml", "--machine", "Bad"]);
    assert!(code == Some(1) && text.contains("t.yaml:9:"), "{text}");
    assert_eq!(said(&["types", "t.yaml", "--machine", "Good"]).0, Some(0));
    let (code, text) = said(&["run", "t.yaml", "--machine", "Ugly"]);
    assert!(code == Some(2) && text.contains("it declares no `Ugly`"), "{text}");
}

#[test]
fn the_kind_that_a_template_says_is_the_one_that_runs() {
    let long = GOOD.replace("\"Seconds\": 1", "\"Seconds\": 4000");
    for (kind, code, expected) in [("STANDARD", 0, "SUCCEEDED after 1h6m40s"), ("EXPRESS", 1, "TIMED_OUT after 5m")] {
        let folder = Folder::new(&[("t.yaml", &template(kind, "long.asl.json")), ("long.asl.json", &long)]);
        let output = folder.run(&["run", "t.yaml"]);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.code() == Some(code) && text.contains(expected), "{kind}: {text}");
    }
}

#[test]
fn what_a_template_names_is_read_within_bounds() {
    let folder = Folder::new(&[("repo/app/t.yaml", ""), ("repo/.git/HEAD", ""), ("secret.json", "{\"password\": 1}")]);
    for (uri, words) in [
        ("../../secret.json", "lies outside of what is checked"),
        ("/dev/zero", "lies outside of what is checked"),
        ("/etc/passwd", "lies outside of what is checked"),
        (".", "is no ordinary file"),
        ("t.yaml", "this template itself"),
    ] {
        std::fs::write(folder.path().join("repo/app/t.yaml"), template("STANDARD", uri)).expect("a file");
        let output = folder.run(&["check", "repo/app/t.yaml"]);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.code() == Some(1) && text.contains(words), "{uri}: {text}");
        assert!(!text.contains("password") && !text.contains("root:"), "{text}");
    }
}

#[test]
fn templates_that_mean_no_good_are_answered_soon() {
    let deep = format!(
        "Resources: {{M: {{Type: AWS::StepFunctions::StateMachine, Properties: {{DefinitionString: {}",
        "{Fn::Sub: [a, {a: ".repeat(5000)
    );
    let wide = format!(
        "Resources:\n{}",
        (0..20_000)
            .flat_map(|n| [
                format!("  M{n}"),
                format!(": {{Type: AWS::Serverless::StateMachine, Properties: {{Definition: {GOOD}}}}}\n")
            ])
            .collect::<String>()
    );
    let bomb = "a: &a [x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b]\n\
                d: &d [*c, *c, *c, *c, *c, *c, *c, *c]\ne: &e [*d, *d, *d, *d, *d, *d, *d, *d]\nResources: {M: {Type: \
                AWS::Serverless::StateMachine, Properties: {Definition: *e}}}\n";
    let parentheses =
        format!("resource \"aws_sfn_state_machine\" \"m\" {{\n  definition = {}\n}}\n", "(".repeat(50_000));
    let dollars =
        format!("resource \"aws_sfn_state_machine\" \"m\" {{\n  definition = \"{}\"\n}}\n", "$${".repeat(50_000));
    for (name, text) in [
        ("t.yaml", deep.as_str()),
        ("t.yaml", &wide),
        ("t.yaml", bomb),
        ("main.tf", &parentheses),
        ("main.tf", &dollars),
    ] {
        let folder = Folder::new(&[(name, text)]);
        let begun = std::time::Instant::now();
        let output = folder.run(&["check", "--format", "json", name]);
        let code = output.status.code();
        assert!(code == Some(0) || code == Some(1), "{code:?} {}", String::from_utf8_lossy(&output.stderr));
        assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
    }
}
