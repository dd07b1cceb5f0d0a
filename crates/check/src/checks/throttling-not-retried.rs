use super::prelude::*;
use super::unhandled_error;
use crate::insert::{self, Value};
use crate::suggest::closest_within;
use asl_catalogue::Resource;
use asl_semantics::plan::errors::{ALL, TASK_FAILED};
use std::collections::BTreeMap;

pub(super) static RULE: Rule = Rule {
    id: "throttling-not-retried",
    category: Category::Errors,
    stage: Stage::Advice,
    severity: Severity::Note,
    page: include_str!("throttling-not-retried.md"),
    check,
};

/// What fails of the service and not of the work, as AWS advises to retry it.
const OF_LAMBDA: &[&str] = &[
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.TooManyRequestsException",
];

/// So many tasks are shown beside the first one.
const SHOWN: usize = 5;

/// How a service says that there were too many calls.
#[derive(Clone, Copy)]
struct Throttle {
    service: &'static str,
    error: &'static str,
    /// What is retried where nothing was.
    advised: &'static [&'static str],
}

/// One note for all tasks of a service: most definitions retry everywhere, or nowhere.
fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    let mut by_error: BTreeMap<&str, (Throttle, Vec<&Object<'t>>)> = BTreeMap::new();
    let mut forgotten = None;
    for task in ctx.tasks() {
        let Some((_, Ok(resource))) = task.resource else { continue };
        let Some(throttle) = throttle(resource) else { continue };
        if is_handled(ctx, task.object, throttle) || is_retried_around(ctx, task.object, throttle) {
            continue;
        }
        if !forgotten.get_or_insert_with(|| unhandled_error::forgotten(ctx)).contains(&task.object.id) {
            by_error.entry(throttle.error).or_insert((throttle, Vec::new())).1.push(task.object);
        }
    }
    for (throttle, tasks) in by_error.into_values() {
        report.add_all(told(ctx, throttle, &tasks));
    }
}

fn throttle(resource: Resource<'_>) -> Option<Throttle> {
    let lambda = Throttle { service: "Lambda", error: "Lambda.TooManyRequestsException", advised: OF_LAMBDA };
    match resource {
        Resource::Function { .. } | Resource::Optimized { service: "lambda", action: "invoke", .. } => Some(lambda),
        Resource::Sdk { service: "lambda", action: "invoke", .. } => Some(lambda),
        Resource::Optimized { service: "bedrock", action: "invokeModel", .. } => {
            let error = "Bedrock.ThrottlingException";
            Some(Throttle { service: "Bedrock", error, advised: &["Bedrock.ThrottlingException"] })
        }
        Resource::Sdk { service: "bedrockruntime", .. } => {
            let error = "BedrockRuntime.ThrottlingException";
            Some(Throttle { service: "Bedrock", error, advised: &["BedrockRuntime.ThrottlingException"] })
        }
        _ => None,
    }
}

impl Throttle {
    /// Does this name take the error, or was it to? How that of Bedrock begins is not certain, and a slip is told as one.
    fn is_taken_by(self, name: Str<'_>) -> bool {
        name.has_placeholder()
            || matches!(name.text, ALL | TASK_FAILED)
            || closest_within(stem(name.text), 2, [stem(self.error)]).is_some()
    }
}

/// What stands behind the prefix of the service.
fn stem(error: &str) -> &str {
    error.rsplit_once('.').map_or(error, |(_, stem)| stem)
}

/// Does the task retry it, or catch it by its name? Who says not to retry it has thought of it.
fn is_handled(ctx: &Context<'_, '_>, task: &Object<'_>, throttle: Throttle) -> bool {
    let is_named = |name: Str<'_>| !matches!(name.text, ALL | TASK_FAILED) && throttle.is_taken_by(name);
    is_retried(ctx, task, throttle)
        || ctx.is_mistyped(task, Field::Retry)
        || handlers(ctx, task, Field::Catch).any(|it| names(it).any(is_named))
}

fn is_retried(ctx: &Context<'_, '_>, state: &Object<'_>, throttle: Throttle) -> bool {
    let is_hidden = ctx.get(state, Field::Retry).is_some_and(|it| it.kind() != Kind::Array || it.is_unknown());
    is_hidden || handlers(ctx, state, Field::Retry).any(|it| it.is_unknown() || takes(it, throttle))
}

fn takes(retrier: Node<'_>, throttle: Throttle) -> bool {
    let list = retrier.get("ErrorEquals");
    list.is_none_or(|it| it.kind() != Kind::Array) || names(retrier).any(|name| throttle.is_taken_by(name))
}

fn handlers<'t>(ctx: &Context<'_, 't>, state: &Object<'t>, field: Field) -> impl Iterator<Item = Node<'t>> {
    ctx.get(state, field).into_iter().flat_map(Node::items)
}

fn names(handler: Node<'_>) -> impl Iterator<Item = Str<'_>> {
    handler.get("ErrorEquals").into_iter().flat_map(Node::items).filter_map(Node::as_str)
}

/// A Map or Parallel around it begins anew.
fn is_retried_around(ctx: &Context<'_, '_>, task: &Object<'_>, throttle: Throttle) -> bool {
    ctx.around(task).any(|state| is_retried(ctx, state, throttle))
}

fn told<'t>(ctx: &Context<'_, 't>, throttle: Throttle, tasks: &[&Object<'t>]) -> Option<Finding<'t>> {
    let names: Vec<Str<'t>> = tasks.iter().filter_map(|it| ctx.definition.state_of(it)).map(|it| it.name).collect();
    let (first, others) = names.split_first()?;
    let Throttle { service, error, advised } = throttle;
    let (who, which) = match others.len() {
        0 => (format!("state `{}` does", first.text), format!("in `{}`", first.text)),
        count => (format!("{} states do", count + 1), format!("in {} states", count + 1)),
    };
    let message = format!("{who} not try again when {service} is called too often");
    let shown = others.iter().take(SHOWN);
    let finding = shown.fold(Finding::new(*first, message), |it, name| it.related(*name, "nor does this one"));
    let (whole, one) = (Value::List(vec![retrier(advised)]), retrier(&[error]));
    let retried = Retried { error, advised, whole, one };
    let mut edits: Vec<_> = tasks.iter().filter_map(|task| retrying(ctx, task, &retried)).collect();
    // What an anchor of YAML stands for stands once.
    edits.sort_by_key(|edit| edit.span.start);
    edits.dedup_by_key(|edit| edit.span.start);
    let help = format!("retry `{error}`: nothing was done yet when it is raised, and a moment later the call may pass");
    Some(
        finding
            .label(format!("`{error}` is retried by nobody"))
            .help(help)
            .safe_fixes(format!("retry it {which}"), edits),
    )
}

/// What a task is given.
struct Retried<'a> {
    error: &'a str,
    advised: &'a [&'a str],
    /// A `Retry` of its own.
    whole: Value,
    /// A retrier beside others.
    one: Value,
}

/// The edit that makes a task retry: a name in a list of such names, a retrier beside others, or a `Retry`.
fn retrying(ctx: &Context<'_, '_>, task: &Object<'_>, with: &Retried<'_>) -> Option<crate::Edit> {
    let Some(retry) = ctx.get(task, Field::Retry) else {
        let next = [Field::Catch, Field::Next, Field::End, Field::Resource];
        let next = next.into_iter().find_map(|field| ctx.get(task, field))?;
        return insert::member(next, "Retry", &with.whole);
    };
    let is_akin =
        |retrier: &Node<'_>| names(*retrier).any(|name| with.advised.contains(&name.text)) && is_asked(*retrier);
    if let Some(list) = retry.items().find(is_akin).and_then(|it| it.get("ErrorEquals")) {
        return insert::item(list.items().next()?, &Value::text(with.error));
    }
    match retry.items().next() {
        Some(first) => insert::item(first, &with.one),
        None => Some(insert::instead(retry, &with.whole)),
    }
}

fn is_asked(retrier: Node<'_>) -> bool {
    retrier.get("MaxAttempts").and_then(Node::as_f64) != Some(0.0)
}

fn retrier(errors: &[&str]) -> Value {
    let number = |text: &str| Value::Scalar(text.to_owned());
    Value::Object(vec![
        ("ErrorEquals", Value::List(errors.iter().map(|error| Value::text(error)).collect())),
        ("IntervalSeconds", number("2")),
        ("MaxAttempts", number("6")),
        ("BackoffRate", number("2")),
    ])
}
