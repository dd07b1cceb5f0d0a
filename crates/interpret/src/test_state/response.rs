//! The response.

use crate::answers::Step;
use crate::engine::alone::Alone;
use crate::engine::{Run, Status};
use crate::failure::TIMEOUT;
use crate::payload::Payload;
use crate::trace::{Observer, StepName};
use asl_expressions::Value;
use asl_semantics::{State, StateType};
use serde_json::Map;

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
    let status = match run.status {
        Status::Succeeded if alone.catcher.is_some() => "CAUGHT_ERROR",
        Status::Succeeded => "SUCCEEDED",
        _ if alone.backoff.is_some() => "RETRIABLE",
        _ => "FAILED",
    };
    let (error, cause) = match (run.status, &alone.failure) {
        (Status::TimedOut, _) => (Some(TIMEOUT), None),
        (Status::Succeeded, Some(caught)) => (caught.error.as_deref(), caught.cause.as_deref()),
        _ => (run.error.as_deref(), run.cause.as_deref()),
    };
    let output = run.output.as_ref().map(|output| output.value().to_string());
    let fields = [
        ("output", output.as_deref()),
        ("error", error),
        ("cause", cause),
        ("nextState", alone.next),
        ("status", Some(status)),
    ];
    let given = fields.into_iter().filter_map(|(key, value)| Some((key.to_owned(), Value::from(value?))));
    let mut out: Map<String, Value> = given.collect();
    if let Some(mut inspected) = inspected {
        let details = details(alone);
        if !details.is_empty() {
            inspected.insert("errorDetails".to_owned(), Value::Object(details));
        }
        out.insert("inspectionData".to_owned(), Value::Object(inspected));
    }
    Value::Object(out)
}

/// What became of the error: which retrier names it and when it tries again, which catcher took it.
fn details(alone: &Alone<'_>) -> Map<String, Value> {
    let seconds = alone.backoff.map(|millis| millis / 1000);
    let details = [
        ("retryIndex", alone.retrier.map(Value::from)),
        ("retryBackoffIntervalSeconds", seconds.map(Value::from)),
        ("catchIndex", alone.catcher.map(Value::from)),
    ];
    details.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect()
}
