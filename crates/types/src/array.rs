//! Arrays: the items that are known by index, and all that may follow them.

use crate::bulk::Bulk;
use crate::{Absence, Type};
use serde_json::Value;

/// Arrays of a type: an item that may be absent is where some of the arrays end.
///
/// It stands for a type at each index, of which all from some index on are the same. There is one way to write each: where
/// an array may end, each later item may be absent; and a last item that is what would follow anyway is not kept.
#[derive(Clone, Debug)]
pub struct Array {
    items: Vec<Type>,
    /// What may follow, always with [`Absence::Never`].
    rest: Type,
    /// The absence of what follows: no less than that of an item.
    ends: Absence,
    bulk: Bulk,
}

impl PartialEq for Array {
    fn eq(&self, other: &Self) -> bool {
        self.ends == other.ends && self.rest == other.rest && self.items == other.items
    }
}

impl Eq for Array {}

impl Array {
    /// See [`Type::is_identical`].
    pub(crate) fn is_identical(&self, other: &Self) -> bool {
        self.ends == other.ends
            && self.rest.is_identical(&other.rest)
            && crate::same::all(&self.items, &other.items, Type::is_identical)
    }

    /// So many items are known by index.
    pub const MOST_ITEMS: usize = 24;

    /// Of any length.
    pub fn of(items: Type) -> Self {
        Self::new(Vec::new(), items)
    }

    /// Of just these items.
    pub fn exact(items: impl IntoIterator<Item = Type>) -> Self {
        Self::new(items.into_iter().collect(), Type::never())
    }

    /// Of these items, and any number of others after them.
    pub fn new(items: Vec<Type>, rest: Type) -> Self {
        Self::ending(items, rest, Absence::Unproven)
    }

    /// The same, where it is told how sure it is that there may be no others.
    pub(crate) fn ending(items: Vec<Type>, rest: Type, ends: Absence) -> Self {
        let mut array = Self { items, rest: rest.present(), ends, bulk: Bulk::default() };
        array.settle();
        array.bulk = Bulk::around(array.items.iter().chain([&array.rest]));
        array
    }

    /// The items that are known by index.
    pub fn known(&self) -> &[Type] {
        &self.items
    }

    /// What may follow them; never, where nothing does.
    pub fn rest(&self) -> &Type {
        &self.rest
    }

    /// How sure it is that an item of what follows may be missing.
    pub fn ends(&self) -> Absence {
        self.ends
    }

    /// May there be more than the known items?
    pub fn is_open(&self) -> bool {
        !self.rest.is_never()
    }

    /// How many items there are at least.
    pub fn least(&self) -> usize {
        self.items.iter().take_while(|item| item.absence() == Absence::Never).count()
    }

    /// How many items there are at most, if that is known.
    pub fn most(&self) -> Option<usize> {
        (!self.is_open()).then_some(self.items.len())
    }

    /// What the item of an index may be.
    pub fn item(&self, index: usize) -> Type {
        self.items.get(index).cloned().unwrap_or_else(|| self.beyond())
    }

    /// What any item may be; never, where there is none.
    pub fn any(&self) -> Type {
        self.items.iter().fold(self.rest.clone(), |all, item| all.join(&item.clone().present()))
    }

    /// With each item changed. An item is there as surely as before.
    pub fn map(&self, mut change: impl FnMut(&Type) -> Type) -> Self {
        let changed = |item: &Type| change(&item.clone().present()).with_absence(item.absence());
        let items = self.items.iter().map(changed).collect();
        let rest = if self.is_open() { change(&self.rest) } else { Type::never() };
        Self::ending(items, rest, self.ends)
    }

    /// Arrays of any length with these items.
    pub(crate) fn without_indexes(&self) -> Self {
        Self::of(self.any())
    }

    /// No array has just these items: one that must be there has no value.
    pub(crate) fn is_impossible(&self) -> bool {
        self.items.iter().any(Type::is_never)
    }

    pub(crate) fn bulk(&self) -> Bulk {
        self.bulk
    }

    /// Is each part the same allocation?
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.ends == other.ends
            && self.items.len() == other.items.len()
            && self.rest.is_same(&other.rest)
            && self.items.iter().zip(&other.items).all(|(a, b)| a.is_same(b))
    }

    pub(crate) fn join(&self, other: &Self) -> Self {
        self.zip(other, self.ends.max(other.ends), Type::join)
    }

    /// The items of the two at each index made into one.
    pub(crate) fn zip(&self, other: &Self, ends: Absence, mut both: impl FnMut(&Type, &Type) -> Type) -> Self {
        let length = self.items.len().max(other.items.len());
        let items = (0..length).map(|at| both(&self.item(at), &other.item(at))).collect();
        Self::ending(items, both(&self.rest, &other.rest), ends)
    }

    /// The one array that it can be.
    pub(crate) fn as_value(&self) -> Option<Value> {
        if self.is_open() {
            return None;
        }
        self.items.iter().map(Type::as_value).collect::<Option<Vec<_>>>().map(Value::Array)
    }

    /// What an item that is not known by index may be.
    fn beyond(&self) -> Type {
        self.rest.clone().with_absence(self.ends)
    }

    /// Writes it in the one way that there is. Too many items are not kept.
    fn settle(&mut self) {
        let mut least = Absence::Never;
        for item in &mut self.items {
            least = least.max(item.absence());
            if least != item.absence() {
                *item = item.clone().with_absence(least);
            }
        }
        // Where there is nothing for certain, nothing follows.
        let end = self.items.iter().position(|item| !item.has_value() && !item.is_never());
        if let Some(end) = end {
            self.items.truncate(end);
            self.rest = Type::never();
        }
        if self.items.len() > Self::MOST_ITEMS && !self.is_impossible() {
            *self = self.without_indexes();
            return;
        }
        self.ends = if self.is_open() { self.ends.max(Absence::Unproven).max(least) } else { Absence::Known };
        if self.is_open() && !self.items.is_empty() {
            let beyond = self.beyond();
            while self.items.last().is_some_and(|last| *last == beyond) {
                self.items.pop();
            }
        }
    }
}
