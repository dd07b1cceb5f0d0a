use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "out-of-range",
    category: Category::Fields,
    stage: Stage::Deploy,
    severity: Severity::Error,
    page: include_str!("out-of-range.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for object in ctx.definition.objects() {
        for entry in ctx.definition.entries(object) {
            let Some(Shape::Integer(min, max, _) | Shape::Number(min, max, _)) = entry.spec.map(|s| s.shape) else {
                continue;
            };
            let Some(value) = entry.member.value.as_f64() else { continue };
            let (bound, side, theirs) = if value < min {
                (min, "at least", "Minimum")
            } else if value > max {
                (max, "at most", "Maximum")
            } else {
                continue;
            };
            let node = entry.member.value;
            let message = format!(
                "`{}` of {} must be {side} {bound}, not {}",
                entry.member.key.text,
                ctx.describe(object),
                show(node)
            );
            report.add(Finding::new(node, message).schema(format!("{theirs} value is {bound}"), node));
        }
    }
}
