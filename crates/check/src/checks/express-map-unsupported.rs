use super::express_unsupported::{is_offered, nearest_apart, unsupported};
use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "express-map-unsupported",
    category: Category::Integrations,
    stage: Stage::Run,
    severity: Severity::Error,
    page: include_str!("express-map-unsupported.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    // What an Express workflow holds is refused as a whole.
    if ctx.options.workflow == Workflow::Express {
        return;
    }
    for task in ctx.tasks() {
        let Some((text, resource)) = task.resource else { continue };
        let Some((what, _)) = unsupported(resource) else { continue };
        let Some(config) = nearest_apart(ctx, task.object) else { continue };
        let says = |field: Field| config.get(field.name()).and_then(Node::as_str);
        let is_distributed = says(Field::Mode).is_some_and(|mode| mode.text == "DISTRIBUTED");
        let Some(kind) = says(Field::ExecutionType).filter(|it| is_distributed && it.text == "EXPRESS") else {
            continue;
        };
        report.add(
            Finding::new(text, format!("an Express execution can't {what} ({})", ctx.describe(task.object)))
                .related(kind, "each item runs in an Express execution")
                .help("write \"ExecutionType\": \"STANDARD\", or start a Standard workflow from here")
                .follows_if(!is_offered(resource)),
        );
    }
}
