//! Arrays that are put together from results of which some may be missing.

use super::marks::Mark;
use super::val::{Inner, Val};
use asl_types::{Absence, Array, Type};
use std::rc::Rc;

/// The results so far.
#[derive(Debug)]
pub(super) struct Results {
    /// Those whose index is known.
    known: Vec<Type>,
    /// What may come after them.
    any: Type,
    /// How many come after them at least, and at most.
    least: usize,
    most: Option<usize>,
    /// Why there may be more or fewer.
    open: Absence,
    inner: Inner,
    why: Option<Rc<super::val::Why>>,
}

impl Results {
    pub(super) fn new() -> Self {
        Self {
            known: Vec::new(),
            any: Type::never(),
            least: 0,
            most: Some(0),
            open: Absence::Never,
            inner: Inner { marks: super::marks::Marks::NONE, odd: false },
            why: None,
        }
    }

    fn is_exact(&self) -> bool {
        self.open == Absence::Never
    }

    /// One result, or none where it may be absent.
    pub(super) fn push(&mut self, item: &Val) {
        if item.may_be_absent() && self.why.is_none() {
            self.why.clone_from(&item.why);
        }
        if !item.has_value() {
            return;
        }
        self.inner = self.inner.join(item.as_inner());
        let (absence, of) = (item.ty.absence(), item.as_item());
        if self.is_exact() && absence == Absence::Never {
            self.known.push(of);
            return;
        }
        self.any = self.any.join(&of);
        self.most = self.most.map(|most| most + 1);
        if absence == Absence::Never {
            self.least += 1;
        } else {
            self.open = self.open.max(absence);
        }
    }

    /// The items of an array.
    pub(super) fn push_items(&mut self, array: &Array, inner: Inner) {
        let before = self.inner.join(inner);
        for at in 0..array.known().len() {
            self.push(&array.item(at).into());
        }
        if array.is_open() {
            self.push_many(&array.rest().clone().into(), Absence::Unproven);
        }
        self.inner = before;
    }

    /// Any number of results.
    pub(super) fn push_many(&mut self, item: &Val, open: Absence) {
        if !item.has_value() {
            self.push(item);
            return;
        }
        if item.may_be_absent() && self.why.is_none() {
            self.why.clone_from(&item.why);
        }
        self.inner = self.inner.join(item.as_inner());
        self.any = self.any.join(&item.as_item());
        self.most = None;
        self.open = self.open.max(open);
    }

    /// A result whose items are results if it is an array that was not written in brackets.
    pub(super) fn push_flat(&mut self, item: &Val) {
        let (array, rest) = item.split_arrays();
        let whole = item.marks.any(|mark| mark.constructed);
        let spread = item.marks.any(|mark| !mark.constructed);
        match array {
            None if !item.ty.is_unknown() || !spread => self.push(item),
            None => {
                // What is unknown may be an array.
                let item = item.join(&item.inside(Type::unknown()));
                self.push_many(&item, Absence::Unproven);
            }
            Some(_) if whole && !spread => self.push(item),
            Some(array) if !whole && !rest.has_value() && !rest.may_be_absent() => {
                self.push_items(&array, item.inner);
            }
            Some(array) => {
                let mut all = rest.join(&item.inside(array.any()).present());
                if whole {
                    all = all.join(item);
                }
                if rest.ty.is_unknown() {
                    all = all.join(&item.inside(Type::unknown()));
                }
                self.push_many(&all, Absence::Unproven.max(item.ty.absence()));
            }
        }
    }

    /// What may have been put together.
    pub(super) fn into_array(self) -> (Array, Inner) {
        let Self { mut known, any, least, most, open, inner, .. } = self;
        let inner = if inner.marks.is_none() { Inner { odd: inner.odd, ..Inner::JSON } } else { inner };
        if any.is_never() {
            return (Array::exact(known), inner);
        }
        known.extend(std::iter::repeat_n(any.clone(), least.min(2 * Array::MOST_ITEMS)));
        let most = most.map(|most| most.saturating_sub(least)).filter(|most| known.len() + most <= Array::MOST_ITEMS);
        let array = match most {
            Some(more) => {
                known.extend(std::iter::repeat_n(any.with_absence(open), more));
                Array::exact(known)
            }
            None => Array::new(known, any),
        };
        (array, inner)
    }

    /// As an array that came about in a way.
    pub(super) fn into_val(self, mark: Mark) -> Val {
        let why = self.why.clone();
        let (array, inner) = self.into_array();
        Val { why, ..Val::array(array, mark, inner) }
    }
}
