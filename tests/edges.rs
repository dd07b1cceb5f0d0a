//! Imports run one way. Who may use whom is said once, by the picture in ARCHITECTURE.md, and this holds the packages
//! against it.
#![allow(clippy::expect_used, reason = "a test stops where its data is broken")]

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

type Edges = BTreeMap<String, BTreeSet<String>>;

/// What each room uses. In the picture, `a, b <- c <- d` says that `c` uses `a` and `b`, and `d` all three.
fn drawn() -> Edges {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../ARCHITECTURE.md"));
    let text = text.expect("the page");
    let (_, picture) = text.split_once("Imports run one way").expect("the picture");
    let lines = picture.lines().skip_while(|line| !line.contains("<-")).take_while(|line| line.contains("<-"));
    let mut edges = Edges::new();
    for line in lines {
        let mut before = BTreeSet::new();
        for names in line.split("<-") {
            if names.trim() == "all of them" {
                before.extend(edges.keys().cloned());
                continue;
            }
            let names: Vec<String> = names.split(',').map(|name| name.trim().to_owned()).collect();
            for name in &names {
                edges.entry(name.clone()).or_default().extend(before.iter().cloned());
            }
            before.extend(names);
        }
    }
    edges
}

/// What each package uses of this workspace, by the names of their folders.
fn built() -> Edges {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .output()
        .expect("cargo metadata");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo metadata gives JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let folder = |package: &Value| {
        let manifest = Path::new(package["manifest_path"].as_str()?);
        Some(manifest.parent()?.file_name()?.to_string_lossy().into_owned())
    };
    let entry = |package: &Value| Some((package["name"].as_str()?.to_owned(), folder(package)?));
    let folders: BTreeMap<String, String> = packages.iter().filter_map(entry).collect();
    let used = |package: &Value| {
        let names = package["dependencies"].as_array()?.iter().filter_map(|dependency| dependency["name"].as_str());
        Some((folder(package)?, names.filter_map(|name| folders.get(name).cloned()).collect()))
    };
    packages.iter().filter_map(used).collect()
}

#[test]
fn imports_run_one_way() {
    let (drawn, built) = (drawn(), built());
    assert!(built.len() > 10, "{built:?}");
    let edges = |of: &Edges| -> BTreeSet<String> {
        of.iter().flat_map(|(room, used)| used.iter().map(move |used| format!("{room} uses {used}"))).collect()
    };
    let rooms = |of: &Edges| of.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(rooms(&built), rooms(&drawn), "each package has a place in the picture");
    let (may, does) = (edges(&drawn), edges(&built));
    let faults: Vec<&String> = does.difference(&may).collect();
    assert!(faults.is_empty(), "not in the picture: {faults:?}");
    // `tests` need not use all.
    let idle: Vec<&String> = may.difference(&does).filter(|edge| !edge.starts_with("tests ")).collect();
    assert!(idle.is_empty(), "in the picture alone: {idle:?}");
}
