//! What a Task may call: services, then their actions, with how they may be waited for.

use super::Offer;
use super::values::{Slot, text};
use crate::scene::Scene;
use asl_catalogue::{Action, Pattern, STORAGE_READERS, STORAGE_WRITER, Service, Support};
use asl_check_core::Workflow;
use asl_semantics::{Object, ObjectKind};
use tower_lsp::ls_types::CompletionItemKind;

const START: &str = "arn:aws:states:::";

pub(super) fn offers(scene: &Scene<'_>, object: &Object<'_>, slot: &Slot<'_>) -> Vec<Offer> {
    let whole = |rest: &str| format!("{START}{rest}");
    let offer = |rest: &str, kind| text(scene, slot, &whole(rest), kind);
    match object.kind {
        ObjectKind::ItemReader => {
            return STORAGE_READERS.iter().map(|it| offer(it, CompletionItemKind::FUNCTION)).collect();
        }
        ObjectKind::ResultWriter => return vec![offer(STORAGE_WRITER, CompletionItemKind::FUNCTION)],
        _ => {}
    }
    let written = slot.text.map_or("", |text| text.text);
    let rest = written.strip_prefix(START).unwrap_or_default();
    let is_express = scene.part.workflow == Workflow::Express;
    if let Some(sdk) = rest.strip_prefix("aws-sdk:") {
        if let Some((service, _)) = sdk.split_once(':') {
            let service = asl_catalogue::sdk(service);
            return service.into_iter().flat_map(|it| actions(it, is_express, &offer)).collect();
        }
        let services = asl_catalogue::sdk_services();
        return services.map(|name| offer(&format!("aws-sdk:{name}:"), CompletionItemKind::MODULE)).collect();
    }
    let optimized = asl_catalogue::optimized_services().filter_map(asl_catalogue::optimized);
    let mut out: Vec<Offer> =
        optimized.flat_map(|service| actions(service, is_express, &offer)).map(|it| it.rank(1)).collect();
    out.push(offer("aws-sdk:", CompletionItemKind::MODULE).meaning("Any action of the AWS SDK.").rank(2));
    for (arn, meaning) in [
        ("arn:aws:lambda:us-east-1:123456789012:function:", "A function by its own ARN; `lambda:invoke` tells more."),
        ("arn:aws:states:us-east-1:123456789012:activity:", "An activity: a worker asks for the task."),
    ] {
        out.push(text(scene, slot, arn, CompletionItemKind::FUNCTION).meaning(meaning).rank(3));
    }
    out
}

/// The actions of a service, in each way that they may be waited for.
fn actions(
    service: Service<'static>,
    is_express: bool,
    offer: &dyn Fn(&str, CompletionItemKind) -> Offer,
) -> Vec<Offer> {
    let offered = service.actions().filter(|action| action.support() == Support::Offered);
    let mut out = Vec::new();
    for action in offered {
        for pattern in action.patterns().filter(|it| !is_express || *it == Pattern::RequestResponse) {
            let sdk = if service.is_optimized() { "" } else { "aws-sdk:" };
            let name = format!("{sdk}{}:{}{}", service.name(), action.name(), pattern.suffix());
            let mut it = offer(&name, CompletionItemKind::FUNCTION).detail(waits(pattern)).meaning(takes(action));
            it.is_old = action.is_deprecated();
            out.push(it);
        }
    }
    out
}

/// How a task waits, in words.
pub(crate) const fn waits(pattern: Pattern) -> &'static str {
    match pattern {
        Pattern::RequestResponse => "goes on with the answer",
        Pattern::Sync | Pattern::Sync2 => "waits for the job to end",
        Pattern::WaitForTaskToken => "waits for the task token to come back",
    }
}

/// The parameters that an action can't do without, in words.
pub(crate) fn takes(action: Action<'_>) -> String {
    let required: Vec<String> = action.required().map(|name| format!("`{name}`")).collect();
    if required.is_empty() { String::new() } else { format!("Needs {}.", required.join(", ")) }
}
