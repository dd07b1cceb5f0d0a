//! Map and Parallel states whose machines are not walked, because it is known what they come to.

use super::Engine;
use super::group::{Tolerance, threshold_passed};
use crate::answers::{Step, Whole};
use crate::failure::Failure;
use crate::payload::Payload;
use crate::trace::StepName;
use asl_expressions::Value;
use asl_semantics::plan::{Reader, State};

impl<'p, 't> Engine<'p, 't, '_> {
    /// What the state comes to, where the answers tell.
    pub(super) fn told(&mut self, f: usize, state: &'p State<'t>) -> Option<Whole> {
        let mut place = self.frames[f].place.clone();
        place.push(Step { state: state.name.to_owned(), index: None });
        self.answers.whole(&place)
    }

    /// The items of a Map that reads them, where the answers tell; else there are none to be shown.
    pub(super) fn told_items(&mut self, f: usize, reader: &Reader<'t>, whole: &Whole) -> Vec<(Option<String>, Value)> {
        let Some(data) = &whole.items else { return Vec::new() };
        let found = match reader.config["ItemsPointer"].as_str() {
            Some(pointer) => {
                let found = data.pointer(pointer).unwrap_or(&Value::Null);
                self.saw(f, StepName::AfterItemsPointer, || found.clone().into());
                found
            }
            None => data,
        };
        match found.clone() {
            Value::Array(items) => items.into_iter().map(|value| (None, value)).collect(),
            Value::Object(members) => members.into_iter().map(|(name, value)| (Some(name), value)).collect(),
            _ => Vec::new(),
        }
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
