//! `base[filter]`, `*` and `**`

use super::frame::FrameId;
use super::function::Functions;
use super::marks::{Mark, Marks};
use super::path::Found;
use super::sequence::Results;
use super::truth::Truth;
use super::val::{Val, Why};
use super::walk::Walker;
use crate::FaultKind;
use asl_expressions::jsonata::plan::{Kind, Node};
use asl_syntax::Span;
use asl_types::{Absence, Array, Kinds, Object, Type};
use std::rc::Rc;

/// So deep `**` looks.
const DEEPEST: usize = 24;

impl Walker {
    /// Keeps the items for which the predicate is true, or whose index it gives.
    pub(super) fn filter(&mut self, predicate: &Node, val: &Val, frame: FrameId, span: Span) -> Val {
        let nothing = Val { why: val.why.clone(), ..Val::absent_by(val.ty.absence()) };
        let nothing = if val.may_be_absent() { nothing } else { Val::never() };
        let val = val.clone().present();
        if !val.has_value() {
            return nothing;
        }
        let found = match &predicate.kind {
            Kind::Number(number) => pick(*number, &val, span),
            _ => self.maybe_unless(nothing.is_never(), |this| this.kept_by(predicate, &val, frame)),
        };
        found.join(&nothing)
    }

    fn kept_by(&mut self, predicate: &Node, val: &Val, frame: FrameId) -> Val {
        let (array, rest) = val.split_arrays();
        let mut result = Val::never();
        let mut repeats = false;
        if rest.has_value() {
            let one = array.is_none() && !rest.ty.is_unknown();
            let item = if rest.ty.is_unknown() { rest.join(&rest.inside(Type::unknown())) } else { rest.clone() };
            let mut keep = |this: &mut Self| this.kept_item(predicate, &item.clone().present(), frame, &mut repeats);
            let kept = if one { keep(self) } else { self.many(false, keep) };
            result = sequence(&[Found { val: kept, many: !one }], repeats);
        }
        if let Some(array) = array {
            let found = self.maybe_unless(!rest.has_value(), |this| {
                this.each(&array, val, |this, item, _| this.kept_item(predicate, &item, frame, &mut repeats))
            });
            result = result.join(&sequence(&found, repeats));
        }
        result
    }

    /// An item, or nothing where it may not be kept; it may be kept more than once where its index may be asked for twice.
    fn kept_item(&mut self, predicate: &Node, item: &Val, frame: FrameId, repeats: &mut bool) -> Val {
        let verdict = self.eval(predicate, item, frame);
        let numeric = verdict.ty.kinds().meets(Kinds::NUMBER | Kinds::ARRAY) || verdict.ty.is_unknown();
        let truth = if numeric { Truth::BOTH } else { Truth::of(&verdict) };
        *repeats |= verdict.may_be_array();
        if !truth.yes {
            return Val::absent();
        }
        let kept = if numeric { item.clone() } else { self.narrowed_item(predicate, item, frame) };
        if truth.no { kept.or_absent(Absence::Unproven) } else { kept }
    }

    pub(super) fn wildcard(input: &Val) -> Val {
        let sets = input.ty.sets();
        let mut result = Val::never();
        if let Some(objects) = &sets.objects {
            for shape in objects.shapes() {
                result = result.join(&fields_of(shape, input));
            }
        }
        if let Some(array) = &sets.arrays {
            let mut results = Results::new();
            flat(&mut results, &Val { marks: Marks::PLAIN, ..input.with_type(Type::array((**array).clone())) }, 0);
            let nested = input.inner.odd || input.inside(array.any()).may_be_array();
            result = result.join(&found_of(results, nested));
        }
        if input.ty.is_unknown() {
            let unknown = Val { marks: Marks::ANY, ..input.inside(Type::unknown()) };
            result = result.join(&unknown.or_absent(Absence::Unproven));
        }
        let others = !input.ty.kinds().is_within(Kinds::ARRAY | Kinds::OBJECT) || input.functions.is_some();
        if others || input.may_be_absent() {
            let absence = if others { Absence::Known } else { input.ty.absence() };
            result = result.join(&Val { why: input.why.clone(), ..Val::absent_by(absence) });
        }
        result
    }

    /// The value and all that is in it.
    pub(super) fn descendants(input: &Val) -> Val {
        let nothing = Val { why: input.why.clone(), ..Val::absent_by(input.ty.absence()) };
        let mut all = Val::never();
        let value = input.clone().present();
        if !value.has_value() {
            return nothing;
        }
        let deep = collect(&value, &mut all, DEEPEST);
        if deep {
            all = all.join(&Val::anything().present());
        }
        let leaf = Kinds::ARRAY | Kinds::OBJECT;
        let mut results = Results::new();
        if !value.ty.kinds().meets(leaf) && !value.ty.is_unknown() {
            results.push(&value);
        } else {
            if !input.may_be_array() {
                results.push(&value);
            }
            results.push_many(&all, Absence::Unproven);
        }
        let found = results.into_val(Mark::RAW);
        if input.may_be_absent() { found.join(&nothing) } else { found }
    }
}

/// What the fields of an object hold. In which order they stand is not known.
fn fields_of(shape: &Object, input: &Val) -> Val {
    let mut all = Results::new();
    flat(&mut all, &Val { marks: Marks::PLAIN, ..input.inside(shape.any()) }, 0);
    let (array, inner) = all.into_array();
    let any = Val { inner, marks: inner.marks, ..array.any().into() };
    let mut results = Results::new();
    let certain = |of: &Type| of.absence() == Absence::Never && !of.is_unknown() && !of.kinds().meets(Kinds::ARRAY);
    for _ in shape.fields().filter(|(_, of)| certain(of)) {
        results.push(&any);
    }
    let mut nested = input.inner.odd || shape.is_open();
    for (_, of) in shape.fields().filter(|(_, of)| !certain(of)) {
        nested |= of.is_unknown() || of.kinds().meets(Kinds::ARRAY);
        results.push_many(&any, Absence::Unproven.max(of.absence()));
    }
    if shape.is_open() {
        results.push_many(&any, Absence::Unproven);
    }
    if input.inner.odd {
        results.push_many(&input.inside(Type::null()), Absence::Unproven);
    }
    found_of(results, nested)
}

fn found_of(results: Results, flattened: bool) -> Val {
    let mut found = results.into_val(Mark::RAW);
    if flattened {
        found.marks = Marks::PLAIN.join(Marks::of(Mark::RAW));
    }
    found
}

/// Puts what is in nested arrays into one.
fn flat(results: &mut Results, val: &Val, depth: usize) {
    let (array, rest) = val.split_arrays();
    let Some(array) = array else {
        if val.ty.is_unknown() {
            results.push_many(&val.join(&val.inside(Type::unknown())), Absence::Unproven);
        } else {
            results.push(val);
        }
        return;
    };
    if rest.is_never() && depth < DEEPEST {
        for at in 0..array.known().len() {
            flat(results, &val.inside(array.item(at)), depth + 1);
        }
        if array.is_open() {
            let mut inner = Results::new();
            flat(&mut inner, &val.inside(array.rest().clone()), depth + 1);
            let (array, inside) = inner.into_array();
            results.push_many(&Val { inner: inside, ..array.any().into() }, Absence::Unproven);
        }
        return;
    }
    let mut inner = Results::new();
    if depth < DEEPEST {
        flat(
            &mut inner,
            &Val { functions: Functions::default(), ..val.with_type(Type::array((*array).clone())) },
            depth + 1,
        );
    } else {
        inner.push_many(&Val::anything(), Absence::Unproven);
    }
    let (array, inside) = inner.into_array();
    let all = Val { inner: inside, ..array.any().into() }.join(&rest);
    results.push_many(&all, Absence::Unproven);
}

/// Joins a value with all that is in it, arrays aside; true where it goes deeper than is looked.
fn collect(val: &Val, all: &mut Val, depth: usize) -> bool {
    if !val.has_value() {
        return false;
    }
    if depth == 0 {
        return true;
    }
    let (array, rest) = val.split_arrays();
    *all = all.join(&rest.clone().present());
    let mut deep = rest.ty.is_unknown();
    if let Some(array) = array {
        deep |= collect(&val.inside(array.any()), all, depth - 1);
    }
    if let Some(objects) = &rest.ty.sets().objects {
        for shape in objects.shapes() {
            for (_, of) in shape.fields() {
                deep |= collect(&val.inside(of.clone()), all, depth - 1);
            }
            deep |= collect(&val.inside(shape.rest().clone()), all, depth - 1);
        }
    }
    deep
}

/// The item of an index, from the end if it is negative.
fn pick(number: f64, val: &Val, span: Span) -> Val {
    let at = number.floor();
    let (array, rest) = val.split_arrays();
    let mut result = Val::never();
    let missing = |of: Type| {
        #[expect(clippy::cast_possible_truncation, reason = "the cast saturates, and it is only shown")]
        Rc::new(Why { span, kind: FaultKind::NoItem { index: at as i64, of } })
    };
    if rest.has_value() {
        let is_first = matches!(at, 0.0 | -1.0);
        let mut item = if is_first { rest.ty.clone() } else { Type::absent() };
        if rest.ty.is_unknown() {
            item = item.join(&Type::unknown().with_absence(Absence::Unproven));
        }
        // The only item is itself, and as such no part of anything.
        result = one(&rest.with_type(item)).because(Some(missing(val.ty.clone())));
    }
    let Some(array) = array else { return result };
    let item = val.inside(picked(&array, at));
    result.join(&one(&item).because(Some(missing(val.ty.clone()))))
}

/// An item that was picked: an array as it is, anything else as a sequence.
fn one(item: &Val) -> Val {
    if item.ty.is_unknown() {
        return item.clone();
    }
    let (array, rest) = item.split_arrays();
    let mut result = Val::never();
    if !rest.is_never() {
        let mut results = Results::new();
        results.push(&rest);
        result = results.into_val(Mark::RAW);
    }
    match array {
        Some(array) => {
            result.join(&Val { functions: Functions::default(), ..item.with_type(Type::array((*array).clone())) })
        }
        None => result,
    }
}

fn picked(array: &Array, at: f64) -> Type {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is not negative, and the cast saturates"
    )]
    if at >= 0.0 {
        return array.item(at as usize);
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is negative, and the cast saturates"
    )]
    let back = (-at) as usize;
    let (least, most) = (array.least(), array.most());
    if most == Some(least) {
        return least.checked_sub(back).map_or_else(Type::absent, |at| array.item(at));
    }
    let any = array.any();
    if least >= back { any } else { any.with_absence(array.item(least).absence()) }
}

/// What is kept of each item, in order; some more than once where it `repeats`.
pub(super) fn sequence(found: &[Found], repeats: bool) -> Val {
    let mut results = Results::new();
    for Found { val, many } in found {
        if *many || repeats {
            results.push_many(val, Absence::Unproven.max(val.ty.absence()));
        } else {
            results.push(val);
        }
    }
    results.into_val(Mark::RAW)
}
