use super::prelude::*;
use crate::call::{Call, Part};
use crate::suggest::is_longer_or_shorter;
use asl_catalogue::{Choice, Member, Structure};
use std::fmt;

pub(super) static RULE: Rule = Rule {
    id: "invalid-request",
    category: Category::Integrations,
    stage: Stage::Run,
    severity: Severity::Error,
    page: include_str!("invalid-request.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for call in &ctx.calls {
        for part in &call.parts {
            let &Part::Object(object, structure) = part else { continue };
            if structure.is_loose() {
                continue;
            }
            let what = What { ctx, call, object };
            // What an optimised integration needs is refused before.
            if !(object.id() == call.given.id() && call.action.service().is_optimized()) {
                required(call, object, structure, &what, report);
            }
            for choice in structure.choices() {
                chosen(call, object, structure, choice, &what, report);
            }
            if structure.is_union() {
                union(call, object, structure, &what, report);
            }
        }
    }
}

/// An object of a call, in words. Most are never told of.
struct What<'c, 'a, 't> {
    ctx: &'c Context<'a, 't>,
    call: &'c Call<'a, 't>,
    object: Node<'t>,
}

impl fmt::Display for What<'_, '_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { ctx, call, object } = self;
        let (way, state) = (call.way(*object), ctx.describe(call.task.object));
        if way.is_empty() {
            write!(f, "{} in {state}", call.name())
        } else {
            write!(f, "`{way}` of {} in {state}", call.name())
        }
    }
}

fn required<'t>(
    call: &Call<'_, 't>,
    object: Node<'t>,
    structure: Structure<'static>,
    what: &What<'_, '_, '_>,
    report: &mut Report<'t>,
) {
    let is_needed = |member: &Member<'_>| member.is_required() && !member.is_token();
    for member in structure.members().filter(is_needed) {
        if has(call, object, member) {
            continue;
        }
        let name = member.name();
        report.add(
            Finding::new(object, format!("{what} needs the parameter `{name}`"))
                .absent_in(object)
                .help(format!("give it {}", member.shape().noun()))
                .follows_if(is_mistyped(call, object, structure, name)),
        );
    }
}

/// Is there an unknown name in an object that most likely stands for this one? That is reported.
fn is_mistyped<'t>(call: &Call<'_, 't>, object: Node<'t>, structure: Structure<'static>, name: &str) -> bool {
    let unknown = || object.members().map(|it| call.split(it.key.text).0).filter(|it| structure.member(it).is_none());
    closest(name, unknown()).is_some() || unknown().any(|it| is_longer_or_shorter(it, name))
}

/// Is a member given, under whichever of its names?
fn has(call: &Call<'_, '_>, object: Node<'_>, member: Member<'_>) -> bool {
    let is_it = |name: &str| name == member.name() || member.wire_name() == Some(name);
    object.members().any(|it| is_it(call.split(it.key.text).0) || it.key.has_placeholder())
}

/// Is it certainly given? A function of CloudFormation may take it away: `AWS::NoValue`.
fn certainly_has(call: &Call<'_, '_>, object: Node<'_>, member: Member<'_>) -> bool {
    let is_it = |name: &str| name == member.name() || member.wire_name() == Some(name);
    object.members().any(|it| is_it(call.split(it.key.text).0) && !it.value.is_unknown())
}

fn chosen<'t>(
    call: &Call<'_, 't>,
    object: Node<'t>,
    structure: Structure<'static>,
    choice: Choice<'static>,
    what: &What<'_, '_, '_>,
    report: &mut Report<'t>,
) {
    let names = || choice.members().map(Member::name).collect::<Vec<_>>();
    let count = |is_given: fn(&Call<'_, '_>, Node<'_>, Member<'_>) -> bool| {
        choice.members().filter(|member| is_given(call, object, *member)).count()
    };
    if choice.is_exclusive() && count(certainly_has) > 1 {
        report.add(
            Finding::new(object, format!("{what} takes only one of {}", list(&names())))
                .help("they exclude each other: leave one out"),
        );
    } else if !choice.is_exclusive() && count(has) == 0 {
        let message = format!("{what} needs one of {}", list(&names()));
        let typo = names().into_iter().any(|name| is_mistyped(call, object, structure, name));
        report.add(Finding::new(object, message).absent_in(object).help("give it one of them").follows_if(typo));
    }
}

/// An object that is one of several things says which by its only member.
fn union<'t>(
    call: &Call<'_, 't>,
    object: Node<'t>,
    structure: Structure<'static>,
    what: &What<'_, '_, '_>,
    report: &mut Report<'t>,
) {
    if object.members().any(|member| member.key.has_placeholder()) {
        return;
    }
    let given = || object.members().filter(|member| member.value.kind() != Kind::Null);
    // Of what it does not take, there is a report.
    let is_known = |name: &str| structure.members().any(|it| it.name() == name || it.wire_name() == Some(name));
    let mut members = given().filter(|member| is_known(call.split(member.key.text).0));
    let names: Vec<&str> = structure.members().map(Member::name).collect();
    let shown = names.get(..8).map_or_else(|| list(&names), |some| format!("{} and others", list(some)));
    match (members.next(), members.next()) {
        (None, _) if given().next().is_none() => report.add(
            Finding::new(object, format!("{what} is empty, and has to hold one member"))
                .help(format!("one of {shown}")),
        ),
        (Some(first), Some(second)) => {
            let message = format!("{what} holds both `{}` and `{}`", first.key.text, second.key.text);
            report.add(
                Finding::new(second.key, message)
                    .related(first.key, "the other one")
                    .help("it says what it is by its only member: leave one out"),
            );
        }
        _ => {}
    }
}
