//! The types of a definition, kept apart from its tree: they outlive the version that they are of.

use crate::snapshot::Part;
use asl_check_core::Options;
use asl_infer::requires::requires;
use asl_infer::{Steps, Variables};
use asl_semantics::plan::{StepName, Workflow as Plan};
use asl_semantics::{Definition, Expressions, MachineId, StateId};
use asl_types::{Absence, Object, Type};
use std::collections::HashMap;

/// What flows through a definition.
#[derive(Debug)]
pub struct Typed {
    /// What executions are started with.
    pub input: Type,
    /// By the way to each state.
    states: HashMap<Vec<String>, StateTypes>,
}

/// What flows through a state.
#[derive(Clone, Debug)]
pub struct StateTypes {
    /// What it gets.
    pub input: Type,
    /// What it gives.
    pub output: Type,
    /// What it may fail with, whatever is caught.
    pub errors: Vec<String>,
    /// The variables when it is entered.
    pub variables: Variables,
    /// Those when it is left.
    pub assigned: Vec<(String, Type)>,
    steps: Vec<(StepName, Type)>,
}

impl Typed {
    /// Walks a definition; none, where it can't be walked as it stands.
    pub fn of(part: &Part<'_>, options: &Options) -> Option<Self> {
        let definition = Definition::new(part.tree);
        let expressions = Expressions::new(&definition);
        let plan = Plan::of_texts(&definition, &expressions).ok()?;
        let mut steps = Steps::default();
        let options = Options { workflow: part.workflow, ..options.clone() };
        let facts = options.infer(&plan, &mut steps);
        let states = definition.states().iter().filter_map(|state| {
            let known = facts.state(state.id)?;
            let seen: Vec<(StepName, Type)> = steps.of(state.id).map(|(step, of)| (step, of.clone())).collect();
            let types = StateTypes {
                input: known.input.clone(),
                output: known.output.clone(),
                errors: known.errors.names().map(str::to_owned).collect(),
                variables: (*known.variables).clone(),
                assigned: steps.at(state.id, StepName::Variables).map(fields).unwrap_or_default(),
                steps: seen,
            };
            Some((way(&definition, state.id), types))
        });
        let input = options.input.clone().unwrap_or_else(|| requires(&plan, &facts).to_type());
        Some(Self { input, states: states.collect() })
    }

    /// What is known of a state; nothing, where no run gets there.
    pub fn state(&self, definition: &Definition<'_>, id: StateId) -> Option<&StateTypes> {
        self.states.get(&way(definition, id))
    }

    /// The context object, as every state sees it.
    pub fn context(&self) -> Type {
        context(&self.input)
    }
}

impl StateTypes {
    /// The type at a step.
    pub fn at(&self, step: StepName) -> Option<&Type> {
        self.steps.iter().find(|(name, _)| *name == step).map(|(_, of)| of)
    }

    /// The first of these steps that the state has.
    pub fn first(&self, steps: &[StepName]) -> Option<&Type> {
        steps.iter().find_map(|step| self.at(*step))
    }

    /// All steps in order.
    pub fn steps(&self) -> impl Iterator<Item = (StepName, &Type)> {
        self.steps.iter().map(|(step, of)| (*step, of))
    }
}

/// The context object: what is there in some states only is optional.
pub fn context(input: &Type) -> Type {
    let maybe = |of: Type| of.with_absence(Absence::Unproven);
    let text = Type::string;
    let item = Type::object_of([("Index", Type::number()), ("Value", Type::unknown())]);
    Type::object_of([
        (
            "Execution",
            Type::object_of([
                ("Id", text()),
                ("Input", input.clone()),
                ("Name", text()),
                ("RoleArn", text()),
                ("StartTime", text()),
                ("RedriveCount", maybe(Type::number())),
                ("RedriveTime", maybe(text())),
            ]),
        ),
        ("Map", maybe(Type::object_of([("Item", item)]))),
        ("State", Type::object_of([("EnteredTime", text()), ("Name", text()), ("RetryCount", maybe(Type::number()))])),
        ("StateMachine", Type::object_of([("Id", text()), ("Name", text())])),
        ("Task", maybe(Type::object_of([("Token", text())]))),
    ])
}

/// The fields that a type has, as far as they are known, with their types.
pub fn fields(of: &Type) -> Vec<(String, Type)> {
    let Some(objects) = &of.sets().objects else { return Vec::new() };
    let merged = objects.shapes().iter().cloned().map(Type::object).fold(Type::never(), |all, one| all.join(&one));
    let objects = merged.sets().objects.as_ref().map(|objects| objects.merged());
    objects.iter().flat_map(Object::fields).map(|(name, of)| (name.to_owned(), of.clone())).collect()
}

/// The way to a state: its name and its branch, and those of each state around it.
fn way(definition: &Definition<'_>, id: StateId) -> Vec<String> {
    let mut out = Vec::new();
    let mut next = Some(id);
    while let Some(id) = next {
        let state = definition.state(id);
        out.push(state.name.text.to_owned());
        let machine = definition.machine(state.machine);
        // Branches of one state may have states of one name.
        out.push(machine.owner.map_or(0, |owner| branch(definition, owner, machine.id)).to_string());
        next = machine.owner;
    }
    out
}

fn branch(definition: &Definition<'_>, owner: StateId, machine: MachineId) -> usize {
    definition.state(owner).inner.iter().position(|inner| *inner == machine).unwrap_or_default()
}
