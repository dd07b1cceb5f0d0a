use super::prelude::*;
use crate::suggest::closest_within;
use std::collections::HashSet;

pub(super) static RULE: Rule = Rule {
    id: "unknown-error-name",
    category: Category::Errors,
    stage: Stage::Run,
    severity: Severity::Warning,
    page: include_str!("unknown-error-name.md"),
    check,
};

/// The reserved names of the language, and what AWS tells to retry of Lambda.
const KNOWN: &[&str] = &[
    "States.ALL",
    "States.TaskFailed",
    "States.Timeout",
    "States.HeartbeatTimeout",
    "States.Permissions",
    "States.DataLimitExceeded",
    "States.Runtime",
    "States.QueryEvaluationError",
    "States.ResultPathMatchFailure",
    "States.ParameterPathFailure",
    "States.IntrinsicFailure",
    "States.NoChoiceMatched",
    "States.BranchFailed",
    "States.ExceedToleratedFailureThreshold",
    "States.ItemReaderFailed",
    "States.ResultWriterFailed",
    "States.Http.Socket",
    "Lambda.Unknown",
    "Lambda.TooManyRequestsException",
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.ClientExecutionTimeoutException",
    "Lambda.ResourceNotFoundException",
];

const STATUS: &str = "States.Http.StatusCode.";

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    let mut raised: Option<HashSet<&str>> = None;
    for object in ctx.objects(|kind| matches!(kind, ObjectKind::Retrier | ObjectKind::Catcher)) {
        for node in ctx.get(object, Field::ErrorEquals).into_iter().flat_map(Node::items) {
            let Some(text) = node.as_str() else { continue };
            let Some(name) = text.known().filter(|n| n.starts_with("States.") || n.starts_with("Lambda.")) else {
                continue;
            };
            if KNOWN.contains(&name) || name.starts_with(STATUS) {
                continue;
            }
            let Some(meant) = meant(name) else { continue };
            if raised.get_or_insert_with(|| raised_here(ctx)).contains(name) {
                continue;
            }
            report.add(
                Finding::new(text, format!("no error is named `{name}` ({})", ctx.describe(object)))
                    .label("never raised under this name, so nothing is caught here")
                    .help(format!("did you mean `{meant}`?"))
                    .fix(format!("write `{meant}`"), Edit::value(text, &meant)),
            );
        }
    }
}

fn meant(name: &str) -> Option<String> {
    // `States.Http.StatusCod.429`: the code behind the last dot is kept.
    let status = name.rsplit_once('.').filter(|(_, code)| code.len() == 3 && code.bytes().all(|b| b.is_ascii_digit()));
    if let Some((stem, code)) = status
        && closest_within(stem, 1, [STATUS.trim_end_matches('.')]).is_some()
    {
        return Some(format!("{STATUS}{code}"));
    }
    // Errors of one's own are close to each other by nature: only what is one letter away is a typo for certain.
    closest_within(name, 1, KNOWN.iter().copied()).map(str::to_owned)
}

/// The errors that Fail states raise.
fn raised_here<'t>(ctx: &Context<'_, 't>) -> HashSet<&'t str> {
    let fails = ctx.objects(|kind| kind == ObjectKind::State(Some(StateType::Fail)));
    fails.filter_map(|o| ctx.get(o, Field::Error)?.as_str()).map(|s| s.text).collect()
}
