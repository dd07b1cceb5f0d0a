//! The catalogue against what people published and what AWS answered.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test stops where its data is broken, and says what it found"
)]

use asl_catalogue::{Pattern, Resource, Shape, Structure};
use asl_hosts::Content;
use asl_semantics::{Definition, Field, ObjectKind, StateType};
use asl_syntax::placeholder::is_hidden;
use asl_syntax::{Kind, Node, Source};
use asl_tests::{data, read_json};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What was asked of the catalogue, and what it did not know.
#[derive(Default)]
struct Coverage {
    tasks: usize,
    services: BTreeSet<String>,
    actions: BTreeSet<String>,
    parameters: usize,
    unknown_services: BTreeSet<String>,
    unknown_actions: BTreeSet<String>,
    unknown_parameters: BTreeSet<String>,
    misses: usize,
}

impl Coverage {
    fn definition(&mut self, path: &Path, text: &str) {
        let Content::Definition(tree) = asl_hosts::read(path, Source::new(text), &asl_hosts::NoFiles) else { return };
        let definition = Definition::new(&tree);
        let tasks = definition.objects().iter().filter(|o| o.kind == ObjectKind::State(Some(StateType::Task)));
        for task in tasks {
            let Some(resource) = definition.get(task, Field::Resource).and_then(Node::as_str) else { continue };
            let Ok(resource) = Resource::parse(resource.text, is_hidden) else { continue };
            let (Resource::Sdk { service, action, .. } | Resource::Optimized { service, action, .. }) = resource else {
                continue;
            };
            if is_hidden(service) || is_hidden(action) {
                continue;
            }
            let sdk = if matches!(resource, Resource::Sdk { .. }) { "aws-sdk:" } else { "" };
            let name = format!("{sdk}{service}:{action}");
            self.tasks += 1;
            if resource.service().is_none() {
                self.unknown_services.insert(format!("{sdk}{service} in {}", path.display()));
                continue;
            }
            self.services.insert(format!("{sdk}{service}"));
            let Some(action) = resource.action() else {
                self.unknown_actions.insert(format!("{name} in {}", path.display()));
                continue;
            };
            let given = [Field::Parameters, Field::Arguments].into_iter().find_map(|f| definition.get(task, f));
            if let (Some(given), Some(input)) = (given, action.input()) {
                self.structure(&format!("{} {name}", path.display()), given, input);
            }
            self.actions.insert(name);
        }
    }

    fn structure(&mut self, place: &str, given: Node<'_>, structure: Structure<'_>) {
        for member in given.members().filter(|member| !member.key.has_placeholder()) {
            let key = member.key.text;
            let (name, is_path) = key.strip_suffix(".$").map_or((key, false), |name| (name, true));
            self.parameters += 1;
            match structure.member(name) {
                Some(known) if !is_path => self.shape(&format!("{place}.{name}"), member.value, known.shape()),
                Some(_) => {}
                None => {
                    self.misses += 1;
                    self.unknown_parameters.insert(format!("{place}.{name}"));
                }
            }
        }
    }

    fn shape(&mut self, place: &str, given: Node<'_>, shape: Shape<'_>) {
        match (given.kind(), shape) {
            (Kind::Object, Shape::Structure(structure)) => self.structure(place, given, structure),
            (Kind::Object, Shape::Map(map)) => {
                given.members().for_each(|member| self.shape(place, member.value, map.values()));
            }
            (Kind::Array, Shape::List(list)) => {
                given.items().for_each(|item| self.shape(place, item, list.items()));
            }
            _ => {}
        }
    }
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).expect("a folder").flatten().map(|e| e.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|e| e == "json" || e == "yaml" || e == "yml") {
            found.push(path);
        }
    }
}

#[test]
fn what_people_call_is_known() {
    let Some(folder) = data("corpus/dev") else { return };
    let mut found = Vec::new();
    for part in ["definitions", "projects"] {
        files(&folder.join(part), &mut found);
    }
    let mut coverage = Coverage::default();
    for path in found {
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        coverage.definition(path.strip_prefix(&folder).unwrap_or(&path), &text);
    }
    let Coverage { tasks, parameters, misses, .. } = coverage;
    println!(
        "{tasks} tasks call {} services and {} actions; {} of {parameters} parameters are known",
        coverage.services.len(),
        coverage.actions.len(),
        parameters - misses
    );
    for unknown in [&coverage.unknown_services, &coverage.unknown_actions, &coverage.unknown_parameters] {
        for what in unknown {
            println!("unknown: {what}");
        }
    }
    assert!(tasks > 500 && parameters > 2000, "{tasks} tasks, {parameters} parameters: the corpus was not read");
    assert!(misses * 200 <= parameters, "{misses} of {parameters} parameters are unknown");
}

#[test]
fn what_aws_answered_fits() {
    let Some(folder) = data("conformance/dev") else { return };
    let mut found = Vec::new();
    files(&folder, &mut found);
    let (mut results, mut faults) = (0, BTreeSet::new());
    for path in found {
        let case = read_json(&path);
        let events = case["expected"]["events"].as_array().into_iter().flatten();
        for succeeded in events.filter_map(|event| event["taskSucceededEventDetails"].as_object()) {
            let word = |key: &str| succeeded.get(key).and_then(Value::as_str).unwrap_or_default();
            let arn = format!("arn:aws:states:::{}:{}", word("resourceType"), word("resource"));
            let Ok(resource) = Resource::parse(&arn, |_| false) else { continue };
            let pattern = resource.pattern().unwrap_or(Pattern::RequestResponse);
            let Some(shape) = resource.action().and_then(|action| action.result(pattern)) else { continue };
            // A text is JSON text that was not decoded, or a mask.
            let Some(output @ Value::Object(_)) = succeeded.get("output") else { continue };
            results += 1;
            misfits(&arn, output, shape, &mut faults);
        }
    }
    println!("{results} results fit, but for {faults:#?}");
    assert!(results >= 50, "{results} results: the recordings were not read");
    assert!(faults.is_empty(), "{faults:#?}");
}

/// Members that are not known and values of another kind.
fn misfits(place: &str, value: &Value, shape: Shape<'_>, faults: &mut BTreeSet<String>) {
    match (value, shape) {
        (Value::Object(fields), Shape::Structure(structure)) => {
            for (name, value) in fields {
                match structure.member(name) {
                    // The recordings mask single headers, lists of values though they are.
                    Some(_) if name == "AllHttpHeaders" => {}
                    Some(member) => misfits(&format!("{place}.{name}"), value, member.shape(), faults),
                    None if structure.is_loose() => {}
                    None => drop(faults.insert(format!("{place}.{name} is not known"))),
                }
            }
        }
        (Value::Object(fields), Shape::Map(map)) => {
            for value in fields.values() {
                misfits(place, value, map.values(), faults);
            }
        }
        (Value::Array(items), Shape::List(list)) => {
            for item in items {
                misfits(place, item, list.items(), faults);
            }
        }
        (Value::String(_), Shape::String(_) | Shape::Blob(_) | Shape::Timestamp)
        | (Value::Number(_), Shape::Number(_))
        | (Value::Bool(_), Shape::Boolean)
        | (_, Shape::Json | Shape::Text) => {}
        (value, shape) => drop(faults.insert(format!("{place} is {value}, and not {}", shape.noun()))),
    }
}
