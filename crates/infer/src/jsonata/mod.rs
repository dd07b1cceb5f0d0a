//! Expressions of JSONata over types, as [`asl_expressions::jsonata`] evaluates them over values.
//!
//! The walk reads the same plan as the evaluator does, step by step, so that what the evaluator makes of sequences, marks and
//! bindings is made of types too. What it gives is true of every value that the variables may have, but for this:
//!
//! - Numbers are taken to be far from the largest that there is: sums and products stay numbers.
//! - The bounds of the evaluator (steps, depth, memory) are not foreseen.
//!
//! What it does not follow is unknown, however much is known around it, and has a fault of [`Certainty::Unproven`]:
//!
//! - `$parse` of a string that is not known,
//! - a path in parentheses, behind which a `%` goes on into it,
//! - a function that is given as data of another function's result, or stands in for a regular expression,
//! - calls that are nested too deep (see `DEEPEST_CALL`), recursion among them,
//! - expressions that take too many steps (see `WORK`).

mod call;
mod construct;
mod filter;
mod fold;
mod frame;
mod function;
mod functions;
mod marks;
mod narrow;
mod operators;
mod path;
mod sequence;
mod signature;
mod transform;
mod truth;
mod tuple;
mod unknown;
mod val;
mod walk;

use crate::{Certainty, Fault, FaultKind, Faults, Variables};
use asl_expressions::jsonata::Program;
use asl_syntax::Span;
use asl_types::{Absence, Kinds, Type};
use frame::{FrameId, Key};
use std::rc::Rc;
use std::sync::Arc;
use truth::Truth;
use val::Val;
use walk::Walker;

/// What an expression may give: an absence where it may give nothing; never, where it certainly fails. `variables` has the
/// workflow variables and `states`, without their `$`.
pub fn evaluate(program: &Program, variables: &Variables, faults: &mut Faults) -> Type {
    let (mut walker, root) = walker(program, variables);
    let val = walker.eval(program.plan(), &Val::absent(), root);
    finish(walker, &val, program.span(), faults)
}

fn walker(program: &Program, variables: &Variables) -> (Walker, FrameId) {
    // The others are not asked for.
    let named = program.variables().iter().filter_map(|name| {
        let ty = variables.get(&**name)?.clone();
        Some((Key::Named(Rc::clone(name)), Val::from(ty)))
    });
    // There is no input.
    Walker::new(named.chain([(Key::Named(Rc::from("$")), Val::absent())]))
}

fn finish(mut walker: Walker, val: &Val, span: Span, faults: &mut Faults) -> Type {
    if val.functions.is_some() {
        let unsure = val.functions.are_open();
        let only = !val.ty.has_value() && !val.may_be_absent();
        let certainty = match (only, unsure) {
            (true, false) => Certainty::Certain,
            (false, false) => Certainty::Possible,
            (_, true) => Certainty::Unproven,
        };
        walker.fault(certainty, span, FaultKind::Function);
    }
    let lacks_number = |fault: &Fault| matches!(&fault.kind, FaultKind::Other(why) if why == operators::NO_NUMBER);
    let faults_met = walker.into_faults();
    let ty = if faults_met.iter().any(lacks_number) { with_null(&val.ty) } else { val.ty.clone() };
    for fault in faults_met {
        faults.take(fault);
    }
    // Where the nothing comes from that it gives for certain.
    if let Some(why) = val.why.as_ref().filter(|_| Certainty::of_absence(&val.ty) == Some(Certainty::Certain))
        && !faults.iter().any(|fault| fault.span == why.span && fault.kind == why.kind)
    {
        faults.add(Certainty::Certain, why.span, why.kind.clone());
    }
    ty
}

/// Where a number may be none, JSON has a null.
fn with_null(ty: &Type) -> Type {
    let mut sets = ty.clone().into_sets();
    sets.null |= sets.numbers.few().is_none();
    sets.arrays = sets.arrays.map(|array| Arc::new(array.map(with_null)));
    sets.objects = sets.objects.and_then(|objects| objects.map(|shape| Some(shape.map(with_null)))).map(Arc::new);
    sets.into()
}

/// What becomes of a condition, and what is known of the variables on either way.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// May it hold?
    pub can_be_true: bool,
    /// May it not hold?
    pub can_be_false: bool,
    /// The variables where it holds.
    pub narrowed_true: Variables,
    /// The variables where it does not.
    pub narrowed_false: Variables,
}

/// Evaluates the condition of a choice. Anything but a boolean is a fault there: AWS fails the state.
pub fn condition(program: &Program, variables: &Variables, faults: &mut Faults) -> Verdict {
    let ty = evaluate(program, variables, faults);
    let span = program.span();
    if let Some(certainty) = Certainty::of_absence(&ty) {
        faults.add(certainty, span, FaultKind::Nothing);
    }
    if ty.has_value()
        && let Some(certainty) = Certainty::of_kind(&ty, Kinds::BOOLEAN)
    {
        let wanted = Kinds::BOOLEAN;
        let certainty = if ty.absence() == Absence::Never { certainty } else { certainty.min(Certainty::Possible) };
        faults.add(certainty, span, FaultKind::WrongKind { wanted, of: ty.clone().present() });
    }
    let truth = Truth::of_value(&Val::from(ty.only(Kinds::BOOLEAN)));
    Verdict {
        can_be_true: truth.yes,
        can_be_false: truth.no,
        narrowed_true: narrowed(program, variables, true),
        narrowed_false: narrowed(program, variables, false),
    }
}

fn narrowed(program: &Program, variables: &Variables, truth: bool) -> Variables {
    let (mut walker, root) = walker(program, variables);
    walker.assume_for_good(program.plan(), truth, root);
    let mut narrowed = variables.clone();
    for name in program.variables() {
        if let (Some(ty), Some((val, _))) =
            (narrowed.get_mut(&**name), walker.frames.get(root, &Key::Named(Rc::clone(name))))
        {
            *ty = val.ty;
        }
    }
    narrowed
}
