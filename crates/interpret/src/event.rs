//! What happens in an execution, as `GetExecutionHistory` tells it.

use crate::Failure;
use crate::payload::Payload;
use asl_semantics::StateType;
use std::rc::Rc;

/// One event.
#[derive(Clone, Debug)]
pub struct Event<'t> {
    /// From 1.
    pub id: u64,
    /// The event that led to it; 0 where there is none.
    pub previous: u64,
    /// The event that entered the state that this one is about; 0 where there is none.
    pub state: u64,
    /// Milliseconds since 1970.
    pub time: i64,
    /// What happened.
    pub kind: EventKind<'t>,
}

/// The resource of a task, as its events name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceName {
    /// `lambda`, `aws-sdk:s3`
    pub service: String,
    /// `invoke`, `getObject`
    pub action: String,
}

/// Who runs a task, which decides what its events are called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Worker {
    /// An integration.
    Service(Rc<ResourceName>),
    /// A Lambda function by its own ARN.
    Function,
    /// An activity.
    Activity,
}

/// What a task was started with.
#[derive(Clone, Debug)]
pub struct Schedule {
    /// Where a service is called.
    pub region: Rc<str>,
    /// Its ARN, as written.
    pub resource: Rc<str>,
    /// What it gets.
    pub input: Payload,
    /// Seconds, where a timeout is set.
    pub timeout: Option<u64>,
    /// Seconds, where a heartbeat is set.
    pub heartbeat: Option<u64>,
    /// `RoleArn` of `Credentials`.
    pub role: Option<String>,
}

/// What happened.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the names are AWS's, and say it")]
pub enum EventKind<'t> {
    ExecutionStarted { input: Payload, role: Rc<str> },
    ExecutionSucceeded { output: Payload },
    ExecutionFailed { error: Option<String>, cause: Option<String> },
    ExecutionTimedOut,
    ExecutionAborted { error: Option<String>, cause: Option<String> },
    ExecutionRedriven { count: u64 },
    StateEntered { state: StateType, name: &'t str, input: Payload },
    StateExited { state: StateType, name: &'t str, output: Payload, assigned: Option<Rc<Vec<(String, Payload)>>> },
    StateAborted { state: StateType },
    Scheduled { worker: Worker, schedule: Box<Schedule> },
    Started { worker: Worker, name: Option<String> },
    Submitted { worker: Worker, output: Payload },
    Succeeded { worker: Worker, output: Payload },
    Failed { worker: Worker, step: FailedStep, error: Option<String>, cause: Option<String> },
    TimedOut { worker: Worker, error: String, cause: Option<String> },
    ParallelStarted,
    ParallelSucceeded,
    ParallelFailed,
    MapStarted { length: usize },
    MapSucceeded,
    MapFailed,
    IterationStarted { name: &'t str, index: usize },
    IterationSucceeded { name: &'t str, index: usize },
    IterationFailed { name: &'t str, index: usize },
    IterationAborted { name: &'t str, index: usize },
    MapRunStarted { arn: Rc<str> },
    MapRunSucceeded,
    MapRunFailed { error: Option<String>, cause: Option<String> },
    MapRunRedriven { arn: Rc<str>, count: u64 },
    EvaluationFailed { error: String, cause: Option<String>, location: Option<String>, state: &'t str },
}

/// What a history does not tell: why it went on as it did.
#[derive(Clone, Debug)]
pub struct Note<'t> {
    /// The last event before.
    pub after: u64,
    /// The event that entered the state.
    pub state: u64,
    /// Milliseconds since 1970.
    pub time: i64,
    /// What happened.
    pub kind: NoteKind<'t>,
}

/// What happened beside the events.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields say it")]
pub enum NoteKind<'t> {
    /// A Choice took a rule; none where it took its `Default`.
    Chosen { rule: Option<usize>, next: &'t str },
    /// A retrier is used for the n-th time.
    Retry { failure: Failure, attempt: u64, most: u64, delay: i64 },
    /// A catcher takes the error.
    Caught { failure: Failure, next: &'t str },
    /// Nothing takes it.
    Failed { failure: Failure },
}

/// At which step a task failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailedStep {
    /// It could not be scheduled.
    Schedule,
    /// It could not be started.
    Start,
    /// The job could not be handed over.
    Submit,
    /// It ran, and failed.
    Run,
}
