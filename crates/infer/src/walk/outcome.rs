//! What becomes of a state.

use super::facts::{Problem, RuleFacts, StateFacts, Way};
use super::machine::Entry;
use crate::requires::Demand;
use crate::{Errors, Variables};
use asl_types::Type;
use std::rc::Rc;

/// All that may become of it.
#[derive(Debug, Default)]
pub(super) struct Outcome<'a, 't> {
    pub(super) problems: Vec<Problem<'a, 't>>,
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
}

/// A way out.
#[derive(Debug)]
pub(super) struct Exit {
    pub(super) output: Type,
    pub(super) variables: Rc<Variables>,
    /// None: the machine ends.
    pub(super) next: Option<usize>,
    pub(super) is_caught: bool,
    /// What it demands of the input of the workflow.
    pub(super) needs: Demand,
}

impl Outcome<'_, '_> {
    pub(super) fn into_facts(self, entry: Entry) -> StateFacts {
        let left = self.exits.iter().filter(|exit| !exit.is_caught);
        let way = |exit: &Exit| Way { next: exit.next, is_caught: exit.is_caught, needs: exit.needs.clone() };
        StateFacts {
            input: entry.input,
            variables: entry.variables,
            output: Type::join_all(left.map(|exit| &exit.output)),
            errors: self.errors,
            caught: self.caught,
            caught_outputs: self.caught_outputs,
            rules: self.rules,
            may_default: self.may_default,
            arguments: self.arguments,
            ways: self.exits.iter().map(way).collect(),
            needs: self.needs,
        }
    }
}
