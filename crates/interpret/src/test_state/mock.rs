//! Who answers in a test: the mock, and nobody else.

use super::Configuration;
use crate::Failure;
use crate::answers::{Answer, Answers, Outcome as TaskOutcome, Question, Step, Whole};
use asl_expressions::Value;

/// What the state's work comes to.
pub(super) type Outcome = Result<Value, Failure>;

/// The mock of a test.
pub(super) struct Mocked {
    outcome: Option<Outcome>,
    failed: usize,
    items: Option<Value>,
}

impl Mocked {
    pub(super) fn new(outcome: Option<Outcome>, configuration: &Configuration, items: Option<Value>) -> Self {
        Self { outcome, failed: configuration.failed_iterations.unwrap_or(0), items }
    }
}

impl Answers for Mocked {
    fn answer(&mut self, question: &Question<'_>) -> Result<Answer, String> {
        let outcome = match &self.outcome {
            Some(Ok(result)) => TaskOutcome::Return(result.clone()),
            Some(Err(failure)) => TaskOutcome::Throw(failure.clone()),
            None => {
                return Err(format!(
                    "this test would call `{}`: nothing is called from here; give the request a `mock`",
                    question.resource
                ));
            }
        };
        Ok(outcome.into())
    }

    fn whole(&mut self, _: &[Step]) -> Option<Whole> {
        let outcome = self.outcome.clone()?;
        Some(Whole { outcome, failed: self.failed, items: self.items.clone() })
    }
}
