use super::prelude::*;
use asl_catalogue::{Pattern, Resource};

pub(super) static RULE: Rule = Rule {
    id: "wait-without-timeout",
    category: Category::Integrations,
    stage: Stage::Advice,
    severity: Severity::Note,
    page: include_str!("wait-without-timeout.md"),
    check,
};

const LIMITS: [Field; 4] =
    [Field::TimeoutSeconds, Field::TimeoutSecondsPath, Field::HeartbeatSeconds, Field::HeartbeatSecondsPath];

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    if ctx
        .definition
        .objects()
        .iter()
        .any(|it| it.kind == ObjectKind::StateMachine && ctx.get(it, Field::TimeoutSeconds).is_some())
        || ctx.options.workflow == Workflow::Express
    {
        return;
    }
    for task in ctx.tasks() {
        let Some((text, Ok(resource))) = task.resource else { continue };
        let whom = match resource {
            Resource::Activity => "a worker",
            _ if resource.pattern() == Some(Pattern::WaitForTaskToken) => "its token",
            _ => continue,
        };
        if LIMITS.into_iter().any(|field| ctx.get(task.object, field).is_some() || ctx.is_mistyped(task.object, field))
        {
            continue;
        }
        let message = format!("{} waits for {whom} for up to a year", ctx.describe(task.object));
        report.add(Finding::new(text, message).help(
            "set `HeartbeatSeconds` or `TimeoutSeconds`: if nobody answers, the task fails with `States.Timeout` then",
        ));
    }
}
