//! Executions that AWS recorded: whatever they show is of the types inferred from their input and the results of their tasks.

use crate::hold;
use crate::told::{Spy, Told};
use asl_expressions::Value;
use asl_hold::Inferred;
use asl_interpret::answers::{Answers, Recorded, Samples};
use asl_interpret::{Options, parse_time};
use asl_semantics::Definition;
use asl_semantics::plan::{StepName, Workflow};
use asl_syntax::{Source, json};
use asl_tests::{data, read_folder};
use asl_types::Type;

#[derive(Default)]
struct Tally {
    cases: usize,
    replayed: usize,
    values: usize,
    events: usize,
    errors: usize,
    complaints: Vec<String>,
}

#[test]
fn recorded_executions_hold() {
    let Some(folder) = data("conformance/dev") else { return };
    let mut tally = Tally::default();
    for case in read_folder(&folder) {
        if matches!(case["kind"].as_str(), Some("execution" | "express")) && case["definition"].is_object() {
            tally.case(&case);
        }
    }
    println!(
        "{} recordings, {} replayed: {} values, {} recorded events and {} errors of states held",
        tally.cases, tally.replayed, tally.values, tally.events, tally.errors
    );
    assert!(tally.complaints.is_empty(), "{}:\n{}", tally.complaints.len(), tally.complaints.join("\n"));
    assert!(tally.cases > 500, "there were few recordings");
}

impl Tally {
    fn case(&mut self, case: &Value) {
        let tree = json::parse(Source::new(case["definition"].to_string()));
        let definition = Definition::new(&tree);
        let Ok(workflow) = Workflow::new(&definition) else { return };
        self.cases += 1;
        let events = case["expected"]["events"].as_array().map_or(&[][..], Vec::as_slice);
        let started = case["clock"].as_str().or(case["recorded"].as_str());
        let express = case["type"] == "EXPRESS";
        let options = Options { express, now: started.and_then(parse_time), ..Options::default() };
        let (shown, told) = match answers(case, events) {
            None => (None, Told::pooled(events)),
            Some(mut answers) => {
                let mut spy = Spy::new(&mut *answers);
                let shown = hold::run(&workflow, &case["input"], &options, &mut spy);
                match shown {
                    Ok(shown) => (Some(shown), spy.told),
                    Err(_) => (None, Told::pooled(events)),
                }
            }
        };
        self.replayed += usize::from(shown.is_some());
        for input in [Type::of(&case["input"]), Type::unknown()] {
            let inferred = hold::inferred(&workflow, &input, &told);
            let mut found = shown.as_ref().map_or_else(Vec::new, |shown| hold::complaints(&inferred, shown));
            found.extend(events.iter().filter_map(|event| recorded(&inferred, event)));
            let failed = events.iter().filter_map(|event| Some((failing(events, event)?, event)));
            for (state, event) in failed {
                self.errors += 1;
                found.extend(failed_with(&inferred, state, event));
            }
            self.values += shown.as_ref().map_or(0, |shown| shown.seen.len());
            self.events += events.len();
            let kind = if input.is_unknown() { "unknown" } else { "literal" };
            let id = case["id"].as_str().unwrap_or_default();
            self.complaints.extend(found.into_iter().map(|complaint| format!("{id} ({kind} input): {complaint}")));
        }
    }
}

/// The recording as answers; none where it lost the ids of its events.
fn answers(case: &Value, events: &[Value]) -> Option<Box<dyn Answers>> {
    if events.is_empty() {
        return Some(Box::new(Samples));
    }
    if case.get("event_ids_rewritten").is_some() {
        return None;
    }
    Some(Box::new(Recorded::new(case["expected"].as_object()?).ok()?))
}

/// The state that fails by an event: it tells so, or follows from where the state was entered.
fn failing<'e>(events: &'e [Value], event: &'e Value) -> Option<&'e str> {
    let kind = event["type"].as_str().unwrap_or_default();
    let fails = ["Failed", "TimedOut"].iter().any(|end| kind.ends_with(end));
    if !fails || kind.starts_with("Execution") || details(event)["error"].is_null() {
        return None;
    }
    if let Some(state) = details(event)["state"].as_str() {
        return Some(state);
    }
    let mut at = event;
    // There are no more steps than events.
    for _ in events {
        let before = at["previousEventId"].as_u64()?;
        at = events.iter().find(|other| other["id"].as_u64() == Some(before))?;
        if at["type"].as_str().is_some_and(|kind| kind.ends_with("StateEntered")) {
            return details(at)["name"].as_str();
        }
    }
    None
}

fn failed_with(inferred: &Inferred<'_, '_>, state: &str, event: &Value) -> Option<String> {
    let error = details(event)["error"].as_str().unwrap_or_default();
    let facts = inferred.state(state).and_then(|state| inferred.facts.state(state.id));
    let is_foreseen = facts.is_some_and(|facts| facts.errors.contains(error));
    (!is_foreseen).then(|| format!("{state}: nobody foresaw the recorded {error}"))
}

/// What is wrong with what an event tells.
pub(crate) fn recorded(inferred: &Inferred<'_, '_>, event: &Value) -> Option<String> {
    let kind = event["type"].as_str().unwrap_or_default();
    let details = details(event);
    let name = details["name"].as_str().unwrap_or_default();
    if kind.ends_with("StateEntered") {
        return at(inferred, name, StepName::Input, &details["input"]);
    }
    if kind.ends_with("StateExited") {
        let variables = details["assignedVariables"].as_object().into_iter().flatten();
        let found = variables.filter_map(|(variable, value)| {
            let of = inferred.at(name, StepName::Variables).map_or_else(Type::never, |of| of.field(variable));
            is_other(&of, &decoded(value)).then(|| format!("{name}: ${variable}: {value} is not of {of}"))
        });
        return found.chain(at(inferred, name, StepName::Output, &details["output"])).next();
    }
    match kind {
        "ExecutionSucceeded" => {
            let (of, output) = (inferred.facts.output(), decoded(&details["output"]));
            is_other(of, &output).then(|| format!("the recorded output {output} is not of {of}"))
        }
        "ExecutionFailed" => {
            let error = details["error"].as_str().unwrap_or_default();
            (!inferred.facts.errors().contains(error)).then(|| format!("nobody foresaw the recorded {error}"))
        }
        _ => None,
    }
}

fn at(inferred: &Inferred<'_, '_>, name: &str, step: StepName, recorded: &Value) -> Option<String> {
    let value = decoded(recorded);
    let Some(of) = inferred.at(name, step) else {
        return Some(format!("{name} {}: recorded, and said not to be reached", step.name()));
    };
    is_other(of, &value).then(|| format!("{name} {}: recorded {value} is not of {of}", step.name()))
}

pub(crate) fn details(event: &Value) -> &Value {
    let mut fields = event.as_object().into_iter().flatten();
    fields.find(|(key, _)| key.ends_with("EventDetails")).map_or(&Value::Null, |(_, value)| value)
}

/// Data of an event: JSON text, or what was decoded from it.
pub(crate) fn decoded(value: &Value) -> Value {
    let text = value.as_str().and_then(|text| serde_json::from_str(text).ok());
    text.unwrap_or_else(|| value.clone())
}

/// Is the value not of the type, whatever the masks of the recording hide?
pub(crate) fn is_other(of: &Type, value: &Value) -> bool {
    let sets = of.sets();
    if of.is_unknown() {
        return false;
    }
    match value {
        Value::String(text) if text == "RandomNumberGenerated" => sets.numbers.is_none(),
        Value::String(text) if is_mask(text) => sets.strings.is_none() && sets.objects.is_none(),
        Value::Array(items) => sets.arrays.as_ref().is_none_or(|array| {
            items.len() < array.least() || items.iter().enumerate().any(|(at, item)| is_other(&array.item(at), item))
        }),
        Value::Object(fields) => sets.objects.as_ref().is_none_or(|objects| {
            objects.shapes().iter().all(|shape| {
                let is_missing =
                    |(name, of): (&str, &Type)| of.absence() == asl_types::Absence::Never && !fields.contains_key(name);
                shape.fields().any(is_missing) || fields.iter().any(|(name, value)| is_other(&shape.field(name), value))
            })
        }),
        _ => !of.contains(value),
    }
}

/// Times, names and tokens of the recording were replaced by these.
fn is_mask(text: &str) -> bool {
    const WORDS: [&str; 8] = [
        "date",
        "datetime",
        "timestamp",
        "sfn_role_arn",
        "snf_role_arn",
        "lambda_function_name",
        "RequestId",
        "X-Amzn-Trace-Id",
    ];
    text.contains('<') || WORDS.iter().any(|word| text.contains(word))
}
