//! The walk over an expression and a value.

mod call;
mod construct;
mod operators;
mod path;
mod sort;
mod transform;

use super::errors;
use super::fault::{Fault, Outcome};
use super::frame::Frame;
use super::functions;
use super::memory;
use super::plan::{Key, Kind, Node};
use super::procedure::Procedure;
use super::value::{Marks, Val};
use super::{Dialect, Limits};
use crate::World;
use std::rc::Rc;

/// How deep the values of an evaluation may be nested: as deep as the JSON that AWS takes.
const MAX_VALUE_DEPTH: u32 = 1000;

/// So many bytes of a text that is looked at are one step.
pub(super) const BYTES_FOR_STEP: usize = 128;

/// Below this much stack, another piece is taken.
const RED_ZONE: usize = 256 * 1024;
const STACK_PIECE: usize = 4 * 1024 * 1024;

/// One evaluation.
pub(super) struct Evaluator<'w> {
    pub(super) dialect: Dialect,
    pub(super) world: &'w mut dyn World,
    limits: Limits,
    /// What the values of this thread held before.
    base_memory: usize,
    steps: u64,
    depth: u32,
    /// The scopes that functions remember: a function bound in its own scope would keep both for ever.
    captured: Vec<Rc<Frame>>,
    /// The scope of calls that stand in no text.
    nowhere: Rc<Frame>,
    /// The one moment at which everything happens.
    pub(super) now: i64,
}

/// Where a tail call stands: its value is the value of the function around it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Inner,
    Tail,
}

/// A value, or a call that is still to be made.
enum Done {
    Value(Val),
    TailCall { callee: Rc<Procedure>, args: Vec<Val> },
}

impl<'w> Evaluator<'w> {
    pub(super) fn new(dialect: Dialect, limits: Limits, world: &'w mut dyn World) -> Self {
        let now = world.now_millis();
        let base_memory = memory::live();
        Self {
            dialect,
            world,
            limits,
            base_memory,
            steps: 0,
            depth: 0,
            captured: Vec::new(),
            nowhere: Rc::default(),
            now,
        }
    }

    /// Evaluates a whole expression. A second run needs an evaluator of its own.
    pub(super) fn run(&mut self, node: &Node, input: &Val, bindings: Vec<(Rc<str>, Val)>) -> Outcome {
        let root = Rc::new(Frame::default());
        for (name, value) in bindings {
            root.bind(Key::Named(name), value);
        }
        root.bind(Key::Named(Rc::from("$")), input.clone());
        // An input that is an array is one value, not a sequence.
        let outer = Marks { outer: true, ..Marks::SEQUENCE };
        let wrapped = match input {
            Val::Array(_) => Val::marked(vec![input.clone()], outer),
            other => other.clone(),
        };
        self.eval(node, &wrapped, &root)
    }

    /// Counts work, so that no evaluation goes on for ever or takes all memory.
    pub(super) fn spend(&mut self, steps: usize) -> Outcome<()> {
        self.steps = self.steps.saturating_add(steps as u64);
        if self.steps > self.limits.steps {
            return Err(errors::too_long());
        }
        if memory::live().saturating_sub(self.base_memory) > self.limits.bytes {
            return Err(errors::too_large());
        }
        Ok(())
    }

    /// Asks for memory before it is taken at once.
    pub(super) fn reserve(&mut self, bytes: usize) -> Outcome<()> {
        self.room(bytes)?;
        self.spend(bytes / 64)
    }

    /// Is there room for so many bytes beside the values? What is still being built is no value yet, so it is among them.
    pub(super) fn room(&self, bytes: usize) -> Outcome<()> {
        let held = memory::live().saturating_sub(self.base_memory);
        if held.saturating_add(bytes) > self.limits.bytes { Err(errors::too_large()) } else { Ok(()) }
    }

    /// Adds items to a list that is being built: items that are shared take no memory until they stand in it.
    pub(super) fn extend(&mut self, list: &mut Vec<Val>, items: &[Val]) -> Outcome<()> {
        self.room((list.len() + items.len()) * size_of::<Val>())?;
        self.spend(items.len() / 8)?;
        list.extend(items.iter().cloned());
        Ok(())
    }

    pub(super) fn eval(&mut self, node: &Node, input: &Val, frame: &Rc<Frame>) -> Outcome {
        match self.eval_at(node, input, frame, Place::Inner)? {
            Done::Value(value) => Ok(value),
            Done::TailCall { callee, args } => self.apply(&callee, args, &Val::Undefined),
        }
    }

    fn eval_at(&mut self, node: &Node, input: &Val, frame: &Rc<Frame>, place: Place) -> Outcome<Done> {
        if let Some(value) = simple(node) {
            return Ok(Done::Value(value));
        }
        self.spend(1)?;
        self.nested(|this| this.eval_node(node, input, frame, place)).map_err(|fault| fault.located(node.span))
    }

    fn eval_node(&mut self, node: &Node, input: &Val, frame: &Rc<Frame>, place: Place) -> Outcome<Done> {
        let plain = node.predicates.is_empty() && node.group.is_none() && !node.keep_array;
        let place = if plain { place } else { Place::Inner };
        let mut value = match self.eval_kind(node, input, frame, place)? {
            Done::Value(value) => value,
            call @ Done::TailCall { .. } => return Ok(call),
        };
        for predicate in &node.predicates {
            value = self.filter(predicate, &value, frame)?;
        }
        if let Some(pairs) = &node.group
            && !matches!(node.kind, Kind::Path { .. })
        {
            value = self.group(pairs, &value, frame, node.span)?;
        }
        if node.keep_array {
            value = value.remarked(|marks| marks.keep_singleton |= marks.sequence);
        }
        Ok(Done::Value(value.unwrapped()))
    }

    fn eval_kind(&mut self, node: &Node, input: &Val, frame: &Rc<Frame>, place: Place) -> Outcome<Done> {
        let value = match &node.kind {
            Kind::Null => Val::Null,
            Kind::Bool(value) => Val::Bool(*value),
            Kind::Number(value) => Val::Number(*value),
            Kind::Text(text) => Val::Text(Rc::clone(text)),
            Kind::Regex(pattern) => Val::Function(Rc::new(Procedure::Matcher(Rc::clone(pattern)))),
            Kind::Name(name) => self.lookup(input, name)?,
            Kind::Variable(name) => self.variable(name, input, frame),
            Kind::Wildcard => self.wildcard(input)?,
            Kind::Descendants => self.descendants(input)?,
            Kind::Parent(slot) => frame.ancestor(slot.label.get()).unwrap_or_default(),
            Kind::Path { steps, keep_singleton } => self.path(node, steps, *keep_singleton, input, frame)?,
            Kind::Binary { op, lhs, rhs } => self.binary(*op, lhs, rhs, node, input, frame)?,
            Kind::Negate(operand) => self.negate(operand, input, frame, node.span)?,
            Kind::Array(items) => self.array(items, node.constructed, input, frame)?,
            Kind::Object(pairs) => self.group(pairs, input, frame, node.span)?,
            Kind::Assign { name, value } => {
                let value = self.eval(value, input, frame)?;
                frame.bind(Key::Named(Rc::clone(name)), value.clone());
                value
            }
            Kind::Block(parts) => return self.block(parts, input, frame, place),
            Kind::Condition { test, then, otherwise } => {
                let branch = if self.eval(test, input, frame)?.is_true() { Some(then) } else { otherwise.as_ref() };
                return branch.map_or(Ok(Done::Value(Val::Undefined)), |it| self.eval_at(it, input, frame, place));
            }
            Kind::Call(call) => return self.call(call, None, node, input, frame, place),
            Kind::Partial { callee, args } => self.partial(callee, args, node, input, frame)?,
            Kind::Lambda(plan) => {
                let frame = self.capture(frame);
                Val::Function(Rc::new(Procedure::Lambda { plan: Rc::clone(plan), frame, input: input.clone() }))
            }
            Kind::Sort(terms) => self.sort(terms, input, frame, node.span)?,
            Kind::Transform(plan) => {
                let frame = self.capture(frame);
                Val::Function(Rc::new(Procedure::Transform { plan: Rc::clone(plan), frame }))
            }
        };
        Ok(Done::Value(value))
    }

    fn block(&mut self, parts: &[Node], input: &Val, frame: &Rc<Frame>, place: Place) -> Outcome<Done> {
        let frame = Frame::within(frame);
        let Some((last, before)) = parts.split_last() else { return Ok(Done::Value(Val::Undefined)) };
        for part in before {
            self.eval(part, input, &frame)?;
        }
        self.eval_at(last, input, &frame, place)
    }

    fn variable(&self, name: &Rc<str>, input: &Val, frame: &Rc<Frame>) -> Val {
        if name.is_empty() {
            return context(input).clone();
        }
        frame.variable(name).or_else(|| functions::find(name, self.dialect)).unwrap_or_default()
    }

    /// Keeps a scope and those around it until the end, where they are emptied: the function may be bound in any of them.
    fn capture(&mut self, frame: &Rc<Frame>) -> Rc<Frame> {
        let mut at = Some(frame);
        while let Some(new) = at.filter(|frame| !frame.captured.replace(true)) {
            self.captured.push(Rc::clone(new));
            at = new.parent.as_ref();
        }
        Rc::clone(frame)
    }

    /// Refuses a value that is nested too deep: walks over values recurse.
    pub(super) fn bounded(value: Val) -> Outcome {
        if value.depth() > MAX_VALUE_DEPTH { Err(errors::too_deep()) } else { Ok(value) }
    }
}

impl Drop for Evaluator<'_> {
    fn drop(&mut self) {
        for frame in &self.captured {
            frame.clear();
        }
        // The newest first: each frees no more than itself.
        while self.captured.pop().is_some() {}
    }
}

/// The value that `$` stands for.
fn context(input: &Val) -> &Val {
    match input {
        Val::Array(array) if array.marks.outer => array.items.first().unwrap_or(&Val::Undefined),
        other => other,
    }
}

/// Literals, which need no care.
fn simple(node: &Node) -> Option<Val> {
    if !node.predicates.is_empty() || node.group.is_some() || node.keep_array {
        return None;
    }
    Some(match &node.kind {
        Kind::Null => Val::Null,
        Kind::Bool(value) => Val::Bool(*value),
        Kind::Number(value) => Val::Number(*value),
        Kind::Text(text) => Val::Text(Rc::clone(text)),
        _ => return None,
    })
}

/// A number, checked as the reference checks operands: none where the value is no number.
pub(super) fn numeric(value: &Val) -> Result<Option<f64>, Fault> {
    match value {
        Val::Number(number) if number.is_nan() => Ok(None),
        Val::Number(number) if number.is_infinite() => Err(errors::out_of_range(*number)),
        Val::Number(number) => Ok(Some(*number)),
        _ => Ok(None),
    }
}
