//! What calls of Bedrock pass, as far as its type is known.

use crate::call::Call;
use crate::models;
use asl_infer::Observer;
use asl_semantics::StateId;
use asl_semantics::plan::{State, StepName};
use asl_types::Type;
use std::collections::{HashMap, HashSet};

/// The types of what they pass, by state. Nobody watches a workflow without such calls.
#[derive(Debug, Default)]
pub(crate) struct Arguments {
    wanted: HashSet<StateId>,
    seen: HashMap<StateId, Type>,
    /// The names of models among it.
    models: HashMap<StateId, String>,
}

impl Arguments {
    /// Of none yet.
    pub(crate) fn of(calls: &[Call<'_, '_>]) -> Self {
        let of_bedrock = calls.iter().filter(|call| call.action.service().name().starts_with("bedrock"));
        Self { wanted: of_bedrock.filter_map(|call| call.task.object.state).collect(), ..Self::default() }
    }

    /// Finds the names of models in what was seen.
    pub(crate) fn name_models(&mut self, calls: &[Call<'_, '_>]) {
        let named = calls.iter().filter_map(|call| {
            let state = call.task.object.state?;
            Some((state, models::computed(call, self.seen.get(&state)?)?))
        });
        self.models = named.collect();
    }

    /// The model that a call comes to name.
    pub(crate) fn model(&self, call: &Call<'_, '_>) -> Option<&str> {
        self.models.get(&call.task.object.state?).map(String::as_str)
    }

    /// What a call passes; unknown, where no run gets to it.
    pub(crate) fn at(&self, call: &Call<'_, '_>) -> Type {
        let seen = call.task.object.state.and_then(|state| self.seen.get(&state));
        seen.cloned().unwrap_or_else(Type::unknown)
    }
}

impl Observer<'_, '_> for Arguments {
    fn saw(&mut self, state: &State<'_>, step: StepName, of: &Type) {
        let is_told = matches!(step, StepName::AfterParameters | StepName::AfterArguments);
        if is_told && self.wanted.contains(&state.id) {
            let place = self.seen.entry(state.id).or_default();
            *place = place.join(of);
        }
    }

    fn is_watching(&self) -> bool {
        !self.wanted.is_empty()
    }

    fn watches(&self, state: &State<'_>) -> bool {
        self.wanted.contains(&state.id)
    }
}
