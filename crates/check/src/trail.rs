//! Where data that is missing was built, or dropped: the way back from a state that reads it.

use crate::Context;
use crate::diagnostic::{Finding, Place};
use asl_infer::{Problem, Reads, StateFacts};
use asl_semantics::{Field, StateId, StateType};
use asl_syntax::jsonpath::{Root, StepKind};
use asl_types::Type;
use std::collections::{HashSet, VecDeque};

/// How far back is looked.
const FARTHEST: usize = 300;
/// How long a type is in a label.
const SHOWN: usize = 80;

/// The names from the root to what is missing, if the way has names only.
pub(crate) fn names<'p>(problem: &'p Problem<'_, '_>) -> Option<Vec<&'p str>> {
    let asl_infer::Expression::Path(path) = problem.expression else { return None };
    if path.root != Root::Input {
        return None;
    }
    let mut names = Vec::new();
    for step in &path.steps {
        let StepKind::Name { name, .. } = &step.kind else { return None };
        names.push(&*name.text);
        if step.span.end > problem.fault.span.start {
            break;
        }
    }
    Some(names)
}

/// What there is at the end of a way of names.
pub(crate) fn at(of: &Type, names: &[&str]) -> Type {
    names.iter().fold(of.clone(), |of, name| of.present().field(name))
}

/// A type in a label.
pub(crate) fn show(of: &Type) -> String {
    let text = of.to_string();
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

/// Says of a finding where what it misses was built, or dropped.
pub(crate) fn explain<'t>(
    ctx: &Context<'_, 't>,
    problem: &Problem<'_, 't>,
    names: &[&str],
    finding: Finding<'t>,
) -> Finding<'t> {
    let state = problem.state.id;
    match problem.reads {
        Reads::Result => result_of(ctx, state, finding),
        Reads::Input | Reads::EffectiveInput => match back(ctx, state, names) {
            Some((place, words)) => finding.related(place, words),
            None => finding,
        },
        Reads::AfterResultPath | Reads::ErrorOutput => finding,
    }
}

/// `$` is the result of the state's own work.
fn result_of<'t>(ctx: &Context<'_, 't>, id: StateId, finding: Finding<'t>) -> Finding<'t> {
    let state = ctx.definition.state(id);
    let object = ctx.definition.object(state.object);
    for field in [Field::Resource, Field::Parameters, Field::Result] {
        if let Some(entry) = ctx.definition.entry(object, field) {
            return finding
                .related(Place::span(entry.member.value, entry.member.key.span()), "`$` is what comes of this");
        }
    }
    finding
}

/// The nearest state on the way back that drops what is at the end of the names, or that builds what it should be in.
fn back<'t>(ctx: &Context<'_, 't>, from: StateId, names: &[&str]) -> Option<(Place<'t>, String)> {
    let facts = ctx.facts?;
    let mut seen = HashSet::from([from]);
    let mut queue = VecDeque::from([from]);
    let mut builder: Option<StateId> = None;
    while let Some(id) = queue.pop_front() {
        if seen.len() > FARTHEST {
            break;
        }
        for before in predecessors(ctx, id) {
            let Some(known) = facts.state(before).filter(|_| seen.insert(before)) else { continue };
            let had = at(&known.input, names);
            let has = at(&known.output, names);
            let lies_there = had.has_value() && !had.is_wholly_unknown() && !has.has_value();
            if lies_there && ctx.definition.state(before).kind != Some(StateType::Choice) {
                return Some(dropped(ctx, before, names));
            }
            if builder.is_none() && changes(known, names) {
                builder = Some(before);
                continue;
            }
            queue.push_back(before);
        }
        if let Some(owner) = owner(ctx, id)
            && builder.is_none()
        {
            return Some(given_by(ctx, owner));
        }
    }
    builder.map(|id| built(ctx, id, names))
}

/// Does a state give another thing around the missing one than it got?
fn changes(known: &StateFacts, names: &[&str]) -> bool {
    let parent = names.get(..names.len().saturating_sub(1)).unwrap_or_default();
    at(&known.input, parent) != at(&known.output, parent)
}

fn dropped<'t>(ctx: &Context<'_, 't>, id: StateId, names: &[&str]) -> (Place<'t>, String) {
    let state = ctx.definition.state(id);
    let object = ctx.definition.object(state.object);
    let path = names.join(".");
    let name = state.name.text;
    let said = [Field::ResultPath, Field::OutputPath, Field::Output];
    if let Some(entry) = said.into_iter().find_map(|field| ctx.definition.entry(object, field)) {
        let place = Place::span(entry.member.value, entry.member.key.span());
        return (place, format!("`$.{path}` is there when `{name}` begins, and is dropped here"));
    }
    let words = "its result takes the place of all of it, for want of a `ResultPath`";
    (state.name.into(), format!("`$.{path}` is there when `{name}` begins; {words}"))
}

fn built<'t>(ctx: &Context<'_, 't>, id: StateId, names: &[&str]) -> (Place<'t>, String) {
    let state = ctx.definition.state(id);
    let parent = names.get(..names.len().saturating_sub(1)).unwrap_or_default();
    let of = ctx.facts.and_then(|facts| facts.state(id)).map(|known| at(&known.output, parent)).unwrap_or_default();
    let object = ctx.definition.object(state.object);
    let what = if parent.is_empty() { "this".to_owned() } else { format!("`$.{}`", parent.join(".")) };
    let words = format!("`{}` makes {what}: {}", state.name.text, show(&of));
    let made_by =
        [Field::Parameters, Field::Result, Field::ResultSelector, Field::Output, Field::Branches, Field::Resource];
    match made_by.into_iter().find_map(|field| ctx.definition.entry(object, field)) {
        Some(entry) => (Place::span(entry.member.value, entry.member.key.span()), words),
        None => (state.name.into(), words),
    }
}

/// A state that a machine begins with gets what the state around gives it.
fn given_by<'t>(ctx: &Context<'_, 't>, owner: StateId) -> (Place<'t>, String) {
    let state = ctx.definition.state(owner);
    let words = match state.kind {
        Some(StateType::Map) => format!("the input is an item of `{}`", state.name.text),
        _ => format!("the input is that of `{}`", state.name.text),
    };
    (state.name.into(), words)
}

fn predecessors<'c>(ctx: &'c Context<'_, '_>, id: StateId) -> impl Iterator<Item = StateId> + 'c {
    ctx.graph.transitions().iter().filter(move |it| it.target == Some(id)).filter_map(|it| it.from)
}

/// The state around a machine that begins with this state.
fn owner(ctx: &Context<'_, '_>, id: StateId) -> Option<StateId> {
    let starts = ctx.graph.transitions().iter().any(|it| it.from.is_none() && it.target == Some(id));
    let machine = ctx.definition.machine(ctx.definition.state(id).machine);
    machine.owner.filter(|_| starts)
}
