use super::prelude::*;
use super::unknown_integration::{meant_action, meant_service, part};
use asl_catalogue::{Resource, Standing, Support};
use asl_syntax::placeholder::is_hidden;

pub(super) static RULE: Rule = Rule {
    id: "doubtful-action",
    category: Category::Integrations,
    stage: Stage::Run,
    severity: Severity::Warning,
    page: include_str!("doubtful-action.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for (text, resource) in ctx.tasks().filter_map(|task| task.resource) {
        let Ok(Resource::Sdk { service, action, .. }) = resource else { continue };
        if is_hidden(service) {
            continue;
        }
        let Some(known) = asl_catalogue::sdk(service) else {
            if meant_service(ctx, service).is_none() {
                report.add(unheard_of(text, service));
            }
            continue;
        };
        if known.standing() == Standing::Retired {
            report.add(
                Finding::new(part(text, service), format!("AWS has retired `{service}`, or its integration"))
                    .label("calls of it fail"),
            );
            continue;
        }
        if is_hidden(action) || action.is_empty() {
            continue;
        }
        let what = match known.action(action).map(asl_catalogue::Action::support) {
            None if meant_action(ctx, known, action).is_none() => "is no action of the service, as far as is known",
            Some(Support::Retired) => "is an action that the service has no more",
            Some(Support::Removed) => "is an action that the AWS SDK for Java, which Step Functions uses, leaves out",
            Some(Support::Streaming) => "answers with a stream of events, which a task can't take",
            _ => continue,
        };
        report.add(Finding::new(part(text, action), format!("`{service}:{action}` {what}")));
    }
}

fn unheard_of<'t>(text: Str<'t>, service: &'t str) -> Finding<'t> {
    let finding =
        Finding::new(part(text, service), format!("the AWS SDK has no service `{service}`, as far as is known"));
    finding.help("it is the name of the client in the SDK for Java, in small letters: e.g. `sfn`, `cloudwatchlogs`")
}
