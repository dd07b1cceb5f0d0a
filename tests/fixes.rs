//! Safe fixes keep their promise: each takes its finding away and brings none.

use asl_check_core::{Diagnostic, Workflow, fix};
use asl_tests::{data, diagnose, read_json, workflow};
use std::collections::BTreeMap;
use std::path::Path;

/// Every safe fix of a text, alone: what it is of, and whether it keeps its promise.
fn tried(path: &Path, text: &str, kind: Workflow) -> Vec<(&'static str, Result<(), String>)> {
    let before = diagnose(path, text, kind);
    let safe = before.iter().filter_map(|d| d.fix.as_ref().filter(|f| f.safe).map(|f| (d, f)));
    safe.map(|(d, f)| {
        let after = fix::edited(text, f.edits.iter().collect()).map(|text| diagnose(path, &text, kind));
        let kept = match after {
            Some(after) if fix::mends(&before, &after) && !has(&after, d) => Ok(()),
            Some(after) => Err(format!("{}: {}: then {:?}", path.display(), f.title, messages(&after))),
            None => Err(format!("{}: {}: the edit has no place", path.display(), f.title)),
        };
        (d.rule.id, kept)
    })
    .collect()
}

fn has(all: &[Diagnostic], one: &Diagnostic) -> bool {
    all.iter().any(|d| d.rule.id == one.rule.id && d.pointer == one.pointer && d.message == one.message)
}

fn messages(all: &[Diagnostic]) -> Vec<&str> {
    all.iter().map(|d| d.message.as_str()).collect()
}

#[test]
fn safe_fixes_of_planted_faults_mend_them() {
    let Some(folder) = data("bench/mutants") else { return };
    let labels = read_json(&folder.join("labels.json"));
    let mut kept: BTreeMap<&str, usize> = BTreeMap::new();
    let mut broken = Vec::new();
    for label in labels.as_array().into_iter().flatten() {
        let path = folder.join(label["file"].as_str().unwrap_or_default());
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        for (rule, result) in tried(&path, &text, workflow(label["type"].as_str().unwrap_or_default())) {
            match result {
                Ok(()) => *kept.entry(rule).or_default() += 1,
                Err(why) => broken.push(format!("{rule}: {why}")),
            }
        }
    }
    eprintln!("safe fixes that keep their promise, by rule: {kept:?}");
    assert!(broken.is_empty(), "{} broken:\n{}", broken.len(), broken.join("\n"));
    assert!(kept.len() >= 5, "{kept:?}");
}

#[test]
fn fixing_again_changes_nothing_and_comments_survive() {
    let text = "{\n  // why\n  \"StartAt\": 'A',\n  \"States\": {\n    \"A\": {\"Type\": \"pass\", \"End\": \"true\",}\n  }\n}\n";
    let check = |text: &str| diagnose(Path::new("a.asl.json"), text, Workflow::Standard);
    let once = fix::apply(text, check);
    assert_eq!(
        once.text,
        "{\n  // why\n  \"StartAt\": \"A\",\n  \"States\": {\n    \"A\": {\"Type\": \"Pass\", \"End\": true}\n  }\n}\n"
    );
    assert_eq!(once.applied.len(), 4);
    let twice = fix::apply(&once.text, check);
    assert_eq!((twice.text, twice.applied.len()), (once.text, 0));
}
