use super::prelude::*;
use crate::call::Call;
use asl_semantics::plan::errors::{ALL, TASK_FAILED, TIMEOUT};

pub(super) static RULE: Rule = Rule {
    id: "repeated-post",
    category: Category::Errors,
    stage: Stage::Advice,
    severity: Severity::Note,
    page: include_str!("repeated-post.md"),
    check,
};

/// Errors after which the server may have done what it was asked: there was no answer, or one of somebody in between.
const UNSURE: &[&str] = &[
    ALL,
    TASK_FAILED,
    TIMEOUT,
    "States.Http.Socket",
    "States.Http.StatusCode.500",
    "States.Http.StatusCode.502",
    "States.Http.StatusCode.504",
];

/// Parts of names by which servers know a request that they have seen, in small letters and without what joins words.
const KEYS: &[&str] = &["idempot", "dedup", "requestid", "requesttoken", "clienttoken", "transactionid", "nonce"];

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for call in ctx.calls.iter().filter(|call| call.name() == "http:invoke") {
        let Some(method) = call.given.get("Method").and_then(Node::as_str) else { continue };
        if !matches!(method.text, "POST" | "PATCH") || may_have_key(call) {
            continue;
        }
        let Some(error) = repeating(ctx, call.task.object) else { continue };
        let message = format!(
            "{} is sent again after `{}`, when the server may have acted on it ({})",
            method.text,
            error.text,
            ctx.describe(call.task.object)
        );
        report.add(
            Finding::new(error, message).related(method, "done twice, it may be there twice").help(key(ctx, call)),
        );
    }
}

/// The first error that makes the task send its request again though it may have arrived.
fn repeating<'t>(ctx: &Context<'_, 't>, task: &Object<'t>) -> Option<Str<'t>> {
    let retriers = ctx.get(task, Field::Retry).into_iter().flat_map(Node::items);
    let asked = retriers.filter(|it| it.get("MaxAttempts").and_then(Node::as_f64) != Some(0.0));
    let names = asked.filter_map(|it| it.get("ErrorEquals")).flat_map(Node::items).filter_map(Node::as_str);
    names.into_iter().find(|name| UNSURE.contains(&name.text))
}

/// Does anything in the request tell it from others, or may it?
fn may_have_key(call: &Call<'_, '_>) -> bool {
    let places = ["Headers", "QueryParameters", "RequestBody"];
    let is_headers_computed =
        call.given.get("Headers.$").is_some() || call.given.get("Headers").is_some_and(|it| it.kind() != Kind::Object);
    let is_in_url = |it: Node<'_>| it.as_str().is_some_and(|text| is_key(text.text));
    is_headers_computed
        || call.given.members().any(|it| it.key.has_placeholder())
        || ["ApiEndpoint", "ApiEndpoint.$"].iter().filter_map(|it| call.given.get(it)).any(is_in_url)
        || places.iter().filter_map(|it| call.given.get(it)).any(names_key)
}

fn names_key(node: Node<'_>) -> bool {
    let is_it = |text: Str<'_>| text.has_placeholder() || is_key(text.text);
    node.members().any(|member| is_it(member.key) || names_key(member.value)) || node.items().any(names_key)
}

fn is_key(text: &str) -> bool {
    let bare: String = text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    KEYS.iter().any(|key| bare.contains(key))
}

fn key(ctx: &Context<'_, '_>, call: &Call<'_, '_>) -> String {
    let value = match call.language {
        QueryLanguage::JsonPath => {
            "\"Idempotency-Key.$\": \"States.Format('{}.{}', $$.Execution.Name, $$.State.Name)\""
        }
        QueryLanguage::Jsonata => {
            "\"Idempotency-Key\": \"{% $states.context.Execution.Name & '.' & $states.context.State.Name %}\""
        }
    };
    let is_in_map = ctx.around(call.task.object).any(|it| it.kind == ObjectKind::State(Some(StateType::Map)));
    let more = if is_in_map { ", and something of the item of the Map in it" } else { "" };
    format!("if the server knows such a header, give it one that stays the same: {value}{more}")
}
