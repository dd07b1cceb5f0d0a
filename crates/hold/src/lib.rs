//! A run held against what was inferred of its workflow: a value that is seen must be of the type for its place, an error
//! that happens must have been foreseen, and what is said to fail for certain must fail.
//!
//! It is the only room that knows both the walk over values and the walk over types.

mod course;
mod inferred;

pub use inferred::Inferred;

use asl_expressions::Value;
use asl_interpret::answers::Step;
use asl_interpret::{Payload, Run};
use asl_semantics::StateId;
use asl_semantics::plan::StepName;

/// Looks on while a workflow runs, and writes down what it sees.
#[derive(Debug, Default)]
pub struct Watch {
    seen: Vec<(String, StepName, Payload)>,
}

impl asl_interpret::Observer for Watch {
    fn saw(&mut self, _: &[Step], state: &str, step: StepName, value: &Payload) {
        self.seen.push((state.to_owned(), step, value.clone()));
    }
}

/// What a run shows of itself.
#[derive(Debug)]
pub struct Shown<'t> {
    /// State, step and value, in the order of the run.
    pub seen: Vec<(String, StepName, Payload)>,
    /// What it came to.
    pub run: Run<'t>,
}

impl Watch {
    /// With what the run came to that was watched.
    pub fn done(self, run: Run<'_>) -> Shown<'_> {
        Shown { seen: self.seen, run }
    }
}

/// What does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The state that it is about; none, where it is about the whole execution.
    pub state: Option<StateId>,
    /// The part of a value that is not of its type: the way to it, and what is there.
    pub part: Option<(String, Value)>,
    /// What does not hold, in words.
    pub message: String,
}

impl Violation {
    /// Is it about the same part of the data as another one, carried on?
    pub fn follows(&self, other: &Self) -> bool {
        let (Some((way, value)), Some((earlier, before))) = (&self.part, &other.part) else { return false };
        let name = |way: &str| way.rsplit('/').next().unwrap_or_default().to_owned();
        // What is missing is null; only its name tells it apart.
        value == before && (!value.is_null() || name(way) == name(earlier))
    }
}
