//! Names of errors: those of the language, and those that the state may raise.

use super::Offer;
use super::values::{Slot, text};
use crate::scene::Scene;
use crate::words;
use asl_catalogue::Resource;
use asl_semantics::{Field, Object, StateId, StateType};
use asl_syntax::Node;
use std::collections::BTreeSet;
use tower_lsp::ls_types::CompletionItemKind;

/// Statuses of HTTP that are met most, for handlers of HTTP tasks.
const STATUSES: [u16; 8] = [400, 401, 403, 404, 429, 500, 502, 503];

/// Errors that AWS advises to try again when a function is called.
const OF_LAMBDA: [&str; 4] = [
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.TooManyRequestsException",
];

pub(super) fn offers(scene: &Scene<'_>, handler: &Object<'_>, slot: &Slot<'_>) -> Vec<Offer> {
    let given: BTreeSet<&str> = scene
        .definition
        .get(handler, Field::ErrorEquals)
        .into_iter()
        .flat_map(Node::items)
        .filter_map(Node::as_str)
        .filter(|name| name.span() != slot.instead)
        .map(|name| name.text)
        .collect();
    let offer = |name: &str, detail: &str, rank| {
        text(scene, slot, name, CompletionItemKind::CONSTANT)
            .detail(detail)
            .meaning(words::error(name).unwrap_or_default())
            .rank(rank)
    };
    let kind = handler.state.and_then(|id| scene.definition.state(id).kind);
    let own = handler.state.map(|id| raised(scene, id)).unwrap_or_default();
    let mut out: Vec<Offer> = own.iter().map(|name| offer(name, "of this task", 1)).collect();
    let general = words::ERRORS.iter().map(|(name, _)| *name).filter(|name| may_meet(name, kind));
    out.extend(general.filter(|name| !own.contains(*name)).map(|name| offer(name, "", 2)));
    out.retain(|offer| !given.contains(&*offer.label));
    out
}

/// May a state of this type meet an error of the language?
fn may_meet(name: &str, kind: Option<StateType>) -> bool {
    match name {
        "States.BranchFailed" => kind == Some(StateType::Parallel),
        "States.ExceedToleratedFailureThreshold" | "States.ItemReaderFailed" | "States.ResultWriterFailed" => {
            kind == Some(StateType::Map)
        }
        "States.HeartbeatTimeout" | "States.Permissions" => kind == Some(StateType::Task),
        "States.NoChoiceMatched" => matches!(kind, Some(StateType::Parallel | StateType::Map)),
        "States.Http.Socket" => false,
        _ => true,
    }
}

/// The errors that what a state calls is known to raise, and for states with machines inside, those of them.
pub fn raised(scene: &Scene<'_>, id: StateId) -> BTreeSet<String> {
    let mut out: BTreeSet<String> = BTreeSet::new();
    let inferred = scene.state_types(id).into_iter().flat_map(|known| known.errors.iter().cloned());
    out.extend(inferred.filter(|name| !name.is_empty()));
    let resource = scene.resource(id);
    if let Some(action) = resource.and_then(|it| it.action()) {
        out.extend(action.errors());
        out.extend(action.service().general_errors().map(str::to_owned));
    }
    match resource {
        Some(Resource::Optimized { service: "http", .. }) => {
            out.extend(STATUSES.map(|status| format!("States.Http.StatusCode.{status}")));
            out.insert("States.Http.Socket".to_owned());
        }
        Some(Resource::Optimized { service: "lambda", .. } | Resource::Function { .. }) => {
            out.extend(OF_LAMBDA.map(str::to_owned));
        }
        _ => {}
    }
    out
}
