//! The scheduler: frames are data, and a heap ordered by time and sequence says which moves next.

pub(crate) mod alone;
mod apart;
mod choice;
mod errors;
#[cfg(test)]
mod evaluation_tests;
mod flow;
mod frame;
mod group;
#[cfg(test)]
mod limits_tests;
#[expect(clippy::cast_precision_loss, reason = "counts of items are exact in a double")]
mod map;
mod nested;
mod observe;
#[cfg(test)]
mod outside_tests;
mod reader;
mod reopen;
mod resume;
#[cfg(test)]
mod resume_tests;
mod states;
mod task;
mod terms;
mod writer;

use crate::answers::Answers;
use crate::context::Identity;
use crate::event::{Event, EventKind, Note, NoteKind};
use crate::failure::{DATA_LIMIT, Failure, RUNTIME};
use crate::payload::{MAX_PAYLOAD, Payload};
use crate::trace::StepName;
use alone::Alone;
use asl_expressions::{Seeded, Value, World};
use asl_semantics::plan::Workflow;
use frame::{Frame, Vars};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::rc::Rc;

pub use nested::Machines;
pub use resume::redrive_with;
pub(crate) use terms::DEFAULT_START;
pub use terms::{Around, Options, Run, Status};

/// The most events of a standard execution.
const MAX_EVENTS: u64 = 25_000;

/// How many transitions there are between reports of progress.
const PROGRESS: u64 = 256;

/// How long an Express execution may take.
const EXPRESS_SECONDS: u64 = 300;

/// An Express workflow that goes round without waiting has no end in virtual time; at AWS every step takes some, and this
/// many take longer than it may. All their events are kept, some 600 bytes for each transition.
const EXPRESS_TRANSITIONS: u64 = 1_000_000;

/// Runs a workflow. An error is one of the answers, for the person who wrote them.
pub fn run<'t>(
    workflow: &Workflow<'t>,
    input: Value,
    options: &Options,
    answers: &mut dyn Answers,
) -> Result<Run<'t>, String> {
    run_with(workflow, input, options, answers, Around::default())
}

/// The same, with files and other state machines.
pub fn run_with<'a, 't>(
    workflow: &'a Workflow<'t>,
    input: Value,
    options: &'a Options,
    answers: &'a mut dyn Answers,
    around: Around<'a, 't>,
) -> Result<Run<'t>, String> {
    let mut engine = Engine::new(workflow, Payload::from(input), options, answers);
    engine.around = around;
    engine.start();
    engine.work()?;
    Ok(engine.finish())
}

/// Something that is due.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Due {
    time: i64,
    seq: u64,
    frame: usize,
    /// The frame's visit that it is for: what comes too late is not for anybody.
    visit: u64,
    what: What,
}

/// What is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    /// The frame moves.
    Move,
    /// A wait is over.
    Wake,
    /// A task answers.
    Answer,
    /// A task took too long, or gave no heartbeat.
    Timeout,
    /// The work of a state is done once more.
    Retry,
    /// The execution took too long, or the child execution that the frame is the outermost of.
    End,
}

/// How an execution ended: with which output, or which error.
type Ending = (Status, Option<Payload>, Option<Failure>);

struct Engine<'p, 't, 'a> {
    workflow: &'p Workflow<'t>,
    /// What the execution was started with.
    input: Payload,
    options: &'p Options,
    answers: &'a mut dyn Answers,
    /// The test of one state, if it is one.
    alone: Option<Alone<'t>>,
    world: Seeded,
    identity: Rc<Identity>,
    /// The events of an execution that is redriven.
    past: Vec<Value>,
    events: Vec<Event<'t>>,
    notes: Vec<Note<'t>>,
    frames: Vec<Frame<'p, 't>>,
    queue: BinaryHeap<Reverse<Due>>,
    seq: u64,
    clock: i64,
    samples: Vec<&'t str>,
    transitions: u64,
    ended: Option<Ending>,
    /// A problem with the answers, in words.
    problem: Option<String>,
    around: Around<'a, 't>,
    /// How many executions started each other up to this one.
    depth: usize,
    /// How many executions were started so far, by tasks of all.
    executions: u64,
}

/// What a state comes to.
enum Flow {
    /// It is left.
    Exit(Exit),
    /// It goes on later.
    Pending,
    /// It ends its machine with an error that the definition asks for.
    Fail(Failure),
    /// The state has been left already.
    Left,
}

/// How a state is left.
struct Exit {
    output: Payload,
    assigned: Option<Vec<(String, Payload)>>,
    next: Option<usize>,
}

impl<'p, 't, 'a> Engine<'p, 't, 'a> {
    fn new(workflow: &'p Workflow<'t>, input: Payload, options: &'p Options, answers: &'a mut dyn Answers) -> Self {
        let clock = options.now.or_else(|| answers.started()).unwrap_or(DEFAULT_START);
        let mut world = Seeded::new(clock, options.seed);
        let name = options.name.clone().unwrap_or_else(|| world.uuid());
        let identity = Rc::new(Identity::of(options, name, clock, &mut world));
        Self {
            workflow,
            input,
            options,
            answers,
            alone: None,
            world,
            identity,
            past: Vec::new(),
            events: Vec::new(),
            notes: Vec::new(),
            frames: Vec::new(),
            queue: BinaryHeap::new(),
            seq: 0,
            clock,
            samples: Vec::new(),
            transitions: 0,
            ended: None,
            problem: None,
            around: Around::default(),
            depth: 0,
            executions: 0,
        }
    }

    fn start(&mut self) {
        self.begin(Vars::default());
        self.drive(0);
    }

    /// Enters the first state.
    fn begin(&mut self, vars: Vars) {
        let role = Rc::from(self.identity.role_arn.as_deref().unwrap_or_default());
        let started = EventKind::ExecutionStarted { input: self.input.clone(), role };
        self.record(0, started);
        self.limit_time();
        let frame = Frame::new(&self.workflow.machine, self.input.clone(), vars, Rc::clone(&self.identity));
        self.frames.push(frame);
        self.enter(0, self.workflow.machine.start, self.input.clone());
    }

    /// The execution may take so long.
    fn limit_time(&mut self) {
        let own = self.workflow.timeout.filter(|seconds| *seconds > 0);
        let most = self.options.express.then_some(EXPRESS_SECONDS);
        if let Some(seconds) = [own, most].into_iter().flatten().min() {
            self.due(seconds_to_millis(seconds), 0, 0, What::End);
        }
    }

    /// Goes on until the execution has ended.
    fn work(&mut self) -> Result<(), String> {
        while self.ended.is_none() {
            if let Some(problem) = self.problem.take() {
                return Err(problem);
            }
            let Some(Reverse(due)) = self.queue.pop() else {
                let failure = Failure::runtime("the execution has nothing left to do");
                self.end_failed(failure, 0);
                break;
            };
            self.clock = self.clock.max(due.time);
            self.world.now = self.clock;
            if due.what == What::End {
                self.late(due.frame);
                continue;
            }
            let fits = self.frames.get(due.frame).is_some_and(|frame| frame.alive && frame.visit == due.visit);
            if fits {
                self.happen(&due);
            }
        }
        self.problem.take().map_or(Ok(()), Err)
    }

    fn happen(&mut self, due: &Due) {
        let f = due.frame;
        match due.what {
            What::Move => self.drive(f),
            What::Wake => {
                let flow = self.woken(f);
                self.settle(f, flow);
                self.drive(f);
            }
            What::Answer => {
                let flow = self.answered(f);
                self.settle(f, flow);
                self.drive(f);
            }
            What::Timeout => {
                let flow = self.timed_out(f);
                self.settle(f, flow);
                self.drive(f);
            }
            What::Retry => {
                self.frames[f].ready = true;
                self.drive(f);
            }
            What::End => {}
        }
    }

    /// Moves a frame on until it has to wait for something.
    fn drive(&mut self, f: usize) {
        while self.ended.is_none() && self.problem.is_none() {
            let Some(frame) = self.frames.get_mut(f) else { return };
            if !frame.alive || !std::mem::take(&mut frame.ready) || self.ends_overrun(f) {
                return;
            }
            let flow = self.perform(f);
            self.settle(f, flow);
        }
    }

    /// Takes a state's outcome.
    fn settle(&mut self, f: usize, flow: Result<Flow, Failure>) {
        match flow {
            Ok(Flow::Pending | Flow::Left) => {}
            Ok(Flow::Exit(exit)) => self.exit(f, exit),
            Ok(Flow::Fail(failure)) => self.scope_failed(f, failure),
            Err(failure) => self.state_failed(f, failure),
        }
    }

    /// Enters a state.
    fn enter(&mut self, f: usize, at: usize, input: Payload) {
        let frame = &mut self.frames[f];
        let Some(state) = frame.machine.states.get(at) else { return };
        let previous = frame.last;
        let entered =
            EventKind::StateEntered { state: state.kind.state_type(), name: state.name, input: input.clone() };
        let id = self.record_in(f, previous, entered);
        let clock = self.clock;
        let frame = &mut self.frames[f];
        frame.enter(at, input.clone(), id, previous, clock);
        self.saw(f, StepName::Input, || input);
    }

    /// Leaves a state and goes to the next, or ends the machine.
    fn exit(&mut self, f: usize, exit: Exit) {
        let Exit { output, assigned, next } = exit;
        let state = self.frames[f].state();
        if output.size() > MAX_PAYLOAD {
            let failure = Failure::new(DATA_LIMIT, too_large(state.name, "returned a result"));
            self.scope_failed(f, failure);
            return;
        }
        let previous = self.frames[f].last;
        let assigned = assigned.map(Rc::new);
        let exited = EventKind::StateExited {
            state: state.kind.state_type(),
            name: state.name,
            output: output.clone(),
            assigned: assigned.clone(),
        };
        let id = self.record_in(f, previous, exited);
        if self.ended.is_some() {
            return;
        }
        let frame = &mut self.frames[f];
        frame.last = id;
        if let Some(assigned) = assigned {
            frame.vars = frame.vars.with(&assigned);
        }
        self.left(f, &output);
        self.transitions += 1;
        if self.options.express && self.transitions >= EXPRESS_TRANSITIONS {
            return self.end_late();
        }
        if let Some(progress) = self.around.progress.as_mut().filter(|_| self.transitions.is_multiple_of(PROGRESS))
            && !progress(self.transitions, self.clock)
        {
            self.problem = Some(format!("the run was stopped after {} transitions", self.transitions));
        }
        match next.filter(|next| !self.leads_outside(f, *next)) {
            Some(next) => self.enter(f, next, output),
            None => self.machine_done(f, output),
        }
    }

    fn machine_done(&mut self, f: usize, output: Payload) {
        self.frames[f].alive = false;
        if let Some((parent, index)) = self.frames[f].parent {
            return self.child_done(parent, index, f, output);
        }
        let last = self.frames[f].last;
        self.end(
            last,
            EventKind::ExecutionSucceeded { output: output.clone() },
            (Status::Succeeded, Some(output), None),
        );
    }

    /// A machine fails: the state around it does, or the execution.
    fn scope_failed(&mut self, f: usize, failure: Failure) {
        self.note(f, NoteKind::Failed { failure: failure.clone() });
        self.frames[f].alive = false;
        if let Some((parent, index)) = self.frames[f].parent {
            return self.child_failed(parent, index, f, failure);
        }
        let last = self.frames[f].last;
        self.end_failed(failure, last);
    }

    /// A frame is due to have ended: the first one is the whole execution.
    fn late(&mut self, f: usize) {
        match f {
            0 => self.end_late(),
            f => self.end_apart(f, Failure::timeout()),
        }
    }

    fn end_late(&mut self) {
        let last = self.frames.first().map_or(0, |frame| frame.last);
        self.end(last, EventKind::ExecutionTimedOut, (Status::TimedOut, None, None));
    }

    fn end_failed(&mut self, failure: Failure, last: u64) {
        let Failure { error, cause, .. } = failure.clone();
        self.end(last, EventKind::ExecutionFailed { error, cause }, (Status::Failed, None, Some(failure)));
    }

    /// Ends the execution, unless something has ended it: its last event may have been one too many.
    fn end(&mut self, last: u64, kind: EventKind<'t>, ending: Ending) {
        if self.ended.is_none() {
            self.record(last, kind);
            self.ended = Some(ending);
        }
    }

    /// How many events there are.
    fn count(&self) -> u64 {
        (self.past.len() + self.events.len()) as u64
    }

    /// Adds an event.
    fn record(&mut self, previous: u64, kind: EventKind<'t>) -> u64 {
        let id = self.count() + 1;
        self.events.push(Event { id, previous, state: 0, time: self.clock, kind });
        id
    }

    /// Adds what no event tells of the state of a frame.
    fn note(&mut self, f: usize, kind: NoteKind<'t>) {
        let frame = &self.frames[f];
        if frame.apart.is_none() && self.ended.is_none() {
            self.notes.push(Note { after: self.count(), state: frame.entered, time: self.clock, kind });
        }
    }

    /// Adds an event of a frame, unless it is one of a child execution, whose events are its own. A standard execution that
    /// has too many ends.
    fn record_in(&mut self, f: usize, previous: u64, kind: EventKind<'t>) -> u64 {
        if let Some(apart) = &self.frames[f].apart {
            apart.count();
            return previous;
        }
        if self.ended.is_some() {
            return previous;
        }
        if !self.options.express && self.count() + 1 >= MAX_EVENTS {
            self.end_failed(Failure::new(RUNTIME, too_many_events()), previous);
            return previous;
        }
        let id = self.record(previous, kind);
        if let Some(event) = self.events.last_mut() {
            event.state = self.frames[f].entered;
        }
        id
    }

    /// Notes that something is due after some milliseconds.
    fn due(&mut self, after: i64, f: usize, visit: u64, what: What) {
        self.seq += 1;
        let time = self.clock.saturating_add(after);
        self.queue.push(Reverse(Due { time, seq: self.seq, frame: f, visit, what }));
    }

    fn finish(self) -> Run<'t> {
        let (status, output, failure) = self.ended.unwrap_or((Status::Aborted, None, None));
        let (error, cause) = failure.map_or((None, None), |failure| (failure.error, failure.cause));
        let Self { past, events, notes, samples, transitions, .. } = self;
        Run { status, output, error, cause, past, events, notes, samples, transitions }
    }
}

/// AWS's words for a payload above the limit, recorded of a result.
fn too_large(whose: &str, did: &str) -> String {
    format!("The state/task '{whose}' {did} with a size exceeding the maximum number of bytes service limit.")
}

fn too_many_events() -> String {
    format!("The execution reached the maximum number of history events ({MAX_EVENTS}).")
}

fn seconds_to_millis(seconds: u64) -> i64 {
    i64::try_from(seconds).unwrap_or(i64::MAX).saturating_mul(1000)
}

#[expect(clippy::cast_possible_truncation, reason = "it saturates, far in the future")]
fn millis(seconds: f64) -> i64 {
    (seconds * 1000.0).round() as i64
}
