//! Who answers in a test: the mock, and nobody else.

use super::Configuration;
use crate::Failure;
use crate::answers::{Answer, Answers, Outcome as TaskOutcome, Question, Step, Whole};
use crate::files::{Files, Listed, Trouble};
use asl_expressions::Value;

/// What the state's work comes to.
pub(super) type Outcome = Result<Value, Failure>;

/// The mock of a test.
pub(super) struct Mocked {
    outcome: Option<Outcome>,
    failed: usize,
}

impl Mocked {
    pub(super) fn new(outcome: Option<Outcome>, configuration: &Configuration) -> Self {
        Self { outcome, failed: configuration.failed_iterations.unwrap_or(0) }
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
        Some(Whole { outcome, failed: self.failed })
    }
}

/// What the `ItemReader` of a Map reads, wherever it looks.
pub(super) struct ReaderData(pub(super) String);

impl Files for ReaderData {
    fn read(&self, _: &str, _: &str) -> Result<Vec<u8>, Trouble> {
        Ok(self.0.as_bytes().to_vec())
    }

    fn list(&self, _: &str, _: &str) -> Result<Vec<Listed>, Trouble> {
        Ok(Vec::new())
    }

    fn write(&mut self, _: &str, _: &str, _: &[u8]) -> Result<(), Trouble> {
        Ok(())
    }
}
