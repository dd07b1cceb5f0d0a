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
    let has = |object, field| ctx.get(object, field).is_some() || ctx.is_mistyped(object, field);
    let whole = ctx.definition.objects().first();
    if whole.is_some_and(|it| has(it, Field::TimeoutSeconds)) || ctx.options.workflow == Workflow::Express {
        return;
    }
    for task in ctx.tasks() {
        let Some((text, Ok(resource))) = task.resource else { continue };
        let whom = match resource {
            Resource::Activity => "a worker",
            _ if resource.pattern() == Some(Pattern::WaitForTaskToken) => "its token",
            _ => continue,
        };
        if LIMITS.into_iter().any(|field| has(task.object, field)) {
            continue;
        }
        let message = format!("{} waits for {whom} for up to a year", ctx.describe(task.object));
        report.add(Finding::new(text, message).help(
            "set `HeartbeatSeconds` or `TimeoutSeconds`: if nobody answers, the task fails with `States.Timeout` then",
        ));
    }
}
