//! What the fuzzer found once is fed to its target with every test: nothing may panic, and all of it be over soon.
#![allow(clippy::expect_used, reason = "a test stops where its data is broken")]

use asl_tests::targets;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Without optimisation.
const PATIENCE: Duration = Duration::from_secs(20);

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut entries: Vec<PathBuf> = entries.collect();
    entries.sort();
    entries
}

#[test]
fn what_was_found_once_is_no_fault_again() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/found");
    let mut fed = 0;
    for target in entries(&folder).iter().filter(|path| path.is_dir()) {
        let name = target.file_name().and_then(|name| name.to_str()).expect("the name of a target");
        for file in entries(target) {
            // If it fails, this says at what.
            eprintln!("{}", file.display());
            let bytes = std::fs::read(&file).expect("an input");
            let begun = Instant::now();
            targets::feed(name, &bytes);
            assert!(begun.elapsed() < PATIENCE, "{} took {:?}", file.display(), begun.elapsed());
            fed += 1;
        }
    }
    assert!(fed > 0, "{} is empty", folder.display());
}
