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
        let Some(limit) = ctx.get(object, Field::MaxDelaySeconds) else { continue };
        let interval = ctx.get(object, Field::IntervalSeconds);
        // Without an interval it is one second.
        let first = interval.map_or(Some(1.0), Node::as_f64);
        let (Some(first), Some(most)) = (first, limit.as_f64()) else { continue };
        // A constant delay that is at its limit may be meant so.
        let is_constant = ctx.get(object, Field::BackoffRate).is_some_and(|n| n.as_f64() == Some(1.0));
        let is_pointless = if is_constant { most < first } else { most <= first };
        if most >= 1.0 && is_pointless && interval.is_some() {
            let message = format!(
                "`MaxDelaySeconds` {most} is not above `IntervalSeconds` {first} ({}): the delay never grows",
                ctx.describe(object)
            );
            let finding = Finding::new(limit, message).help("the language asks for a limit greater than the interval");
            report.add(match interval {
                Some(interval) => finding.related(interval, "the first delay"),
                None => finding,
            });
        }
    }
}
