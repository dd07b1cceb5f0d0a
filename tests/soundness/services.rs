//! What the catalogue says that tasks give, against what AWS recorded that they gave.

use crate::recordings::{decoded, details, is_other, recorded};
use asl_expressions::Value;
use asl_infer::Services;
use asl_semantics::Definition;
use asl_semantics::plan::{Kind, StepName, Workflow};
use asl_syntax::{Source, json};
use asl_tests::{data, read_folder};
use asl_types::Type;
use std::collections::BTreeSet;

#[derive(Default)]
struct Tally {
    results: usize,
    known: BTreeSet<String>,
    complaints: Vec<String>,
}

#[test]
fn recorded_results_are_of_the_catalogue() {
    let Some(folder) = data("conformance/dev") else { return };
    let mut tally = Tally::default();
    for case in read_folder(&folder).filter(|case| case["definition"].is_object()) {
        tally.case(&case);
    }
    println!("{} results of {:?}", tally.results, tally.known);
    assert!(tally.complaints.is_empty(), "{}:\n{}", tally.complaints.len(), tally.complaints.join("\n"));
    assert!(
        tally.results > 50 && tally.known.len() > 12,
        "there were few results: {} of {:?}",
        tally.results,
        tally.known
    );
}

impl Tally {
    fn case(&mut self, case: &Value) {
        let mut events = case["expected"]["events"].clone();
        restore_lists(&mut events);
        let events = events.as_array().map_or(&[][..], Vec::as_slice);
        let tree = json::parse(Source::new(case["definition"].to_string()));
        let definition = Definition::new(&tree);
        let is_of_use = events.iter().any(|event| event["type"] == "TaskSucceeded");
        let (Ok(workflow), true) = (Workflow::new(&definition), is_of_use) else { return };
        let inferred = crate::hold::inferred(&workflow, &Type::of(&case["input"]), &Services::default());
        let mut found: Vec<String> = events.iter().filter_map(|event| recorded(&inferred, event)).collect();
        for event in events.iter().filter(|event| event["type"] == "TaskSucceeded") {
            let task = details(event);
            let (service, action) = (task["resourceType"].as_str(), task["resource"].as_str());
            let end = format!(":{}:{}", service.unwrap_or_default(), action.unwrap_or_default());
            let calls = |it: &str| matches!(inferred.state(it).map(|it| &it.kind), Some(Kind::Task(task)) if task.resource.ends_with(&end));
            let of = inferred.names().filter(|name| calls(name)).filter_map(|name| inferred.at(name, StepName::Result));
            let of = of.fold(Type::never(), |all, of| all.join(of));
            self.results += 1;
            if !of.is_unknown() {
                self.known.insert(end.clone());
            }
            let output = decoded(&task["output"]);
            if is_other(&of, &output) {
                found.push(format!("{end}: {output} is not of {of}"));
            }
        }
        let id = case["id"].as_str().unwrap_or_default();
        self.complaints.extend(found.into_iter().map(|complaint| format!("{id}: {complaint}")));
    }
}

/// The masks of the recordings took lists of headers for texts.
fn restore_lists(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(restore_lists),
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::Object(headers) if name == "AllHttpHeaders" => {
                        headers
                            .values_mut()
                            .filter(|it| it.is_string())
                            .for_each(|it| *it = Value::Array(vec![it.take()]));
                    }
                    _ => restore_lists(value),
                }
            }
        }
        _ => {}
    }
}
