use super::prelude::*;
use std::collections::HashMap;

pub(super) static RULE: Rule = Rule {
    id: "map-label",
    category: Category::Map,
    stage: Stage::Deploy,
    severity: Severity::Error,
    page: include_str!("map-label.md"),
    check,
};

/// Source: developer guide, page on distributed Map states.
const MAX: usize = 40;

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    let mut seen: HashMap<&str, Node<'t>> = HashMap::new();
    for object in ctx.objects(|kind| kind == ObjectKind::State(Some(StateType::Map))) {
        let Some(text) = ctx.get(object, Field::Label).and_then(Node::as_str) else { continue };
        let Some(label) = text.known() else { continue };
        if let Some(why) = fault(label) {
            let theirs = if label.chars().count() > MAX {
                format!("Invalid Label name: Label '{label}' exceeds the 40-character limit allowed by the service")
            } else {
                format!("Invalid Label name: '{label}'")
            };
            report.add(
                Finding::new(text, format!("`{label}` is not a label: {why}"))
                    .help(
                        "a label is a part of the ARNs of the Map's executions: letters, digits, `-` and `_` are safe",
                    )
                    .aws(AwsCode::InvalidLabelName, theirs, text.node),
            );
        }
        let first = *seen.entry(label).or_insert(text.node);
        if first != text.node {
            report.add(
                Finding::new(text, format!("two Map states have the label `{label}`"))
                    .related(first, "first given here")
                    .help("labels are unique in the whole state machine")
                    .aws(AwsCode::DuplicateLabelName, format!("Duplicate Label name: {label}"), text.node),
            );
        }
    }
}

fn fault(label: &str) -> Option<String> {
    let banned = |c: &char| c.is_whitespace() || c.is_control() || "<>{}[]?*\"#%\\^|~`$&,;:".contains(*c);
    if label.is_empty() {
        return Some("it is empty".to_owned());
    }
    if let Some(c) = label.chars().find(banned) {
        return Some(format!("`{c}` can't stand in it"));
    }
    let length = label.chars().count();
    (length > MAX).then(|| format!("it has {length} characters, {MAX} are allowed"))
}
