//! Executions that go on.

use crate::answers::Short;
use crate::testing::{output, run};
use crate::{Around, Options, redrive_with, to_json};
use asl_expressions::Value;
use asl_semantics::Definition;
use asl_semantics::plan::Workflow;
use asl_syntax::{Source, json};
use serde_json::json;

/// Goes on with the execution of a history.
fn redrive(definition: &Value, history: &Value, mocks: &Value) -> Result<Value, String> {
    let tree = json::parse(Source::new(definition.to_string()));
    let workflow = Workflow::new(&Definition::new(&tree)).expect("a plan");
    let mut answers = Short::new(mocks.as_object().expect("answers by state")).expect("answers");
    let history = history.as_object().expect("a history");
    redrive_with(&workflow, history, &Options::default(), &mut answers, Around::default()).map(|run| to_json(&run))
}

/// A machine of one state.
fn machine(name: &str, state: &Value) -> Value {
    json!({"StartAt": name, "States": {name: state}})
}

#[test]
fn a_history_may_tell_anything() {
    let fail = machine("F", &json!({"Type": "Fail", "Error": "E"}));
    let definition = machine("M", &json!({"Type": "Map", "ItemProcessor": fail, "End": true}));
    let mut history = run(&[("m", definition.clone())], json!([1]), json!({}), None).expect("it runs");
    assert_eq!(history["events"][2]["type"], "MapStateStarted");
    history["events"][2]["mapStateStartedEventDetails"]["length"] = u64::MAX.into();
    let redriven = redrive(&definition, &history, &json!({})).expect("it goes on");
    assert_eq!(redriven["error"], "E");
    history["events"].as_array_mut().expect("events").remove(3);
    let problem = redrive(&definition, &history, &json!({}));
    assert_eq!(problem, Err("the history is not whole: it has no event 4".to_owned()));
}

/// A state that failed by itself has nothing inside that could go on.
#[test]
fn a_state_may_have_failed_after_all_that_is_inside() {
    let inner = machine("I", &json!({"Type": "Pass", "End": true}));
    for state in [
        json!({"Type": "Parallel", "Branches": [inner], "OutputPath": "$[9]", "End": true}),
        json!({"Type": "Map", "ItemProcessor": inner, "OutputPath": "$[9]", "End": true}),
    ] {
        let definition = machine("S", &state);
        let history = run(&[("m", definition.clone())], json!([1]), json!({}), None).expect("it runs");
        assert_eq!(history["status"], "FAILED");
        let redriven = redrive(&definition, &history, &json!({})).expect("it goes on");
        let cause = redriven["cause"].as_str().expect("a cause");
        assert!(cause.contains("Invalid path '$[9]'"), "{cause}");
    }
}

#[test]
fn iterations_that_had_not_begun_wait_for_their_turn() {
    let processor = json!({"StartAt": "W", "States": {
        "W": {"Type": "Wait", "Seconds": 10, "Next": "T"},
        "T": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true},
    }});
    let definition =
        machine("M", &json!({"Type": "Map", "MaxConcurrency": 1, "ItemProcessor": processor, "End": true}));
    let mocks = json!({"T": {"Throw": {"Error": "E"}}});
    let history = run(&[("m", definition.clone())], json!([1, 2, 3]), mocks, None).expect("it runs");
    assert_eq!(history["error"], "E");
    let redriven = redrive(&definition, &history, &json!({"T": {"Return": 5}})).expect("it goes on");
    assert_eq!(output(&redriven), json!([5, 5, 5]));
    // The first had waited already.
    let last = redriven["events"].as_array().and_then(|events| events.last()).expect("an event");
    assert_eq!(last["timestamp"], "2026-01-01T00:00:30.000Z");
}
