//! `asl-check`: the command line.
//!
//! Exit codes: 0 clean; 1 findings at or above `--fail-on`; 2 usage, a file that can't be read, internal fault.

mod args;
mod baseline;
mod catalogue;
mod check;
mod definition;
mod engine;
mod eval;
mod fixes;
mod given;
mod graph;
mod init;
mod input;
mod manual;
mod output;
mod place;
mod report;
mod run;
mod test_state;
mod types;
mod validate;

use args::{Cli, Command};
use clap::Parser;
use std::process::ExitCode;

/// Types are many small objects: an allocator made for those takes a fifth off every check.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    // A definition may be nested deeply, and what walks it recurses: more stack than a thread has by default costs nothing.
    let worker = std::thread::Builder::new().stack_size(engine::STACK).spawn(move || match cli.command {
        None => check::run(&cli.check),
        Some(Command::Check(args)) => check::run(&args),
        Some(Command::Validate(args)) => validate::run(&args),
        Some(Command::Eval(args)) => eval::run(&args),
        Some(Command::Run(args)) => run::run(&args),
        Some(Command::TestState(args)) => test_state::run(&args),
        Some(Command::Graph(args)) => graph::run(&args),
        Some(Command::Types(args)) => types::run(&args),
        Some(Command::Catalogue(args)) => catalogue::run(&args),
        Some(Command::Init(args)) => init::run(&args),
        Some(Command::Explain(args)) => output::explain(&args),
        Some(Command::Lsp(_)) => asl_lsp::run(),
        Some(Command::Completions(args)) => manual::completions(&args),
        Some(Command::Man(args)) => manual::man(&args),
    });
    match worker.map(std::thread::JoinHandle::join) {
        Ok(Ok(code)) => code,
        Ok(Err(_)) => {
            output::problem("internal fault: this is a bug of asl-check, please report it with the file at hand");
            ExitCode::from(2)
        }
        Err(error) => {
            output::problem(&error.to_string());
            ExitCode::from(2)
        }
    }
}
