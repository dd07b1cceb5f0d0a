//! Imports run one way. Who may use whom is said here once, and ARCHITECTURE.md shows the picture.

use serde_json::Value;
use std::process::Command;

/// Package, and the packages of this workspace that it may use.
const EDGES: &[(&str, &[&str])] = &[
    ("asl-syntax", &[]),
    ("asl-expressions", &["asl-syntax"]),
    ("asl-semantics", &["asl-syntax", "asl-expressions"]),
    ("asl-types", &[]),
    ("asl-catalogue", &["asl-types"]),
    ("asl-infer", &["asl-types", "asl-syntax", "asl-expressions", "asl-semantics", "asl-catalogue"]),
    ("asl-interpret", &["asl-syntax", "asl-expressions", "asl-semantics", "asl-catalogue"]),
    ("asl-hold", &["asl-types", "asl-syntax", "asl-expressions", "asl-semantics", "asl-infer", "asl-interpret"]),
    ("asl-live", &["asl-interpret", "asl-expressions"]),
    ("asl-hosts", &["asl-syntax", "asl-semantics"]),
    (
        "asl-check-core",
        &["asl-types", "asl-syntax", "asl-expressions", "asl-semantics", "asl-catalogue", "asl-infer", "asl-hosts"],
    ),
    (
        "asl-lsp",
        &[
            "asl-types",
            "asl-syntax",
            "asl-expressions",
            "asl-semantics",
            "asl-catalogue",
            "asl-infer",
            "asl-hosts",
            "asl-check-core",
        ],
    ),
    (
        "asl-check",
        &[
            "asl-types",
            "asl-infer",
            "asl-syntax",
            "asl-expressions",
            "asl-semantics",
            "asl-catalogue",
            "asl-interpret",
            "asl-hold",
            "asl-live",
            "asl-hosts",
            "asl-check-core",
            "asl-lsp",
        ],
    ),
    (
        "asl-tests",
        &[
            "asl-types",
            "asl-infer",
            "asl-syntax",
            "asl-expressions",
            "asl-semantics",
            "asl-catalogue",
            "asl-interpret",
            "asl-hold",
            "asl-hosts",
            "asl-check-core",
            "asl-lsp",
        ],
    ),
    ("xtask", &["asl-catalogue"]),
];

#[test]
fn imports_run_one_way() {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .output()
        .expect("cargo metadata");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo metadata gives JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let ours: Vec<&str> = packages.iter().filter_map(|p| p["name"].as_str()).collect();
    let mut faults = Vec::new();
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        let Some((_, allowed)) = EDGES.iter().find(|(n, _)| *n == name) else {
            faults.push(format!("{name} has no place in the picture"));
            continue;
        };
        let used = package["dependencies"].as_array().into_iter().flatten();
        for dependency in used.filter_map(|d| d["name"].as_str()).filter(|d| ours.contains(d) && !allowed.contains(d)) {
            faults.push(format!("{name} uses {dependency}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
