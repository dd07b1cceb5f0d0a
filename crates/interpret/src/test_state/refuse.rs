//! What AWS refuses a request for, in its words.

use super::{Given, Mock, Request, context, mock, schema};
use asl_expressions::Value;
use asl_semantics::{Definition, Field, StateId, StateType};
use asl_syntax::{Node, jackson};

/// Why a request is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The error of the API.
    pub error: &'static str,
    /// In AWS's words.
    pub message: String,
}

impl Refusal {
    pub(super) fn validation(message: impl Into<String>) -> Self {
        Self { error: "ValidationException", message: message.into() }
    }

    fn definition(message: impl Into<String>) -> Self {
        Self { error: "InvalidDefinition", message: message.into() }
    }
}

/// The refusal of a definition with findings: code, message, location. No state has to end the workflow, and a single one
/// may lead wherever it likes.
pub fn refuse_definition<'f>(
    request: &Request,
    findings: impl Iterator<Item = (&'f str, &'f str, Option<&'f str>)>,
) -> Option<Refusal> {
    let is_single = request.state_name.is_none();
    let inside = |location: Option<&str>| location.is_some_and(|place| place.matches("/States/").count() > 1);
    let counts = |code: &str, location| match code {
        "MISSING_END_STATE" => false,
        "MISSING_TRANSITION_TARGET" if is_single => inside(location),
        _ => true,
    };
    let told: Vec<String> = findings
        .filter(|(code, _, location)| counts(code, *location))
        .map(|(code, message, location)| match location {
            Some(location) => format!("{code}: {message} at {location}"),
            None => format!("{code}: {message}"),
        })
        .collect();
    let told = match told.as_slice() {
        [] => return None,
        [one] => one.clone(),
        many => many.iter().map(|one| format!("'{one}'")).collect::<Vec<_>>().join(", "),
    };
    Some(Refusal::definition(format!("Invalid State Machine Definition: '{told}'")))
}

/// Reads what a request gives, or refuses it.
pub(super) fn check(request: &Request, definition: &Definition<'_>, id: StateId) -> Result<Given, Refusal> {
    let state = definition.state(id);
    let kind = state.kind.unwrap_or(StateType::Pass);
    let mock = request.mock.as_ref().map(|mock| outcome(request, mock, definition, id)).transpose()?;
    if mock.is_none() {
        without_mock(request, kind)?;
    }
    let input = read_input(&request.input)?;
    let context = match &request.context {
        Some(text) => context::given(text, definition, id)?,
        None => context::made_up(request, definition, id, &input),
    };
    let variables = request.variables.as_deref().map(context::variables).transpose()?.unwrap_or_default();
    Ok(Given { input, context, variables, mock })
}

fn without_mock(request: &Request, kind: StateType) -> Result<(), Refusal> {
    if request.configuration.failed_iterations.is_some() {
        return Err(Refusal::validation(
            "TestState does not support MapIterationFailureCount when a mock is not specified.",
        ));
    }
    if request.context.is_some() {
        return Err(Refusal::validation("TestState does not support Context when a mock is not specified."));
    }
    if matches!(kind, StateType::Map | StateType::Parallel) {
        return Err(Refusal::definition(
            "TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, \
             Succeed, Fail, Choice]",
        ));
    }
    if kind == StateType::Task && request.role.is_none() {
        return Err(Refusal::validation("RoleArn must be specified when testing a Task state"));
    }
    Ok(())
}

/// What the mock says, if it may say it of this state.
fn outcome(request: &Request, mock: &Mock, definition: &Definition<'_>, id: StateId) -> Result<mock::Outcome, Refusal> {
    let state = definition.state(id);
    if mock.result.is_some() == mock.error.is_some() {
        let message = "A test mock should have only one of the following fields: [result, errorOutput].";
        return Err(Refusal::validation(message));
    }
    if request.reveal_secrets {
        return Err(Refusal::validation("TestState does not support RevealSecrets when a mock is specified."));
    }
    if let Some(kind @ (StateType::Pass | StateType::Fail | StateType::Succeed | StateType::Wait | StateType::Choice)) =
        state.kind
    {
        let message = format!("State type '{}' is not supported when a mock is specified", kind.name());
        return Err(Refusal::validation(message));
    }
    if let Some(failure) = &mock.error {
        return Ok(Err(failure.clone()));
    }
    let text = mock.result.as_deref().unwrap_or_default();
    let Ok(result) = serde_json::from_str::<Value>(text) else {
        return Err(Refusal::validation("Mocked result must be valid JSON"));
    };
    match state.kind {
        Some(StateType::Map) => map_result(request, definition, id, &result)?,
        Some(StateType::Parallel) => parallel_result(state.inner.len(), &result)?,
        _ => task_result(mock, definition, id, &result)?,
    }
    Ok(Ok(result))
}

fn task_result(mock: &Mock, definition: &Definition<'_>, id: StateId, result: &Value) -> Result<(), Refusal> {
    let resource = definition.get(definition.object(definition.state(id).object), Field::Resource);
    let resource = resource.and_then(Node::as_str).map(|text| text.text).unwrap_or_default();
    schema::fault(resource, result, mock.mode).map_or(Ok(()), |fault| Err(Refusal::validation(fault)))
}

fn map_result(request: &Request, definition: &Definition<'_>, id: StateId, result: &Value) -> Result<(), Refusal> {
    let object = definition.object(definition.state(id).object);
    if definition.get(object, Field::ResultWriter).is_some() {
        let message = "Mocked result must be a JSON object.";
        return if result.is_object() { Ok(()) } else { Err(Refusal::validation(message)) };
    }
    let Value::Array(results) = result else { return Err(Refusal::validation("Mocked result must be an array.")) };
    if request.configuration.failed_iterations.is_some_and(|failed| failed > results.len()) {
        let message = "Map iteration failure count must be less than or equal to the number of Map iterations";
        return Err(Refusal::validation(message));
    }
    Ok(())
}

fn parallel_result(branches: usize, result: &Value) -> Result<(), Refusal> {
    let Value::Array(results) = result else { return Err(Refusal::validation("Mocked result must be an array.")) };
    if results.len() != branches {
        let message = "Mocked result must contain the same number of items as number of Parallel branches.";
        return Err(Refusal::validation(message));
    }
    Ok(())
}

fn read_input(text: &str) -> Result<Value, Refusal> {
    let place = |at| {
        let (line, column) = jackson::position(text, at);
        format!("[Source: (String)\"{text}\"; line: {line}, column: {column}]")
    };
    serde_json::from_str(text).map_err(|error| {
        let what = match jackson::first_fault(text) {
            _ if text.is_empty() => "Invalid execution input.".to_owned(),
            Some(fault) => format!("{}\n at {}", fault.message(place), place(fault.behind)),
            None => error.to_string(),
        };
        let message = format!("Invalid State Machine Execution Input: '{what}'");
        Refusal { error: "InvalidExecutionInput", message }
    })
}
