//! What tests compare with that is no part of the project: where it is not at hand, they have nothing to do.
#![allow(dead_code, reason = "each test uses a part of it")]
#![allow(clippy::expect_used, reason = "a test stops where its data is broken")]

use asl_expressions::Value;
use std::path::{Path, PathBuf};

/// A folder of the corpus.
pub(crate) fn folder(name: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(name);
    if !folder.is_dir() {
        eprintln!("skipped: no corpus");
        return None;
    }
    Some(folder)
}

/// The files of a folder, in order.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = folder.read_dir().expect("a folder").flatten().map(|file| file.path()).collect();
    paths.sort_unstable();
    paths
}

/// Executions that were recorded on AWS, each with its file.
pub(crate) fn recordings() -> Option<Vec<(PathBuf, Value)>> {
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).expect("a readable recording");
        (path, serde_json::from_str(&text).expect("a recording in JSON"))
    };
    Some(files(&folder("conformance/dev")?).into_iter().map(read).collect())
}
