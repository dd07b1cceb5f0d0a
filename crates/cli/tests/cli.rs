//! The command line as people and scripts use it; what README shows is run.

#[test]
fn documented_commands_answer_as_shown() {
    // Commands are run at the root, as a reader of README would.
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    std::env::set_current_dir(root).expect("the root of the project");
    trycmd::TestCases::new().case("README.md").case("docs/src/*.md").case("crates/cli/tests/cmd/*.md");
}
