use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "heartbeat-not-below-timeout",
    category: Category::Errors,
    stage: Stage::Run,
    severity: Severity::Warning,
    page: include_str!("heartbeat-not-below-timeout.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for object in ctx.objects(|kind| kind == ObjectKind::State(Some(StateType::Task))) {
        let value = |field| ctx.get(object, field).and_then(|n| n.as_f64().map(|v| (n, v)));
        let Some(((node, heartbeat), (timeout_node, timeout))) =
            value(Field::HeartbeatSeconds).zip(value(Field::TimeoutSeconds))
        else {
            continue;
        };
        if heartbeat >= timeout && timeout >= 1.0 {
            let message = format!(
                "`HeartbeatSeconds` {heartbeat} of {} is not below its `TimeoutSeconds` {timeout}: the timeout always comes first",
                ctx.describe(object)
            );
            report.add(
                Finding::new(node, message)
                    .related(timeout_node, "the task is over by then")
                    .help("a heartbeat finds out early that a worker is gone: make it a fraction of the timeout"),
            );
        }
    }
}
