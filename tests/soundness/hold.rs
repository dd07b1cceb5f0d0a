//! A run held against what was inferred.

use asl_expressions::Value;
use asl_infer::{Certainty, Expression, Facts, FaultKind, Problem, Reads, Settings, Tasks};
use asl_interpret::answers::{Answers, Step};
use asl_interpret::{Around, EventKind, NoteKind, Options, Payload, Run, Status};
use asl_semantics::StateId;
use asl_semantics::plan::{Kind, Machine, State, StepName, Workflow};
use asl_syntax::Node;
use asl_types::Type;
use std::collections::{BTreeMap, HashMap};

/// What a run shows of itself.
pub(crate) struct Shown<'t> {
    pub(crate) seen: Vec<(String, StepName, Payload)>,
    pub(crate) run: Run<'t>,
}

#[derive(Default)]
struct Watch(Vec<(String, StepName, Payload)>);

impl asl_interpret::Observer for Watch {
    fn saw(&mut self, _: &[Step], state: &str, step: StepName, value: &Payload) {
        self.0.push((state.to_owned(), step, value.clone()));
    }
}

/// Runs a workflow. An error is one of the answers.
pub(crate) fn run<'t>(
    workflow: &Workflow<'t>,
    input: &Value,
    options: &Options,
    answers: &mut dyn Answers,
) -> Result<Shown<'t>, String> {
    let mut watch = Watch::default();
    let around = Around { observer: Some(&mut watch), ..Around::default() };
    let run = asl_interpret::run_with(workflow, input.clone(), options, answers, around)?;
    Ok(Shown { seen: watch.0, run })
}

/// What is inferred of a workflow.
pub(crate) struct Inferred<'a, 't> {
    pub(crate) types: Types,
    pub(crate) facts: Facts<'a, 't>,
    states: BTreeMap<&'t str, &'a State<'t>>,
}

/// The type at each step of each state.
#[derive(Default)]
pub(crate) struct Types(HashMap<(StateId, StepName), Type>);

impl asl_infer::Observer<'_, '_> for Types {
    fn saw(&mut self, state: &State<'_>, step: StepName, of: &Type) {
        let place = self.0.entry((state.id, step)).or_default();
        *place = place.join(of);
    }
}

impl<'a, 't> Inferred<'a, 't> {
    pub(crate) fn new(workflow: &'a Workflow<'t>, input: &Type, tasks: &dyn Tasks) -> Self {
        let mut types = Types::default();
        let facts = asl_infer::infer(workflow, Settings { input, tasks }, &mut types);
        let mut states = BTreeMap::new();
        list(&workflow.machine, &mut states);
        Self { types, facts, states }
    }

    /// The state of a name: names are unique in the definitions at hand.
    pub(crate) fn state(&self, name: &str) -> Option<&'a State<'t>> {
        self.states.get(name).copied()
    }

    /// The names of all states.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'t str> {
        self.states.keys().copied()
    }

    pub(crate) fn at(&self, name: &str, step: StepName) -> Option<&Type> {
        self.state(name).and_then(|state| self.types.0.get(&(state.id, step)))
    }

    /// What is wrong with what was inferred, as a run shows.
    pub(crate) fn complaints(&self, shown: &Shown<'t>) -> Vec<String> {
        let mut all = Vec::new();
        for (state, step, value) in &shown.seen {
            all.extend(self.value(state, *step, value.value()));
            all.extend(self.assigned(state, *step, value.value()));
        }
        self.ended(&shown.run, &mut all);
        self.course(&shown.run, &mut all);
        all
    }

    /// A value at a step.
    fn value(&self, state: &str, step: StepName, value: &Value) -> Option<String> {
        let place = format!("{state} {}", step.name());
        let Some(of) = self.at(state, step) else {
            return Some(format!("{place}: no run was said to get there, and one did with {value}"));
        };
        of.refusal(value).map(|way| format!("{place}{way}: {value} is not of {of}"))
    }

    /// A variable that a state was said to read before anything assigns it.
    fn assigned(&self, state: &str, step: StepName, value: &Value) -> Option<String> {
        let is_here = |problem: &&Problem<'_, '_>| {
            problem.state.name == state && problem.fault.certainty == Certainty::Certain && !is_in_rule(problem)
        };
        if step != StepName::Variables {
            return None;
        }
        self.facts.problems().iter().filter(is_here).find_map(|problem| {
            let FaultKind::UnknownVariable { name } = &problem.fault.kind else { return None };
            (value.get(name).is_some() && !assigns(problem.state.node, name))
                .then(|| format!("{state}: ${name} was assigned before it"))
        })
    }

    /// How the execution ended.
    fn ended(&self, run: &Run<'t>, all: &mut Vec<String>) {
        if let Some(output) = &run.output
            && let Some(way) = self.facts.output().refusal(output.value())
        {
            all.push(format!("the output{way}: {} is not of {}", output.value(), self.facts.output()));
        }
        let error = run.error.as_deref().unwrap_or_default();
        if run.status == Status::Failed
            && !is_limit(error, run.cause.as_deref())
            && !self.facts.errors().contains(error)
        {
            all.push(format!("the execution failed with {error:?} ({:?}), which nobody foresaw", run.cause));
        }
    }

    /// What was retried, caught and chosen.
    fn course(&self, run: &Run<'t>, all: &mut Vec<String>) {
        let entered: HashMap<u64, &str> =
            run.events.iter().filter_map(|event| entered(event.id, &event.kind)).collect();
        let mut caught = Vec::new();
        for note in &run.notes {
            let Some(state) = entered.get(&note.state).and_then(|name| self.state(name)) else { continue };
            let Some(facts) = self.facts.state(state.id) else { continue };
            match &note.kind {
                NoteKind::Retry { failure, .. } | NoteKind::Caught { failure, .. } => {
                    let error = failure.error.as_deref().unwrap_or_default();
                    if !facts.errors.contains(error) {
                        all.push(format!("{} failed with {error:?} ({:?}): not foreseen", state.name, failure.cause));
                    }
                    caught.push(note.state);
                }
                NoteKind::Chosen { rule, .. } => {
                    let asked = &facts.rules[..rule.map_or(facts.rules.len(), |rule| rule + 1)];
                    let (matched, missed) = match (rule, asked.split_last()) {
                        (Some(_), Some((matched, missed))) => (matched.may_match, missed),
                        _ => (facts.may_default, asked),
                    };
                    if !matched || missed.iter().any(|rule| !rule.is_asked || !rule.may_miss) {
                        all.push(format!("{}: rule {rule:?} was taken: {:?}", state.name, facts.rules));
                    }
                    let is_left =
                        run.events.iter().any(|event| has_left(event, state.name) && event.state == note.state);
                    all.extend(self.asked(state, *rule, is_left));
                }
                NoteKind::Failed { .. } => {}
            }
        }
        for problem in self.facts.problems().iter().filter(|problem| is_fatal(problem)) {
            let left = |event: &_| has_left(event, problem.state.name) && !caught.contains(&event.state);
            if run.events.iter().any(left) {
                all.push(survived(problem));
            }
        }
    }

    /// A rule of a Choice that was said to fail, and was asked, or followed, without.
    fn asked(&self, state: &State<'t>, taken: Option<usize>, is_left: bool) -> Option<String> {
        let problems = self.facts.problems().iter().filter(|it| it.state.id == state.id && is_certain(it));
        problems.filter(|it| !matches!(it.fault.kind, FaultKind::Operand { .. })).find_map(|problem| {
            let rules = state.node.get("Choices").into_iter().flat_map(Node::items).enumerate();
            let (at, rule) = rules.into_iter().find(|(_, rule)| is_inside(problem, *rule))?;
            let follows = |field: &str| rule.get(field).is_some_and(|node| is_inside(problem, node));
            let went_well = if ["Assign", "Output"].into_iter().any(follows) {
                taken == Some(at) && is_left
            } else {
                taken.is_none_or(|taken| at <= taken)
            };
            went_well.then(|| survived(problem))
        })
    }
}

/// The states of a machine and of those inside, by name.
fn list<'a, 't>(machine: &'a Machine<'t>, all: &mut BTreeMap<&'t str, &'a State<'t>>) {
    for state in &machine.states {
        all.insert(state.name, state);
        match &state.kind {
            Kind::Parallel(branches) => branches.iter().for_each(|branch| list(branch, all)),
            Kind::Map(map) => list(&map.processor, all),
            _ => {}
        }
    }
}

/// Does a state, a catcher or a rule assign a variable?
fn assigns(node: Node<'_>, name: &str) -> bool {
    let parts = ["Catch", "Choices"].into_iter().filter_map(|list| node.get(list)).flat_map(Node::items);
    let is_named = |key: &str| key.strip_suffix(".$").unwrap_or(key) == name;
    node.get("Assign").is_some_and(|assign| assign.members().any(|member| is_named(member.key.text)))
        || parts.into_iter().any(|part| assigns(part, name))
}

fn entered<'t>(id: u64, kind: &EventKind<'t>) -> Option<(u64, &'t str)> {
    match kind {
        EventKind::StateEntered { name, .. } => Some((id, *name)),
        _ => None,
    }
}

/// Limits of the service are not of the types.
fn is_limit(error: &str, cause: Option<&str>) -> bool {
    error == "States.DataLimitExceeded" || cause.is_some_and(|cause| cause.contains("maximum number of history events"))
}

/// Does the state fail whenever it is entered, and not just when some part of it is evaluated?
fn is_fatal(problem: &Problem<'_, '_>) -> bool {
    let is_always_asked = match problem.state.kind {
        Kind::Choice(_) => false,
        Kind::Map(_) => matches!(problem.field.as_str(), "ItemsPath" | "Items" | "InputPath"),
        _ => !is_in_catcher(problem),
    };
    is_always_asked && is_certain(problem)
}

/// Does what is evaluated fail for certain?
fn is_certain(problem: &Problem<'_, '_>) -> bool {
    let goes_on = matches!(problem.expression, Expression::Jsonata(..)) && problem.fault.kind.is_missing();
    !goes_on && problem.fault.certainty == Certainty::Certain
}

fn survived(problem: &Problem<'_, '_>) -> String {
    let (name, fault) = (problem.state.name, &problem.fault);
    format!("{name} did not fail: {} {:?}, {fault:?}", problem.field, problem.text.text)
}

fn has_left(event: &asl_interpret::Event<'_>, state: &str) -> bool {
    matches!(&event.kind, EventKind::StateExited { name, .. } if *name == state)
}

fn is_in_catcher(problem: &Problem<'_, '_>) -> bool {
    problem.reads == Reads::ErrorOutput || problem.state.node.get("Catch").is_some_and(|it| is_inside(problem, it))
}

/// What is known in a rule of a Choice is of those runs that ask it.
fn is_in_rule(problem: &Problem<'_, '_>) -> bool {
    matches!(problem.state.kind, Kind::Choice(_))
}

fn is_inside(problem: &Problem<'_, '_>, node: Node<'_>) -> bool {
    let (at, around) = (problem.text.node.span(), node.span());
    around.start <= at.start && at.end <= around.end
}
