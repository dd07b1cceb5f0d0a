//! A history of AWS as answers: every task answers as it did there.

use super::{Answer, Answers, MapRun, Outcome, Question, Step};
use crate::event::FailedStep;
use crate::{Failure, parse_time};
use asl_expressions::Value;
use serde_json::Map;
use std::collections::{HashMap, VecDeque};

/// State names are unique in a definition, so a state and the iterations around it tell a task.
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
struct Place {
    state: String,
    /// The Maps around it, with the iteration.
    iterations: Vec<(String, usize)>,
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
        let mut events: Vec<&Value> =
            file.get("events").and_then(Value::as_array).ok_or("`events` is missing")?.iter().collect();
        events.sort_by_key(|event| event["id"].as_u64());
        let mut reader = Reader::default();
        for event in events {
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
    places: HashMap<u64, Place>,
    /// By the event that scheduled it, in order.
    tasks: Vec<(u64, Key, Answer)>,
    out: Recorded,
    /// Maps that started a Map Run and have not ended.
    running: HashMap<String, Key>,
}

/// A text that holds JSON, or else the text itself.
fn json(text: &Value) -> Value {
    match text {
        Value::String(text) => serde_json::from_str(text).unwrap_or_else(|_| Value::from(text.as_str())),
        other => other.clone(),
    }
}

fn details(event: &Value) -> &Value {
    let fields = event.as_object().into_iter().flatten();
    fields.filter(|(key, _)| key.ends_with("EventDetails")).map(|(_, value)| value).next().unwrap_or(&Value::Null)
}

fn failure(details: &Value) -> Failure {
    let text = |key: &str| match &details[key] {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    };
    Failure { error: text("error"), cause: text("cause"), location: None, placed: true }
}

impl Reader {
    fn event(&mut self, id: u64, kind: &str, event: &Value) {
        let mut place = self.places.get(&event["previousEventId"].as_u64().unwrap_or(0)).cloned().unwrap_or_default();
        let details = details(event);
        let name = details["name"].as_str().unwrap_or_default();
        if kind == "ExecutionStarted" {
            self.out.started = event["timestamp"].as_str().and_then(parse_time);
        } else if kind == "MapIterationStarted" {
            leave(&mut place, name);
            let index = details["index"].as_u64().and_then(|index| usize::try_from(index).ok()).unwrap_or(0);
            place.iterations.push((name.to_owned(), index));
        } else if kind.ends_with("StateEntered") {
            name.clone_into(&mut place.state);
            place.task = None;
        } else if kind.ends_with("StateExited") {
            leave(&mut place, name);
            self.exited(name, details);
        } else if kind == "MapRunStarted" {
            self.running.insert(place.state.clone(), place.key());
        } else if kind == "MapRunFailed" {
            if let Some(key) = self.running.remove(&place.state) {
                self.out.map_runs.entry(key).or_default().push_back(MapRun::Failed(failure(details)));
            }
        } else if let Some(step) =
            ["Task", "LambdaFunction", "Activity"].iter().find_map(|worker| kind.strip_prefix(worker))
        {
            self.task(id, step, details, &mut place);
        }
        self.places.insert(id, place);
    }

    fn task(&mut self, id: u64, step: &str, details: &Value, place: &mut Place) {
        if step == "Scheduled" {
            place.task = Some(id);
            let unknown = Answer { submitted: None, ..Outcome::Never.into() };
            self.tasks.push((id, place.key(), unknown));
            return;
        }
        let Some((_, _, answer)) = self.tasks.iter_mut().rev().find(|(scheduled, _, _)| Some(*scheduled) == place.task)
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

/// Goes out of a Map, and of what is inside it.
fn leave(place: &mut Place, map: &str) {
    if let Some(at) = place.iterations.iter().position(|(name, _)| name == map) {
        place.iterations.truncate(at);
    }
    place.task = None;
}

impl Place {
    fn key(&self) -> Key {
        (self.state.clone(), self.iterations.iter().map(|(_, index)| *index).collect())
    }
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
