//! A failed execution that goes on.

use super::frame::{Frame, Vars};
use super::{Around, Engine, Options, Run};
use crate::answers::Answers;
use crate::event::EventKind;
use crate::payload::Payload;
use crate::redrive::{Inner, Resume, Scope};
use crate::time::text_of_time;
use asl_expressions::Value;
use asl_semantics::plan::{Kind, Workflow};
use serde_json::Map;
use std::rc::Rc;

/// Redrives an execution as `RedriveExecution` does: what succeeded is not done again, and the history goes on. An error
/// tells why it can't be, or is one of the answers.
pub fn redrive_with<'a, 't>(
    workflow: &'a Workflow<'t>,
    history: &Map<String, Value>,
    options: &'a Options,
    answers: &'a mut dyn Answers,
    around: Around<'a, 't>,
) -> Result<Run<'t>, String> {
    let resume = Resume::new(workflow, history)?;
    let mut engine = Engine::new(workflow, Payload::from(resume.input), options, answers);
    engine.around = around;
    engine.clock = options.now.or(resume.ended).unwrap_or(engine.clock);
    let identity = Rc::make_mut(&mut engine.identity);
    identity.redrive_count = Some(resume.count);
    identity.redrive_time = Some(text_of_time(engine.clock));
    if let Some(started) = resume.started {
        identity.start_time = text_of_time(started);
    }
    engine.past = resume.events;
    let last = engine.past.len() as u64;
    let redriven = engine.record(last, EventKind::ExecutionRedriven { count: resume.count });
    engine.limit_time();
    let frame = Frame::new(&workflow.machine, engine.input.clone(), Vars::default(), Rc::clone(&engine.identity));
    engine.frames.push(frame);
    engine.resume(0, resume.scope, redriven);
    engine.drive(0);
    engine.work()?;
    Ok(engine.finish())
}

impl Engine<'_, '_, '_> {
    /// Puts a frame where its machine stopped; what it does next follows an event.
    pub(super) fn resume(&mut self, f: usize, scope: Scope, after: u64) {
        let Scope { at, input, entered, variables, inner } = scope;
        let assigned: Vec<(String, Payload)> =
            variables.into_iter().map(|(name, value)| (name, Payload::from(value))).collect();
        let frame = &mut self.frames[f];
        frame.vars = frame.vars.with(&assigned);
        frame.last = after;
        let input = Payload::from(input);
        let is_fail = frame.machine.states.get(at).is_some_and(|state| matches!(state.kind, Kind::Fail { .. }));
        if entered == 0 || is_fail {
            return self.enter(f, at, input);
        }
        let clock = self.clock;
        let frame = &mut self.frames[f];
        frame.enter(at, input, entered, entered, clock);
        frame.last = after;
        if let Some((started, inner)) = inner {
            frame.ready = false;
            self.resume_inner(f, inner, started, after);
        }
    }

    /// Goes on with the machines inside a state: those that ended well have, the others go on or begin.
    fn resume_inner(&mut self, f: usize, inner: Vec<Inner>, started: u64, after: u64) {
        let state = self.frames[f].state();
        let opened = match &state.kind {
            Kind::Parallel(branches) => self.open_parallel(f, state, branches, started),
            Kind::Map(map) => self.open_map(f, state, map, started),
            _ => return,
        };
        let mut items = match opened {
            Ok(items) => items.into_iter(),
            Err(failure) => return self.state_failed(f, failure),
        };
        let visit = self.frames[f].visit;
        // The iterations that had not begun wait for their turn; branches begin all at once.
        let begun = match &state.kind {
            Kind::Map(_) => inner.iter().rposition(|one| !matches!(one, Inner::New)).map_or(0, |last| last + 1),
            _ => inner.len(),
        };
        // All are there before one moves: the first to end would be the last otherwise.
        let mut open = Vec::new();
        for (index, (inner, item)) in inner.into_iter().take(begun).zip(items.by_ref()).enumerate() {
            match inner {
                Inner::Done(output) => self.note_result(f, index, output.into()),
                Inner::New => open.extend(self.open_child(f, state, index, item, started).map(|child| (child, None))),
                Inner::Stopped(scope) => {
                    let child = self.open_child(f, state, index, item, after);
                    open.extend(child.map(|child| (child, Some(scope))));
                }
            }
        }
        if let Some(group) = &mut self.frames[f].group {
            (group.items, group.next) = (items, begun);
        }
        let children: Vec<usize> = open.iter().map(|(child, _)| *child).collect();
        for (child, scope) in open {
            match scope {
                _ if self.frames[f].visit != visit => return,
                Some(scope) => self.resume(child, *scope, after),
                None => self.begin_child(child, state),
            }
        }
        for child in children {
            if self.frames[f].visit == visit {
                self.drive(child);
            }
        }
        if self.frames[f].visit == visit {
            self.start_items(f, state);
        }
    }
}
