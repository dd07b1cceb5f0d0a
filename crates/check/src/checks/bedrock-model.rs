use super::prelude::*;
use crate::call::{Call, plain_text};
use asl_catalogue::bedrock::{self, Model, ModelFault, ModelId};

pub(super) static RULE: Rule = Rule {
    id: "bedrock-model",
    category: Category::Integrations,
    stage: Stage::Run,
    severity: Severity::Error,
    page: include_str!("bedrock-model.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for call in ctx.calls.iter().filter(|call| is_a_call_of_a_model(call)) {
        let Some(text) = text_of(call) else { continue };
        let state = ctx.describe(call.task.object);
        match ModelId::parse(text.text) {
            Err(fault) => report.add(malformed(text, fault, &state)),
            Ok(id) if id.is_of_another_region() => {
                let message = format!("the profile in `{}` can't be called in that region ({state})", text.text);
                report.add(Finding::new(text, message).help(
                    "what it begins with tells where it may be called: `us.`, `eu.`, `apac.` …; `global.` everywhere",
                ));
            }
            Ok(id) => {
                if let Some(finding) = id.model().and_then(|model| outdated(ctx, text, model, &state)) {
                    report.add(finding);
                }
            }
        }
    }
}

fn is_a_call_of_a_model(call: &Call<'_, '_>) -> bool {
    let (service, action) = (call.action.service(), call.action.name());
    match (service.is_optimized(), service.name()) {
        (true, "bedrock") => action == "invokeModel",
        (false, "bedrockruntime") => matches!(action, "invokeModel" | "converse"),
        _ => false,
    }
}

/// The model that a call names, where it stands there as it is.
pub(super) fn model_of<'t>(call: &Call<'_, 't>) -> Option<&'t str> {
    ModelId::parse(text_of(call)?.text).ok()?.model()
}

fn text_of<'t>(call: &Call<'_, 't>) -> Option<Str<'t>> {
    plain_text(call.given.get("ModelId")?, call.language)
}

fn malformed<'t>(text: Str<'t>, fault: ModelFault, state: &str) -> Finding<'t> {
    let why = match fault {
        ModelFault::Service => "it is one of another service than `bedrock`",
        ModelFault::Form => "its parts are not those of one",
        ModelFault::Account => "models of AWS belong to no account, so that part is empty",
        ModelFault::NoAccount => "it needs an account of twelve digits",
        ModelFault::ProfileAsModel => "a profile stands where a model should",
    };
    let help = match fault {
        ModelFault::NoAccount | ModelFault::ProfileAsModel => {
            "a profile reads arn:aws:bedrock:REGION:ACCOUNT:inference-profile/us.anthropic.…"
        }
        _ => "a model reads arn:aws:bedrock:REGION::foundation-model/ID; its id alone will do as well",
    };
    Finding::new(text, format!("`{}` is not the ARN of a model: {why} ({state})", text.text)).help(help)
}

/// A model that is not known, or has ended.
fn outdated<'t>(ctx: &Context<'_, 't>, text: Str<'t>, id: &str, state: &str) -> Option<Finding<'t>> {
    let Some(model) = bedrock::model(id) else {
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        let meant = ctx.suggest.closest(id, bedrock::models().filter(|known| digits(known) == digits(id)));
        let finding = Finding::new(text, format!("no model `{id}` is known ({state})"));
        return Some(match meant {
            Some(meant) => finding.help(format!("did you mean `{meant}`?")),
            None => finding.help("it may be newer than what is known here").possible(),
        });
    };
    let day = model.ends()?;
    // What the calendar says does not matter: the same text gives the same findings until a person names another day.
    let now = ctx.options.now.or_else(bedrock::date);
    if now.is_some_and(|now| now < day) {
        return None;
    }
    let finding = Finding::new(text, format!("the model `{id}` ended on {day} ({state})")).label("calls of it fail");
    Some(finding.maybe_help(Model::replacement(model).map(|new| format!("AWS names {new} to take its place"))))
}
