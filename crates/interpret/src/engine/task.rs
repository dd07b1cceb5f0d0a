//! `Task`

use super::flow::Extra;
use super::states::whole;
use super::{Engine, Flow, What, seconds_to_millis, too_large};
use crate::answers::{Answer, Outcome, Question};
use crate::event::{EventKind, FailedStep, Schedule, Worker};
use crate::failure::{DATA_LIMIT, Failure};
use crate::payload::{MAX_PAYLOAD, Payload};
use crate::resource::Target;
use crate::trace::StepName;
use asl_catalogue::Pattern;
use asl_expressions::{Value, World};
use asl_semantics::QueryLanguage;
use asl_semantics::plan::{Number, State, Task};
use std::rc::Rc;

/// A task that has no timeout of its own ends after this.
const DEFAULT_TIMEOUT_SECONDS: u64 = 99_999_999;

/// A task that is running.
#[derive(Debug)]
pub(super) struct TaskRun {
    pub(super) token: Option<String>,
    target: Option<Target>,
    outcome: Option<Outcome>,
}

impl<'p, 't> Engine<'p, 't, '_> {
    pub(super) fn task(&mut self, f: usize, state: &'p State<'t>, task: &'p Task<'t>) -> Result<Flow, Failure> {
        let target = Target::of(task.resource);
        // Jobs and activities have a token as well, though nobody waits for it to come back.
        let has_token = target.pattern != Pattern::RequestResponse || target.worker == Worker::Activity;
        let token = has_token.then(|| self.token());
        self.frames[f].task = Some(TaskRun { token, target: None, outcome: None });
        let schedule = self.schedule(f, state, task)?;
        if schedule.input.size() > MAX_PAYLOAD {
            return Err(Failure::new(DATA_LIMIT, too_large(&target.called, "was given an input")));
        }
        target.check(schedule.input.value())?;
        let worker = target.worker.clone();
        let Some(answer) = self.ask(f, &schedule) else { return Ok(Flow::Pending) };
        self.follow(f, EventKind::Scheduled { worker: worker.clone(), schedule: Box::new(schedule.clone()) });
        if let Outcome::Refuse(step @ (FailedStep::Schedule | FailedStep::Start), failure) = answer.outcome {
            return self.task_failed(f, &target, step, failure);
        }
        self.follow(f, EventKind::Started { worker: worker.clone(), name: answer.worker.clone() });
        if let Outcome::Refuse(step, failure) = answer.outcome {
            return self.task_failed(f, &target, step, failure);
        }
        if let Some(output) = answer.submitted.filter(|_| target.pattern != Pattern::RequestResponse) {
            self.follow(f, EventKind::Submitted { worker, output: output.into() });
        }
        self.await_answer(f, &schedule, target, answer.delay, &answer.heartbeats, answer.outcome)
    }

    /// What the task is started with.
    fn schedule(&mut self, f: usize, state: &'p State<'t>, task: &'p Task<'t>) -> Result<Schedule, Failure> {
        let input = self.effective_input(f, state)?;
        let arguments = self.arguments(f, state, &input)?;
        let timeout = self.seconds(f, &task.timeout, input.value(), "TimeoutSeconds")?;
        let heartbeat = self.seconds(f, &task.heartbeat, input.value(), "HeartbeatSeconds")?;
        let role = match &task.credentials {
            Some(template) => {
                let credentials = self.evaluate(f, template, input.value(), &Extra::None)?;
                credentials["RoleArn"].as_str().map(str::to_owned)
            }
            None => None,
        };
        let (region, resource) = (Rc::from(self.options.region.as_str()), Rc::from(task.resource));
        Ok(Schedule { region, resource, input: arguments, timeout, heartbeat, role })
    }

    fn seconds(&mut self, f: usize, number: &Number<'t>, input: &Value, field: &str) -> Result<Option<u64>, Failure> {
        let Some(value) = self.number(f, number, input, field)? else { return Ok(None) };
        let Number::Path(path) = number else { return whole(&value, field).map(Some) };
        let whole = value.as_u64().filter(|seconds| (1..=DEFAULT_TIMEOUT_SECONDS).contains(seconds));
        whole.map(Some).ok_or_else(|| {
            Failure::runtime(format!(
                "The {field}Path parameter does not reference a positive integer: {} == {value}",
                path.text
            ))
        })
    }

    fn token(&mut self) -> String {
        const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let digit = |bits: u64| char::from(DIGITS.get(bits as usize % DIGITS.len()).copied().unwrap_or(b'A'));
        (0..128).map(|_| digit(self.world.random_bits())).collect()
    }

    /// The answer; none where the one who answers has a problem, which ends the run.
    fn ask(&mut self, f: usize, schedule: &Schedule) -> Option<Answer> {
        let frame = &self.frames[f];
        let (place, attempt) = (frame.path(), frame.retry_count);
        let question = Question {
            place: &place,
            attempt,
            resource: &schedule.resource,
            input: schedule.input.value(),
            timeout: schedule.timeout,
        };
        match self.answer(&question) {
            Ok(answer) => Some(answer),
            Err(problem) => {
                self.problem = Some(problem);
                None
            }
        }
    }

    /// Adds the next event of a frame.
    pub(super) fn follow(&mut self, f: usize, kind: EventKind<'t>) {
        let previous = self.frames[f].last;
        self.frames[f].last = self.record_in(f, previous, kind);
    }

    fn await_answer(
        &mut self,
        f: usize,
        schedule: &Schedule,
        target: Target,
        delay: i64,
        heartbeats: &[i64],
        outcome: Outcome,
    ) -> Result<Flow, Failure> {
        let (delay, outcome) = target.in_its_time(delay, outcome);
        let never = outcome == Outcome::Never;
        let limit = schedule.timeout.map(seconds_to_millis);
        let silence = schedule.heartbeat.and_then(|seconds| {
            first_silence(heartbeats, seconds_to_millis(seconds), if never { i64::MAX } else { delay })
        });
        let default = never.then(|| seconds_to_millis(DEFAULT_TIMEOUT_SECONDS));
        let deadline = [limit, silence, default].into_iter().flatten().min();
        let frame = &mut self.frames[f];
        if let Some(run) = &mut frame.task {
            run.target = Some(target);
            run.outcome = Some(outcome);
        }
        let visit = frame.visit;
        // An answer that comes just in time counts.
        match deadline {
            Some(deadline) if never || deadline < delay => self.due(deadline, f, visit, What::Timeout),
            _ if delay == 0 => return self.answered(f),
            _ => self.due(delay, f, visit, What::Answer),
        }
        Ok(Flow::Pending)
    }

    /// The task answers.
    pub(super) fn answered(&mut self, f: usize) -> Result<Flow, Failure> {
        let Some(TaskRun { target: Some(target), outcome: Some(outcome), .. }) = self.frames[f].task.take() else {
            return Ok(Flow::Pending);
        };
        let state = self.frames[f].state();
        let result = match outcome {
            Outcome::Return(value) => value,
            Outcome::Sample(value) => {
                if !self.samples.contains(&state.name) {
                    self.samples.push(state.name);
                }
                value
            }
            Outcome::Throw(failure) => return self.task_failed(f, &target, FailedStep::Run, failure),
            Outcome::Refuse(step, failure) => return self.task_failed(f, &target, step, failure),
            Outcome::Command(_) | Outcome::Never => return Ok(Flow::Pending),
        };
        let result = Payload::from(result);
        if result.size() > MAX_PAYLOAD {
            let failure = Failure::new(DATA_LIMIT, too_large(&target.called, "returned a result"));
            return self.task_failed(f, &target, FailedStep::Run, failure);
        }
        self.follow(f, EventKind::Succeeded { worker: target.worker, output: result.clone() });
        self.result(f, state, &result)
    }

    /// Leaves a state that has a result.
    pub(super) fn result(&mut self, f: usize, state: &'p State<'t>, result: &Payload) -> Result<Flow, Failure> {
        self.saw(f, StepName::Result, || result.clone());
        let extra = Extra::Result(result);
        if state.language == QueryLanguage::Jsonata {
            return self.jsonata_exit(f, state, result, &extra);
        }
        let assigned = self.assigned(f, state.assign.as_ref(), result.value(), &Extra::None)?;
        self.outgoing(f, state, result, assigned)
    }

    fn task_failed(&mut self, f: usize, target: &Target, step: FailedStep, failure: Failure) -> Result<Flow, Failure> {
        let Failure { error, cause, .. } = failure.clone();
        self.follow(f, EventKind::Failed { worker: target.worker.clone(), step, error, cause });
        Err(failure)
    }

    /// The task took too long, or was silent for too long.
    pub(super) fn timed_out(&mut self, f: usize) -> Result<Flow, Failure> {
        let Some(TaskRun { target: Some(target), .. }) = self.frames[f].task.take() else { return Ok(Flow::Pending) };
        let failure = Failure::timeout();
        let error = failure.name().to_owned();
        self.follow(f, EventKind::TimedOut { worker: target.worker, error, cause: None });
        Err(failure)
    }
}

/// When a heartbeat is missed, if one is before the end.
fn first_silence(heartbeats: &[i64], most: i64, end: i64) -> Option<i64> {
    let mut last = 0;
    for beat in heartbeats.iter().copied().chain([end]) {
        if beat.saturating_sub(last) > most {
            return Some(last + most);
        }
        last = beat;
    }
    None
}
