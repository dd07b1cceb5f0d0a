use super::prelude::*;
use crate::call::{self, Call, Part};
use crate::suggest::is_longer_or_shorter;
use asl_catalogue::{Shape as Takes, Structure};

pub(super) static RULE: Rule = Rule {
    id: "unknown-parameter",
    category: Category::Integrations,
    stage: Stage::Deploy,
    severity: Severity::Error,
    page: include_str!("unknown-parameter.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for call in &ctx.calls {
        for part in &call.parts {
            let &Part::Unknown { key, name, object, structure } = part else { continue };
            if structure.is_loose() || is_of_the_api(call, object, name) {
                continue;
            }
            let Some(meant) = meant(ctx, call, object, structure, name) else { continue };
            report.add(finding(ctx, call, key, object, meant));
        }
    }
}

/// What a name was to be.
enum Meant {
    /// The parameter of this name, in another spelling.
    Known(&'static str),
    /// In JSONata a key holds its expression itself.
    Suffixed(&'static str),
    /// Nobody knows.
    Nothing(Vec<&'static str>),
}

fn finding<'t>(
    ctx: &Context<'_, 't>,
    call: &Call<'_, 't>,
    key: Str<'t>,
    object: Node<'t>,
    meant: Meant,
) -> Finding<'t> {
    let way = call.way(object);
    let what = if way.is_empty() { call.name() } else { format!("`{way}` of {}", call.name()) };
    let message = format!("{what} takes no `{}` ({})", key.text, ctx.describe(call.task.object));
    let finding = Finding::new(key, message)
        .schema(format!("The field \"{}\" is not supported by Step Functions", key.text), object)
        .follows_if(is_told_as_missing(call, object));
    match meant {
        Meant::Known(name) => {
            let suffix = if call.split(key.text).1 { ".$" } else { "" };
            let written = format!("{name}{suffix}");
            let is_free = !object.members().any(|member| call.split(member.key.text).0 == name);
            let help = if name.eq_ignore_ascii_case(call.split(key.text).0) {
                format!("it is spelled `{name}` here")
            } else {
                format!("did you mean `{name}`?")
            };
            let finding = finding.help(help);
            if is_free { finding.fix(format!("write `{written}`"), Edit::value(key, &written)) } else { finding }
        }
        Meant::Suffixed(name) => finding.help(format!("in JSONata no key ends in `.$`: write `{name}` with {{% … %}}")),
        Meant::Nothing(names) if names.is_empty() => finding.help("it takes none"),
        Meant::Nothing(names) if names.len() <= 12 => finding.help(format!("it takes {}", list(&names))),
        Meant::Nothing(_) => finding,
    }
}

/// Does the API have it that an optimised integration calls? AWS's page lists fewer parameters, and what it leaves out may
/// be taken all the same.
fn is_of_the_api(call: &Call<'_, '_>, object: Node<'_>, name: &str) -> bool {
    if !call.action.service().is_optimized() {
        return false;
    }
    let Some(input) = call::called(call.action).and_then(asl_catalogue::Action::input) else { return false };
    let (outer, inner) = (call.given.pointer(), object.pointer());
    let way = inner.strip_prefix(&outer).unwrap_or_default();
    let mut shape = Takes::Structure(input);
    for step in way.split('/').filter(|step| !step.is_empty()) {
        shape = match shape {
            Takes::Structure(structure) => match structure.member(step) {
                Some(member) => member.shape(),
                None => return false,
            },
            Takes::List(list) => list.items(),
            Takes::Map(map) => map.values(),
            _ => return true,
        };
    }
    match shape {
        Takes::Structure(structure) => structure.members().any(|m| m.name() == name || m.wire_name() == Some(name)),
        _ => false,
    }
}

/// What was meant; none, where it may be right.
fn meant(
    ctx: &Context<'_, '_>,
    call: &Call<'_, '_>,
    object: Node<'_>,
    structure: Structure<'static>,
    name: &str,
) -> Option<Meant> {
    if let Some(known) = structure.members().find(|member| member.wire_name() == Some(name)) {
        // How the SDK spells such names follows from a rule; these were seen.
        return ["DB", "SNS"].iter().any(|it| name.starts_with(it)).then(|| Meant::Known(known.name()));
    }
    let names = || structure.members().map(asl_catalogue::Member::name);
    if let Some(known) = names().find(|known| known.eq_ignore_ascii_case(name)) {
        return Some(Meant::Known(known));
    }
    if let Some(stem) = name.strip_suffix(".$")
        && let Some(known) = names().find(|known| *known == stem)
    {
        return Some(Meant::Suffixed(known));
    }
    let is_given = |known: &&str| object.members().any(|member| call.split(member.key.text).0 == *known);
    let free: Vec<&str> = names().filter(|known| !is_given(known)).collect();
    let close = ctx.suggest.closest(name, free.iter().copied()).or_else(|| {
        // One that has to be there, with a word more or less.
        let needed = structure.members().filter(|it| it.is_required()).map(asl_catalogue::Member::name);
        let mut near = needed.filter(|it| free.contains(it) && is_longer_or_shorter(it, name));
        near.next().filter(|_| near.next().is_none())
    });
    Some(close.map_or_else(|| Meant::Nothing(names().collect()), Meant::Known))
}

/// Does a parameter lack that has to be there? The unknown one most likely stands for it, and that is reported.
fn is_told_as_missing(call: &Call<'_, '_>, object: Node<'_>) -> bool {
    let is_outermost = object.id() == call.given.id();
    let lacks = |name: &str| !call.may_have(call.given, name);
    is_outermost && call.action.service().is_optimized() && call.action.required().any(lacks)
}
