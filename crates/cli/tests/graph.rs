//! Pictures as they are kept in the repository. `ASL_CHECK_WRITE=1` writes them anew; look at them then.
#![allow(clippy::expect_used, reason = "a test stops where its data is broken")]

use std::path::Path;
use std::process::Command;

fn check(format: &str) {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let kept = here.join("tests/graph/feedback-loop").with_extension(format);
    let done = Command::new(env!("CARGO_BIN_EXE_asl-check"))
        .args(["graph", "fixtures/feedback-loop.asl.yaml", "--format", format])
        .current_dir(here.join("../.."))
        .output()
        .expect("asl-check");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    if std::env::var_os("ASL_CHECK_WRITE").is_some() {
        std::fs::write(&kept, &done.stdout).expect("a picture");
    }
    let kept = std::fs::read_to_string(&kept).expect("tests/graph");
    assert_eq!(String::from_utf8_lossy(&done.stdout), kept);
}

#[test]
fn the_picture_is_the_one_that_was_looked_at() {
    check("svg");
}

#[test]
fn so_is_the_one_for_graphviz() {
    check("dot");
}

/// Every state of a published definition is in its picture, with its lines.
#[test]
fn published_definitions_are_drawn() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/dev/definitions");
    let Ok(entries) = std::fs::read_dir(corpus) else {
        eprintln!("skipped: no corpus");
        return;
    };
    let mut drawn = 0;
    for path in entries.flatten().map(|entry| entry.path()) {
        let done = Command::new(env!("CARGO_BIN_EXE_asl-check")).arg("graph").arg(&path).output().expect("asl-check");
        let (picture, said) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
        if !done.status.success() {
            assert!(said.contains("there are no states in it"), "{}: {said}", path.display());
            continue;
        }
        let states = picture.matches("<g class=\"state ").count();
        let missing = picture.matches("<g class=\"state Missing").count();
        assert!(picture.matches(" data-last=").count() >= states - missing, "{}", path.display());
        assert_eq!(picture.matches("<g").count(), picture.matches("</g>").count(), "{}", path.display());
        assert!(states > 0, "{}", path.display());
        drawn += 1;
    }
    assert!(drawn > 700, "{drawn}");
}
