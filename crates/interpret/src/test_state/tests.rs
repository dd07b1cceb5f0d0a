//! What a test of one state comes to.

use super::{Answer, Request, run};
use asl_expressions::Value;
use asl_semantics::Definition;
use serde_json::{Map, json};

/// The answer to a request whose JSON parts may stand as they are.
fn answer(mut request: Value) -> Answer {
    let fields = request.as_object_mut().expect("an object");
    for key in ["definition", "input", "context", "variables"] {
        if let Some(value) = fields.get_mut(key).filter(|value| !value.is_string()) {
            *value = value.to_string().into();
        }
    }
    if let Some(result) = fields.get_mut("mock").and_then(|mock| mock.get_mut("result")) {
        *result = result.to_string().into();
    }
    let request = Request::read(&request).expect("a request");
    let tree = request.tree();
    run(&request, &Definition::new(&tree)).expect("it can be tested here")
}

fn response(request: Value) -> Value {
    match answer(request) {
        Answer::Response(response) => response,
        Answer::Refused(refusal) => panic!("{refusal:?}"),
    }
}

fn refusal(request: Value) -> String {
    match answer(request) {
        Answer::Refused(refusal) => refusal.message,
        Answer::Response(response) => panic!("{response}"),
    }
}

/// What is shown, JSON text opened.
fn inspection(mut request: Value) -> Map<String, Value> {
    request["inspectionLevel"] = "DEBUG".into();
    let response = response(request);
    let shown = response["inspectionData"].as_object().expect("what is inspected").clone();
    let open = |value: Value| match &value {
        Value::String(text) => serde_json::from_str(text).expect("JSON text"),
        _ => value,
    };
    shown.into_iter().map(|(key, value)| (key, open(value))).collect()
}

fn task(more: &Value) -> Value {
    let mut task = json!({"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true});
    let fields = more.as_object().cloned().unwrap_or_default();
    task.as_object_mut().expect("an object").extend(fields);
    task
}

fn map(more: &Value) -> Value {
    let processor = json!({"StartAt": "One", "States": {"One": {"Type": "Pass", "End": true}}});
    let mut map = json!({"Type": "Map", "ItemProcessor": processor, "End": true});
    let fields = more.as_object().cloned().unwrap_or_default();
    map.as_object_mut().expect("an object").extend(fields);
    map
}

#[test]
fn every_step_of_a_task() {
    let state = task(&json!({
        "InputPath": "$.order",
        "Parameters": {"FunctionName": "f", "Payload.$": "$"},
        "ResultSelector": {"total.$": "$.Payload"},
        "ResultPath": "$.answer",
        "OutputPath": "$.answer.total",
    }));
    let request = json!({"definition": state, "input": {"order": 7}, "mock": {"result": {"Payload": 9}}});
    let seen = inspection(request.clone());
    assert_eq!(seen["input"], json!({"order": 7}));
    assert_eq!(seen["afterInputPath"], json!(7));
    assert_eq!(seen["afterParameters"], json!({"FunctionName": "f", "Payload": 7}));
    assert_eq!(seen["result"], json!({"Payload": 9}));
    assert_eq!(seen["afterResultSelector"], json!({"total": 9}));
    assert_eq!(seen["afterResultPath"], json!({"order": 7, "answer": {"total": 9}}));
    assert_eq!(response(request), json!({"output": "9", "status": "SUCCEEDED"}));
}

#[test]
fn a_state_may_lead_anywhere_and_to_itself() {
    let pass = json!({"Type": "Pass", "Next": "Nowhere"});
    assert_eq!(response(json!({"definition": pass}))["nextState"], "Nowhere");
    let machine = json!({"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "A"}}});
    assert_eq!(response(json!({"definition": machine, "stateName": "A"}))["nextState"], "A");
    let missing = refusal(json!({"definition": machine, "stateName": "B"}));
    assert_eq!(missing, "State not found in definition");
}

#[test]
fn errors_are_tried_again_or_caught() {
    let state = task(&json!({
        "Retry": [{"ErrorEquals": ["Busy"], "IntervalSeconds": 3, "MaxAttempts": 2, "MaxDelaySeconds": 5}],
        "Catch": [{"ErrorEquals": ["Other"], "Next": "B"}, {"ErrorEquals": ["States.ALL"], "ResultPath": "$.e", "Next": "C"}],
    }));
    let request = |error: &str, tried: u64| {
        json!({
            "definition": state, "input": {"id": 1},
            "mock": {"errorOutput": {"error": error, "cause": "why"}},
            "stateConfiguration": {"retrierRetryCount": tried},
        })
    };
    let again = response(request("Busy", 0));
    assert_eq!(again, json!({"error": "Busy", "cause": "why", "status": "RETRIABLE"}));
    let details = |tried| inspection(request("Busy", tried)).remove("errorDetails").unwrap_or_default();
    assert_eq!(details(0), json!({"retryIndex": 0, "retryBackoffIntervalSeconds": 3}));
    assert_eq!(details(1), json!({"retryIndex": 0, "retryBackoffIntervalSeconds": 5}));
    assert_eq!(details(2), json!({"retryIndex": 0, "catchIndex": 1}));
    let caught = response(request("Slow", 0));
    assert_eq!(caught["status"], "CAUGHT_ERROR");
    assert_eq!(caught["nextState"], "C");
    assert_eq!(caught["output"], r#"{"id":1,"e":{"Error":"Slow","Cause":"why"}}"#);
}

#[test]
fn a_map_is_told_what_it_comes_to() {
    let state = map(&json!({
        "ItemsPath": "$.list",
        "ItemSelector": {"n.$": "$$.Map.Item.Value", "i.$": "$$.Map.Item.Index"},
        "MaxConcurrency": 4,
        "ToleratedFailurePercentage": 50,
        "ItemProcessor": {
            "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
            "StartAt": "One", "States": {"One": {"Type": "Pass", "End": true}},
        },
    }));
    let request = |failed: u64| {
        json!({
            "definition": state, "input": {"list": ["a", "b"]}, "mock": {"result": [1, 2]},
            "stateConfiguration": {"mapIterationFailureCount": failed},
        })
    };
    let seen = inspection(request(1));
    assert_eq!(seen["afterItemsPath"], json!(["a", "b"]));
    assert_eq!(seen["afterItemSelector"], json!([{"n": "a", "i": 0}, {"n": "b", "i": 1}]));
    assert_eq!((&seen["maxConcurrency"], &seen["toleratedFailurePercentage"]), (&json!(4), &json!(50.0)));
    assert!(!seen.contains_key("result"));
    assert_eq!(response(request(1))["output"], "[1,2]");
    assert_eq!(response(request(2))["error"], "States.ExceedToleratedFailureThreshold");
    let many = "Map iteration failure count must be less than or equal to the number of Map iterations";
    assert_eq!(refusal(request(3)), many);
}

#[test]
fn items_that_a_map_reads_may_be_given() {
    let state = map(&json!({
        "ItemReader": {
            "Resource": "arn:aws:states:::s3:getObject",
            "ReaderConfig": {"InputType": "JSON", "ItemsPointer": "/rows"},
            "Parameters": {"Bucket": "b", "Key": "k"},
        },
        "ItemSelector": {"row.$": "$$.Map.Item.Value"},
        "ItemProcessor": {
            "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
            "StartAt": "One", "States": {"One": {"Type": "Pass", "End": true}},
        },
    }));
    let request = json!({"definition": state, "mock": {"result": [1]}});
    let mut read = request.clone();
    read["stateConfiguration"] = json!({"mapItemReaderData": r#"{"rows": [8]}"#});
    let seen = inspection(read);
    assert_eq!(seen["afterItemsPointer"], json!([8]));
    assert_eq!(seen["afterItemSelector"], json!([{"row": 8}]));
    assert_eq!(response(request)["status"], "SUCCEEDED");
}

#[test]
fn a_state_inside_of_a_map_has_an_item() {
    let inner =
        json!({"Type": "Pass", "Parameters": {"at.$": "$$.Map.Item.Index", "is.$": "$$.Map.Item.Value"}, "End": true});
    let around = map(&json!({"ItemProcessor": {"StartAt": "In", "States": {"In": inner}}}));
    let machine = json!({"StartAt": "Out", "States": {"Out": around}});
    let response = response(json!({"definition": machine, "stateName": "In", "input": 5}));
    assert_eq!(response["output"], r#"{"at":0,"is":5}"#);
}

#[test]
fn variables_are_shown_with_what_is_assigned() {
    let state = json!({"Type": "Pass", "Assign": {"b.$": "$.n"}, "Parameters": {"n.$": "$a"}, "End": true});
    let seen = inspection(json!({"definition": state, "variables": {"a": 3}}));
    assert_eq!(seen["variables"], json!({"a": 3, "b": 3}));
    assert_eq!(seen["afterParameters"], json!({"n": 3}));
}

#[test]
fn a_test_ends_after_five_minutes() {
    let wait = |seconds: u64| json!({"definition": {"Type": "Wait", "Seconds": seconds, "End": true}});
    assert_eq!(response(wait(299))["status"], "SUCCEEDED");
    assert_eq!(response(wait(301)), json!({"error": "States.Timeout", "status": "FAILED"}));
}

#[test]
fn mocks_that_are_refused() {
    let result =
        |definition: Value, result: Value| refusal(json!({"definition": definition, "mock": {"result": result}}));
    assert_eq!(result(map(&json!({})), json!({})), "Mocked result must be an array.");
    let written = map(&json!({"ResultWriter": {}}));
    assert_eq!(result(written, json!([])), "Mocked result must be a JSON object.");
    let wait = json!({"Type": "Wait", "Seconds": 1, "End": true});
    assert_eq!(result(wait, json!(1)), "State type 'Wait' is not supported when a mock is specified");
    let none = refusal(json!({"definition": task(&json!({})), "mock": {}}));
    assert_eq!(none, "A test mock should have only one of the following fields: [result, errorOutput].");
    assert_eq!(refusal(json!({"definition": task(&json!({}))})), "RoleArn must be specified when testing a Task state");
}

#[test]
fn context_objects_that_are_refused() {
    let refused = |resource: &str, context: Value| {
        let definition = task(&json!({"Resource": resource}));
        let refusal = refusal(json!({"definition": definition, "context": context, "mock": {"result": 1}}));
        refusal.strip_prefix("Invalid Context object provided: ").map(str::to_owned)
    };
    let lambda = "arn:aws:states:::lambda:invoke";
    assert_eq!(
        refused(lambda, json!({"Map": {}})).as_deref(),
        Some("'Map' field is not supported when mocking a Context object")
    );
    assert_eq!(refused(lambda, json!({"Weather": 1})).as_deref(), Some("Field 'Weather' is not allowed"));
    assert_eq!(refused(lambda, json!({"Execution": {"Id": 1}})).as_deref(), Some("Execution.Id must be a string"));
    assert!(refused(lambda, json!({"Task": {"Token": "t"}})).is_some());
    let state = task(&json!({
        "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
        "Parameters": {"FunctionName": "f", "Payload": {"t.$": "$$.Task.Token"}},
    }));
    let seen = inspection(json!({"definition": state, "context": {"Task": {"Token": "t"}}, "mock": {"result": 1}}));
    assert_eq!(seen["afterParameters"]["Payload"], json!({"t": "t"}));
}

#[test]
fn a_definition_is_refused_with_all_that_is_wrong() {
    let request = Request::read(&json!({"definition": "{}"})).expect("a request");
    let refused = |findings: &[(&'static str, &'static str, Option<&'static str>)]| {
        super::refuse_definition(&request, findings.iter().copied()).map(|refusal| refusal.message)
    };
    assert_eq!(refused(&[("MISSING_END_STATE", "none", None)]), None);
    assert_eq!(refused(&[("MISSING_TRANSITION_TARGET", "gone", Some("/States/StateName/Next"))]), None);
    let inside = ("MISSING_TRANSITION_TARGET", "gone", Some("/States/StateName/Branches[0]/States/A/Next"));
    assert!(refused(&[inside]).is_some());
    assert_eq!(
        refused(&[("A", "one", Some("/x")), ("B", "two", None)]).as_deref(),
        Some("Invalid State Machine Definition: ''A: one at /x', 'B: two''")
    );
}
