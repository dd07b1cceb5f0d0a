//! Arrays: the items that are known by index, and all that may follow them.

use crate::{Absence, Type};
use serde_json::Value;

/// Arrays of a type: an item that may be absent is where some of the arrays end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Array {
    items: Vec<Type>,
    rest: Type,
}

impl Array {
    /// So many items are known by index.
    pub const MOST_ITEMS: usize = 24;

    /// Of any length.
    pub fn of(items: Type) -> Self {
        Self { items: Vec::new(), rest: items.present() }
    }

    /// Of just these items.
    pub fn exact(items: impl IntoIterator<Item = Type>) -> Self {
        Self::new(items.into_iter().collect(), Type::never())
    }

    /// Of these items, and any number of others after them.
    pub fn new(items: Vec<Type>, rest: Type) -> Self {
        let mut array = Self { items, rest: rest.present() };
        array.settle();
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
        match self.items.get(index) {
            Some(item) => item.clone(),
            None if self.is_open() => self.rest.clone().with_absence(Absence::Unproven),
            None => Type::absent(),
        }
    }

    /// What any item may be; never, where there is none.
    pub fn any(&self) -> Type {
        self.items.iter().fold(self.rest.clone(), |all, item| all.join(&item.clone().present()))
    }

    /// With each item changed.
    pub fn map(&self, mut change: impl FnMut(&Type) -> Type) -> Self {
        let mut items = Vec::with_capacity(self.items.len());
        for item in &self.items {
            items.push(change(&item.clone().present()).with_absence(item.absence()));
        }
        let rest = if self.is_open() { change(&self.rest) } else { Type::never() };
        Self::new(items, rest)
    }

    /// Arrays of any length with these items.
    pub(crate) fn without_indexes(&self) -> Self {
        Self::of(self.any())
    }

    pub(crate) fn join(&self, other: &Self) -> Self {
        let length = self.items.len().max(other.items.len());
        let items = (0..length).map(|at| self.item(at).join(&other.item(at))).collect();
        Self::new(items, self.rest.join(&other.rest))
    }

    /// The one array that it can be.
    pub(crate) fn as_value(&self) -> Option<Value> {
        if self.is_open() {
            return None;
        }
        self.items.iter().map(Type::as_value).collect::<Option<Vec<_>>>().map(Value::Array)
    }

    /// An item that tells no more than the rest, at the end, is not kept; too many are not kept either.
    fn settle(&mut self) {
        if self.items.len() > Self::MOST_ITEMS {
            *self = self.without_indexes();
            return;
        }
        // Where an array may end, each later item may be absent.
        let mut least = Absence::Never;
        for item in &mut self.items {
            least = least.max(item.absence());
            if least != item.absence() {
                *item = item.clone().with_absence(least);
            }
        }
        let open = self.rest.clone().with_absence(Absence::Unproven);
        while self.is_open() && self.items.last().is_some_and(|last| *last == open) {
            self.items.pop();
        }
    }
}
