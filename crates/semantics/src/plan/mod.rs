//! What each state does, in order, as data: every path, template and transition ready to be walked.
//!
//! A [`Workflow`] is built from a definition that AWS takes; what is missing or hidden keeps a state from being built, and
//! is told as a [`Gap`].

mod build;
pub mod errors;
mod step;

pub use step::StepName;

use crate::{QueryLanguage, StateId, StateType};
use asl_expressions::choice::Operator;
use asl_expressions::{Template, Value};
use asl_syntax::Node;
use asl_syntax::jsonpath::Path;
use std::sync::Arc;

/// A whole definition.
#[derive(Debug)]
pub struct Workflow<'t> {
    /// The outermost machine.
    pub machine: Machine<'t>,
    /// `TimeoutSeconds` of the execution.
    pub timeout: Option<u64>,
}

/// States with a start.
#[derive(Debug)]
pub struct Machine<'t> {
    /// Index of the first state.
    pub start: usize,
    /// In the order of the definition.
    pub states: Vec<State<'t>>,
    /// Names of states that are led to and not walked: their indices follow those of `states`. A whole machine has none.
    pub outside: Vec<&'t str>,
}

/// Why a workflow can't be walked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// What is missing or unknown, with names.
    pub message: String,
    /// Where.
    pub span: asl_syntax::Span,
}

/// A state. Steps that the definition leaves out change nothing.
#[derive(Debug)]
pub struct State<'t> {
    /// Its number in the definition.
    pub id: StateId,
    /// Its name.
    pub name: &'t str,
    /// Its place.
    pub node: Node<'t>,
    /// The language of its fields.
    pub language: QueryLanguage,
    /// What it does.
    pub kind: Kind<'t>,
    /// `InputPath`
    pub input_path: Selection<'t>,
    /// `Parameters`, `Arguments`, `ItemSelector` of a Map.
    pub arguments: Option<Template<'t>>,
    /// `ResultSelector`
    pub result_selector: Option<Template<'t>>,
    /// `ResultPath`
    pub result_path: Destination<'t>,
    /// `OutputPath`
    pub output_path: Selection<'t>,
    /// `Output`
    pub output: Option<Template<'t>>,
    /// `Assign`
    pub assign: Option<Template<'t>>,
    /// `Next`; none where the state ends its machine or chooses otherwise.
    pub next: Option<usize>,
    /// `Retry`
    pub retry: Vec<Retrier<'t>>,
    /// `Catch`
    pub catch: Vec<Catcher<'t>>,
}

/// What a path takes from the data.
#[derive(Debug, Default)]
pub enum Selection<'t> {
    /// No path is given: all of it.
    #[default]
    Whole,
    /// `null`: an empty object.
    Nothing,
    /// A path.
    Path(PathText<'t>),
}

/// Where a result goes.
#[derive(Debug, Default)]
pub enum Destination<'t> {
    /// It takes the place of the input.
    #[default]
    Whole,
    /// `null`: nowhere.
    Nothing,
    /// Into the input.
    Path(PathText<'t>),
}

/// A path and how it is written, for messages.
#[derive(Debug)]
pub struct PathText<'t> {
    /// As written.
    pub text: &'t str,
    /// Its place.
    pub node: Node<'t>,
    /// Read.
    pub path: Arc<Path<'t>>,
}

/// A value that is given as it stands.
#[derive(Debug)]
pub struct Given<'t> {
    /// The value; what a placeholder hides stays text.
    pub value: Value,
    /// Its place.
    pub node: Node<'t>,
}

/// What the types of state do.
#[derive(Debug)]
pub enum Kind<'t> {
    /// `Pass`, with its `Result`.
    Pass(Option<Given<'t>>),
    /// `Task`
    Task(Task<'t>),
    /// `Choice`
    Choice(Choice<'t>),
    /// `Wait`
    Wait(Wait<'t>),
    /// `Succeed`
    Succeed,
    /// `Fail`
    Fail {
        /// `Error`, `ErrorPath`
        error: Text<'t>,
        /// `Cause`, `CausePath`
        cause: Text<'t>,
    },
    /// `Parallel`, with its branches.
    Parallel(Vec<Machine<'t>>),
    /// `Map`
    Map(Box<Map<'t>>),
}

impl Kind<'_> {
    /// The type of the state.
    pub fn state_type(&self) -> StateType {
        match self {
            Self::Pass(_) => StateType::Pass,
            Self::Task(_) => StateType::Task,
            Self::Choice(_) => StateType::Choice,
            Self::Wait(_) => StateType::Wait,
            Self::Succeed => StateType::Succeed,
            Self::Fail { .. } => StateType::Fail,
            Self::Parallel(_) => StateType::Parallel,
            Self::Map(_) => StateType::Map,
        }
    }
}

/// A text that may be computed.
#[derive(Debug, Default)]
pub enum Text<'t> {
    /// Not given.
    #[default]
    Absent,
    /// As it stands, or in JSONata.
    Template(Template<'t>),
    /// By a path or a call.
    Computed(Template<'t>),
}

/// A number that may be computed.
#[derive(Debug, Default)]
pub enum Number<'t> {
    /// Not given.
    #[default]
    Absent,
    /// As it stands, or in JSONata.
    Template(Template<'t>),
    /// By a path.
    Path(PathText<'t>),
}

impl Number<'_> {
    /// Is it given at all?
    pub fn is_given(&self) -> bool {
        !matches!(self, Self::Absent)
    }
}

/// `Task`
#[derive(Debug)]
pub struct Task<'t> {
    /// `Resource`, as written.
    pub resource: &'t str,
    /// `TimeoutSeconds`, `TimeoutSecondsPath`
    pub timeout: Number<'t>,
    /// `HeartbeatSeconds`, `HeartbeatSecondsPath`
    pub heartbeat: Number<'t>,
    /// `Credentials`
    pub credentials: Option<Template<'t>>,
}

/// `Wait`
#[derive(Debug)]
pub enum Wait<'t> {
    /// `Seconds`, `SecondsPath`
    Seconds(Number<'t>),
    /// `Timestamp`
    Timestamp(Template<'t>),
    /// `TimestampPath`
    TimestampPath(PathText<'t>),
}

/// `Choice`
#[derive(Debug)]
pub struct Choice<'t> {
    /// In order.
    pub rules: Vec<Rule<'t>>,
    /// `Default`
    pub default: Option<usize>,
}

/// A rule of a Choice.
#[derive(Debug)]
pub struct Rule<'t> {
    /// When it applies.
    pub test: Test<'t>,
    /// Where it leads.
    pub next: usize,
    /// `Assign`
    pub assign: Option<Template<'t>>,
    /// `Output`
    pub output: Option<Template<'t>>,
}

/// When a rule applies.
#[derive(Debug)]
pub enum Test<'t> {
    /// `And`
    And(Vec<Test<'t>>),
    /// `Or`
    Or(Vec<Test<'t>>),
    /// `Not`
    Not(Box<Test<'t>>),
    /// `Variable` and an operator.
    Compare {
        /// `Variable`
        variable: PathText<'t>,
        /// What is asked.
        operator: Operator,
        /// What it is compared with.
        operand: Operand<'t>,
    },
    /// `Condition`
    Condition(Template<'t>),
}

/// What a variable is compared with.
#[derive(Debug)]
pub enum Operand<'t> {
    /// As it stands.
    Literal(Given<'t>),
    /// By a path.
    Path(PathText<'t>),
}

/// `Map`
#[derive(Debug)]
pub struct Map<'t> {
    /// `ItemProcessor`, `Iterator`
    pub processor: Machine<'t>,
    /// `Mode` is `DISTRIBUTED`.
    pub distributed: bool,
    /// `ExecutionType` of a distributed Map is `EXPRESS`.
    pub express: bool,
    /// `Label`
    pub label: Option<&'t str>,
    /// `ItemsPath`
    pub items_path: Selection<'t>,
    /// `Items`
    pub items: Option<Template<'t>>,
    /// `MaxConcurrency`, `MaxConcurrencyPath`
    pub max_concurrency: Number<'t>,
    /// `ToleratedFailureCount`, `ToleratedFailureCountPath`
    pub tolerated_count: Number<'t>,
    /// `ToleratedFailurePercentage`, `ToleratedFailurePercentagePath`
    pub tolerated_percentage: Number<'t>,
    /// `ItemReader`
    pub reader: Option<Reader<'t>>,
    /// `ItemBatcher`
    pub batcher: Option<Batcher<'t>>,
    /// `ResultWriter`
    pub writer: Option<Writer<'t>>,
}

/// `ItemReader`
#[derive(Debug)]
pub struct Reader<'t> {
    /// `Resource`
    pub resource: &'t str,
    /// `Parameters`, `Arguments`
    pub arguments: Option<Template<'t>>,
    /// `ReaderConfig`, but for what is computed.
    pub config: Value,
    /// `MaxItems`, `MaxItemsPath`
    pub max_items: Number<'t>,
}

/// `ItemBatcher`
#[derive(Debug)]
pub struct Batcher<'t> {
    /// `MaxItemsPerBatch`, `MaxItemsPerBatchPath`
    pub max_items: Number<'t>,
    /// `MaxInputBytesPerBatch`, `MaxInputBytesPerBatchPath`
    pub max_bytes: Number<'t>,
    /// `BatchInput`
    pub input: Option<Template<'t>>,
}

/// `ResultWriter`
#[derive(Debug)]
pub struct Writer<'t> {
    /// `Resource`, if results are written anywhere.
    pub resource: Option<&'t str>,
    /// `Parameters`, `Arguments`
    pub arguments: Option<Template<'t>>,
    /// `WriterConfig`
    pub config: Value,
}

/// An element of `Retry`.
#[derive(Debug)]
pub struct Retrier<'t> {
    /// `ErrorEquals`
    pub errors: Vec<&'t str>,
    /// `IntervalSeconds`
    pub interval: f64,
    /// `MaxAttempts`
    pub max_attempts: u64,
    /// `BackoffRate`
    pub backoff: f64,
    /// `MaxDelaySeconds`
    pub max_delay: Option<f64>,
    /// `JitterStrategy` is `FULL`.
    pub jitter: bool,
}

/// An element of `Catch`.
#[derive(Debug)]
pub struct Catcher<'t> {
    /// `ErrorEquals`
    pub errors: Vec<&'t str>,
    /// `Next`
    pub next: usize,
    /// `ResultPath`
    pub result_path: Destination<'t>,
    /// `Assign`
    pub assign: Option<Template<'t>>,
    /// `Output`
    pub output: Option<Template<'t>>,
}

impl<'t> Machine<'t> {
    /// The state of a name.
    pub fn find(&self, name: &str) -> Option<(usize, &State<'t>)> {
        self.states.iter().enumerate().find(|(_, state)| state.name == name)
    }

    /// The name of the state that an index means, if it is one that is not walked.
    pub fn outside(&self, at: usize) -> Option<&'t str> {
        at.checked_sub(self.states.len()).and_then(|at| self.outside.get(at)).copied()
    }
}
