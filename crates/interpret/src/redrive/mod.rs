//! What a failed execution has done, read off its history, so that it can go on as `RedriveExecution` lets it.

mod scope;

pub(crate) use scope::{Inner, Scope};

use crate::parse_time;
use crate::read::{Place, details, previous};
use asl_expressions::Value;
use asl_semantics::plan::Workflow;
use serde_json::Map;
use std::collections::HashMap;

/// A failed execution, ready to go on.
#[derive(Debug)]
pub(crate) struct Resume {
    /// Its events so far, as they are.
    pub(crate) events: Vec<Value>,
    pub(crate) input: Value,
    pub(crate) started: Option<i64>,
    /// When its last event was.
    pub(crate) ended: Option<i64>,
    /// How often it was redriven, this time included.
    pub(crate) count: u64,
    /// Where it stopped.
    pub(crate) scope: Scope,
}

/// An event with where it belongs.
#[derive(Debug)]
pub(crate) struct Placed<'h> {
    pub(crate) id: u64,
    pub(crate) kind: &'h str,
    pub(crate) details: &'h Value,
    /// The state that it is about.
    pub(crate) state: String,
    /// The iterations around that state.
    pub(crate) iterations: Vec<usize>,
}

impl Resume {
    /// Reads a history. An error tells why the execution can't be redriven, in AWS's words where it has some.
    pub(crate) fn new(workflow: &Workflow<'_>, history: &Map<String, Value>) -> Result<Self, String> {
        const TOO_MANY: usize = 24_999;
        let mut events: Vec<Value> =
            history.get("events").and_then(Value::as_array).ok_or("`events` is missing")?.clone();
        events.sort_by_key(|event| event["id"].as_u64());
        let last = events.last().ok_or("the history is empty")?;
        // A page of a history, or one that somebody cut: what comes now could not be numbered.
        if let Some((_, missing)) = events.iter().zip(1..).find(|(event, id)| event["id"].as_u64() != Some(*id)) {
            return Err(format!("the history is not whole: it has no event {missing}"));
        }
        match last["type"].as_str() {
            Some("ExecutionFailed" | "ExecutionTimedOut" | "ExecutionAborted") => {}
            Some("ExecutionSucceeded") => return Err("Execution is SUCCEEDED and cannot be redriven".to_owned()),
            _ => return Err("Execution is RUNNING and cannot be redriven".to_owned()),
        }
        if events.len() >= TOO_MANY {
            return Err("Execution history event limit exceeded".to_owned());
        }
        let text = events.first().and_then(|event| event["executionStartedEventDetails"]["input"].as_str());
        let input = text.and_then(|text| serde_json::from_str(text).ok());
        let input = input.ok_or("the history does not tell the input of the execution")?;
        let redriven = events.iter().filter(|event| event["type"] == "ExecutionRedriven").count();
        let time = |event: Option<&Value>| event.and_then(|event| event["timestamp"].as_str()).and_then(parse_time);
        let (started, ended) = (time(events.first()), time(events.last()));
        let scope = scope::read(&workflow.machine, &placed(&events))?;
        Ok(Self { input, started, ended, count: redriven as u64 + 1, scope, events })
    }
}

/// The events with their places.
fn placed(events: &[Value]) -> Vec<Placed<'_>> {
    let mut places: HashMap<u64, Place> = HashMap::new();
    let mut out = Vec::new();
    for event in events {
        let (Some(id), Some(kind)) = (event["id"].as_u64(), event["type"].as_str()) else { continue };
        let mut place = places.get(&previous(event)).cloned().unwrap_or_default();
        let details = details(event);
        place.go(kind, details);
        out.push(Placed { id, kind, details, state: place.state.clone(), iterations: place.iterations() });
        places.insert(id, place);
    }
    out
}
