//! One definition with faults at many places, in every form in which files hold definitions: the same faults are found, each
//! at the very text that the person wrote.
#![allow(clippy::unwrap_used, reason = "a test stops where its data is broken")]

use asl_check_core::{Diagnostic, Options, fix, hosted};
use asl_hosts::{Content, Files, NoFiles, Refusal};
use asl_syntax::Source;
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};

/// Faults of all kinds: keys, values, parts of paths, calls and expressions, deep and shallow.
const DEFINITION: &str = r#"{
  "Comment": "Überall ist etwas falsch – 訊",
  "StartAt": "Begin",
  "States": {
    "Begin": {
      "Type": "Pass",
      "Coment": "a key",
      "Next": "Choose"
    },
    "Choose": {
      "Type": "Choice",
      "Choices": [
        {"Variable": "$.a[?(@.b ==)]", "StringEquals": "it's", "Next": "Both"}
      ],
      "Default": "Nowhere"
    },
    "Both": {
      "Type": "Parallel",
      "Branches": [
        {
          "StartAt": "Call",
          "States": {
            "Call": {
              "Type": "Task",
              "Resource": "arn:aws:states:::lambda:invok",
              "Parameters": {"FunctionName": "f", "Payload": {"n.$": "States.MathAd(1, 2)"}},
              "TimeoutSeconds": "soon",
              "End": true
            }
          }
        },
        {
          "StartAt": "Compute",
          "States": {
            "Compute": {
              "Type": "Pass",
              "QueryLanguage": "JSONata",
              "Output": "{% $states.input.a + (1 %}",
              "Next": "Compte"
            }
          }
        }
      ],
      "Retry": [{"ErrorEquals": [], "MaxAttempts": -3}],
      "End": true
    }
  }
}"#;

fn told(name: &str, text: &str, files: &dyn Files) -> Vec<Diagnostic> {
    hosted::of_file(&asl_hosts::read(Path::new(name), Source::new(text), files), &Options::default())
}

/// What is told: the rule, and the text that it is told of, as it reads once it is decoded.
fn findings(text: &str, diagnostics: &[Diagnostic]) -> Vec<(&'static str, String)> {
    let at = |d: &Diagnostic| plain(&text[d.span.range()]);
    diagnostics.iter().map(|d| (d.rule.id, at(d))).collect()
}

/// Without what quoting adds, and what stands between pieces.
fn plain(text: &str) -> String {
    text.replace("\\\"", "\"")
        .replace("''", "'")
        .replace("\", \"", "")
        .replace("', '", "")
        .trim_matches(['"', '\''])
        .to_owned()
}

fn indented(text: &str, by: usize) -> String {
    let indent = " ".repeat(by);
    text.lines().flat_map(|line| [&indent, line, "\n"]).collect()
}

fn json_string(text: &str) -> String {
    Value::from(text).to_string()
}

/// In pieces, as CDK has it, each piece written by `write`.
fn joined(text: &str, write: impl Fn(&str) -> String) -> String {
    let chars: Vec<char> = text.chars().collect();
    chars.chunks(97).map(|piece| write(&piece.iter().collect::<String>())).collect::<Vec<_>>().join(", ")
}

fn yaml(value: &Value, depth: usize) -> String {
    let indent = "  ".repeat(depth);
    match value {
        Value::Object(members) if !members.is_empty() => members
            .iter()
            .map(|(key, value)| match value {
                Value::Object(_) | Value::Array(_) if !is_empty(value) => {
                    format!("{indent}{key}:\n{}", yaml(value, depth + 1))
                }
                value => format!("{indent}{key}: {value}\n"),
            })
            .collect(),
        Value::Array(items) if !items.is_empty() => items
            .iter()
            .flat_map(|item| [indent.clone(), "- ".to_owned(), yaml(item, depth + 1).trim_start().to_owned()])
            .collect(),
        value => format!("{indent}{value}\n"),
    }
}

fn is_empty(value: &Value) -> bool {
    value.as_array().is_some_and(Vec::is_empty) || value.as_object().is_some_and(Map::is_empty)
}

fn hcl(value: &Value, depth: usize) -> String {
    let indent = "  ".repeat(depth);
    match value {
        Value::Object(members) => {
            let name = |key: &str| if key.contains('.') { json_string(key) } else { key.to_owned() };
            let line =
                |(key, value): (&String, &Value)| format!("{indent}  {} = {}\n", name(key), hcl(value, depth + 1));
            let lines: String = members.iter().map(line).collect();
            format!("{{\n{lines}{indent}}}")
        }
        Value::Array(items) => format!("[{}]", items.iter().map(|it| hcl(it, depth)).collect::<Vec<_>>().join(", ")),
        value => value.to_string(),
    }
}

fn resource(kind: &str, properties: &str) -> String {
    format!(
        "{{\"Resources\": {{\"M\": {{\"Type\": \"AWS::{kind}::StateMachine\", \"Properties\": {{{properties}}}}}}}}}"
    )
}

fn yaml_resource(properties: &str) -> String {
    format!(
        "Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n{}",
        indented(properties, 6)
    )
}

fn terraform(definition: &str) -> String {
    format!("resource \"aws_sfn_state_machine\" \"m\" {{\n  name = \"m\"\n  definition = {definition}\n}}\n")
}

/// Each form: what it is, the name of the file, and its text.
fn forms() -> Vec<(&'static str, &'static str, String)> {
    let value: Value = serde_json::from_str(DEFINITION).unwrap();
    let string = json_string(DEFINITION);
    let block = indented(DEFINITION, 2);
    let single = DEFINITION.replace('\'', "''");
    let one_line = serde_json::to_string(&value).unwrap();
    let yaml_pieces = joined(&one_line, |piece| format!("'{}'", piece.replace('\'', "''")));
    vec![
        ("object in JSON", "t.json", resource("Serverless", &format!("\"Definition\": {DEFINITION}"))),
        ("text in JSON", "t.json", resource("StepFunctions", &format!("\"DefinitionString\": {string}"))),
        (
            "Fn::Join in JSON",
            "t.json",
            resource(
                "StepFunctions",
                &format!("\"DefinitionString\": {{\"Fn::Join\": [\"\", [{}]]}}", joined(DEFINITION, json_string)),
            ),
        ),
        (
            "Fn::Sub with a map in JSON",
            "t.json",
            resource("StepFunctions", &format!("\"DefinitionString\": {{\"Fn::Sub\": [{string}, {{\"A\": \"b\"}}]}}")),
        ),
        (
            "Fn::ToJsonString in JSON",
            "t.json",
            resource("StepFunctions", &format!("\"DefinitionString\": {{\"Fn::ToJsonString\": {DEFINITION}}}")),
        ),
        (
            "both sides of Fn::If",
            "t.json",
            resource(
                "StepFunctions",
                &format!("\"DefinitionString\": {{\"Fn::If\": [\"C\", {string}, {{\"Ref\": \"AWS::NoValue\"}}]}}"),
            ),
        ),
        ("object in YAML", "t.yaml", yaml_resource(&format!("Definition:\n{}", indented(&yaml(&value, 0), 2)))),
        ("flow in YAML", "t.yaml", yaml_resource(&format!("Definition:\n{block}"))),
        ("literal block", "t.yaml", yaml_resource(&format!("DefinitionString: |\n{block}"))),
        ("folded block", "t.yaml", yaml_resource(&format!("DefinitionString: >-\n{block}"))),
        ("!Sub of a block", "t.yaml", yaml_resource(&format!("DefinitionString: !Sub |\n{block}"))),
        (
            "Fn::Sub of a block",
            "t.yaml",
            yaml_resource(&format!("DefinitionString:\n  Fn::Sub: |\n{}", indented(&block, 2))),
        ),
        ("double quotes", "t.yaml", yaml_resource(&format!("DefinitionString: {string}"))),
        ("single quotes", "t.yaml", yaml_resource(&format!("DefinitionString: '\n{}'", indented(&single, 2)))),
        ("!Join in YAML", "t.yaml", yaml_resource(&format!("DefinitionString: !Join ['', [{yaml_pieces}]]"))),
        (
            "Serverless Framework",
            "serverless.yml",
            format!(
                "service: s\nprovider: {{name: aws}}\nstepFunctions:\n  stateMachines:\n    m:\n      definition:\n{}",
                indented(&yaml(&value, 0), 8)
            ),
        ),
        ("heredoc", "main.tf", terraform(&format!("<<EOF\n{DEFINITION}\nEOF"))),
        ("indented heredoc", "main.tf", terraform(&format!("<<-EOF\n{}    EOF", indented(DEFINITION, 6)))),
        ("string in Terraform", "main.tf", terraform(&string)),
        ("jsonencode", "main.tf", terraform(&format!("jsonencode({})", hcl(&value, 1)))),
        ("local", "main.tf", format!("{}locals {{\n  d = <<EOF\n{DEFINITION}\nEOF\n}}\n", terraform("local.d"))),
        (
            "text in YAML in a heredoc",
            "main.tf",
            format!(
                "resource \"aws_cloudformation_stack\" \"s\" {{\n  template_body = <<-EOF\n{}  EOF\n}}\n",
                indented(&yaml_resource(&format!("DefinitionString: |\n{block}")), 4)
            ),
        ),
        (
            "plan",
            "plan.json",
            format!(
                "{{\"format_version\": \"1.2\", \"planned_values\": {{\"root_module\": {{\"child_modules\": [{{\
                 \"resources\": [{{\"address\": \"a\", \"type\": \"aws_sfn_state_machine\", \
                 \"values\": {{\"definition\": {string}}}}}]}}]}}}}}}"
            ),
        ),
    ]
}

#[test]
fn faults_are_told_at_the_very_text_in_every_form() {
    let expected = findings(DEFINITION, &told("a.asl.json", DEFINITION, &NoFiles));
    assert!(expected.len() >= 10, "{expected:?}");
    let sorted = |mut all: Vec<(&'static str, String)>| {
        all.sort();
        all
    };
    for (form, name, text) in forms() {
        let found = findings(&text, &told(name, &text, &NoFiles));
        assert_eq!(sorted(found), sorted(expected.clone()), "{form}:\n{text}");
    }
}

#[test]
fn fixes_mend_in_every_form_or_are_withheld() {
    let mut offered = 0;
    for (form, name, text) in forms() {
        let before = told(name, &text, &NoFiles);
        for diagnostic in before.iter().filter(|d| d.fix.is_some()) {
            let edits = diagnostic.fix.iter().flat_map(|it| &it.edits).collect();
            let mended = fix::edited(&text, edits).unwrap();
            let after = told(name, &mended, &NoFiles);
            let is_same = |d: &Diagnostic| d.rule.id == diagnostic.rule.id && d.message == diagnostic.message;
            assert!(!after.iter().any(is_same), "{form}: {} stays in\n{mended}", diagnostic.message);
            assert!(fix::mends(&before, &after), "{form}: {:?}\n{mended}", findings(&mended, &after));
            offered += 1;
        }
    }
    assert!(offered > 35, "{offered}");
}

#[test]
fn whatever_is_cut_out_places_stay_in_the_text() {
    // A generator of its own, so that a failure comes again.
    let mut state = 0x2545_f491_u32;
    let mut next = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state as usize % below
    };
    for (form, name, text) in forms() {
        for _ in 0..40 {
            let chars: Vec<char> = text.chars().collect();
            let from = next(chars.len());
            let to = (from + next(40)).min(chars.len());
            let put = ["", "\"", "\\", "${", "}", "\n", "!Sub ", "EOF", "{", "\t", "é"][next(11)];
            let cut: String =
                chars[..from].iter().chain(&put.chars().collect::<Vec<_>>()).chain(&chars[to..]).collect();
            for diagnostic in told(name, &cut, &NoFiles) {
                let related = diagnostic.related.iter().map(|it| it.span);
                let edits = diagnostic.fix.iter().flat_map(|it| &it.edits).map(|it| it.span);
                for span in [diagnostic.span].into_iter().chain(related).chain(edits) {
                    assert!(cut.get(span.range()).is_some(), "{form}: {span:?} of {}\n{cut}", diagnostic.message);
                }
            }
        }
    }
}

/// A folder in memory.
struct Folder(&'static [(&'static str, &'static str)]);

impl Files for Folder {
    fn read(&self, _: &Path, path: &str) -> Result<(PathBuf, Source), Refusal> {
        let path = path.trim_start_matches("./");
        let (name, text) = self.0.iter().find(|(name, _)| *name == path).ok_or(Refusal::Missing)?;
        Ok((PathBuf::from(name), Source::new(*text)))
    }

    fn siblings(&self, file: &Path, extension: &str) -> Vec<(PathBuf, Source)> {
        let is_wanted = |name: &str| name.ends_with(extension) && Path::new(name) != file;
        let wanted = self.0.iter().filter(|(name, _)| is_wanted(name));
        wanted.map(|(name, text)| (PathBuf::from(name), Source::new(*text))).collect()
    }
}

const CALL: &str = r#"{"StartAt": "Call", "States": {"Call": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
    "Parameters": {"FunctionName": "${Function}", "Payload": {"words": "${Words}", "n": ${Number}}}, "End": true}}}"#;
const QUOTES: &str =
    r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": "${on ? "yes" : "no"}", "End": true}}}"#;
const MORE: &str = "locals {\n  definition = file(\"${path.module}/call.json\")\n  folder = \"./\"\n}\n";

/// What is told of the files that a template names, and of itself.
fn of_all(name: &str, text: &str) -> Vec<String> {
    let folder = Folder(&[
        ("call.json", CALL),
        ("quotes.json", QUOTES),
        ("asset.0af1.json", CALL),
        ("more.tf", MORE),
        ("self.yaml", ""),
    ]);
    let content = asl_hosts::read(Path::new(name), Source::new(text), &folder);
    let mut all = hosted::of_file(&content, &Options::default());
    if let Content::Template(template) = &content {
        for (machine, declared) in hosted::definitions(template).filter(|(_, it)| it.file.is_some()) {
            all.extend(hosted::of_definition(machine, declared, &Options::default()));
        }
    }
    all.retain(|d| d.rule.id != "throttling-not-retried");
    all.iter().map(|d| format!("{}: {}", d.rule.id, d.message)).collect()
}

#[test]
fn pseudo_parameters_are_a_closed_list() {
    let by = |name: &str| {
        let template = format!(
            "Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: !Sub \
             '{{\"StartAt\": \"A\", \"States\": {{\"A\": {{\"Type\": \"Pass\", \"Result\": \"${{AWS::{name}}}\", \
             \"End\": true}}}}}}'\n"
        );
        let found = told("t.yaml", &template, &NoFiles);
        found.iter().map(|it| format!("{}: {}", it.rule.id, it.message)).collect::<Vec<_>>()
    };
    assert_eq!(by("Partion"), ["unfilled-placeholder: CloudFormation has no pseudo parameter `AWS::Partion`"]);
    for name in ["AccountId", "NotificationARNs", "Partition", "Region", "StackId", "StackName", "URLSuffix"] {
        assert_eq!(by(name), [""; 0], "{name}");
    }
}

#[test]
fn files_are_filled_as_the_template_says() {
    let unfilled = |by: &str, of: &str, name: &str| {
        format!("unfilled-placeholder: nothing fills `${{{name}}}`: {by} of `{of}` has no `{name}`")
    };
    let sam = "Transform: AWS::Serverless-2016-10-31\nResources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    \
               Properties:\n      DefinitionUri: call.json\n      DefinitionSubstitutions: {Function: f, Words: w}\n";
    assert_eq!(of_all("t.yaml", sam), [unfilled("DefinitionSubstitutions", "M", "Number")]);
    let sam = sam.replace("Words: w", "Word: w, Number: 1");
    assert_eq!(
        of_all("t.yaml", &sam),
        [
            "unused-substitution: the definition of `M` has no `${Word}`".to_owned(),
            unfilled("DefinitionSubstitutions", "M", "Words")
        ]
    );
    // However the file is named.
    let by = |location: &str| {
        let text = format!(
            "Transform: AWS::Serverless-2016-10-31\nParameters: {{P: {{Default: call.json}}}}\nResources:\n  M:\n    \
             Type: AWS::Serverless::StateMachine\n    Properties:\n      \
             DefinitionSubstitutions: {{Number: 1, Words: w}}\n      {location}\n"
        );
        of_all("t.yaml", &text)
    };
    for location in [
        "DefinitionUri: ./call.json",
        "DefinitionUri: !Ref P",
        "DefinitionUri: {Bucket: b, Key: 0af1.json}",
        "Definition: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: call.json}}}",
        "DefinitionUri: !If [C, call.json, !Ref AWS::NoValue]",
    ] {
        assert_eq!(by(location), [unfilled("DefinitionSubstitutions", "M", "Function")], "{location}");
    }
    assert_eq!(
        by("DefinitionUri: !ImportValue X"),
        [
            "definition-not-read: the definition of `M` lies in a file that only the deployment knows, and is not looked at"
        ]
    );
    let filled =
        terraform("templatefile(\"${local.folder}call.json\", { Function = aws_lambda_function.f.arn, Words = 1 })");
    assert_eq!(of_all("main.tf", &filled), [unfilled("templatefile", "m", "Number")]);
    let computed = terraform("templatefile(\"call.json\", merge(var.a, {}))");
    assert_eq!(of_all("main.tf", &computed), [""; 0]);
    let raw = terraform("local.definition");
    let stays =
        |name: &str| format!("unfilled-placeholder: `${{{name}}}` stays as it is: `file` fills no placeholders");
    assert_eq!(of_all("main.tf", &raw), ["Function", "Words", "Number"].map(stays));
}

#[test]
fn what_can_not_be_followed_is_told_once() {
    let cycle = format!("{}locals {{\n  a = local.b\n  b = local.a\n}}\n", terraform("local.a"));
    assert_eq!(of_all("main.tf", &cycle), ["refused-reference: the definition of `m` is defined by itself"]);
    let own = "Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties: {DefinitionUri: self.yaml}\n";
    assert_eq!(
        of_all("self.yaml", own),
        ["refused-reference: the definition of `M` is said to be this template itself"]
    );
    let own = "Resources:\n  S:\n    Type: AWS::CloudFormation::Stack\n    Properties: {TemplateURL: self.yaml}\n";
    assert_eq!(of_all("self.yaml", own), ["refused-reference: this template names itself as a nested one"]);
    let loops = terraform("<<EOF\n%{ for a in b }{}%{ endfor }\nEOF");
    assert_eq!(
        of_all("main.tf", &loops),
        [
            "definition-not-read: the definition of `m` is made by a template with conditions or loops, and is not looked at"
        ]
    );
    let stored = resource("StepFunctions", "\"DefinitionS3Location\": {\"Bucket\": \"b\", \"Key\": \"k\"}");
    assert_eq!(
        of_all("t.json", &stored),
        ["definition-not-read: the definition of `M` lies in S3, and is not looked at"]
    );
    let nested = format!("\"DefinitionString\": {}", "{\"Fn::Join\": [\"\", [".repeat(90) + "\"\"" + &"]]}".repeat(90));
    let computed =
        "definition-not-read: the definition of `M` is computed when the stack is deployed, and is not looked at";
    assert_eq!(of_all("t.json", &resource("StepFunctions", &nested)), [computed]);
}

#[test]
fn what_stands_elsewhere_in_a_template_is_not_of_the_definition() {
    let machine = |name: &str, comment: &str| {
        format!(
            "  {name}:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      Definition:\n        \
             StartAt: A\n        {comment}\n        States:\n          A:\n            Type: Pass\n            Next: B\n"
        )
    };
    // A comment that asks not to be told holds in its own definition, and is of use there.
    let text = format!(
        "Resources:\n{}{}",
        machine("Told", "# nothing"),
        machine("Ignored", "# asl-check: ignore dangling-transition")
    );
    let found = findings(&text, &told("t.yaml", &text, &NoFiles));
    assert_eq!(found, [("dangling-transition", "B".to_owned())]);
    // A template may be longer than a definition.
    let long = format!("Description: {}\nResources:\n{}", "x".repeat(1_100_000), machine("M", "# nothing"));
    let found = findings(&long, &told("t.yaml", &long, &NoFiles));
    assert!(found.iter().all(|(rule, _)| *rule != "syntax-error"), "{found:?}");
}

#[test]
fn what_terraform_fills_may_hold_quotes_and_lines() {
    let fields = r#""Result": {"a": "${var.public ? "ENABLED" : "DISABLED"}", "b": "${aws_lambda_function.f["x"].arn}",
        "${var.names["c"]}": "${join(",", var.l)}", "${var.names["d"]}": ${jsonencode({
            "x" = "}"
        })}, "e": "${
            var.e
        }"}"#;
    let definition =
        format!("{{\"StartAt\": \"A\", \"States\": {{\"A\": {{\"Type\": \"Pass\", {fields},\n\"Next\": \"B\"}}}}}}");
    let text = terraform(&format!("<<-EOF\n{}    EOF", indented(&definition, 6)));
    let found = findings(&text, &told("main.tf", &text, &NoFiles));
    assert_eq!(found, [("dangling-transition", "B".to_owned())]);
    let inline = r#""{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Pass\", \"Result\": \"${f["x"].arn}\", \"Next\": \"B\"}}}""#;
    let text = terraform(inline);
    let found = findings(&text, &told("main.tf", &text, &NoFiles));
    assert_eq!(found, [("dangling-transition", "B".to_owned())]);
    // Where Terraform says that a placeholder ends, it ends.
    let long = format!("${{jsonencode({{ a = \"{}\" }})}}", "x".repeat(2000));
    let inner = "${var.last ? <<END\n\"End\": true }, \"B\": {\nEND\n: \"\\\"Next\\\": \\\"B\\\"\"}";
    let text = terraform(&format!(
        "<<EOF\n{{\"StartAt\": \"A\", \"States\": {{\"A\": {{\"Type\": \"Pass\", \"Result\": {long}, {inner}\n}}}}}}\nEOF"
    ));
    assert_eq!(of_all("main.tf", &text), [""; 0]);
    let file = terraform("templatefile(\"quotes.json\", { on = true })");
    assert_eq!(of_all("main.tf", &file), [""; 0]);
}

#[test]
fn what_a_template_puts_in_the_place_of_states_and_fields_may_be_right() {
    let machine = |definition: &str| {
        let block = indented(definition, 4);
        format!("Transform: AWS::LanguageExtensions\n{}", yaml_resource(&format!("RoleArn: r\nDefinition:\n{block}")))
    };
    let a = "StartAt: A\nStates:\n  A: {Type: Pass, Next: B}\n";
    let waits = "StartAt: W\nStates:\n  W: {Type: Wait, Seconds: !If [C, 5, !Ref AWS::NoValue], \
                 SecondsPath: !If [C, !Ref AWS::NoValue, $.s], End: true}\n";
    let send = "StartAt: S\nStates:\n  S:\n    Type: Task\n    Resource: arn:aws:states:::sqs:sendMessage\n    End: true\n    \
                Parameters:\n      QueueUrl: q\n      Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://b/k}}\n";
    let typed = "StartAt: A\nStates:\n  A:\n    Comment: c\n    \
                 Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://b/k}}\n";
    for definition in [
        format!("{a}  B: !If [C, {{Type: Succeed}}, {{Type: Fail}}]\n"),
        format!("{a}  B:\n    Fn::Transform: {{Name: AWS::Include, Parameters: {{Location: s3://b/k}}}}\n"),
        format!("{a}  Fn::Transform: {{Name: AWS::Include, Parameters: {{Location: s3://b/k}}}}\n"),
        format!("{a}  Fn::ForEach::S:\n    - N\n    - [B]\n    - ${{N}}: {{Type: Pass, End: true}}\n"),
        "StartAt: A\nStates: !If [C, {A: {Type: Succeed}}, {A: {Type: Fail}}]\n".to_owned(),
        waits.to_owned(),
        send.to_owned(),
        typed.to_owned(),
    ] {
        assert_eq!(of_all("t.yaml", &machine(&definition)), [""; 0], "{definition}");
    }
    for states in ["merge({ A = { Type = \"Pass\", Next = \"B\" } }, local.rest)", "{ A = local.a }"] {
        let text = terraform(&format!("jsonencode({{ StartAt = \"A\", States = {states} }})"));
        assert_eq!(of_all("main.tf", &text), [""; 0], "{states}");
    }
}
