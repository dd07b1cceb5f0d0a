//! Paths over types, as [`asl_expressions::jsonpath`] reads them over values.
//!
//! A path is followed with all the nodes that there may be at once. What the evaluator over values does with one of them, a
//! step does here with each kind, shape and known item; lists of nodes keep their order as long as their lengths are known.
//! The bounds of that evaluator on work and size are not foreseen.

mod compare;
mod filter;
mod found;
mod functions;
mod insert;
mod place;
mod plan;
mod steps;
mod trouble;
mod walk;

pub use insert::insert;
pub use place::{at, replace};

use crate::{Certainty, FaultKind, Faults, Scope};
use asl_syntax::jsonpath::{Path, Root};
use asl_types::Type;
use plan::Plan;
use trouble::Troubles;
use walk::{Budget, Walk};

/// What a path may come to where it has a value; never, where it certainly has none. What it may miss is a fault.
pub fn evaluate(path: &Path<'_>, scope: &Scope<'_>, faults: &mut Faults) -> Type {
    let Some(start) = start(path.root, scope, faults) else { return Type::never() };
    if let Some(absent) = asl_expressions::jsonpath::refusal(path) {
        faults.add(Certainty::Certain, absent.span, FaultKind::Other(absent.message));
        return Type::never();
    }
    let budget = Budget::new();
    let walk = Walk { scope, document: &start, budget: &budget, require: false };
    let mut troubles = Troubles::default();
    let value = walk.value(&Plan::new(path), &start, Certainty::Certain, &mut troubles);
    if troubles.report(value.is_never(), faults) { Type::never() } else { value }
}

/// What the path starts from, if there may be anything.
fn start(root: Root<'_>, scope: &Scope<'_>, faults: &mut Faults) -> Option<Type> {
    let start = match root {
        Root::Input | Root::Current => scope.input.clone(),
        Root::Context => scope.context.clone(),
        Root::Variable { name, span } => {
            let variable = scope.variables.get(name).cloned().unwrap_or_else(Type::absent);
            if let Some(certainty) = Certainty::of_absence(&variable) {
                faults.add(certainty, span, FaultKind::UnknownVariable { name: name.to_owned() });
            }
            variable
        }
    };
    Some(start.present()).filter(Type::has_value)
}
