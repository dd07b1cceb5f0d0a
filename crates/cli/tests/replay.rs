//! Executions and calls that were recorded on AWS, replayed: the comparer beside the data says what differs.
#![allow(clippy::expect_used, reason = "a test stops where its data is broken")]

use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// Every kind of case; none may differ.
const KINDS: &str = "execution,express,describe,validate,create,test_state";

#[test]
fn what_aws_did_is_done_here() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/conformance");
    if !data.is_dir() {
        eprintln!("skipped: no corpus");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let report = folder.path().join("report.json");
    let comparer = Command::new("python3")
        .arg(data.join("compare.py"))
        .args(["--bin", env!("CARGO_BIN_EXE_asl-check"), "--kind", KINDS, "--show", "20", "--json"])
        .arg(&report)
        .arg(data.join("dev"))
        .output()
        .expect("python3 runs the comparer");
    let said = String::from_utf8_lossy(&comparer.stdout);
    let report = std::fs::read(&report).expect("a report");
    let report: Value = serde_json::from_slice(&report).expect("JSON");
    assert!(report["passed"].as_u64() > Some(0), "{said}");
    assert_eq!(report["failed"], 0, "{said}");
}
