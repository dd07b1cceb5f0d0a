use super::prelude::*;
use asl_catalogue::{Fault, Resource};
use asl_syntax::placeholder::is_hidden;

pub(super) static RULE: Rule = Rule {
    id: "express-unsupported",
    category: Category::Integrations,
    stage: Stage::Deploy,
    severity: Severity::Error,
    page: include_str!("express-unsupported.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    if ctx.options.workflow != Workflow::Express {
        return;
    }
    for task in ctx.tasks() {
        let Some((text, resource)) = task.resource else { continue };
        let Some((what, theirs)) = unsupported(resource) else { continue };
        // A distributed Map is refused itself.
        let is_apart = nearest_apart(ctx, task.object).is_some();
        report.add(
            Finding::new(text, format!("an Express workflow can't {what}"))
                .help("make the workflow Standard, or start a Standard one from here")
                .schema(theirs, text.node)
                .follows_if(is_apart || !is_offered(resource)),
        );
    }
}

/// What a task does that no Express execution can, and what AWS says of it.
pub(super) fn unsupported(resource: Result<Resource<'_>, Fault>) -> Option<(&'static str, &'static str)> {
    match resource {
        Ok(Resource::Activity) => Some(("wait for an activity", "Express state machine does not support Activity ARN")),
        Ok(Resource::Optimized { suffix, .. } | Resource::Sdk { suffix, .. })
            if suffix.starts_with(".sync") && !is_hidden(suffix) =>
        {
            Some((
                "wait for a job to end (`.sync`)",
                "Express state machine does not support '.sync' service integration",
            ))
        }
        // The blank at the end is AWS's.
        Ok(
            Resource::Optimized { suffix: ".waitForTaskToken", .. } | Resource::Sdk { suffix: ".waitForTaskToken", .. },
        ) => Some((
            "wait for a task token",
            "Express state machine does not support '.waitForTaskToken' service integration ",
        )),
        _ => None,
    }
}

/// The `ProcessorConfig` of the nearest Map around a state that runs its items in executions of their own, or may do so.
pub(super) fn nearest_apart<'t>(ctx: &Context<'_, 't>, state: &Object<'t>) -> Option<Node<'t>> {
    let definition = ctx.definition;
    let machine = |id: StateId| definition.machine(definition.state(id).machine);
    let around = std::iter::successors(state.state.map(machine), |inner| inner.owner.map(machine));
    let mut configs = around.filter_map(|it| ctx.get(definition.object(it.object), Field::ProcessorConfig));
    configs.find(|config| {
        let mode = config.get(Field::Mode.name()).and_then(Node::as_str);
        mode.map_or(config.is_unknown(), |mode| mode.text != "INLINE")
    })
}

/// Is it a pattern that the integration has at all? If not, that is reported.
pub(super) fn is_offered(resource: Result<Resource<'_>, Fault>) -> bool {
    match resource {
        Ok(resource @ Resource::Optimized { suffix, .. }) => {
            resource.action().is_none_or(|action| action.patterns().any(|p| p.suffix() == suffix))
        }
        Ok(Resource::Sdk { suffix, .. }) => !suffix.starts_with(".sync"),
        _ => true,
    }
}
