use super::prelude::*;
use crate::raised::Raised;
use crate::suggest::closest_within;
use std::collections::{HashMap, HashSet};

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

/// What only names of the language begin with.
const RESERVED: &str = "States.";

const STATUS: &str = "States.Http.StatusCode.";

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    let mut raised: Option<HashSet<&str>> = None;
    // Many states do the same.
    let mut by_resource: HashMap<&str, Option<Raised>> = HashMap::new();
    for object in ctx.objects(|kind| matches!(kind, ObjectKind::Retrier | ObjectKind::Catcher)) {
        let Some(list) = ctx.get(object, Field::ErrorEquals) else { continue };
        let of_task = Raised::resource(ctx, object).and_then(|(text, resource)| {
            by_resource.entry(text.text).or_insert_with(|| Raised::of(&resource)).as_ref()
        });
        if let Some(task) = of_task
            && let Some(finding) = of_others(ctx, object, list, task)
        {
            report.add(finding);
            continue;
        }
        let names = || list.items().filter_map(Node::as_str);
        let mut listed: Option<HashSet<&str>> = None;
        for text in names() {
            let Some(name) = text.known() else { continue };
            if let Some((task, meant)) = of_task.and_then(|it| Some((it, it.meant(name)?))) {
                // Who lists both spellings is served by one of them.
                let listed = listed.get_or_insert_with(|| names().map(|it| it.text).collect());
                if !listed.contains(meant.as_str()) {
                    let message = format!("{} never fails with `{name}` ({})", task.action, ctx.describe(object));
                    report.add(misspelt(text, message, &meant));
                }
                continue;
            }
            if let Some(code) = name.strip_prefix(STATUS).filter(|code| !is_failure(code)) {
                let message = format!("no HTTP task fails with the status `{code}` ({})", ctx.describe(object));
                let is_wild = code.len() == 3 && code.ends_with(['x', 'X', '*']);
                report.add(Finding::new(text, message).help(if is_wild {
                    "names have no wildcards: list each status by itself, such as 500, 502, 503 and 504"
                } else {
                    "an answer fails the task if its status is not one of 200 to 299"
                }));
                continue;
            }
            let is_reserved = name.starts_with(RESERVED) || name.starts_with("Lambda.");
            if !is_reserved || KNOWN.contains(&name) || name.starts_with(STATUS) {
                continue;
            }
            let meant = meant(name);
            // What begins with `Lambda.` may be an error of one's own.
            let is_none_of_aws = meant.is_some() || name.starts_with(RESERVED);
            // A Fail state may also compute the name that it raises.
            let is_raised = |texts: &HashSet<&str>| texts.iter().any(|text| text.contains(name));
            if !is_none_of_aws || is_raised(raised.get_or_insert_with(|| raised_here(ctx))) {
                continue;
            }
            let message = format!("no error is named `{name}` ({})", ctx.describe(object));
            report.add(match meant {
                Some(meant) => misspelt(text, message, &meant),
                // Whoever calls an error of one's own so, and does not know that, gets away with it.
                None => never(text, message).help(format!("names that begin with `{RESERVED}` are AWS's own")).advice(),
            });
        }
    }
}

/// An entry of nothing but errors of services that the task does not call. Where some are of its own, the list was made for
/// several tasks, and does no harm.
fn of_others<'t>(ctx: &Context<'_, 't>, object: &Object<'t>, list: Node<'t>, task: &Raised) -> Option<Finding<'t>> {
    let mut names = list.items().map(|it| task.is_of_another(it.as_str()?.known()?));
    let service = names.next()??;
    if !names.all(|name| name.is_some()) {
        return None;
    }
    let message = format!("{} never fails with an error of `{service}` ({})", task.action, ctx.describe(object));
    let finding = Finding::new(list, message).label("none of these is ever raised here");
    Some(finding.maybe_help(task.own().map(|prefix| format!("its own begin with `{prefix}.`"))))
}

/// Is it the status of an answer that fails a task?
fn is_failure(code: &str) -> bool {
    let number = code.parse::<u16>().unwrap_or_default();
    code.len() == 3 && (100..=599).contains(&number) && !(200..=299).contains(&number)
}

fn misspelt<'t>(text: Str<'t>, message: String, meant: &str) -> Finding<'t> {
    never(text, message)
        .help(format!("did you mean `{meant}`?"))
        .fix(format!("write `{meant}`"), Edit::value(text, meant))
}

fn never(text: Str<'_>, message: String) -> Finding<'_> {
    Finding::new(text, message).label("never raised under this name, so nothing is caught here")
}

/// The known name that was most likely meant by another.
fn meant(name: &str) -> Option<String> {
    // `States.Http.StatusCod.429` and `States.Http.StatusCode429`: the code at the end is kept.
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    if let Some(code) = name.strip_prefix(stem).filter(|code| code.len() == 3)
        && closest_within(stem.trim_end_matches('.'), 1, [STATUS.trim_end_matches('.')]).is_some()
    {
        return Some(format!("{STATUS}{code}"));
    }
    if let Some(stem) = name.strip_prefix(RESERVED) {
        let stems = KNOWN.iter().filter_map(|known| known.strip_prefix(RESERVED));
        return closest(stem, stems).map(|stem| format!("{RESERVED}{stem}"));
    }
    // Errors of one's own are close to each other by nature: only what is one letter away is a typo for certain.
    closest_within(name, 1, KNOWN.iter().copied()).map(str::to_owned)
}

/// The errors that Fail states raise.
fn raised_here<'t>(ctx: &Context<'_, 't>) -> HashSet<&'t str> {
    let fails = ctx.objects(|kind| kind == ObjectKind::State(Some(StateType::Fail)));
    fails.filter_map(|o| ctx.get(o, Field::Error)?.as_str()).map(|s| s.text).collect()
}
