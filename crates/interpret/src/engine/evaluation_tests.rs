//! Where and how often an evaluation that failed is told of.

use crate::testing::run;
use asl_expressions::Value;
use serde_json::json;

/// The events that tell of failed evaluations, each with its state and its place; and the last event.
fn told(definition: Value, mocks: Value) -> (Vec<(String, String)>, String) {
    let history = run(&[("m", definition)], json!({}), mocks, None).expect("it runs");
    let events = history["events"].as_array().expect("events");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let failed = events.iter().map(|event| &event["evaluationFailedEventDetails"]).filter(|it| it.is_object());
    let failed = failed.map(|it| (text(&it["state"]), text(&it["location"]))).collect();
    (failed, text(&events.last().expect("an event")["type"]))
}

fn jsonata(state: &Value) -> Value {
    json!({"QueryLanguage": "JSONata", "StartAt": "S", "States": {"S": state, "E": {"Type": "Succeed"}}})
}

#[test]
fn the_state_inside_tells_of_it_and_not_the_one_around_it() {
    let inner = json!({"Type": "Succeed", "Output": {"a": ["{% $states.input.x %}"]}});
    let branch = json!({"StartAt": "B", "States": {"B": inner}});
    let parallel = json!({"Type": "Parallel", "Branches": [branch], "Next": "E"});
    let (failed, last) = told(jsonata(&parallel), json!({}));
    assert_eq!(failed, [("B".to_owned(), "Output/a[0]".to_owned())]);
    assert_eq!(last, "ExecutionFailed");
}

#[test]
fn an_error_that_somebody_named_so_is_none() {
    let task = json!({"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Next": "E"});
    let thrown = json!({"S": {"Throw": {"Error": "States.QueryEvaluationError"}}});
    assert_eq!(told(jsonata(&task), thrown), (Vec::new(), "ExecutionFailed".to_owned()));
}

#[test]
fn the_place_is_the_way_from_the_state() {
    let task = json!({
        "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Next": "E",
        "Catch": [
            {"ErrorEquals": ["Other"], "Next": "E"},
            {"ErrorEquals": ["Foo"], "Next": "E", "Output": "{% $states.input.x %}"},
        ],
    });
    let (failed, _) = told(jsonata(&task), json!({"S": {"Throw": {"Error": "Foo"}}}));
    assert_eq!(failed, [("S".to_owned(), "Catch[1]/Output".to_owned())]);
    let choice = json!({"Type": "Choice", "Default": "E", "Choices": [
        {"Condition": "{% false %}", "Next": "E"},
        {"Condition": "{% 'yes' %}", "Next": "E"},
    ]});
    assert_eq!(told(jsonata(&choice), json!({})).0, [("S".to_owned(), "Choices[1]/Condition".to_owned())]);
}
