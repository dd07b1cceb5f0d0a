//! `cargo xtask test`: all that must hold before a change lands.

use crate::run;

const DENY: &str = "0.20.2";

pub(crate) fn run() -> Result<(), String> {
    run::run(&["cargo", "fmt", "--all", "--check"])?;
    run::run(&["cargo", "clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"])?;
    // The command line is tested as it is shipped.
    run::run(&["cargo", "build", "--release", "--quiet"])?;
    if run::output(&["cargo", "nextest", "--version"]).is_some() {
        run::run(&["cargo", "nextest", "run", "--workspace", "--no-fail-fast", "--status-level", "fail"])?;
    } else {
        println!("> cargo-nextest is not installed: using cargo test");
        run::run(&["cargo", "test", "--workspace", "--quiet", "--lib", "--bins", "--tests"])?;
    }
    run::run(&["cargo", "test", "--workspace", "--quiet", "--doc"])?;
    run::ensure(&["cargo", "deny", "--version"], "cargo-deny", DENY)?;
    run::run(&["cargo", "deny", "--offline", "check", "bans", "licenses", "sources"])?;
    println!("> all of it holds");
    Ok(())
}
