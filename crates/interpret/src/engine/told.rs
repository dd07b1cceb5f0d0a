//! Map and Parallel states whose machines are not walked, because it is known what they come to.

use super::Engine;
use super::group::threshold_passed;
use super::map::Tolerance;
use crate::answers::{Step, Whole};
use crate::failure::Failure;
use crate::payload::Payload;
use asl_semantics::plan::State;

impl<'p, 't> Engine<'p, 't, '_> {
    /// What the state comes to, where the answers tell.
    pub(super) fn told(&mut self, f: usize, state: &'p State<'t>) -> Option<Whole> {
        let mut place = self.frames[f].place.clone();
        place.push(Step { state: state.name.to_owned(), index: None });
        self.answers.whole(&place)
    }
}

impl Tolerance {
    /// The result of a Map, unless more of its iterations failed than may. Without a tolerance none is passed: the result
    /// is what was told.
    pub(super) fn of(self, whole: Whole) -> Result<Payload, Failure> {
        let result = whole.outcome?;
        let total = result.as_array().map_or(whole.failed, Vec::len);
        let is_given = self.count.is_some() || self.percentage.is_some();
        if is_given && self.is_passed(whole.failed, total) {
            return Err(threshold_passed());
        }
        Ok(result.into())
    }
}
