//! Texts that look like paths and calls: whether they are meant to be some, or are for another to read.

use super::prelude::*;
use asl_catalogue::Resource;
use asl_infer::Facts;
use asl_syntax::jsonpath::{self, Root, StepKind};
use asl_syntax::{intrinsic, placeholder};

/// Services whose own parameters hold paths, which the service and not the state reads.
const WITH_PATHS: [&str; 12] = [
    "appflow",
    "cloudwatchlogs",
    "events",
    "eventbridge",
    "firehose",
    "glue",
    "iot",
    "iotanalytics",
    "iotevents",
    "kinesisanalytics",
    "kinesisanalyticsv2",
    "pipes",
];

/// What the names of parameters end in that hold paths by nature.
const FOR_PATHS: [&str; 8] = ["path", "paths", "pathsmap", "mapping", "expression", "pattern", "metricvalue", "query"];

/// Who reads a value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// A service of AWS.
    Service,
    /// The states that come next.
    State,
    /// A program of somebody's, which may have a language of its own for paths.
    Program,
}

/// Who reads what a field holds; none, where it may be a service that has paths of its own.
pub(super) fn reader(ctx: &Context<'_, '_>, object: &Object<'_>, field: Field) -> Option<Reader> {
    // What these name is in S3.
    if matches!(object.kind, ObjectKind::ItemReader | ObjectKind::ResultWriter) {
        return Some(Reader::Service);
    }
    if object.kind != ObjectKind::State(Some(StateType::Task)) {
        return Some(Reader::Program);
    }
    // What a Task makes of its result is taken out of that.
    if !matches!(field, Field::Parameters | Field::Arguments) {
        return Some(Reader::State);
    }
    let task = ctx.task(object.id)?;
    match task.resource {
        Some((_, Ok(Resource::Optimized { service, .. } | Resource::Sdk { service, .. }))) => {
            (!WITH_PATHS.contains(&service)).then_some(Reader::Service)
        }
        _ => Some(Reader::Program),
    }
}

/// Does a parameter of this name hold paths by nature?
pub(super) fn takes_paths(key: &str) -> bool {
    let key = key.as_bytes();
    FOR_PATHS.iter().any(|end| {
        let from = key.len().checked_sub(end.len());
        from.and_then(|from| key.get(from..)).is_some_and(|it| it.eq_ignore_ascii_case(end.as_bytes()))
    })
}

/// Is the first name of a path known to be in the input of the state?
pub(super) fn is_input_member(ctx: &Context<'_, '_>, object: &Object<'_>, first: &str) -> bool {
    let known = ctx.facts.zip(object.state).and_then(|(facts, id): (&Facts<'_, '_>, _)| facts.state(id));
    let objects = known.and_then(|known| known.input.sets().objects.clone());
    objects.is_some_and(|objects| {
        objects.shapes().iter().any(|shape| shape.fields().any(|(name, of)| name == first && of.has_value()))
    })
}

/// What a text looks like.
pub(super) enum Looks {
    /// `$.a`, with its first name.
    Path(String),
    /// `$$.a`
    Context,
    /// `States.X(…)`
    Call,
}

/// Does a text look like a path or a call?
pub(super) fn looks_like(text: &str) -> Option<Looks> {
    if placeholder::is_hidden(text) {
        return None;
    }
    if text.starts_with("States.") && intrinsic::looks_like_call(text) {
        return intrinsic::parse(text).errors.is_empty().then_some(Looks::Call);
    }
    if !text.starts_with("$.") && !text.starts_with("$$.") {
        return None;
    }
    let parsed = jsonpath::parse(text);
    if !parsed.errors.is_empty() {
        return None;
    }
    match (parsed.path.root, parsed.path.steps.first().map(|step| &step.kind)) {
        (Root::Context, Some(_)) => Some(Looks::Context),
        (Root::Input, Some(StepKind::Name { name, .. })) => Some(Looks::Path(name.text.to_string())),
        _ => None,
    }
}
