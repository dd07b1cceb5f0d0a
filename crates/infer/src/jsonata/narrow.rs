//! What is known where a condition holds, and where it does not.

use super::frame::{Binding, FrameId, Key, Slot};
use super::truth::Truth;
use super::val::Val;
use super::walk::Walker;
use asl_expressions::jsonata::plan::{Kind, Node};
use asl_syntax::jsonata::BinaryOp;
use asl_types::{Kinds, Object, Type};
use std::rc::Rc;

/// What stands for the same value wherever it is read: a variable, or what a path is applied to, and names behind it.
struct Place {
    root: Root,
    names: Vec<Rc<str>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Root {
    Variable(Slot),
    Input,
}

/// What the condition says of a value.
type Refine<'r> = &'r dyn Fn(&Type) -> Type;

/// What an assumption may change: the input, and bindings with what they were before.
struct Assumed {
    input: Val,
    saved: Vec<(Slot, Binding)>,
    /// So many parts of a condition are still looked at.
    left: u32,
}

/// So many parts of a condition are looked at.
const MOST_PARTS: u32 = 32;

impl Walker {
    /// Does something where a condition is known to hold, or not to hold.
    pub(super) fn assuming<T>(
        &mut self,
        test: &Node,
        truth: bool,
        input: &Val,
        frame: FrameId,
        walk: impl FnOnce(&mut Self, &Val) -> T,
    ) -> T {
        let mut assumed = Assumed { input: input.clone(), saved: Vec::new(), left: MOST_PARTS };
        self.assume(test, truth, frame, &mut assumed);
        let narrowed: Vec<(Slot, Type)> =
            assumed.saved.iter().filter_map(|(slot, _)| Some((*slot, self.frames.at(*slot)?.val.ty.clone()))).collect();
        let result = walk(self, &assumed.input);
        for (slot, before) in assumed.saved.into_iter().rev() {
            let now = self.frames.at(slot).map(|binding| binding.val.clone());
            let is_same = |val: &Val| narrowed.iter().any(|(at, ty)| *at == slot && ty.is_same(&val.ty));
            match now {
                Some(val) if !is_same(&val) => {
                    let val = before.val.join(&val);
                    self.frames.set(slot, Binding { val, ..before });
                }
                _ => self.frames.set(slot, before),
            }
        }
        result
    }

    /// An item for which a predicate holds.
    pub(super) fn narrowed_item(&mut self, test: &Node, item: &Val, frame: FrameId) -> Val {
        let mut narrowed = item.clone();
        self.assuming(test, true, item, frame, |_, input| narrowed = input.clone());
        if narrowed.is_never() { item.clone() } else { narrowed }
    }

    /// Makes the bindings those for which a condition holds, or does not.
    pub(super) fn assume_for_good(&mut self, test: &Node, truth: bool, frame: FrameId) {
        let mut assumed = Assumed { input: Val::absent(), saved: Vec::new(), left: MOST_PARTS };
        self.assume(test, truth, frame, &mut assumed);
    }

    fn assume(&mut self, test: &Node, truth: bool, frame: FrameId, assumed: &mut Assumed) {
        if !plain(test) || assumed.left == 0 {
            return;
        }
        assumed.left -= 1;
        match &test.kind {
            Kind::Block(parts) => {
                if let [only] = parts.as_slice() {
                    self.assume(only, truth, frame, assumed);
                }
            }
            Kind::Binary { op: BinaryOp::And, lhs, rhs } if truth => {
                self.assume(lhs, true, frame, assumed);
                self.assume(rhs, true, frame, assumed);
            }
            Kind::Binary { op: BinaryOp::Or, lhs, rhs } if !truth => {
                self.assume(lhs, false, frame, assumed);
                self.assume(rhs, false, frame, assumed);
            }
            Kind::Binary { op, lhs, rhs } => self.assume_binary(*op, lhs, rhs, truth, frame, assumed),
            Kind::Call(call) => self.assume_call(call, truth, frame, assumed),
            Kind::Path { .. } | Kind::Variable(_) => {
                let refine = |ty: &Type| if truth { true_of(ty) } else { false_of(ty) };
                self.refine(test, frame, assumed, truth, &refine);
            }
            _ => {}
        }
    }

    fn assume_call(
        &mut self,
        call: &asl_expressions::jsonata::plan::Call,
        truth: bool,
        frame: FrameId,
        assumed: &mut Assumed,
    ) {
        let Kind::Variable(name) = &call.callee.kind else { return };
        let [arg] = call.args.as_slice() else { return };
        if self.frames.get(frame, &Key::Named(Rc::clone(name))).is_some() {
            return;
        }
        match &**name {
            "not" => {
                // Of nothing, `$not` is nothing, which is no more true than the nothing itself.
                if truth {
                    self.assume(arg, false, frame, assumed);
                    self.refine(arg, frame, assumed, true, &|ty| ty.clone().present());
                } else if !self.eval_quiet(arg, &assumed.input.clone(), frame).may_be_absent() {
                    self.assume(arg, true, frame, assumed);
                }
            }
            "boolean" if truth => self.assume(arg, true, frame, assumed),
            "exists" => {
                let refine = |ty: &Type| {
                    if truth { ty.clone().present() } else { Type::never().with_absence(ty.absence()) }
                };
                self.refine(arg, frame, assumed, truth, &refine);
            }
            _ => {}
        }
    }

    fn assume_binary(
        &mut self,
        op: BinaryOp,
        lhs: &Node,
        rhs: &Node,
        truth: bool,
        frame: FrameId,
        assumed: &mut Assumed,
    ) {
        let holds = match op {
            BinaryOp::Equal => truth,
            BinaryOp::NotEqual => !truth,
            BinaryOp::In => {
                if truth {
                    self.assume_in(lhs, rhs, frame, assumed);
                }
                return;
            }
            BinaryOp::Less | BinaryOp::LessOrEqual | BinaryOp::Greater | BinaryOp::GreaterOrEqual => {
                for (side, other) in [(lhs, rhs), (rhs, lhs)] {
                    if truth && let Some(other) = literal(other) {
                        let kinds = other.kinds();
                        self.refine(side, frame, assumed, true, &|ty| ty.only(kinds));
                    }
                }
                return;
            }
            _ => return,
        };
        for (side, other) in [(lhs, rhs), (rhs, lhs)] {
            let Some(other) = literal(other) else { continue };
            if let Some(arg) = self.type_of_call(side, frame) {
                self.assume_type(arg, &other, holds, truth, frame, assumed);
            } else if holds && truth {
                self.refine(side, frame, assumed, true, &|ty| meet(ty, &other));
            } else if !holds {
                // `a != "x"` holds of no nothing; that `a = "x"` does not hold says less.
                let is_there = op == BinaryOp::NotEqual;
                self.refine(side, frame, assumed, is_there, &|ty| {
                    let ty = without(ty, &other);
                    if is_there { ty.present() } else { ty }
                });
            }
        }
    }

    /// The argument of `$type(…)`.
    fn type_of_call<'n>(&self, node: &'n Node, frame: FrameId) -> Option<&'n Node> {
        let Kind::Call(call) = &node.kind else { return None };
        let (Kind::Variable(name), [arg]) = (&call.callee.kind, call.args.as_slice()) else { return None };
        let ours = **name == *"type" && self.frames.get(frame, &Key::Named(Rc::clone(name))).is_none();
        (ours && plain(node)).then_some(arg)
    }

    fn assume_type(
        &mut self,
        arg: &Node,
        name: &Type,
        holds: bool,
        truth: bool,
        frame: FrameId,
        assumed: &mut Assumed,
    ) {
        let Some(kinds) = name.as_value().and_then(|name| kinds_of(name.as_str()?)) else { return };
        // What is nothing has no type: neither `=` nor `!=` holds then.
        self.refine(arg, frame, assumed, truth, &|ty| {
            let kept = if holds { ty.only(kinds) } else { ty.without(kinds) };
            if truth { kept.present() } else { kept.with_absence(ty.absence()) }
        });
    }

    fn assume_in(&mut self, lhs: &Node, rhs: &Node, frame: FrameId, assumed: &mut Assumed) {
        let Kind::Array(items) = &rhs.kind else { return };
        let Some(all) = items.iter().map(literal).collect::<Option<Vec<Type>>>().filter(|_| plain(rhs)) else { return };
        let all = Type::join_all(&all);
        self.refine(lhs, frame, assumed, true, &|ty| meet(ty, &all));
    }

    /// Narrows what an expression reads, if it is a place. What a condition asks of a field implies that there is an object.
    fn refine(&mut self, node: &Node, frame: FrameId, assumed: &mut Assumed, implies_value: bool, refine: Refine<'_>) {
        let Some(place) = self.place(node, frame) else { return };
        let before = match place.root {
            Root::Input => assumed.input.clone(),
            Root::Variable(slot) => match self.frames.at(slot) {
                Some(binding) => binding.val.clone(),
                None => return,
            },
        };
        // What came of a query may be read as something else.
        if before.functions.is_some() || before.inner.odd || before.marks.any(super::marks::Mark::is_raw) {
            return;
        }
        let Some(ty) = narrowed(&before.ty, &place.names, implies_value, refine) else { return };
        let after = before.with_type(ty);
        match place.root {
            Root::Input => assumed.input = after,
            Root::Variable(slot) => {
                if let Some(binding) = self.frames.at(slot).cloned() {
                    if !assumed.saved.iter().any(|(saved, _)| *saved == slot) {
                        assumed.saved.push((slot, binding.clone()));
                    }
                    self.frames.set(slot, Binding { val: after, ..binding });
                }
            }
        }
    }

    fn place(&self, node: &Node, frame: FrameId) -> Option<Place> {
        let root = |name: &Rc<str>| {
            if name.is_empty() {
                return Some(Root::Input);
            }
            self.frames.find(frame, &Key::Named(Rc::clone(name))).map(Root::Variable)
        };
        if !plain(node) {
            return None;
        }
        match &node.kind {
            Kind::Variable(name) => Some(Place { root: root(name)?, names: Vec::new() }),
            Kind::Path { steps, keep_singleton: false } => {
                let (first, rest) = steps.split_first()?;
                let mut names = Vec::with_capacity(steps.len());
                let root = match &first.kind {
                    Kind::Variable(name) => root(name)?,
                    Kind::Name(name) => {
                        names.push(Rc::clone(name));
                        Root::Input
                    }
                    _ => return None,
                };
                for step in rest {
                    let Kind::Name(name) = &step.kind else { return None };
                    names.push(Rc::clone(name));
                }
                steps.iter().all(plain).then_some(Place { root, names })
            }
            _ => None,
        }
    }

    /// The value of an expression that was evaluated before.
    fn eval_quiet(&mut self, node: &Node, input: &Val, frame: FrameId) -> Val {
        self.asking(true, |this| this.maybe(|this| this.eval(node, input, frame)))
    }
}

/// Nothing follows it.
fn plain(node: &Node) -> bool {
    let step = &node.step;
    node.predicates.is_empty()
        && node.group.is_none()
        && !node.keep_array
        && step.stages.is_empty()
        && step.focus.is_none()
        && step.index.is_none()
        && !step.tuple
}

fn literal(node: &Node) -> Option<Type> {
    if !plain(node) {
        return None;
    }
    Some(match &node.kind {
        Kind::Null => Type::null(),
        Kind::Bool(value) => Type::boolean_of(*value),
        Kind::Number(value) => super::fold::number(*value),
        Kind::Text(text) => Type::string_of(text),
        _ => return None,
    })
}

fn kinds_of(name: &str) -> Option<Kinds> {
    Some(match name {
        "null" => Kinds::NULL,
        "boolean" => Kinds::BOOLEAN,
        "number" => Kinds::NUMBER,
        "string" => Kinds::STRING,
        "array" => Kinds::ARRAY,
        "object" => Kinds::OBJECT,
        _ => return None,
    })
}

/// Only what is one of a few literals.
fn meet(ty: &Type, literals: &Type) -> Type {
    let mut sets = literals.clone().into_sets();
    if ty.is_unknown() {
        return sets.into();
    }
    let own = ty.sets();
    sets.null &= own.null;
    sets.booleans = [sets.booleans[0] && own.booleans[0], sets.booleans[1] && own.booleans[1]];
    sets.numbers = sets.numbers.filter(|it| own.numbers.contains(it));
    sets.strings = sets.strings.filter(|it| own.strings.contains(it));
    sets.into()
}

/// Without a literal.
fn without(ty: &Type, literal: &Type) -> Type {
    let gone = literal.sets();
    let mut sets = ty.clone().into_sets();
    sets.null &= !gone.null;
    for (own, gone) in sets.booleans.iter_mut().zip(gone.booleans) {
        *own &= !gone;
    }
    let numbers = gone.numbers.few().unwrap_or_default();
    let strings = gone.strings.few().unwrap_or_default();
    sets.numbers = sets.numbers.filter(|it| !numbers.contains(it));
    sets.strings = sets.strings.filter(|it| !strings.contains(it));
    sets.into()
}

fn true_of(ty: &Type) -> Type {
    super::operators::truthy(&Val::from(ty.clone())).ty
}

fn false_of(ty: &Type) -> Type {
    let mut sets = ty.clone().into_sets();
    sets.booleans[1] = false;
    sets.numbers = sets.numbers.filter(|number| number.value() == 0.0);
    sets.strings = sets.strings.filter(|text| text.is_empty());
    if let Some(objects) = &sets.objects {
        let may_be_empty = Truth::of(&Val::from(ty.only(Kinds::OBJECT))).no;
        sets.objects = Some(objects.clone()).filter(|_| may_be_empty);
    }
    sets.into()
}

/// A type with what is at a place in it narrowed; none where nothing is learned. Arrays stay as they are: their items are read
/// at once, and what is unknown may be one.
fn narrowed(ty: &Type, names: &[Rc<str>], implies_value: bool, refine: Refine<'_>) -> Option<Type> {
    let Some((name, rest)) = names.split_first() else { return Some(refine(ty)) };
    if ty.is_unknown() && !implies_value {
        return None;
    }
    let parts = if implies_value { ty.only(Kinds::OBJECT | Kinds::ARRAY) } else { ty.clone() };
    let narrowed = |shape: &Object| match narrowed(&shape.field(name), rest, implies_value, refine) {
        Some(of) if of.is_never() => None,
        Some(of) => Some(shape.with(name, of)),
        None => Some(shape.clone()),
    };
    let mut sets = parts.into_sets();
    sets.objects = sets.objects.and_then(|objects| objects.map(narrowed)).map(std::sync::Arc::new);
    Some(sets.into())
}
