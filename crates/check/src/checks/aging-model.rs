use super::prelude::*;
use crate::models::{Named, Wanted, replacement};
use asl_catalogue::Date;
use asl_catalogue::bedrock::{self, Model};

pub(super) static RULE: Rule = Rule {
    id: "aging-model",
    category: Category::Integrations,
    stage: Stage::Advice,
    severity: Severity::Note,
    page: include_str!("aging-model.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    let Some(now) = ctx.options.now.or_else(bedrock::date) else { return };
    for call in &ctx.calls {
        let Some(named) = Named::by(ctx, call).filter(|it| it.id.is_ok_and(|id| !id.is_of_another_region())) else {
            continue;
        };
        // That is more than advice, and bedrock-model tells it.
        if named.wanted == Wanted::Customize {
            continue;
        }
        let Some((id, model)) = named.model().and_then(|id| Some((id, bedrock::model(id)?))) else { continue };
        let Some(what) = what(named, model, now) else { continue };
        let newer = || "write a newer one: accounts that do not use it yet may be refused already".to_owned();
        let help = replacement(model).unwrap_or_else(newer);
        let message = format!("the model `{id}` {what} ({})", ctx.describe(call.task.object));
        report.add(Finding::new(named.text, message).help(help));
    }
}

/// What AWS announced of a model that still can be called, at least somewhere.
fn what(named: Named<'_, '_>, model: Model, now: Date) -> Option<String> {
    let legacy = model.legacy();
    // Before that day nobody knew.
    if legacy.is_some_and(|day| now < day) {
        return None;
    }
    let since = legacy.map_or_else(String::new, |day| format!("is legacy since {day}, and "));
    if let Some(day) = model.ends() {
        return (now < day).then(|| format!("{since}ends on {day}"));
    }
    let regional = model.ends_in_some()?;
    let day = regional.ends()?;
    match named.region().and_then(|region| Some((region, regional.concerns(region)?))) {
        Some((region, true)) => (now < day).then(|| format!("{since}ends on {day} in {region}")),
        Some((region, false)) => {
            legacy.map(|legacy| format!("is legacy since {legacy}; when it ends in {region} is not known"))
        }
        None if now < day => Some(format!("{since}ends on {day} in some regions")),
        None => Some(format!("{since}ended on {day} in some regions")),
    }
}
