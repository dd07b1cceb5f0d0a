//! Calls.

use super::{Done, Evaluator, Place};
use crate::jsonata::errors;
use crate::jsonata::fault::Outcome;
use crate::jsonata::frame::Frame;
use crate::jsonata::functions::{self, regex};
use crate::jsonata::plan::{Call, Key, Kind, Node, Signature};
use crate::jsonata::procedure::Procedure;
use crate::jsonata::value::Val;
use std::rc::Rc;

impl Evaluator<'_> {
    /// `callee(args)`, with one argument more in front if something is applied to it.
    pub(super) fn call(
        &mut self,
        call: &Call,
        applied: Option<Val>,
        node: &Node,
        input: &Val,
        frame: &Rc<Frame>,
        place: Place,
    ) -> Outcome<Done> {
        let callee = self.eval(&call.callee, input, frame)?;
        let name = call.callee.callee_name();
        let mut args: Vec<Val> = applied.into_iter().collect();
        for arg in &call.args {
            args.push(self.eval(arg, input, frame)?);
        }
        let Val::Function(callee) = callee else {
            let meant = self.meant(&call.callee, &callee, input, frame);
            return Err(meant.map_or_else(errors::not_a_function, |name| errors::did_you_mean(name)).at(node.span));
        };
        if place == Place::Tail {
            return Ok(Done::TailCall { callee, args });
        }
        let result = self.apply_from(&callee, args, input, frame);
        result.map(Done::Value).map_err(|fault| fault.within(name).at(node.span))
    }

    /// Calls a function for a function; `context` stands in for arguments that may be left out. It counts as a level: the
    /// call does not pass through an expression.
    pub(crate) fn apply(&mut self, callee: &Rc<Procedure>, args: Vec<Val>, context: &Val) -> Outcome {
        self.nested(|this| {
            let nowhere = Rc::clone(&this.nowhere);
            this.apply_from(callee, args, context, &nowhere)
        })
    }

    /// Calls a function, and the functions whose values are the value of this one.
    fn apply_from(&mut self, callee: &Rc<Procedure>, args: Vec<Val>, context: &Val, frame: &Rc<Frame>) -> Outcome {
        let mut done = self.apply_once(callee, args, context, frame)?;
        loop {
            match done {
                Done::Value(value) => return Ok(value),
                Done::TailCall { callee, args } => {
                    self.spend(1)?;
                    done = self.apply_once(&callee, args, context, frame)?;
                }
            }
        }
    }

    fn apply_once(
        &mut self,
        callee: &Rc<Procedure>,
        mut args: Vec<Val>,
        context: &Val,
        frame: &Rc<Frame>,
    ) -> Outcome<Done> {
        let value = match &**callee {
            Procedure::Builtin(builtin) => {
                if let Some(signature) = builtin.signature() {
                    args = self.checked(signature, args, context)?;
                }
                functions::call(self, builtin, &args, &functions::Caller { input: context, frame })?
            }
            Procedure::Lambda { plan, frame, input } => {
                if let Some(signature) = &plan.signature {
                    args = self.checked(signature, args, context)?;
                }
                let mut args = args.into_iter();
                let bindings =
                    plan.params.iter().map(|name| (Key::Named(Rc::clone(name)), args.next().unwrap_or_default()));
                let scope = Frame::with(frame, bindings.collect());
                return self.eval_at(&plan.body, input, &scope, Place::Tail);
            }
            Procedure::Partial { target, args: known, .. } => {
                let mut given = args.into_iter();
                let all = known.iter().map(|arg| arg.clone().unwrap_or_else(|| given.next().unwrap_or_default()));
                return Ok(Done::TailCall { args: all.collect(), callee: Rc::clone(target) });
            }
            Procedure::Composed { first, second, .. } => {
                let between = self.apply(first, args, &Val::Undefined)?;
                return Ok(Done::TailCall { callee: Rc::clone(second), args: vec![between] });
            }
            Procedure::Transform { plan, frame } => {
                let value = args.into_iter().next().unwrap_or_default();
                if !matches!(value, Val::Undefined | Val::Object(_) | Val::Array(_)) {
                    return Err(errors::argument_type(1));
                }
                self.transform(plan, &value, frame)?
            }
            Procedure::Matcher(pattern) => regex::first_match(self, pattern, &args)?,
            Procedure::Next { pattern, text, from } => regex::next_match(self, pattern, text, *from)?,
        };
        Ok(Done::Value(value))
    }

    /// The function whose `$` was forgotten: nothing was found under its name, where a field is looked for.
    fn meant<'n>(&self, callee: &'n Node, found: &Val, input: &Val, frame: &Rc<Frame>) -> Option<&'n Rc<str>> {
        let is_field = found.is_undefined() && !matches!(callee.kind, Kind::Variable(_));
        callee.callee_name().filter(|name| is_field && self.variable(name, input, frame).is_function())
    }

    /// The arguments as a function of this signature gets them. Where it names the kind of items, each item is looked at.
    fn checked(&mut self, signature: &Signature, args: Vec<Val>, context: &Val) -> Outcome<Vec<Val>> {
        if signature.params().iter().any(|param| param.items.is_some()) {
            let items: usize = args.iter().filter_map(Val::as_array).map(|array| array.items.len()).sum();
            self.spend(items / 8)?;
        }
        signature.check(args, super::context(context))
    }

    /// Counts a level, and takes more stack where it runs low.
    pub(super) fn nested<T>(&mut self, walk: impl FnOnce(&mut Self) -> Outcome<T>) -> Outcome<T> {
        if self.depth >= self.limits.depth {
            return Err(errors::too_deep());
        }
        self.depth += 1;
        let result = stacker::maybe_grow(super::RED_ZONE, super::STACK_PIECE, || walk(self));
        self.depth -= 1;
        result
    }

    /// `callee(a, ?)`
    pub(super) fn partial(
        &mut self,
        callee: &Node,
        args: &[Option<Node>],
        node: &Node,
        input: &Val,
        frame: &Rc<Frame>,
    ) -> Outcome {
        let mut known = Vec::with_capacity(args.len());
        for arg in args {
            known.push(arg.as_ref().map(|arg| self.eval(arg, input, frame)).transpose()?);
        }
        let target = match self.eval(callee, input, frame)? {
            Val::Function(target) => target,
            other => {
                let meant = self.meant(callee, &other, input, frame);
                let fault = meant.map_or_else(errors::partial_of_none, |name| errors::partial_did_you_mean(name));
                return Err(fault.at(node.span));
            }
        };
        Self::bounded(Val::Function(Rc::new(Procedure::partial(target, known))))
    }
}
