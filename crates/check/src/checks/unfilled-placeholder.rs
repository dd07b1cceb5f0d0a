use super::prelude::*;

/// What it tells, `hosted` finds out: which placeholders are filled, a template says.
pub(crate) static RULE: Rule = Rule {
    id: "unfilled-placeholder",
    category: Category::Hosts,
    stage: Stage::Run,
    severity: Severity::Error,
    page: include_str!("unfilled-placeholder.md"),
    check: found_elsewhere,
};
