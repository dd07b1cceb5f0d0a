//! The project's own chores: `cargo xtask test`, `cargo xtask bench`, `cargo xtask fuzz`, `cargo xtask docs`,
//! `cargo xtask catalogue`, `cargo xtask models`.
#![allow(clippy::print_stdout, reason = "a chore speaks to the person who runs it")]

mod bench;
mod catalogue;
mod docs;
mod fuzz;
mod models;
mod packaging;
mod run;
mod test;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask test [--quick]
                        format, lints, every test, licences: what CI runs; quick: without VS Code in a browser
cargo xtask bench       instruction counts, the editor's latency, and what other tools find; or one part of it:
                        instructions, lsp, expressions, interpreter, peers, precision
cargo xtask bench peers FOLDER
                        how many definitions of a folder each tool reports, and how long it takes
cargo xtask fuzz [SECONDS [TARGET ...]]
                        every fuzz target for so long, a minute if not said; ASL_FUZZ_SEEDS may name folders
                        with more inputs to start from
cargo xtask docs        the pages that are made of the code, and the book, if mdbook is installed
cargo xtask catalogue [VERSION]
                        what AWS offers, from the service models of botocore, which pip installs: of the version
                        that crates/catalogue/data/sources.json names, or of another one, which is kept there
cargo xtask models FOLDER
                        which models Bedrock has, from a folder with facts about them";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let done = match words.first().map(String::as_str) {
        Some("test") => test::run(words.iter().any(|word| word == "--quick")),
        Some("bench") => bench::run(words.get(1).map(String::as_str), words.get(2).map(String::as_str)),
        Some("fuzz") => fuzz::run(words.get(1).map(String::as_str), words.get(2..).unwrap_or_default()),
        Some("docs") => docs::run(),
        Some("models") => models::run(words.get(1).map(String::as_str)),
        Some("catalogue") => catalogue::run(words.get(1).map(String::as_str)),
        _ => Err(USAGE.to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            println!("{problem}");
            ExitCode::FAILURE
        }
    }
}
