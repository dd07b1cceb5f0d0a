//! What whoever looks on is told.

use super::{Engine, Options, Run};
use crate::answers::Answers;
use crate::payload::Payload;
use crate::trace::{Observer, StepName};
use asl_expressions::Value;
use asl_semantics::plan::Workflow;

/// Runs a workflow while somebody looks on.
pub fn run_observed<'t>(
    workflow: &Workflow<'t>,
    input: Value,
    options: &Options,
    answers: &mut dyn Answers,
    observer: &mut dyn Observer,
) -> Result<Run<'t>, String> {
    let mut engine = Engine::new(workflow, Payload::from(input), options, answers);
    engine.observer = Some(observer);
    engine.start();
    engine.work()?;
    Ok(engine.finish())
}

impl Engine<'_, '_, '_> {
    /// Shows a state that is left.
    pub(super) fn left(&mut self, f: usize, output: &Payload) {
        self.saw(f, StepName::Output, || output.clone());
        let vars = self.frames[f].vars.clone();
        if !vars.values().is_empty() {
            self.saw(f, StepName::Variables, || Value::Object(vars.values().clone()).into());
        }
    }

    /// Tells whoever looks on what a step of the state that a frame is in has come to.
    pub(super) fn saw(&mut self, f: usize, step: StepName, value: impl FnOnce() -> Payload) {
        if let Some(observer) = &mut self.observer {
            let frame = &self.frames[f];
            observer.saw(&frame.place, frame.state().name, step, &value());
        }
    }
}
