//! The type of the context object.

use asl_catalogue::Resource;
use asl_semantics::plan::{Kind, State};
use asl_types::{Absence, Type};

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
        Self { execution, machine, map: map(&item), input, item }
    }

    pub(crate) fn join(&self, other: &Self) -> Self {
        Self::new(self.input.join(&other.input), self.item.join(&other.item))
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
    let current = Type::object_of([
        ("Name", Type::string_of(state.name)),
        ("EnteredTime", Type::string()),
        ("RetryCount", retries),
    ]);
    let task = if has_token(state) { Type::object_of([("Token", Type::string())]) } else { Type::absent() };
    Type::object_of([
        ("Execution", around.execution.clone()),
        ("StateMachine", around.machine.clone()),
        ("State", current),
        ("Task", task),
        ("Map", around.map.clone()),
    ])
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
    let Kind::Task(task) = &state.kind else { return false };
    match Resource::parse(task.resource, |_| false) {
        Ok(Resource::Activity) => true,
        Ok(Resource::Optimized { suffix, .. } | Resource::Sdk { suffix, .. }) => !suffix.is_empty(),
        Ok(Resource::Function { .. }) => false,
        Ok(Resource::Unknown) | Err(_) => true,
    }
}
