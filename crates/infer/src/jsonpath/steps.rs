//! The steps that may lead to several nodes, or change what they lead to.

use super::found::{Cases, Found};
use super::place::item_of;
use super::plan::Plan;
use super::trouble::{Class, Troubles};
use super::walk::{Walk, Way, give_up};
use crate::{Certainty, FaultKind};
use asl_syntax::jsonpath::{Expr, Name, Step, StepKind};
use asl_types::{Absence, Array, Kinds, Object, Type};
use std::sync::Arc;

const CONTAINERS: Kinds = Kinds::ARRAY.union(Kinds::OBJECT);

impl Walk<'_> {
    /// Takes a step other than a name or an index, and those after it.
    pub(super) fn take(
        &self,
        plan: &Plan,
        at: usize,
        step: &Step,
        node: &Type,
        way: Way,
        troubles: &mut Troubles,
    ) -> Option<Found> {
        let here = Stop { walk: self, plan, at, step, node, way };
        match &step.kind {
            StepKind::Names(names) => here.names(names, troubles),
            StepKind::Indexes(indexes) => {
                let definite = way.definite && indexes.len() == 1;
                here.items(|array| chosen(array, indexes), definite, troubles)
            }
            StepKind::Slice { start, end, .. } => here.items(|array| slice(array, *start, *end), false, troubles),
            StepKind::Wildcard(_) => here.wildcard(troubles),
            StepKind::Descend => Some(here.scan(troubles)),
            StepKind::Filter(condition) => here.filter(condition, troubles),
            StepKind::Call { name, .. } => {
                let result = self.call(name, &plan.arguments(at), node, way.most, troubles)?;
                if plan.is_leaf(at) {
                    return Some(Found::one(result));
                }
                let further = self.walk(plan, at + 1, result.clone(), way, troubles)?;
                Some(Found::one(result).then(&further))
            }
            // The first two are taken elsewhere; a path with the third is never evaluated by intent.
            StepKind::Name { .. } | StepKind::Index(_) | StepKind::Invalid => Some(Found::none()),
        }
    }

    /// The steps from `at` on, from each of these nodes in order.
    fn each(&self, plan: &Plan, at: usize, nodes: &Array, way: Way, troubles: &mut Troubles) -> Option<Found> {
        let mut all = Found::none();
        for item in nodes.known().iter().filter(|item| item.has_value()) {
            let is_sure = item.absence() == Absence::Never;
            let way = Way { definite: way.definite, ..way.onward(is_sure) };
            match self.walk(plan, at, item.clone().present(), way, troubles) {
                Some(found) if is_sure => all = all.then(&found),
                Some(found) => all = all.then(&found.maybe(item.absence())),
                None if is_sure => return None,
                None => {}
            }
        }
        if nodes.is_open() {
            all = all.then(&self.any_number(plan, at, nodes.rest(), way, troubles));
        }
        Some(all)
    }

    /// The steps from `at` on, from any number of nodes.
    fn any_number(&self, plan: &Plan, at: usize, node: &Type, way: Way, troubles: &mut Troubles) -> Found {
        let way = Way { definite: way.definite, ..way.onward(false) };
        let found = self.walk(plan, at, node.clone(), way, troubles);
        many(found)
    }
}

fn many(found: Option<Found>) -> Found {
    found.map_or_else(Found::none, |found| Found::many(found.any()))
}

/// A step, and the node that it is taken from.
struct Stop<'s, 'a, 'p> {
    walk: &'s Walk<'a>,
    plan: &'s Plan<'p>,
    at: usize,
    step: &'s Step<'p>,
    node: &'s Type,
    way: Way,
}

impl Stop<'_, '_, '_> {
    fn arrays(&self) -> Option<&Array> {
        self.node.sets().arrays.as_deref()
    }

    fn shapes(&self) -> &[Object] {
        self.node.sets().objects.as_deref().map_or(&[], |objects| objects.shapes())
    }

    /// Where the node is not of the kinds that the step takes, it is an error if the way is definite, and else nothing.
    fn misfit(&self, wanted: Kinds, class: Class, cases: &mut Cases, troubles: &mut Troubles) {
        let Some(certainty) = Certainty::of_kind(self.node, wanted) else { return };
        if self.way.definite {
            let kind = FaultKind::WrongKind { wanted, of: self.node.clone() };
            troubles.add(class, certainty.min(self.way.most), self.step.span, kind);
        } else {
            cases.add(Some(Found::none()));
        }
    }

    /// A list of names gives one object with the fields that are there.
    fn names(&self, names: &[Name], troubles: &mut Troubles) -> Option<Found> {
        let mut cases = Cases::default();
        self.misfit(Kinds::OBJECT, Class::NotFound, &mut cases, troubles);
        let objects = self.node.only(Kinds::OBJECT);
        let way = self.way.into_parts(self.node);
        if !self.plan.is_leaf(self.at) {
            if !objects.is_never() {
                let certainty = if self.node.is_unknown() { Certainty::Unproven } else { way.most };
                let message = "Multi properties can only be used as path leafs".to_owned();
                troubles.add(Class::Invalid, certainty, self.step.span, FaultKind::Other(message));
            }
            return cases.found();
        }
        for shape in objects.sets().objects.iter().flat_map(|objects| objects.shapes()) {
            let field = |name: &Name| (name.text.as_ref().into(), shape.field(&name.text));
            let mut fields: Vec<(Arc<str>, Type)> = names.iter().map(field).collect();
            if self.walk.require {
                for (name, of) in &mut fields {
                    if let Some(certainty) = Certainty::of_absence(of) {
                        let kind = FaultKind::NoField { name: name.to_string(), of: self.node.clone() };
                        troubles.add(Class::NotFound, certainty.min(way.most), self.step.span, kind);
                    }
                    *of = of.clone().present();
                }
            }
            cases.add(Some(Found::one(Type::object(Object::closed(fields)))));
        }
        cases.found()
    }

    /// Some of the items of an array.
    fn items(&self, choose: impl Fn(&Array) -> Array, definite: bool, troubles: &mut Troubles) -> Option<Found> {
        let mut cases = Cases::default();
        self.misfit(Kinds::ARRAY, Class::NotFound, &mut cases, troubles);
        let way = Way { definite, ..self.way.into_parts(self.node) };
        if let Some(array) = self.arrays() {
            cases.add(self.walk.each(self.plan, self.at + 1, &choose(array), way, troubles));
        }
        if self.node.is_unknown() {
            // All of them have the place of any of them; one has a place of its own.
            let any = if definite { Type::unknown() } else { self.node.without(Kinds::ALL).items() };
            cases.add(Some(self.walk.any_number(self.plan, self.at + 1, &any, way, troubles)));
        }
        cases.found()
    }

    fn wildcard(&self, troubles: &mut Troubles) -> Option<Found> {
        let mut cases = Cases::default();
        let way = self.way.into_parts(self.node);
        if let Some(array) = self.arrays() {
            cases.add(self.walk.each(self.plan, self.at + 1, array, way, troubles));
        }
        for shape in self.shapes() {
            cases.add(self.fields(shape, way, troubles));
        }
        if self.node.is_unknown() {
            let any = self.node.without(Kinds::ALL).items();
            cases.add(Some(self.walk.any_number(self.plan, self.at + 1, &any, way, troubles)));
        }
        if !self.node.kinds().is_within(CONTAINERS) {
            cases.add(Some(Found::none()));
        }
        cases.found()
    }

    /// The fields of an object, in an order that is not known.
    fn fields(&self, shape: &Object, way: Way, troubles: &mut Troubles) -> Option<Found> {
        let mut all = Vec::new();
        for (_, of) in shape.fields().filter(|(_, of)| of.has_value()) {
            let is_sure = of.absence() == Absence::Never;
            let found = self.walk.walk(self.plan, self.at + 1, of.clone().present(), way.onward(is_sure), troubles);
            match found {
                Some(found) if is_sure => all.push(found),
                Some(found) => all.push(found.maybe(of.absence())),
                None if is_sure => return None,
                None => {}
            }
        }
        if shape.is_open() {
            let rest = shape.rest().clone().present();
            all.push(self.walk.any_number(self.plan, self.at + 1, &rest, way, troubles));
        }
        Some(Found::in_any_order(&all))
    }

    /// The next step, wherever in the node it can be taken.
    fn scan(&self, troubles: &mut Troubles) -> Found {
        let Some(step) = self.plan.steps.get(self.at + 1) else { return Found::none() };
        let mut all = Type::never();
        let mut stack = vec![self.node.clone()];
        let mut met_unknown = false;
        while let Some(node) = stack.pop() {
            if !self.walk.charge() {
                return give_up(step.span, troubles);
            }
            if node.is_unknown() && !std::mem::replace(&mut met_unknown, true) {
                all = all.join(&self.scanned(&Type::unknown(), troubles));
            }
            if let Some(array) = &node.sets().arrays {
                stack.extend(array.known().iter().chain([array.rest()]).filter(|item| may_contain(item)).cloned());
                all = all.join(&self.scanned_if(step, &Type::array(array.as_ref().clone()), troubles));
            }
            for shape in node.sets().objects.iter().flat_map(|objects| objects.shapes()) {
                let fields = shape.fields().map(|(_, of)| of).chain([shape.rest()]);
                stack.extend(fields.filter(|of| may_contain(of)).cloned());
                all = all.join(&self.scanned_if(step, &Type::object(shape.clone()), troubles));
            }
        }
        Found::many(all)
    }

    fn scanned(&self, node: &Type, troubles: &mut Troubles) -> Type {
        let way = self.way.onward(false);
        self.walk
            .walk(self.plan, self.at + 1, node.clone(), way, troubles)
            .map_or_else(Type::never, |found| found.any())
    }

    /// From a node that is an array or an object, as far as the step can be taken there.
    fn scanned_if(&self, step: &Step, node: &Type, troubles: &mut Troubles) -> Type {
        let is_array = node.sets().arrays.is_some();
        let taken = match &step.kind {
            StepKind::Name { name, .. } => with_fields(node, std::slice::from_ref(name)),
            StepKind::Names(names) if self.plan.is_leaf(self.at + 1) => with_fields(node, names),
            StepKind::Names(_) if !is_array => node.clone(),
            StepKind::Index(_) | StepKind::Indexes(_) | StepKind::Slice { .. } if is_array => node.clone(),
            StepKind::Wildcard(_) => node.clone(),
            // The array itself is asked before its elements are.
            StepKind::Filter(condition) if is_array => {
                let most = self.way.onward(false).most;
                let verdict = self.walk.test(condition, node, most, troubles);
                if verdict.yes.is_never() { Type::never() } else { node.clone() }
            }
            StepKind::Filter(_) => node.clone(),
            _ => Type::never(),
        };
        if taken.is_never() { taken } else { self.scanned(&taken, troubles) }
    }

    /// An object is tested itself, an array element by element.
    fn filter(&self, condition: &Expr, troubles: &mut Troubles) -> Option<Found> {
        let mut cases = Cases::default();
        self.misfit(CONTAINERS, Class::Invalid, &mut cases, troubles);
        let way = self.way.into_parts(self.node);
        if let Some(array) = self.arrays() {
            let mut all = Some(Found::none());
            for item in array.known().iter().filter(|item| item.has_value()) {
                let found = self.passing(condition, item, way, troubles);
                all = all.zip(found).map(|(all, found)| all.then(&found));
            }
            if array.is_open() {
                let found = self.passing(condition, array.rest(), way.onward(false), troubles);
                all = all.map(|all| all.then(&many(found)));
            }
            cases.add(all);
        }
        for shape in self.shapes() {
            cases.add(self.passing(condition, &Type::object(shape.clone()), way, troubles));
        }
        if self.node.is_unknown() {
            let found = self.passing(condition, &Type::unknown(), way.onward(false), troubles);
            cases.add(Some(many(found)));
        }
        cases.found()
    }

    /// The steps behind the filter, from a node if it passes and is there at all.
    fn passing(&self, condition: &Expr, node: &Type, way: Way, troubles: &mut Troubles) -> Option<Found> {
        let is_there = node.absence() == Absence::Never;
        let way = way.onward(is_there);
        let verdict = self.walk.test(condition, &node.clone().present(), way.most, troubles);
        let is_sure = is_there && !verdict.may_refuse();
        let found = if verdict.yes.is_never() {
            None
        } else {
            self.walk.walk(self.plan, self.at + 1, verdict.yes, way.onward(is_sure), troubles)
        };
        match found {
            Some(found) if is_sure => Some(found),
            Some(found) => Some(found.maybe(node.absence().max(Absence::Unproven))),
            None if is_sure => None,
            None => Some(Found::none()),
        }
    }
}

fn may_contain(node: &Type) -> bool {
    node.is_unknown() || node.kinds().meets(CONTAINERS)
}

/// An object that has these fields.
fn with_fields(node: &Type, names: &[Name]) -> Type {
    let Some(shape) = node.sets().objects.as_ref().and_then(|objects| objects.shapes().first()) else {
        return Type::never();
    };
    let mut shape = shape.clone();
    for name in names {
        let field = shape.field(&name.text);
        if !field.has_value() {
            return Type::never();
        }
        shape = shape.with(&name.text, field.present());
    }
    Type::object(shape)
}

/// The items of some indexes.
fn chosen(array: &Array, indexes: &[i64]) -> Array {
    let all = indexes.iter().map(|index| {
        let item = item_of(array, *index);
        if item.absence() == Absence::Never { Found::one(item) } else { optional(&item) }
    });
    all.fold(Found::none(), |all, one| all.then(&one)).into_array()
}

fn optional(item: &Type) -> Found {
    if item.has_value() { Found::one(item.clone().present()).maybe(item.absence()) } else { Found::none() }
}

/// The items of a slice. With both bounds given Jayway counts from one to the other, through zero where the first is
/// negative; with one alone a negative bound is meant from the end.
fn slice(array: &Array, start: Option<i64>, end: Option<i64>) -> Array {
    if let Some(length) = array.most().filter(|most| *most == array.least()) {
        let length = i64::try_from(length).unwrap_or(i64::MAX);
        let from_end = |bound: i64| if bound < 0 { length.saturating_add(bound) } else { bound };
        let range = match (start, end) {
            (None, None) => 0..length,
            (Some(start), None) => from_end(start).max(0)..length,
            (None, Some(end)) => 0..from_end(end).min(length),
            (Some(start), Some(end)) => start.max(-length)..end.min(length),
        };
        return chosen(array, &range.collect::<Vec<_>>());
    }
    let whole = |bound: Option<i64>| bound.map_or(Ok(0), usize::try_from);
    let Ok(start) = whole(start) else { return Array::of(array.any()) };
    match end.map(usize::try_from) {
        None => Array::new(array.known().iter().skip(start).cloned().collect(), array.rest().clone()),
        Some(Ok(end)) if end.saturating_sub(start) <= Array::MOST_ITEMS => {
            Array::exact((start..end).map(|at| array.item(at)))
        }
        _ => Array::of(array.any()),
    }
}
