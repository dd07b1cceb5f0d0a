//! The course of a run against what was foreseen: what failed, was caught and chosen.

use crate::{Inferred, Violation};
use asl_infer::{Certainty, Problem, Reads};
use asl_interpret::{EventKind, NoteKind, Run, Status};
use asl_semantics::plan::{Kind, State};
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
                NoteKind::Chosen { rule, .. } => self.chose(state, *rule),
                NoteKind::Failed { .. } => None,
            };
            all.extend(found);
        }
        for problem in self.facts.problems().iter().filter(|problem| is_fatal(problem)) {
            let left = |event: &asl_interpret::Event<'t>| match &event.kind {
                EventKind::StateExited { name, .. } => *name == problem.state.name && !caught.contains(&event.state),
                _ => false,
            };
            if run.events.iter().any(left) {
                let (name, fault) = (problem.state.name, &problem.fault);
                let message = format!("{name} did not fail: {} {:?}, {fault:?}", problem.field, problem.text.text);
                all.push(Violation { state: Some(problem.state.id), part: None, message });
            }
        }
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
    is_always_asked && problem.fault.certainty == Certainty::Certain
}

fn is_in_catcher(problem: &Problem<'_, '_>) -> bool {
    let catchers = problem.state.node.get("Catch").map(asl_syntax::Node::span);
    let at = problem.text.node.span();
    problem.reads == Reads::ErrorOutput
        || catchers.is_some_and(|catchers| catchers.start <= at.start && at.end <= catchers.end)
}
