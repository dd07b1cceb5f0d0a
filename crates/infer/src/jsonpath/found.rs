//! The nodes that a path finds, in order.

use crate::Certainty;
use asl_types::{Absence, Array, Type};
use std::iter::repeat_n;

/// Lists of nodes, as the array that they make.
#[derive(Clone, Debug)]
pub(super) struct Found(Array);

impl Found {
    pub(super) fn none() -> Self {
        Self(Array::exact([]))
    }

    pub(super) fn one(node: Type) -> Self {
        Self(Array::exact([node]))
    }

    /// Any number of them.
    pub(super) fn many(nodes: Type) -> Self {
        if nodes.has_value() { Self(Array::of(nodes)) } else { Self::none() }
    }

    pub(super) fn of(array: Array) -> Self {
        Self(array)
    }

    pub(super) fn into_array(self) -> Array {
        self.0
    }

    pub(super) fn any(&self) -> Type {
        self.0.any()
    }

    pub(super) fn into_type(self) -> Type {
        Type::array(self.0)
    }

    /// These, or none.
    pub(super) fn maybe(self, absence: Absence) -> Self {
        let optional = |item: &Type| item.clone().with_absence(item.absence().max(absence));
        Self(Array::new(self.0.known().iter().map(optional).collect(), self.0.rest().clone()))
    }

    /// One or the other.
    pub(super) fn join(&self, other: &Self) -> Self {
        let both = Type::array(self.0.clone()).join(&Type::array(other.0.clone()));
        Self(both.sets().arrays.as_ref().map_or_else(|| Array::exact([]), |array| array.as_ref().clone()))
    }

    /// These, and those after them.
    pub(super) fn then(self, next: &Self) -> Self {
        let (first, next) = (self.0, &next.0);
        let least = first.least();
        let (sure, unsure) = first.known().split_at_checked(least).unwrap_or((first.known(), &[]));
        let mut items = sure.to_vec();
        if first.most() == Some(least) {
            items.extend_from_slice(next.known());
            return Self(Array::new(items, next.rest().clone()));
        }
        // Where the first ends is not known, so what comes later is any of both.
        let tail = unsure.iter().fold(first.rest().join(&next.any()), |all, item| all.join(&item.clone().present()));
        let absence = unsure.first().map_or(Absence::Unproven, Type::absence);
        items.extend(repeat_n(tail.clone(), next.least()));
        let most = first.most().zip(next.most()).map(|(a, b)| a + b).filter(|most| *most <= Array::MOST_ITEMS);
        let Some(most) = most else { return Self(Array::new(items, tail)) };
        let optional = most.saturating_sub(items.len());
        items.extend(repeat_n(tail.with_absence(absence), optional));
        Self(Array::new(items, Type::never()))
    }

    /// All of them, in an order that is not known.
    pub(super) fn in_any_order(all: &[Self]) -> Self {
        let any = all.iter().fold(Type::never(), |any, found| any.join(&found.any()));
        let least: usize = all.iter().map(|found| found.0.least()).sum();
        let most = all.iter().map(|found| found.0.most()).sum::<Option<usize>>();
        let mut items: Vec<Type> = repeat_n(any.clone(), least.min(Array::MOST_ITEMS)).collect();
        match most.filter(|most| *most <= Array::MOST_ITEMS) {
            Some(most) => {
                items.extend(repeat_n(any.with_absence(Absence::Known), most - items.len()));
                Self(Array::new(items, Type::never()))
            }
            None => Self(Array::new(items, any)),
        }
    }

    /// How sure it is that there are none.
    pub(super) fn emptiness(&self) -> Option<Certainty> {
        if self.any().is_never() { Some(Certainty::Certain) } else { Certainty::of_absence(&self.0.item(0)) }
    }

    /// The last one, where there is any.
    pub(super) fn last(&self) -> Type {
        match self.0.known().last() {
            Some(last) if self.0.most() == Some(self.0.least()) => last.clone(),
            _ => self.any(),
        }
    }
}

/// What is found in one or the other case; nothing where no case has an end.
#[derive(Debug, Default)]
pub(super) struct Cases(Option<Found>);

impl Cases {
    pub(super) fn add(&mut self, case: Option<Found>) {
        if let Some(case) = case {
            self.0 = Some(self.0.as_ref().map_or_else(|| case.clone(), |all| all.join(&case)));
        }
    }

    pub(super) fn found(self) -> Option<Found> {
        self.0
    }
}
