//! The context object.

use crate::Options;
use crate::time::text_of_time;
use asl_expressions::{Seeded, Value, World};
use serde_json::{Map, json};

/// What an execution shows of itself.
#[derive(Clone, Debug)]
pub(crate) struct Identity {
    pub(crate) express: bool,
    pub(crate) execution_arn: String,
    pub(crate) execution_name: String,
    /// A test of a state may have none.
    pub(crate) role_arn: Option<String>,
    pub(crate) machine_arn: String,
    pub(crate) machine_name: String,
    pub(crate) start_time: String,
    /// Executions that somebody waits for have none.
    pub(crate) redrive_count: Option<u64>,
    pub(crate) redrive_time: Option<String>,
}

impl Identity {
    /// That of an execution with a name that starts now.
    pub(crate) fn of(options: &Options, name: String, clock: i64, world: &mut Seeded) -> Self {
        let Options { region, account, machine, express, role, .. } = options;
        let prefix = format!("arn:aws:states:{region}:{account}");
        let execution_arn = if *express {
            format!("{prefix}:express:{machine}:{name}:{}", world.uuid())
        } else {
            format!("{prefix}:execution:{machine}:{name}")
        };
        Self {
            express: *express,
            execution_arn,
            execution_name: name,
            role_arn: Some(role.clone().unwrap_or_else(|| format!("arn:aws:iam::{account}:role/{machine}Role"))),
            machine_arn: format!("{prefix}:stateMachine:{machine}"),
            machine_name: machine.clone(),
            start_time: text_of_time(clock),
            redrive_count: Some(0),
            redrive_time: None,
        }
    }
}

/// The item that an iteration is about.
#[derive(Clone, Debug)]
pub(crate) struct MapItem {
    pub(crate) index: usize,
    pub(crate) value: Value,
    pub(crate) key: Option<String>,
    pub(crate) source: Option<String>,
}

/// What the context object tells of the state.
#[derive(Clone, Debug, Default)]
pub(crate) struct StateContext<'c> {
    pub(crate) name: &'c str,
    pub(crate) entered: String,
    pub(crate) retry_count: Option<u64>,
    pub(crate) token: Option<&'c str>,
    pub(crate) item: Option<&'c MapItem>,
}

/// The object, in AWS's order.
pub(crate) fn object(identity: &Identity, input: &Value, state: &StateContext<'_>) -> Value {
    let mut execution = Map::new();
    execution.insert("Id".to_owned(), identity.execution_arn.as_str().into());
    execution.insert("Input".to_owned(), input.clone());
    let start = ("StartTime", Value::from(identity.start_time.as_str()));
    let name = ("Name", Value::from(identity.execution_name.as_str()));
    let role = ("RoleArn", Value::from(identity.role_arn.as_deref()));
    let rest = if identity.express { [name, role, start] } else { [start, name, role] };
    execution.extend(rest.map(|(key, value)| (key.to_owned(), value)));
    if let Some(count) = identity.redrive_count {
        execution.insert("RedriveCount".to_owned(), count.into());
    }
    if let Some(time) = &identity.redrive_time {
        execution.insert("RedriveTime".to_owned(), time.as_str().into());
    }
    let mut current = Map::new();
    current.insert("Name".to_owned(), state.name.into());
    current.insert("EnteredTime".to_owned(), state.entered.as_str().into());
    if let Some(count) = state.retry_count {
        current.insert("RetryCount".to_owned(), count.into());
    }
    let mut out = Map::new();
    out.insert("Execution".to_owned(), Value::Object(execution));
    out.insert("StateMachine".to_owned(), json!({"Id": identity.machine_arn, "Name": identity.machine_name}));
    out.insert("State".to_owned(), Value::Object(current));
    if let Some(token) = state.token {
        out.insert("Task".to_owned(), json!({"Token": token}));
    }
    if let Some(item) = state.item {
        out.insert("Map".to_owned(), map(item));
    }
    Value::Object(out)
}

/// Its member `Map`.
pub(crate) fn map(item: &MapItem) -> Value {
    let mut fields = Map::new();
    fields.insert("Index".to_owned(), item.index.into());
    fields.insert("Value".to_owned(), item.value.clone());
    if let Some(key) = &item.key {
        fields.insert("Key".to_owned(), key.as_str().into());
    }
    if let Some(source) = &item.source {
        fields.insert("Source".to_owned(), source.as_str().into());
    }
    json!({"Item": fields})
}
