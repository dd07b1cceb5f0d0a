//! What `types` prints for scripts is what it says it is: types that parse, and schemas that examples fit.
#![allow(clippy::expect_used, reason = "a test stops where its data is broken")]

use asl_types::Type;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

fn types(args: &[&str]) -> Value {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let output = Command::new(env!("CARGO_BIN_EXE_asl-check")).arg("types").args(args).current_dir(root).output();
    let output = output.expect("it runs");
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn read(of: &Value) -> Type {
    let text = of.as_str().expect("a type is a text");
    let parsed: Type = text.parse().expect(text);
    assert_eq!(parsed.to_string(), text);
    parsed
}

#[test]
fn all_types_parse_back() {
    let files = [
        "fixtures/order.asl.json",
        "fixtures/types/refund.asl.json",
        "fixtures/types/tally.asl.yaml",
        "fixtures/talk/video.asl.json",
        "fixtures/items/orders.asl.json",
        "fixtures/feedback-loop.asl.yaml",
    ];
    let mut count = 0;
    for file in files {
        let told = types(&[file, "--format", "json"]);
        read(&told["input"]);
        read(&told["output"]);
        for state in told["states"].as_object().expect("states").values() {
            for (key, value) in state.as_object().expect("a state") {
                match key.as_str() {
                    "errors" => assert!(value.as_array().is_some_and(|it| it.iter().all(Value::is_string)), "{file}"),
                    "variables" => value.as_object().expect("variables").values().for_each(|of| {
                        read(of);
                    }),
                    _ => {
                        read(value);
                        count += 1;
                    }
                }
            }
        }
    }
    assert!(count > 100, "{count}");
}

#[test]
fn the_schema_takes_what_the_workflow_takes() {
    let schema = types(&["fixtures/types/tally.asl.yaml", "--input-schema"]);
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let line = json!({"price": 2, "count": 3});
    assert!(validator.is_valid(&json!({"id": 1, "lines": []})));
    assert!(validator.is_valid(&json!({"id": 1, "lines": [line], "more": null})));
    assert!(!validator.is_valid(&json!({"lines": [line]})));
    assert!(!validator.is_valid(&json!({"id": 1, "lines": [{"price": "2", "count": 3}]})));
    assert!(!validator.is_valid(&json!({"id": 1, "lines": [{"price": 2}]})));
}

#[test]
fn a_schema_that_is_required_is_one_that_can_be_assumed() {
    let file = "fixtures/types/refund.asl.json";
    let schema = types(&[file, "--input-schema"]);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("required.json");
    std::fs::write(&path, schema.to_string()).expect("a file");
    let path = path.to_str().expect("a path");
    let required = types(&[file, "--format", "json"]);
    let assumed = types(&[file, "--format", "json", "--assume-schema", path]);
    assert_eq!(assumed["input"], required["input"]);
    assert_eq!(assumed["states"]["Look up the order"]["input"], required["input"]);
}
