use super::prelude::*;

/// What it tells, `hosted` finds out: it is about a template.
pub(crate) static RULE: Rule = Rule {
    id: "definition-not-read",
    category: Category::Hosts,
    stage: Stage::Advice,
    severity: Severity::Note,
    page: include_str!("definition-not-read.md"),
    check: found_elsewhere,
};
