//! Paths whose steps bind names, indexes and what a `%` refers to.

use super::frame::{FrameId, Key};
use super::marks::{Mark, Marks};
use super::path::kept;
use super::sequence::Results;
use super::truth::Truth;
use super::val::Val;
use super::walk::Walker;
use asl_expressions::jsonata::plan::{Kind, Node, Stage};
use asl_types::{Absence, Array, Kinds, Type};
use std::rc::Rc;

/// The results of a step, told as one.
#[derive(Clone, Debug)]
pub(super) struct Stream {
    /// What the next step is applied to.
    pub(super) focus: Val,
    pub(super) bindings: Vec<(Key, Val)>,
    /// There may be none.
    pub(super) absence: Absence,
    /// There may be more than one.
    pub(super) many: bool,
}

impl Stream {
    /// Of the items of a value.
    fn of(items: &Val) -> Self {
        let (array, rest) = items.split_arrays();
        let mut focus = rest.clone().present();
        let (mut absence, mut many) = (Absence::Never, false);
        if let Some(array) = array {
            focus = focus.join(&items.inside(array.any()));
            many = array.most() != Some(1);
            if array.least() == 0 {
                absence = array.item(0).absence();
            }
        }
        if rest.ty.is_unknown() {
            focus = focus.join(&items.inside(Type::unknown()));
            (absence, many) = (absence.max(Absence::Unproven), true);
        }
        if rest.may_be_absent() {
            // Nothing is the one item of its sequence.
            focus = focus.or_absent(rest.ty.absence());
        }
        Self { focus, bindings: Vec::new(), absence, many }
    }

    fn bind(&mut self, key: Key, val: Val) {
        match self.bindings.iter_mut().find(|(bound, _)| *bound == key) {
            Some((_, old)) => *old = val,
            None => self.bindings.push((key, val)),
        }
    }

    fn is_empty(&self) -> bool {
        self.focus.is_never()
    }

    /// Its results as a value.
    fn into_val(self) -> Val {
        let mut results = Results::new();
        if self.many {
            if self.absence == Absence::Never {
                results.push(&self.focus);
            }
            results.push_many(&self.focus, Absence::Unproven.max(self.absence));
        } else {
            results.push(&self.focus.or_absent(self.absence));
        }
        results.into_val(Mark::RAW)
    }
}

impl Walker {
    pub(super) fn tuple_path(
        &mut self,
        node: &Node,
        steps: &[Node],
        keep_singleton: bool,
        input: &Val,
        frame: FrameId,
    ) -> Val {
        if node.step.tuple {
            // Its results would go on with what they have bound.
            self.blind = true;
            return self.lost(node.span);
        }
        let from = steps.iter().position(|step| step.step.tuple).unwrap_or(0);
        let (before, streamed) = steps.split_at(from);
        let mut nothing = Val::never();
        let absolute = from == 0 && streamed.first().is_some_and(|step| matches!(step.kind, Kind::Variable(_)));
        let mut items = input.clone();
        if !before.is_empty() {
            items = self.steps(before, false, input, frame);
            if items.may_be_absent() {
                nothing = Val { why: items.why.clone(), ..Val::absent_by(items.ty.absence()) };
                items = items.present();
            }
        }
        let mut stream = if absolute {
            Stream { focus: items, bindings: Vec::new(), absence: Absence::Never, many: false }
        } else {
            Stream::of(&items)
        };
        let mut first = true;
        for step in streamed {
            if stream.is_empty() {
                break;
            }
            if std::mem::take(&mut first) && from == 0 && step.constructed {
                let found = self.eval(step, &stream.focus.clone(), frame);
                stream = Stream::of(&found);
                continue;
            }
            stream = self.maybe_unless(nothing.is_never(), |this| this.tuple_step(step, stream, frame));
        }
        if let Some(pairs) = &node.group {
            return self.group_results(pairs, &stream, &nothing, frame);
        }
        let mut result = stream.into_val();
        if keep_singleton {
            result = kept(&result);
        }
        result.join(&nothing)
    }

    /// The group at the end of a path that may also have come to nothing. Of no results an object is made, too.
    fn group_results(&mut self, pairs: &[(Node, Node)], stream: &Stream, nothing: &Val, frame: FrameId) -> Val {
        let is_certain = nothing.is_never() && stream.absence == Absence::Never;
        let grouped = self.maybe_unless(is_certain, |this| this.group_stream(pairs, stream, frame));
        if nothing.is_never() {
            return grouped;
        }
        let of_nothing = self.maybe(|this| this.group(pairs, nothing, frame));
        grouped.join(&of_nothing)
    }

    fn tuple_step(&mut self, step: &Node, stream: Stream, frame: FrameId) -> Stream {
        let mut next = if let Kind::Sort(terms) = &step.kind {
            self.in_stream(&stream, frame, |this, focus, scope| {
                this.sort_keys(terms, focus, scope, stream.many);
                Val::never()
            });
            let mut sorted = stream;
            if let Some(name) = &step.step.index {
                sorted.bind(Key::Named(Rc::clone(name)), Type::number().into());
            }
            sorted
        } else {
            let found = self.in_stream(&stream, frame, |this, focus, scope| this.eval(step, focus, scope));
            extended(stream, &found, step)
        };
        for stage in &step.step.stages {
            match stage {
                Stage::Filter(predicate) => self.filter_stream(predicate, &mut next, frame),
                Stage::Index(name) => next.bind(Key::Named(Rc::clone(name)), Type::number().into()),
            }
        }
        next
    }

    /// Does something where the bindings of a stream are seen.
    pub(super) fn in_stream(
        &mut self,
        stream: &Stream,
        frame: FrameId,
        mut walk: impl FnMut(&mut Self, &Val, FrameId) -> Val,
    ) -> Val {
        let is_one = !stream.many;
        let certain = stream.absence == Absence::Never;
        let walk = |this: &mut Self| {
            let scope = this.frames.open(Some(frame), stream.bindings.iter().cloned());
            walk(this, &stream.focus, scope)
        };
        if is_one { self.maybe_unless(certain, walk) } else { self.many(certain, walk) }
    }

    fn filter_stream(&mut self, predicate: &Node, stream: &mut Stream, frame: FrameId) {
        if let Kind::Number(number) = &predicate.kind {
            let certain = !stream.many && matches!(number.floor(), 0.0 | -1.0);
            let is_there = stream.absence == Absence::Never && matches!(number.floor(), 0.0 | -1.0);
            if !certain && !is_there {
                stream.absence = stream.absence.max(Absence::Unproven);
            }
            stream.many = false;
            return;
        }
        let verdict = self.in_stream(stream, frame, |this, focus, scope| this.eval(predicate, focus, scope));
        let numeric = verdict.ty.kinds().meets(Kinds::NUMBER | Kinds::ARRAY) || verdict.ty.is_unknown();
        let truth = if numeric { Truth::BOTH } else { Truth::of(&verdict) };
        stream.many |= verdict.may_be_array();
        if !truth.yes {
            stream.focus = Val::never();
            stream.absence = Absence::Known;
        }
        if truth.no {
            stream.absence = stream.absence.max(Absence::Unproven);
        }
    }

    /// What the items of a stream are together, for the value of a group: one, or an array of them.
    pub(super) fn grouped(val: &Val, many: bool) -> Val {
        if !many {
            return val.clone();
        }
        let (array, rest) = val.split_arrays();
        let mut any = rest.clone().present();
        if let Some(array) = array {
            any = any.join(&val.inside(array.any()));
        }
        if val.ty.is_unknown() {
            any = any.join(&val.inside(Type::unknown()));
        }
        let all = Val::array(Array::of(any.as_item()), Mark::PLAIN, any.as_inner());
        let all = val.join(&Val { marks: Marks::PLAIN, ..all });
        if val.may_be_array() || val.may_be_absent() { all.or_absent(Absence::Unproven) } else { all }
    }
}

/// The results that were found from those before.
fn extended(stream: Stream, found: &Val, step: &Node) -> Stream {
    let before = stream.focus.clone();
    let mut next = stream;
    let of = Stream::of(&found.clone().present());
    next.absence = next.absence.max(of.absence).max(found.ty.absence());
    next.many |= of.many;
    if of.is_empty() {
        next.focus = Val::never();
        next.absence = Absence::Known;
        return next;
    }
    match &step.step.focus {
        Some(name) => next.bind(Key::Named(Rc::clone(name)), of.focus),
        None => next.focus = of.focus,
    }
    if let Some(name) = &step.step.index {
        let index = if of.many { Type::number() } else { Type::number_of(0.0) };
        next.bind(Key::Named(Rc::clone(name)), index.into());
    }
    if let Some(slot) = &step.step.ancestor {
        next.bind(Key::Ancestor(slot.label.get()), before);
    }
    next
}
