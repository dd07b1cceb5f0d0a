//! States with machines inside: `Parallel` and `Map`.

use super::frame::{Frame, Vars};
use super::map::Tolerance;
use super::writer::Ended;
use super::{Engine, Flow, What};
use crate::answers::Step;
use crate::context::{Identity, MapItem};
use crate::event::EventKind;
use crate::failure::{Failure, THRESHOLD_EXCEEDED};
use crate::payload::Payload;
use crate::time::text_of_time;
use asl_expressions::{Value, World};
use asl_semantics::plan::{Kind, Machine, Map, State};
use std::rc::Rc;

/// The machines of a state that are running.
#[derive(Debug)]
pub(super) struct Group<'p, 't> {
    /// The Map; none of a Parallel state.
    pub(super) map: Option<&'p Map<'t>>,
    /// Outputs, by index.
    pub(super) results: Vec<Option<Payload>>,
    /// The frames that run, with their index.
    pub(super) running: Vec<(usize, usize)>,
    /// What is still to be started.
    pub(super) items: std::vec::IntoIter<Item>,
    pub(super) next: usize,
    pub(super) limit: usize,
    /// The event that started it all.
    pub(super) started: u64,
    /// The last event of the iteration that ended last, without and with its end.
    pub(super) freed: u64,
    pub(super) last: u64,
    /// Are items being started?
    pub(super) starting: bool,
    /// How many items failed, how many there are, and how many may fail.
    pub(super) failed: usize,
    pub(super) total: usize,
    pub(super) tolerance: Tolerance,
    /// Of each index, how many items it stands for.
    pub(super) weights: Vec<usize>,
    pub(super) arn: Option<Rc<str>>,
    /// The child executions that ended, where somebody writes of them.
    pub(super) ended: Vec<Ended>,
}

/// An item of a Map, ready to be started.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) input: Payload,
    pub(super) about: Rc<MapItem>,
    /// How many items it stands for: more than one if they are batched.
    pub(super) weight: usize,
}

impl<'p, 't> Group<'p, 't> {
    /// Machines of which each may run at once, after the event that started them; none does yet.
    pub(super) fn new(map: Option<&'p Map<'t>>, total: usize, started: u64) -> Self {
        Self {
            map,
            results: vec![None; total],
            running: Vec::new(),
            items: Vec::new().into_iter(),
            next: total,
            limit: total,
            started,
            freed: started,
            last: started,
            starting: false,
            failed: 0,
            total,
            tolerance: Tolerance::default(),
            weights: vec![1; total],
            arn: None,
            ended: Vec::new(),
        }
    }
}

impl<'p, 't> Engine<'p, 't, '_> {
    pub(super) fn parallel(
        &mut self,
        f: usize,
        state: &'p State<'t>,
        branches: &'p [Machine<'t>],
    ) -> Result<Flow, Failure> {
        let input = self.effective_input(f, state)?;
        let input = self.arguments(f, state, &input)?;
        if let Some(whole) = self.answers.whole(&self.frames[f].path()) {
            return self.result(f, state, &whole.outcome?.into());
        }
        self.follow(f, EventKind::ParallelStarted);
        let started = self.frames[f].last;
        self.frames[f].visit += 1;
        let visit = self.frames[f].visit;
        self.frames[f].group = Some(Group::new(None, branches.len(), started));
        for (index, branch) in branches.iter().enumerate() {
            let child = self.child(f, state, branch, input.clone(), started, None);
            self.frames[child].parent = Some((f, index));
            if let Some(group) = &mut self.frames[f].group {
                group.running.push((child, index));
            }
            self.enter(child, branch.start, input.clone());
        }
        let children: Vec<usize> =
            self.frames[f].group.iter().flat_map(|group| &group.running).map(|(c, _)| *c).collect();
        for child in children {
            // A branch that fails at once ends the others.
            if self.frames[f].visit == visit && self.frames[f].group.is_some() {
                self.drive(child);
            }
        }
        Ok(Flow::Left)
    }

    /// A frame within another one.
    pub(super) fn child(
        &mut self,
        f: usize,
        state: &'p State<'t>,
        machine: &'p Machine<'t>,
        input: Payload,
        last: u64,
        index: Option<usize>,
    ) -> usize {
        let parent = &self.frames[f];
        let mut place = parent.place.clone();
        place.push(Step { state: state.name.to_owned(), index });
        let mut frame = Frame::new(machine, input, parent.vars.clone(), Rc::clone(&parent.identity));
        frame.execution_input = parent.execution_input.clone();
        frame.item.clone_from(&parent.item);
        frame.apart.clone_from(&parent.apart);
        frame.place = place;
        frame.last = last;
        self.frames.push(frame);
        self.frames.len() - 1
    }

    /// Starts as many items as may run; with none, and nothing that runs, the state is done. An item whose place was free from the start follows the start of the Map; one that
    /// gets the place of another follows the other's last event.
    pub(super) fn start_items(&mut self, f: usize, state: &'p State<'t>) {
        let visit = self.frames[f].visit;
        loop {
            if self.frames[f].visit != visit || self.ended.is_some() || self.problem.is_some() {
                return;
            }
            let Some(group) = &mut self.frames[f].group else { return };
            if !group.running.is_empty() && group.running.len() >= group.limit {
                group.starting = false;
                return;
            }
            let (Some(map), Some(item)) = (group.map, group.items.next()) else { break };
            let index = group.next;
            group.next += 1;
            // What ends at once must not start the next from within: the loop here does.
            group.starting = true;
            let previous = if index < group.limit { group.started } else { group.freed };
            self.start_item(f, state, map, item, index, previous);
        }
        let Some(group) = &mut self.frames[f].group else { return };
        group.starting = false;
        if group.running.is_empty() {
            let last = group.last;
            self.group_done(f, last);
        }
    }

    fn start_item(
        &mut self,
        f: usize,
        state: &'p State<'t>,
        map: &'p Map<'t>,
        item: Item,
        index: usize,
        previous: u64,
    ) {
        let machine = &map.processor;
        let child = self.child(f, state, machine, item.input.clone(), previous, Some(index));
        if map.distributed {
            let identity = self.child_identity(f, map);
            let frame = &mut self.frames[child];
            frame.vars = Vars::default();
            frame.execution_input = item.input.clone();
            frame.identity = Rc::new(identity);
            self.set_apart(child, map.express);
        } else {
            self.follow(child, EventKind::IterationStarted { name: state.name, index });
        }
        self.frames[child].item = Some(item.about);
        self.frames[child].parent = Some((f, index));
        if let Some(group) = &mut self.frames[f].group {
            group.running.push((child, index));
        }
        self.enter(child, machine.start, item.input);
        self.drive(child);
    }

    /// A child execution of a distributed Map is one of its own.
    fn child_identity(&mut self, f: usize, map: &Map<'t>) -> Identity {
        let parent = Rc::clone(&self.frames[f].identity);
        let arn = self.frames[f].group.as_ref().and_then(|group| group.arn.clone());
        let label = arn.as_deref().and_then(|arn| arn.rsplit_once('/')).and_then(|(_, rest)| rest.split_once(':'));
        let label = label.map_or("Map", |(label, _)| label).to_owned();
        let name = self.world.uuid();
        let machine_arn = format!("{}/{label}", parent.machine_arn);
        let kind = if map.express { ":express:" } else { ":execution:" };
        let execution_arn = format!("{}:{name}", machine_arn.replacen(":stateMachine:", kind, 1));
        let (express, start_time) = (map.express, text_of_time(self.clock));
        Identity { express, execution_arn, execution_name: name, machine_arn, start_time, ..(*parent).clone() }
    }

    /// A machine inside a state ended well.
    pub(super) fn child_done(&mut self, f: usize, index: usize, child: usize, output: Payload) {
        let last = self.frames[child].last;
        let state = self.frames[f].state();
        self.note_end(f, index, child, Ok(&output));
        let Some(group) = &mut self.frames[f].group else { return };
        if let Some(result) = group.results.get_mut(index) {
            *result = Some(output);
        }
        group.running.retain(|(running, _)| *running != child);
        let Some(map) = group.map else {
            if group.running.is_empty() {
                self.group_done(f, last);
                self.wake(f);
            }
            return;
        };
        self.iteration_over(f, state, map, last, index, true);
    }

    /// An iteration ended, well or tolerated.
    fn iteration_over(
        &mut self,
        f: usize,
        state: &'p State<'t>,
        map: &'p Map<'t>,
        last: u64,
        index: usize,
        well: bool,
    ) {
        let mut end = last;
        if !map.distributed {
            let name = state.name;
            let over = if well {
                EventKind::IterationSucceeded { name, index }
            } else {
                EventKind::IterationFailed { name, index }
            };
            end = self.record_in(f, last, over);
        }
        let Some(group) = &mut self.frames[f].group else { return };
        group.freed = last;
        group.last = end;
        if group.starting {
            return;
        }
        if group.items.len() > 0 {
            self.start_items(f, state);
        } else if group.running.is_empty() {
            self.group_done(f, end);
        }
        self.wake(f);
    }

    /// All machines of a state ended: it has a result.
    fn group_done(&mut self, f: usize, last: u64) {
        let state = self.frames[f].state();
        let Some(group) = self.frames[f].group.take() else { return };
        self.frames[f].visit += 1;
        if let (Kind::Map(map), Some(_)) = (&state.kind, &group.arn) {
            let flow = self.map_run_done(f, state, map, group);
            return self.settle(f, flow);
        }
        let results: Vec<Value> = group.results.into_iter().flatten().map(Payload::into_value).collect();
        let result = Payload::from(Value::Array(results));
        let success = match &state.kind {
            Kind::Map(_) => EventKind::MapSucceeded,
            _ => EventKind::ParallelSucceeded,
        };
        // What follows the end of the state follows its last inner event.
        self.record_in(f, last, success);
        self.frames[f].last = last;
        let flow = self.result(f, state, &result);
        self.settle(f, flow);
    }

    /// All child executions of a distributed Map ended, and not too many failed.
    fn map_run_done(
        &mut self,
        f: usize,
        state: &'p State<'t>,
        map: &'p Map<'t>,
        group: Group<'p, 't>,
    ) -> Result<Flow, Failure> {
        let result = match self.written(f, state, map, group) {
            Ok(result) => result,
            Err(failure) => {
                self.map_run_failed(f, &failure);
                return Err(failure);
            }
        };
        let run = self.frames[f].last;
        self.follow(f, EventKind::MapRunSucceeded);
        self.follow(f, EventKind::MapSucceeded);
        self.frames[f].last = run;
        self.result(f, state, &result)
    }

    pub(super) fn map_run_failed(&mut self, f: usize, failure: &Failure) {
        let Failure { error, cause, .. } = failure.clone();
        self.follow(f, EventKind::MapRunFailed { error, cause });
    }

    /// A machine inside a state failed.
    pub(super) fn child_failed(&mut self, f: usize, index: usize, child: usize, failure: Failure) {
        let last = self.frames[child].last;
        let state = self.frames[f].state();
        let Some(group) = &mut self.frames[f].group else { return };
        group.running.retain(|(running, _)| *running != child);
        let map = group.map;
        if let Some(map) = map.filter(|map| map.distributed) {
            self.note_end(f, index, child, Err(&failure));
            return self.child_execution_failed(f, state, map, index, last);
        }
        self.aborted(child, last);
        if map.is_some() {
            let failed = EventKind::IterationFailed { name: state.name, index };
            self.record_in(f, last, failed);
        }
        self.abort_others(f, state);
        self.frames[f].last = last;
        self.frames[f].visit += 1;
        self.frames[f].group = None;
        self.group_failed(f, failure);
        self.wake(f);
    }

    fn child_execution_failed(&mut self, f: usize, state: &'p State<'t>, map: &'p Map<'t>, index: usize, last: u64) {
        let Some(group) = &mut self.frames[f].group else { return };
        group.failed += group.weights.get(index).copied().unwrap_or(1);
        if !group.tolerance.is_passed(group.failed, group.total) {
            return self.iteration_over(f, state, map, last, index, false);
        }
        self.abort_others(f, state);
        self.frames[f].visit += 1;
        if let Some(group) = self.frames[f].group.take() {
            // What is known is written all the same; that it can't be is not what fails.
            let _ = self.written(f, state, map, group);
        }
        let failure = threshold_passed();
        self.map_run_failed(f, &failure);
        self.group_failed(f, failure);
        self.wake(f);
    }

    /// A task that fails its machine says so, beside the failure.
    fn aborted(&mut self, child: usize, last: u64) {
        let state = self.frames[child].state();
        if let Kind::Task(_) = state.kind {
            self.record_in(child, last, EventKind::StateAborted { state: state.kind.state_type() });
        }
    }

    /// Stops all machines of a state, and what runs inside of them.
    pub(super) fn abort_others(&mut self, f: usize, state: &'p State<'t>) {
        let Some(group) = &mut self.frames[f].group else { return };
        let running = std::mem::take(&mut group.running);
        let is_map = group.map.is_some();
        for (child, index) in running {
            if !self.frames[child].alive {
                continue;
            }
            let inner = self.frames[child].state();
            self.abort_others(child, inner);
            let last = self.frames[child].last;
            self.frames[child].alive = false;
            if !matches!(inner.kind, Kind::Pass(_) | Kind::Choice(_) | Kind::Succeed | Kind::Fail { .. }) {
                self.record_in(child, last, EventKind::StateAborted { state: inner.kind.state_type() });
            }
            if is_map {
                self.record_in(child, last, EventKind::IterationAborted { name: state.name, index });
            }
        }
    }

    /// Makes sure that a frame moves on that another one has moved.
    fn wake(&mut self, f: usize) {
        if self.frames[f].alive && self.frames[f].ready {
            let visit = self.frames[f].visit;
            self.due(0, f, visit, What::Move);
        }
    }
}

/// More items failed than may.
pub(super) fn threshold_passed() -> Failure {
    Failure::new(THRESHOLD_EXCEEDED, "The specified tolerated failure threshold was exceeded")
}
