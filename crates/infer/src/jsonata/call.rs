//! Calls.

use super::frame::{FrameId, Key};
use super::function::{Function, Functions};
use super::val::Val;
use super::walk::{Walker, certainty, of_function};
use crate::{Certainty, FaultKind};
use asl_expressions::jsonata::plan::{Call, Kind, Lambda, Node};
use asl_expressions::jsonata::signature_of;
use asl_syntax::Span;
use asl_types::{Array, Kinds, Object, Type};
use std::rc::Rc;

/// Where a call is written.
pub(super) struct Site {
    pub(super) span: Span,
    /// The arguments that are written.
    args: Vec<Span>,
    /// What the function is called, with its `$`.
    name: String,
}

impl Site {
    fn new(span: Span, name: &str) -> Self {
        Self { span, args: Vec::new(), name: name.to_owned() }
    }

    /// Of a call that a function makes.
    pub(super) fn within(&self) -> Self {
        Self::new(self.span, "the function")
    }

    pub(super) fn arg(&self, at: usize) -> Span {
        self.args.get(at).copied().unwrap_or(self.span)
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }
}

impl Walker {
    /// `callee(args)`, with one argument more in front if something is applied to it. The last call of a function that was
    /// called in a context is made in that context, and what it gives is not read here.
    pub(super) fn call(
        &mut self,
        call: &Call,
        applied: Option<(Val, Span)>,
        node: &Node,
        input: &Val,
        frame: FrameId,
        tail: Option<&Val>,
    ) -> Val {
        let callee = self.callee(&call.callee, input, frame);
        let name = call.callee.callee_name().map_or("the function".to_owned(), |name| format!("${name}"));
        let mut site = Site::new(node.span, &name);
        let mut args = Vec::with_capacity(call.args.len() + 1);
        if let Some((applied, span)) = applied {
            args.push(applied);
            site.args.push(span);
        }
        let is_asked =
            callee.functions.known().iter().any(|it| matches!(&**it, Function::Builtin(it) if **it == *"exists"));
        for arg in &call.args {
            args.push(self.asking(is_asked, |this| this.eval(arg, input, frame)));
            site.args.push(arg.span);
        }
        if !self.check_callee(&callee, &call.callee, node.span) {
            return Val::never();
        }
        self.apply(&callee.functions, &args, tail.unwrap_or(input), &site)
    }

    /// What is called. That a name is bound to nothing is told otherwise there.
    fn callee(&mut self, callee: &Node, input: &Val, frame: FrameId) -> Val {
        match &callee.kind {
            Kind::Variable(name) if !name.is_empty() && callee.predicates.is_empty() => {
                self.bound(name, frame).unwrap_or_else(Val::absent)
            }
            _ => self.eval(callee, input, frame),
        }
    }

    /// Is there a function to be called?
    fn check_callee(&mut self, callee: &Val, node: &Node, span: Span) -> bool {
        let harm = callee.ty.has_value() || callee.may_be_absent();
        let unknown = callee.ty.is_unknown() || callee.ty.absence() == asl_types::Absence::Unproven;
        let sure = callee.ty.kinds() != Kinds::NONE || callee.ty.absence() == asl_types::Absence::Known;
        let found = callee.functions.is_some();
        let certainty = if found { certainty(harm && sure, unknown, true) } else { Some(Certainty::Certain) };
        if let Some(certainty) = certainty {
            let kind = match node.callee_name() {
                Some(name) if !callee.ty.has_value() => FaultKind::UnknownFunction { name: format!("${name}") },
                _ => FaultKind::Other("what is called is no function".to_owned()),
            };
            let at = if callee.ty.has_value() { span } else { node.span };
            self.fault(certainty, at, kind);
        }
        found
    }

    /// `callee(a, ?)`
    pub(super) fn partial(
        &mut self,
        callee: &Node,
        args: &[Option<Node>],
        node: &Node,
        input: &Val,
        frame: FrameId,
    ) -> Val {
        let known = args.iter().map(|arg| arg.as_ref().map(|arg| self.eval(arg, input, frame))).collect();
        let target = self.callee(callee, input, frame);
        if !self.check_callee(&target, callee, node.span) {
            return Val::never();
        }
        of_function(Function::Partial { target: target.functions, args: known })
    }

    /// `value ~> function`
    pub(super) fn applied(&mut self, left: Val, at: Span, functions: &Functions, span: Span) -> Val {
        let mut result = Val::never();
        if functions.is_none() {
            return result;
        }
        if left.functions.is_some() {
            let first = left.functions.clone();
            result = of_function(Function::Composed { first, second: functions.clone() });
        }
        let value = Val { functions: Functions::default(), ..left };
        if !value.is_never() {
            let mut site = Site::new(span, "the function");
            site.args.push(at);
            let nothing = Val::absent();
            let is_certain = result.is_never();
            let applied = self.maybe_unless(is_certain, |this| this.apply(functions, &[value], &nothing, &site));
            result = result.join(&applied);
        }
        result
    }

    /// Calls each of the functions that it may be. What it gives was not read.
    pub(super) fn apply(&mut self, functions: &Functions, args: &[Val], context: &Val, site: &Site) -> Val {
        let only = functions.known().len() == 1 && !functions.are_open();
        let mut result = if functions.are_open() { self.lost(site.span) } else { Val::never() };
        for function in functions.known() {
            let one = self.maybe_unless(only, |this| this.apply_one(function, args.to_vec(), context, site));
            result = result.join(&one);
        }
        result
    }

    fn apply_one(&mut self, function: &Function, args: Vec<Val>, context: &Val, site: &Site) -> Val {
        if !self.spend(1, site.span) {
            return Val::anything();
        }
        match function {
            Function::Builtin(name) => {
                let Some((signature, _)) = signature_of(name) else { return self.lost(site.span) };
                let named = Site { span: site.span, args: site.args.clone(), name: format!("${name}") };
                self.checked(signature, args, context, &named, |this, args| this.builtin(name, &args, &named))
            }
            Function::Lambda { plan, frame, input } => self.lambda(plan, *frame, input, args, context, site),
            Function::Partial { target, args: known } => {
                let mut given = args.into_iter();
                let next = |arg: &Option<Val>| arg.clone().or_else(|| given.next()).unwrap_or_else(Val::absent);
                let all: Vec<Val> = known.iter().map(next).collect();
                self.enter(site.span, |this| this.apply(target, &all, context, &site.within()))
            }
            Function::Composed { first, second } => self.enter(site.span, |this| {
                let between = this.apply(first, &args, &Val::absent(), &site.within());
                this.apply(second, &[between], context, &site.within())
            }),
            Function::Transform { plan, frame } => {
                let value = args.into_iter().next().unwrap_or_else(Val::absent);
                let good = Kinds::ARRAY | Kinds::OBJECT;
                let harm = !value.ty.kinds().is_within(good) || value.functions.is_some();
                let unknown = value.ty.is_unknown();
                let harmless = value.ty.kinds().meets(good) || unknown || value.may_be_absent();
                self.check_argument(&value, 0, good.words(), certainty(harm, unknown, harmless), site);
                if !harmless {
                    return Val::never();
                }
                let value = Val { functions: Functions::default(), ..value.with_type(kept(&value.ty, good)) };
                self.enter(site.span, |this| this.transform(plan, &value, *frame))
            }
            Function::Matcher(_) => matched(args.first()),
        }
    }

    fn lambda(
        &mut self,
        plan: &Rc<Lambda>,
        frame: FrameId,
        input: &Val,
        args: Vec<Val>,
        context: &Val,
        site: &Site,
    ) -> Val {
        let body = |this: &mut Self, args: Vec<Val>| {
            this.enter(site.span, |this| {
                let mut args = args.into_iter();
                let bindings: Vec<(Key, Val)> = plan
                    .params
                    .iter()
                    .map(|name| (Key::Named(Rc::clone(name)), args.next().unwrap_or_else(Val::absent)))
                    .collect();
                let scope = this.frames.open(Some(frame), bindings);
                this.eval_at(&plan.body, input, scope, Some(context))
            })
        };
        match &plan.signature {
            Some(signature) => self.checked(signature, args, context, site, body),
            None => body(self, args),
        }
    }

    pub(super) fn check_argument(
        &mut self,
        val: &Val,
        at: usize,
        wanted: String,
        certainty: Option<Certainty>,
        site: &Site,
    ) {
        if let Some(certainty) = certainty {
            let of = val.ty.clone().present();
            let kind = FaultKind::Argument { function: site.name.clone(), index: at + 1, wanted, of };
            self.fault(certainty, site.arg(at), kind);
        }
    }
}

/// Only values of these kinds, or nothing.
pub(super) fn kept(ty: &Type, kinds: Kinds) -> Type {
    ty.only(kinds).with_absence(ty.absence())
}

/// What a regular expression gives that is called as a function.
fn matched(arg: Option<&Val>) -> Val {
    let nothing = Val::absent();
    let text = arg.filter(|arg| arg.ty.kinds().meets(Kinds::STRING) || arg.ty.is_unknown());
    if text.is_none() {
        return nothing;
    }
    let groups = Type::array(Array::of(Type::string().join(&Type::null())));
    let fields = [
        ("match", Type::string()),
        ("start", Type::number()),
        ("end", Type::number()),
        ("groups", groups),
        ("next", Type::absent()),
    ];
    let object = Object::closed(fields.into_iter().map(|(name, of)| (name.into(), of)));
    let mut found = Val::from(Type::object(object));
    found.inner.odd = true;
    found.or_absent(asl_types::Absence::Unproven)
}
