//! What an execution did, by state, from its history.

use crate::read::{details, in_order, previous};
use asl_expressions::Value;
use std::collections::{HashMap, HashSet};

/// How the last of an execution's visits to a state went; of several at a time, the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Well.
    Succeeded,
    /// It failed, and a catcher went on.
    Caught,
    /// It failed.
    Failed,
    /// What ran beside it failed, or somebody stopped the execution.
    Aborted,
    /// It goes on.
    Running,
}

impl Status {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Succeeded, Self::Caught, Self::Failed, Self::Aborted, Self::Running];

    /// In a word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Succeeded => "succeeded",
            Self::Caught => "caught",
            Self::Failed => "failed",
            Self::Aborted => "aborted",
            Self::Running => "running",
        }
    }
}

#[derive(Debug, Default)]
struct Visits {
    entered: usize,
    exited: usize,
    caught: usize,
    aborted: usize,
}

/// An execution, read off its history. Names of states are unique in a definition, so that they are enough.
#[derive(Debug, Default)]
pub struct Past {
    visits: HashMap<String, Visits>,
    /// From, to, and whether a catcher led there.
    taken: HashSet<(String, String, bool)>,
    has_ended: bool,
}

/// What an event leaves for those that follow it.
#[derive(Clone, Default)]
struct Trace {
    /// The state that it belongs to.
    state: Option<String>,
    /// Does it tell of a failure?
    failed: bool,
    /// Was a state left with it, and if so, after a failure?
    left: Option<bool>,
}

impl Past {
    /// Reads `{"events": […]}`, or the events alone.
    pub fn read(history: &Value) -> Option<Self> {
        let events = history.get("events").unwrap_or(history).as_array()?;
        let mut past = Self::default();
        let mut traces: HashMap<u64, Trace> = HashMap::new();
        for event in in_order(events) {
            let kind = event["type"].as_str().unwrap_or_default();
            let before = traces.get(&previous(event)).cloned().unwrap_or_default();
            let trace = past.event(kind, event, before);
            traces.insert(event["id"].as_u64().unwrap_or(0), trace);
        }
        Some(past)
    }

    fn event(&mut self, kind: &str, event: &Value, before: Trace) -> Trace {
        let name = || details(event)["name"].as_str().map(str::to_owned);
        if kind.ends_with("StateEntered") {
            let state = name();
            if let Some(to) = &state {
                self.visits.entry(to.clone()).or_default().entered += 1;
                if let (Some(from), Some(caught)) = (before.state, before.left) {
                    self.taken.insert((from, to.clone(), caught));
                }
            }
            return Trace { state, ..Trace::default() };
        }
        if kind.ends_with("StateExited") {
            let state = name().or(before.state);
            if let Some(visits) = state.as_ref().and_then(|name| self.visits.get_mut(name)) {
                visits.exited += 1;
                visits.caught += usize::from(before.failed);
            }
            return Trace { state, failed: false, left: Some(before.failed) };
        }
        // In a Parallel, AWS tells of what failed that it was aborted, too.
        if kind.ends_with("StateAborted")
            && !before.failed
            && let Some(visits) = before.state.as_ref().and_then(|name| self.visits.get_mut(name))
        {
            visits.aborted += 1;
        }
        // A redriven execution has not ended after all.
        if let Some(what) = kind.strip_prefix("Execution") {
            self.has_ended = matches!(what, "Succeeded" | "Failed" | "TimedOut" | "Aborted");
        }
        let failed = kind.ends_with("Failed") || kind.ends_with("TimedOut");
        Trace { state: before.state, failed, left: None }
    }

    /// How it went in a state, and how often it came there.
    pub fn of(&self, name: &str) -> Option<(Status, usize)> {
        let visits = self.visits.get(name)?;
        let open = visits.entered.saturating_sub(visits.exited);
        let status = match (open, self.has_ended) {
            (0, _) if visits.caught > 0 => Status::Caught,
            (0, _) => Status::Succeeded,
            (open, _) if open <= visits.aborted => Status::Aborted,
            (_, true) => Status::Failed,
            (_, false) => Status::Running,
        };
        Some((status, visits.entered))
    }

    /// Did it go from one state to the other?
    pub fn went(&self, from: &str, to: &str, caught: bool) -> bool {
        self.taken.contains(&(from.to_owned(), to.to_owned(), caught))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn event(id: u64, previous: u64, kind: &str, name: &str) -> Value {
        let key = if kind.ends_with("Entered") { "stateEnteredEventDetails" } else { "stateExitedEventDetails" };
        json!({"id": id, "previousEventId": previous, "type": kind, key: {"name": name}})
    }

    #[test]
    fn a_failure_that_was_tried_again_is_none() {
        let history = json!({"events": [
            event(1, 0, "ExecutionStarted", ""),
            event(2, 0, "TaskStateEntered", "A"),
            event(3, 2, "TaskScheduled", ""),
            event(4, 3, "TaskFailed", ""),
            event(5, 4, "TaskScheduled", ""),
            event(6, 5, "TaskSucceeded", ""),
            event(7, 6, "TaskStateExited", "A"),
            event(8, 7, "TaskStateEntered", "B"),
            event(9, 8, "TaskScheduled", ""),
            event(10, 9, "TaskTimedOut", ""),
            event(11, 10, "TaskStateExited", "B"),
            event(12, 11, "PassStateEntered", "C"),
        ]});
        let past = Past::read(&history).expect("a history");
        assert_eq!(past.of("A"), Some((Status::Succeeded, 1)));
        assert_eq!(past.of("B"), Some((Status::Caught, 1)));
        assert_eq!(past.of("C"), Some((Status::Running, 1)));
        assert_eq!(past.of("D"), None);
        assert!(past.went("A", "B", false) && !past.went("A", "B", true));
        assert!(past.went("B", "C", true) && !past.went("B", "C", false));
    }

    #[test]
    fn what_was_open_at_the_end_failed_or_was_stopped() {
        let history = json!([
            event(1, 0, "ParallelStateEntered", "P"),
            event(2, 1, "ParallelStateStarted", ""),
            event(3, 2, "TaskStateEntered", "A"),
            event(4, 2, "WaitStateEntered", "B"),
            event(5, 3, "TaskFailed", ""),
            event(6, 4, "WaitStateAborted", ""),
            event(9, 5, "TaskStateAborted", ""),
            event(7, 5, "ParallelStateFailed", ""),
            event(8, 7, "ExecutionFailed", ""),
        ]);
        let past = Past::read(&history).expect("a history");
        let status = |name| past.of(name).map(|(status, _)| status);
        assert_eq!(status("P"), Some(Status::Failed));
        assert_eq!(status("A"), Some(Status::Failed));
        assert_eq!(status("B"), Some(Status::Aborted));
    }

    #[test]
    fn events_may_come_the_other_way_round() {
        let history = json!([
            event(4, 3, "PassStateEntered", "B"),
            event(3, 2, "PassStateExited", "A"),
            event(2, 0, "PassStateEntered", "A"),
            event(1, 0, "ExecutionStarted", ""),
        ]);
        let past = Past::read(&history).expect("a history");
        assert_eq!(past.of("A"), Some((Status::Succeeded, 1)));
        assert_eq!(past.of("B"), Some((Status::Running, 1)));
        assert!(past.went("A", "B", false));
    }

    #[test]
    fn what_is_no_history_is_none() {
        assert!(Past::read(&json!({"status": "SUCCEEDED"})).is_none());
        assert!(Past::read(&json!("events")).is_none());
    }
}
