//! What a run is told, and what it comes to.

use super::Machines;
use crate::event::{Event, Note};
use crate::files::Files;
use crate::payload::Payload;
use crate::trace::Observer;
use asl_expressions::{Limits, Value};

/// 2026-01-01T00:00:00Z
pub(crate) const DEFAULT_START: i64 = 1_767_225_600_000;

/// What a run may be told.
#[derive(Clone, Debug)]
pub struct Options {
    /// Express workflows have no limit of events, and other names.
    pub express: bool,
    /// When it starts, in milliseconds since 1970; else as the answers say, else 2026-01-01.
    pub now: Option<i64>,
    /// Decides ids, random numbers and jitter.
    pub seed: u64,
    /// In ARNs and events.
    pub region: String,
    /// In ARNs.
    pub account: String,
    /// Of the execution.
    pub role: Option<String>,
    /// Of the execution; else from the seed.
    pub name: Option<String>,
    /// Of the state machine.
    pub machine: String,
    /// What an expression of JSONata may use.
    pub limits: Limits,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            express: false,
            now: None,
            seed: 0,
            region: "us-east-1".to_owned(),
            account: "111111111111".to_owned(),
            role: None,
            name: None,
            machine: "StateMachine".to_owned(),
            limits: Limits::default(),
        }
    }
}

/// How an execution ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// With an output.
    Succeeded,
    /// With an error.
    Failed,
    /// It took longer than its `TimeoutSeconds`, or than an Express workflow may.
    TimedOut,
    /// From outside.
    Aborted,
}

impl Status {
    /// AWS's name of it.
    pub fn text(self) -> &'static str {
        match self {
            Self::Succeeded => "SUCCEEDED",
            Self::Failed => "FAILED",
            Self::TimedOut => "TIMED_OUT",
            Self::Aborted => "ABORTED",
        }
    }
}

/// What an execution came to.
#[derive(Debug)]
pub struct Run<'t> {
    /// How it ended.
    pub status: Status,
    /// Its output, if it succeeded.
    pub output: Option<Payload>,
    /// Its error, if it has one.
    pub error: Option<String>,
    /// The cause of it.
    pub cause: Option<String>,
    /// What had happened before the execution was redriven, as its history tells it.
    pub past: Vec<Value>,
    /// What happened.
    pub events: Vec<Event<'t>>,
    /// Why it went on as it did.
    pub notes: Vec<Note<'t>>,
    /// The states whose tasks answered with a sample, because no answer was given for them.
    pub samples: Vec<&'t str>,
    /// How often states were left, over all machines.
    pub transitions: u64,
}

/// What a run may use beside its answers.
#[derive(Default)]
pub struct Around<'a, 't> {
    /// What stands for S3.
    pub files: Option<&'a mut dyn Files>,
    /// The state machines that tasks may start.
    pub machines: Option<&'a Machines<'t>>,
    /// Is told now and then how many transitions there were, and the virtual time; says whether to go on.
    pub progress: Option<&'a mut dyn FnMut(u64, i64) -> bool>,
    /// Sees the value at each step of each state.
    pub observer: Option<&'a mut dyn Observer>,
}
