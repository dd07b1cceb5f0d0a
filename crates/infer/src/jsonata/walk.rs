//! The walk over an expression, node by node as the evaluator goes.

use super::frame::{FrameId, Frames, Key};
use super::function::{Function, Functions};
use super::truth::Truth;
use super::val::{Inner, Val, Why};
use crate::{Certainty, Fault, FaultKind};
use asl_expressions::jsonata::is_function_of_aws;
use asl_expressions::jsonata::plan::{Kind, Node};
use asl_syntax::Span;
use asl_types::{Absence, Type};
use std::collections::HashMap;
use std::mem::{Discriminant, discriminant};
use std::rc::Rc;

/// So much work is done for an expression; what comes later is unknown.
const WORK: u32 = 60_000;

/// So many faults are looked through one by one.
const FEW: usize = 8;

/// So deep are calls followed; what is deeper is unknown.
const DEEPEST_CALL: usize = 12;

/// One evaluation.
pub(super) struct Walker {
    pub(super) frames: Frames,
    faults: Vec<Fault>,
    /// Where the fault of a kind at a place is.
    known: HashMap<(Span, Discriminant<FaultKind>, String), usize>,
    /// How sure it is that the walk comes where it is.
    reach: Certainty,
    work: u32,
    calls: usize,
    /// How many loops the walk is within.
    pub(super) loops: usize,
    /// Variables may be unassigned here: they are asked whether they are.
    pub(super) asked: bool,
    /// What a `%` refers to may be bound where it is not seen.
    pub(super) blind: bool,
}

impl Walker {
    pub(super) fn new(bindings: impl IntoIterator<Item = (Key, Val)>) -> (Self, FrameId) {
        let (frames, root) = Frames::new(bindings);
        let walker = Self {
            frames,
            faults: Vec::new(),
            known: HashMap::new(),
            reach: Certainty::Certain,
            work: WORK,
            calls: 0,
            loops: 0,
            asked: false,
            blind: false,
        };
        (walker, root)
    }

    /// What was met.
    pub(super) fn into_faults(self) -> Vec<Fault> {
        self.faults
    }

    /// Something goes wrong, as surely as the walk comes here. Each is told once, as surely as it was ever met.
    pub(super) fn fault(&mut self, certainty: Certainty, span: Span, kind: FaultKind) {
        let is_always = self.reach == Certainty::Certain;
        let fault = Fault { certainty: certainty.min(self.reach), span, kind, is_always };
        // Mostly there are few, and then a table costs more.
        let known = if self.faults.len() <= FEW {
            self.faults.iter().position(|known| known.span == span && key(known) == key(&fault))
        } else {
            self.known.get(&key(&fault)).copied()
        };
        match known.and_then(|at| self.faults.get_mut(at)) {
            Some(known) if known.certainty >= fault.certainty => {}
            Some(known) => *known = fault,
            None => {
                self.faults.push(fault);
                if self.faults.len() > FEW {
                    let from = self.known.len();
                    let new = self.faults.iter().enumerate().skip(from);
                    self.known.extend(new.map(|(at, fault)| (key(fault), at)));
                }
            }
        }
    }

    /// Something that is wrong even where the walk does not come.
    pub(super) fn fault_for_sure(&mut self, span: Span, kind: FaultKind) {
        let reach = std::mem::replace(&mut self.reach, Certainty::Certain);
        self.fault(Certainty::Certain, span, kind);
        self.reach = reach;
    }

    /// What is done on some ways only: no fault in it is certain, and what is bound outside may stay as it was.
    pub(super) fn maybe<T>(&mut self, walk: impl FnOnce(&mut Self) -> T) -> T {
        let reach = self.reach;
        self.reach = reach.min(Certainty::Possible);
        self.frames.level += 1;
        let result = walk(self);
        self.frames.level -= 1;
        self.reach = reach;
        result
    }

    /// The same, unless it is done for certain.
    pub(super) fn maybe_unless<T>(&mut self, certain: bool, walk: impl FnOnce(&mut Self) -> T) -> T {
        if certain { walk(self) } else { self.maybe(walk) }
    }

    /// What is done any number of times, told as if it were done once. What it binds outside of itself it may have read
    /// before: then nothing is known of that, and it is done again.
    pub(super) fn many(&mut self, is_entered: bool, mut walk: impl FnMut(&mut Self) -> Val) -> Val {
        let outer = self.frames.watch();
        let result = self.looped(is_entered, &mut walk);
        let touched = self.frames.unwatch(outer);
        if touched.is_empty() {
            return result;
        }
        for slot in touched {
            self.frames.forget(slot);
        }
        self.looped(is_entered, walk)
    }

    /// Within a loop, whose faults are certain if it is certain to be entered.
    pub(super) fn looped<T>(&mut self, is_entered: bool, walk: impl FnOnce(&mut Self) -> T) -> T {
        self.loops += 1;
        let result = self.maybe_unless(is_entered, walk);
        self.loops -= 1;
        result
    }

    /// Counts work; none is left where this is false.
    pub(super) fn spend(&mut self, work: usize, span: Span) -> bool {
        let work = u32::try_from(work).unwrap_or(u32::MAX);
        if self.work < work {
            self.work = 0;
            self.lost(span);
            return false;
        }
        self.work -= work;
        true
    }

    /// The walk cannot tell what goes on here.
    pub(super) fn lost(&mut self, span: Span) -> Val {
        self.fault(Certainty::Unproven, span, FaultKind::Other("it cannot be told what happens here".to_owned()));
        Val::anything()
    }

    /// Goes into the body of a function, unless the call is too deep.
    pub(super) fn enter(&mut self, span: Span, walk: impl FnOnce(&mut Self) -> Val) -> Val {
        if self.calls >= DEEPEST_CALL {
            return self.lost(span);
        }
        self.calls += 1;
        let result = walk(self);
        self.calls -= 1;
        result
    }

    /// The value of an expression.
    pub(super) fn eval(&mut self, node: &Node, input: &Val, frame: FrameId) -> Val {
        self.eval_at(node, input, frame, None)
    }

    /// The same, where the expression may be the last of a function that was called in a context: what a call gives there is
    /// not read before it is given to the caller.
    pub(super) fn eval_at(&mut self, node: &Node, input: &Val, frame: FrameId, tail: Option<&Val>) -> Val {
        if !self.spend(1, node.span) {
            return Val::anything();
        }
        let plain = node.predicates.is_empty() && node.group.is_none() && !node.keep_array;
        let tail = tail.filter(|_| plain);
        if tail.is_some() && matches!(node.kind, Kind::Block(_) | Kind::Condition { .. } | Kind::Call(_)) {
            return self.eval_tail(node, input, frame, tail);
        }
        let mut val = self.eval_kind(node, input, frame);
        for predicate in &node.predicates {
            val = self.filter(predicate, &val, frame, node.span);
        }
        if let Some(pairs) = &node.group
            && !matches!(node.kind, Kind::Path { .. })
        {
            val = self.group(pairs, &val, frame);
        }
        if node.keep_array {
            val.marks = val.marks.map(|mut mark| {
                mark.keep |= mark.is_sequence();
                mark
            });
        }
        val.unwrapped()
    }

    fn eval_tail(&mut self, node: &Node, input: &Val, frame: FrameId, tail: Option<&Val>) -> Val {
        match &node.kind {
            Kind::Block(parts) => self.block(parts, input, frame, tail),
            Kind::Condition { test, then, otherwise } => {
                self.condition(test, then, otherwise.as_deref(), input, frame, tail)
            }
            Kind::Call(call) => self.call(call, None, node, input, frame, tail),
            _ => self.eval(node, input, frame),
        }
    }

    fn eval_kind(&mut self, node: &Node, input: &Val, frame: FrameId) -> Val {
        match &node.kind {
            Kind::Null => Type::null().into(),
            Kind::Bool(value) => Type::boolean_of(*value).into(),
            Kind::Number(value) => super::fold::number(*value).into(),
            Kind::Text(text) => Type::string_of(text).into(),
            Kind::Regex(pattern) => of_function(Function::Matcher(Rc::clone(pattern))),
            Kind::Name(name) => self.lookup(input, name, node.span),
            Kind::Variable(name) => self.variable(name, input, frame, node.span),
            Kind::Wildcard => Self::wildcard(input),
            Kind::Descendants => Self::descendants(input),
            Kind::Parent(slot) => match self.frames.get(frame, &Key::Ancestor(slot.label.get())) {
                Some((val, _)) => val,
                None if self.blind => Val::anything(),
                None => Val::absent(),
            },
            Kind::Path { steps, keep_singleton } => self.path(node, steps, *keep_singleton, input, frame),
            Kind::Binary { op, lhs, rhs } => self.binary(*op, lhs, rhs, node, input, frame),
            Kind::Negate(operand) => self.negate(operand, input, frame),
            Kind::Array(items) => self.array(items, node.constructed, input, frame),
            Kind::Object(pairs) => self.group(pairs, input, frame),
            Kind::Assign { name, value } => {
                let val = self.eval(value, input, frame);
                self.frames.bind(frame, Key::Named(Rc::clone(name)), val.clone());
                val
            }
            Kind::Block(parts) => self.block(parts, input, frame, None),
            Kind::Condition { test, then, otherwise } => {
                self.condition(test, then, otherwise.as_deref(), input, frame, None)
            }
            Kind::Call(call) => self.call(call, None, node, input, frame, None),
            Kind::Partial { callee, args } => self.partial(callee, args, node, input, frame),
            Kind::Lambda(plan) => of_function(Function::Lambda { plan: Rc::clone(plan), frame, input: input.clone() }),
            Kind::Sort(terms) => self.sort(terms, input, frame),
            Kind::Transform(plan) => of_function(Function::Transform { plan: Rc::clone(plan), frame }),
        }
    }

    fn block(&mut self, parts: &[Node], input: &Val, frame: FrameId, tail: Option<&Val>) -> Val {
        let frame = self.frames.open(Some(frame), []);
        let Some((last, before)) = parts.split_last() else { return Val::absent() };
        for part in before {
            self.eval(part, input, frame);
        }
        self.eval_at(last, input, frame, tail)
    }

    fn condition(
        &mut self,
        test: &Node,
        then: &Node,
        otherwise: Option<&Node>,
        input: &Val,
        frame: FrameId,
        tail: Option<&Val>,
    ) -> Val {
        let verdict = self.eval(test, input, frame);
        let truth = Truth::of(&verdict);
        let mut result = Val::never();
        if truth.yes {
            result = self.maybe_unless(!truth.no, |this| {
                this.assuming(test, true, input, frame, |this, input| this.eval_at(then, input, frame, tail))
            });
        }
        if truth.no {
            let other = self.maybe_unless(!truth.yes, |this| match otherwise {
                Some(otherwise) => {
                    this.assuming(test, false, input, frame, |this, input| this.eval_at(otherwise, input, frame, tail))
                }
                None => Val::absent(),
            });
            result = result.join(&other);
        }
        result
    }

    /// What a variable stands for. A name that nothing is bound to is nothing, which is not what anybody wants to say.
    fn variable(&mut self, name: &Rc<str>, input: &Val, frame: FrameId, span: Span) -> Val {
        if name.is_empty() {
            return input.clone();
        }
        let val = self.bound(name, frame);
        let mut val = val.unwrap_or_else(|| {
            if **name != *"$" {
                self.unknown_variable(Certainty::Certain, name, span);
            }
            Val::absent()
        });
        if self.frames.is_outermost(frame, name)
            && **name != *"$"
            && !val.functions.is_some()
            && let Some(certainty) = Certainty::of_absence(&val.ty)
        {
            self.unknown_variable(certainty, name, span);
        }
        if val.may_be_absent() && val.why.is_none() {
            let kind = FaultKind::UnknownVariable { name: name.to_string() };
            val.why = Some(Rc::new(Why { span, kind }));
        }
        val
    }

    fn unknown_variable(&mut self, certainty: Certainty, name: &str, span: Span) {
        if !self.asked {
            self.fault(certainty, span, FaultKind::UnknownVariable { name: name.to_owned() });
        }
    }

    /// What a name is bound to, a function of the language included; none where there is nothing of this name.
    pub(super) fn bound(&mut self, name: &Rc<str>, frame: FrameId) -> Option<Val> {
        let found = self.frames.get(frame, &Key::Named(Rc::clone(name)));
        match found {
            Some((val, false)) => Some(val),
            found => {
                let builtin = is_function_of_aws(name).then(|| of_function(Function::Builtin(Rc::clone(name))));
                match (found, builtin) {
                    (Some((val, _)), Some(builtin)) => Some(val.join(&builtin)),
                    (Some((val, _)), None) => Some(val),
                    (None, builtin) => builtin,
                }
            }
        }
    }
}

/// By what a fault is told from others.
fn key(fault: &Fault) -> (Span, Discriminant<FaultKind>, String) {
    let detail = match &fault.kind {
        FaultKind::Other(why) => why.clone(),
        FaultKind::Argument { index, .. } => index.to_string(),
        _ => String::new(),
    };
    (fault.span, discriminant(&fault.kind), detail)
}

pub(super) fn of_function(function: Function) -> Val {
    Val { functions: Functions::of(function), inner: Inner::JSON, ..Val::never() }
}

/// How sure it is that something is one of those values that do harm, where it may be some that do and some that do not.
pub(super) fn certainty(known_harm: bool, unknown_harm: bool, harmless: bool) -> Option<Certainty> {
    if known_harm && !harmless {
        Some(Certainty::Certain)
    } else if known_harm {
        Some(Certainty::Possible)
    } else if unknown_harm {
        Some(Certainty::Unproven)
    } else {
        None
    }
}

/// The surer absence.
pub(super) fn absence_of(vals: &[&Val]) -> Absence {
    vals.iter().map(|val| val.ty.absence()).max().unwrap_or_default()
}
