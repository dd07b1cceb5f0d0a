//! The values of the walk: a type, and what a type does not tell.

use super::function::Functions;
use super::marks::{Mark, Marks};
use super::unknown;
use crate::FaultKind;
use asl_syntax::Span;
use asl_types::{Absence, Array, Kinds, Sets, Type};
use std::rc::Rc;
use std::sync::Arc;

/// What an expression may have for a value on its way.
#[derive(Clone, Debug)]
pub(super) struct Val {
    /// As JSON: a function within an array stands as null, and one within an object as nothing.
    pub(super) ty: Type,
    /// What it may be that is no JSON.
    pub(super) functions: Functions,
    /// How it came about, where it is an array.
    pub(super) marks: Marks,
    /// The same of what is inside.
    pub(super) inner: Inner,
    /// Why there may be nothing.
    pub(super) why: Option<Rc<Why>>,
}

/// What a type does not tell of the inside of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Inner {
    /// How arrays in it came about.
    pub(super) marks: Marks,
    /// What is null or missing in it may also be a function, or nothing.
    pub(super) odd: bool,
}

/// Where an absence comes from.
#[derive(Debug)]
pub(super) struct Why {
    pub(super) span: Span,
    pub(super) kind: FaultKind,
}

impl Inner {
    pub(super) const JSON: Self = Self { marks: Marks::PLAIN, odd: false };

    pub(super) fn join(self, other: Self) -> Self {
        Self { marks: self.marks.join(other.marks), odd: self.odd || other.odd }
    }
}

impl From<Type> for Val {
    fn from(ty: Type) -> Self {
        Self { ty, functions: Functions::default(), marks: Marks::PLAIN, inner: Inner::JSON, why: None }
    }
}

impl Val {
    pub(super) fn never() -> Self {
        Type::never().into()
    }

    pub(super) fn absent() -> Self {
        Type::absent().into()
    }

    /// There may be nothing.
    pub(super) fn absent_by(absence: Absence) -> Self {
        Type::never().with_absence(absence).into()
    }

    /// Nothing is known of it.
    pub(super) fn anything() -> Self {
        Self {
            ty: Type::unknown().with_absence(Absence::Unproven),
            functions: Functions::any(),
            marks: Marks::ANY,
            inner: Inner { marks: Marks::ANY, odd: true },
            why: None,
        }
    }

    pub(super) fn array(array: Array, mark: Mark, inner: Inner) -> Self {
        Self { marks: Marks::of(mark), inner, ..Type::array(array).into() }
    }

    /// A value that is taken out of this one.
    pub(super) fn inside(&self, ty: Type) -> Self {
        let mut out = Self { marks: self.inner.marks, inner: self.inner, ..ty.into() };
        if self.inner.odd && (out.ty.sets().null || out.ty.absence() != Absence::Never || out.ty.is_unknown()) {
            out.functions = Functions::any();
            out.ty = out.ty.join(&Type::never().with_absence(Absence::Unproven));
        }
        out
    }

    /// What is inside of a value with this one in it.
    pub(super) fn as_inner(&self) -> Inner {
        let marks = if self.may_be_array() { self.marks } else { Marks::NONE };
        Inner { marks: marks.join(self.inner.marks), odd: self.inner.odd || self.functions.is_some() }
    }

    /// As an item of an array: a function is null there. Absence is not looked at.
    pub(super) fn as_item(&self) -> Type {
        let ty = self.ty.clone().present();
        if self.functions.is_some() { ty.join(&Type::null()) } else { ty }
    }

    /// As a field of an object: a function is nothing there.
    pub(super) fn as_field(&self) -> Type {
        if self.functions.is_some() { self.ty.join(&Type::absent()) } else { self.ty.clone() }
    }

    pub(super) fn join(&self, other: &Self) -> Self {
        if self.is_never() {
            return other.clone();
        }
        if other.is_never() {
            return self.clone();
        }
        let marks = match (self.may_be_array(), other.may_be_array()) {
            (true, false) => self.marks,
            (false, true) => other.marks,
            _ => self.marks.join(other.marks),
        };
        Self {
            ty: self.ty.join(&other.ty),
            functions: self.functions.join(&other.functions),
            marks,
            inner: self.inner.join(other.inner),
            why: self.why.clone().or_else(|| other.why.clone()),
        }
    }

    pub(super) fn is_never(&self) -> bool {
        self.ty.is_never() && !self.functions.is_some()
    }

    /// Is there nothing for certain?
    pub(super) fn is_absent(&self) -> bool {
        !self.has_value()
    }

    /// May there be a value, or a function?
    pub(super) fn has_value(&self) -> bool {
        self.ty.has_value() || self.functions.is_some()
    }

    pub(super) fn may_be_absent(&self) -> bool {
        self.ty.absence() != Absence::Never
    }

    pub(super) fn may_be_array(&self) -> bool {
        self.ty.sets().arrays.is_some() || self.ty.is_unknown()
    }

    /// The value where there is one.
    pub(super) fn present(mut self) -> Self {
        self.ty = self.ty.present();
        self.why = None;
        self
    }

    pub(super) fn with_type(&self, ty: Type) -> Self {
        Self { ty, ..self.clone() }
    }

    /// The same, or nothing.
    pub(super) fn or_absent(mut self, absence: Absence) -> Self {
        let absence = self.ty.absence().max(absence);
        self.ty = self.ty.with_absence(absence);
        self
    }

    pub(super) fn because(mut self, why: Option<Rc<Why>>) -> Self {
        if self.why.is_none() && self.may_be_absent() {
            self.why = why;
        }
        self
    }

    /// Only the arrays that are known, and the rest.
    pub(super) fn split_arrays(&self) -> (Option<Arc<Array>>, Self) {
        let Some(array) = self.ty.sets().arrays.clone() else { return (None, self.clone()) };
        (Some(array), self.with_type(self.ty.without(Kinds::ARRAY)))
    }

    /// What it stands for once it is read: sequences of one item are the item, those of none are nothing.
    pub(super) fn unwrapped(self) -> Self {
        if !self.marks.any(Mark::is_raw) || !self.may_be_array() {
            return self;
        }
        unknown::unwrapped(&self).unwrap_or_else(|| self.unwrapped_one_by_one())
    }

    pub(super) fn unwrapped_one_by_one(&self) -> Self {
        let (array, rest) = self.split_arrays();
        let mut out = Self { marks: self.marks.map(Mark::settled), ..rest };
        if out.ty.is_unknown() {
            out = out.or_absent(Absence::Unproven);
        }
        let Some(array) = array else { return out };
        for mark in self.marks.iter() {
            let read = if mark.is_raw() {
                self.read(&array, mark)
            } else {
                let ty = Sets { arrays: Some(array.clone()), ..Sets::default() };
                Self { marks: Marks::of(mark), functions: Functions::default(), ..self.with_type(ty.into()) }
            };
            out = if out.is_never() { read } else { out.join(&read) };
        }
        out
    }

    /// A sequence that is read.
    fn read(&self, array: &Array, mark: Mark) -> Self {
        let mut out = Self::never();
        if array.least() == 0 {
            out = Self::absent_by(if array.most() == Some(0) { Absence::Known } else { array.item(0).absence() });
            out.why.clone_from(&self.why);
        }
        let least = if mark.keep { 1 } else { 2 };
        if !mark.keep && array.least() <= 1 {
            let only = array.item(0).present();
            if !only.is_never() {
                out = out.join(&self.inside(only));
            }
        }
        if let Some(longer) = at_least(array, least) {
            out = out.join(&Self::array(longer, mark.settled(), self.inner));
        }
        out
    }
}

/// Those of the arrays that have so many items; none where they are all shorter.
pub(super) fn at_least(array: &Array, least: usize) -> Option<Array> {
    if array.least() >= least {
        return Some(array.clone());
    }
    let mut items = Vec::with_capacity(array.known().len().max(least));
    for at in 0..array.known().len().max(least) {
        let item = array.item(at);
        items.push(if at < least { item.present() } else { item });
    }
    let possible = items.iter().take(least).all(|item| !item.is_never());
    possible.then(|| Array::new(items, array.rest().clone()))
}
