use super::prelude::*;

/// What it tells, `hosted` finds out: it is about a template.
pub(crate) static RULE: Rule = Rule {
    id: "unused-substitution",
    category: Category::Hosts,
    stage: Stage::Run,
    severity: Severity::Warning,
    page: include_str!("unused-substitution.md"),
    check: found_elsewhere,
};
