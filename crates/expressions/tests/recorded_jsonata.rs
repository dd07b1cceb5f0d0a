//! JSONata as AWS evaluated it: the output, or the cause of the failure, of recorded machines that are one Pass state.
#![allow(clippy::print_stdout, reason = "a test tells what it found")]

mod corpus;

use asl_expressions::{Data, Limits, Scope, Seeded, Template, Value, template::Environment};
use asl_syntax::{Source, json};
use serde_json::{Map, json};

/// The only state of a machine, if it is a Pass state in JSONata with an output.
fn only_state(case: &Value) -> Option<(&str, &Value)> {
    let definition = &case["definition"];
    let states = definition["States"].as_object().filter(|states| states.len() == 1)?;
    let (name, state) = states.iter().next()?;
    let jsonata = [definition, state].iter().any(|of| of["QueryLanguage"] == "JSONata");
    (jsonata && state["Type"] == "Pass" && state.get("Output").is_some()).then_some((name, state))
}

/// What the execution came to: its output, or the cause of its failure behind the words about the state.
fn recorded(case: &Value) -> Option<Result<Value, String>> {
    let last = case["expected"]["events"].as_array()?.last()?;
    if let Some(cause) = last["executionFailedEventDetails"]["cause"].as_str() {
        return Some(Err(cause.split_once("). ").map_or(cause, |(_, said)| said).to_owned()));
    }
    let output = last["executionSucceededEventDetails"].get("output")?;
    Some(Ok(output.as_str().map_or(output.clone(), |text| serde_json::from_str(text).unwrap_or_default())))
}

/// Equal, but for what a recording hides behind a mask and for the spelling of numbers.
fn same(found: &Value, recorded: &Value) -> bool {
    match (found, recorded) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        (_, Value::String(mask)) if is_mask(mask) => true,
        _ => found == recorded,
    }
}

fn is_mask(text: &str) -> bool {
    text.starts_with('<') && text.ends_with('>') || text == "date" || text.ends_with("Generated")
}

fn evaluated(state: &Value, input: &Value) -> Result<Value, String> {
    let text = state["Output"].to_string();
    let tree = json::parse(Source::new(text));
    let template = Template::jsonata(tree.root(), "Output").map_err(|errors| format!("{errors:?}"))?;
    let context = json!({"Execution": {"Input": input}, "State": {"Name": "State_0"}});
    let states = json!({"input": input, "context": context});
    let mut environment = Environment {
        scope: Scope { input, context: &context, variables: &Map::new() },
        variables: &[("states", Data::from(&states))],
        limits: Limits::default(),
        world: &mut Seeded::new(0, 0),
    };
    template.evaluate(&mut environment).map_err(|failure| failure.cause)
}

#[test]
fn outputs_and_causes_are_those_of_aws() {
    let Some(recordings) = corpus::recordings() else { return };
    let (mut held, mut differ) = (0, Vec::new());
    for (path, case) in recordings {
        let (Some((_, state)), Some(expected)) = (only_state(&case), recorded(&case)) else { continue };
        if case["usable"] == false {
            continue;
        }
        let found = evaluated(state, &case["input"]);
        let holds = match (&found, &expected) {
            (Ok(found), Ok(expected)) => same(found, expected),
            (Err(found), Err(expected)) => found == expected,
            _ => false,
        };
        if holds {
            held += 1;
        } else {
            differ.push(format!("{}\n    found    {found:?}\n    recorded {expected:?}", path.display()));
        }
    }
    println!("{held} hold, {} differ\n{}", differ.len(), differ.join("\n"));
    assert!(held > 20, "only {held} were found");
    assert!(differ.is_empty());
}
