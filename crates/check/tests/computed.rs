//! What is computed for the parameters of a call, against what those take.

use asl_check_core::{Analysis, Diagnostic, Options, Severity};
use asl_syntax::{Source, json};
use serde_json::{Value, json};

/// What is told of the types of the parameters of a call, behind a state that makes data.
#[allow(clippy::needless_pass_by_value, reason = "calls read better so")]
fn told(made: Value, language: &str, resource: &str, parameters: Value) -> Vec<Diagnostic> {
    let (makes, takes) = if language == "JSONata" { ("Output", "Arguments") } else { ("Result", "Parameters") };
    let text = json!({"QueryLanguage": language, "StartAt": "Make", "States": {
        "Make": {"Type": "Pass", makes: made, "Next": "Call"},
        "Call": {"Type": "Task", "Resource": format!("arn:aws:states:::{resource}"), takes: parameters, "End": true}
    }});
    let tree = json::parse(Source::new(text.to_string()));
    let analysis = Analysis::new(&tree, &Options::default());
    analysis.reported().filter(|it| it.rule.id == "wrong-parameter-type").cloned().collect()
}

fn severities(found: &[Diagnostic]) -> Vec<Severity> {
    found.iter().map(|it| it.severity).collect()
}

#[test]
fn paths_that_give_something_else() {
    let container = json!({"TaskDefinition": "t", "Overrides": {"ContainerOverrides": [
        {"Environment": [{"Name": "N", "Value.$": "$.n"}]}
    ]}});
    let command = json!({"TaskDefinition": "t", "Overrides": {"ContainerOverrides": [{"Command.$": "$.c"}]}});
    for (made, resource, parameters) in [
        (json!({"t": 7}), "dynamodb:getItem", json!({"TableName.$": "$.t", "Key": {"k": {"S": "x"}}})),
        (json!({"key": {"k": {"N": 5}}}), "dynamodb:getItem", json!({"TableName": "t", "Key.$": "$.key"})),
        (json!({"n": 5}), "ecs:runTask", container.clone()),
        (json!({"ids": "i-1"}), "aws-sdk:ec2:stopInstances", json!({"InstanceIds.$": "$.ids"})),
        (json!({"c": [["ls"]]}), "ecs:runTask", command.clone()),
        (
            json!({"s": "soon"}),
            "sqs:sendMessage",
            json!({"QueueUrl": "u", "MessageBody": "m", "DelaySeconds.$": "$.s"}),
        ),
        (json!({}), "sns:publish", json!({"Message": "m", "TopicArn.$": "States.StringToJson('{}')"})),
        (json!({"t": {"a": 1}}), "aws-sdk:dynamodb:describeTable", json!({"TableName.$": "$.t"})),
    ] {
        let found = told(made, "JSONPath", resource, parameters.clone());
        assert_eq!(severities(&found), [Severity::Error], "{resource} {parameters}: {found:?}");
    }
    for (made, resource, parameters) in [
        (json!({"n": "5"}), "ecs:runTask", container.clone()),
        (json!({"m": {"a": 1}}), "sqs:sendMessage", json!({"QueueUrl": "u", "MessageBody.$": "$.m"})),
        (json!({"m": {"a": 1}}), "lambda:invoke", json!({"FunctionName": "f", "Payload.$": "$.m"})),
        (json!({"t": 7}), "aws-sdk:dynamodb:describeTable", json!({"TableName.$": "$.t"})),
        (json!({"i": {"a": 1}}), "aws-sdk:sfn:startExecution", json!({"StateMachineArn": "a", "Input.$": "$.i"})),
        (json!({"s": "5"}), "sqs:sendMessage", json!({"QueueUrl": "u", "MessageBody": "m", "DelaySeconds.$": "$.s"})),
        (json!({"ids": ["i-1"]}), "aws-sdk:ec2:stopInstances", json!({"InstanceIds.$": "$.ids"})),
        (json!({"c": ["ls"]}), "ecs:runTask", command.clone()),
        (json!({"none": null}), "aws-sdk:ec2:stopInstances", json!({"InstanceIds.$": "$.none"})),
        (json!({"key": {"k": {"S": "x"}}}), "dynamodb:getItem", json!({"TableName": "t", "Key.$": "$.key"})),
    ] {
        let found = told(made, "JSONPath", resource, parameters.clone());
        assert!(found.is_empty(), "{resource} {parameters}: {found:?}");
    }
}

#[test]
fn what_is_unknown_may_fit() {
    let text = json!({"StartAt": "Call", "States": {"Call": {
        "Type": "Task",
        "Resource": "arn:aws:states:::dynamodb:getItem",
        "Parameters": {"TableName.$": "$.table", "Key.$": "States.StringToJson($.key)"},
        "End": true
    }}});
    let tree = json::parse(Source::new(text.to_string()));
    assert_eq!(Analysis::new(&tree, &Options::default()).reported().count(), 0);
}

#[test]
fn one_result_of_jsonata_is_no_list() {
    let stop = |made: Value, ids: &str| told(made, "JSONata", "aws-sdk:ec2:stopInstances", json!({"InstanceIds": ids}));
    let one = || json!({"found": [{"id": "i-1"}]});
    let some = || json!({"found": "{% $map([1..$length($states.context.Execution.Name)], function($n) { {'id': $string($n)} }) %}"});
    assert_eq!(severities(&stop(one(), "{% $states.input.found.id %}")), [Severity::Error]);
    let found = stop(some(), "{% $states.input.found.id %}");
    assert_eq!(severities(&found), [Severity::Warning], "{found:?}");
    assert!(found.iter().all(|it| it.help.as_ref().is_some_and(|help| help.contains("brackets"))), "{found:?}");
    for fitting in ["{% [$states.input.found.id] %}", "{% $states.input.found.id[] %}"] {
        assert!(stop(some(), fitting).is_empty(), "{fitting}");
        assert!(stop(one(), fitting).is_empty(), "{fitting}");
    }
}

#[test]
fn it_is_said_where_it_was_made() {
    let found =
        told(json!({"a": {"t": 7}}), "JSONPath", "dynamodb:getItem", json!({"TableName.$": "$.a.t", "Key": {}}));
    let [one] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(one.message, "`TableName` of dynamodb:getItem is a string, and `$.a.t` gives a number (state `Call`)");
    let related: Vec<_> = one.related.iter().map(|it| (it.pointer.as_str(), it.message.as_str())).collect();
    assert_eq!(related, [("/States/Make/Result", "`Make` makes `a.t`: 7")]);
}

#[test]
fn what_comes_back_from_a_token_is_said_to_be_unknown() {
    let text = json!({"StartAt": "Ask", "States": {
        "Ask": {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
            "TimeoutSeconds": 60,
            "Parameters": {"FunctionName": "f", "Payload": {"token.$": "$$.Task.Token"}},
            "Next": "Read"
        },
        "Read": {"Type": "Pass", "Parameters": {"by.$": "$.approved.by"}, "End": true}
    }});
    let tree = json::parse(Source::new(text.to_string()));
    let analysis = Analysis::new(&tree, &Options { strict: true, ..Options::default() });
    let found: Vec<_> = analysis.reported().filter(|it| it.rule.id == "unproven-data").collect();
    let [one] = found.as_slice() else { panic!("{found:?}") };
    assert!(one.related.iter().any(|it| it.message.starts_with("`Ask` gives what whoever has its token")), "{one:?}");
}
