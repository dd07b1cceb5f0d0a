//! Who answers for the tasks.

mod config;
mod recorded;
mod short;

pub use config::MockConfig;
pub use recorded::Recorded;
pub use short::Short;

use crate::Failure;
use asl_expressions::Value;
use std::collections::HashMap;

/// A mock file; its form is told from its content.
#[derive(Debug)]
pub enum Mocks {
    /// That of Step Functions Local.
    Config(MockConfig),
    /// A history.
    Recorded(Recorded),
    /// Answers by state.
    Short(Short),
}

impl Mocks {
    /// Reads a file: of one with test cases, that of a machine and a case. An error tells what is wrong with it.
    pub fn read(file: &Value, machine: Option<&str>, case: Option<&str>) -> Result<Self, String> {
        let fields = file.as_object().ok_or("a mock file holds an object")?;
        if MockConfig::is_one(fields) {
            return MockConfig::new(fields, machine, case).map(Self::Config);
        }
        if let Some(case) = case {
            return Err(format!("this mock file has no test cases, so there is no `{case}`"));
        }
        if Recorded::is_one(fields) {
            Recorded::new(fields).map(Self::Recorded)
        } else {
            Short::new(fields).map(Self::Short)
        }
    }
}

impl From<Mocks> for Box<dyn Answers> {
    fn from(mocks: Mocks) -> Self {
        match mocks {
            Mocks::Config(config) => Box::new(config),
            Mocks::Recorded(recorded) => Box::new(recorded),
            Mocks::Short(short) => Box::new(short),
        }
    }
}

/// A task that asks for an answer.
#[derive(Clone, Debug)]
pub struct Question<'q> {
    /// The names of the states around it and its own, the outermost first; iterations and branches with their index.
    pub place: &'q [Step],
    /// How often it was tried before in this visit.
    pub attempt: u64,
    /// Its `Resource`.
    pub resource: &'q str,
    /// What it gets.
    pub input: &'q Value,
    /// Seconds that it may take, where a timeout is set.
    pub timeout: Option<u64>,
}

/// A part of the way to a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The state.
    pub state: String,
    /// The iteration or branch within it; none for the task itself.
    pub index: Option<usize>,
}

/// What a task answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Milliseconds before it does.
    pub delay: i64,
    /// Milliseconds at which a heartbeat comes before.
    pub heartbeats: Vec<i64>,
    /// What comes then.
    pub outcome: Outcome,
    /// What the request itself answers, where the task goes on after it (`.sync`, callbacks).
    pub submitted: Option<Value>,
    /// The worker of an activity.
    pub worker: Option<String>,
}

/// How a task ends.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// With a result.
    Return(Value),
    /// With an error.
    Throw(Failure),
    /// It failed at an earlier step.
    Refuse(crate::event::FailedStep, Failure),
    /// It gives no answer.
    Never,
    /// A program answers: the caller of the interpreter runs it.
    Command(Vec<String>),
    /// No answer was given for it: this stands in.
    Sample(Value),
}

impl From<Outcome> for Answer {
    fn from(outcome: Outcome) -> Self {
        let submitted = Some(Value::Object(serde_json::Map::new()));
        Self { delay: 0, heartbeats: Vec::new(), outcome, submitted, worker: None }
    }
}

/// What became of a distributed Map, where its items are not at hand.
#[derive(Clone, Debug, PartialEq)]
pub enum MapRun {
    /// The output of the state.
    Output(Value, Vec<(String, Value)>),
    /// The Map Run failed.
    Failed(Failure),
}

/// What a Map or Parallel state comes to, where the machines inside of it are not walked.
#[derive(Clone, Debug, PartialEq)]
pub struct Whole {
    /// Its result, or its error.
    pub outcome: Result<Value, Failure>,
    /// How many iterations of a Map failed.
    pub failed: usize,
}

impl Question<'_> {
    /// The state that asks.
    pub fn state(&self) -> &str {
        self.place.last().map_or("", |step| step.state.as_str())
    }

    /// The iterations around it, the outermost first.
    pub fn iterations(&self) -> Vec<usize> {
        self.place.iter().filter_map(|step| step.index).collect()
    }
}

/// How often each task was asked for, by state and the iterations around it.
#[derive(Debug, Default)]
struct Asked(HashMap<(String, Vec<usize>), usize>);

impl Asked {
    /// The number of the answer that a task gets next: those of an iteration begin at its index.
    fn next(&mut self, question: &Question<'_>) -> usize {
        let iterations = question.iterations();
        let first = iterations.last().copied().unwrap_or(0);
        let asked = self.0.entry((question.state().to_owned(), iterations)).or_insert(0);
        let at = first + *asked;
        *asked += 1;
        at
    }
}

/// Who answers.
pub trait Answers {
    /// The answer of a task; an error ends the run with a message for the person who wrote the answers.
    fn answer(&mut self, question: &Question<'_>) -> Result<Answer, String>;

    /// Is an answer given for this task? Where none is, an execution that the task starts may be run instead.
    fn knows(&self, _question: &Question<'_>) -> bool {
        true
    }

    /// What became of a distributed Map as a whole, if that is known.
    fn map_run(&mut self, _place: &[Step]) -> Option<MapRun> {
        None
    }

    /// What a Map or Parallel state comes to, if the machines inside of it are not to be walked.
    fn whole(&mut self, _place: &[Step]) -> Option<Whole> {
        None
    }

    /// When the execution started, if that is known: milliseconds since 1970.
    fn started(&self) -> Option<i64> {
        None
    }
}

/// Nobody: every task answers with an empty object as a sample.
#[derive(Debug, Default)]
pub struct Samples;

impl Answers for Samples {
    fn answer(&mut self, _: &Question<'_>) -> Result<Answer, String> {
        Ok(Outcome::Sample(Value::Object(serde_json::Map::new())).into())
    }
}
