//! `[?(...)]`: what of a node may pass, and what may not.

use super::place;
use super::plan::{Plan, is_plain};
use super::trouble::{Class, Troubles};
use super::walk::Walk;
use crate::Certainty;
use asl_syntax::jsonpath::{Expr, ExprKind, Path};
use asl_types::{Absence, Type};

/// What a condition makes of a node. Where none of these is possible, the evaluation ends.
#[derive(Clone, Debug)]
pub(super) struct Verdict {
    /// The nodes for which it holds.
    pub(super) yes: Type,
    /// Those for which it does not.
    pub(super) no: Type,
    /// What cannot be compared makes the whole condition false, `!` or not.
    pub(super) error: bool,
}

impl Verdict {
    pub(super) fn may_refuse(&self) -> bool {
        self.error || !self.no.is_never()
    }

    fn swap(self) -> Self {
        Self { yes: self.no, no: self.yes, error: self.error }
    }
}

impl Walk<'_> {
    /// Asks a node. `most` is how sure it can be at most that this ends the evaluation.
    pub(super) fn test(&self, condition: &Expr, node: &Type, most: Certainty, troubles: &mut Troubles) -> Verdict {
        match &condition.kind {
            ExprKind::Or(parts) => self.any(parts, false, node, most, troubles),
            // All hold where there is none that does not.
            ExprKind::And(parts) => self.any(parts, true, node, most, troubles).swap(),
            ExprKind::Not(inner) => self.test(inner, node, most, troubles).swap(),
            ExprKind::Exists(path) if is_plain(&path.steps) => {
                let there = |of: &Type| of.clone().present();
                let gone = |of: &Type| if of.absence() == Absence::Never { Type::never() } else { Type::absent() };
                let (yes, no) = (place::replace(path, node, &mut { there }), place::replace(path, node, &mut { gone }));
                Verdict { yes, no, error: false }
            }
            ExprKind::Exists(path) => self.exists(path, node, most, troubles),
            ExprKind::Compare { left, operator, right, .. } => {
                self.compare(left, *operator, right, condition.span, node, most, troubles)
            }
        }
    }

    /// One part after the other is asked, until one holds, or does not; a later one knows what the earlier ones said.
    fn any(&self, parts: &[Expr], negated: bool, node: &Type, most: Certainty, troubles: &mut Troubles) -> Verdict {
        let mut all = Verdict { yes: Type::never(), no: node.clone(), error: false };
        let mut most = most;
        for part in parts {
            if all.no.is_never() {
                break;
            }
            let verdict = self.test(part, &all.no, most, troubles);
            let verdict = if negated { verdict.swap() } else { verdict };
            all.yes = all.yes.join(&verdict.yes);
            all.no = verdict.no;
            all.error |= verdict.error;
            most = most.min(Certainty::Possible);
        }
        all
    }

    /// Whether a path that is not plain leads anywhere. Jayway starts from the node whatever the root is.
    fn exists(&self, path: &Path, node: &Type, most: Certainty, troubles: &mut Troubles) -> Verdict {
        let mut inner = Troubles::default();
        let walk = Walk { require: true, ..*self };
        let found = walk.value(&Plan::new(path), node, Certainty::Certain, &mut inner);
        let maybe = |is_possible: bool| if is_possible { node.clone() } else { Type::never() };
        let verdict = Verdict {
            yes: maybe(found.has_value()),
            no: maybe(inner.certainty(Class::NotFound).is_some()),
            error: inner.certainty(Class::Invalid).is_some(),
        };
        troubles.add_failures(inner, most);
        verdict
    }
}
