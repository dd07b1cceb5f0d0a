//! Pictures as they are kept in the repository. ASL_CHECK_WRITE=1 writes them anew; look at them then.

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
