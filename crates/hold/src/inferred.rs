//! Values against the types for their places.

use crate::{Shown, Violation};
use asl_expressions::Value;
use asl_infer::{Facts, Observer, Steps};
use asl_semantics::plan::{Kind, Machine, State, StepName, Workflow};
use asl_types::Type;
use std::collections::BTreeMap;

/// What was inferred of a workflow.
#[derive(Debug)]
pub struct Inferred<'a, 't> {
    /// The type at each step.
    pub steps: Steps,
    /// All else.
    pub facts: Facts<'a, 't>,
    states: BTreeMap<&'t str, &'a State<'t>>,
}

impl<'a, 't> Inferred<'a, 't> {
    /// Of a workflow whose states all have names of their own. `walk` walks it over types.
    pub fn new(
        workflow: &'a Workflow<'t>,
        walk: impl FnOnce(&'a Workflow<'t>, &mut dyn Observer<'a, 't>) -> Facts<'a, 't>,
    ) -> Self {
        let mut steps = Steps::default();
        let facts = walk(workflow, &mut steps);
        let mut states = BTreeMap::new();
        list(&workflow.machine, &mut states);
        Self { steps, facts, states }
    }

    /// The state of a name.
    pub fn state(&self, name: &str) -> Option<&'a State<'t>> {
        self.states.get(name).copied()
    }

    /// The names of all states.
    pub fn names(&self) -> impl Iterator<Item = &'t str> {
        self.states.keys().copied()
    }

    /// The type at a step of a state; none, where no run was said to get there.
    pub fn at(&self, name: &str, step: StepName) -> Option<&Type> {
        self.state(name).and_then(|state| self.steps.at(state.id, step))
    }

    /// All that does not hold, as a run shows.
    pub fn violations(&self, shown: &Shown<'t>) -> Vec<Violation> {
        let mut all = self.of_values(shown);
        let assigned = shown.seen.iter().filter_map(|(state, step, value)| self.assigned(state, *step, value.value()));
        all.extend(assigned);
        self.ended(&shown.run, &mut all);
        self.course(&shown.run, &mut all);
        all
    }

    /// The values that are not of the types for their places, the output of the execution among them.
    pub fn of_values(&self, shown: &Shown<'t>) -> Vec<Violation> {
        let values = shown.seen.iter().filter_map(|(state, step, value)| self.value(state, *step, value.value()));
        let output =
            shown.run.output.as_ref().and_then(|output| is_not("the output", output.value(), self.facts.output()));
        values.chain(output).collect()
    }

    /// A value at a step.
    fn value(&self, name: &str, step: StepName, value: &Value) -> Option<Violation> {
        let state = self.state(name).map(|state| state.id);
        let place = format!("{name} {}", step.name());
        let Some(of) = self.at(name, step) else {
            let message = format!("{place}: no run was said to get there, and one did with {}", brief(value));
            return Some(Violation { state, part: None, message });
        };
        is_not(&place, value, of).map(|found| Violation { state, ..found })
    }
}

/// Values and types may be long; of each, so many characters are told.
const TOLD: usize = 600;

fn is_not(place: &str, value: &Value, of: &Type) -> Option<Violation> {
    let way = of.refusal(value)?;
    let message = format!("{place}{way}: {} is not of {}", brief(value), of.short(TOLD));
    // What is missing is null here; no value that is there has the same way.
    let part = value.pointer(&way).cloned().unwrap_or_default();
    Some(Violation { state: None, part: Some((way, part)), message })
}

fn brief(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(TOLD) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Watch;
    use asl_infer::{Answer, Errors, Settings, Tasks};
    use asl_interpret::answers::{Outcome, Question};
    use asl_interpret::{Around, Options};
    use asl_semantics::Definition;
    use asl_semantics::plan::Task;
    use asl_syntax::{Source, json};
    use serde_json::json;

    /// Says what the task answers, truly or not.
    struct Says(&'static str);

    impl Tasks for Says {
        fn answer(&self, _: &State<'_>, _: &Task<'_>, _: &Type) -> Answer {
            Answer { result: self.0.parse().expect("a type"), errors: Errors::default() }
        }
    }

    struct Gives(Value);

    impl asl_interpret::answers::Answers for Gives {
        fn answer(&mut self, _: &Question<'_>) -> Result<asl_interpret::answers::Answer, String> {
            Ok(Outcome::Return(self.0.clone()).into())
        }
    }

    /// What is told of a task that is said to give one thing, and gives another.
    fn told(says: &'static str, gives: Value) -> Vec<String> {
        let task = json!({"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:111111111111:function:f",
            "ResultPath": "$.got", "End": true});
        let tree = json::parse(Source::new(json!({"StartAt": "T", "States": {"T": task}}).to_string()));
        let definition = Definition::new(&tree);
        let workflow = Workflow::new(&definition).expect("a plan");
        let input = json!({"a": 1});
        let mut watch = Watch::default();
        let around = Around { observer: Some(&mut watch), ..Around::default() };
        let run = asl_interpret::run_with(&workflow, input.clone(), &Options::default(), &mut Gives(gives), around);
        let shown = watch.done(run.expect("a run"));
        let inferred = Inferred::new(&workflow, |workflow, steps| {
            asl_infer::infer(workflow, Settings { input: &Type::of(&input), tasks: &Says(says) }, steps)
        });
        let mut kept: Vec<Violation> = Vec::new();
        for violation in inferred.of_values(&shown) {
            if kept.iter().all(|earlier| !violation.follows(earlier)) {
                kept.push(violation);
            }
        }
        kept.into_iter().map(|violation| violation.message).collect()
    }

    #[test]
    fn what_is_of_its_type_is_not_told() {
        assert_eq!(told("{n: number}", json!({"n": 5})), [""; 0]);
        assert_eq!(told("unknown", json!([true])), [""; 0]);
    }

    #[test]
    fn what_is_not_of_its_type_is_told_once() {
        assert_eq!(told("{n: number}", json!({"n": "5"})), [r#"T result/n: {"n":"5"} is not of {n: number}"#]);
        assert_eq!(told("{n: number}", json!({})), ["T result/n: {} is not of {n: number}"]);
        let longer = told("{n: number}", json!({"m": 5, "n": 5}));
        assert_eq!(longer, [r#"T result/m: {"m":5,"n":5} is not of {n: number}"#]);
    }

    #[test]
    fn what_no_run_was_said_to_get_to_is_told() {
        let found = told("never", json!(5));
        assert!(found[0].starts_with("T result: no run was said to get there, and one did with 5"), "{found:?}");
    }
}
