//! What goes wrong along a path, and what a filter around it makes of that.

use crate::{Certainty, FaultKind, Faults};
use asl_syntax::Span;
use asl_types::Type;
use std::mem::discriminant;

/// What a failure means to a filter around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// There is no such node: to a filter, a side that is undefined.
    NotFound,
    /// The path cannot be applied: to a filter, a node that is not accepted.
    Invalid,
    /// Ends the evaluation, filter or not.
    Failed,
}

#[derive(Debug)]
struct Trouble {
    class: Class,
    certainty: Certainty,
    span: Span,
    kind: FaultKind,
}

/// Those that are met, one for each step and kind.
#[derive(Debug, Default)]
pub(super) struct Troubles(Vec<Trouble>);

/// A path asks again of the steps around the one at hand: what lies further back than so many troubles is another step's.
const NEAR: usize = 256;

impl Troubles {
    pub(super) fn add(&mut self, class: Class, certainty: Certainty, span: Span, mut kind: FaultKind) {
        let is_same =
            |it: &&mut Trouble| it.class == class && it.span == span && discriminant(&it.kind) == discriminant(&kind);
        let Some(same) = self.0.iter_mut().rev().take(NEAR).find(is_same) else {
            self.0.push(Trouble { class, certainty, span, kind });
            return;
        };
        same.certainty = same.certainty.max(certainty);
        if let (Some(of), Some(more)) = (subject(&mut same.kind), subject(&mut kind)) {
            *of = of.join(more);
        }
    }

    /// The surest of a class.
    pub(super) fn certainty(&self, class: Class) -> Option<Certainty> {
        self.0.iter().filter(|it| it.class == class).map(|it| it.certainty).max()
    }

    /// Only those that end the evaluation, of what is evaluated with such a certainty at most.
    pub(super) fn add_failures(&mut self, others: Self, most: Certainty) {
        for it in others.0.into_iter().filter(|it| it.class == Class::Failed) {
            self.add(it.class, it.certainty.min(most), it.span, it.kind);
        }
    }

    /// As faults, and whether one is certain; where there is no way through, one is.
    pub(super) fn report(mut self, is_certain: bool, faults: &mut Faults) -> bool {
        if is_certain
            && let Some(surest) =
                self.0.iter_mut().reduce(|all, it| if it.certainty > all.certainty { it } else { all })
        {
            surest.certainty = Certainty::Certain;
        }
        let is_certain = self.0.iter().any(|it| it.certainty == Certainty::Certain);
        for it in self.0 {
            faults.add(it.certainty, it.span, it.kind);
        }
        is_certain
    }
}

/// The value that a fault is about.
fn subject(kind: &mut FaultKind) -> Option<&mut Type> {
    match kind {
        FaultKind::NoField { of, .. } | FaultKind::NoItem { of, .. } | FaultKind::WrongKind { of, .. } => Some(of),
        _ => None,
    }
}
