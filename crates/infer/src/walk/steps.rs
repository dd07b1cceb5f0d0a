//! The type at each step of each state, written down while a workflow is walked.

use super::Observer;
use asl_semantics::StateId;
use asl_semantics::plan::{State, StepName};
use asl_types::Type;
use std::collections::{BTreeMap, HashMap};

/// The types that were seen, by state and step. A step that is come to in several ways has the type of all of them.
#[derive(Debug, Default)]
pub struct Steps(HashMap<StateId, BTreeMap<StepName, Type>>);

impl Steps {
    /// The type at a step of a state; none, where no run gets there.
    pub fn at(&self, state: StateId, step: StepName) -> Option<&Type> {
        self.0.get(&state)?.get(&step)
    }

    /// The steps of a state that a run may come to, in order.
    pub fn of(&self, state: StateId) -> impl Iterator<Item = (StepName, &Type)> {
        self.0.get(&state).into_iter().flatten().map(|(step, of)| (*step, of))
    }
}

impl Observer<'_, '_> for Steps {
    fn saw(&mut self, state: &State<'_>, step: StepName, of: &Type) {
        let place = self.0.entry(state.id).or_default().entry(step).or_default();
        *place = place.join(of);
    }
}
