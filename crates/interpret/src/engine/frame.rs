//! A machine that is being walked: the whole execution, a branch, an iteration.

use super::apart::Apart;
use super::group::Group;
use super::task::TaskRun;
use crate::answers::Step;
use crate::context::{Identity, MapItem};
use crate::payload::Payload;
use asl_expressions::{Data, Value};
use asl_semantics::plan::{Machine, State};
use serde_json::Map;
use std::cell::OnceCell;
use std::rc::Rc;

/// Where a machine is.
#[derive(Debug)]
pub(super) struct Frame<'p, 't> {
    pub(super) machine: &'p Machine<'t>,
    /// Index of the state.
    pub(super) at: usize,
    /// What the state got.
    pub(super) input: Payload,
    pub(super) vars: Vars,
    /// The event that the next one follows.
    pub(super) last: u64,
    /// The event that entered the state, the one before it, and when.
    pub(super) entered: u64,
    pub(super) entered_previous: u64,
    pub(super) entered_time: i64,
    /// Of each retrier, how often it was used in this visit.
    pub(super) retries: Vec<u64>,
    pub(super) retry_count: u64,
    /// The frame that waits for this one, and which of its children this is.
    pub(super) parent: Option<(usize, usize)>,
    /// The item that the nearest iteration around is about.
    pub(super) item: Option<Rc<MapItem>>,
    /// The states around, with iterations.
    pub(super) place: Vec<Step>,
    pub(super) identity: Rc<Identity>,
    /// The input of the execution that it belongs to.
    pub(super) execution_input: Payload,
    /// The child execution that it belongs to: its events are not those of this execution then.
    pub(super) apart: Option<Rc<Apart>>,
    pub(super) alive: bool,
    /// Is there something to do at once?
    pub(super) ready: bool,
    /// Counts what the frame has waited for, so that what comes too late is known.
    pub(super) visit: u64,
    pub(super) task: Option<TaskRun>,
    pub(super) group: Option<Group<'p, 't>>,
}

impl<'p, 't> Frame<'p, 't> {
    pub(super) fn new(machine: &'p Machine<'t>, input: Payload, vars: Vars, identity: Rc<Identity>) -> Self {
        Self {
            machine,
            at: machine.start,
            input: input.clone(),
            vars,
            last: 0,
            entered: 0,
            entered_previous: 0,
            entered_time: 0,
            retries: Vec::new(),
            retry_count: 0,
            parent: None,
            item: None,
            place: Vec::new(),
            identity,
            execution_input: input,
            apart: None,
            alive: true,
            ready: false,
            visit: 0,
            task: None,
            group: None,
        }
    }

    /// The state that it is in.
    pub(super) fn state(&self) -> &'p State<'t> {
        // A frame is only ever put into a state that its machine has.
        &self.machine.states[self.at]
    }

    /// The way to that state, as those who answer are told it.
    pub(super) fn path(&self) -> Vec<Step> {
        let own = Step { state: self.state().name.to_owned(), index: None };
        self.place.iter().cloned().chain([own]).collect()
    }

    pub(super) fn enter(&mut self, at: usize, input: Payload, id: u64, previous: u64, clock: i64) {
        self.at = at;
        self.input = input;
        self.entered = id;
        self.entered_previous = previous;
        self.entered_time = clock;
        self.last = id;
        self.retries.clear();
        self.retry_count = 0;
        self.task = None;
        self.group = None;
        self.visit += 1;
        self.ready = true;
    }
}

/// Variables, shared until somebody assigns one.
#[derive(Clone, Debug, Default)]
pub(super) struct Vars(Rc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    values: Map<String, Value>,
    data: OnceCell<Vec<(String, Data)>>,
}

impl Vars {
    pub(super) fn of(values: Map<String, Value>) -> Self {
        Self(Rc::new(Inner { values, data: OnceCell::new() }))
    }

    pub(super) fn values(&self) -> &Map<String, Value> {
        &self.0.values
    }

    /// As JSONata has them, converted once.
    pub(super) fn data(&self) -> &[(String, Data)] {
        let convert = |(name, value): (&String, &Value)| (name.clone(), Data::from(value));
        self.0.data.get_or_init(|| self.0.values.iter().map(convert).collect())
    }

    pub(super) fn with(&self, assigned: &[(String, Payload)]) -> Self {
        let mut values = self.0.values.clone();
        values.extend(assigned.iter().map(|(name, value)| (name.clone(), value.value().clone())));
        Self::of(values)
    }
}
