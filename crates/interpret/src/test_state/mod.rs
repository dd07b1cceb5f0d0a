//! One state by itself, as AWS's `TestState` does it: what it computes at each step, and what it comes to.
//!
//! The caller reads the request, checks the definition (with what AWS refuses a definition for) and picks the state:
//!
//! 1. [`Request::read`], [`Request::tree`]
//! 2. [`refuse_definition`] with the findings
//! 3. [`run`]

mod context;
mod mock;
mod refuse;
mod request;
mod response;
mod schema;

pub use refuse::{Refusal, refuse_definition};
pub use request::{Configuration, Level, Mock, Mode, Request};

use crate::engine::alone::{Alone, visit};
use crate::engine::{Around, Options};
use crate::files::Files;
use asl_expressions::{Limits, Value};
use asl_semantics::plan::Workflow;
use asl_semantics::{Definition, StateId};
use mock::{Mocked, ReaderData};
use response::Inspection;
use serde_json::Map;

/// What a single state is called.
pub const STATE_NAME: &str = "StateName";

/// What AWS answers.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// The response.
    Response(Value),
    /// The request is refused.
    Refused(Refusal),
}

/// Tests the state that a request asks for. An error is what keeps it from being tested here, in words.
pub fn run(request: &Request, definition: &Definition<'_>) -> Result<Answer, String> {
    run_within(request, definition, Limits::default())
}

/// The same, where an expression of JSONata may use so much.
pub fn run_within(request: &Request, definition: &Definition<'_>, limits: Limits) -> Result<Answer, String> {
    let found = find(request, definition).and_then(|id| Ok((id, refuse::check(request, definition, id)?)));
    let (id, given) = match found {
        Ok(found) => found,
        Err(refusal) => return Ok(Answer::Refused(refusal)),
    };
    let workflow = Workflow::alone(definition, id).map_err(|gap| gap.message)?;
    let alone = Alone {
        context: given.context,
        variables: given.variables.clone(),
        retries: request.configuration.retries,
        ..Alone::default()
    };
    let mut mocked = Mocked::new(given.mock, &request.configuration);
    let mut data = request.configuration.reader_data.clone().map(ReaderData);
    let mut inspection = Inspection::default();
    // It may take five minutes, as every express execution.
    let options = Options { express: true, limits, ..Options::default() };
    let files = data.as_mut().map(|data| data as &mut dyn Files);
    let around = Around { files, observer: Some(&mut inspection), ..Around::default() };
    let (run, alone) = visit(&workflow, given.input, &options, alone, &mut mocked, around)?;
    let inspected = (request.level != Level::Info).then(|| inspection.of(definition.state(id), &given.variables));
    Ok(Answer::Response(response::of(&run, &alone, inspected)))
}

/// The state that is meant: the only one, or the one of a name, which may be inside of another.
fn find(request: &Request, definition: &Definition<'_>) -> Result<StateId, Refusal> {
    let name = request.state_name.as_deref().unwrap_or(STATE_NAME);
    let outermost = definition.machines().first().and_then(|machine| machine.find(name));
    let anywhere = || definition.states().iter().find(|state| !state.replaced && state.name.text == name);
    let found = outermost.or_else(|| anywhere().map(|state| state.id));
    found.ok_or_else(|| Refusal::validation("State not found in definition"))
}

/// What a request gives, read.
struct Given {
    input: Value,
    context: Value,
    variables: Map<String, Value>,
    mock: Option<mock::Outcome>,
}

#[cfg(test)]
mod tests;
