//! States with machines inside: `Parallel` and `Map`.

use super::flow::{Extra, expression, type_name};
use super::frame::{Frame, Vars};
use super::states::plain;
use super::writer::Ended;
use super::{Engine, Flow, What};
use crate::answers::{MapRun, Step};
use crate::context::{self, Identity, MapItem};
use crate::event::EventKind;
use crate::failure::Failure;
use crate::items::Found;
use crate::payload::{MAX_PAYLOAD, Payload, size_of};
use crate::time::text_of_time;
use crate::trace::StepName;
use asl_expressions::{Template, Value, World};
use asl_semantics::QueryLanguage;
use asl_semantics::plan::{Batcher, Kind, Machine, Map, Number, Selection, State};
use serde_json::json;
use std::rc::Rc;

/// How many iterations of an inline Map run at once where no limit is set.
const INLINE_CONCURRENCY: usize = 40;
/// The same of a distributed Map.
const DISTRIBUTED_CONCURRENCY: usize = 10_000;

/// The machines of a state that are running.
#[derive(Debug)]
pub(super) struct Group<'p, 't> {
    /// The Map; none of a Parallel state.
    pub(super) map: Option<&'p Map<'t>>,
    /// Outputs, by index.
    pub(super) results: Vec<Option<Payload>>,
    /// The frames that run, with their index.
    running: Vec<(usize, usize)>,
    /// What is still to be started.
    items: std::vec::IntoIter<Item>,
    next: usize,
    limit: usize,
    /// The event that started it all.
    started: u64,
    /// The last event of the iteration that ended last, without and with its end.
    freed: u64,
    last: u64,
    /// Are items being started?
    starting: bool,
    /// How many items failed, how many there are, and how many may fail.
    failed: usize,
    total: usize,
    tolerance: Tolerance,
    /// Of each index, how many items it stands for.
    weights: Vec<usize>,
    pub(super) arn: Option<Rc<str>>,
    /// The child executions that ended, where somebody writes of them.
    pub(super) ended: Vec<Ended>,
}

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
}

/// An item of a Map, ready to be started.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) input: Payload,
    pub(super) about: Rc<MapItem>,
    /// How many items it stands for: more than one if they are batched.
    pub(super) weight: usize,
}

impl<'p, 't> Engine<'p, 't, '_> {
    pub(super) fn parallel(
        &mut self,
        f: usize,
        state: &'p State<'t>,
        branches: &'p [Machine<'t>],
    ) -> Result<Flow<'t>, Failure> {
        let input = self.effective_input(f, state)?;
        let input = self.arguments(f, state, &input)?;
        if let Some(whole) = self.told(f, state) {
            return self.result(f, state, &whole.outcome?.into());
        }
        self.follow(f, EventKind::ParallelStarted);
        let started = self.frames[f].last;
        self.frames[f].visit += 1;
        let visit = self.frames[f].visit;
        self.frames[f].group = Some(Group {
            map: None,
            results: vec![None; branches.len()],
            running: Vec::new(),
            items: Vec::new().into_iter(),
            next: branches.len(),
            limit: branches.len(),
            started,
            freed: started,
            last: started,
            starting: false,
            failed: 0,
            total: branches.len(),
            tolerance: Tolerance::default(),
            weights: Vec::new(),
            arn: None,
            ended: Vec::new(),
        });
        for (index, branch) in branches.iter().enumerate() {
            let child = self.child(f, state, branch, input.clone(), started, None);
            self.frames[child].parent = Some((f, index));
            if let Some(group) = &mut self.frames[f].group {
                group.running.push((child, index));
            }
            self.enter(child, branch.start, input.clone());
        }
        let children: Vec<usize> =
            self.frames[f].group.iter().flat_map(|group| &group.running).map(|(c, _)| *c).collect();
        for child in children {
            // A branch that fails at once ends the others.
            if self.frames[f].visit == visit && self.frames[f].group.is_some() {
                self.drive(child);
            }
        }
        Ok(Flow::Left(std::marker::PhantomData))
    }

    /// A frame within another one.
    fn child(
        &mut self,
        f: usize,
        state: &'p State<'t>,
        machine: &'p Machine<'t>,
        input: Payload,
        last: u64,
        index: Option<usize>,
    ) -> usize {
        let parent = &self.frames[f];
        let mut place = parent.place.clone();
        place.push(Step { state: state.name.to_owned(), index });
        let mut frame = Frame::new(machine, input, parent.vars.clone(), Rc::clone(&parent.identity));
        frame.execution_input = parent.execution_input.clone();
        frame.item.clone_from(&parent.item);
        frame.quiet = parent.quiet;
        frame.place = place;
        frame.last = last;
        self.frames.push(frame);
        self.frames.len() - 1
    }

    pub(super) fn map(&mut self, f: usize, state: &'p State<'t>, map: &'p Map<'t>) -> Result<Flow<'t>, Failure> {
        let input = self.effective_input(f, state)?;
        let whole = self.told(f, state);
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
            if let Some(known) = self.known_map_run(f, state) {
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
        self.frames[f].group = Some(Group {
            map: Some(map),
            results: vec![None; items.len()],
            running: Vec::new(),
            weights: items.iter().map(|item| item.weight).collect(),
            items: items.into_iter(),
            next: 0,
            limit,
            started,
            freed: started,
            last: started,
            starting: false,
            failed: 0,
            total,
            tolerance,
            arn,
            ended: Vec::new(),
        });
        self.start_items(f, state);
        Ok(Flow::Left(std::marker::PhantomData))
    }

    fn concurrency(&mut self, f: usize, map: &'p Map<'t>, input: &Payload) -> Result<usize, Failure> {
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
        let Some((value, by_path)) = self.number(f, number, input.value(), field)? else { return Ok(None) };
        let whole = as_number(&value).filter(|number| number.fract() == 0.0);
        match (whole, number) {
            (Some(whole), _) => Ok(Some(whole)),
            (None, Number::Path(path)) if by_path => Err(Failure::runtime(format!(
                "The {field}Path field refers to value \"{}\" which is not a valid integer: {}",
                plain(&value),
                path.text
            ))),
            (None, _) => {
                Err(Failure::query(format!("The {field} field cannot be parsed as an integer: {value}"), field))
            }
        }
    }

    fn tolerated_count(&mut self, f: usize, map: &'p Map<'t>, input: &Payload) -> Result<Option<f64>, Failure> {
        let count = self.map_integer(f, &map.tolerated_count, input, "ToleratedFailureCount")?;
        if count.is_some_and(|count| count < 0.0) {
            return Err(self.out_of_range(f, "ToleratedFailureCount cannot be negative.", "ToleratedFailureCount"));
        }
        if let Some(count) = count {
            self.saw(f, StepName::ToleratedFailureCount, || Value::from(count as i64).into());
        }
        Ok(count)
    }

    fn tolerated_percentage(&mut self, f: usize, map: &'p Map<'t>, input: &Payload) -> Result<Option<f64>, Failure> {
        let field = "ToleratedFailurePercentage";
        let Some((value, _)) = self.number(f, &map.tolerated_percentage, input.value(), field)? else {
            return Ok(None);
        };
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

    fn out_of_range(&self, f: usize, message: &str, field: &str) -> Failure {
        match self.frames[f].state().language {
            QueryLanguage::JsonPath => Failure::runtime(message),
            QueryLanguage::Jsonata => Failure::query(message, field),
        }
    }

    /// What a Map goes over: values, and the names of those that are members of an object.
    fn items(
        &mut self,
        f: usize,
        state: &'p State<'t>,
        map: &'p Map<'t>,
        input: &Payload,
    ) -> Result<Vec<Found>, Failure> {
        let found = |key, value| Found { key, value, source: None };
        let list = |items: Vec<Value>| items.into_iter().map(|value| found(None, value)).collect();
        if state.language == QueryLanguage::Jsonata {
            let Some(template) = &map.items else {
                return match input.value() {
                    Value::Array(items) => Ok(list(items.clone())),
                    other => Err(Failure::query(format!("Map state input must be an array but was: {other}"), "Items")),
                };
            };
            return match self.evaluate(f, template, &Value::Null, &Extra::None)? {
                Value::Array(items) => Ok(list(items)),
                other if expression(template).is_some() => {
                    Err(self.unexpected(f, Some(template), &other, "Items", "array"))
                }
                other => Err(Failure::query(
                    format!("The field 'Items' must be an array but was a {}: {other}", type_name(&other)),
                    "Items",
                )),
            };
        }
        let text = match &map.items_path {
            Selection::Path(path) => path.text,
            _ => "$",
        };
        let selected = self.select(f, &map.items_path, input)?;
        // An object's members are items of a distributed Map only.
        let is_list = selected.value().is_array() || map.distributed && selected.value().is_object();
        if is_list {
            self.saw(f, StepName::AfterItemsPath, || selected.clone());
        }
        match selected.into_value() {
            Value::Array(items) => Ok(list(items)),
            Value::Object(members) if is_list => {
                Ok(members.into_iter().map(|(name, value)| found(Some(name), value)).collect())
            }
            _ => {
                let text = if text.starts_with("$$") { text.get(1..).unwrap_or(text) } else { text };
                Err(Failure::runtime(format!("Reference path \"{text}\" must point to array.")))
            }
        }
    }

    /// The items as `ItemSelector` makes them.
    fn selected(
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
    fn batched(
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
        let frame = shared.as_ref().map_or(0, size_of) + 32;
        let mut batches: Vec<Vec<Item>> = Vec::new();
        let mut held = 0;
        for item in items {
            let size = item.input.size() + 1;
            let full = batches.last().is_none_or(|batch| {
                count.is_some_and(|most| batch.len() as f64 >= most) || (frame + held + size) as f64 > most_bytes
            });
            if full {
                batches.push(Vec::new());
                held = 0;
            }
            held += size;
            if let Some(batch) = batches.last_mut() {
                batch.push(item);
            }
        }
        let whole = batches.into_iter().enumerate().map(|(index, batch)| {
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

    fn map_run_arn(&mut self, map: &Map<'t>) -> Rc<str> {
        let label = map.label.map_or_else(|| self.world.uuid(), str::to_owned);
        let id = self.world.uuid();
        let machine = &self.identity.machine_arn;
        let prefix = machine.replacen(":stateMachine:", ":mapRun:", 1);
        Rc::from(format!("{prefix}/{label}:{id}"))
    }

    /// What became of the Map Run, where the answers tell.
    fn known_map_run(&mut self, f: usize, state: &'p State<'t>) -> Option<MapRun> {
        let mut place = self.frames[f].place.clone();
        place.push(Step { state: state.name.to_owned(), index: None });
        self.answers.map_run(&place)
    }

    fn known_outcome(&mut self, f: usize, known: MapRun) -> Result<Flow<'t>, Failure> {
        let run = self.frames[f].last;
        match known {
            MapRun::Failed(failure) => {
                let Failure { error, cause, .. } = failure.clone();
                self.follow(f, EventKind::MapRunFailed { error, cause });
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

    /// Starts as many items as may run. An item whose place was free from the start follows the start of the Map; one that
    /// gets the place of another follows the other's last event.
    fn start_items(&mut self, f: usize, state: &'p State<'t>) {
        let visit = self.frames[f].visit;
        loop {
            if self.frames[f].visit != visit || self.ended.is_some() || self.problem.is_some() {
                return;
            }
            let Some(group) = &mut self.frames[f].group else { return };
            let Some(map) = group.map else { return };
            if group.running.len() >= group.limit {
                group.starting = false;
                return;
            }
            let Some(item) = group.items.next() else { break };
            let index = group.next;
            group.next += 1;
            // What ends at once must not start the next from within: the loop here does.
            group.starting = true;
            let previous = if index < group.limit { group.started } else { group.freed };
            self.start_item(f, state, map, item, index, previous);
        }
        let Some(group) = &mut self.frames[f].group else { return };
        group.starting = false;
        if group.running.is_empty() {
            let last = group.last;
            self.group_done(f, last);
        }
    }

    fn start_item(
        &mut self,
        f: usize,
        state: &'p State<'t>,
        map: &'p Map<'t>,
        item: Item,
        index: usize,
        previous: u64,
    ) {
        let machine = &map.processor;
        let child = self.child(f, state, machine, item.input.clone(), previous, Some(index));
        if map.distributed {
            let identity = self.child_identity(f, map);
            let frame = &mut self.frames[child];
            frame.quiet = true;
            frame.vars = Vars::default();
            frame.execution_input = item.input.clone();
            frame.identity = Rc::new(identity);
        } else {
            let started = EventKind::IterationStarted { name: state.name, index };
            let id = self.record_in(child, previous, started);
            self.frames[child].last = id;
        }
        self.frames[child].item = Some(item.about);
        self.frames[child].parent = Some((f, index));
        if let Some(group) = &mut self.frames[f].group {
            group.running.push((child, index));
        }
        self.enter(child, machine.start, item.input);
        self.drive(child);
    }

    /// A child execution of a distributed Map is one of its own.
    fn child_identity(&mut self, f: usize, map: &Map<'t>) -> Identity {
        let parent = Rc::clone(&self.frames[f].identity);
        let arn = self.frames[f].group.as_ref().and_then(|group| group.arn.clone());
        let label = arn.as_deref().and_then(|arn| arn.rsplit_once('/')).and_then(|(_, rest)| rest.split_once(':'));
        let label = label.map_or("Map", |(label, _)| label).to_owned();
        let name = self.world.uuid();
        let machine_arn = format!("{}/{label}", parent.machine_arn);
        let kind = if map.express { ":express:" } else { ":execution:" };
        let execution_arn = format!("{}:{name}", machine_arn.replacen(":stateMachine:", kind, 1));
        let (express, start_time) = (map.express, text_of_time(self.clock));
        Identity { express, execution_arn, execution_name: name, machine_arn, start_time, ..(*parent).clone() }
    }

    /// A machine inside a state ended well.
    pub(super) fn child_done(&mut self, f: usize, index: usize, child: usize, output: Payload) {
        let last = self.frames[child].last;
        let state = self.frames[f].state();
        self.note_end(f, index, child, Ok(&output));
        let Some(group) = &mut self.frames[f].group else { return };
        if let Some(result) = group.results.get_mut(index) {
            *result = Some(output);
        }
        group.running.retain(|(running, _)| *running != child);
        let Some(map) = group.map else {
            if group.running.is_empty() {
                self.group_done(f, last);
                self.wake(f);
            }
            return;
        };
        self.iteration_over(f, state, map, last, index, true);
    }

    /// An iteration ended, well or tolerated.
    fn iteration_over(
        &mut self,
        f: usize,
        state: &'p State<'t>,
        map: &'p Map<'t>,
        last: u64,
        index: usize,
        well: bool,
    ) {
        let mut end = last;
        if !map.distributed {
            let name = state.name;
            let over = if well {
                EventKind::IterationSucceeded { name, index }
            } else {
                EventKind::IterationFailed { name, index }
            };
            end = self.record_in(f, last, over);
        }
        let Some(group) = &mut self.frames[f].group else { return };
        group.freed = last;
        group.last = end;
        if group.starting {
            return;
        }
        if group.items.len() > 0 {
            self.start_items(f, state);
        } else if group.running.is_empty() {
            self.group_done(f, end);
        }
        self.wake(f);
    }

    /// All machines of a state ended: it has a result.
    fn group_done(&mut self, f: usize, last: u64) {
        let state = self.frames[f].state();
        let Some(group) = self.frames[f].group.take() else { return };
        self.frames[f].visit += 1;
        if let (Kind::Map(map), Some(_)) = (&state.kind, &group.arn) {
            let flow = self.map_run_done(f, state, map, group);
            return self.settle(f, flow);
        }
        let results: Vec<Value> = group.results.into_iter().flatten().map(Payload::into_value).collect();
        let result = Payload::from(Value::Array(results));
        let success = match &state.kind {
            Kind::Map(_) => EventKind::MapSucceeded,
            _ => EventKind::ParallelSucceeded,
        };
        // What follows the end of the state follows its last inner event.
        self.record_in(f, last, success);
        self.frames[f].last = last;
        let flow = self.result(f, state, &result);
        self.settle(f, flow);
    }

    /// All child executions of a distributed Map ended, and not too many failed.
    fn map_run_done(
        &mut self,
        f: usize,
        state: &'p State<'t>,
        map: &'p Map<'t>,
        group: Group<'p, 't>,
    ) -> Result<Flow<'t>, Failure> {
        let result = match self.written(f, state, map, group) {
            Ok(result) => result,
            Err(failure) => {
                let Failure { error, cause, .. } = failure.clone();
                self.follow(f, EventKind::MapRunFailed { error, cause });
                return Err(failure);
            }
        };
        let run = self.frames[f].last;
        self.follow(f, EventKind::MapRunSucceeded);
        self.follow(f, EventKind::MapSucceeded);
        self.frames[f].last = run;
        self.result(f, state, &result)
    }

    /// A machine inside a state failed.
    pub(super) fn child_failed(&mut self, f: usize, index: usize, child: usize, failure: Failure) {
        let last = self.frames[child].last;
        let state = self.frames[f].state();
        let Some(group) = &mut self.frames[f].group else { return };
        group.running.retain(|(running, _)| *running != child);
        let map = group.map;
        if let Some(map) = map.filter(|map| map.distributed) {
            self.note_end(f, index, child, Err(&failure));
            return self.child_execution_failed(f, state, map, index, last);
        }
        self.aborted(child, last);
        if map.is_some() {
            let failed = EventKind::IterationFailed { name: state.name, index };
            self.record_in(f, last, failed);
        }
        self.abort_others(f, state);
        self.frames[f].last = last;
        self.frames[f].visit += 1;
        self.frames[f].group = None;
        self.group_failed(f, failure);
        self.wake(f);
    }

    fn child_execution_failed(&mut self, f: usize, state: &'p State<'t>, map: &'p Map<'t>, index: usize, last: u64) {
        let Some(group) = &mut self.frames[f].group else { return };
        group.failed += group.weights.get(index).copied().unwrap_or(1);
        if !group.tolerance.is_passed(group.failed, group.total) {
            return self.iteration_over(f, state, map, last, index, false);
        }
        self.abort_others(f, state);
        self.frames[f].visit += 1;
        if let Some(group) = self.frames[f].group.take() {
            // What is known is written all the same; that it can't be is not what fails.
            let _ = self.written(f, state, map, group);
        }
        let failure = threshold_passed();
        let Failure { error, cause, .. } = failure.clone();
        self.follow(f, EventKind::MapRunFailed { error, cause });
        self.group_failed(f, failure);
        self.wake(f);
    }

    /// A task that fails its machine says so, beside the failure.
    fn aborted(&mut self, child: usize, last: u64) {
        let state = self.frames[child].state();
        if let Kind::Task(_) = state.kind {
            self.record_in(child, last, EventKind::StateAborted { state: state.kind.state_type() });
        }
    }

    /// Stops all machines of a state, and what runs inside of them.
    fn abort_others(&mut self, f: usize, state: &'p State<'t>) {
        let Some(group) = &mut self.frames[f].group else { return };
        let running = std::mem::take(&mut group.running);
        let is_map = group.map.is_some();
        for (child, index) in running {
            if !self.frames[child].alive {
                continue;
            }
            let inner = self.frames[child].state();
            self.abort_others(child, inner);
            let last = self.frames[child].last;
            self.frames[child].alive = false;
            if !matches!(inner.kind, Kind::Pass(_) | Kind::Choice(_) | Kind::Succeed | Kind::Fail { .. }) {
                self.record_in(child, last, EventKind::StateAborted { state: inner.kind.state_type() });
            }
            if is_map {
                self.record_in(child, last, EventKind::IterationAborted { name: state.name, index });
            }
        }
    }

    /// Makes sure that a frame moves on that another one has moved.
    fn wake(&mut self, f: usize) {
        if self.frames[f].alive && self.frames[f].ready {
            let visit = self.frames[f].visit;
            self.due(0, f, visit, What::Move);
        }
    }
}

/// What the iterations of items get.
fn inputs(items: &[Item]) -> Payload {
    Value::Array(items.iter().map(|item| item.input.value().clone()).collect()).into()
}

/// More items failed than may.
pub(super) fn threshold_passed() -> Failure {
    Failure::new("States.ExceedToleratedFailureThreshold", "The specified tolerated failure threshold was exceeded")
}

/// What a redrive needs: a state whose machines had been started.
impl<'p, 't> Engine<'p, 't, '_> {
    /// Opens a Parallel state again; gives what each branch gets.
    pub(super) fn open_parallel(
        &mut self,
        f: usize,
        state: &'p State<'t>,
        branches: &'p [Machine<'t>],
        started: u64,
    ) -> Result<Vec<Item>, Failure> {
        let input = self.effective_input(f, state)?;
        let input = self.arguments(f, state, &input)?;
        self.open(f, None, branches.len(), branches.len(), started);
        let about = Rc::new(MapItem { index: 0, value: Value::Null, key: None, source: None });
        Ok(branches.iter().map(|_| Item { input: input.clone(), about: Rc::clone(&about), weight: 1 }).collect())
    }

    /// Opens an inline Map again; gives its items.
    pub(super) fn open_map(
        &mut self,
        f: usize,
        state: &'p State<'t>,
        map: &'p Map<'t>,
        started: u64,
    ) -> Result<Vec<Item>, Failure> {
        let input = self.effective_input(f, state)?;
        let values = self.items(f, state, map, &input)?;
        let items = self.selected(f, state, &input, values)?;
        self.open(f, Some(map), items.len(), items.len(), started);
        Ok(items)
    }

    fn open(&mut self, f: usize, map: Option<&'p Map<'t>>, total: usize, limit: usize, started: u64) {
        let frame = &mut self.frames[f];
        frame.visit += 1;
        frame.group = Some(Group {
            map,
            results: vec![None; total],
            running: Vec::new(),
            items: Vec::new().into_iter(),
            next: total,
            limit,
            started,
            freed: started,
            last: started,
            starting: false,
            failed: 0,
            total,
            tolerance: Tolerance::default(),
            ended: Vec::new(),
            weights: vec![1; total],
            arn: None,
        });
    }

    /// A machine inside had ended well before.
    pub(super) fn note_result(&mut self, f: usize, index: usize, output: Payload) {
        if let Some(result) = self.frames[f].group.as_mut().and_then(|group| group.results.get_mut(index)) {
            *result = Some(output);
        }
    }

    /// A frame for a machine inside; entered, or where it was is still to be said.
    pub(super) fn open_child(
        &mut self,
        f: usize,
        state: &'p State<'t>,
        index: usize,
        item: Item,
        last: u64,
        enter: bool,
    ) -> Option<usize> {
        let (machine, is_map) = match &state.kind {
            Kind::Parallel(branches) => (branches.get(index)?, false),
            Kind::Map(map) => (&map.processor, true),
            _ => return None,
        };
        let child = self.child(f, state, machine, item.input.clone(), last, is_map.then_some(index));
        if is_map {
            self.frames[child].item = Some(item.about);
        }
        self.frames[child].parent = Some((f, index));
        self.frames[f].group.as_mut()?.running.push((child, index));
        if enter {
            if is_map {
                let started = EventKind::IterationStarted { name: state.name, index };
                self.frames[child].last = self.record_in(child, last, started);
            }
            self.enter(child, machine.start, item.input);
        }
        Some(child)
    }
}

/// A number, also where it is written in a string.
fn as_number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str().and_then(|text| text.trim().parse().ok()))
}
