use super::prelude::*;
use crate::models::{Named, Wanted, replacement};
use asl_catalogue::bedrock::{self, Family, Model, ModelFault, ModelId, Operation};
use std::fmt;

pub(super) static RULE: Rule = Rule {
    id: "bedrock-model",
    category: Category::Integrations,
    stage: Stage::Run,
    severity: Severity::Error,
    page: include_str!("bedrock-model.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for call in &ctx.calls {
        let Some(named) = Named::by(ctx, call) else { continue };
        let what = What { named, action: call.action.name(), state: ctx.describe(call.task.object) };
        let finding = match named.id {
            Err(fault) => Some(malformed(&what, fault)),
            Ok(id) if id.is_of_another_region() => Some(elsewhere(&what)),
            Ok(id) => id.model().and_then(|model| match bedrock::model(model) {
                None => Some(unknown(ctx, &what, model)),
                Some(known) => ended(ctx, &what, model, known)
                    .or_else(|| untrainable(ctx, &what, model, known))
                    .or_else(|| uncallable(&what, id, model, known)),
            }),
        };
        if let Some(finding) = finding {
            report.add(finding);
        }
    }
}

/// A call of a model, in words.
struct What<'c, 't> {
    named: Named<'c, 't>,
    /// `invokeModel`
    action: &'static str,
    /// state `A`
    state: String,
}

impl<'t> What<'_, 't> {
    fn finding(&self, message: fmt::Arguments<'_>) -> Finding<'t> {
        Finding::new(self.named.text, format!("{message} ({})", self.state))
    }
}

fn malformed<'t>(what: &What<'_, 't>, fault: ModelFault) -> Finding<'t> {
    let why = match fault {
        ModelFault::Service => "it is one of another service than `bedrock`",
        ModelFault::Form => "its parts are not those of one",
        ModelFault::Partition => "its region is one of another partition",
        ModelFault::Account => "models of AWS belong to no account, so that part is empty",
        ModelFault::NoAccount => "it needs an account of twelve digits",
        ModelFault::ProfileAsModel => "a profile stands where a model should",
    };
    let help = match fault {
        ModelFault::Partition => "regions that begin with us-gov- are of aws-us-gov, cn- of aws-cn, most others of aws",
        ModelFault::NoAccount | ModelFault::ProfileAsModel => {
            "a profile reads arn:aws:bedrock:REGION:ACCOUNT:inference-profile/us.anthropic.…"
        }
        _ => "a model reads arn:aws:bedrock:REGION::foundation-model/ID; its id alone will do as well",
    };
    what.finding(format_args!("`{}` is not the ARN of a model: {why}", what.named.name)).help(help)
}

fn elsewhere<'t>(what: &What<'_, 't>) -> Finding<'t> {
    what.finding(format_args!("the profile in `{}` can't be called in that region", what.named.name))
        .help("what it begins with tells where it may be called: `us.`, `eu.`, `apac.` …; `global.` everywhere")
}

fn unknown<'t>(ctx: &Context<'_, 't>, what: &What<'_, 't>, id: &str) -> Finding<'t> {
    let meant = ctx.suggest.closest(id, bedrock::models().filter(|known| has_same_digits(known, id)));
    let finding = what.finding(format_args!("no model `{id}` is known"));
    match meant {
        Some(meant) => finding.help(format!("did you mean `{meant}`?")),
        None => finding.help("it may be newer than what is known here").possible(),
    }
}

/// A model that has ended, everywhere or where it is called.
fn ended<'t>(ctx: &Context<'_, 't>, what: &What<'_, 't>, id: &str, model: Model) -> Option<Finding<'t>> {
    // What the calendar says does not matter: the same text gives the same findings until a person names another day.
    let is_past = |day| ctx.options.now.or_else(bedrock::date).is_none_or(|now| day <= now);
    if let Some(day) = model.ends().filter(|day| is_past(*day)) {
        let finding = what.finding(format_args!("the model `{id}` ended on {day}")).label("calls of it fail");
        return Some(finding.maybe_help(replacement(model)).possible());
    }
    let region = what.named.region()?;
    let regional = model.ends_in_some().filter(|it| it.concerns(region) == Some(true))?;
    let day = regional.ends().filter(|day| is_past(*day))?;
    let finding = what.finding(format_args!("the model `{id}` ended on {day} in {region}"));
    Some(finding.label("calls of it fail there").maybe_help(replacement(model)).possible())
}

/// A legacy model is not trained any more.
fn untrainable<'t>(ctx: &Context<'_, 't>, what: &What<'_, 't>, id: &str, model: Model) -> Option<Finding<'t>> {
    let now = ctx.options.now.or_else(bedrock::date)?;
    let day = model.legacy().filter(|day| what.named.wanted == Wanted::Customize && *day <= now)?;
    let finding =
        what.finding(format_args!("the model `{id}` is legacy since {day}: no job can be started that trains it"));
    Some(finding.maybe_help(replacement(model)).possible())
}

/// A model that is there, and is not called in this way.
fn uncallable<'t>(what: &What<'_, 't>, id: ModelId<'_>, name: &str, model: Model) -> Option<Finding<'t>> {
    let by_family = || by_family(what, name, model.family()?);
    by_family().or_else(|| at_another_endpoint(what, name, model)).or_else(|| match id {
        ModelId::Foundation { .. } => not_by_itself(what, name, model),
        ModelId::Profile { area, .. } => not_by_profile(what, area, name, model),
        ModelId::Own => None,
    })
}

/// The models of some families are called by one action alone.
fn by_family<'t>(what: &What<'_, 't>, name: &str, family: Family) -> Option<Finding<'t>> {
    let action = what.action;
    match (family.operation(), what.named.wanted) {
        (Operation::Stream, Wanted::Invoke | Wanted::Converse | Wanted::Async) => {
            let finding =
                what.finding(format_args!("`{action}` can't call `{name}`: it talks over a stream both ways"));
            Some(finding.help("no task can: a program of yours has to"))
        }
        (Operation::Async, Wanted::Invoke | Wanted::Converse) => {
            let finding = what.finding(format_args!("`{action}` can't call `{name}`, whose answers are put into S3"));
            Some(finding.help("arn:aws:states:::aws-sdk:bedrockruntime:startAsyncInvoke can"))
        }
        (_, Wanted::Converse) if !family.takes_messages() => {
            let finding = what.finding(format_args!("`{action}` can't call `{name}`: it takes no messages"));
            Some(finding.help("arn:aws:states:::bedrock:invokeModel can"))
        }
        _ => None,
    }
}

/// A model that is reached in another way than by `InvokeModel`, or under another name.
fn at_another_endpoint<'t>(what: &What<'_, 't>, name: &str, model: Model) -> Option<Finding<'t>> {
    let converse = match (what.named.wanted, model.is_elsewhere()?) {
        (Wanted::Invoke, converse) => converse,
        (Wanted::Converse, None) => None,
        _ => return None,
    };
    let is_callable = |id: &&str| bedrock::model(id).is_some_and(|it| it.is_elsewhere().is_none());
    let is_longer = |id: &&str| id.strip_prefix(name).is_some_and(|rest| rest.starts_with('-'));
    let twin = bedrock::models().filter(is_longer).find(is_callable);
    let finding = what.finding(format_args!("`{}` can't call `{name}`, as far as is known", what.action)).possible();
    Some(finding.help(match (twin, converse) {
        (Some(twin), _) => format!("that is its name at another endpoint: did you mean `{twin}`?"),
        (None, Some(_)) => "arn:aws:states:::aws-sdk:bedrockruntime:converse can".to_owned(),
        (None, None) => "it is called at the endpoint bedrock-mantle: an HTTP task or a function can".to_owned(),
    }))
}

/// A model that is not called by its own id.
fn not_by_itself<'t>(what: &What<'_, 't>, name: &str, model: Model) -> Option<Finding<'t>> {
    if !matches!(what.named.wanted, Wanted::Invoke | Wanted::Converse) {
        return None;
    }
    if model.needs_throughput() {
        let finding = what.finding(format_args!("`{name}` is there for those only who bought throughput for it"));
        return Some(finding.help("ModelId is the ARN of that throughput then: …:provisioned-model/ID").possible());
    }
    model.needs_profile().then(|| {
        let finding = what.finding(format_args!("`{name}` is called through an inference profile, not by its own id"));
        finding.help(format!("write {}", profiles(what, model, name))).possible()
    })
}

/// A profile that is none, or has no place here.
fn not_by_profile<'t>(what: &What<'_, 't>, area: &str, name: &str, model: Model) -> Option<Finding<'t>> {
    if what.named.wanted == Wanted::Customize {
        let finding = what.finding(format_args!("a job trains a model, and `{area}.{name}` is a profile of one"));
        return Some(finding.help(format!("the model is `{name}`")).possible());
    }
    // The profiles of that partition were not looked at.
    let known = model.profiles().filter(|known| area != "us-gov" && !known.contains(&area))?;
    let finding = what.finding(format_args!("no inference profile `{area}.{name}` is known")).possible();
    Some(finding.help(if known.is_empty() {
        format!("no profile of the model is: its own id is `{name}`")
    } else {
        format!("there is {}", profiles(what, model, name))
    }))
}

/// The ids of the profiles of a model, those that may be called from where it is called.
fn profiles(what: &What<'_, '_>, model: Model, name: &str) -> String {
    let region = what.named.region();
    let is_near = |area: &&str| !ModelId::Profile { area, id: name, region }.is_of_another_region();
    let mut known: Vec<&str> = model.profiles().unwrap_or_default().into_iter().filter(is_near).collect();
    known.sort_by_key(|area| *area != "us");
    match known.as_slice() {
        [] => "the id of a profile: its name, with a part of the world in front".to_owned(),
        [first] => format!("`{first}.{name}`"),
        [first, others @ ..] => {
            let others: Vec<String> = others.iter().map(|area| format!("{area}.")).collect();
            let others: Vec<&str> = others.iter().map(String::as_str).collect();
            format!("`{first}.{name}`, or with {} in front", list(&others))
        }
    }
}
