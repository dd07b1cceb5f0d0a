//! A state that failed: tried again, caught, or passed on to what is around it.

use super::flow::Extra;
use super::{Engine, Exit, What, millis};
use crate::event::{EventKind, NoteKind};
use crate::failure::{Failure, QUERY, RUNTIME, TIMEOUT};
use crate::payload::Payload;
use asl_expressions::{Value, World};
use asl_semantics::plan::{Catcher, Kind, Retrier, State};
use asl_semantics::{QueryLanguage, StateType};
use serde_json::Map;

impl<'p, 't> Engine<'p, 't, '_> {
    /// The work of a state failed.
    pub(super) fn state_failed(&mut self, f: usize, failure: Failure) {
        let failure = self.evaluated(f, failure);
        // A Parallel or Map state whose own paths fail says nothing of itself.
        let says_so = failure.name() != RUNTIME;
        self.failed_by(f, failure, says_so);
    }

    /// A machine inside a Parallel or Map state failed, and with it the state.
    pub(super) fn group_failed(&mut self, f: usize, failure: Failure) {
        self.failed_by(f, failure, true);
    }

    fn failed_by(&mut self, f: usize, failure: Failure, says_so: bool) {
        let state = self.frames[f].state();
        if self.try_again(f, state, &failure) {
            return;
        }
        if says_so {
            self.say_failed(f, state);
        }
        match self.caught(f, state, &failure) {
            Some(Ok(exit)) => self.exit(f, exit),
            Some(Err(inner)) => {
                let inner = self.evaluated(f, inner);
                self.scope_failed(f, inner);
            }
            None => self.scope_failed(f, failure),
        }
    }

    /// The failure as AWS tells it; an expression of the state itself that failed has an event of its own, one that failed
    /// inside of it, or an error that somebody gave that name, has none.
    fn evaluated(&mut self, f: usize, failure: Failure) -> Failure {
        let is_own = !failure.placed && failure.name() == QUERY;
        let failure = self.placed(f, failure);
        if is_own {
            self.evaluation_failed(f, self.frames[f].state(), &failure);
        }
        failure
    }

    /// The failure with AWS's words about the state before the cause.
    fn placed(&self, f: usize, mut failure: Failure) -> Failure {
        if !failure.placed && self.alone.is_none() {
            let (frame, name) = (&self.frames[f], self.frames[f].state().name);
            let before = format!(
                "An error occurred while executing the state '{name}' (entered at the event id #{}). ",
                frame.entered
            );
            failure.cause = failure.cause.map(|cause| before + &cause);
            failure.placed = true;
        }
        failure
    }

    fn evaluation_failed(&mut self, f: usize, state: &'p State<'t>, failure: &Failure) {
        let frame = &self.frames[f];
        // What a state says when it is left follows its last event; before that, the one that led to it.
        let previous = if matches!(state.kind, Kind::Wait(_)) || frame.last != frame.entered {
            frame.last
        } else {
            frame.entered_previous
        };
        let event = EventKind::EvaluationFailed {
            error: failure.name().to_owned(),
            cause: failure.cause.clone(),
            location: failure.location.clone(),
            state: state.name,
        };
        self.frames[f].last = self.record_in(f, previous, event);
    }

    /// A Parallel or Map state says that it failed, when nothing tries it again.
    fn say_failed(&mut self, f: usize, state: &'p State<'t>) {
        let event = match state.kind.state_type() {
            StateType::Parallel => EventKind::ParallelFailed,
            StateType::Map => EventKind::MapFailed,
            _ => return,
        };
        self.follow(f, event);
    }

    /// Has the first retrier that names the error an attempt left? Then the work is done once more, later.
    fn try_again(&mut self, f: usize, state: &'p State<'t>, failure: &Failure) -> bool {
        let Some((at, retrier)) = state.retry.iter().enumerate().find(|(_, it)| failure.is_named(&it.errors)) else {
            return false;
        };
        let frame = &mut self.frames[f];
        frame.retries.resize(state.retry.len().max(frame.retries.len()), 0);
        let Some(used) = frame.retries.get_mut(at) else { return false };
        if *used >= retrier.max_attempts {
            self.note_retrier(at, None, failure);
            return false;
        }
        *used += 1;
        let (attempt, most) = (*used, retrier.max_attempts);
        let delay = self.delay(retrier, attempt);
        if self.note_retrier(at, Some(delay), failure) {
            return true;
        }
        self.note(f, NoteKind::Retry { failure: failure.clone(), attempt, most, delay });
        let frame = &mut self.frames[f];
        frame.retry_count += 1;
        frame.visit += 1;
        frame.task = None;
        frame.group = None;
        let visit = frame.visit;
        self.due(delay, f, visit, What::Retry);
        true
    }

    /// Milliseconds before the n-th attempt of a retrier.
    fn delay(&mut self, retrier: &Retrier<'t>, attempt: u64) -> i64 {
        let exponent = i32::try_from(attempt.saturating_sub(1)).unwrap_or(i32::MAX);
        let seconds = retrier.interval * retrier.backoff.powi(exponent);
        let seconds = retrier.max_delay.map_or(seconds, |most| seconds.min(most));
        let seconds = if retrier.jitter { seconds * self.world.random_unit() } else { seconds };
        millis(seconds)
    }

    /// The exit through the first catcher that names the error.
    fn caught(&mut self, f: usize, state: &'p State<'t>, failure: &Failure) -> Option<Result<Exit, Failure>> {
        let (at, catcher) = state.catch.iter().enumerate().find(|(_, it)| failure.is_named(&it.errors))?;
        self.note_catcher(at, failure);
        Some(self.caught_by(f, state, catcher, failure))
    }

    fn caught_by(
        &mut self,
        f: usize,
        state: &'p State<'t>,
        catcher: &'p Catcher<'t>,
        failure: &Failure,
    ) -> Result<Exit, Failure> {
        if let Some(next) = self.frames[f].machine.states.get(catcher.next) {
            self.note(f, NoteKind::Caught { failure: failure.clone(), next: next.name });
        }
        let error = Payload::from(error_output(failure));
        let extra = Extra::Error(&error);
        let assigned = self.assigned(f, catcher.assign.as_ref(), error.value(), &extra)?;
        let output = match (state.language, &catcher.output) {
            (QueryLanguage::Jsonata, Some(output)) => self.evaluate(f, output, &Value::Null, &extra)?.into(),
            (QueryLanguage::Jsonata, None) => error,
            (QueryLanguage::JsonPath, _) => {
                let raw = self.frames[f].input.clone();
                Self::insert(&raw, &catcher.result_path, error)?
            }
        };
        Ok(Exit { output, assigned, next: Some(catcher.next) })
    }
}

/// What a catcher gets. A timeout has an empty cause; what was failed without a name or a cause has nulls.
fn error_output(failure: &Failure) -> Value {
    let cause = match &failure.cause {
        Some(cause) => Value::from(cause.as_str()),
        None if failure.name() == TIMEOUT => Value::from(""),
        None => Value::Null,
    };
    let mut out = Map::new();
    out.insert("Error".to_owned(), failure.error.as_deref().map_or(Value::Null, Value::from));
    out.insert("Cause".to_owned(), cause);
    Value::Object(out)
}
