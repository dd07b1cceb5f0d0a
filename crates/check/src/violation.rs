//! The rules of a run: what is reported under them is found in what happens. Nothing looks for it in a text alone.

use crate::rule::found_elsewhere;
use crate::{Category, Diagnostic, Rule, Severity, Stage};
use asl_syntax::Str;

/// A value that a run saw is not of the type that was inferred for its place.
pub static TYPE_VIOLATION: Rule = Rule {
    id: "type-violation",
    category: Category::DataFlow,
    stage: Stage::Run,
    severity: Severity::Error,
    page: include_str!("checks/type-violation.md"),
    check: found_elsewhere,
};

/// A mock answered what the service of its task could never answer.
pub static IMPOSSIBLE_MOCK: Rule = Rule {
    id: "impossible-mock",
    category: Category::Integrations,
    stage: Stage::Run,
    severity: Severity::Warning,
    page: include_str!("checks/impossible-mock.md"),
    check: found_elsewhere,
};

/// The rules of a run.
pub static RUN_RULES: [&Rule; 2] = [&TYPE_VIOLATION, &IMPOSSIBLE_MOCK];

/// A report under a rule of a run, at the name of a state, or at that of the first one.
pub fn seen_in_run(rule: &'static Rule, at: Str<'_>, message: &str, help: Option<String>) -> Diagnostic {
    let span = at.node.tree().source().resolve(at.span());
    Diagnostic { pointer: at.node.pointer(), ..Diagnostic::found_elsewhere(rule, span, message, help) }
}
