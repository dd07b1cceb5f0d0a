use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "duplicate-template-key",
    category: Category::Expressions,
    stage: Stage::Deploy,
    severity: Severity::Error,
    page: include_str!("duplicate-template-key.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for expression in ctx.expressions.iter().filter(|e| e.role == Role::TemplateValue) {
        let Some((key, object)) = expression.node.key().zip(expression.node.parent()) else { continue };
        let Some(name) = key.text.strip_suffix(".$") else { continue };
        let Some(plain) = object.members().find(|m| m.key.text == name) else { continue };
        let message = format!("`{name}` and `{}` are the same field once the template is evaluated", key.text);
        report.add(
            Finding::new(Place::span(expression.node, key.span()), message)
                .related(Place::span(plain.value, plain.key.span()), "the other one")
                .help("keep one of them")
                .schema(format!("Duplicate field '{name}'"), expression.root),
        );
    }
}
