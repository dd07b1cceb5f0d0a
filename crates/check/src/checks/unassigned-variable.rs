use super::prelude::*;
use asl_infer::{Certainty, FaultKind, Problem};
use std::collections::{HashSet, VecDeque};

pub(super) static RULE: Rule = Rule {
    id: "unassigned-variable",
    category: Category::Variables,
    stage: Stage::Run,
    severity: Severity::Error,
    page: include_str!("unassigned-variable.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    let assignments = Assignments::of(ctx);
    for problem in ctx.problems() {
        let FaultKind::UnknownVariable { name } = &problem.fault.kind else { continue };
        match problem.fault.certainty {
            Certainty::Certain => report.add(never(ctx, &assignments, problem, name)),
            Certainty::Possible if assignments.may_be_missed(ctx, problem.state.id, name) => {
                report.add(not_always(&assignments, problem, name).possible());
            }
            Certainty::Possible | Certainty::Unproven => {}
        }
    }
}

/// Where variables are assigned.
struct Assignments<'t>(Vec<(&'t str, StateId, Str<'t>)>);

impl<'t> Assignments<'t> {
    fn of(ctx: &Context<'_, 't>) -> Self {
        let mut all = Vec::new();
        for object in ctx.definition.objects() {
            let Some(assign) = ctx.definition.entry(object, Field::Assign).filter(|e| e.spec.is_some()) else { continue };
            let Some(state) = object.state else { continue };
            for member in assign.member.value.members() {
                if let Some(name) = super::variable_name::assigned(object, member.key) {
                    all.push((name, state, member.key));
                }
            }
        }
        Self(all)
    }

    fn named(&self, name: &str) -> impl Iterator<Item = &(&'t str, StateId, Str<'t>)> {
        self.0.iter().filter(move |(it, ..)| *it == name)
    }

    /// Does a way lead from the start of its machine to a state on which nothing assigns the variable, and nothing is
    /// decided that may go together with that?
    fn may_be_missed(&self, ctx: &Context<'_, '_>, id: StateId, name: &str) -> bool {
        let assigning: HashSet<StateId> = self.named(name).map(|(_, state, _)| *state).collect();
        let machine = ctx.definition.state(id).machine;
        // What is around a machine may have assigned it.
        if ctx.definition.machine(machine).owner.is_some() {
            return false;
        }
        let starts = ctx.graph.transitions().iter().filter(|it| it.from.is_none() && it.machine == machine);
        let mut queue: VecDeque<StateId> = starts.filter_map(|it| it.target).collect();
        let mut seen: HashSet<StateId> = queue.iter().copied().collect();
        while let Some(at) = queue.pop_front() {
            if at == id {
                return true;
            }
            let decides = ctx.definition.state(at).kind.is_none_or(|kind| kind == StateType::Choice);
            if !decides && !assigning.contains(&at) {
                queue.extend(ctx.graph.successors(at).filter(|next| seen.insert(*next)));
            }
        }
        false
    }
}

fn never<'t>(
    ctx: &Context<'_, 't>,
    assignments: &Assignments<'t>,
    problem: &Problem<'_, 't>,
    name: &str,
) -> Finding<'t> {
    let place = Place::within(problem.text, problem.fault.span);
    let state = problem.state.name;
    if let Some((_, by, key)) = assignments.named(name).next() {
        let message = format!("`{state}` reads the variable `${name}` before anything assigns it");
        let words = format!("assigned by `{}`, which does not come before it", ctx.name(*by));
        return Finding::new(place, message).label("not assigned yet").related(Place::span(key.node, key.span()), words);
    }
    let known: Vec<&str> = assignments.0.iter().map(|(it, ..)| *it).collect();
    let message = format!("`{state}` reads the variable `${name}`, which nothing assigns");
    let finding = Finding::new(place, message).label("never assigned");
    match ctx.suggest.closest(name, known.iter().copied()) {
        Some(close) => finding.help(format!("did you mean `${close}`?")),
        None => finding.help("`Assign` sets variables; a field of the input is read as `$.name`, or `$states.input.name`"),
    }
}

fn not_always<'t>(assignments: &Assignments<'t>, problem: &Problem<'_, 't>, name: &str) -> Finding<'t> {
    let state = problem.state.name;
    let message = format!("`{state}` reads the variable `${name}`, which is not assigned on every way there");
    let place = Place::within(problem.text, problem.fault.span);
    let finding = Finding::new(place, message).label("may not be assigned yet");
    match assignments.named(name).next() {
        Some((.., key)) => finding.related(Place::span(key.node, key.span()), "assigned here"),
        None => finding,
    }
}
