//! The states of a machine, until no type grows any more.

use super::Walk;
use super::facts::Facts;
use super::memo::{Asked, Memo};
use super::outcome::Visit;
use crate::context::Around;
use crate::{Errors, Variables};
use asl_semantics::plan::{Kind, Machine, State};
use asl_types::{Absence, Type};
use std::collections::BTreeSet;
use std::sync::Arc;

/// So often may a state in a loop be entered with another type before what grows is widened.
const PATIENCE: u32 = 3;

/// The number of a problem is that of its state and, in so many bits, its own.
const PROBLEM_BITS: u32 = usize::BITS / 2;

/// What is known of a machine so far. It only grows, also where the machine is entered again, so all of it comes to rest.
pub(super) struct Memory<'a, 't> {
    pub(super) machine: &'a Machine<'t>,
    pub(super) around: Option<Around>,
    /// What each state gets; none where it was not reached yet.
    entries: Vec<Option<Entry>>,
    entered: Vec<u32>,
    /// What became of each state when it was last entered.
    visits: Vec<Option<Visit<'a, 't>>>,
    /// Of each state, its place in an order in which most come after those that lead to them.
    order: Vec<usize>,
    waiting: BTreeSet<(usize, usize)>,
    /// The machines inside of each state.
    pub(super) inner: Vec<Vec<Memory<'a, 't>>>,
    pub(super) output: Type,
    pub(super) errors: Errors,
}

/// What a state gets.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) input: Type,
    pub(super) variables: Arc<Variables>,
}

impl<'a, 't> Memory<'a, 't> {
    pub(super) fn new(machine: &'a Machine<'t>) -> Self {
        let inner = |state: &'a State<'t>| match &state.kind {
            Kind::Parallel(branches) => branches.iter().map(Memory::new).collect(),
            Kind::Map(map) => vec![Memory::new(&map.processor)],
            _ => Vec::new(),
        };
        let count = machine.states.len();
        Self {
            machine,
            around: None,
            entries: vec![None; count],
            entered: vec![0; count],
            visits: (0..count).map(|_| None).collect(),
            order: order(machine),
            waiting: BTreeSet::new(),
            inner: machine.states.iter().map(inner).collect(),
            output: Type::never(),
            errors: Errors::default(),
        }
    }

    /// It is begun.
    pub(super) fn enter(&mut self, input: &Type, variables: &Arc<Variables>, around: &Around) {
        let joined = self.around.as_ref().map_or_else(|| around.clone(), |old| old.join(around));
        if self.around.as_ref() != Some(&joined) {
            self.around = Some(joined);
            for at in 0..self.entries.len() {
                if self.entries.get(at).is_some_and(Option::is_some) {
                    self.wait(at);
                }
            }
        }
        self.arrive(self.machine.start, input, variables, None);
    }

    fn wait(&mut self, at: usize) {
        if let Some(order) = self.order.get(at) {
            self.waiting.insert((*order, at));
        }
    }

    /// A state is entered.
    fn arrive(&mut self, at: usize, input: &Type, variables: &Arc<Variables>, memo: Option<&mut Memo>) {
        let (Some(entry), Some(entered)) = (self.entries.get_mut(at), self.entered.get_mut(at)) else { return };
        let Some(old) = entry else {
            *entry = Some(Entry { input: input.clone(), variables: Arc::clone(variables) });
            return self.wait(at);
        };
        let widen = *entered > PATIENCE;
        let join = |old: &Type, new: &Type| if widen { old.widen(new) } else { old.join(new) };
        let (joined, is_more) = match memo.filter(|_| !widen) {
            Some(memo) => memo.join(&old.input, input),
            None => grown(&old.input, input, join),
        };
        let variables = join_variables(&old.variables, variables, join);
        let is_new = is_more || variables.is_some();
        old.input = joined;
        if let Some(variables) = variables {
            old.variables = Arc::new(variables);
        }
        if is_new {
            *entered += 1;
            self.wait(at);
        }
    }

    /// Tells of each state that is reached, in order.
    pub(super) fn tell(self, facts: &mut Facts<'a, 't>) {
        let known = self.entries.into_iter().zip(self.visits).zip(self.inner);
        for (state, ((entry, visit), inner)) in self.machine.states.iter().zip(known) {
            let (Some(entry), Some(mut visit)) = (entry, visit) else { continue };
            facts.problems.append(&mut visit.problems);
            facts.states.insert(state.id, visit.outcome.facts(&entry));
            for machine in inner {
                machine.tell(facts);
            }
        }
    }
}

/// What a type comes to with another one, and whether it is more.
pub(super) fn grown(old: &Type, new: &Type, join: impl Fn(&Type, &Type) -> Type) -> (Type, bool) {
    let joined = join(old, new);
    let is_more = joined != *old;
    (joined, is_more)
}

/// The variables of two ways to a state; none where they are those of the first.
fn join_variables(
    old: &Arc<Variables>,
    new: &Arc<Variables>,
    join: impl Fn(&Type, &Type) -> Type,
) -> Option<Variables> {
    if Arc::ptr_eq(old, new) || old == new {
        return None;
    }
    let mut all = (**old).clone();
    for (name, of) in &mut all {
        *of = match new.get(name) {
            Some(new) => join(of, new),
            None => of.clone().with_absence(Absence::Known),
        };
    }
    for (name, of) in new.iter().filter(|(name, _)| !old.contains_key(*name)) {
        all.insert(name.clone(), of.clone().with_absence(Absence::Known));
    }
    (all != **old).then_some(all)
}

impl<'a, 't> Walk<'_, 'a, 't> {
    /// Until nothing waits.
    pub(super) fn run(&mut self, memory: &mut Memory<'a, 't>) {
        while let Some((_, at)) = memory.waiting.pop_first() {
            let Some(visit) = self.step(memory, at) else { continue };
            for exit in &visit.outcome.exits {
                match exit.next {
                    Some(next) if next < memory.machine.states.len() => {
                        memory.arrive(next, &exit.output, &exit.variables, self.memo.as_deref_mut());
                    }
                    _ => memory.output = memory.output.join(&exit.output),
                }
            }
            memory.errors.add_all(&visit.outcome.uncaught);
            if let Some(last) = memory.visits.get_mut(at) {
                *last = Some(visit);
            }
        }
    }

    /// Shows the steps of each state that is reached and watched, in order.
    pub(super) fn show(&mut self, memory: &mut Memory<'a, 't>) {
        for (at, state) in memory.machine.states.iter().enumerate() {
            if self.observer.watches(state) {
                self.step(memory, at);
            }
            let mut inner = memory.inner.get_mut(at).map(std::mem::take).unwrap_or_default();
            for machine in &mut inner {
                self.show(machine);
            }
            if let Some(place) = memory.inner.get_mut(at) {
                *place = inner;
            }
        }
    }

    /// What becomes of a state: what did when it was last entered like this, or what is found out now.
    fn step(&mut self, memory: &mut Memory<'a, 't>, at: usize) -> Option<Visit<'a, 't>> {
        let machine = memory.machine;
        let (state, entry) = (machine.states.get(at)?, memory.entries.get(at)?.clone()?);
        let asked = Asked { state, ways: successors(machine, at), entry, around: memory.around.clone()? };
        // What is shown is not remembered; nor what other states are part of.
        let is_remembered = !self.is_telling && memory.inner.get(at).is_some_and(Vec::is_empty);
        let mut memo = self.memo.as_deref_mut().filter(|_| is_remembered);
        if let Some(visit) = memo.as_mut().and_then(|memo| memo.recall(&asked)) {
            return Some(visit);
        }
        let mut inner = memory.inner.get_mut(at).map(std::mem::take).unwrap_or_default();
        let numbers = std::mem::replace(&mut self.problems, state.id.index() << PROBLEM_BITS);
        let visit = self.state(state, asked.entry.clone(), asked.around.clone(), &mut inner);
        self.problems = numbers;
        if let Some(place) = memory.inner.get_mut(at) {
            *place = inner;
        }
        if let Some(memo) = self.memo.as_deref_mut().filter(|_| is_remembered) {
            memo.keep(asked, &visit);
        }
        Some(visit)
    }
}

/// The states in reverse postorder: by each state, its place.
pub(crate) fn order(machine: &Machine<'_>) -> Vec<usize> {
    let count = machine.states.len();
    let mut place = vec![usize::MAX; count];
    let mut seen = vec![false; count];
    let mut left = count;
    let mut stack: Vec<(usize, Vec<usize>)> = Vec::new();
    let mut starts = std::iter::once(machine.start).chain(0..count);
    loop {
        if let Some((at, rest)) = stack.last_mut() {
            match rest.pop() {
                Some(next) if seen.get(next) == Some(&false) => {
                    seen[next] = true;
                    stack.push((next, successors(machine, next)));
                }
                Some(_) => {}
                None => {
                    left -= 1;
                    place[*at] = left;
                    stack.pop();
                }
            }
            continue;
        }
        let Some(start) = starts.find(|at| seen.get(*at) == Some(&false)) else { return place };
        seen[start] = true;
        stack.push((start, successors(machine, start)));
    }
}

fn successors(machine: &Machine<'_>, at: usize) -> Vec<usize> {
    let Some(state) = machine.states.get(at) else { return Vec::new() };
    let mut all: Vec<usize> = state.catch.iter().map(|catcher| catcher.next).chain(state.next).collect();
    if let Kind::Choice(choice) = &state.kind {
        all.extend(choice.rules.iter().map(|rule| rule.next).chain(choice.default));
    }
    all
}
