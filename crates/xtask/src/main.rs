//! The project's own chores: `cargo xtask test`, `cargo xtask bench`, `cargo xtask catalogue`.
#![allow(clippy::print_stdout, reason = "a chore speaks to the person who runs it")]

mod bench;
mod catalogue;
mod run;
mod test;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask test        format, lints, every test, licences: what CI runs
cargo xtask bench       instruction counts, the editor's latency, and races against other tools; or one part of it:
                        instructions, editor, expressions, interpreter, tools
cargo xtask catalogue   data under schemas/ from the sources under ../shared/catalogue";

fn main() -> ExitCode {
    let task = std::env::args().nth(1);
    let done = match task.as_deref() {
        Some("test") => test::run(),
        Some("bench") => bench::run(std::env::args().nth(2).as_deref()),
        Some("catalogue") => catalogue::run(),
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
