//! `ItemReader` of a distributed Map.

use super::Engine;
use super::flow::Extra;
use crate::failure::{Failure, ITEM_READER_FAILED};
use crate::items::{self, Found, Refusal, Request};
use crate::payload::Payload;
use crate::trace::StepName;
use asl_expressions::Value;
use asl_semantics::QueryLanguage;
use asl_semantics::plan::{Reader, State};

/// As many items as a Map can have.
const MAX_ITEMS: usize = 100_000_000;

impl<'p, 't> Engine<'p, 't, '_> {
    /// The items that are in S3; none where they can't be had here, which is told.
    pub(super) fn read_items(
        &mut self,
        f: usize,
        state: &'p State<'t>,
        reader: &'p Reader<'t>,
        input: &Payload,
    ) -> Result<Option<Vec<Found>>, Failure> {
        let arguments = match &reader.arguments {
            Some(template) => self.evaluate(f, template, input.value(), &Extra::None)?,
            None => Value::Null,
        };
        let most = match self.map_integer(f, &reader.max_items, input, "MaxItems")? {
            None => MAX_ITEMS,
            Some(most) if most < 0.0 || most == 0.0 && state.language == QueryLanguage::Jsonata => {
                return Err(self.reader_failed(f, "field MaxItems must be positive"));
            }
            Some(0.0) => MAX_ITEMS,
            #[expect(clippy::cast_sign_loss, clippy::cast_possible_truncation, reason = "it is above 0, and saturates")]
            Some(most) => (most as usize).min(MAX_ITEMS),
        };
        let request = Request { resource: reader.resource, arguments: &arguments, config: &reader.config, most };
        let found = match &self.around.files {
            Some(files) => items::read(&**files, &request),
            None => Err(Refusal::Problem(format!(
                "the items of the Map `{}` are in S3, which is not at hand: name a folder that stands for it",
                state.name
            ))),
        };
        match found {
            Ok(found) => {
                if !reader.config["ItemsPointer"].is_null() {
                    let values = || Value::Array(found.iter().map(|item| item.value.clone()).collect()).into();
                    self.saw(f, StepName::AfterItemsPointer, values);
                }
                Ok(Some(found))
            }
            Err(Refusal::Failed(cause)) => Err(self.reader_failed(f, &cause)),
            Err(Refusal::Problem(problem)) => {
                self.problem = Some(problem);
                Ok(None)
            }
        }
    }

    fn reader_failed(&mut self, f: usize, cause: &str) -> Failure {
        let failure = Failure::new(ITEM_READER_FAILED, cause);
        self.map_run_failed(f, &failure);
        failure
    }
}
