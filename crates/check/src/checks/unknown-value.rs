use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "unknown-value",
    category: Category::Fields,
    stage: Stage::Deploy,
    severity: Severity::Error,
    page: include_str!("unknown-value.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for object in ctx.definition.objects() {
        for entry in ctx.definition.entries(object) {
            let Some(Shape::OneOf(values)) = entry.spec.map(|s| s.shape) else { continue };
            let Some(text) = entry.member.value.as_str() else { continue };
            let Some(value) = text.known().filter(|v| !values.contains(v)) else { continue };
            let field = entry.member.key.text;
            let node = entry.member.value;
            let message = format!("`{value}` is not a value of `{field}` ({})", ctx.describe(object));
            let all = values.join(", ");
            let theirs = match entry.field {
                Some(Field::Type) => format!("The field 'Type' should have one of these values: [{all}]"),
                _ => format!("Value should be one of the following: [{all}]"),
            };
            let finding = Finding::new(text, message).help(format!("one of {}", list(values))).schema(theirs, node);
            report.add(match closest(value, values.iter().copied()) {
                Some(meant) => finding
                    .help(format!("did you mean `{meant}`?"))
                    .safe_fix(format!("write `{meant}`"), Edit::value(text, meant)),
                None => finding,
            });
        }
    }
}
