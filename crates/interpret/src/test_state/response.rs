//! The response.

use crate::answers::Step;
use crate::engine::alone::Alone;
use crate::engine::{Run, Status};
use crate::failure::{Failure, TIMEOUT};
use crate::payload::Payload;
use crate::trace::{Observer, StepName};
use asl_expressions::Value;
use asl_semantics::{State, StateType};
use serde_json::{Map, json};

/// What was seen of the state, in order.
#[derive(Debug, Default)]
pub(super) struct Inspection(Vec<(StepName, Value)>);

impl Observer for Inspection {
    fn saw(&mut self, _: &[Step], _: &str, step: StepName, value: &Payload) {
        let shown = match step {
            StepName::MaxConcurrency | StepName::ToleratedFailureCount | StepName::ToleratedFailurePercentage => {
                value.value().clone()
            }
            _ => value.value().to_string().into(),
        };
        self.0.retain(|(seen, _)| *seen != step);
        self.0.push((step, shown));
    }
}

impl Inspection {
    /// What AWS shows of it.
    pub(super) fn of(self, state: &State<'_>, variables: &Map<String, Value>) -> Map<String, Value> {
        let kind = state.kind.unwrap_or(StateType::Pass);
        let has_result = kind == StateType::Pass && self.0.iter().any(|(step, _)| *step == StepName::Result);
        let mut shown = Map::new();
        if !variables.is_empty() {
            let variables = Value::Object(variables.clone()).to_string();
            shown.insert(StepName::Variables.name().to_owned(), variables.into());
        }
        let steps = self.0.into_iter().filter(|(step, _)| is_shown(kind, has_result, *step));
        shown.extend(steps.map(|(step, value)| (step.name().to_owned(), value)));
        shown
    }
}

/// AWS does not show every step that it takes: of a Pass with a `Result` not what comes before that, of a Parallel state
/// not what its branches get, of what has machines inside not the result.
fn is_shown(kind: StateType, has_result: bool, step: StepName) -> bool {
    let before = matches!(step, StepName::AfterInputPath | StepName::AfterParameters | StepName::AfterArguments);
    match kind {
        _ if step == StepName::Output => false,
        StateType::Pass => !(has_result && before),
        StateType::Parallel => !before && step != StepName::Result,
        StateType::Map => step != StepName::Result,
        _ => true,
    }
}

/// The response of a test that came to an end.
pub(super) fn of(run: &Run<'_>, alone: &Alone<'_>, inspected: Option<Map<String, Value>>) -> Value {
    let (status, failure) = match run.status {
        Status::Succeeded if alone.catcher.is_some() => ("CAUGHT_ERROR", alone.failure.clone()),
        Status::Succeeded => ("SUCCEEDED", None),
        Status::TimedOut => ("FAILED", Some(Failure { error: Some(TIMEOUT.to_owned()), ..Failure::timeout() })),
        _ if alone.backoff.is_some() => ("RETRIABLE", alone.failure.clone()),
        _ => ("FAILED", Some(Failure { error: run.error.clone(), cause: run.cause.clone(), ..Failure::timeout() })),
    };
    let mut out = Map::new();
    let mut put = |key: &str, value: Option<String>| {
        if let Some(value) = value {
            out.insert(key.to_owned(), value.into());
        }
    };
    put("output", run.output.as_ref().map(|output| output.value().to_string()));
    if let Some(Failure { error, cause, .. }) = failure {
        put("error", error);
        put("cause", cause);
    }
    put("nextState", alone.next.map(str::to_owned));
    put("status", Some(status.to_owned()));
    if let Some(mut inspected) = inspected {
        if let Some(details) = details(alone) {
            inspected.insert("errorDetails".to_owned(), details);
        }
        out.insert("inspectionData".to_owned(), Value::Object(inspected));
    }
    Value::Object(out)
}

/// What became of the error: which catcher took it, which retrier has it tried again and when.
fn details(alone: &Alone<'_>) -> Option<Value> {
    match (alone.catcher, alone.retrier, alone.backoff) {
        (Some(catcher), ..) => Some(json!({"catchIndex": catcher})),
        (None, Some(retrier), Some(backoff)) => {
            Some(json!({"retryIndex": retrier, "retryBackoffIntervalSeconds": backoff / 1000}))
        }
        (None, Some(retrier), None) => Some(json!({"retryIndex": retrier})),
        (None, None, _) => None,
    }
}
