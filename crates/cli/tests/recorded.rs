//! Histories in `fixtures/recorded`, replayed: tasks answer as they did, and all else must come out as AWS wrote it down.
#![allow(clippy::expect_used, clippy::panic, reason = "a test stops where its data is broken")]

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures")
}

/// Definitions, and what became of an execution. One is no recording: a dry run wrote it, so that there is always one.
fn recordings() -> Vec<(PathBuf, PathBuf)> {
    let mut found = vec![(fixtures().join("redrive/publish.asl.json"), fixtures().join("redrive/failed.history.json"))];
    for entry in std::fs::read_dir(fixtures().join("recorded")).expect("a folder").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if let Some(stem) = name.strip_suffix(".history.json") {
            let definition = entry.path().with_file_name(format!("{stem}.asl.json"));
            assert!(definition.is_file(), "{name} has no {stem}.asl.json beside it");
            found.push((definition, entry.path()));
        }
    }
    found
}

/// What happened. Branches and iterations go on side by side, so ids and times depend on how long things took: the order
/// counts only where there are none.
fn story(history: &Value) -> Vec<String> {
    let events = history["events"].as_array().expect("events");
    let kinds = events.iter().filter_map(|event| event["type"].as_str());
    let is_concurrent = kinds.into_iter().any(|kind| kind.starts_with("Parallel") || kind.starts_with("Map"));
    let mut told: Vec<String> = events
        .iter()
        .map(|event| {
            let mut event = event.as_object().expect("an event").clone();
            event.remove("timestamp");
            if is_concurrent {
                event.remove("id");
                event.remove("previousEventId");
            }
            // By name: AWS's command line has members in another order.
            let members: std::collections::BTreeMap<_, _> = event.iter().collect();
            serde_json::to_string(&members).expect("JSON")
        })
        .collect();
    if is_concurrent {
        told.sort();
    }
    told
}

#[test]
fn what_was_recorded_happens_again() {
    for (definition, history) in recordings() {
        let text = std::fs::read_to_string(&history).expect("a history");
        let recorded: Value = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", history.display()));
        let started = &recorded["events"][0]["executionStartedEventDetails"];
        let word = |name: &str| started[name].as_str().unwrap_or_else(|| panic!("{}: no {name}", history.display()));
        let run = Command::new(env!("CARGO_BIN_EXE_asl-check"))
            .args(["run", "--format", "history", "--input", word("input"), "--role-arn", word("roleArn"), "--mocks"])
            .args([&history, &definition])
            .output()
            .expect("the program runs");
        let said = String::from_utf8_lossy(&run.stderr).into_owned();
        let replayed: Value = serde_json::from_slice(&run.stdout).unwrap_or_else(|e| panic!("{e}: {said}"));
        let (then, now) = (story(&recorded), story(&replayed));
        for (then, now) in then.iter().zip(&now) {
            assert_eq!(now, then, "{}", history.display());
        }
        assert_eq!(now.len(), then.len(), "{}", history.display());
    }
}
