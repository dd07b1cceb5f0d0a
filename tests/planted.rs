//! Faults planted into definitions that are right: each of structure is found, where it is, once.
#![allow(clippy::expect_used, reason = "a test stops where its data is broken")]

use asl_check_core::{Diagnostic, Severity, Stage};
use asl_tests::{data, diagnose, read_json, workflow};
use serde_json::Value;
use std::collections::HashMap;
use std::path::Path;

fn findings(path: &Path, kind: &str) -> Vec<Diagnostic> {
    let text = std::fs::read_to_string(path).expect("a definition");
    let mut found = diagnose(path, &text, workflow(kind));
    found.retain(|d| d.severity != Severity::Note && d.rule.stage != Stage::Advice);
    found
}

/// The pointer up to the innermost state.
fn state(pointer: &str) -> &str {
    let Some(at) = pointer.rfind("/States/") else { return pointer };
    let name = at + "/States/".len();
    let end = pointer.get(name..).and_then(|rest| rest.find('/')).map_or(pointer.len(), |i| name + i);
    pointer.get(..end).unwrap_or(pointer)
}

/// Does a finding lie in the state of the fault, or say where it is?
fn points_at(d: &Diagnostic, label: &Value) -> bool {
    let fault = label["pointer"].as_str().unwrap_or_default();
    let places = std::iter::once(d.pointer.as_str()).chain(d.related.iter().map(|r| r.pointer.as_str()));
    let names = label["names"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let is_named = |n: &str| n.len() > 2 && d.message.contains(n);
    places.into_iter().any(|p| p == fault || (p.contains("/States/") && state(p) == state(fault)))
        || names.into_iter().any(is_named)
}

/// Bases that are presumed right and are not: a service that AWS has retired since; an error of an optimised integration by
/// the name that it has in the SDK; a state that asks the description of an operation for what that does not have; a name
/// that stands where a template would put JSON, or a format, and is read as such; a Map over a text, which AWS fails; retriers
/// of `States.TaskFailedId`, an error that AWS does not have, so nothing is ever tried again.
const ARGUED: [&str; 9] = [
    "wo_chain-of-responsibility-cdk_atm_dispenser_chained.asl.json",
    "wo_step-functions-load-testing_load-generator-statemachine.asl.json",
    "st_sam_execute_athena_query.asl.json",
    "ls_scenarios__map_state_items_variable.asl.json",
    "sp_A_ls_scenarios__map_state_items_variable.asl.json",
    "wo_lookout-for-vision-inference-sam_statemachine.asl.json",
    "sp_A_wo_lookout-for-vision-inference-sam_statemachine.asl.json",
    "wo_idempotent-workflow-sam_statemachine.asl.json",
    "wo_sfn-cfn-stacksets-workflow-cdk_statemachine.asl.json",
];

#[test]
fn no_base_is_flagged() {
    let Some(folder) = data("bench/bases") else { return };
    let meta = read_json(&folder.join("_meta.json"));
    let mut flagged = Vec::new();
    let bases = meta.as_object().into_iter().flatten().filter(|(_, m)| m["known"].is_null());
    for (name, facts) in bases.filter(|(name, _)| !ARGUED.contains(&name.as_str())) {
        let found = findings(&folder.join(name), facts["type"].as_str().unwrap_or_default());
        flagged.extend(found.iter().map(|d| format!("{name}: {}: {}", d.rule.id, d.message)));
    }
    assert!(flagged.is_empty(), "{}", flagged.join("\n"));
}

#[test]
fn every_fault_of_structure_is_found_once() {
    let Some(folder) = data("bench") else { return };
    let labels = read_json(&folder.join("mutants/labels.json"));
    let mut wrong = Vec::new();
    for label in labels.as_array().into_iter().flatten().filter(|l| l["group"] == "structure") {
        let word = |key: &str| label[key].as_str().unwrap_or_default();
        let mut before: HashMap<(&str, String), usize> = HashMap::new();
        for d in findings(&folder.join("bases").join(word("base")), word("type")) {
            *before.entry((d.rule.id, d.message)).or_default() += 1;
        }
        let mut new = findings(&folder.join("mutants").join(word("file")), word("type"));
        new.retain(|d| match before.get_mut(&(d.rule.id, d.message.clone())) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        });
        let echo: Vec<&Diagnostic> = new.iter().filter(|d| !points_at(d, label)).collect();
        if new.len() == echo.len() || !echo.is_empty() {
            let said: Vec<String> = new.iter().map(|d| format!("{} {}: {}", d.rule.id, d.pointer, d.message)).collect();
            wrong.push(format!("{} ({}): {said:?}", word("id"), word("description")));
        }
    }
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}
