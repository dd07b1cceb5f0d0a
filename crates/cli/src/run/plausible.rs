//! What services answer: samples, where no mock does; and doubts about mocks that no service would answer with.

use crate::definition::Chosen;
use crate::engine::Checked;
use asl_check_core::{IMPOSSIBLE_MOCK, closest, seen_in_run};
use asl_expressions::Value;
use asl_infer::{Services, may_carry_token};
use asl_interpret::answers::{Answer, Answers, MapRun, Outcome, Question, Step, Whole};
use asl_semantics::plan::{Kind, Machine};
use asl_semantics::{Definition, StateId};
use asl_types::{Kinds, Object, Type};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// Answers with samples where nobody answers, and looks at what others do.
pub(super) struct Plausible {
    rest: Box<dyn Answers>,
    services: Services,
    /// By the name of the state.
    tasks: HashMap<String, Called>,
    /// By resource, and whether the token of the task is handed on.
    samples: HashMap<(String, bool), Value>,
    doubts: Doubts,
}

/// A task of the workflow.
struct Called {
    state: StateId,
    resource: String,
    hands_on_token: bool,
}

/// What is told of mocks: one thing of each state.
#[derive(Clone, Default)]
pub(super) struct Doubts(Rc<RefCell<Vec<Doubt>>>);

struct Doubt {
    state: StateId,
    message: String,
    help: Option<String>,
}

impl Plausible {
    pub(super) fn new(rest: Box<dyn Answers>, machine: &Machine<'_>, doubts: Doubts) -> Self {
        let mut tasks = HashMap::new();
        collect(machine, &mut tasks);
        Self { rest, services: Services::default(), tasks, samples: HashMap::new(), doubts }
    }

    fn sample(&mut self, question: &Question<'_>, hands_on_token: bool) -> Value {
        if calls_model(question.resource) {
            return self.services.sample(question.resource, hands_on_token, &Type::of(question.input));
        }
        let services = &self.services;
        let made = || services.sample(question.resource, hands_on_token, &Type::unknown());
        self.samples.entry((question.resource.to_owned(), hands_on_token)).or_insert_with(made).clone()
    }

    /// Could the service of a task never answer this? A task of another workflow is not known well enough.
    fn doubt(&self, question: &Question<'_>, answer: &Value) -> Option<Doubt> {
        let called = self.tasks.get(question.state()).filter(|it| it.resource == question.resource)?;
        let arguments = if calls_model(question.resource) { Type::of(question.input) } else { Type::unknown() };
        let given = self.services.given(question.resource, called.hands_on_token, &arguments);
        let at = given.refusal(answer)?;
        let resource = question.resource.rsplit(":::").next().unwrap_or(question.resource);
        let (what, help) = difference(&given, answer, &at)?;
        let message = format!("the mock of `{}` is no answer of `{resource}`: {what}", question.state());
        Some(Doubt { state: called.state, message, help })
    }
}

impl Answers for Plausible {
    fn answer(&mut self, question: &Question<'_>) -> Result<Answer, String> {
        let mut answer = self.rest.answer(question)?;
        match &answer.outcome {
            Outcome::Sample(_) => {
                let known = self.tasks.get(question.state()).filter(|it| it.resource == question.resource);
                // Of the task of another workflow nobody told.
                let hands_on_token = known.is_none_or(|it| it.hands_on_token);
                answer.outcome = Outcome::Sample(self.sample(question, hands_on_token));
            }
            Outcome::Return(value) => {
                if let Some(doubt) = self.doubt(question, value) {
                    self.doubts.add(doubt);
                }
            }
            _ => {}
        }
        Ok(answer)
    }

    fn knows(&self, question: &Question<'_>) -> bool {
        self.rest.knows(question)
    }

    fn map_run(&mut self, place: &[Step]) -> Option<MapRun> {
        self.rest.map_run(place)
    }

    fn whole(&mut self, place: &[Step]) -> Option<Whole> {
        self.rest.whole(place)
    }

    fn started(&self) -> Option<i64> {
        self.rest.started()
    }
}

/// What a model is called with decides what it answers; of no other task the arguments do.
fn calls_model(resource: &str) -> bool {
    [":bedrock:invokeModel", ":bedrockruntime:invokeModel"].iter().any(|it| resource.ends_with(it))
}

/// The tasks of a machine, and of those inside of it.
fn collect(machine: &Machine<'_>, tasks: &mut HashMap<String, Called>) {
    for state in &machine.states {
        match &state.kind {
            Kind::Task(task) => {
                let hands_on_token = state.arguments.as_ref().is_some_and(may_carry_token);
                let called = Called { state: state.id, resource: task.resource.to_owned(), hands_on_token };
                tasks.insert(state.name.to_owned(), called);
            }
            Kind::Parallel(branches) => branches.iter().for_each(|branch| collect(branch, tasks)),
            Kind::Map(map) => collect(&map.processor, tasks),
            _ => {}
        }
    }
}

/// In which way a value is not one of a type, and what may have been meant; `at` is the pointer to the part that is not.
/// Nothing, where the part is missing: nobody has to write all that a service gives.
fn difference(given: &Type, value: &Value, at: &str) -> Option<(String, Option<String>)> {
    let (mut around, mut of, mut value) = (Type::never(), given.clone(), value);
    let mut within = Vec::new();
    for name in asl_syntax::names_of_pointer(at) {
        around = of;
        (of, value) = match value {
            Value::Array(items) => {
                let at: usize = name.parse().ok()?;
                (around.item(at), items.get(at)?)
            }
            object => (around.field(&name), object.get(&name)?),
        };
        within.push(name);
    }
    if !of.has_value()
        && let Some((name, outer)) = within.split_last()
    {
        let place = if outer.is_empty() { String::new() } else { format!(" in `{}`", outer.join(".")) };
        let objects = around.sets().objects.as_ref().map(|it| it.merged());
        let meant = closest(name, objects.iter().flat_map(Object::names));
        return Some((format!("there is no `{name}`{place}"), meant.map(|meant| format!("did you mean `{meant}`?"))));
    }
    let what = if within.is_empty() { "it".to_owned() } else { format!("`{}`", within.join(".")) };
    Some((format!("{what} is {}, not {}", of.kinds().words(), Kinds::of(value).words()), None))
}

impl Doubts {
    fn add(&self, doubt: Doubt) {
        let mut doubts = self.0.borrow_mut();
        if doubts.iter().all(|it| it.state != doubt.state) {
            doubts.push(doubt);
        }
    }

    /// What there is to tell, each at its state.
    pub(super) fn told(&self, chosen: &Chosen) -> Checked {
        let definition = Definition::new(&chosen.tree);
        let told = |doubt: &Doubt| {
            let at = definition.state(doubt.state).name;
            seen_in_run(&IMPOSSIBLE_MOCK, at, &doubt.message, doubt.help.clone())
        };
        chosen.checked(self.0.borrow().iter().map(told).collect())
    }
}
