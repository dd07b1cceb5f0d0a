//! Faults planted into the side of the types: the random machines notice each, or else the random expressions and rules of
//! the crate that it is in.
//!
//! They are planted into the source, where a person would make them, but not into this source: a copy of the workspace gets
//! all of them at once, each behind a question whether it is the one that is asked for. So one build serves for all, and the
//! code that is shipped knows nothing of it. That each can still be planted is looked at in every test run.

use crate::faults::{self, Fault};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// So many machines it may take to notice one.
const MACHINES: &str = "4000";

/// Asks whether a fault is planted.
const QUESTION: &str = r#"
/// Is this fault asked for?
pub fn planted(name: &str) -> bool {
    static NAME: std::sync::OnceLock<Option<String>> = std::sync::OnceLock::new();
    NAME.get_or_init(|| std::env::var("ASL_PLANTED").ok()).as_deref() == Some(name)
}
"#;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[test]
fn every_fault_can_be_planted() {
    let stale = |fault: &&Fault| {
        let text = fs::read_to_string(root().join(fault.file)).unwrap_or_default();
        text.matches(fault.right).count() != 1 || !fault.wrong.contains("PLANTED")
    };
    let stale: Vec<&str> = faults::all().filter(stale).map(|fault| fault.name).collect();
    assert!(stale.is_empty(), "these faults have no place in the source, or more than one: {stale:?}");
}

/// `ASL_FAULTS` says which, by parts of their names.
#[test]
#[ignore = "builds the workspace once more"]
fn every_planted_fault_is_noticed() {
    let copy = root().join("target/planted");
    fs::create_dir_all(&copy).expect("a folder");
    for part in ["Cargo.toml", "Cargo.lock", "crates", "schemas", "tests", "fixtures"] {
        replicate(&root().join(part), &copy.join(part));
    }
    for judge in [machines, properties] {
        let sound = judge(&copy, "none");
        assert!(sound.status.success(), "without a fault it fails as well: {}", said(&sound));
    }
    let only = std::env::var("ASL_FAULTS").unwrap_or_default();
    let (mut all, mut by_machines, mut missed) = (0, 0, Vec::new());
    for fault in faults::all().filter(|fault| only.split(',').any(|part| fault.name.contains(part))) {
        let by_machine = notice(&machines(&copy, fault.name), "seed ");
        all += 1;
        by_machines += usize::from(by_machine.is_some());
        let notice = by_machine.or_else(|| notice(&properties(&copy, fault.name), "thread "));
        println!("{:60} {}", fault.name, notice.as_deref().unwrap_or("MISSED"));
        if notice.is_none() {
            missed.push(fault.name);
        }
    }
    println!("{} of {all} faults were noticed, {by_machines} of them by machines", all - missed.len());
    assert!(missed.is_empty(), "nobody noticed {missed:?}");
}

/// What a test that failed says first, in a line that begins so.
fn notice(output: &Output, begins: &str) -> Option<String> {
    let said = said(output);
    let line = said.lines().find(|line| line.starts_with(begins))?;
    (!output.status.success() && said.contains("test result: FAILED")).then(|| line.chars().take(160).collect())
}

/// Runs random machines in the copy with a fault.
fn machines(copy: &Path, fault: &str) -> Output {
    run(copy, fault, &["-p", "asl-tests", "--test", "soundness", "--", "--ignored", "many_random"])
}

/// Runs the random expressions and rules there.
fn properties(copy: &Path, fault: &str) -> Output {
    let tests = ["jsonata", "choice", "jsonpath", "intrinsic"].into_iter().flat_map(|test| ["--test", test]);
    run(copy, fault, &["-p", "asl-infer"].into_iter().chain(tests).collect::<Vec<_>>())
}

fn run(copy: &Path, fault: &str, words: &[&str]) -> Output {
    Command::new(env!("CARGO"))
        .args(["test", "--offline"])
        .args(words)
        .current_dir(copy)
        .env("CARGO_TARGET_DIR", copy.join("target"))
        .env("CARGO_PROFILE_DEV_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("ASL_PLANTED", fault)
        .env("ASL_SOUNDNESS_MACHINES", MACHINES)
        .env("ASL_SOUNDNESS_COMPLAINTS", "1")
        .output()
        .expect("cargo runs")
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Copies what has changed, with the faults.
fn replicate(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).expect("a folder");
        for entry in fs::read_dir(from).expect("a folder").flatten() {
            replicate(&entry.path(), &to.join(entry.file_name()));
        }
        return;
    }
    let mut bytes = fs::read(from).expect("a file");
    let here = |file: &str| root().join(file) == from;
    let planted: Vec<&Fault> = faults::all().filter(|fault| here(fault.file)).collect();
    if here("crates/types/src/lib.rs") {
        bytes.extend(QUESTION.as_bytes());
    }
    if !planted.is_empty() {
        let mut text = String::from_utf8(bytes).expect("source");
        for fault in planted {
            let room = if fault.file.starts_with("crates/types") { "crate" } else { "asl_types" };
            let question = format!("{room}::planted({:?})", fault.name);
            text = text.replace(fault.right, &fault.wrong.replace("PLANTED", &question));
        }
        bytes = text.into_bytes();
    }
    // A file that is as it was is not built again.
    if fs::read(to).ok().as_ref() != Some(&bytes) {
        fs::write(to, bytes).expect("a copy");
    }
}
