//! The context object of a test: as given, or as AWS makes it up.

use super::{Refusal, Request, STATE_NAME};
use crate::context::{Identity, MapItem, StateContext, map, object};
use crate::engine::DEFAULT_START;
use crate::resource::Target;
use crate::time::text_of_time;
use asl_catalogue::Pattern;
use asl_expressions::{Seeded, Value, World};
use asl_semantics::{Definition, Field, StateId, StateType};
use asl_syntax::Node;
use serde_json::Map;

/// What the parts of a context object may hold.
const PARTS: [(&str, &[(&str, Holds)]); 4] = [
    (
        "Execution",
        &[
            ("Id", Holds::Text),
            ("Input", Holds::Anything),
            ("Name", Holds::Text),
            ("RoleArn", Holds::Text),
            ("StartTime", Holds::Text),
            ("RedriveCount", Holds::Number),
            ("RedriveTime", Holds::Text),
        ],
    ),
    ("State", &[("EnteredTime", Holds::Text), ("Name", Holds::Text), ("RetryCount", Holds::Number)]),
    ("StateMachine", &[("Id", Holds::Text), ("Name", Holds::Text)]),
    ("Task", &[("Token", Holds::Text)]),
];

#[derive(Clone, Copy, PartialEq)]
enum Holds {
    Text,
    Number,
    Anything,
}

/// The context object that a request gives, if AWS takes it.
pub(super) fn given(text: &str, definition: &Definition<'_>, id: StateId) -> Result<Value, Refusal> {
    let refuse = |what: &str| Refusal::validation(format!("Invalid Context object provided: {what}"));
    let Ok(context) = serde_json::from_str::<Value>(text) else { return Err(refuse("must be valid JSON")) };
    let Value::Object(parts) = &context else { return Err(refuse("must be a JSON object")) };
    for (name, part) in parts {
        let fault = match PARTS.iter().find(|(part, _)| part == name) {
            Some((name, fields)) => fault(name, fields, part),
            None if name == "Map" => Some("'Map' field is not supported when mocking a Context object".to_owned()),
            None => Some(format!("Field '{name}' is not allowed")),
        };
        if let Some(fault) = fault {
            return Err(refuse(&fault));
        }
    }
    if parts.contains_key("Task") && !has_token(definition, id) {
        return Err(refuse(
            "Context object contains 'Task' when state is not a Task state with a '.sync' or '.waitForTaskToken' \
             service integration pattern",
        ));
    }
    Ok(context)
}

/// What is wrong with a part, if anything is.
fn fault(name: &str, fields: &[(&str, Holds)], part: &Value) -> Option<String> {
    let Value::Object(given) = part else { return Some(format!("{name} must be an object")) };
    given.iter().find_map(|(key, value)| {
        let Some((_, holds)) = fields.iter().find(|(field, _)| field == key) else {
            return Some(format!("Field '{key}' is not allowed"));
        };
        match holds {
            Holds::Text if !value.is_string() => Some(format!("{name}.{key} must be a string")),
            Holds::Number if !value.is_number() => Some(format!("{name}.{key} must be a number")),
            _ => None,
        }
    })
}

/// Is this a task that somebody ends from outside?
fn has_token(definition: &Definition<'_>, id: StateId) -> bool {
    let state = definition.state(id);
    let resource = definition.get(definition.object(state.object), Field::Resource).and_then(Node::as_str);
    state.kind == Some(StateType::Task)
        && resource.is_some_and(|resource| Target::of(resource.text).pattern != Pattern::RequestResponse)
}

/// The context object that AWS makes up: a test runs as an express execution of a machine that nobody made.
pub(super) fn made_up(request: &Request, definition: &Definition<'_>, id: StateId, input: &Value) -> Value {
    let mut world = Seeded::new(DEFAULT_START, 0);
    let (machine_name, execution_name, now) = (world.uuid(), world.uuid(), text_of_time(DEFAULT_START));
    let prefix = "arn:aws:states:us-east-1:111111111111";
    let identity = Identity {
        express: true,
        execution_arn: format!("{prefix}:express:{machine_name}:{execution_name}"),
        execution_name,
        role_arn: request.role.clone(),
        machine_arn: format!("{prefix}:stateMachine:{machine_name}"),
        machine_name,
        start_time: now.clone(),
        redrive_count: None,
        redrive_time: None,
    };
    let tries = matches!(definition.state(id).kind, Some(StateType::Task | StateType::Map | StateType::Parallel));
    let token = has_token(definition, id).then(|| world.uuid());
    let state = StateContext {
        name: STATE_NAME,
        entered: now,
        retry_count: tries.then_some(0),
        token: token.as_deref(),
        item: None,
    };
    let mut context = object(&identity, input, &state);
    if let (Value::Object(fields), true) = (&mut context, is_in_map(definition, id)) {
        let item = MapItem { index: 0, value: input.clone(), key: None, source: None };
        fields.insert("Map".to_owned(), map(&item));
    }
    context
}

/// Is there a Map around the state?
fn is_in_map(definition: &Definition<'_>, id: StateId) -> bool {
    let mut owners = definition.enclosing(definition.state(id).machine).filter_map(|machine| machine.owner);
    owners.any(|owner| definition.state(owner).kind == Some(StateType::Map))
}

/// The variables that a request gives.
pub(super) fn variables(text: &str) -> Result<Map<String, Value>, Refusal> {
    match serde_json::from_str(text) {
        Ok(Value::Object(variables)) => Ok(variables),
        Ok(_) => Err(Refusal::validation("Variables must be a JSON object.")),
        Err(_) => Err(Refusal::validation("Variables must be valid JSON.")),
    }
}
