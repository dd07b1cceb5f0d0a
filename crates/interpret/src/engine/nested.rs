//! Executions that tasks start: they run at once, at the present virtual time, and what they come to is the task's answer.

use super::{Around, Engine, Options, Status};
use crate::answers::{Answer, Outcome, Question};
use crate::description::Description;
use crate::event::{FailedStep, Worker};
use crate::failure::Failure;
use crate::payload::Payload;
use crate::resource::Target;
use crate::time::text_of_time;
use asl_expressions::{Value, World};
use asl_semantics::plan::Workflow;
use serde_json::{Map, json};
use std::collections::HashMap;

/// How many executions may start each other. AWS has no such limit; a machine that starts itself would never end.
const MAX_DEPTH: usize = 20;

/// How many executions a run may start, all in all: one that starts two that start two each is soon without an end, too.
/// A test without optimisation would take a minute for so many.
const MAX_EXECUTIONS: u64 = if cfg!(test) { 1_000 } else { 100_000 };

/// State machines that tasks may start, by name.
#[derive(Debug, Default)]
pub struct Machines<'t>(HashMap<String, Workflow<'t>>);

impl<'t> Machines<'t> {
    /// Adds one; gives back another one of that name.
    pub fn add(&mut self, name: String, workflow: Workflow<'t>) -> Option<Workflow<'t>> {
        self.0.insert(name, workflow)
    }

    /// The machine of a name or an ARN, also with a version or an alias.
    fn find(&self, arn: &str) -> Option<(&str, &Workflow<'t>)> {
        let name = arn.split_once(":stateMachine:").map_or(arn, |(_, name)| name);
        let name = name.split(':').next().unwrap_or(name);
        self.0.get_key_value(name).map(|(name, workflow)| (name.as_str(), workflow))
    }
}

/// How a task starts an execution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Start {
    /// It goes on at once.
    Request { sdk: bool },
    /// It waits; input and output are texts, or JSON.
    Sync { parsed: bool },
    /// It waits for an express workflow, whether that fails or not.
    Express,
}

impl Start {
    fn of(resource: &str) -> Option<Self> {
        let target = Target::of(resource);
        let Worker::Service(name) = target.worker else { return None };
        match (name.service.as_str(), name.action.as_str()) {
            ("states", "startExecution") => Some(Self::Request { sdk: false }),
            ("aws-sdk:sfn", "startExecution") => Some(Self::Request { sdk: true }),
            ("aws-sdk:sfn", "startSyncExecution") => Some(Self::Express),
            ("states", "startExecution.sync") => Some(Self::Sync { parsed: false }),
            ("states", "startExecution.sync:2") => Some(Self::Sync { parsed: true }),
            _ => None,
        }
    }

    fn is_sdk(self) -> bool {
        matches!(self, Self::Request { sdk: true } | Self::Express)
    }

    /// The optimised integration gives milliseconds, the SDK a text.
    fn date(self, time: i64) -> Value {
        if self.is_sdk() { text_of_time(time).into() } else { time.into() }
    }

    /// What a task that waits for an execution comes to.
    fn outcome(self, status: Status, described: &Description<'_>) -> Outcome {
        let mut object = described.object();
        if status != Status::Succeeded && self != Self::Express {
            return Outcome::Throw(Failure::new("States.TaskFailed", Value::Object(object).to_string()));
        }
        if self == (Self::Sync { parsed: true }) {
            object.insert("Input".to_owned(), described.input.clone());
            object.insert("Output".to_owned(), described.output.cloned().unwrap_or_default());
        }
        Outcome::Return(Value::Object(object))
    }
}

impl<'t> Engine<'_, 't, '_> {
    /// The answer of a task: the one that is given for it, else what the execution that it starts comes to.
    pub(super) fn answer(&mut self, question: &Question<'_>) -> Result<Answer, String> {
        let Some(start) = self.around.machines.and_then(|_| Start::of(question.resource)) else {
            return self.answers.answer(question);
        };
        if self.answers.knows(question) {
            let answer = self.answers.answer(question)?;
            if !matches!(answer.outcome, Outcome::Sample(_)) {
                return Ok(answer);
            }
        }
        self.start_execution(start, question.input)
    }

    fn start_execution(&mut self, start: Start, parameters: &Value) -> Result<Answer, String> {
        let arn = parameters["StateMachineArn"].as_str().unwrap_or_default();
        let Some((machine, workflow)) = self.around.machines.and_then(|machines| machines.find(arn)) else {
            return Ok(self.refused(
                start,
                "StateMachineDoesNotExist",
                &format!("State Machine Does Not Exist: '{arn}'"),
            ));
        };
        let input = match &parameters["Input"] {
            Value::Null => Value::Object(Map::new()),
            Value::String(text) => match serde_json::from_str(text) {
                Ok(input) => input,
                Err(error) => {
                    let message = format!("Invalid State Machine Execution Input: '{error}'");
                    return Ok(self.refused(start, "InvalidExecutionInput", &message));
                }
            },
            other => other.clone(),
        };
        if self.depth >= MAX_DEPTH {
            return Err(format!(
                "{MAX_DEPTH} executions have started each other, the last one `{machine}`: that never ends"
            ));
        }
        if self.executions >= MAX_EXECUTIONS {
            return Err(format!(
                "{MAX_EXECUTIONS} executions have been started by tasks, the last one `{machine}`: that is more than are run here"
            ));
        }
        let options = Options {
            express: start == Start::Express,
            now: Some(self.clock),
            seed: self.world.random_bits(),
            name: parameters["Name"].as_str().map(str::to_owned),
            machine: machine.to_owned(),
            role: None,
            ..self.options.clone()
        };
        self.child_execution(start, workflow, &options, input)
    }

    fn child_execution(
        &mut self,
        start: Start,
        workflow: &Workflow<'t>,
        options: &Options,
        input: Value,
    ) -> Result<Answer, String> {
        let files = self.around.files.as_mut().map(|files| &mut **files as _);
        let mut engine = Engine::new(workflow, Payload::from(input), options, &mut *self.answers);
        engine.around = Around { files, machines: self.around.machines, ..Around::default() };
        engine.depth = self.depth + 1;
        engine.executions = self.executions + 1;
        engine.start();
        engine.work()?;
        self.executions = engine.executions;
        let (identity, input, stopped) = (engine.identity.clone(), engine.input.clone(), engine.clock);
        let run = engine.finish();
        for state in &run.samples {
            if !self.samples.contains(state) {
                self.samples.push(state);
            }
        }
        let started = json!({"ExecutionArn": identity.execution_arn, "StartDate": start.date(self.clock)});
        if let Start::Request { .. } = start {
            return Ok(Outcome::Return(started).into());
        }
        let described = Description {
            identity: &identity,
            input: input.value(),
            status: run.status.text(),
            output: run.output.as_ref().map(Payload::value),
            error: run.error.as_deref(),
            cause: run.cause.as_deref(),
            started: start.date(self.clock),
            stopped: start.date(stopped),
        };
        let outcome = start.outcome(run.status, &described);
        Ok(Answer { delay: stopped - self.clock, submitted: Some(started), ..outcome.into() })
    }

    /// The service does not start the execution.
    fn refused(&mut self, start: Start, code: &str, message: &str) -> Answer {
        let id = self.world.uuid();
        let failure = if start.is_sdk() {
            let cause = format!("{message} (Service: Sfn, Status Code: 400, Request ID: {id})");
            Failure::new(format!("Sfn.{code}Exception"), cause)
        } else {
            let service = "Service: AWSStepFunctions; Status Code: 400";
            let cause = format!("{message} ({service}; Error Code: {code}; Request ID: {id}; Proxy: null)");
            Failure::new(format!("StepFunctions.{code}Exception"), cause)
        };
        match start {
            Start::Sync { .. } => Outcome::Refuse(FailedStep::Submit, failure).into(),
            _ => Outcome::Throw(failure).into(),
        }
    }
}
