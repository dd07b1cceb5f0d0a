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
    for (text, resource) in ctx.tasks().filter_map(|t| t.resource) {
        let (what, theirs) = match resource {
            Ok(Resource::Activity) => ("wait for an activity", "Express state machine does not support Activity ARN"),
            Ok(Resource::Optimized { suffix, .. } | Resource::Sdk { suffix, .. })
                if suffix.starts_with(".sync") && !is_hidden(suffix) =>
            {
                (
                    "wait for a job to end (`.sync`)",
                    "Express state machine does not support '.sync' service integration",
                )
            }
            // The blank at the end is AWS's.
            Ok(
                Resource::Optimized { suffix: ".waitForTaskToken", .. }
                | Resource::Sdk { suffix: ".waitForTaskToken", .. },
            ) => (
                "wait for a task token",
                "Express state machine does not support '.waitForTaskToken' service integration ",
            ),
            _ => continue,
        };
        report.add(
            Finding::new(text, format!("an Express workflow can't {what}"))
                .help("make the workflow Standard, or start a Standard one from here")
                .schema(theirs, text.node)
                .follows_if(!is_offered(resource)),
        );
    }
}

/// Is it a pattern that the integration has at all? If not, that is reported.
fn is_offered(resource: Result<Resource<'_>, Fault>) -> bool {
    match resource {
        Ok(resource @ Resource::Optimized { suffix, .. }) => {
            resource.action().is_none_or(|action| action.patterns().any(|p| p.suffix() == suffix))
        }
        Ok(Resource::Sdk { suffix, .. }) => !suffix.starts_with(".sync"),
        _ => true,
    }
}
