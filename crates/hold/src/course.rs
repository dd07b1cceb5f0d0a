//! The course of a run against what was foreseen: what failed, was caught and chosen.

use crate::{Inferred, Violation};
use asl_expressions::Value;
use asl_infer::{Certainty, Expression, FaultKind, Problem, Reads};
use asl_interpret::{Event, EventKind, NoteKind, Run, Status};
use asl_semantics::plan::{Kind, State, StepName};
use asl_syntax::Node;
use std::collections::HashMap;

impl<'t> Inferred<'_, 't> {
    /// How the execution ended.
    pub(crate) fn ended(&self, run: &Run<'t>, all: &mut Vec<Violation>) {
        let error = run.error.as_deref().unwrap_or_default();
        if run.status == Status::Failed
            && !is_limit(error, run.cause.as_deref())
            && !self.facts.errors().contains(error)
        {
            let message = format!("the execution failed with {error:?} ({:?}), which nobody foresaw", run.cause);
            all.push(Violation { state: None, part: None, message });
        }
    }

    /// What was retried, caught and chosen, and what did not fail.
    pub(crate) fn course(&self, run: &Run<'t>, all: &mut Vec<Violation>) {
        let entered: HashMap<u64, &str> =
            run.events.iter().filter_map(|event| entered(event.id, &event.kind)).collect();
        let mut caught = Vec::new();
        for note in &run.notes {
            let Some(state) = entered.get(&note.state).and_then(|name| self.state(name)) else { continue };
            let found = match &note.kind {
                NoteKind::Retry { failure, .. } | NoteKind::Caught { failure, .. } => {
                    caught.push(note.state);
                    let error = failure.error.as_deref().unwrap_or_default();
                    self.failed(state, error, failure.cause.as_deref())
                }
                NoteKind::Chosen { rule, .. } => {
                    let is_left =
                        run.events.iter().any(|event| event.state == note.state && has_left(event, state.name));
                    all.extend(self.asked(state, *rule, is_left));
                    self.chose(state, *rule)
                }
                NoteKind::Failed { .. } => None,
            };
            all.extend(found);
        }
        for problem in self.facts.problems().iter().filter(|problem| is_fatal(problem)) {
            let left = |event: &_| has_left(event, problem.state.name) && !caught.contains(&event.state);
            if run.events.iter().any(left) {
                all.push(survived(problem));
            }
        }
    }

    /// A rule of a Choice that was said to fail, and was asked, or followed, without.
    fn asked(&self, state: &State<'t>, taken: Option<usize>, is_left: bool) -> Option<Violation> {
        let problems = self.facts.problems().iter().filter(|it| it.state.id == state.id && is_certain(it));
        problems.filter(|it| !matches!(it.fault.kind, FaultKind::Operand { .. })).find_map(|problem| {
            let rules = state.node.get("Choices").into_iter().flat_map(Node::items).enumerate();
            let (at, rule) = rules.into_iter().find(|(_, rule)| is_inside(problem, *rule))?;
            let follows = |field: &str| rule.get(field).is_some_and(|node| is_inside(problem, node));
            let went_well = if ["Assign", "Output"].into_iter().any(follows) {
                taken == Some(at) && is_left
            } else {
                taken.is_none_or(|taken| at <= taken)
            };
            went_well.then(|| survived(problem))
        })
    }

    /// A variable that a state was said to read before anything assigns it.
    pub(crate) fn assigned(&self, state: &str, step: StepName, value: &Value) -> Option<Violation> {
        if step != StepName::Variables {
            return None;
        }
        let is_here = |problem: &&Problem<'_, '_>| {
            // What is known in a rule of a Choice is of those runs that ask it.
            let is_in_rule = matches!(problem.state.kind, Kind::Choice(_));
            problem.state.name == state && problem.fault.certainty == Certainty::Certain && !is_in_rule
        };
        self.facts.problems().iter().filter(is_here).find_map(|problem| {
            let FaultKind::UnknownVariable { name } = &problem.fault.kind else { return None };
            let message = format!("{state}: ${name} was assigned before it");
            (value.get(name).is_some() && !assigns(problem.state.node, name)).then_some(Violation {
                state: Some(problem.state.id),
                part: None,
                message,
            })
        })
    }

    fn failed(&self, state: &State<'t>, error: &str, cause: Option<&str>) -> Option<Violation> {
        let facts = self.facts.state(state.id)?;
        let message = format!("{} failed with {error:?} ({cause:?}): not foreseen", state.name);
        (!facts.errors.contains(error)).then_some(Violation { state: Some(state.id), part: None, message })
    }

    fn chose(&self, state: &State<'t>, rule: Option<usize>) -> Option<Violation> {
        let facts = self.facts.state(state.id)?;
        let asked = facts.rules.get(..rule.map_or(facts.rules.len(), |rule| rule + 1)).unwrap_or_default();
        let (matched, missed) = match (rule, asked.split_last()) {
            (Some(_), Some((matched, missed))) => (matched.may_match, missed),
            _ => (facts.may_default, asked),
        };
        let is_foreseen = matched && missed.iter().all(|rule| rule.is_asked && rule.may_miss);
        let message = format!("{}: rule {rule:?} was taken: {:?}", state.name, facts.rules);
        (!is_foreseen).then_some(Violation { state: Some(state.id), part: None, message })
    }
}

fn entered<'t>(id: u64, kind: &EventKind<'t>) -> Option<(u64, &'t str)> {
    match kind {
        EventKind::StateEntered { name, .. } => Some((id, *name)),
        _ => None,
    }
}

/// Limits of the service are not of the types.
fn is_limit(error: &str, cause: Option<&str>) -> bool {
    error == "States.DataLimitExceeded" || cause.is_some_and(|cause| cause.contains("maximum number of history events"))
}

/// Does the state fail whenever it is entered, and not just when some part of it is evaluated?
fn is_fatal(problem: &Problem<'_, '_>) -> bool {
    let is_always_asked = match problem.state.kind {
        Kind::Choice(_) => false,
        Kind::Map(_) => matches!(problem.field.as_str(), "ItemsPath" | "Items" | "InputPath"),
        _ => !is_in_catcher(problem),
    };
    is_always_asked && is_certain(problem)
}

/// Does what is evaluated fail for certain?
fn is_certain(problem: &Problem<'_, '_>) -> bool {
    let goes_on = matches!(problem.expression, Expression::Jsonata(..)) && problem.fault.kind.is_missing();
    !goes_on && problem.fault.certainty == Certainty::Certain
}

fn survived(problem: &Problem<'_, '_>) -> Violation {
    let (name, fault) = (problem.state.name, &problem.fault);
    let message = format!("{name} did not fail: {} {:?}, {fault:?}", problem.field, problem.text.text);
    Violation { state: Some(problem.state.id), part: None, message }
}

fn has_left(event: &Event<'_>, state: &str) -> bool {
    matches!(&event.kind, EventKind::StateExited { name, .. } if *name == state)
}

/// Does a state, a catcher or a rule assign a variable?
fn assigns(node: Node<'_>, name: &str) -> bool {
    let parts = ["Catch", "Choices"].into_iter().filter_map(|list| node.get(list)).flat_map(Node::items);
    let is_named = |key: &str| key.strip_suffix(".$").unwrap_or(key) == name;
    node.get("Assign").is_some_and(|assign| assign.members().any(|member| is_named(member.key.text)))
        || parts.into_iter().any(|part| assigns(part, name))
}

fn is_in_catcher(problem: &Problem<'_, '_>) -> bool {
    problem.reads == Reads::ErrorOutput || problem.state.node.get("Catch").is_some_and(|it| is_inside(problem, it))
}

fn is_inside(problem: &Problem<'_, '_>, node: Node<'_>) -> bool {
    let (at, around) = (problem.text.node.span(), node.span());
    around.start <= at.start && at.end <= around.end
}
