use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "empty-value",
    category: Category::Fields,
    stage: Stage::Deploy,
    severity: Severity::Error,
    page: include_str!("empty-value.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for object in ctx.definition.objects() {
        for entry in ctx.definition.entries(object) {
            let Some(spec) = entry.spec else { continue };
            let value = entry.member.value;
            let is_empty = match spec.shape {
                Shape::Objects(_, true) | Shape::ErrorNames => {
                    value.kind() == Kind::Array && value.items().next().is_none()
                }
                Shape::States => value.kind() == Kind::Object && value.members().next().is_none(),
                _ => false,
            };
            if is_empty {
                let message = format!("`{}` of {} is empty", entry.member.key.text, ctx.describe(object));
                report.add(
                    Finding::new(value, message).maybe_help(advice(spec.field)).schema("Value cannot be empty", value),
                );
            }
        }
    }
}

fn advice(field: Field) -> Option<String> {
    let text = match field {
        Field::ErrorEquals => "name the errors, or all with [\"States.ALL\"]",
        Field::Branches => "a Parallel state has at least one branch",
        Field::Choices => "a Choice state has at least one rule; to go on always, use a Pass state",
        Field::States => "a state machine has at least one state",
        _ => return None,
    };
    Some(text.to_owned())
}
