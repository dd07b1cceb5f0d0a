//! Calls of intrinsic functions against what AWS answered, where the recordings are at hand.

mod corpus;

use asl_expressions::{Scope, Seeded, Value, intrinsic};
use asl_syntax::intrinsic::{looks_like_call, parse};
use serde_json::{Map, json};

/// A recorded execution of one `JSONPath` state that passes on what its template gives.
struct Case<'r> {
    parameters: &'r Map<String, Value>,
    input: &'r Value,
    /// Of the last event with an output or a cause.
    end: &'r Value,
}

#[test]
fn calls_give_what_aws_gave() {
    let Some(recordings) = corpus::recordings() else { return };
    let (mut held, mut differing) = (0, Vec::new());
    for (path, recording) in recordings {
        let Some(case) = case(&recording) else { continue };
        for (key, value) in case.parameters {
            let Some((name, call)) = key.strip_suffix(".$").zip(value.as_str()) else { continue };
            match compare(&case, name, call) {
                None => {}
                Some(Ok(())) => held += 1,
                Some(Err(difference)) => differing.push(format!("{}: {call}: {difference}", path.display())),
            }
        }
    }
    eprintln!("{held} calls hold, {} differ", differing.len());
    assert!(differing.is_empty(), "{}", differing.join("\n"));
    assert!(held > 0, "no recording was found");
}

fn case(recording: &Value) -> Option<Case<'_>> {
    let states = recording.get("definition")?.get("States")?.as_object()?;
    let state = states.values().next()?;
    let events = recording.get("expected")?.get("events")?.as_array()?;
    let end = events.iter().rev().find_map(|event| {
        let mut details = event.as_object()?.values();
        details.find(|details| details.get("output").is_some() || details.get("cause").is_some())
    })?;
    // A task puts its own result between the template and the output, and so do paths.
    let plain = recording.get("usable") == Some(&Value::Bool(true))
        && states.len() == 1
        && state.get("Type").is_some_and(|kind| kind == "Pass")
        && ["InputPath", "OutputPath", "ResultPath"].iter().all(|field| state.get(field).is_none());
    let parameters = state.get("Parameters")?.as_object()?;
    plain.then_some(Case { parameters, input: recording.get("input")?, end })
}

/// None where the recording does not tell the value of a call.
fn compare(case: &Case<'_>, name: &str, call: &str) -> Option<Result<(), String>> {
    let masked = call.starts_with("States.MathRandom") || call.starts_with("States.UUID");
    if !looks_like_call(call) || masked {
        return None;
    }
    let context = json!({"Execution": {"Input": case.input}});
    let variables = Map::new();
    let scope = Scope { input: case.input, context: &context, variables: &variables };
    let outcome = intrinsic::evaluate(&parse(call).call, call, &scope, &mut Seeded::new(0, 1));
    let holds = match (case.end.get("cause").and_then(Value::as_str), &outcome) {
        (Some(said), Err(error)) => said.ends_with(&error.message),
        (None, Ok(value)) => {
            // Texts are compared, so that the order of members counts.
            let (text, recorded) = (value.to_string(), case.end.get("output")?.get(name)?.to_string());
            text == recorded
        }
        _ => false,
    };
    Some(if holds { Ok(()) } else { Err(format!("{outcome:?} is not in {}", case.end)) })
}
