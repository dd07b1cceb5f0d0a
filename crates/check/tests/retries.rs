//! What is told of the retries of tasks, and how they are added.

use asl_check_core::{Analysis, Diagnostic, Options, fix};
use asl_hosts::NoFiles;
use asl_syntax::{Source, Tree, json, yaml};
use serde_json::{Value, json};
use std::path::Path;

fn told(tree: &Tree, rule: &str) -> Vec<Diagnostic> {
    let analysis = Analysis::new(tree, &Options::default());
    analysis.reported().filter(|it| it.rule.id == rule).cloned().collect()
}

/// How often a rule speaks of a definition of these states.
fn count(rule: &str, states: &Value) -> usize {
    let first = states.as_object().and_then(|it| it.keys().next()).cloned();
    told(&json::parse(Source::new(json!({"StartAt": first, "States": states}).to_string())), rule).len()
}

#[allow(clippy::needless_pass_by_value, reason = "calls read better so")]
fn task(resource: &str, changes: Value) -> Value {
    let mut task = json!({
        "Type": "Task",
        "Resource": format!("arn:aws:states:::{resource}"),
        "Parameters": {"FunctionName": "f", "ModelId": "amazon.nova-lite-v1:0", "Body": {}},
        "End": true
    });
    for (name, value) in changes.as_object().into_iter().flatten() {
        task[name] = value.clone();
    }
    task
}

const THROTTLING: &str = "throttling-not-retried";

#[test]
fn who_gives_up_when_throttled() {
    let told = |resource: &str, changes: Value| count(THROTTLING, &json!({"A": task(resource, changes)}));
    for resource in ["lambda:invoke", "bedrock:invokeModel", "aws-sdk:bedrockruntime:converse", "aws-sdk:lambda:invoke"]
    {
        assert_eq!(told(resource, json!({})), 1, "{resource}");
        assert_eq!(told(resource, json!({"Retry": []})), 1, "{resource}");
        let other = json!({"Retry": [{"ErrorEquals": ["States.Timeout", "Mine"]}]});
        assert_eq!(told(resource, other), 1, "{resource}");
        for name in ["States.ALL", "States.TaskFailed", "${Error}"] {
            assert_eq!(told(resource, json!({"Retry": [{"ErrorEquals": [name]}]})), 0, "{resource} {name}");
        }
    }
    let function = json!({"Resource": "arn:aws:lambda:us-east-1:111122223333:function:f"});
    assert_eq!(told("lambda:invoke", function), 1);
    assert_eq!(told("sqs:sendMessage", json!({})), 0);
    assert_eq!(told("bedrock:createModelCustomizationJob", json!({})), 0);
    let named = |field: &str, name: &str, more: Value| {
        let mut handler = json!({"ErrorEquals": [name]});
        for (name, value) in more.as_object().into_iter().flatten() {
            handler[name] = value.clone();
        }
        json!({field: [handler]})
    };
    for name in ["Bedrock.ThrottlingException", "BedrockRuntime.ThrottlingException"] {
        assert_eq!(told("bedrock:invokeModel", named("Retry", name, json!({}))), 0);
    }
    let never = named("Retry", "Lambda.TooManyRequestsException", json!({"MaxAttempts": 0}));
    assert_eq!(told("lambda:invoke", never), 0);
    let caught = |name: &str| {
        let states = json!({
            "A": task("lambda:invoke", named("Catch", name, json!({"Next": "B"}))),
            "B": {"Type": "Pass", "End": true}
        });
        count(THROTTLING, &states)
    };
    assert_eq!(caught("Lambda.TooManyRequestsException"), 0);
    assert_eq!(caught("States.ALL"), 1);
    assert_eq!(told("lambda:invoke", json!({"Retry": "${Retry}"})), 0);
}

#[test]
fn who_is_retried_around() {
    let around = |name: &str| {
        let inner = json!({"StartAt": "A", "States": {"A": task("lambda:invoke", json!({}))}});
        let retry = json!([{"ErrorEquals": [name]}]);
        count(THROTTLING, &json!({"P": {"Type": "Parallel", "Branches": [inner], "Retry": retry, "End": true}}))
    };
    assert_eq!(around("States.ALL"), 0);
    assert_eq!(around("Lambda.TooManyRequestsException"), 0);
    assert_eq!(around("Lambda.ServiceException"), 1);
}

#[test]
fn one_note_a_service_and_one_fix_for_all() {
    let text = json!({"StartAt": "A", "States": {
        "A": task("lambda:invoke", json!({"End": false, "Next": "B"})),
        "B": task("lambda:invoke", json!({"End": false, "Next": "C"})),
        "C": task("bedrock:invokeModel", json!({}))
    }});
    let text = text.to_string().replace("\"End\":false,", "");
    let found = told(&json::parse(Source::new(text.clone())), THROTTLING);
    assert_eq!(found.len(), 2, "{found:?}");
    let check = |text: &str| told(&json::parse(Source::new(text.to_owned())), THROTTLING);
    let fixed = fix::apply(&text, check);
    assert_eq!((check(&fixed.text).len(), fixed.applied.len()), (0, 2), "{}", fixed.text);
}

fn mended(tree: &Tree, text: &str) -> String {
    let found = told(tree, THROTTLING);
    let edits = found.iter().filter_map(|it| it.fix.as_ref()).flat_map(|it| &it.edits).collect();
    fix::edited(text, edits).unwrap_or_default()
}

#[test]
fn retries_are_written_as_json_is() {
    let head = "{\n    \"StartAt\": \"A\",\n    \"States\": {\n        \"A\": {\n            \"Type\": \"Task\",\n            \
                \"Resource\": \"arn:aws:states:::bedrock:invokeModel\",\n            \"Parameters\": {\"ModelId\": \"${M}\", \"Body\": {}},\n            ";
    let tail = "\"End\": true\n        }\n    }\n}\n";
    let text = format!("{head}{tail}");
    let retry = "\"Retry\": [\n                {\n                    \"ErrorEquals\": [\n                        \
                 \"Bedrock.ThrottlingException\"\n                    ],\n                    \"IntervalSeconds\": 2,\n                    \
                 \"MaxAttempts\": 6,\n                    \"BackoffRate\": 2\n                }\n            ],\n            ";
    assert_eq!(mended(&json::parse(Source::new(text.clone())), &text), format!("{head}{retry}{tail}"));

    let line = |retry: &str| {
        format!(
            "{{\"StartAt\": \"A\", \"States\": {{\"A\": {{\"Type\": \"Task\", \"Resource\": \"arn:aws:states:::lambda:invoke\", \
                 \"Parameters\": {{\"FunctionName\": \"f\"}}, {retry}\"End\": true}}}}}}"
        )
    };
    let mend = |retry: &str| mended(&json::parse(Source::new(line(retry))), &line(retry));
    assert_eq!(
        mend("\"Retry\": [{\"ErrorEquals\": [\"Lambda.ServiceException\"]}], "),
        line("\"Retry\": [{\"ErrorEquals\": [\"Lambda.TooManyRequestsException\", \"Lambda.ServiceException\"]}], ")
    );
    assert_eq!(
        mend("\"Retry\": [{\"ErrorEquals\": [\"Mine\"]}], "),
        line(
            "\"Retry\": [{ \"ErrorEquals\": [\"Lambda.TooManyRequestsException\"], \"IntervalSeconds\": 2, \
              \"MaxAttempts\": 6, \"BackoffRate\": 2 }, {\"ErrorEquals\": [\"Mine\"]}], "
        )
    );
    assert!(mend("\"Retry\": [], ").contains("\"Retry\": [{ \"ErrorEquals\": [\"Lambda.ServiceException\", "));
}

#[test]
fn retries_are_written_as_yaml_is() {
    let with = |retry: &str| {
        format!(
            "StartAt: A\nStates:\n  A:\n    Type: Task\n    Resource: arn:aws:states:::lambda:invoke\n    \
                 Parameters:\n      FunctionName: f\n{retry}    # the last one\n    End: true\n"
        )
    };
    let mend = |retry: &str| mended(&yaml::parse(Source::new(with(retry))), &with(retry));
    let whole = "    # the last one\n    Retry:\n      - ErrorEquals:\n          - Lambda.ServiceException\n          \
                 - Lambda.AWSLambdaException\n          - Lambda.SdkClientException\n          \
                 - Lambda.TooManyRequestsException\n        IntervalSeconds: 2\n        MaxAttempts: 6\n        BackoffRate: 2\n";
    assert_eq!(mend(""), with("").replace("    # the last one\n", whole));
    let list = |names: &str| with(&format!("    Retry:\n    - ErrorEquals:\n{names}      MaxAttempts: 1\n"));
    let (one, two) = ("        - Lambda.SdkClientException\n", "        - Lambda.TooManyRequestsException\n");
    assert_eq!(mended(&yaml::parse(Source::new(list(one))), &list(one)), list(&format!("{two}{one}")));
    assert_eq!(
        mend("    Retry:\n    - ErrorEquals: [Mine]\n"),
        with(
            "    Retry:\n    - ErrorEquals:\n        - Lambda.TooManyRequestsException\n      IntervalSeconds: 2\n      \
              MaxAttempts: 6\n      BackoffRate: 2\n    - ErrorEquals: [Mine]\n"
        )
    );
}

#[test]
fn what_is_posted_again() {
    let told = |changes: Value, retrier: Value| {
        let mut parameters = json!({
            "ApiEndpoint": "https://example.com/charges",
            "Method": "POST",
            "InvocationConfig": {"ConnectionArn.$": "$.connection"},
            "RequestBody.$": "$.order"
        });
        for (name, value) in changes.as_object().into_iter().flatten() {
            parameters[name] = value.clone();
        }
        let task = json!({"Parameters": parameters, "Retry": [retrier]});
        count("repeated-post", &json!({"A": self::task("http:invoke", task)}))
    };
    let on = |name: &str| json!({"ErrorEquals": [name]});
    for name in
        ["States.ALL", "States.TaskFailed", "States.Timeout", "States.Http.Socket", "States.Http.StatusCode.502"]
    {
        assert_eq!(told(json!({}), on(name)), 1, "{name}");
        assert_eq!(told(json!({"Method": "GET"}), on(name)), 0, "{name}");
    }
    for name in ["States.Http.StatusCode.429", "States.Http.StatusCode.503", "Events.ConnectionResource.InternalError"]
    {
        assert_eq!(told(json!({}), on(name)), 0, "{name}");
    }
    assert_eq!(told(json!({}), json!({"ErrorEquals": ["States.ALL"], "MaxAttempts": 0})), 0);
    assert_eq!(told(json!({"Method": "PATCH"}), on("States.ALL")), 1);
    assert_eq!(told(json!({"Headers": {"Accept": "*/*"}}), on("States.ALL")), 1);
    for key in [
        json!({"Headers": {"Idempotency-Key.$": "$$.Execution.Name"}}),
        json!({"Headers": {"x-request-id": "1"}}),
        json!({"Headers": {"${Name}": "1"}}),
        json!({"Headers.$": "$.headers"}),
        json!({"QueryParameters": {"dedupId": "1"}}),
        json!({"RequestBody": {"payment": {"idempotency_key.$": "$.id"}}}),
        json!({"Method": "${Method}"}),
    ] {
        assert_eq!(told(key.clone(), on("States.ALL")), 0, "{key}");
    }
}

#[test]
fn retries_are_written_where_a_template_holds_the_definition() {
    let lines = |indent: &str, retry: &str| {
        let text = format!(
            "{{\n  \"StartAt\": \"A\",\n  \"States\": {{\n    \"A\": {{\n      \"Type\": \"Task\",\n      \
             \"Resource\": \"arn:aws:states:::bedrock:invokeModel\",\n      \"Parameters\": {{\"ModelId\": \"${{M}}\", \"Body\": {{}}}},\n      \
             {retry}\"End\": true\n    }}\n  }}\n}}\n"
        );
        let lines = text.lines().map(|line| format!("{indent}{line}\n")).collect::<Vec<_>>().concat();
        format!(
            "Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      RoleArn: r\n      DefinitionString: |\n{lines}"
        )
    };
    let text = lines("        ", "");
    let content = asl_hosts::read(Path::new("template.yaml"), Source::new(text.clone()), &NoFiles);
    let found = asl_check_core::hosted::of_file(&content, &Options::default());
    let fixes = found.iter().filter(|it| it.rule.id == THROTTLING).filter_map(|it| it.fix.as_ref());
    let edits = fixes.flat_map(|fix| &fix.edits).collect();
    let retry = "\"Retry\": [\n        {\n          \"ErrorEquals\": [\n            \"Bedrock.ThrottlingException\"\n          ],\n          \
                 \"IntervalSeconds\": 2,\n          \"MaxAttempts\": 6,\n          \"BackoffRate\": 2\n        }\n      ],\n      ";
    assert_eq!(fix::edited(&text, edits).unwrap_or_default(), lines("        ", retry));
}
