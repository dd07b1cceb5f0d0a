//! Every path and every call in the deployed definitions of the corpus parses, but for the files with a known defect.

use std::collections::HashSet;
use std::path::Path;

use asl_syntax::{intrinsic, jsonpath};
use serde_json::{Map, Value};

const CORPUS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpus/dev");

/// Fields of a state, a catcher or a part of a Map that hold payload templates at some depth.
const TEMPLATES: [&str; 6] = ["Parameters", "ResultSelector", "ItemSelector", "Assign", "Credentials", "BatchInput"];

#[derive(Default)]
struct Tally {
    paths: usize,
    calls: usize,
    refused: Vec<String>,
}

impl Tally {
    fn text(&mut self, text: &str) {
        // Of a placeholder that is filled in at deployment nothing is known.
        if text.contains("${") {
            return;
        }
        let errors = if intrinsic::looks_like_call(text) {
            self.calls += 1;
            intrinsic::parse(text).errors
        } else {
            self.paths += 1;
            let parsed = jsonpath::parse(text);
            if parsed.errors.is_empty() {
                let printed = parsed.path.to_string();
                let again = jsonpath::parse(&printed);
                assert!(again.errors.is_empty(), "`{text}` prints as `{printed}`, which does not parse");
                assert_eq!(again.path.to_string(), printed);
            }
            parsed.errors
        };
        self.refused.extend(errors.iter().map(|e| format!("`{text}`: {}", e.message)));
    }

    fn machine(&mut self, machine: &Map<String, Value>, jsonata: bool) {
        let jsonata = is_jsonata(machine).unwrap_or(jsonata);
        for state in machine.get("States").and_then(Value::as_object).into_iter().flat_map(Map::values) {
            if let Some(state) = state.as_object() {
                self.part(state, is_jsonata(state).unwrap_or(jsonata));
                for field in ["Iterator", "ItemProcessor"] {
                    if let Some(inner) = state.get(field).and_then(Value::as_object) {
                        self.machine(inner, jsonata);
                    }
                }
                for branch in state.get("Branches").and_then(Value::as_array).into_iter().flatten() {
                    if let Some(branch) = branch.as_object() {
                        self.machine(branch, jsonata);
                    }
                }
            }
        }
    }

    /// A state, or an object in it that has fields with paths of its own.
    fn part(&mut self, part: &Map<String, Value>, jsonata: bool) {
        if jsonata {
            return;
        }
        for (key, value) in part {
            match value {
                Value::String(text) if key == "Variable" || key.ends_with("Path") => self.text(text),
                _ if TEMPLATES.contains(&key.as_str()) => self.template(value),
                Value::Object(inner)
                    if matches!(
                        key.as_str(),
                        "ItemReader" | "ResultWriter" | "ItemBatcher" | "ReaderConfig" | "Not"
                    ) =>
                {
                    self.part(inner, jsonata);
                }
                Value::Array(inner) if matches!(key.as_str(), "Choices" | "And" | "Or" | "Catch" | "Retry") => {
                    for item in inner.iter().filter_map(Value::as_object) {
                        self.part(item, jsonata);
                    }
                }
                _ => {}
            }
        }
    }

    fn template(&mut self, value: &Value) {
        match value {
            Value::Object(fields) => {
                for (key, value) in fields {
                    match value {
                        Value::String(text) if key.ends_with(".$") => self.text(text),
                        _ => self.template(value),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.template(item)),
            _ => {}
        }
    }
}

fn is_jsonata(of: &Map<String, Value>) -> Option<bool> {
    of.get("QueryLanguage").and_then(Value::as_str).map(|language| language == "JSONata")
}

fn read(path: &str) -> Option<String> {
    std::fs::read_to_string(Path::new(CORPUS).join(path)).ok()
}

#[test]
fn deployed_definitions_parse() {
    let Some(index) = read("index.jsonl") else {
        eprintln!("skipped: no corpus");
        return;
    };
    let defects: Value =
        read("known_defects.json").and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    let defects: HashSet<&str> = defects
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|row| row.get("path")?.as_str())
        .map(|path| path.trim_start_matches("dev/"))
        .collect();
    let mut tally = Tally::default();
    let mut files = 0;
    for row in index.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
        let field = |name: &str| row.get(name).and_then(Value::as_str).unwrap_or("");
        let path = field("path");
        if field("origin") != "deployed sample" || !path.starts_with("definitions/") || defects.contains(path) {
            continue;
        }
        let Some(Value::Object(machine)) = read(path).and_then(|text| serde_json::from_str(&text).ok()) else {
            continue;
        };
        files += 1;
        let before = tally.refused.len();
        tally.machine(&machine, false);
        for refused in tally.refused.iter_mut().skip(before) {
            refused.insert_str(0, &format!("{path}: "));
        }
    }
    eprintln!("{files} files, {} paths, {} calls", tally.paths, tally.calls);
    assert!(tally.refused.is_empty(), "refused:\n{}", tally.refused.join("\n"));
    // The walk did find something.
    assert!(files > 100 && tally.paths > 1000 && tally.calls > 100);
}
