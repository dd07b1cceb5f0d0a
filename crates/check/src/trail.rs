//! Where data that is missing was built, or dropped: the way back from a state that reads it.

use crate::Context;
use crate::diagnostic::{Finding, Place};
use asl_catalogue::{Pattern, Resource};
use asl_infer::{Expression, Facts, Problem, Reads, StateFacts};
use asl_semantics::{Body, Field, Object, ObjectKind, QueryLanguage, StateId, StateType};
use asl_syntax::intrinsic::{Arg, ArgKind};
use asl_syntax::jsonata::{Expr, ExprKind};
use asl_syntax::jsonpath::{Path, Root, StepKind};
use asl_syntax::{Node, Span};
use asl_types::{Absence, Type};
use std::collections::{HashSet, VecDeque};

/// How far back is looked.
const FARTHEST: usize = 300;
/// How long a type is in a label.
const SHOWN: usize = 80;

/// A way of names to what is at fault, from what a state reads.
pub(crate) struct Way<'p> {
    /// Where it starts.
    pub(crate) reads: Reads,
    /// From there on.
    pub(crate) names: Vec<&'p str>,
}

/// The way to what is missing, or wrong, if it has names only.
pub(crate) fn way<'p>(problem: &'p Problem<'_, '_>) -> Option<Way<'p>> {
    let fault = problem.fault.span;
    let of_path = |path| Some(Way { reads: problem.reads, names: names(path, fault)? });
    match problem.expression {
        Expression::Path(path) => of_path(path),
        Expression::Call(call) => of_path(path_among(&call.args, fault)?),
        Expression::Jsonata(expr, begin) => {
            of_jsonata(expr, Span::new(fault.start.saturating_sub(begin), fault.end.saturating_sub(begin)))
        }
        Expression::None => None,
    }
}

fn names<'p>(path: &'p Path<'_>, fault: Span) -> Option<Vec<&'p str>> {
    if path.root != Root::Input {
        return None;
    }
    let mut names = Vec::new();
    for step in &path.steps {
        let StepKind::Name { name, .. } = &step.kind else { return None };
        names.push(&*name.text);
        if step.span.end > fault.start && fault.start > path.span.start {
            break;
        }
    }
    Some(names)
}

/// The path at fault among the arguments of a call.
fn path_among<'p, 't>(args: &'p [Arg<'t>], fault: Span) -> Option<&'p Path<'t>> {
    let arg = args.iter().find(|arg| arg.span.start <= fault.start && fault.end <= arg.span.end)?;
    match &arg.kind {
        ArgKind::Path(path) => Some(path),
        ArgKind::Call(call) => path_among(&call.args, fault),
        _ => None,
    }
}

/// The names behind `$states.input` or `$states.result`.
fn of_jsonata(expr: &Expr, fault: Span) -> Option<Way<'_>> {
    let mut found = None;
    expr.walk(|part| {
        let ExprKind::Path(steps) = &part.kind else { return };
        let holds_fault = |of: Span| of.start <= fault.start && fault.end <= of.end;
        let last = if part.span == fault {
            steps.len()
        } else {
            steps.iter().take_while(|it| !holds_fault(it.span)).count() + 1
        };
        let names: Option<Vec<&str>> = steps.get(1..last).and_then(|steps| steps.iter().map(name_of).collect());
        let is_states = matches!(steps.first().map(|it| &it.kind), Some(ExprKind::Variable(name)) if name == "states");
        let reads = match names.as_deref() {
            Some(["input", _, ..]) if is_states => Reads::Input,
            Some(["result", _, ..]) if is_states => Reads::Result,
            _ => return,
        };
        found = names.map(|names| Way { reads, names: names.into_iter().skip(1).collect() });
    });
    found
}

fn name_of(step: &Expr) -> Option<&str> {
    match &step.kind {
        ExprKind::Field { name, .. } => Some(name),
        _ => None,
    }
}

/// What there is at the end of a way of names.
pub(crate) fn at(of: &Type, names: &[&str]) -> Type {
    names.iter().fold(of.clone(), |of, name| of.present().field(name))
}

/// A type in a label.
pub(crate) fn show(of: &Type) -> String {
    // Why something may be missing is not the question here.
    of.short(SHOWN).replace("??:", "?:")
}

/// Says of a finding where what it misses was built, or dropped.
pub(crate) fn explain<'t>(ctx: &Context<'_, 't>, problem: &Problem<'_, 't>, finding: Finding<'t>) -> Finding<'t> {
    let Some(way) = way(problem) else { return finding };
    let state = problem.state.id;
    match way.reads {
        Reads::Result => result_of(ctx, state, finding),
        Reads::Input | Reads::EffectiveInput => match whence(ctx, state, &way.names) {
            Some(Cause { place, words, help }) => {
                let finding = finding.related(place, words);
                if finding.help.is_none() { help.into_iter().fold(finding, Finding::help) } else { finding }
            }
            None => finding,
        },
        Reads::AfterResultPath | Reads::ErrorOutput => finding,
    }
}

/// Says of a finding where what nobody tells anything of came from.
pub(crate) fn explain_unknown<'t>(
    ctx: &Context<'_, 't>,
    problem: &Problem<'_, 't>,
    finding: Finding<'t>,
) -> Finding<'t> {
    let Some(way) = way(problem) else { return finding };
    match way.reads {
        Reads::Result => result_of(ctx, problem.state.id, finding),
        Reads::Input | Reads::EffectiveInput => match origin(ctx, problem.state.id, &way.names) {
            Some(Cause { place, words, .. }) => finding.related(place, words),
            None => finding,
        },
        Reads::AfterResultPath | Reads::ErrorOutput => finding,
    }
}

/// Says of a finding where the value of an expression was made that does nothing but read it from the input of a state, and
/// then goes on by these names.
pub(crate) fn tell_origin<'t>(
    ctx: &Context<'_, 't>,
    state: StateId,
    text: Node<'t>,
    inner: &[&str],
    finding: Finding<'t>,
) -> Finding<'t> {
    let Some(said) = ctx.expressions.of(text) else { return finding };
    let object = ctx.definition.object(ctx.definition.state(state).object);
    let read = match &said.body {
        Body::Path(parsed) if ctx.get(object, Field::InputPath).is_none() => names(&parsed.path, parsed.path.span),
        Body::Jsonata(_, parsed) => {
            of_jsonata(&parsed.expr, parsed.expr.span).filter(|way| way.reads == Reads::Input).map(|way| way.names)
        }
        _ => None,
    };
    let Some(mut names) = read else { return finding };
    names.extend(inner);
    // A path of JSONata may go through the items of arrays, which names do not tell.
    let is_followed = |known: &StateFacts| at(&known.input, &names).has_value();
    let cause = ctx.facts.and_then(|facts| facts.state(state)).filter(|it| is_followed(it));
    match cause.and_then(|_| origin(ctx, state, &names)) {
        Some(Cause { place, words, .. }) => finding.related(place, words),
        None => finding,
    }
}

/// `$` is the result of the state's own work.
fn result_of<'t>(ctx: &Context<'_, 't>, id: StateId, finding: Finding<'t>) -> Finding<'t> {
    let state = ctx.definition.state(id);
    let object = ctx.definition.object(state.object);
    let name = if is_jsonata(object) { "`$states.result`" } else { "`$`" };
    for field in [Field::Resource, Field::Parameters, Field::Result] {
        if let Some(entry) = ctx.definition.entry(object, field) {
            let place = Place::span(entry.member.value, entry.member.key.span());
            return finding.related(place, format!("{name} is what comes of this"));
        }
    }
    finding
}

/// A way from one state to the next.
struct Step<'t> {
    from: StateId,
    /// What goes along it; never, where no run does.
    output: Type,
    /// The `Next` of the catcher that leads on.
    catcher: Option<Node<'t>>,
}

/// The ways into a state that a run may take.
fn steps_into<'t>(ctx: &Context<'_, 't>, facts: &Facts<'_, '_>, id: StateId) -> Vec<Step<'t>> {
    let mut steps = Vec::new();
    for transition in ctx.graph.transitions_into(id) {
        let Some((from, known)) = transition.from.and_then(|from| Some((from, facts.state(from)?))) else { continue };
        if transition.by == ObjectKind::Catcher {
            let state = ctx.definition.object(ctx.definition.state(from).object);
            let mut catchers = ctx.definition.children(state, ObjectKind::Catcher);
            let leads_here = |it: &Object<'_>| ctx.get(it, Field::Next).map(Node::id) == Some(transition.node.id());
            if let Some(at) = catchers.position(leads_here)
                && let Some(output) = known.caught_outputs.get(at).filter(|it| !it.is_never())
            {
                steps.push(Step { from, output: output.clone(), catcher: Some(transition.node) });
            }
        } else if !known.output.is_never() {
            steps.push(Step { from, output: known.output.clone(), catcher: None });
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
            let is_unsure = there.absence() == Absence::Known && passes && step.catcher.is_none();
            if is_unsure && seen.len() < FARTHEST && seen.insert(step.from) {
                queue.push_back(step.from);
            }
        }
    }
    false
}

/// What a state did that explains what is there, or is not.
struct Cause<'t> {
    place: Place<'t>,
    words: String,
    /// What to write there instead.
    help: Option<String>,
}

/// What tells why there is what there is at the end of the names, or why there is nothing.
fn whence<'t>(ctx: &Context<'_, 't>, state: StateId, names: &[&str]) -> Option<Cause<'t>> {
    let known = ctx.facts?.state(state);
    let mut names = names;
    // What leads on from a value that is no object is told of that value.
    while let Some((_, before)) = names.split_last().filter(|_| known.is_some_and(|it| at(&it.input, names).is_never()))
    {
        names = before;
    }
    let is_there = |known: &StateFacts| at(&known.input, names).absence() == Absence::Never;
    if known.is_some_and(is_there) { origin(ctx, state, names) } else { back(ctx, state, names) }
}

/// The nearest state on the way back that puts something else at the end of the names than was there.
fn origin<'t>(ctx: &Context<'_, 't>, from: StateId, names: &[&str]) -> Option<Cause<'t>> {
    let facts = ctx.facts?;
    let mut seen = HashSet::from([from]);
    let mut queue = VecDeque::from([from]);
    while let Some(id) = queue.pop_front() {
        for step in steps_into(ctx, facts, id) {
            let Some(known) = facts.state(step.from).filter(|_| seen.len() < FARTHEST && seen.insert(step.from)) else {
                continue;
            };
            let decides = ctx.definition.state(step.from).kind == Some(StateType::Choice);
            // What nobody knows anything of looks the same before and after.
            let makes = replaces(ctx, step.from) && step.catcher.is_none();
            if makes || !decides && at(&known.input, names) != at(&step.output, names) {
                return Some(built(ctx, &step, names));
            }
            queue.push_back(step.from);
        }
        if let Some(owner) = owner(ctx, id) {
            return Some(given_by(ctx, owner));
        }
    }
    None
}

/// The nearest state on the way back that drops what is at the end of the names, or that builds what it should be in.
fn back<'t>(ctx: &Context<'_, 't>, from: StateId, names: &[&str]) -> Option<Cause<'t>> {
    let facts = ctx.facts?;
    let mut seen = HashSet::from([from]);
    let mut queue = VecDeque::from([from]);
    let mut builder: Option<Step<'t>> = None;
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
                return Some(dropped(ctx, before, names, step.catcher));
            }
            if builder.is_none() && changes(known, &step.output, names) {
                builder = Some(step);
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
    let parent = names.get(..names.len().saturating_sub(1)).unwrap_or_default();
    builder.map(|step| built(ctx, &step, parent))
}

/// Does a state give another thing around the missing one than it got?
fn changes(known: &StateFacts, output: &Type, names: &[&str]) -> bool {
    let parent = names.get(..names.len().saturating_sub(1)).unwrap_or_default();
    at(&known.input, parent) != at(output, parent)
}

fn dropped<'t>(ctx: &Context<'_, 't>, id: StateId, names: &[&str], catcher: Option<Node<'t>>) -> Cause<'t> {
    let state = ctx.definition.state(id);
    let object = ctx.definition.object(state.object);
    let (there, name) = (format!("{} is there when", input(object, names)), state.name.text);
    let wanted = if is_jsonata(object) { "an `Output`" } else { "a `ResultPath`" };
    if let Some(catcher) = catcher {
        let words = format!("what this catcher leads on with has it no more, for want of {wanted}");
        let help = Some(keeping("the catcher", is_jsonata(object), "error"));
        return Cause { place: catcher.into(), words: format!("{there} `{name}` begins; {words}"), help };
    }
    let said = [Field::ResultPath, Field::OutputPath, Field::Output];
    if let Some(entry) = said.into_iter().find_map(|field| ctx.definition.entry(object, field)) {
        let place = Place::span(entry.member.value, entry.member.key.span());
        return Cause { place, words: format!("{there} `{name}` begins, and is dropped here"), help: None };
    }
    let words = format!("its result takes the place of all of it, for want of {wanted}");
    let help = Some(keeping(&format!("`{name}`"), is_jsonata(object), "result"));
    Cause { place: state.name.into(), words: format!("{there} `{name}` begins; {words}"), help }
}

/// How to keep the input beside what is new.
fn keeping(who: &str, is_jsonata: bool, what: &str) -> String {
    if !is_jsonata {
        return format!("give {who} \"ResultPath\": \"$.{what}\": the input stays beside the {what} then");
    }
    let new = if what == "error" { "errorOutput" } else { "result" };
    format!("give {who} an `Output` with both: {{% $merge([$states.input, {{'{what}': $states.{new}}}]) %}}")
}

fn is_jsonata(object: &Object<'_>) -> bool {
    object.language == Some(QueryLanguage::Jsonata)
}

/// A part of the input of a state, as the state would read it.
fn input(object: &Object<'_>, names: &[&str]) -> String {
    let root = if is_jsonata(object) { "$states.input" } else { "$" };
    format!("`{}`", [root].iter().chain(names).copied().collect::<Vec<_>>().join("."))
}

fn built<'t>(ctx: &Context<'_, 't>, step: &Step<'t>, names: &[&str]) -> Cause<'t> {
    let state = ctx.definition.state(step.from);
    let of = at(&step.output, names);
    let object = ctx.definition.object(state.object);
    let what = if names.is_empty() { "this".to_owned() } else { format!("`{}`", names.join(".")) };
    if let Some(catcher) = step.catcher {
        let words = format!("an error of `{}` that is caught here makes {what}: {}", state.name.text, show(&of));
        let help = names.is_empty().then(|| keeping("the catcher", is_jsonata(object), "error"));
        return Cause { place: catcher.into(), words, help };
    }
    let words = if waits_for_token(ctx, object) {
        format!("`{}` gives what whoever has its token answers with: nobody tells that here", state.name.text)
    } else {
        format!("`{}` makes {what}: {}", state.name.text, show(&of))
    };
    let made_by =
        [Field::Parameters, Field::Result, Field::ResultSelector, Field::Output, Field::Branches, Field::Resource];
    let entry = made_by.into_iter().find_map(|field| ctx.definition.entry(object, field));
    let place = entry.map_or(state.name.into(), |entry| Place::span(entry.member.value, entry.member.key.span()));
    let who = format!("`{}`", state.name.text);
    let help = (replaces(ctx, step.from) && names.is_empty()).then(|| keeping(&who, is_jsonata(object), "result"));
    Cause { place, words, help }
}

/// Is it a Task whose result takes the place of its input?
fn replaces(ctx: &Context<'_, '_>, id: StateId) -> bool {
    let state = ctx.definition.state(id);
    let object = ctx.definition.object(state.object);
    state.kind == Some(StateType::Task)
        && [Field::ResultPath, Field::Output].into_iter().all(|field| ctx.definition.entry(object, field).is_none())
}

/// Does its result come from whoever calls `SendTaskSuccess`?
fn waits_for_token(ctx: &Context<'_, '_>, object: &Object<'_>) -> bool {
    let resource = ctx.task(object.id).and_then(|task| task.resource?.1.ok());
    matches!(resource, Some(Resource::Activity))
        || resource.and_then(|it| it.pattern()) == Some(Pattern::WaitForTaskToken)
}

/// A state that a machine begins with gets what the state around gives it.
fn given_by<'t>(ctx: &Context<'_, 't>, owner: StateId) -> Cause<'t> {
    let state = ctx.definition.state(owner);
    let words = match state.kind {
        Some(StateType::Map) => format!("the input is an item of `{}`", state.name.text),
        _ => format!("the input is that of `{}`", state.name.text),
    };
    Cause { place: state.name.into(), words, help: None }
}

/// The state around a machine that begins with this state.
fn owner(ctx: &Context<'_, '_>, id: StateId) -> Option<StateId> {
    let starts = ctx.graph.transitions_into(id).any(|it| it.from.is_none());
    let machine = ctx.definition.machine(ctx.definition.state(id).machine);
    machine.owner.filter(|_| starts)
}
