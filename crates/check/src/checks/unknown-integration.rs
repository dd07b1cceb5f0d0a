use super::prelude::*;
use asl_catalogue::{self as catalogue, Pattern, Resource, Service, Standing, Support};
use asl_syntax::placeholder::is_hidden;

pub(super) static RULE: Rule = Rule {
    id: "unknown-integration",
    category: Category::Integrations,
    stage: Stage::Deploy,
    severity: Severity::Error,
    page: include_str!("unknown-integration.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for (text, resource) in ctx.tasks().filter_map(|t| t.resource) {
        let finding = match resource {
            Ok(Resource::Optimized { service, action, suffix }) => optimized(text, service, action, suffix),
            Ok(Resource::Sdk { service, action, suffix }) => sdk(ctx, text, service, action, suffix),
            _ => None,
        };
        if let Some(finding) = finding {
            report.add(finding.schema(not_recognized(text.text), text.node));
        }
    }
}

/// AWS's words for a resource that it does not know.
pub(super) fn not_recognized(resource: &str) -> String {
    format!(
        "The resource provided {resource} is not recognized. The value is not a valid resource ARN, \
         or the resource is not available in this region."
    )
}

fn optimized<'t>(text: Str<'t>, service: &'t str, action: &'t str, suffix: &'t str) -> Option<Finding<'t>> {
    if is_hidden(service) {
        return None;
    }
    if service == "stateMachine" {
        let finding = Finding::new(part(text, service), "a task can't name a state machine as its resource");
        return Some(
            finding
                .help("to start it, write \"arn:aws:states:::states:startExecution\", with its ARN as StateMachineArn"),
        );
    }
    if service == "aws-sdk" {
        let finding = Finding::new(text, format!("`{}` names no action of a service", text.text));
        return Some(finding.help("e.g. \"arn:aws:states:::aws-sdk:s3:getObject\""));
    }
    let Some(integration) = catalogue::optimized(service) else {
        let finding = Finding::new(part(text, service), format!("there is no optimised integration for `{service}`"));
        return Some(match closest(service, catalogue::optimized_services()) {
            Some(meant) => finding.help(format!("did you mean `{meant}`?")),
            // With region and account it was meant as something else than a call.
            None if !text.text.contains(":::") => {
                finding.help("a task names a Lambda function, an activity, or \"arn:aws:states:::SERVICE:ACTION\"")
            }
            None => finding.help(format!("to call the AWS SDK, write \"arn:aws:states:::aws-sdk:{service}:{action}\"")),
        });
    };
    if is_hidden(action) || is_hidden(suffix) {
        return None;
    }
    let Some(known) = integration.action(action) else {
        if action.is_empty() {
            let actions: Vec<&str> = integration.actions().map(catalogue::Action::name).collect();
            return Some(
                Finding::new(text, format!("`{}` names no action", text.text))
                    .help(format!("it has {}", list(&actions))),
            );
        }
        let actions: Vec<&str> = integration.actions().map(catalogue::Action::name).collect();
        let help = match closest(action, actions.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("it has {}; the AWS SDK's actions are under aws-sdk:{service}", list(&actions)),
        };
        return Some(
            Finding::new(part(text, action), format!("the integration `{service}` has no action `{action}`"))
                .help(help),
        );
    };
    let patterns: Vec<&str> = known.patterns().map(Pattern::suffix).collect();
    if patterns.contains(&suffix) {
        return None;
    }
    let offered: Vec<&str> = patterns.into_iter().filter(|p| !p.is_empty()).collect();
    let message = format!("`{service}:{action}` can't be used with `{suffix}`");
    let help = match closest(suffix, Pattern::ALL.iter().map(|p| p.suffix()).filter(|s| offered.contains(s))) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None if offered.is_empty() => "it answers at once only: remove the suffix".to_owned(),
        None => format!("it can be used alone, or with {}", list(&offered)),
    };
    Some(Finding::new(part(text, suffix), message).help(help))
}

/// An action of the SDK. Its lists grow: a name is wrong only if it stands close to one that is right.
fn sdk<'t>(
    ctx: &Context<'_, 't>,
    text: Str<'t>,
    service: &'t str,
    action: &'t str,
    suffix: &'t str,
) -> Option<Finding<'t>> {
    if is_hidden(service) {
        return None;
    }
    let Some(known) = catalogue::sdk(service) else {
        let meant = meant_service(ctx, service)?;
        let finding = Finding::new(part(text, service), format!("the AWS SDK has no service `{service}`"));
        return Some(respelled(finding, text, service, meant));
    };
    if is_hidden(action) || is_hidden(suffix) {
        return None;
    }
    match known.action(action) {
        None if known.standing() != Standing::Retired => {
            if let Some(meant) = meant_action(ctx, known, action) {
                let finding = Finding::new(part(text, action), format!("`{service}` has no action `{action}`"));
                return Some(respelled(finding, text, action, meant));
            }
        }
        Some(excluded) if excluded.support() == Support::Excluded => {
            let message = format!("Step Functions does not offer `{service}:{action}`");
            return Some(Finding::new(part(text, action), message).help(instead(known, action)));
        }
        _ => {}
    }
    wrong_suffix(text, service, action, suffix)
}

/// What to call instead of an action that is not offered.
fn instead(service: Service<'static>, action: &str) -> String {
    let plain = ["WithResponseStream", "Stream"].iter().find_map(|it| action.strip_suffix(it));
    let is_offered = |it: &&str| service.action(it).is_some_and(|it| it.support() == Support::Offered);
    match plain.filter(is_offered) {
        Some(plain) => {
            let resource = format!("arn:aws:states:::aws-sdk:{}:{plain}", service.name());
            format!("it answers with a stream of events; `{resource}` answers at once")
        }
        None if service.name().starts_with("bedrock") => {
            "it answers with a stream of events: a Lambda function can call it and read that".to_owned()
        }
        None => "a Lambda function can call it".to_owned(),
    }
}

fn respelled<'t>(finding: Finding<'t>, text: Str<'t>, old: &'t str, new: &str) -> Finding<'t> {
    let place = part(text, old);
    let help =
        if old.eq_ignore_ascii_case(new) { format!("it is spelled `{new}`") } else { format!("did you mean `{new}`?") };
    finding.help(help).fix(format!("write `{new}`"), Edit::new(place.span, new))
}

/// Services as the command line and other places name them, and how the SDK for Java does.
const ALIASES: [(&str, &str); 20] = [
    ("stepfunctions", "sfn"),
    ("states", "sfn"),
    ("logs", "cloudwatchlogs"),
    ("events", "eventbridge"),
    ("elb", "elasticloadbalancing"),
    ("elbv2", "elasticloadbalancingv2"),
    ("ce", "costexplorer"),
    ("cur", "costandusagereport"),
    ("dms", "databasemigration"),
    ("ds", "directory"),
    ("es", "elasticsearch"),
    ("discovery", "applicationdiscovery"),
    ("cognitoidp", "cognitoidentityprovider"),
    ("cognito-idp", "cognitoidentityprovider"),
    ("cognito-identity", "cognitoidentity"),
    ("elasticmapreduce", "emr"),
    ("deploy", "codedeploy"),
    ("email", "ses"),
    ("monitoring", "cloudwatch"),
    ("configservice", "config"),
];

/// The service that an unknown one most likely stands for.
pub(super) fn meant_service(ctx: &Context<'_, '_>, service: &str) -> Option<&'static str> {
    let lower = service.to_ascii_lowercase();
    let plain = lower.replace(['-', '_', ' '], "");
    let alias = ALIASES.iter().find(|(name, _)| *name == lower).map(|(_, meant)| *meant);
    let exact = || catalogue::sdk(&plain).map(catalogue::Service::name);
    alias.or_else(exact).or_else(|| ctx.suggest.closest(service, catalogue::sdk_services()))
}

/// The action that an unknown one most likely stands for. Versions of an action differ in digits.
pub(super) fn meant_action(ctx: &Context<'_, '_>, service: Service<'static>, action: &str) -> Option<&'static str> {
    let names = service.actions().map(catalogue::Action::name).filter(|name| has_same_digits(name, action));
    ctx.suggest.closest(action, names)
}

/// The suffixes that no action of the SDK has.
fn wrong_suffix<'t>(text: Str<'t>, service: &'t str, action: &'t str, suffix: &'t str) -> Option<Finding<'t>> {
    if matches!(suffix, "" | ".waitForTaskToken") {
        return None;
    }
    let finding = Finding::new(part(text, suffix), format!("an action of the AWS SDK can't be used with `{suffix}`"));
    let runs = suffix.starts_with(".sync")
        && catalogue::optimized(service)
            .and_then(|integration| integration.action(action))
            .is_some_and(|action| action.patterns().any(|p| p == Pattern::Sync));
    Some(if runs {
        finding.help(format!("the optimised integration can: \"arn:aws:states:::{service}:{action}.sync\""))
    } else {
        finding.help("it answers at once, or with `.waitForTaskToken` when the token comes back")
    })
}

/// The place of a part of the text: a slice of it.
pub(super) fn part<'t>(text: Str<'t>, part: &'t str) -> Place<'t> {
    let start = (part.as_ptr() as usize).saturating_sub(text.text.as_ptr() as usize);
    let end = (start + part.len()).min(text.text.len());
    Place::within(text, Span::new(start.min(end) as u32, end as u32))
}
