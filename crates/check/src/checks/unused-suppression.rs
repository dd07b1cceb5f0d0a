use super::prelude::*;

/// What it tells, `suppress` finds out: it needs to know what all the other rules found.
pub(crate) static RULE: Rule = Rule {
    id: "unused-suppression",
    category: Category::Suppressions,
    stage: Stage::Advice,
    severity: Severity::Note,
    page: include_str!("unused-suppression.md"),
    check: found_elsewhere,
};
