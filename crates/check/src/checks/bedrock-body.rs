use super::bedrock_model::model_of;
use super::prelude::*;
use crate::call::Call;
use crate::schema::{Complaint, Reading};
use asl_catalogue::bedrock::{self, Family};

pub(super) static RULE: Rule = Rule {
    id: "bedrock-body",
    category: Category::Integrations,
    stage: Stage::Run,
    severity: Severity::Error,
    page: include_str!("bedrock-body.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for call in ctx.calls.iter().filter(|call| call.name() == "bedrock:invokeModel") {
        let Some(model) = model_of(call) else { continue };
        let Some(body) = call.given.get("Body").filter(|it| it.kind() == Kind::Object) else { continue };
        let Some(family) = bedrock::model(model).and_then(bedrock::Model::family) else { continue };
        let found = complaints(call, body, family);
        if found.is_empty() {
            continue;
        }
        let state = ctx.describe(call.task.object);
        if let Some(other) = other_family(call, body, family) {
            let takes = required(family);
            let message = format!("the body in {state} is one for `{}`, and `{model}` takes another", other.name());
            report.add(Finding::new(body, message).help(format!("`{}` needs {takes}", family.name())));
            continue;
        }
        for complaint in found {
            report.add(told(call, complaint, model, &state));
        }
    }
}

fn complaints<'t>(call: &Call<'_, 't>, body: Node<'t>, family: Family) -> Vec<Complaint<'t>> {
    Reading { language: call.language }.complaints(body, family.request())
}

/// Another family whose body it is, if it fits one that takes nothing else.
fn other_family(call: &Call<'_, '_>, body: Node<'_>, family: Family) -> Option<Family> {
    let others = bedrock::families().filter(|other| other.is_strict() && other.name() != family.name());
    let mut fitting = others.filter(|other| other.request()["required"].is_array());
    fitting.find(|other| complaints(call, body, *other).is_empty())
}

fn required(family: Family) -> String {
    let names = family.request()["required"].as_array().into_iter().flatten();
    list(&names.filter_map(|name| name.as_str()).collect::<Vec<_>>())
}

fn told<'t>(call: &Call<'_, 't>, complaint: Complaint<'t>, model: &str, state: &str) -> Finding<'t> {
    match complaint {
        Complaint::Missing(object, name) => {
            let message = format!("`{}` in {state} lacks `{name}`, which `{model}` needs", call.way(object));
            Finding::new(object, message).absent_in(object).help(format!("add \"{name}\""))
        }
        Complaint::Unknown(key, meant) => {
            let message = format!("`{model}` takes no `{}` ({state})", key.text);
            let finding = Finding::new(key, message);
            match meant {
                Some(meant) => {
                    let suffix = if call.split(key.text).1 { ".$" } else { "" };
                    let written = format!("{meant}{suffix}");
                    finding
                        .help(format!("did you mean `{meant}`?"))
                        .fix(format!("write `{written}`"), Edit::value(key, &written))
                }
                None => finding,
            }
        }
        Complaint::Wrong(node, wanted) => {
            Finding::new(node, format!("`{}` of `{model}` takes {wanted} ({state})", call.way(node)))
        }
    }
}
