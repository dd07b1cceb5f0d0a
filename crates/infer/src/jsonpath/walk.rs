//! The way along the steps.

use super::found::Found;
use super::place;
use super::plan::Plan;
use super::trouble::{Class, Troubles};
use crate::{Certainty, FaultKind, Scope};
use asl_syntax::Span;
use asl_syntax::jsonpath::{Root, Step, StepKind};
use asl_types::{Absence, Kinds, Type};
use std::cell::Cell;

/// Steps that fan out, one within the other: as many as the evaluator over values takes.
const MAX_DEPTH: u32 = 256;
/// Nodes that are looked at; beyond, nothing is known.
const FUEL: u32 = 20_000;

/// What is left.
#[derive(Debug)]
pub(super) struct Budget {
    fuel: Cell<u32>,
    depth: Cell<u32>,
}

impl Budget {
    pub(super) fn new() -> Self {
        Self { fuel: Cell::new(FUEL), depth: Cell::new(0) }
    }
}

/// How a path is evaluated.
#[derive(Clone, Copy, Debug)]
pub(super) struct Walk<'a> {
    pub(super) scope: &'a Scope<'a>,
    /// What `$` is inside of filters and arguments: where the path as a whole starts.
    pub(super) document: &'a Type,
    pub(super) budget: &'a Budget,
    /// A missing field is an error even beyond an indefinite step: for the question whether a path exists.
    pub(super) require: bool,
}

/// How a node was reached.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    /// All steps before lead to one node at most.
    pub(super) definite: bool,
    /// How sure it can be at most that something goes wrong here.
    pub(super) most: Certainty,
}

impl Way {
    /// To one of several nodes that there may be.
    pub(super) fn onward(self, is_sure: bool) -> Self {
        let most = if is_sure { self.most } else { self.most.min(Certainty::Possible) };
        Self { definite: false, most }
    }

    /// To what a node of this type is or has: it may be of several kinds or shapes.
    pub(super) fn into_parts(self, node: &Type) -> Self {
        let shapes = node.sets().objects.as_ref().map_or(0, |objects| objects.shapes().len());
        self.onward(node.is_wholly_unknown() || (node.kinds().is_one() && !node.is_unknown() && shapes <= 1))
    }
}

impl Walk<'_> {
    /// The value of a path that starts at a node; never, where it certainly has none.
    pub(super) fn value(&self, plan: &Plan, start: &Type, most: Certainty, troubles: &mut Troubles) -> Type {
        let way = Way { definite: true, most };
        let Some(found) = self.walk(plan, 0, start.clone(), way, troubles) else { return Type::never() };
        if !plan.definite {
            return found.into_type();
        }
        if let Some(certainty) = found.emptiness() {
            troubles.add(Class::NotFound, certainty.min(most), plan.span, FaultKind::NoMatch);
        }
        // A call in the middle leaves its result as well; the last one counts.
        found.last()
    }

    /// What the steps from `at` on find; nothing where all that there may be goes wrong.
    pub(super) fn walk(
        &self,
        plan: &Plan,
        mut at: usize,
        mut node: Type,
        mut way: Way,
        troubles: &mut Troubles,
    ) -> Option<Found> {
        // On some way there is no node, and that is no error.
        let mut gap = None;
        let found = loop {
            if node.is_never() {
                break None;
            }
            let Some(step) = plan.steps.get(at) else { break Some(Found::one(node)) };
            let (wanted, next, kind) = match &step.kind {
                StepKind::Name { name, .. } => {
                    let kind = FaultKind::NoField { name: name.text.clone().into_owned(), of: node.clone() };
                    (Kinds::OBJECT, node.field(&name.text), kind)
                }
                StepKind::Index(index) => {
                    (Kinds::ARRAY, place::item(&node, *index), FaultKind::NoItem { index: *index, of: node.clone() })
                }
                _ => break self.fan(plan, at, step, &node, way, troubles),
            };
            let missing = Missing { wanted, kind, is_error: self.is_error(plan, at, wanted, way.definite) };
            gap = gap.max(missing.look(&node, &next, way, step.span, troubles));
            if gap.is_some() {
                way.most = way.most.min(Certainty::Possible);
            }
            node = next.present();
            at += 1;
        };
        match (found, gap) {
            (found, None) => found,
            (found, Some(absence)) => Some(found.map_or_else(Found::none, |found| found.maybe(absence))),
        }
    }

    /// Is it an error where the name or index of a step leads nowhere?
    fn is_error(&self, plan: &Plan, at: usize, wanted: Kinds, definite: bool) -> bool {
        let named = wanted == Kinds::OBJECT;
        (named && (self.require || (definite && !plan.is_leaf(at)))) || (definite && plan.definite && !plan.calls)
    }

    /// A step other than a name or an index.
    fn fan(
        &self,
        plan: &Plan,
        at: usize,
        step: &Step,
        node: &Type,
        way: Way,
        troubles: &mut Troubles,
    ) -> Option<Found> {
        let depth = &self.budget.depth;
        if depth.get() >= MAX_DEPTH {
            let message = format!("The path fans out more than {MAX_DEPTH} times, one within the other");
            troubles.add(Class::Failed, way.most, step.span, FaultKind::Other(message));
            return None;
        }
        if !self.charge() {
            return Some(give_up(step.span, troubles));
        }
        depth.set(depth.get() + 1);
        let found = self.take(plan, at, step, node, way, troubles);
        depth.set(depth.get() - 1);
        found
    }

    /// Is there anything left to look at a node with?
    pub(super) fn charge(&self) -> bool {
        let fuel = &self.budget.fuel;
        fuel.set(fuel.get().saturating_sub(1));
        fuel.get() > 0
    }

    /// The node that a path within a filter or an argument starts from; absent, where there may be none.
    pub(super) fn root(&self, root: Root) -> Type {
        match root {
            Root::Input | Root::Current => self.document.clone(),
            Root::Context => self.scope.context.clone(),
            Root::Variable { name, .. } => self.scope.variables.get(name).cloned().unwrap_or_else(Type::absent),
        }
    }
}

/// A name or an index, and what it means where it leads nowhere.
struct Missing {
    wanted: Kinds,
    kind: FaultKind,
    is_error: bool,
}

impl Missing {
    /// Tells what goes wrong, and gives how sure it is that there is nothing although nothing goes wrong.
    fn look(self, node: &Type, next: &Type, way: Way, span: Span, troubles: &mut Troubles) -> Option<Absence> {
        let mut gap = None;
        let absent = Certainty::of_absence(next);
        if let Some(certainty) = Certainty::of_kind(node, self.wanted) {
            // Of what is unknown it is enough to say that it may not have the field.
            let is_said = certainty == Certainty::Unproven && absent.is_some() && self.is_error;
            if way.definite && !is_said {
                let kind = FaultKind::WrongKind { wanted: self.wanted, of: node.clone() };
                troubles.add(Class::NotFound, certainty.min(way.most), span, kind);
            } else if !way.definite {
                gap = Some(certainty.to_absence());
            }
        }
        if let Some(certainty) = absent {
            if self.is_error {
                troubles.add(Class::NotFound, certainty.min(way.most), span, self.kind);
            } else {
                gap = gap.max(Some(certainty.to_absence()));
            }
        }
        gap
    }
}

/// Whatever may be.
pub(super) fn give_up(span: Span, troubles: &mut Troubles) -> Found {
    for class in [Class::NotFound, Class::Invalid, Class::Failed] {
        troubles.add(class, Certainty::Unproven, span, FaultKind::NoMatch);
    }
    Found::many(Type::unknown())
}
