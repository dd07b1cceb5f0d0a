//! Values against the types for their places.

use crate::{Shown, Violation};
use asl_expressions::Value;
use asl_infer::{Facts, Observer, Steps};
use asl_semantics::plan::{Kind, Machine, State, StepName, Workflow};
use asl_types::Type;
use std::collections::BTreeMap;

/// What was inferred of a workflow.
#[derive(Debug)]
pub struct Inferred<'a, 't> {
    /// The type at each step.
    pub steps: Steps,
    /// All else.
    pub facts: Facts<'a, 't>,
    states: BTreeMap<&'t str, &'a State<'t>>,
}

impl<'a, 't> Inferred<'a, 't> {
    /// Of a workflow whose states all have names of their own. `walk` walks it over types.
    pub fn new(
        workflow: &'a Workflow<'t>,
        walk: impl FnOnce(&'a Workflow<'t>, &mut dyn Observer<'a, 't>) -> Facts<'a, 't>,
    ) -> Self {
        let mut steps = Steps::default();
        let facts = walk(workflow, &mut steps);
        let mut states = BTreeMap::new();
        list(&workflow.machine, &mut states);
        Self { steps, facts, states }
    }

    /// The state of a name.
    pub fn state(&self, name: &str) -> Option<&'a State<'t>> {
        self.states.get(name).copied()
    }

    /// The type at a step of a state; none, where no run was said to get there.
    pub fn at(&self, name: &str, step: StepName) -> Option<&Type> {
        self.state(name).and_then(|state| self.steps.at(state.id, step))
    }

    /// All that does not hold, as a run shows.
    pub fn violations(&self, shown: &Shown<'t>) -> Vec<Violation> {
        let mut all = self.of_values(shown);
        self.ended(&shown.run, &mut all);
        self.course(&shown.run, &mut all);
        all
    }

    /// The values that are not of the types for their places, the output of the execution among them.
    pub fn of_values(&self, shown: &Shown<'t>) -> Vec<Violation> {
        let values = shown.seen.iter().filter_map(|(state, step, value)| self.value(state, *step, value.value()));
        let output = shown.run.output.as_ref().and_then(|output| {
            let (value, of) = (output.value(), self.facts.output());
            let way = of.refusal(value)?;
            Some(Violation { state: None, message: format!("the output{way}: {value} is not of {of}") })
        });
        values.chain(output).collect()
    }

    /// A value at a step.
    fn value(&self, name: &str, step: StepName, value: &Value) -> Option<Violation> {
        let state = self.state(name).map(|state| state.id);
        let place = format!("{name} {}", step.name());
        let Some(of) = self.at(name, step) else {
            let message = format!("{place}: no run was said to get there, and one did with {value}");
            return Some(Violation { state, message });
        };
        let way = of.refusal(value)?;
        Some(Violation { state, message: format!("{place}{way}: {value} is not of {of}") })
    }
}

/// The states of a machine and of those inside, by name.
fn list<'a, 't>(machine: &'a Machine<'t>, all: &mut BTreeMap<&'t str, &'a State<'t>>) {
    for state in &machine.states {
        all.insert(state.name, state);
        match &state.kind {
            Kind::Parallel(branches) => branches.iter().for_each(|branch| list(branch, all)),
            Kind::Map(map) => list(&map.processor, all),
            _ => {}
        }
    }
}
