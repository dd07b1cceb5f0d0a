//! What whoever looks on is told.

use super::Engine;
use crate::payload::Payload;
use crate::trace::StepName;
use asl_expressions::Value;

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
        if let Some(observer) = &mut self.around.observer {
            let frame = &self.frames[f];
            observer.saw(&frame.place, frame.state().name, step, &value());
        }
    }
}
