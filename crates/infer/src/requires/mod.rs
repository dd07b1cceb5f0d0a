//! What a workflow requires of its input.
//!
//! Reads of what nobody told become demands on the input. What all ways through a workflow that may succeed demand is
//! required; what only some do is optional; a way that no input can satisfy is none. Ways are gone backwards, from the ends.

mod demand;
mod jsonata;
mod learn;

use demand::Reading;
pub use demand::{Conflict, Demand};
pub(crate) use jsonata::Read;
pub(crate) use learn::{of_fault, of_narrowing, of_variables};

use crate::Facts;
use crate::walk::order;
use asl_semantics::StateId;
use asl_semantics::plan::{Kind, Machine, State, Workflow};
use asl_types::Type;
use std::collections::HashMap;

/// What is known of the demands of a workflow.
#[derive(Clone, Debug, Default)]
pub struct Requirements {
    /// What is required of its input.
    pub input: Demand,
    /// The states from which no input leads to an end, and why.
    pub conflicts: Vec<(StateId, Conflict)>,
}

/// What a workflow whose input nobody told requires of it.
pub fn requires(workflow: &Workflow<'_>, facts: &Facts<'_, '_>) -> Requirements {
    let mut walk = Backwards { facts, ends: false, conflicts: HashMap::new() };
    let mut input = walk.machine(&workflow.machine);
    let conflicts = walk.conflicts;
    if input.is_none() {
        // Nothing succeeds: then what leads to a failure is as good.
        input = Backwards { facts, ends: true, conflicts: HashMap::new() }.machine(&workflow.machine);
    }
    let mut conflicts: Vec<(StateId, Conflict)> = conflicts.into_iter().collect();
    conflicts.sort_by_key(|(state, _)| *state);
    Requirements { input: input.unwrap_or_default(), conflicts }
}

/// The conflicts alone: mostly there are none, and then the ways need not be gone.
pub fn conflicts(workflow: &Workflow<'_>, facts: &Facts<'_, '_>) -> Vec<(StateId, Conflict)> {
    let idle = Demand::default();
    let needs = facts.all().flat_map(|state| &state.ways).map(|way| &way.needs).filter(|needs| **needs != idle);
    // Who meets all that is demanded anywhere meets what is demanded on any way.
    let all = needs.fold(Demand::default(), |all, needs| all.both(needs));
    if all.is_impossible() || all.is_crowded() { requires(workflow, facts).conflicts } else { Vec::new() }
}

impl Requirements {
    /// As a type.
    pub fn to_type(&self) -> Type {
        self.input.to_type()
    }
}

/// So often are the states of a machine looked at. Loops within loops take a few rounds; nobody writes many.
const MOST_ROUNDS: usize = 64;

struct Backwards<'f, 'a, 't> {
    facts: &'f Facts<'a, 't>,
    /// Is a state that fails an end like others?
    ends: bool,
    /// Why a state can't be left, where that is a conflict.
    conflicts: HashMap<StateId, Conflict>,
}

impl Backwards<'_, '_, '_> {
    /// What a machine demands; none, where no way leads to an end. All only grows, so it comes to rest.
    fn machine(&mut self, machine: &Machine<'_>) -> Option<Demand> {
        let inner: Vec<Inner> = machine.states.iter().map(|state| self.inner(state)).collect();
        let mut known: Vec<Option<Demand>> = vec![None; machine.states.len()];
        // Those that follow come first.
        let mut order: Vec<(usize, usize)> = order(machine).into_iter().zip(0..).collect();
        order.sort_unstable_by(|a, b| b.cmp(a));
        for _ in 0..MOST_ROUNDS {
            let mut grew = false;
            for (_, at) in &order {
                grew |= self.again(machine, &inner, &mut known, *at);
            }
            if !grew {
                self.blame(machine, &inner, &known);
                return known.get(machine.start).cloned().flatten();
            }
        }
        Some(Demand::default())
    }

    /// Looks at a state once more. Does it demand less than was known?
    fn again(&self, machine: &Machine<'_>, inner: &[Inner], known: &mut [Option<Demand>], at: usize) -> bool {
        let (Some(state), Some(within)) = (machine.states.get(at), inner.get(at)) else { return false };
        let Some(found) = self.state(state, within, known) else { return false };
        let Some(place) = known.get_mut(at) else { return false };
        let joined = place.as_ref().map_or_else(|| found.clone(), |old| old.either(&found));
        let grew = place.as_ref() != Some(&joined);
        *place = Some(joined);
        grew
    }

    /// What a state and all that may follow it demand.
    fn state(&self, state: &State<'_>, inner: &Inner, known: &[Option<Demand>]) -> Option<Demand> {
        let facts = self.facts.state(state.id)?;
        if self.ends && facts.ways.is_empty() {
            return Some(facts.needs.clone());
        }
        let ways = facts.ways.iter().filter_map(|way| {
            let after = match way.next {
                Some(next) => known.get(next)?.clone()?,
                None => Demand::default(),
            };
            let within = if way.is_caught { Demand::default() } else { inner.demand.clone()? };
            let all = way.needs.both(&within).both(&after);
            (!all.is_impossible()).then_some(all)
        });
        ways.reduce(|all, one| all.either(&one))
    }

    /// What is demanded inside of a state.
    fn inner(&mut self, state: &State<'_>) -> Inner {
        match &state.kind {
            Kind::Parallel(branches) => {
                let mut all = Some(Demand::default());
                let mut conflict = None;
                for branch in branches {
                    let found = self.machine(branch);
                    if let (Some(all), Some(found)) = (&all, &found) {
                        conflict = conflict.or_else(|| all.conflict(found));
                    }
                    all = all.zip(found).map(|(all, found)| all.both(&found)).filter(|all| !all.is_impossible());
                }
                Inner { demand: all, conflict }
            }
            // There may be no items.
            Kind::Map(map) => {
                let found = self.machine(&map.processor).unwrap_or_default();
                Inner { demand: Some(found.either(&Demand::default())), conflict: None }
            }
            _ => Inner { demand: Some(Demand::default()), conflict: None },
        }
    }

    /// Finds the states that are reached, whose every way is one that ends in a conflict.
    fn blame(&mut self, machine: &Machine<'_>, inner: &[Inner], known: &[Option<Demand>]) {
        for (state, inner) in machine.states.iter().zip(inner) {
            let Some(facts) = self.facts.state(state.id) else { continue };
            if facts.ways.is_empty() || self.state(state, inner, known).is_some() {
                continue;
            }
            let conflict = inner.conflict.clone().or_else(|| {
                facts.ways.iter().find_map(|way| {
                    let within = inner.demand.clone()?;
                    let after = way.next.and_then(|next| known.get(next).cloned().flatten())?;
                    way.needs.both(&within).conflict(&after).or_else(|| way.needs.conflict(&within))
                })
            });
            if let Some(conflict) = conflict {
                self.conflicts.insert(state.id, conflict);
            }
        }
    }
}

/// What is demanded inside of a state; none, where the machines inside never end.
struct Inner {
    demand: Option<Demand>,
    conflict: Option<Conflict>,
}
