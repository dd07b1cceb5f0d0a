//! The rule of a run: `run --check-types` reports under it. Nothing looks for it in a text alone.

use crate::{Category, Diagnostic, Rule, Severity, Stage};
use asl_syntax::Str;

/// A value that a run saw is not of the type that was inferred for its place.
pub static TYPE_VIOLATION: Rule = Rule {
    id: "type-violation",
    category: Category::DataFlow,
    stage: Stage::Run,
    severity: Severity::Error,
    page: include_str!("checks/type-violation.md"),
    check: |_, _| {},
};

/// The report of one, at the name of a state, or at that of the first one.
pub fn type_violation(at: Str<'_>, message: &str) -> Diagnostic {
    Diagnostic {
        rule: &TYPE_VIOLATION,
        severity: TYPE_VIOLATION.severity,
        message: crate::visible(message),
        label: String::new(),
        span: at.node.tree().source().resolve(at.span()),
        pointer: at.node.pointer(),
        related: Vec::new(),
        help: None,
        aws: None,
        fix: None,
        follows: false,
        suppressed: false,
    }
}
