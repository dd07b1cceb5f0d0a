//! What is known of the tasks of a run, as types: what they were seen to answer.

use crate::recordings::{decoded, details};
use asl_expressions::Value;
use asl_infer::{Errors, Tasks};
use asl_interpret::Failure;
use asl_interpret::answers::{Answer, Answers, MapRun, Outcome, Question, Step, Whole};
use asl_semantics::plan::errors::TIMEOUT;
use asl_semantics::plan::{State, Task};
use asl_types::Type;
use std::collections::{HashMap, HashSet};

/// By state, what its task comes to.
#[derive(Debug, Default)]
pub(crate) struct Told {
    tasks: HashMap<String, asl_infer::Answer>,
    /// Those of which nothing is known but the output.
    wholes: HashSet<String>,
    /// What comes of all others.
    others: asl_infer::Answer,
}

impl Told {
    /// One answer of a task.
    pub(crate) fn add(&mut self, state: &str, outcome: &Outcome) {
        let never = || asl_infer::Answer { result: Type::never(), errors: Errors::default() };
        let answer = self.tasks.entry(state.to_owned()).or_insert_with(never);
        match outcome {
            Outcome::Return(value) | Outcome::Sample(value) => answer.result = answer.result.join(&Type::of(value)),
            Outcome::Throw(failure) | Outcome::Refuse(_, failure) => {
                answer.errors.add(failure.error.as_deref().unwrap_or_default());
            }
            Outcome::Never | Outcome::Command(_) => {}
        }
        // Whether it is in time is for the state to say.
        answer.errors.add(TIMEOUT);
    }

    /// With each result made wider.
    pub(crate) fn map(&mut self, mut change: impl FnMut(&Type) -> Type) {
        for answer in self.tasks.values_mut() {
            answer.result = change(&answer.result);
        }
    }

    /// What any task comes to is what one of all tasks did: the events do not tell which.
    pub(crate) fn pooled(events: &[Value]) -> Self {
        let mut others = asl_infer::Answer { result: Type::never(), errors: Errors::of(TIMEOUT) };
        for event in events {
            let (kind, details) = (event["type"].as_str().unwrap_or_default(), details(event));
            let is_task = ["Task", "LambdaFunction", "Activity"].iter().any(|worker| kind.starts_with(worker));
            if is_task && kind.ends_with("Succeeded") {
                others.result = others.result.join(&Type::of(&decoded(&details["output"])));
            } else if is_task && kind.ends_with("Failed") {
                others.errors.add(details["error"].as_str().unwrap_or_default());
            }
        }
        Self { others, ..Self::default() }
    }
}

impl Tasks for Told {
    fn answer(&self, state: &State<'_>, _: &Task<'_>, _: &Type) -> asl_infer::Answer {
        self.tasks.get(state.name).unwrap_or(&self.others).clone()
    }

    fn result(&self, state: &State<'_>) -> Option<Type> {
        self.wholes.contains(state.name).then(Type::unknown)
    }
}

/// Asks others, and writes down what they say.
pub(crate) struct Spy<'a> {
    asked: &'a mut dyn Answers,
    pub(crate) told: Told,
}

impl<'a> Spy<'a> {
    pub(crate) fn new(asked: &'a mut dyn Answers) -> Self {
        Self { asked, told: Told::default() }
    }
}

impl Answers for Spy<'_> {
    fn answer(&mut self, question: &Question<'_>) -> Result<Answer, String> {
        let answer = self.asked.answer(question)?;
        self.told.add(question.state(), &answer.outcome);
        Ok(answer)
    }

    fn knows(&self, question: &Question<'_>) -> bool {
        self.asked.knows(question)
    }

    fn map_run(&mut self, place: &[Step]) -> Option<MapRun> {
        let run = self.asked.map_run(place)?;
        self.told.wholes.extend(place.last().map(|step| step.state.clone()));
        Some(run)
    }

    fn whole(&mut self, place: &[Step]) -> Option<Whole> {
        self.asked.whole(place)
    }

    fn started(&self) -> Option<i64> {
        self.asked.started()
    }
}

/// A failure as a task throws it.
pub(crate) fn thrown(error: &str, cause: Option<&str>) -> Outcome {
    Outcome::Throw(Failure { cause: cause.map(str::to_owned), ..Failure::new(error, "") })
}
