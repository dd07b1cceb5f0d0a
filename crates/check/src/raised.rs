//! Which errors the action that a Task calls is known to raise, and what else a name that it never raises was to be.

use crate::Context;
use crate::call;
use crate::suggest::closest_within;
use asl_catalogue::{Action, Pattern, Resource, Service};
use asl_semantics::Object;
use asl_syntax::Str;

/// Optimised integrations whose errors were recorded. How others begin theirs is not certain.
const RECORDED: [&str; 7] = ["apigateway", "dynamodb", "events", "lambda", "sns", "sqs", "states"];

/// What errors of much used services begin with. That of Bedrock's own integration may be either of two.
const PREFIXES: [&str; 16] = [
    "ApiGateway",
    "Athena",
    "Batch",
    "DynamoDB",
    "DynamoDb",
    "EventBridge",
    "Glue",
    "Lambda",
    "S3",
    "SNS",
    "SQS",
    "SageMaker",
    "Sfn",
    "Sns",
    "Sqs",
    "StepFunctions",
];

/// What errors of HTTP tasks begin with, and of no others.
const HTTP: &str = "States.Http.";

/// What is known of the errors of a Task.
#[derive(Debug)]
pub(crate) struct Raised {
    /// `dynamodb:putItem`
    pub(crate) action: String,
    /// What the errors of the service begin with.
    prefix: &'static str,
    /// What the Task calls.
    called: Action<'static>,
    /// Is that certain, and that there is something in front at all?
    is_recorded: bool,
    /// Those of the models, with their prefix.
    names: Vec<String>,
    /// Whoever works for the task may fail it under any name.
    is_free: bool,
}

impl Raised {
    /// What the state does that a retrier or catcher belongs to, if it is a Task.
    pub(crate) fn resource<'t>(ctx: &Context<'_, 't>, handler: &Object<'_>) -> Option<(Str<'t>, Resource<'t>)> {
        let owner = ctx.definition.state(handler.state?).object;
        let (text, resource) = ctx.task(owner)?.resource?;
        Some((text, resource.ok()?))
    }

    /// Of what a Task does, if it calls a service that is known.
    pub(crate) fn of(resource: &Resource<'_>) -> Option<Self> {
        let action = resource.action()?;
        let service = action.service();
        let is_function = service.is_optimized() && service.name() == "lambda";
        Some(Self {
            action: call::name(action),
            prefix: service.error_prefix(),
            called: action,
            is_recorded: !service.error_prefix().is_empty()
                && (!service.is_optimized() || RECORDED.contains(&service.name())),
            names: action.errors().chain(service.general_errors().map(str::to_owned)).collect(),
            is_free: is_function || resource.pattern() != Some(Pattern::RequestResponse),
        })
    }

    /// The error that was meant by a name under which the task never fails; none, where it may.
    pub(crate) fn meant(&self, name: &str) -> Option<String> {
        if !self.is_recorded || self.names.iter().any(|known| known == name) {
            return None;
        }
        let Some((prefix, stem)) = name.split_once('.') else {
            let full = format!("{}.{name}", self.prefix);
            return (!self.is_free && self.names.contains(&full)).then_some(full);
        };
        if prefix != self.prefix {
            let is_other = prefix.eq_ignore_ascii_case(self.prefix) || others(self.called).contains(&prefix);
            let meant = || self.stem(stem).or_else(|| self.suffixed(stem));
            return is_other.then(|| meant().unwrap_or_else(|| format!("{}.{stem}", self.prefix)));
        }
        self.stem(stem).or_else(|| self.suffixed(stem).filter(|_| !self.is_free))
    }

    /// A name of an error of the SDK as AWS writes it: those of the service itself get an `Exception` where they have none.
    fn suffixed(&self, stem: &str) -> Option<String> {
        // `Unknown` is what the optimised integrations say.
        let is_plain = !["", "Unknown"].contains(&stem) && stem.bytes().all(|b| b.is_ascii_alphanumeric());
        let is_short = !self.called.service().is_optimized() && is_plain && !stem.ends_with("Exception");
        is_short.then(|| format!("{}.{stem}Exception", self.prefix))
    }

    /// What its own errors begin with, where that is certain.
    pub(crate) fn own(&self) -> Option<&'static str> {
        self.is_recorded.then_some(self.prefix)
    }

    /// The service whose error this is, where the task calls another one and nobody else may fail it.
    pub(crate) fn is_of_another<'n>(&self, name: &'n str) -> Option<&'n str> {
        if name.starts_with(HTTP) {
            let is_own = self.called.service().is_optimized() && self.called.service().name() == "http";
            return (!self.is_free && !is_own).then_some("http");
        }
        let (prefix, _) = name.split_once('.')?;
        let is_same = |other: &&str| other.eq_ignore_ascii_case(prefix);
        let is_own = || is_same(&self.prefix) || others(self.called).iter().any(is_same);
        (!self.is_free && PREFIXES.contains(&prefix) && !is_own()).then_some(prefix)
    }

    /// The error whose name behind the prefix is most like this.
    fn stem(&self, stem: &str) -> Option<String> {
        let stems = || self.names.iter().filter_map(|name| name.strip_prefix(self.prefix)?.strip_prefix('.'));
        let whole = |stem: &str| format!("{}.{stem}", self.prefix);
        let suffixed = format!("{stem}Exception");
        if let Some(known) = stems().find(|known| *known == stem || *known == suffixed) {
            return Some(whole(known));
        }
        // A service may raise what no model names: only what is a letter or two away is a slip.
        let limit = if stem.len() < 12 { 1 } else { 2 };
        closest_within(stem, limit, stems()).map(whole)
    }
}

/// The prefixes of the same service where it is called in the other way.
fn others(action: Action<'static>) -> Vec<&'static str> {
    if action.service().is_optimized() {
        let called = action.stands_for().and_then(|it| it.split_once(':'));
        return called
            .and_then(|(service, _)| asl_catalogue::sdk(service))
            .map(asl_catalogue::Service::error_prefix)
            .into_iter()
            .collect();
    }
    let name = action.service().name();
    let is_same = |service: &Service<'static>| {
        service
            .actions()
            .filter_map(Action::stands_for)
            .any(|api| api.split_once(':').is_some_and(|(of, _)| of == name))
    };
    let same = asl_catalogue::optimized_services().filter_map(asl_catalogue::optimized).filter(is_same);
    same.map(Service::error_prefix).collect()
}
