use super::prelude::*;
use asl_catalogue::Resource;
use asl_infer::Facts;
use asl_syntax::jsonpath::{self, Root, StepKind};
use asl_syntax::{intrinsic, placeholder};

pub(super) static RULE: Rule = Rule {
    id: "path-without-suffix",
    category: Category::DataFlow,
    stage: Stage::Run,
    severity: Severity::Warning,
    page: include_str!("path-without-suffix.md"),
    check,
};

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

/// Who reads the parameters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reader {
    /// A service of AWS.
    Service,
    /// A program of somebody's, which may have a language of its own for paths.
    Program,
}

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for object in ctx.objects(|kind| matches!(kind, ObjectKind::State(Some(_)))) {
        if object.language != Some(QueryLanguage::JsonPath) {
            continue;
        }
        if let Some(result) = ctx.definition.entry(object, Field::Result).filter(|it| it.spec.is_some()) {
            in_result(ctx, object, result.member.value, result.member.key, report);
        }
        let Some(reader) = reader(ctx, object) else { continue };
        for field in [Field::Parameters, Field::ItemSelector] {
            if let Some(template) = ctx.get(object, field) {
                Search { ctx, object, report }.within(template, reader);
            }
        }
    }
}

/// Nothing in `Result` is computed, whatever the key.
fn in_result<'t>(ctx: &Context<'_, 't>, object: &Object<'t>, node: Node<'t>, field: Str<'t>, report: &mut Report<'t>) {
    for member in node.members() {
        let is_suffixed = member.key.known().is_some_and(|key| key.ends_with(".$"));
        if let Some(text) = member.value.as_str().filter(|text| is_suffixed && looks_like(text.text).is_some()) {
            let name = ctx.describe(object);
            let message = format!("`{}` in `Result` of {name} is not computed", member.key.text);
            report.add(
                Finding::new(Place::span(text.node, member.key.span()), message)
                    .label("this stays a field of that name, with the text as it is written")
                    .related(Place::span(node, field.span()), "`Result` is taken as it stands")
                    .help("write `Parameters` instead of `Result`"),
            );
        }
        in_result(ctx, object, member.value, field, report);
    }
    for item in node.items() {
        in_result(ctx, object, item, field, report);
    }
}

fn reader(ctx: &Context<'_, '_>, object: &Object<'_>) -> Option<Reader> {
    if object.kind != ObjectKind::State(Some(StateType::Task)) {
        return Some(Reader::Program);
    }
    let task = ctx.task(object.id)?;
    match task.resource {
        Some((_, Ok(Resource::Optimized { service, .. } | Resource::Sdk { service, .. }))) => {
            (!WITH_PATHS.contains(&service)).then_some(Reader::Service)
        }
        _ => Some(Reader::Program),
    }
}

struct Search<'s, 'a, 't> {
    ctx: &'s Context<'a, 't>,
    object: &'s Object<'t>,
    report: &'s mut Report<'t>,
}

impl<'t> Search<'_, '_, 't> {
    fn within(&mut self, node: Node<'t>, reader: Reader) {
        for member in node.members() {
            let key = member.key.text;
            let lower = key.to_ascii_lowercase();
            if key.ends_with(".$") || FOR_PATHS.iter().any(|end| lower.ends_with(end)) {
                continue;
            }
            // What a function gets is for the function to read.
            let reader = if key == "Payload" { Reader::Program } else { reader };
            match member.value.as_str() {
                Some(text) => self.string(member.key, text, reader),
                None => self.within(member.value, reader),
            }
        }
        for item in node.items() {
            self.within(item, reader);
        }
    }

    fn is_dynamodb(&self) -> bool {
        let resource = self.ctx.task(self.object.id).and_then(|task| task.resource);
        matches!(
            resource,
            Some((_, Ok(Resource::Optimized { service: "dynamodb", .. } | Resource::Sdk { service: "dynamodb", .. })))
        )
    }

    fn string(&mut self, key: Str<'t>, text: Str<'t>, reader: Reader) {
        let Some(what) = looks_like(text.text).filter(|_| text.known().is_some() && key.known().is_some()) else {
            return;
        };
        let is_meant = match what {
            Looks::Context | Looks::Call => true,
            Looks::Path(first) => reader == Reader::Service || self.is_there(&first),
        };
        if !is_meant {
            return;
        }
        let name = self.ctx.describe(self.object);
        let message = format!("`{}` of {name} is the text `{}`, not what it stands for", key.text, text.text);
        let finding = Finding::new(Place::span(text.node, key.span()), message)
            .label("without `.$`, a path or a call is passed on as it is written")
            .help(format!("write `{}.$`", key.text))
            .fix(format!("write `{}.$`", key.text), Edit::value(key, &format!("{}.$", key.text)));
        // Anywhere else it may be meant; DynamoDB takes digits there.
        let is_number = key.text == "N" && self.is_dynamodb();
        self.report.add(if is_number { finding.certain() } else { finding });
    }

    /// Is the first name of a path known to be in the input of the state?
    fn is_there(&self, first: &str) -> bool {
        let known = self.ctx.facts.zip(self.object.state).and_then(|(facts, id): (&Facts<'_, '_>, _)| facts.state(id));
        let objects = known.and_then(|known| known.input.sets().objects.clone());
        objects.is_some_and(|objects| {
            objects.shapes().iter().any(|shape| shape.fields().any(|(name, of)| name == first && of.has_value()))
        })
    }
}

enum Looks {
    /// `$.a`, with its first name.
    Path(String),
    /// `$$.a`
    Context,
    /// `States.X(…)`
    Call,
}

fn looks_like(text: &str) -> Option<Looks> {
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
