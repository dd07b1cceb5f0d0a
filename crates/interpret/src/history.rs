//! Events in the shape that `GetExecutionHistory` gives.

use crate::engine::Run;
use crate::event::{Event, EventKind, FailedStep, Schedule, Worker};
use crate::payload::Payload;
use crate::time::text_of_time;
use asl_expressions::Value;
use serde_json::{Map, json};

/// `{"status", "output", "error", "cause", "events": […]}`
pub fn to_json(run: &Run<'_>) -> Value {
    let mut out = summary(run);
    out.insert("events".to_owned(), run.past.iter().cloned().chain(run.events.iter().map(event)).collect());
    Value::Object(out)
}

/// The same without the events.
pub fn summary(run: &Run<'_>) -> Map<String, Value> {
    let mut out = Map::new();
    out.insert("status".to_owned(), run.status.text().into());
    if let Some(output) = &run.output {
        out.insert("output".to_owned(), text(output).into());
    }
    insert(&mut out, "error", run.error.as_deref());
    insert(&mut out, "cause", run.cause.as_deref());
    out
}

fn text(payload: &Payload) -> String {
    payload.value().to_string()
}

fn insert(map: &mut Map<String, Value>, key: &str, value: Option<&str>) {
    if let Some(value) = value {
        map.insert(key.to_owned(), value.into());
    }
}

/// One event.
pub(crate) fn event(event: &Event<'_>) -> Value {
    let (name, details) = described(&event.kind);
    let mut out = Map::new();
    out.insert("timestamp".to_owned(), text_of_time(event.time).into());
    out.insert("type".to_owned(), name.as_str().into());
    out.insert("id".to_owned(), event.id.into());
    out.insert("previousEventId".to_owned(), event.previous.into());
    if let Some((key, details)) = details {
        out.insert(format!("{key}EventDetails"), details);
    }
    Value::Object(out)
}

type Described = (String, Option<(String, Value)>);

/// The type of an event, and its details with their key.
fn described(kind: &EventKind<'_>) -> Described {
    let named = |name: &str, details: Value| (name.to_owned(), Some((lower(name), details)));
    let bare = |name: &str| (name.to_owned(), None);
    match kind {
        EventKind::ExecutionStarted { input, role } => named(
            "ExecutionStarted",
            json!({"input": text(input), "inputDetails": {"truncated": false}, "roleArn": **role}),
        ),
        EventKind::ExecutionSucceeded { output } => named("ExecutionSucceeded", with_output(output)),
        EventKind::ExecutionFailed { error, cause } => {
            named("ExecutionFailed", failed(error.as_deref(), cause.as_deref()))
        }
        EventKind::ExecutionTimedOut => named("ExecutionTimedOut", json!({})),
        EventKind::ExecutionAborted { error, cause } => {
            named("ExecutionAborted", failed(error.as_deref(), cause.as_deref()))
        }
        EventKind::ExecutionRedriven { count } => named("ExecutionRedriven", json!({"redriveCount": count})),
        EventKind::StateEntered { state, name, input } => (
            format!("{}StateEntered", state.name()),
            Some((
                "stateEntered".to_owned(),
                json!({"name": name, "input": text(input), "inputDetails": {"truncated": false}}),
            )),
        ),
        EventKind::StateExited { state, name, output, assigned } => {
            let mut details = json!({"name": name, "output": text(output), "outputDetails": {"truncated": false}});
            if let (Some(assigned), Some(details)) = (assigned, details.as_object_mut()) {
                let variables: Map<String, Value> =
                    assigned.iter().map(|(name, value)| (name.clone(), text(value).into())).collect();
                details.insert("assignedVariables".to_owned(), Value::Object(variables));
                details.insert("assignedVariablesDetails".to_owned(), json!({"truncated": false}));
            }
            (format!("{}StateExited", state.name()), Some(("stateExited".to_owned(), details)))
        }
        EventKind::StateAborted { state } => bare(&format!("{}StateAborted", state.name())),
        EventKind::ParallelStarted => bare("ParallelStateStarted"),
        EventKind::ParallelSucceeded => bare("ParallelStateSucceeded"),
        EventKind::ParallelFailed => bare("ParallelStateFailed"),
        EventKind::MapStarted { length } => named("MapStateStarted", json!({"length": length})),
        EventKind::MapSucceeded => bare("MapStateSucceeded"),
        EventKind::MapFailed => bare("MapStateFailed"),
        EventKind::IterationStarted { name, index } => iteration("MapIterationStarted", name, *index),
        EventKind::IterationSucceeded { name, index } => iteration("MapIterationSucceeded", name, *index),
        EventKind::IterationFailed { name, index } => iteration("MapIterationFailed", name, *index),
        EventKind::IterationAborted { name, index } => iteration("MapIterationAborted", name, *index),
        EventKind::MapRunStarted { arn } => named("MapRunStarted", json!({"mapRunArn": **arn})),
        EventKind::MapRunSucceeded => bare("MapRunSucceeded"),
        EventKind::MapRunFailed { error, cause } => named("MapRunFailed", failed(error.as_deref(), cause.as_deref())),
        EventKind::MapRunRedriven { arn, count } => {
            named("MapRunRedriven", json!({"mapRunArn": **arn, "redriveCount": count}))
        }
        EventKind::EvaluationFailed { error, cause, location, state } => {
            let mut details = Map::new();
            insert(&mut details, "error", Some(error));
            insert(&mut details, "cause", cause.as_deref());
            insert(&mut details, "location", location.as_deref());
            insert(&mut details, "state", Some(state));
            named("EvaluationFailed", Value::Object(details))
        }
        task => of_task(task),
    }
}

fn iteration(event: &str, name: &str, index: usize) -> Described {
    (event.to_owned(), Some((lower(event), json!({"name": name, "index": index}))))
}

/// The key of the details: the type with its first letter small.
fn lower(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map(|first| first.to_ascii_lowercase().to_string() + chars.as_str()).unwrap_or_default()
}

fn with_output(output: &Payload) -> Value {
    json!({"output": text(output), "outputDetails": {"truncated": false}})
}

fn failed(error: Option<&str>, cause: Option<&str>) -> Value {
    let mut details = Map::new();
    insert(&mut details, "error", error);
    insert(&mut details, "cause", cause);
    Value::Object(details)
}

/// Events of tasks, which are called after who runs them.
fn of_task(kind: &EventKind<'_>) -> Described {
    let (worker, step, mut details) = match kind {
        EventKind::Scheduled { worker, schedule } => (worker, "Scheduled", scheduled(worker, schedule)),
        EventKind::Started { worker, name } => {
            let name = name.as_deref().unwrap_or("asl-check");
            let of_activity = matches!(worker, Worker::Activity).then(|| json!({"workerName": name}));
            (worker, "Started", of_activity.unwrap_or_else(|| json!({})))
        }
        EventKind::Submitted { worker, output } => (worker, "Submitted", with_output(output)),
        EventKind::Succeeded { worker, output } => (worker, "Succeeded", with_output(output)),
        EventKind::Failed { worker, step, error, cause } => {
            let step = match step {
                FailedStep::Schedule => "ScheduleFailed",
                FailedStep::Start => "StartFailed",
                FailedStep::Submit => "SubmitFailed",
                FailedStep::Run => "Failed",
            };
            (worker, step, failed(error.as_deref(), cause.as_deref()))
        }
        EventKind::TimedOut { worker, error, cause } => (worker, "TimedOut", failed(Some(error), cause.as_deref())),
        _ => return (String::new(), None),
    };
    let prefix = match worker {
        Worker::Service(name) => {
            if let Some(details) = details.as_object_mut() {
                details.insert("resourceType".to_owned(), name.service.as_str().into());
                details.insert("resource".to_owned(), name.action.as_str().into());
            }
            "Task"
        }
        Worker::Function => "LambdaFunction",
        Worker::Activity => "Activity",
    };
    let name = format!("{prefix}{step}");
    let has_details = details.as_object().is_some_and(|details| !details.is_empty());
    let key = lower(&name);
    (name, has_details.then_some((key, details)))
}

fn scheduled(worker: &Worker, schedule: &Schedule) -> Value {
    let mut details = Map::new();
    if let Worker::Service(_) = worker {
        details.insert("region".to_owned(), (&*schedule.region).into());
        details.insert("parameters".to_owned(), text(&schedule.input).into());
    } else {
        details.insert("resource".to_owned(), (&*schedule.resource).into());
        details.insert("input".to_owned(), text(&schedule.input).into());
        details.insert("inputDetails".to_owned(), json!({"truncated": false}));
    }
    if let Some(seconds) = schedule.timeout {
        details.insert("timeoutInSeconds".to_owned(), seconds.into());
    }
    // An event of a Lambda function has no heartbeat.
    if let (Some(seconds), false) = (schedule.heartbeat, matches!(worker, Worker::Function)) {
        details.insert("heartbeatInSeconds".to_owned(), seconds.into());
    }
    if let Some(role) = &schedule.role {
        details.insert("taskCredentials".to_owned(), json!({"roleArn": role}));
    }
    Value::Object(details)
}
