use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "retry-delay-limit",
    category: Category::Errors,
    stage: Stage::Run,
    severity: Severity::Warning,
    page: include_str!("retry-delay-limit.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for object in ctx.objects(|kind| kind == ObjectKind::Retrier) {
        let value = |field| ctx.get(object, field).and_then(|n| n.as_f64().map(|v| (n, v)));
        let Some(((limit, most), (interval, first))) = value(Field::MaxDelaySeconds).zip(value(Field::IntervalSeconds))
        else {
            continue;
        };
        // A constant delay that is at its limit may be meant so.
        let is_constant = ctx.get(object, Field::BackoffRate).is_some_and(|n| n.as_f64() == Some(1.0));
        let is_pointless = if is_constant { most < first } else { most <= first };
        if most >= 1.0 && is_pointless {
            let message = format!(
                "`MaxDelaySeconds` {most} is not above `IntervalSeconds` {first} ({}): the delay never grows",
                ctx.describe(object)
            );
            report.add(
                Finding::new(limit, message)
                    .related(interval, "the first delay")
                    .help("the language asks for a limit greater than the interval"),
            );
        }
    }
}
