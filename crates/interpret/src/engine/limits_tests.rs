//! How far an execution may go, in events and in time, and where.

use crate::testing::{output, run, run_as};
use crate::{Options, parse_time};
use asl_expressions::Value;
use serde_json::json;

/// A Map over as many items, and states before and after it.
fn long(before: &[&Value], after: &[&Value]) -> Value {
    let inner = json!({"StartAt": "I", "States": {"I": {"Type": "Pass", "End": true}}});
    let map = json!({"Type": "Map", "ItemProcessor": inner, "ResultPath": null});
    let states: Vec<&Value> = before.iter().copied().chain([&map]).chain(after.iter().copied()).collect();
    let mut all = serde_json::Map::new();
    for (at, state) in states.iter().enumerate() {
        let mut state = (*state).clone();
        if at + 1 < states.len() {
            state["Next"] = format!("S{}", at + 1).into();
        } else {
            state["End"] = true.into();
        }
        all.insert(format!("S{at}"), state);
    }
    json!({"StartAt": "S0", "States": all})
}

#[test]
fn the_last_event_may_be_one_too_many() {
    let pass = json!({"Type": "Pass"});
    let task = json!({"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "ResultPath": null});
    // A Pass has 2 events, a Task 5, an iteration 4: what is said last would be the 25,000th.
    for (definition, items) in [(long(&[&task], &[&pass]), 6247), (long(&[&task, &pass], &[&task]), 6246)] {
        let mocks = json!({"S3": {"Throw": {"Error": "E"}}});
        let history = run(&[("m", definition)], json!(vec![0; items]), mocks, None).expect("it runs");
        let events = history["events"].as_array().expect("events");
        assert_eq!(events.len(), 25_000);
        assert_eq!(events.iter().filter(|event| event["type"] == "ExecutionFailed").count(), 1);
        assert_eq!(events.last().map(|event| &event["type"]), Some(&json!("ExecutionFailed")));
        assert_eq!((&history["status"], &history["error"]), (&json!("FAILED"), &json!("States.Runtime")));
        assert!(history.get("output").is_none());
    }
}

#[test]
fn an_express_child_execution_ends_after_five_minutes() {
    let map = |seconds: u64| {
        let wait = json!({"Type": "Wait", "Seconds": seconds, "End": true});
        let processor = json!({
            "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}, "StartAt": "W", "States": {"W": wait},
        });
        let map = json!({"Type": "Map", "ItemProcessor": processor, "End": true});
        run(&[("m", json!({"StartAt": "M", "States": {"M": map}}))], json!([1, 2]), json!({}), None).expect("it runs")
    };
    assert_eq!(output(&map(299)), json!([1, 2]));
    let late = map(400);
    assert_eq!(late["error"], "States.ExceedToleratedFailureThreshold");
    let last = late["events"].as_array().and_then(|events| events.last()).expect("an event");
    assert_eq!(last["timestamp"], "2026-01-01T00:05:00.000Z");
}

#[test]
fn moments_may_lie_as_far_apart_as_they_can() {
    let wait = json!({"Type": "Wait", "Timestamp": "-292000000-01-01T00:00:00Z", "End": true});
    let options = Options { now: parse_time("+292000000-01-01T00:00:00Z"), ..Options::default() };
    assert!(options.now.is_some());
    let definition = json!({"StartAt": "W", "States": {"W": wait}});
    let history = run_as(&options, &[("m", definition)], json!({}), json!({}), None).expect("it runs");
    assert_eq!(history["status"], "SUCCEEDED");
}

/// An HTTP task waits for a minute, and no longer if it is told to.
#[test]
fn an_http_task_gives_up_by_itself() {
    let ends = |timeout: u64, answer: Value| {
        let task = json!({
            "Type": "Task", "Resource": "arn:aws:states:::http:invoke", "TimeoutSeconds": timeout, "End": true,
        });
        let mocks = json!({"T": answer});
        let history = run(&[("m", json!({"StartAt": "T", "States": {"T": task}}))], json!({}), mocks, None);
        let history = history.expect("it runs");
        let last = history["events"].as_array().and_then(|events| events.last()).expect("an event");
        (history["error"].clone(), last["timestamp"].as_str().unwrap_or_default().to_owned())
    };
    let after = |seconds: u64| json!({"Delay": seconds, "Return": 1});
    let late = (json!("States.Http.Socket"), "2026-01-01T00:01:00.000Z".to_owned());
    assert_eq!(ends(120, after(90)), late);
    assert_eq!(ends(30, after(90)).0, "States.Timeout");
    assert_eq!(ends(120, after(60)).0, Value::Null);
}

/// What a task is given may be as large as any payload, and no larger.
#[test]
fn a_task_is_not_given_more_than_a_payload_may_have() {
    let ends = |bytes: usize| {
        let task = json!({
            "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true,
            "Parameters": {"F": "f", "P.$": "$"},
        });
        let definition = json!({"StartAt": "T", "States": {"T": task}});
        run(&[("m", definition)], Value::from("x".repeat(bytes)), json!({}), None).expect("it runs")
    };
    // Beside the text: {"F":"f","P":""}
    assert_eq!(ends(262_144 - 16)["status"], "SUCCEEDED");
    let history = ends(262_144 - 15);
    assert_eq!(history["error"], "States.DataLimitExceeded");
    let cause =
        "The state/task 'lambda' was given an input with a size exceeding the maximum number of bytes service limit.";
    assert_eq!(history["cause"], cause);
    assert!(!history.to_string().contains("TaskScheduled"));
}

/// A moment is a text, and what is none is told as of every field.
#[test]
fn a_moment_that_is_no_text() {
    for (moment, said) in [
        ("3", "returned an unexpected result type. Expected 'string', but was 'number' for value: 3"),
        ("null", "returned an unexpected result type. Expected 'string', but was 'null' for value: null"),
        ("'3'", "cannot be parsed as an ISO-8601 extended offset date-time format string: 3"),
    ] {
        let wait = json!({"Type": "Wait", "Timestamp": format!("{{% {moment} %}}"), "End": true});
        let definition = json!({"QueryLanguage": "JSONata", "StartAt": "W", "States": {"W": wait}});
        let history = run(&[("m", definition)], json!({}), json!({}), None).expect("it runs");
        assert_eq!(history["error"], "States.QueryEvaluationError");
        assert!(history["cause"].as_str().is_some_and(|cause| cause.ends_with(said)), "{}", history["cause"]);
    }
}

#[test]
fn events_of_services_are_in_the_region() {
    let task = json!({"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true});
    let options = Options { region: "eu-west-1".to_owned(), ..Options::default() };
    let definition = json!({"StartAt": "T", "States": {"T": task}});
    let history = run_as(&options, &[("m", definition)], json!({}), json!({}), None).expect("it runs");
    assert_eq!(history["events"][2]["taskScheduledEventDetails"]["region"], "eu-west-1");
}
