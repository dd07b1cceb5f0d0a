//! How far a machine has come.

use super::Placed;
use crate::payload::MAX_PAYLOAD;
use crate::read::json;
use asl_expressions::Value;
use asl_semantics::plan::{Kind, Machine, State};
use serde_json::Map;
use std::collections::HashSet;

/// An inline Map goes over an input or output, in which an item takes two bytes: a history that tells of more is no history.
const MOST_ITEMS: usize = MAX_PAYLOAD / 2;

/// A machine that stopped in a state.
#[derive(Debug)]
pub(crate) struct Scope {
    /// Index of the state.
    pub(crate) at: usize,
    /// What the state got.
    pub(crate) input: Value,
    /// The event that entered it; 0 if none did yet.
    pub(crate) entered: u64,
    /// What was assigned in this machine before.
    pub(crate) variables: Map<String, Value>,
    /// The machines inside the state, if it had started them.
    pub(crate) inner: Option<Started>,
}

/// The event that started the machines inside a state, and those: branches, or iterations by index.
type Started = (u64, Vec<Inner>);

/// A machine inside a state.
#[derive(Debug)]
pub(crate) enum Inner {
    /// It was not started.
    New,
    /// It ended well.
    Done(Value),
    /// It stopped.
    Stopped(Box<Scope>),
}

/// The outermost machine.
pub(super) fn read(machine: &Machine<'_>, events: &[Placed<'_>]) -> Result<Scope, String> {
    match inner(machine, events, &[], 0)? {
        Inner::Stopped(scope) => Ok(*scope),
        Inner::New => Err("the history does not tell where the execution stopped".to_owned()),
        Inner::Done(_) => Err("the history tells of no state that failed".to_owned()),
    }
}

/// A machine, by the events of its own states after one event.
fn inner(machine: &Machine<'_>, events: &[Placed<'_>], iterations: &[usize], after: u64) -> Result<Inner, String> {
    let mine = |event: &&Placed<'_>| {
        let is_step = event.kind.ends_with("StateEntered") || event.kind.ends_with("StateExited");
        event.id > after && is_step && event.iterations == iterations && machine.find(&event.state).is_some()
    };
    let mut variables = Map::new();
    let mut last = None;
    for event in events.iter().filter(mine) {
        let assigned = event.details["assignedVariables"].as_object().into_iter().flatten();
        variables.extend(assigned.map(|(name, value)| (name.clone(), json(value))));
        last = Some(event);
    }
    let Some(last) = last else { return Ok(Inner::New) };
    let Some((at, state)) = machine.find(&last.state) else { return Ok(Inner::New) };
    if last.kind.ends_with("StateExited") {
        let output = json(&last.details["output"]);
        // What a Choice chose is not told, but by the state that was entered then.
        return Ok(match state.next {
            Some(next) => {
                Inner::Stopped(Box::new(Scope { at: next, input: output, entered: 0, variables, inner: None }))
            }
            None => Inner::Done(output),
        });
    }
    let inner = within(state, events, last)?;
    Ok(Inner::Stopped(Box::new(Scope { at, input: json(&last.details["input"]), entered: last.id, variables, inner })))
}

/// The machines inside a state that was entered by an event, if it had started them.
fn within(state: &State<'_>, events: &[Placed<'_>], entered: &Placed<'_>) -> Result<Option<Started>, String> {
    let iterations = &entered.iterations;
    let started = |kind: &str| {
        let mut later = events.iter().rev().filter(|event| event.id > entered.id && event.kind == kind);
        later.find(|event| event.state == entered.state && event.iterations == *iterations)
    };
    match &state.kind {
        Kind::Parallel(branches) => {
            let Some(event) = started("ParallelStateStarted") else { return Ok(None) };
            let read = branches.iter().map(|branch| inner(branch, events, iterations, event.id));
            Ok(Some((event.id, read.collect::<Result<_, _>>()?)))
        }
        Kind::Map(map) if map.distributed && started("MapRunStarted").is_some() => Err(format!(
            "the Map Run of `{}` can't be redriven: the history does not tell which of its child executions failed",
            state.name
        )),
        Kind::Map(map) if !map.distributed => {
            let Some(event) = started("MapStateStarted") else { return Ok(None) };
            let begun = |later: &Placed<'_>| match later.iterations.strip_prefix(iterations.as_slice())? {
                [index] if later.id > event.id && later.kind == "MapIterationStarted" => Some(*index),
                _ => None,
            };
            let begun: HashSet<usize> = events.iter().filter_map(begun).collect();
            let length = event.details["length"].as_u64().and_then(|length| usize::try_from(length).ok());
            let read = (0..length.unwrap_or(0).min(MOST_ITEMS)).map(|index| {
                if begun.contains(&index) {
                    inner(&map.processor, events, &[iterations, &[index][..]].concat(), event.id)
                } else {
                    Ok(Inner::New)
                }
            });
            Ok(Some((event.id, read.collect::<Result<_, _>>()?)))
        }
        _ => Ok(None),
    }
}
