use super::prelude::*;
use crate::call::{self, Call, is_computed, plain_text};
use crate::models::Named;
use crate::schema::{Complaint, Reading};
use asl_catalogue::bedrock::{self, Family, Operation};
use asl_syntax::{Member, Source, json};
use asl_types::Type;

pub(super) static RULE: Rule = Rule {
    id: "bedrock-body",
    category: Category::Integrations,
    stage: Stage::Run,
    severity: Severity::Error,
    page: include_str!("bedrock-body.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for call in &ctx.calls {
        let Some(model) = Named::by(ctx, call).and_then(Named::model) else { continue };
        let Some(family) = bedrock::model(model).and_then(bedrock::Model::family) else { continue };
        let what = What { model, family, state: ctx.describe(call.task.object) };
        let is = |name: &str, operation| call.name() == name && family.operation() == operation;
        if is("bedrock:invokeModel", Operation::Invoke) {
            what.object(ctx, call, "Body", report);
        } else if is("aws-sdk:bedrockruntime:invokeModel", Operation::Invoke) {
            what.text(ctx, call, report);
        } else if call.name() == "aws-sdk:bedrockruntime:startAsyncInvoke" && family.operation() != Operation::Stream {
            what.object(ctx, call, "ModelInput", report);
        }
    }
}

/// What is called.
struct What<'c> {
    model: &'c str,
    family: Family,
    /// state `A`
    state: String,
}

/// What is said of a complaint: in one line, and what was meant.
type Said = (String, Option<String>);

impl What<'_> {
    /// A body that is an object, or comes to be one.
    fn object<'t>(&self, ctx: &Context<'_, 't>, call: &Call<'_, 't>, field: &str, report: &mut Report<'t>) {
        let of = ctx.arguments.at(call).field(field);
        let Some(body) = call.given.get(field).filter(|it| it.kind() == Kind::Object) else {
            report.add_all(self.no_object(call, field));
            if let Some(value) = of.as_value() {
                self.computed(call, field, &value.to_string(), report);
            }
            return;
        };
        let reading = Reading { language: call.language };
        let found = self.complaints(reading, body, &of);
        if found.is_empty() {
            return;
        }
        if let Some((message, help)) = self.of_another_family(reading, body) {
            report.add(Finding::new(body, message).help(help));
            return;
        }
        for complaint in found {
            let (message, help) = self.said(&complaint, |node| call.way(node));
            report.add(placed(call, complaint, message).maybe_help(help));
        }
    }

    /// A body that stands there and is no object. Of JSON in a text nobody said what becomes of it.
    fn no_object<'t>(&self, call: &Call<'_, 't>, field: &str) -> Option<Finding<'t>> {
        let body = call.given.get(field)?;
        let is_odd = match body.kind() {
            Kind::String => plain_text(body, call.language).is_some_and(|text| !is_json_object(text.text)),
            Kind::Number | Kind::Bool(_) | Kind::Array => true,
            _ => false,
        };
        let Self { model, state, .. } = self;
        let message = format!("`{field}` in {state} is {}, and `{model}` takes an object", kind_of(body));
        is_odd.then(|| Finding::new(body, message).possible())
    }

    /// A body that is computed, and known all the same: it was written down in a state before.
    fn computed<'t>(&self, call: &Call<'_, 't>, field: &str, text: &str, report: &mut Report<'t>) {
        let given = call.given.members().find(|it| call.split(it.key.text).0 == field);
        let is_computed = |it: &Member<'_>| call.split(it.key.text).1 || is_computed(it.value, call.language);
        if let Some(given) = given.filter(is_computed).filter(|_| is_json_object(text)) {
            self.in_text(given.key, text, field, report);
        }
    }

    /// A body in an action of the SDK, which takes bytes: JSON as a text.
    fn text<'t>(&self, ctx: &Context<'_, 't>, call: &Call<'_, 't>, report: &mut Report<'t>) {
        if let Some(text) = ctx.arguments.at(call).field("Body").as_value().as_ref().and_then(|it| it.as_str()) {
            self.computed(call, "Body", text, report);
        }
        let Some(body) = call.given.get("Body") else { return };
        let Self { model, state, .. } = self;
        if body.kind() == Kind::Object && !body.is_unknown() {
            let message = format!("`Body` of {} takes JSON as a text, not an object ({state})", call.name());
            report.add(Finding::new(body, message).possible().help(
                "arn:aws:states:::bedrock:invokeModel takes an object; `States.JsonToString` or `$string` makes a text",
            ));
            return;
        }
        let Some(text) = plain_text(body, call.language) else { return };
        if serde_json::from_str::<serde_json::Value>(text.text).is_err() {
            report.add(Finding::new(text, format!("`Body` in {state} is no JSON, which `{model}` takes")));
            return;
        }
        self.in_text(text, text.text, "Body", report);
    }

    /// A body in a text, that is told of at one place.
    fn in_text<'t>(&self, at: Str<'t>, text: &str, field: &str, report: &mut Report<'t>) {
        let tree = json::parse(Source::new(text));
        let reading = Reading { language: QueryLanguage::Jsonata };
        let found = self.complaints(reading, tree.root(), &Type::unknown());
        if let Some((message, help)) = self.of_another_family(reading, tree.root()).filter(|_| !found.is_empty()) {
            report.add(Finding::new(at, message).help(help));
            return;
        }
        for complaint in &found {
            let (message, help) = self.said(complaint, |node| match call::way(tree.root(), node) {
                way if way.is_empty() => field.to_owned(),
                way => format!("{field}.{way}"),
            });
            report.add(Finding::new(at, message).maybe_help(help));
        }
    }

    /// What is wrong with a body, apart from what Bedrock reads in it itself.
    fn complaints<'n>(&self, reading: Reading, body: Node<'n>, of: &Type) -> Vec<Complaint<'n>> {
        let is_own =
            |it: &Complaint<'_>| matches!(it, Complaint::Unknown(key, _) if key.text.starts_with("amazon-bedrock-"));
        let mut found = reading.complaints(body, self.family.request(), of);
        found.retain(|it| !is_own(it));
        found
    }

    /// Another family whose body it is, if it fits one that takes nothing else.
    fn of_another_family(&self, reading: Reading, body: Node<'_>) -> Option<(String, String)> {
        let Self { model, family, state } = self;
        let others = bedrock::families().filter(|other| other.is_strict() && other.name() != family.name());
        let mut fitting = others.filter(|other| other.request()["required"].is_array());
        let other = fitting.find(|other| reading.complaints(body, other.request(), &Type::unknown()).is_empty())?;
        let message = format!("the body in {state} is one for `{}`, and `{model}` takes another", other.name());
        Some((message, format!("`{}` needs {}", family.name(), required(*family))))
    }

    fn said<'n>(&self, complaint: &Complaint<'n>, way: impl Fn(Node<'n>) -> String) -> Said {
        let Self { model, state, .. } = self;
        match complaint {
            Complaint::Missing(object, name) => {
                let message = format!("`{}` in {state} lacks `{name}`, which `{model}` needs", way(*object));
                (message, Some(format!("add \"{name}\"")))
            }
            Complaint::Unknown(key, meant) => {
                let message = format!("`{model}` takes no `{}` ({state})", key.text);
                (message, meant.as_ref().map(|meant| format!("did you mean `{meant}`?")))
            }
            Complaint::Wrong(node, wanted) => {
                let way = way(*node);
                let way = way.strip_suffix(".$").unwrap_or(&way);
                (format!("`{way}` of `{model}` takes {wanted} ({state})"), None)
            }
        }
    }
}

/// A complaint at its place, and what mends it.
fn placed<'t>(call: &Call<'_, 't>, complaint: Complaint<'t>, message: String) -> Finding<'t> {
    match complaint {
        Complaint::Missing(object, _) => Finding::new(object, message).absent_in(object),
        Complaint::Unknown(key, Some(meant)) => {
            let suffix = if call.split(key.text).1 { ".$" } else { "" };
            let written = format!("{meant}{suffix}");
            Finding::new(key, message).fix(format!("write `{written}`"), Edit::value(key, &written))
        }
        Complaint::Unknown(key, None) => Finding::new(key, message),
        Complaint::Wrong(node, _) => Finding::new(node, message),
    }
}

fn is_json_object(text: &str) -> bool {
    serde_json::from_str::<serde_json::Value>(text).is_ok_and(|value| value.is_object())
}

fn required(family: Family) -> String {
    let names = family.request()["required"].as_array().into_iter().flatten();
    list(&names.filter_map(|name| name.as_str()).collect::<Vec<_>>())
}
