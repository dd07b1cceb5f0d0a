//! Choice rules against the way AWS went, where the recordings are at hand.

mod corpus;

use asl_expressions::choice::{Operator, holds};
use asl_expressions::{Scope, Value, jsonpath};
use serde_json::{Map, json};

#[test]
fn rules_hold_where_aws_took_them() {
    let Some(recordings) = corpus::recordings() else { return };
    let (mut held, mut differing) = (0, Vec::new());
    for (path, recording) in recordings {
        match compare(&recording) {
            None => {}
            Some(true) => held += 1,
            Some(false) => differing.push(path.display().to_string()),
        }
    }
    eprintln!("{held} rules hold, {} differ", differing.len());
    assert!(differing.is_empty(), "{}", differing.join("\n"));
    assert!(held > 0, "no recording was found");
}

/// Whether the rule decides as recorded; None for what is no machine of one rule with a comparison.
fn compare(recording: &Value) -> Option<bool> {
    let usable = recording.get("usable") == Some(&Value::Bool(true));
    let (definition, input) = (recording.get("definition")?, recording.get("input")?);
    let states = definition.get("States")?;
    let state = |name: &Value| states.get(name.as_str()?);
    let choice = state(definition.get("StartAt")?)?;
    let [rule] = choice.get("Choices")?.as_array()?.as_slice() else { return None };
    let variable = read(rule.get("Variable")?, input);
    let (operator, operand) =
        rule.as_object()?.iter().find_map(|(field, operand)| Some((Operator::of(field)?, operand)))?;
    let operand = if operator.path { read(operand, input)? } else { operand.clone() };

    // Each way ends in a state that tells by its result which one was taken.
    let [matched, otherwise] = [rule.get("Next")?, choice.get("Default")?].map(|next| state(next)?.get("Result"));
    let (matched, otherwise) = (matched?, otherwise?);
    let output = recording.get("expected")?.get("output")?;
    let tells = usable && matched != otherwise && (output == matched || output == otherwise);
    tells.then(|| holds(operator, variable.as_ref(), &operand) == (output == matched))
}

fn read(path: &Value, input: &Value) -> Option<Value> {
    let (context, variables) = (json!({}), Map::new());
    let scope = Scope { input, context: &context, variables: &variables };
    let parsed = asl_syntax::jsonpath::parse(path.as_str()?);
    jsonpath::evaluate(&parsed.path, &scope).ok().map(std::borrow::Cow::into_owned)
}
