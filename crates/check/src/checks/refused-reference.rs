use super::prelude::*;

/// What it tells, `hosted` finds out: it is about a template.
pub(crate) static RULE: Rule = Rule {
    id: "refused-reference",
    category: Category::Hosts,
    stage: Stage::Run,
    severity: Severity::Error,
    page: include_str!("refused-reference.md"),
    check: found_elsewhere,
};
