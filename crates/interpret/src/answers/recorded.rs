//! A history of AWS as answers: every task answers as it did there.

use super::{Answer, Answers, MapRun, Outcome, Question, Step};
use crate::event::FailedStep;
use crate::read::{Place, details, in_order, json, previous};
use crate::{Failure, parse_time};
use asl_expressions::Value;
use serde_json::Map;
use std::collections::{HashMap, VecDeque};

/// A state, and the iterations around it.
type Key = (String, Vec<usize>);

/// What a history tells of tasks.
#[derive(Debug, Default)]
pub struct Recorded {
    answers: HashMap<Key, VecDeque<Answer>>,
    map_runs: HashMap<Key, VecDeque<MapRun>>,
    started: Option<i64>,
}

/// What is known of an event while the history is read.
#[derive(Clone, Default)]
struct Known {
    place: Place,
    /// The event that scheduled the task that it belongs to.
    task: Option<u64>,
}

impl Recorded {
    /// Is this a history?
    pub fn is_one(file: &Map<String, Value>) -> bool {
        file.get("events").is_some_and(Value::is_array)
    }

    /// Reads a history, in whatever order its events are.
    pub fn new(file: &Map<String, Value>) -> Result<Self, String> {
        let events = file.get("events").and_then(Value::as_array).ok_or("`events` is missing")?;
        let mut reader = Reader::default();
        for event in in_order(events) {
            let (Some(id), Some(kind)) = (event["id"].as_u64(), event["type"].as_str()) else {
                return Err("an event has no `id` or no `type`".to_owned());
            };
            reader.event(id, kind, event);
        }
        Ok(reader.finish())
    }
}

#[derive(Default)]
struct Reader {
    known: HashMap<u64, Known>,
    /// By the event that scheduled it, in order.
    tasks: Vec<(u64, Key, Answer)>,
    out: Recorded,
    /// Maps that started a Map Run and have not ended.
    running: HashMap<String, Key>,
}

fn failure(details: &Value) -> Failure {
    Failure::read(&details["error"], &details["cause"])
}

impl Reader {
    fn event(&mut self, id: u64, kind: &str, event: &Value) {
        let mut known = self.known.get(&previous(event)).cloned().unwrap_or_default();
        let details = details(event);
        known.place.go(kind, details);
        if kind == "ExecutionStarted" {
            self.out.started = event["timestamp"].as_str().and_then(parse_time);
        } else if kind.ends_with("StateEntered") {
            known.task = None;
        } else if kind.ends_with("StateExited") {
            self.exited(&known.place.state, details);
        } else if kind == "MapRunStarted" {
            self.running.insert(known.place.state.clone(), key(&known.place));
        } else if kind == "MapRunFailed" {
            if let Some(key) = self.running.remove(&known.place.state) {
                self.out.map_runs.entry(key).or_default().push_back(MapRun::Failed(failure(details)));
            }
        } else if let Some(step) =
            ["Task", "LambdaFunction", "Activity"].iter().find_map(|worker| kind.strip_prefix(worker))
        {
            self.task(id, step, details, &mut known);
        }
        self.known.insert(id, known);
    }

    fn task(&mut self, id: u64, step: &str, details: &Value, known: &mut Known) {
        if step == "Scheduled" {
            known.task = Some(id);
            let unknown = Answer { submitted: None, ..Outcome::Never.into() };
            self.tasks.push((id, key(&known.place), unknown));
            return;
        }
        let Some((_, _, answer)) = self.tasks.iter_mut().rev().find(|(scheduled, _, _)| Some(*scheduled) == known.task)
        else {
            return;
        };
        match step {
            "Started" => answer.worker = details["workerName"].as_str().map(str::to_owned),
            "Submitted" => answer.submitted = Some(json(&details["output"])),
            "Succeeded" => answer.outcome = Outcome::Return(json(&details["output"])),
            "Failed" => answer.outcome = Outcome::Throw(failure(details)),
            "ScheduleFailed" => answer.outcome = Outcome::Refuse(FailedStep::Schedule, failure(details)),
            "StartFailed" => answer.outcome = Outcome::Refuse(FailedStep::Start, failure(details)),
            "SubmitFailed" => answer.outcome = Outcome::Refuse(FailedStep::Submit, failure(details)),
            // Timeouts and heartbeats decide.
            _ => {}
        }
    }

    fn exited(&mut self, name: &str, details: &Value) {
        if let Some(key) = self.running.remove(name) {
            let assigned = details["assignedVariables"].as_object().into_iter().flatten();
            let assigned = assigned.map(|(name, value)| (name.clone(), json(value))).collect();
            let run = MapRun::Output(json(&details["output"]), assigned);
            self.out.map_runs.entry(key).or_default().push_back(run);
        }
    }

    fn finish(mut self) -> Recorded {
        for (_, key, answer) in self.tasks {
            self.out.answers.entry(key).or_default().push_back(answer);
        }
        self.out
    }
}

fn key(place: &Place) -> Key {
    (place.state.clone(), place.iterations())
}

impl Answers for Recorded {
    fn answer(&mut self, question: &Question<'_>) -> Result<Answer, String> {
        let key = (question.state().to_owned(), question.iterations());
        let answer = self.answers.get_mut(&key).and_then(VecDeque::pop_front);
        answer.ok_or_else(|| format!("the history has no further answer for the state `{}`", key.0))
    }

    fn map_run(&mut self, place: &[Step]) -> Option<MapRun> {
        let question = Question { place, attempt: 0, resource: "", input: &Value::Null, timeout: None };
        let key = (question.state().to_owned(), question.iterations());
        self.map_runs.get_mut(&key).and_then(VecDeque::pop_front)
    }

    fn started(&self) -> Option<i64> {
        self.started
    }
}
