//! What the places of a walk say of the input: faults that only what is unknown may bring about, and what a Choice tells.

use super::{Demand, Reading};
use crate::{Certainty, Fault, FaultKind, Variables};
use asl_types::{Absence, Kinds, Origin, Type, Unknown};

/// What must be so of the input for a fault of a path or a call not to happen, if its place is come to whenever the
/// expression is evaluated. `by` is the number of the problem.
pub(crate) fn of_fault(fault: &Fault, by: Option<usize>) -> Option<Demand> {
    if fault.certainty != Certainty::Unproven || !fault.is_always {
        return None;
    }
    let (of, kinds) = match &fault.kind {
        FaultKind::NoField { name, of } => (of.field(name), Kinds::ALL),
        FaultKind::WrongKind { wanted, of } => (of.clone(), *wanted),
        FaultKind::Argument { wanted, of, .. } => (of.clone(), Kinds::from_words(wanted)?),
        _ => return None,
    };
    Some(Demand::kinds(kinds, by).at(&origin(&of)?.steps(), Reading::Strict))
}

/// What is known of the input once more is known of a value that comes of it.
pub(crate) fn of_narrowing(before: &Type, after: &Type) -> Demand {
    if before.is_same(after) {
        return Demand::default();
    }
    if let Some(origin) = origin(before) {
        let is_there = before.absence() != Absence::Never && after.absence() == Absence::Never;
        let demand = Demand::of(after);
        if !after.has_value() || !is_there && demand == Demand::default() {
            return Demand::default();
        }
        let is_present = after.absence() == Absence::Never;
        return demand.at(&origin.steps(), if is_present { Reading::Mapped } else { Reading::Lenient });
    }
    let shapes = |of: &Type| match of.sets().objects.as_ref().map(|objects| objects.shapes()) {
        Some([shape]) if !of.is_unknown() => Some(shape.clone()),
        _ => None,
    };
    let (Some(old), Some(new)) = (shapes(before), shapes(after)) else { return Demand::default() };
    let fields = new.told().map(|(name, of)| of_narrowing(&old.field(name), of));
    fields.fold(Demand::default(), |all, one| all.both(&one))
}

/// The same of all variables.
pub(crate) fn of_variables(before: &Variables, after: &Variables) -> Demand {
    let pairs = after.iter().filter_map(|(name, of)| Some((before.get(name)?, of)));
    pairs.fold(Demand::default(), |all, (before, after)| all.both(&of_narrowing(before, after)))
}

/// The place in the input that a value is from of which nothing is known.
pub(super) fn origin(of: &Type) -> Option<&Origin> {
    match &of.sets().unknown {
        Unknown::Input(origin) if of.is_wholly_unknown() => Some(origin),
        _ => None,
    }
}
