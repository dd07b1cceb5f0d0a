use super::prelude::*;
use asl_semantics::ObjectId;
use std::collections::BTreeMap;

pub(super) static RULE: Rule = Rule {
    id: "unhandled-error",
    category: Category::Errors,
    stage: Stage::Advice,
    severity: Severity::Note,
    page: include_str!("unhandled-error.md"),
    check,
};

/// So many states that do the same and handle errors make one that does not look forgotten.
const ENOUGH: usize = 2;

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for (resource, handled, bare) in by_resource(ctx) {
        report.add_all(bare.iter().map(|task| bare_task(ctx, task, resource, &handled)));
    }
}

/// The tasks that this rule tells of.
pub(super) fn forgotten(ctx: &Context<'_, '_>) -> Vec<ObjectId> {
    by_resource(ctx).into_iter().flat_map(|(_, _, bare)| bare).map(|task| task.id).collect()
}

/// What tasks call, with those that handle its errors and those that look forgotten.
fn by_resource<'a, 't>(ctx: &Context<'a, 't>) -> Vec<(&'t str, Vec<&'a Object<'t>>, Vec<&'a Object<'t>>)> {
    let mut by_resource: BTreeMap<&str, Vec<&Object<'t>>> = BTreeMap::new();
    for task in ctx.tasks() {
        if let Some((text, Ok(_))) = task.resource
            && let Some(known) = text.known()
        {
            by_resource.entry(known).or_default().push(task.object);
        }
    }
    let split = |(resource, tasks): (&'t str, Vec<&'a Object<'t>>)| {
        let (handled, mut bare): (Vec<_>, Vec<_>) = tasks.into_iter().partition(|task| handles(ctx, task).is_some());
        let is_odd = handled.len() >= ENOUGH && bare.len() < handled.len();
        bare.retain(|task| !is_handled_around(ctx, task) && !is_a_handler(ctx, task) && !is_mistyped(ctx, task));
        is_odd.then_some((resource, handled, bare))
    };
    by_resource.into_iter().filter_map(split).collect()
}

fn handles<'t>(ctx: &Context<'_, 't>, task: &Object<'t>) -> Option<Str<'t>> {
    ctx.key(task, Field::Retry).or_else(|| ctx.key(task, Field::Catch))
}

/// It was to handle them; that is reported as the slip that it is.
fn is_mistyped(ctx: &Context<'_, '_>, task: &Object<'_>) -> bool {
    [Field::Retry, Field::Catch].into_iter().any(|field| ctx.is_mistyped(task, field))
}

/// A Map or Parallel around it may catch what it does not.
fn is_handled_around(ctx: &Context<'_, '_>, task: &Object<'_>) -> bool {
    ctx.around(task).any(|state| handles(ctx, state).is_some())
}

/// A catcher leads to it: what fails there fails the execution, as is meant.
fn is_a_handler(ctx: &Context<'_, '_>, task: &Object<'_>) -> bool {
    task.state.is_some_and(|id| ctx.graph.transitions_into(id).any(|it| it.by == ObjectKind::Catcher))
}

fn bare_task<'t>(ctx: &Context<'_, 't>, task: &Object<'t>, resource: &str, handled: &[&Object<'t>]) -> Finding<'t> {
    let names: Vec<&str> = handled.iter().filter_map(|it| ctx.definition.state_of(it)).map(|it| it.name.text).collect();
    let name = ctx.definition.state_of(task).map_or(task.node.into(), |state| Place::from(state.name));
    let message = format!("{} handles no error, and {} states that call the same do", ctx.describe(task), names.len());
    let finding = Finding::new(name, message).label("neither `Retry` nor `Catch`");
    let finding = finding.help(format!("{} handle errors of `{resource}`", list(&names)));
    match handled.first().and_then(|other| handles(ctx, other)) {
        Some(key) => finding.related(Place::span(key.node, key.span()), "handled here"),
        None => finding,
    }
}
