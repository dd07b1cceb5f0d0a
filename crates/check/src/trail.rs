//! Where data that is missing was built, or dropped: the way back from a state that reads it.

use crate::Context;
use crate::diagnostic::{Finding, Place};
use asl_infer::{Facts, Problem, Reads, StateFacts};
use asl_semantics::{Field, Object, ObjectKind, StateId, StateType};
use asl_syntax::jsonpath::{Root, StepKind};
use asl_types::{Absence, Type};
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

/// A way from one state to the next.
struct Step {
    from: StateId,
    /// What goes along it; never, where no run does.
    output: Type,
    is_caught: bool,
}

/// The ways into a state that a run may take.
fn steps_into(ctx: &Context<'_, '_>, facts: &Facts<'_, '_>, id: StateId) -> Vec<Step> {
    let mut steps = Vec::new();
    for transition in ctx.graph.transitions().iter().filter(|it| it.target == Some(id)) {
        let Some((from, known)) = transition.from.and_then(|from| Some((from, facts.state(from)?))) else { continue };
        if transition.by == ObjectKind::Catcher {
            let catchers = ctx.objects(|kind| kind == ObjectKind::Catcher).filter(|it| it.state == Some(from));
            let leads_here =
                |it: &Object<'_>| ctx.get(it, Field::Next).map(asl_syntax::Node::id) == Some(transition.node.id());
            if let Some(at) = catchers.into_iter().position(leads_here)
                && let Some(output) = known.caught_outputs.get(at).filter(|it| !it.is_never())
            {
                steps.push(Step { from, output: output.clone(), is_caught: true });
            }
        } else if !known.output.is_never() {
            steps.push(Step { from, output: known.output.clone(), is_caught: false });
        }
    }
    steps
}

/// Is there a way to a state on which what is at the end of the names is missing for certain, and on which nothing is decided
/// that may go together with that?
pub(crate) fn is_missing_on_a_way(ctx: &Context<'_, '_>, id: StateId, names: &[&str]) -> bool {
    let Some(facts) = ctx.facts else { return false };
    let mut seen = HashSet::from([id]);
    let mut queue = VecDeque::from([id]);
    while let Some(id) = queue.pop_front() {
        for step in steps_into(ctx, facts, id) {
            let there = at(&step.output, names);
            if !there.has_value() && ctx.definition.state(step.from).kind != Some(StateType::Choice) {
                return true;
            }
            let passes = matches!(ctx.definition.state(step.from).kind, Some(kind) if kind != StateType::Choice);
            let is_unsure = there.absence() == Absence::Known && passes && !step.is_caught;
            if is_unsure && seen.len() < FARTHEST && seen.insert(step.from) {
                queue.push_back(step.from);
            }
        }
    }
    false
}

/// The nearest state on the way back that drops what is at the end of the names, or that builds what it should be in.
fn back<'t>(ctx: &Context<'_, 't>, from: StateId, names: &[&str]) -> Option<(Place<'t>, String)> {
    let facts = ctx.facts?;
    let mut seen = HashSet::from([from]);
    let mut queue = VecDeque::from([from]);
    let mut builder: Option<StateId> = None;
    while let Some(id) = queue.pop_front() {
        for step in steps_into(ctx, facts, id) {
            let before = step.from;
            let has = at(&step.output, names);
            let lacks = !has.has_value() || has.absence() == Absence::Known;
            let Some(known) = facts.state(before).filter(|_| lacks && seen.len() < FARTHEST && seen.insert(before))
            else {
                continue;
            };
            let had = at(&known.input, names);
            let was_there = had.has_value() && had.absence() == Absence::Never;
            if was_there && ctx.definition.state(before).kind != Some(StateType::Choice) {
                return Some(dropped(ctx, before, names, step.is_caught));
            }
            if builder.is_none() && changes(known, &step.output, names) {
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
fn changes(known: &StateFacts, output: &Type, names: &[&str]) -> bool {
    let parent = names.get(..names.len().saturating_sub(1)).unwrap_or_default();
    at(&known.input, parent) != at(output, parent)
}

fn dropped<'t>(ctx: &Context<'_, 't>, id: StateId, names: &[&str], is_caught: bool) -> (Place<'t>, String) {
    let state = ctx.definition.state(id);
    if is_caught {
        let words = "what the catcher leads on with has it no more, for want of a `ResultPath`";
        return (
            state.name.into(),
            format!("`$.{}` is there when `{}` begins; {words}", names.join("."), state.name.text),
        );
    }
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

/// The state around a machine that begins with this state.
fn owner(ctx: &Context<'_, '_>, id: StateId) -> Option<StateId> {
    let starts = ctx.graph.transitions().iter().any(|it| it.from.is_none() && it.target == Some(id));
    let machine = ctx.definition.machine(ctx.definition.state(id).machine);
    machine.owner.filter(|_| starts)
}
