use super::prelude::*;
use super::unknown_field::is_stray_state;
use asl_semantics::Transition;
use std::collections::HashMap;

pub(super) static RULE: Rule = Rule {
    id: "dangling-transition",
    category: Category::Graph,
    stage: Stage::Deploy,
    severity: Severity::Error,
    page: include_str!("dangling-transition.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    let mut everywhere: Option<HashMap<&str, StateId>> = None;
    for transition in ctx.graph.transitions() {
        if let Some(name) = transition.name.filter(|_| transition.dangles(ctx.definition)) {
            let states = || ctx.definition.states().iter().map(|s| (s.name.text, s.id)).collect();
            let elsewhere = everywhere.get_or_insert_with(states).get(name.text).copied();
            let finding = dangling(ctx, transition, name, elsewhere);
            let machine = ctx.definition.object(ctx.definition.machine(transition.machine).object);
            // A state that stands outside of `States` is reported as that.
            let mut entries = ctx.definition.entries(machine).iter();
            let is_stray = entries.any(|e| e.member.key.text == name.text && is_stray_state(machine, e));
            let finding = finding.follows_if(is_stray);
            report.add(match ctx.get(machine, Field::States) {
                Some(states) => finding.absent_in(states),
                None => finding,
            });
        }
    }
}

fn dangling<'t>(
    ctx: &Context<'_, 't>,
    transition: &Transition<'t>,
    name: Str<'t>,
    elsewhere: Option<StateId>,
) -> Finding<'t> {
    let target = name.text;
    let machine = ctx.definition.machine(transition.machine);
    let what = match (transition.by, transition.from) {
        (ObjectKind::Catcher, Some(id)) => format!("a catcher of state `{}` goes", ctx.name(id)),
        (ObjectKind::ChoiceRule, Some(id)) => format!("a choice rule of state `{}` goes", ctx.name(id)),
        (_, Some(id)) => format!("{} of state `{}` goes", transition.field, ctx.name(id)),
        (kind, None) => format!("{} starts", kind.name()),
    };
    let prefix = if transition.from.is_none() { "at" } else { "to" };
    let finding = Finding::new(name, format!("{what} {prefix} `{target}`, but there is no such state here"))
        .aws(AwsCode::MissingTransitionTarget, format!("Missing 'Next' target: {target}"), transition.node)
        // Without states there is nothing to name; that is reported.
        .follows_if(machine.states.is_empty());
    if let Some(other) = elsewhere.map(|id| ctx.definition.state(id)) {
        let node = ctx.definition.object(other.object).node;
        return finding
            .related(Place::span(node, other.name.span()), "this state is inside another `States`")
            .help("a transition stays within its own `States`: it can't enter or leave a branch or an item processor");
    }
    let names = machine.states.iter().map(|id| ctx.name(*id));
    let Some((meant, is_only)) = ctx.suggest.unique(target, names) else { return finding };
    let finding = finding.help(format!("did you mean `{meant}`?"));
    let (title, edit) = (format!("go to `{meant}`"), Edit::value(name, meant));
    // `Step3` for `Step1`: names that differ in a digit are different names.
    if is_only && has_same_digits(target, meant) { finding.safe_fix(title, edit) } else { finding.fix(title, edit) }
}
