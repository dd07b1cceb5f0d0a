//! The type of the context object.

use asl_catalogue::Resource;
use asl_semantics::plan::{Kind, State};
use asl_types::{Absence, Object, Type};
use std::sync::Arc;

/// What the context object shows that is not of the state at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Around {
    /// The input of the execution.
    pub(crate) input: Type,
    /// The item of the nearest iteration around: its value; absent, where there is no iteration.
    item: Type,
    execution: Type,
    machine: Type,
    map: Type,
    names: Arc<Names>,
}

/// The names that the context object of each state has.
#[derive(Debug, PartialEq, Eq)]
struct Names {
    /// The members, in order.
    members: [Arc<str>; 5],
    /// Those of `State`, in order.
    state: [Arc<str>; 3],
}

impl Names {
    fn new() -> Self {
        Self {
            members: ["Execution", "Map", "State", "StateMachine", "Task"].map(Arc::from),
            state: ["EnteredTime", "Name", "RetryCount"].map(Arc::from),
        }
    }
}

impl Around {
    pub(crate) fn new(input: Type, item: Type) -> Self {
        let maybe = |of: Type| of.with_absence(Absence::Unproven);
        let execution = Type::object_of([
            ("Id", Type::string()),
            ("Input", input.clone()),
            ("Name", Type::string()),
            ("RoleArn", Type::string()),
            ("StartTime", Type::string()),
            ("RedriveCount", maybe(Type::number())),
            ("RedriveTime", maybe(Type::string())),
        ]);
        let machine = Type::object_of([("Id", Type::string()), ("Name", Type::string())]);
        Self { execution, machine, map: map(&item), input, item, names: Arc::new(Names::new()) }
    }

    pub(crate) fn join(&self, other: &Self) -> Self {
        Self::new(self.input.join(&other.input), self.item.join(&other.item))
    }

    /// Is nothing in it another? The rest of it is made of these.
    pub(crate) fn is_identical(&self, other: &Self) -> bool {
        self.input.is_identical(&other.input) && self.item.is_identical(&other.item)
    }

    /// The same with another item.
    pub(crate) fn with_item(&self, item: Type) -> Self {
        Self { map: map(&item), item, ..self.clone() }
    }
}

/// The context object as a state sees it.
pub(crate) fn object(state: &State<'_>, around: &Around) -> Type {
    let has_retries = matches!(state.kind, Kind::Task(_) | Kind::Map(_) | Kind::Parallel(_));
    let retries = if has_retries { Type::number() } else { Type::absent() };
    let object_of = |names: &[Arc<str>], fields: &[Type]| {
        Type::object(Object::closed(names.iter().cloned().zip(fields.iter().cloned())))
    };
    let current = object_of(&around.names.state, &[Type::string(), Type::string_of(state.name), retries]);
    let task = if has_token(state) { Type::object_of([("Token", Type::string())]) } else { Type::absent() };
    let (execution, machine, map) = (around.execution.clone(), around.machine.clone(), around.map.clone());
    object_of(&around.names.members, &[execution, map, current, machine, task])
}

/// Its member `Map`.
fn map(value: &Type) -> Type {
    if !value.has_value() {
        return Type::absent();
    }
    let maybe = Type::string().with_absence(Absence::Unproven);
    let item = Type::object_of([
        ("Index", Type::number()),
        ("Value", value.clone().present()),
        ("Key", maybe.clone()),
        ("Source", maybe),
    ]);
    Type::object_of([("Item", item)]).with_absence(value.absence())
}

/// Does a task have a token? Jobs and activities have one as well, though nobody waits for it to come back.
pub(crate) fn has_token(state: &State<'_>) -> bool {
    matches!(&state.kind, Kind::Task(task) if gives_token(&Resource::parse(task.resource, |_| false)))
}

/// The same, by what a task does.
pub(crate) fn gives_token(resource: &Result<Resource<'_>, asl_catalogue::Fault>) -> bool {
    match resource {
        Ok(Resource::Activity) => true,
        Ok(Resource::Optimized { suffix, .. } | Resource::Sdk { suffix, .. }) => !suffix.is_empty(),
        Ok(Resource::Function { .. }) => false,
        Ok(Resource::Unknown) | Err(_) => true,
    }
}
