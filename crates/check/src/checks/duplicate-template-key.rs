use super::prelude::*;
use asl_syntax::{Member, NodeId};
use std::collections::HashMap;

pub(super) static RULE: Rule = Rule {
    id: "duplicate-template-key",
    category: Category::Expressions,
    stage: Stage::Deploy,
    severity: Severity::Error,
    page: include_str!("duplicate-template-key.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    // The templates of one object follow each other: its plain keys are read once.
    let mut plain: (Option<NodeId>, HashMap<&str, Member<'t>>) = (None, HashMap::new());
    for expression in ctx.expressions.iter().filter(|e| e.role == Role::TemplateValue) {
        let Some((key, object)) = expression.node.key().zip(expression.node.parent()) else { continue };
        let Some(name) = key.text.strip_suffix(".$") else { continue };
        if plain.0 != Some(object.id()) {
            // One that stands alone is no other's name.
            let is_alone = object.members().nth(1).is_none();
            let members = object.members().filter(|_| !is_alone);
            plain = (Some(object.id()), members.map(|m| (m.key.text, m)).collect());
        }
        let Some(plain) = plain.1.get(name) else { continue };
        let message = format!("`{name}` and `{}` are the same field once the template is evaluated", key.text);
        report.add(
            Finding::new(Place::span(expression.node, key.span()), message)
                .related(Place::span(plain.value, plain.key.span()), "the other one")
                .help("keep one of them")
                .schema(format!("Duplicate field '{name}'"), expression.root),
        );
    }
}
