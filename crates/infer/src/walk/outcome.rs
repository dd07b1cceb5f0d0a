//! What becomes of a state.

use super::facts::{Problem, RuleFacts, StateFacts, Way};
use super::machine::Entry;
use crate::requires::Demand;
use crate::{Errors, Variables};
use asl_types::Type;
use std::sync::{Arc, OnceLock};

/// What becomes of it, and what goes wrong there.
#[derive(Debug)]
pub(super) struct Visit<'a, 't> {
    pub(super) outcome: Arc<Outcome>,
    pub(super) problems: Vec<Problem<'a, 't>>,
}

/// All that may become of it.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) exits: Vec<Exit>,
    pub(super) errors: Errors,
    pub(super) caught: Vec<Errors>,
    pub(super) caught_outputs: Vec<Type>,
    /// What the machine fails with.
    pub(super) uncaught: Errors,
    pub(super) rules: Vec<RuleFacts>,
    pub(super) may_default: bool,
    pub(super) arguments: Type,
    /// What the state demands before it comes to its end, of whichever kind.
    pub(super) needs: Demand,
    /// The same for those who ask, once somebody did.
    facts: OnceLock<Arc<StateFacts>>,
}

/// A way out.
#[derive(Debug)]
pub(super) struct Exit {
    pub(super) output: Type,
    pub(super) variables: Arc<Variables>,
    /// None: the machine ends.
    pub(super) next: Option<usize>,
    pub(super) is_caught: bool,
    /// What it demands of the input of the workflow.
    pub(super) needs: Demand,
}

impl Outcome {
    /// What is told of a state that got this.
    pub(super) fn facts(&self, entry: &Entry) -> Arc<StateFacts> {
        let known = self.facts.get_or_init(|| Arc::new(self.made_of(entry)));
        if known.input.is_same(&entry.input) && Arc::ptr_eq(&known.variables, &entry.variables) {
            return Arc::clone(known);
        }
        Arc::new(self.made_of(entry))
    }

    fn made_of(&self, entry: &Entry) -> StateFacts {
        let left = self.exits.iter().filter(|exit| !exit.is_caught);
        let way = |exit: &Exit| Way { next: exit.next, is_caught: exit.is_caught, needs: exit.needs.clone() };
        StateFacts {
            input: entry.input.clone(),
            variables: Arc::clone(&entry.variables),
            output: Type::join_all(left.map(|exit| &exit.output)),
            errors: self.errors.clone(),
            caught: self.caught.clone(),
            caught_outputs: self.caught_outputs.clone(),
            rules: self.rules.clone(),
            may_default: self.may_default,
            arguments: self.arguments.clone(),
            ways: self.exits.iter().map(way).collect(),
            needs: self.needs.clone(),
        }
    }
}
