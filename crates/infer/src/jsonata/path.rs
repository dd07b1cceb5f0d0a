//! Paths: steps over items, and fields.

use super::frame::FrameId;
use super::function::Functions;
use super::marks::{Mark, Marks, Sequence};
use super::sequence::Results;
use super::unknown;
use super::val::{Val, Why};
use super::walk::Walker;
use crate::FaultKind;
use asl_expressions::jsonata::plan::{Kind, Node, Stage};
use asl_syntax::Span;
use asl_types::{Absence, Array, Kinds, Type};
use std::rc::Rc;

/// So many items are looked at one by one; within a loop fewer, so that loops within loops do not multiply.
const WIDTHS: [usize; 3] = [Array::MOST_ITEMS, 3, 1];

/// What a step gives for one item, or for any number of them.
pub(super) struct Found {
    pub(super) val: Val,
    pub(super) many: bool,
}

impl Walker {
    pub(super) fn path(
        &mut self,
        node: &Node,
        steps: &[Node],
        keep_singleton: bool,
        input: &Val,
        frame: FrameId,
    ) -> Val {
        if steps.iter().any(|step| step.step.tuple) {
            return self.tuple_path(node, steps, keep_singleton, input, frame);
        }
        let mut result = self.steps(steps, true, input, frame);
        if keep_singleton {
            result = kept(&result);
        }
        match &node.group {
            Some(pairs) => self.group(pairs, &result, frame),
            None => result,
        }
    }

    /// The steps that bind nothing. They may be all of a path, or lead to others.
    pub(super) fn steps(&mut self, steps: &[Node], is_all: bool, input: &Val, frame: FrameId) -> Val {
        let absolute = steps.first().is_some_and(|step| matches!(step.kind, Kind::Variable(_)));
        let mut items = input.clone();
        let mut missed = Val::never();
        for (at, step) in steps.iter().enumerate() {
            let last = is_all && at + 1 == steps.len();
            let result = self.maybe_unless(missed.is_never(), |this| {
                if at == 0 && step.constructed {
                    this.eval(step, &items, frame)
                } else if at == 0 && absolute {
                    spread(this.step_from(step, &items, frame), last)
                } else {
                    if let Some((name, root)) = reserved(steps, at) {
                        this.check_reserved(name, root, &items, frame, step.span);
                    }
                    this.step(step, &items, frame, last)
                }
            });
            if last {
                return result.join(&missed);
            }
            let (found, nothing) = not_empty(result);
            if let Some(nothing) = nothing {
                missed = missed.join(&nothing);
            }
            if found.is_never() {
                return missed;
            }
            items = found;
        }
        items.join(&missed)
    }

    /// A name that is none of those behind `$states` is a mistake, whatever becomes of it.
    fn check_reserved(&mut self, name: &str, root: &Rc<str>, items: &Val, frame: FrameId, span: Span) {
        let is_reserved = **root == *"states" && self.frames.is_outermost(frame, root);
        if is_reserved && items.ty.kinds() == Kinds::OBJECT && !items.ty.field(name).has_value() {
            let of = items.ty.clone().present();
            self.fault_for_sure(span, FaultKind::NoField { name: name.to_owned(), of });
        }
    }

    /// Applies a step to what is before it: to each item of an array, and to what is none.
    fn step(&mut self, step: &Node, items: &Val, frame: FrameId, last: bool) -> Val {
        if let Kind::Sort(terms) = &step.kind {
            let mut sorted = self.sort(terms, items, frame);
            for stage in &step.step.stages {
                if let Stage::Filter(predicate) = stage {
                    sorted = self.filter(predicate, &sorted, frame, step.span);
                }
            }
            return sorted;
        }
        let (array, rest) = items.split_arrays();
        let mut result = Val::never();
        if !rest.is_never() {
            let one = array.is_none() && !rest.ty.is_unknown();
            let found = if one {
                self.step_from(step, &rest, frame)
            } else {
                self.many(false, |this| this.step_from(step, &rest, frame))
            };
            result = spread(found.clone(), last);
            if rest.ty.is_unknown() {
                result = result.join(&joined(&[Found { val: found, many: true }], last));
            }
        }
        if let Some(array) = array {
            let found = self.maybe_unless(rest.is_never(), |this| {
                this.each(&array, items, |this, item, _| this.step_from(step, &item, frame))
            });
            result = result.join(&joined(&found, last));
        }
        result
    }

    /// Does something with each item of an array, and its index if it is known.
    pub(super) fn each(
        &mut self,
        array: &Array,
        of: &Val,
        mut walk: impl FnMut(&mut Self, Val, Option<usize>) -> Val,
    ) -> Vec<Found> {
        let known = array.known().len();
        let width = WIDTHS.get(self.loops).copied().unwrap_or(1);
        let least = array.least();
        if known + usize::from(array.is_open()) > width {
            let item = of.inside(array.any());
            let val = self.many(least > 0, |this| walk(this, item.clone(), None));
            return vec![Found { val: lessened(val, array), many: true }];
        }
        let mut all = Vec::with_capacity(known + 1);
        for at in 0..known {
            let item = array.item(at);
            let absence = item.absence();
            let item = of.inside(item.present());
            let val = self.looped(at < least, |this| walk(this, item, Some(at)));
            all.push(Found { val: val.or_absent(absence), many: false });
        }
        if array.is_open() {
            let item = of.inside(array.rest().clone());
            let val = self.many(false, |this| walk(this, item.clone(), None));
            all.push(Found { val, many: true });
        }
        all
    }

    /// Applies a step to one item.
    fn step_from(&mut self, step: &Node, item: &Val, frame: FrameId) -> Val {
        let mut result = self.eval(step, item, frame);
        for stage in &step.step.stages {
            if let Stage::Filter(predicate) = stage {
                result = self.filter(predicate, &result, frame, step.span);
            }
        }
        result
    }

    /// The field of an object, or those of the objects in an array.
    pub(super) fn lookup(&mut self, input: &Val, name: &str, span: Span) -> Val {
        let (array, rest) = input.split_arrays();
        let mut result = Val::never();
        if rest.ty.is_unknown() || rest.ty.sets().objects.is_some() {
            result = rest.inside(rest.ty.field(name));
            if rest.ty.is_unknown() {
                result.marks = result.marks.join(Marks::of(Mark::RAW));
            }
        }
        let fields = Kinds::OBJECT | Kinds::ARRAY;
        if !rest.ty.kinds().is_within(fields) || rest.functions.is_some() {
            result = result.join(&Val::absent());
        }
        if result.may_be_absent() {
            let kind = FaultKind::NoField { name: name.to_owned(), of: input.ty.clone().present() };
            result.why = Some(Rc::new(Why { span, kind }));
        }
        if rest.may_be_absent() {
            let why = input.why.clone().or(result.why.take());
            result = result.or_absent(rest.ty.absence());
            result.why = why;
        }
        let Some(array) = array else { return result };
        result.join(&self.lookup_each(&array, input, name, span))
    }

    fn lookup_each(&mut self, array: &Array, of: &Val, name: &str, span: Span) -> Val {
        let found = self.each(array, of, |this, item, _| this.lookup(&item, name, span));
        let mut results = Results::new();
        for Found { mut val, many } in found {
            // Arrays are spread here however they came about.
            val.marks = Marks::PLAIN;
            if many {
                push_many(&mut results, &val, Absence::Unproven);
            } else {
                results.push_flat(&val);
            }
        }
        results.into_val(Mark::RAW)
    }
}

/// A name behind a variable, at the second step of a path.
fn reserved(steps: &[Node], at: usize) -> Option<(&str, &Rc<str>)> {
    match (&steps.get(at)?.kind, &steps.first()?.kind) {
        (Kind::Name(name), Kind::Variable(root)) if at == 1 && steps.first()?.step.stages.is_empty() => {
            Some((name, root))
        }
        _ => None,
    }
}

/// What was found of items that may be fewer than one.
fn lessened(val: Val, array: &Array) -> Val {
    if array.least() == 0 { val.or_absent(array.item(0).absence()) } else { val }
}

fn push_many(results: &mut Results, val: &Val, open: Absence) {
    let (array, rest) = val.split_arrays();
    let mut all = rest;
    if let Some(array) = array {
        if val.marks.any(|mark| mark.constructed) {
            all = all.join(val);
        }
        if val.marks.any(|mark| !mark.constructed) {
            all = all.join(&val.inside(array.any()).present());
        }
    }
    if val.ty.is_unknown() {
        all = all.join(&val.inside(Type::unknown()));
    }
    results.push_many(&all, open.max(val.ty.absence()));
}

/// The results of a step as one sequence. An only result that is an array stays as it is, but for its marks.
pub(super) fn joined(found: &[Found], last: bool) -> Val {
    unknown::joined(found, last).unwrap_or_else(|| joined_one_by_one(found, last))
}

pub(super) fn joined_one_by_one(found: &[Found], last: bool) -> Val {
    let many = found.iter().any(|it| it.many);
    let certain = found.iter().filter(|it| !it.many && it.val.has_value() && !it.val.may_be_absent()).count();
    let possible = found.iter().filter(|it| it.val.has_value()).count();
    let mut result = Val::never();
    for Found { val, many } in found.iter().filter(|it| it.val.has_value()) {
        if certain == 0 || certain == 1 && !many && !val.may_be_absent() {
            result = result.join(&only(&val.clone().present(), last));
        }
    }
    let mut results = Results::new();
    for Found { val, many } in found {
        if *many {
            push_many(&mut results, val, Absence::Unproven);
        } else {
            results.push_flat(val);
        }
    }
    if many || possible > 1 || certain == 0 {
        result = result.join(&results.into_val(Mark::RAW));
    }
    result
}

/// The only result of a step.
fn only(val: &Val, last: bool) -> Val {
    let (array, rest) = val.split_arrays();
    let mut result = Val::never();
    if rest.has_value() {
        let mut results = Results::new();
        results.push(&rest);
        result = results.into_val(Mark::RAW);
        if rest.ty.is_unknown() {
            result = result.join(&spread(rest, last));
        }
    }
    if let Some(array) = array {
        let array = Val { functions: Functions::default(), ..val.with_type(Type::array((*array).clone())) };
        result = result.join(&spread(array, last));
    }
    result
}

/// The only result of a step as the sequence of what it has found. An array that ends a path is left as it is; on the way
/// its marks do not matter.
pub(super) fn spread(val: Val, last: bool) -> Val {
    if !val.may_be_array() || val.marks == Marks::PLAIN {
        return val;
    }
    let (array, rest) = val.split_arrays();
    let mut result = rest;
    result.marks = if result.ty.is_unknown() {
        spread_marks(val.marks, last)
    } else {
        val.marks.filter(|mark| !is_whole(mark, last)).map(|mark| freed(mark, last))
    };
    let Some(array) = array else { return result };
    for mark in val.marks.iter() {
        let one = Type::array((*array).clone());
        if is_whole(mark, last) {
            let mut results = Results::new();
            results.push(&Val { marks: Marks::of(mark), functions: Functions::default(), ..val.with_type(one) });
            result = result.join(&results.into_val(Mark::RAW));
        } else {
            result = result.join(&Val::array((*array).clone(), freed(mark, last), val.inner));
        }
    }
    result
}

/// Is an array of this mark one result?
fn is_whole(mark: Mark, last: bool) -> bool {
    mark.constructed && (!last || mark.is_sequence())
}

/// The marks of what is unknown, once it is spread.
pub(super) fn spread_marks(marks: Marks, last: bool) -> Marks {
    let spread = marks.filter(|mark| !is_whole(mark, last)).map(|mark| freed(mark, last));
    if marks.any(|mark| is_whole(mark, last)) { spread.join(Marks::of(Mark::RAW)) } else { spread }
}

fn freed(mark: Mark, last: bool) -> Mark {
    if last && mark.is_sequence() { Mark { sequence: Sequence::Raw, keep: false, constructed: false } } else { mark }
}

/// What a step on the way has found, and the nothing that ends the path.
fn not_empty(val: Val) -> (Val, Option<Val>) {
    let mut nothing = val.may_be_absent().then(|| Val { why: val.why.clone(), ..Val::absent_by(val.ty.absence()) });
    let why = val.why.clone();
    let val = val.present();
    let (array, rest) = val.split_arrays();
    let Some(array) = array else { return (val, nothing) };
    if array.least() > 0 {
        return (val, nothing);
    }
    let absence = if array.most() == Some(0) { Absence::Known } else { array.item(0).absence() };
    let empty = Val { why, ..Val::absent_by(absence) };
    nothing = Some(nothing.map_or_else(|| empty.clone(), |nothing| nothing.join(&empty)));
    let mut sets = rest.ty.into_sets();
    sets.arrays = unknown::with_an_item(&array);
    (Val { ty: sets.into(), ..val }, nothing)
}

/// Marks a result so that one item stays an array.
pub(super) fn kept(val: &Val) -> Val {
    let (array, rest) = val.split_arrays();
    let mut result =
        Val { ty: Type::never().with_absence(rest.ty.absence()), functions: Functions::default(), ..rest.clone() };
    let keep = |mark: Mark| Mark { keep: true, ..mark };
    if rest.has_value() {
        let mut results = Results::new();
        results.push(&rest.clone().present());
        let unknown = rest.ty.is_unknown().then(|| Val { marks: val.marks.map(keep), ..rest.clone().present() });
        result = result.join(&results.into_val(keep(Mark::RAW)));
        result = unknown.map_or(result.clone(), |unknown| result.join(&unknown));
    }
    let Some(array) = array else { return result };
    for mark in val.marks.iter() {
        let as_it_is = !mark.constructed || mark.is_sequence();
        let one = Val::array((*array).clone(), if as_it_is { keep(mark) } else { mark }, val.inner);
        result = result.join(&if as_it_is {
            one
        } else {
            let mut results = Results::new();
            results.push(&one);
            results.into_val(keep(Mark::RAW))
        });
    }
    result
}
