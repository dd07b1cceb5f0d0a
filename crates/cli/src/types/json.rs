//! The object for scripts.

use super::{Known, inner, names};
use asl_semantics::plan::{Machine, State, StepName};
use asl_types::Type;
use serde_json::{Map, Value, json};

pub(super) fn of(known: &Known<'_, '_>) -> Value {
    let mut states = Map::new();
    machine(known, &known.plan.machine, &mut states);
    json!({
        "input": text(&known.input),
        "output": text(known.facts.output()),
        "errors": names(known.facts.errors()),
        "variable_references": known.references,
        "states": states,
    })
}

/// The states of a machine and of those inside: no two of a definition have one name.
fn machine(known: &Known<'_, '_>, machine: &Machine<'_>, states: &mut Map<String, Value>) {
    for state in &machine.states {
        states.insert(state.name.to_owned(), one(known, state));
        for (_, within) in inner(state) {
            self::machine(known, within, states);
        }
    }
}

fn one(known: &Known<'_, '_>, state: &State<'_>) -> Value {
    let mut out = Map::new();
    for (step, of) in known.steps.of(state.id).filter(|(step, _)| *step != StepName::Variables) {
        out.insert(step.name().to_owned(), text(of));
    }
    // A state that no run gets to, or leaves.
    for step in [StepName::Input, StepName::Output] {
        out.entry(step.name()).or_insert_with(|| text(&Type::never()));
    }
    let variables = known.variables(state).into_iter().map(|(name, of)| (name, text(&of)));
    out.insert("variables".to_owned(), Value::Object(variables.collect()));
    out.insert("errors".to_owned(), known.state(state).map_or_else(Vec::new, |it| names(&it.errors)).into());
    out.into()
}

fn text(of: &Type) -> Value {
    of.to_string().into()
}
