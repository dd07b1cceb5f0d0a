//! Random definitions.

use super::chance::Chance;
use super::data;
use super::states::Built;
use asl_expressions::Value;
use asl_interpret::answers::Outcome;
use serde_json::{Map, json};
use std::collections::BTreeMap;

/// A sample of what a state gets.
#[derive(Clone, Debug)]
pub(crate) struct Arrival {
    pub(crate) input: Value,
    pub(crate) variables: Map<String, Value>,
}

/// A definition that is being made.
pub(crate) struct Draft {
    pub(crate) chance: Chance,
    /// Is the whole definition in JSONata?
    pub(crate) jsonata: bool,
    /// A sample of the input of the execution.
    pub(crate) execution: Value,
    /// What the task of each state answers.
    pub(crate) tasks: BTreeMap<String, Vec<Outcome>>,
    names: usize,
    /// How many more states there may be.
    budget: usize,
}

/// The states of a machine that are still to be made.
struct Plan {
    names: Vec<String>,
    /// Samples of what each state gets.
    pending: Vec<Vec<Arrival>>,
    states: Map<String, Value>,
    outputs: Vec<Value>,
    /// Where a state leads that would end the machine.
    end: Option<String>,
}

impl Draft {
    /// A definition.
    pub(crate) fn definition(seed: u64) -> (Value, Self) {
        let mut chance = Chance::new(seed);
        let (jsonata, execution, budget) = (chance.in_hundred(35), data::input(&mut chance), 3 + chance.below(12));
        let mut draft = Self { chance, jsonata, execution, tasks: BTreeMap::new(), names: 0, budget };
        let arrival = Arrival { input: draft.execution.clone(), variables: Map::new() };
        let (mut definition, _) = draft.machine(arrival, 0);
        definition["TimeoutSeconds"] = json!(40);
        if jsonata {
            definition["QueryLanguage"] = json!("JSONata");
        }
        (definition, draft)
    }

    /// A machine that gets this, and a sample of its output.
    pub(crate) fn machine(&mut self, arrival: Arrival, depth: usize) -> (Value, Value) {
        let count = 1 + self.chance.below(self.budget.min(6));
        self.budget = self.budget.saturating_sub(count);
        let names: Vec<String> = (0..count).map(|_| self.name()).collect();
        let mut plan =
            Plan { pending: vec![Vec::new(); count], names, states: Map::new(), outputs: Vec::new(), end: None };
        let start = if self.chance.in_hundred(25) {
            self.looped(&mut plan, arrival, depth)
        } else {
            plan.pending[0].push(arrival);
            plan.names[0].clone()
        };
        for at in 0..count {
            let Some(arrival) = self.chance.maybe_one(&plan.pending[at]).cloned() else { continue };
            let must_go_on = at + 1 < count && plan.pending[at + 1].is_empty();
            let name = plan.names[at].clone();
            let built = self.state(&arrival, &name, depth, must_go_on);
            self.connect(&mut plan, at, built, must_go_on);
        }
        let output = self.chance.maybe_one(&plan.outputs).cloned().unwrap_or(Value::Null);
        (json!({"StartAt": start, "States": plan.states}), output)
    }

    fn name(&mut self) -> String {
        self.names += 1;
        format!("S{}", self.names)
    }

    /// Leads a state on.
    fn connect(&mut self, plan: &mut Plan, at: usize, built: Built, must_go_on: bool) {
        let Built { mut fields, exit, caught, rules } = built;
        let is_choice = !rules.is_empty();
        let forward = |draft: &mut Self, plan: &mut Plan, arrival: Arrival| {
            let left = plan.names.len() - at - 1;
            let to = at + 1 + draft.chance.below(left);
            plan.pending.get_mut(to).map(|pending| pending.push(arrival)).map(|()| plan.names[to].clone())
        };
        for (list, parts) in [("Catch", caught), ("Choices", rules)] {
            let mut led = Vec::new();
            for (mut part, arrival) in parts {
                let to = forward(self, plan, arrival.clone()).or_else(|| plan.end.clone());
                let to = to.unwrap_or_else(|| last(plan, arrival));
                part.insert("Next".to_owned(), json!(to));
                led.push(Value::Object(part));
            }
            if !led.is_empty() {
                fields.insert(list.to_owned(), Value::Array(led));
            }
        }
        if let Some(exit) = exit {
            let next = if at + 1 >= plan.names.len() || !must_go_on && self.chance.in_hundred(20) {
                None
            } else if must_go_on || self.chance.in_hundred(70) {
                plan.pending[at + 1].push(exit.clone());
                Some(plan.names[at + 1].clone())
            } else {
                forward(self, plan, exit.clone())
            };
            match next.or_else(|| plan.end.clone()) {
                Some(next) => fields.insert((if is_choice { "Default" } else { "Next" }).to_owned(), json!(next)),
                None if is_choice && self.chance.in_hundred(30) => None,
                None if is_choice => fields.insert("Default".to_owned(), json!(last(plan, exit))),
                None => {
                    plan.outputs.push(exit.input);
                    fields.insert("End".to_owned(), json!(true))
                }
            };
        }
        plan.states.insert(plan.names[at].clone(), Value::Object(fields));
    }

    /// A machine that goes round a few times: a state before it, and what decides after it. Gives the name of the first.
    fn looped(&mut self, plan: &mut Plan, mut arrival: Arrival, depth: usize) -> String {
        let [first, again, back, grow, done] = std::array::from_fn(|_| self.name());
        let variable = format!("i{depth}");
        let (rounds, body) = (1 + self.chance.below(5), plan.names[self.chance.below(plan.names.len())].clone());
        arrival.variables.insert(variable.clone(), json!(0));
        plan.states
            .insert(first.clone(), json!({"Type": "Pass", "Assign": {variable.clone(): 0}, "Next": plan.names[0]}));
        let grows = self.chance.in_hundred(50);
        let onward = if grows { &grow } else { &body };
        let (rule, step) = if self.jsonata {
            let rule = json!({"Condition": format!("{{% ${variable} < {rounds} %}}"), "Next": back});
            (rule, json!({variable.clone(): format!("{{% ${variable} + 1 %}}")}))
        } else {
            let rule = json!({"Variable": format!("${variable}"), "NumericLessThan": rounds, "Next": back});
            (rule, json!({format!("{variable}.$"): format!("States.MathAdd(${variable}, 1)")}))
        };
        plan.states.insert(again.clone(), json!({"Type": "Choice", "Choices": [rule], "Default": done}));
        plan.states.insert(back, json!({"Type": "Wait", "Seconds": 1, "Assign": step, "Next": onward}));
        if grows {
            let mut state = self.growing();
            state["Next"] = json!(body);
            plan.states.insert(grow, state);
        }
        plan.states.insert(done, json!({"Type": "Succeed"}));
        plan.outputs.push(arrival.input.clone());
        plan.pending[0].push(arrival);
        plan.end = Some(again);
        first
    }

    /// A state whose output has more than its input.
    fn growing(&mut self) -> Value {
        if self.jsonata {
            let outputs =
                ["{% {'before': $states.input} %}", "{% [$states.input] %}", "{% $append($states.input, 1) %}"];
            return json!({"Type": "Pass", "Output": *self.chance.one(&outputs)});
        }
        match self.chance.below(3) {
            0 => json!({"Type": "Pass", "Parameters": {"before.$": "$", "n": 1}}),
            1 => json!({"Type": "Pass", "Parameters": {"n.$": "States.Array($, 1)"}}),
            _ => json!({"Type": "Pass", "Parameters": {"n.$": "States.Array($.n)"}, "ResultPath": "$.o"}),
        }
    }
}

/// The state that ends a machine where no other is left to lead to.
fn last(plan: &mut Plan, arrival: Arrival) -> String {
    let name = format!("{}End", plan.names[0]);
    plan.states.entry(name.clone()).or_insert_with(|| json!({"Type": "Succeed"}));
    plan.outputs.push(arrival.input);
    name
}
