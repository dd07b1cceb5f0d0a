//! What a Map goes over, and within which limits.

use super::flow::{Extra, expression, type_name};
use super::group::{Group, Item, threshold_passed};
use super::states::plain;
use super::{Engine, Flow};
use crate::answers::{MapRun, Whole};
use crate::context::{self, MapItem};
use crate::event::EventKind;
use crate::failure::Failure;
use crate::items::Found;
use crate::payload::{MAX_PAYLOAD, Payload, size_of};
use crate::trace::StepName;
use asl_expressions::{Template, Value, World};
use asl_semantics::QueryLanguage;
use asl_semantics::plan::{Batcher, Map, Number, Selection, State};
use serde_json::json;
use std::rc::Rc;

/// How many iterations of an inline Map run at once where no limit is set.
const INLINE_CONCURRENCY: usize = 40;
/// The same of a distributed Map.
const DISTRIBUTED_CONCURRENCY: usize = 10_000;

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tolerance {
    pub(super) count: Option<f64>,
    pub(super) percentage: Option<f64>,
}

impl Tolerance {
    pub(super) fn is_passed(self, failed: usize, total: usize) -> bool {
        let (failed, total) = (failed as f64, total.max(1) as f64);
        let by_count = self.count.is_some_and(|most| failed > most);
        let by_percentage = self.percentage.is_some_and(|most| failed * 100.0 / total > most);
        by_count || by_percentage || self.count.is_none() && self.percentage.is_none() && failed > 0.0
    }

    /// The result of a Map whose iterations are not walked, unless more of them failed than may. Without a tolerance none
    /// is passed: the result is what was told.
    fn of(self, whole: Whole) -> Result<Payload, Failure> {
        let result = whole.outcome?;
        let total = result.as_array().map_or(whole.failed, Vec::len);
        let is_given = self.count.is_some() || self.percentage.is_some();
        if is_given && self.is_passed(whole.failed, total) {
            return Err(threshold_passed());
        }
        Ok(result.into())
    }
}

impl<'p, 't> Engine<'p, 't, '_> {
    pub(super) fn map(&mut self, f: usize, state: &'p State<'t>, map: &'p Map<'t>) -> Result<Flow, Failure> {
        let input = self.effective_input(f, state)?;
        let whole = self.answers.whole(&self.frames[f].path());
        let values = if map.reader.is_some() { Vec::new() } else { self.items(f, state, map, &input)? };
        self.follow(f, EventKind::MapStarted { length: values.len() });
        let started = self.frames[f].last;
        let limit = self.concurrency(f, map, &input)?;
        let tolerance = Tolerance {
            count: self.tolerated_count(f, map, &input)?,
            percentage: self.tolerated_percentage(f, map, &input)?,
        };
        let arn = map.distributed.then(|| self.map_run_arn(map));
        if let Some(arn) = &arn {
            self.follow(f, EventKind::MapRunStarted { arn: Rc::clone(arn) });
            if let Some(known) = self.answers.map_run(&self.frames[f].path()) {
                return self.known_outcome(f, known);
            }
        }
        let values = match &map.reader {
            None => values,
            // It is known what comes of them.
            Some(_) if whole.is_some() && self.around.files.is_none() => Vec::new(),
            Some(reader) => match self.read_items(f, state, reader, &input)? {
                Some(found) => found,
                None => return Ok(Flow::Pending),
            },
        };
        let total = values.len();
        let items = self.selected(f, state, &input, values)?;
        let items = match &map.batcher {
            Some(batcher) => self.batched(f, batcher, &input, items)?,
            None => items,
        };
        if let Some(whole) = whole {
            return self.result(f, state, &tolerance.of(whole)?);
        }
        self.frames[f].visit += 1;
        let count = items.len();
        self.frames[f].group = Some(Group {
            weights: items.iter().map(|item| item.weight).collect(),
            items: items.into_iter(),
            next: 0,
            limit,
            total,
            tolerance,
            arn,
            ..Group::new(Some(map), count, started)
        });
        self.start_items(f, state);
        Ok(Flow::Left)
    }

    pub(super) fn concurrency(&mut self, f: usize, map: &'p Map<'t>, input: &Payload) -> Result<usize, Failure> {
        let given = self.map_integer(f, &map.max_concurrency, input, "MaxConcurrency")?;
        self.saw(f, StepName::MaxConcurrency, || Value::from(given.unwrap_or(0.0) as i64).into());
        let most = if map.distributed { DISTRIBUTED_CONCURRENCY } else { INLINE_CONCURRENCY };
        #[expect(
            clippy::cast_sign_loss,
            clippy::cast_possible_truncation,
            reason = "it is above 0, and the cast saturates"
        )]
        Ok(given.filter(|given| *given > 0.0).map_or(most, |given| (given as usize).min(most)))
    }

    pub(super) fn map_integer(
        &mut self,
        f: usize,
        number: &Number<'t>,
        input: &Payload,
        field: &str,
    ) -> Result<Option<f64>, Failure> {
        let Some(value) = self.number(f, number, input.value(), field)? else { return Ok(None) };
        let whole = as_number(&value).filter(|number| number.fract() == 0.0);
        match (whole, number) {
            (Some(whole), _) => Ok(Some(whole)),
            (None, Number::Path(path)) => Err(Failure::runtime(format!(
                "The {field}Path field refers to value \"{}\" which is not a valid integer: {}",
                plain(&value),
                path.text
            ))),
            (None, _) => {
                Err(Failure::query(format!("The {field} field cannot be parsed as an integer: {value}"), field))
            }
        }
    }

    pub(super) fn tolerated_count(
        &mut self,
        f: usize,
        map: &'p Map<'t>,
        input: &Payload,
    ) -> Result<Option<f64>, Failure> {
        let count = self.map_integer(f, &map.tolerated_count, input, "ToleratedFailureCount")?;
        if count.is_some_and(|count| count < 0.0) {
            return Err(self.out_of_range(f, "ToleratedFailureCount cannot be negative.", "ToleratedFailureCount"));
        }
        if let Some(count) = count {
            self.saw(f, StepName::ToleratedFailureCount, || Value::from(count as i64).into());
        }
        Ok(count)
    }

    pub(super) fn tolerated_percentage(
        &mut self,
        f: usize,
        map: &'p Map<'t>,
        input: &Payload,
    ) -> Result<Option<f64>, Failure> {
        let field = "ToleratedFailurePercentage";
        let Some(value) = self.number(f, &map.tolerated_percentage, input.value(), field)? else { return Ok(None) };
        let Some(percentage) = as_number(&value) else {
            let Number::Path(path) = &map.tolerated_percentage else { return Ok(None) };
            return Err(Failure::runtime(format!(
                "The {field}Path field refers to value \"{}\" which is not a valid float: {}",
                plain(&value),
                path.text
            )));
        };
        if !(0.0..=100.0).contains(&percentage) {
            return Err(self.out_of_range(f, "ToleratedFailurePercentage must be between 0 and 100.", field));
        }
        self.saw(f, StepName::ToleratedFailurePercentage, || Value::from(percentage).into());
        Ok(Some(percentage))
    }

    pub(super) fn out_of_range(&self, f: usize, message: &str, field: &str) -> Failure {
        match self.frames[f].state().language {
            QueryLanguage::JsonPath => Failure::runtime(message),
            QueryLanguage::Jsonata => Failure::query(message, field),
        }
    }

    /// What a Map goes over: values, and the names of those that are members of an object.
    pub(super) fn items(
        &mut self,
        f: usize,
        state: &'p State<'t>,
        map: &'p Map<'t>,
        input: &Payload,
    ) -> Result<Vec<Found>, Failure> {
        let value = match state.language {
            QueryLanguage::Jsonata => self.given_items(f, map, input)?,
            QueryLanguage::JsonPath => self.selected_items(f, map, input)?,
        };
        let found = |key, value| Found { key, value, source: None };
        Ok(match value {
            Value::Array(items) => items.into_iter().map(|value| found(None, value)).collect(),
            Value::Object(members) => members.into_iter().map(|(name, value)| found(Some(name), value)).collect(),
            _ => Vec::new(),
        })
    }

    /// `Items`, or the input, where it can be gone over.
    fn given_items(&mut self, f: usize, map: &'p Map<'t>, input: &Payload) -> Result<Value, Failure> {
        let Some(template) = &map.items else {
            return match input.value() {
                items if has_items(map, items) => Ok(items.clone()),
                other => Err(Failure::query(format!("Map state input must be an array but was: {other}"), "Items")),
            };
        };
        match self.evaluate(f, template, &Value::Null, &Extra::None)? {
            items if has_items(map, &items) => Ok(items),
            other if expression(template).is_some() => {
                Err(self.unexpected(f, Some(template), &other, "Items", "array"))
            }
            other => Err(Failure::query(
                format!("The field 'Items' must be an array but was a {}: {other}", type_name(&other)),
                "Items",
            )),
        }
    }

    /// What `ItemsPath` leads to, where it can be gone over.
    fn selected_items(&mut self, f: usize, map: &'p Map<'t>, input: &Payload) -> Result<Value, Failure> {
        let selected = self.select(f, &map.items_path, input)?;
        if has_items(map, selected.value()) {
            self.saw(f, StepName::AfterItemsPath, || selected.clone());
            return Ok(selected.into_value());
        }
        let text = match &map.items_path {
            Selection::Path(path) => path.text,
            _ => "$",
        };
        let text = if text.starts_with("$$") { text.get(1..).unwrap_or(text) } else { text };
        Err(Failure::runtime(format!("Reference path \"{text}\" must point to array.")))
    }

    /// The items as `ItemSelector` makes them.
    pub(super) fn selected(
        &mut self,
        f: usize,
        state: &'p State<'t>,
        input: &Payload,
        values: Vec<Found>,
    ) -> Result<Vec<Item>, Failure> {
        let outer = self.frames[f].item.clone();
        // The items share one context object, because the input of the execution may be as large as all of them.
        let reads = state.arguments.as_ref().is_some_and(Template::reads_context);
        let mut context =
            if reads && state.language == QueryLanguage::JsonPath { self.context(f) } else { Value::Null };
        let mut items = Vec::with_capacity(values.len());
        for (index, Found { key, value, source }) in values.into_iter().enumerate() {
            let about = Rc::new(MapItem { index, value, key, source });
            let input = match &state.arguments {
                Some(template) => {
                    self.frames[f].item = Some(Rc::clone(&about));
                    if let Some(fields) = context.as_object_mut() {
                        fields.insert("Map".to_owned(), context::map(&about));
                    }
                    let made = self.evaluate_in(f, template, input.value(), &Extra::None, &context);
                    self.frames[f].item.clone_from(&outer);
                    made?.into()
                }
                None => about.value.clone().into(),
            };
            items.push(Item { input, about, weight: 1 });
        }
        if state.arguments.is_some() {
            self.saw(f, StepName::AfterItemSelector, || inputs(&items));
        }
        Ok(items)
    }

    /// Items in batches, as `ItemBatcher` has them.
    pub(super) fn batched(
        &mut self,
        f: usize,
        batcher: &'p Batcher<'t>,
        input: &Payload,
        items: Vec<Item>,
    ) -> Result<Vec<Item>, Failure> {
        let positive = |number: Option<f64>| number.filter(|number| *number >= 1.0);
        let count = positive(self.map_integer(f, &batcher.max_items, input, "MaxItemsPerBatch")?);
        let bytes = positive(self.map_integer(f, &batcher.max_bytes, input, "MaxInputBytesPerBatch")?);
        let shared = match &batcher.input {
            Some(template) => Some(self.evaluate(f, template, input.value(), &Extra::None)?),
            None => None,
        };
        let most_bytes = bytes.unwrap_or(MAX_PAYLOAD as f64).min(MAX_PAYLOAD as f64);
        // What stands around the items, with some room.
        let around = shared.as_ref().map_or(0, size_of) + 32;
        let mut lots: Vec<Vec<Item>> = Vec::new();
        let mut held = 0;
        for item in items {
            let size = item.input.size() + 1;
            let full = lots.last().is_none_or(|batch| {
                count.is_some_and(|most| batch.len() as f64 >= most) || (around + held + size) as f64 > most_bytes
            });
            if full {
                lots.push(Vec::new());
                held = 0;
            }
            held += size;
            if let Some(batch) = lots.last_mut() {
                batch.push(item);
            }
        }
        let whole = lots.into_iter().enumerate().map(|(index, batch)| {
            let weight = batch.len();
            let values: Vec<Value> = batch.into_iter().map(|item| item.input.into_value()).collect();
            let input = match &shared {
                Some(shared) => json!({"BatchInput": shared, "Items": values}),
                None => json!({"Items": values}),
            };
            let about = Rc::new(MapItem { index, value: Value::Null, key: None, source: None });
            Item { input: input.into(), about, weight }
        });
        let items: Vec<Item> = whole.collect();
        self.saw(f, StepName::AfterItemBatcher, || inputs(&items));
        Ok(items)
    }

    pub(super) fn map_run_arn(&mut self, map: &Map<'t>) -> Rc<str> {
        let label = map.label.map_or_else(|| self.world.uuid(), str::to_owned);
        let id = self.world.uuid();
        let machine = &self.identity.machine_arn;
        let prefix = machine.replacen(":stateMachine:", ":mapRun:", 1);
        Rc::from(format!("{prefix}/{label}:{id}"))
    }

    pub(super) fn known_outcome(&mut self, f: usize, known: MapRun) -> Result<Flow, Failure> {
        let run = self.frames[f].last;
        match known {
            MapRun::Failed(failure) => {
                self.map_run_failed(f, &failure);
                Err(failure)
            }
            MapRun::Output(output, assigned) => {
                self.follow(f, EventKind::MapRunSucceeded);
                self.follow(f, EventKind::MapSucceeded);
                self.frames[f].last = run;
                let assigned =
                    assigned.into_iter().map(|(name, value)| (name, Payload::from(value))).collect::<Vec<_>>();
                let assigned = (!assigned.is_empty()).then_some(assigned);
                let next = self.frames[f].state().next;
                Ok(Flow::Exit(super::Exit { output: output.into(), assigned, next }))
            }
        }
    }
}

/// Can a Map go over a value? An object's members are items of a distributed Map only.
fn has_items(map: &Map<'_>, value: &Value) -> bool {
    value.is_array() || map.distributed && value.is_object()
}

/// What the iterations of items get.
fn inputs(items: &[Item]) -> Payload {
    Value::Array(items.iter().map(|item| item.input.value().clone()).collect()).into()
}

/// A number, also where it is written in a string.
fn as_number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str().and_then(|text| text.trim().parse().ok()))
}
