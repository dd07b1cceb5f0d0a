//! `cargo xtask test`: all that must hold before a change lands.

use crate::{packaging, run};

const DENY: &str = "0.20.2";

pub(crate) fn run(is_quick: bool) -> Result<(), String> {
    run::run(&["cargo", "fmt", "--all", "--check"])?;
    // The modules inside of the macro that lists the rules are not seen by it.
    let rules = rules()?;
    let rules: Vec<&str> = rules.iter().map(String::as_str).collect();
    run::run(&[&["rustfmt", "--edition", "2024", "--check"], &rules[..]].concat())?;
    run::run(&["cargo", "clippy", "--workspace", "--all-targets", "--locked", "--quiet", "--", "-D", "warnings"])?;
    // The command line is tested as it is shipped.
    run::run(&["cargo", "build", "--release", "--locked", "--quiet"])?;
    // The tests of `--format junit` read its schema with xmllint, and what is sent is seen with strace; without them they
    // say that they are skipped.
    run::offer("xmllint", "libxml2-utils");
    run::offer("strace", "strace");
    if run::output(&["cargo", "nextest", "--version"]).is_some() {
        run::run(&["cargo", "nextest", "run", "--workspace", "--no-fail-fast", "--status-level", "fail"])?;
    } else {
        println!("> cargo-nextest is not installed: using cargo test");
        run::run(&["cargo", "test", "--workspace", "--quiet", "--lib", "--bins", "--tests"])?;
    }
    run::run(&["cargo", "test", "--workspace", "--quiet", "--doc"])?;
    crate::docs::book()?;
    run::ensure(&["cargo", "deny", "--version"], "cargo-deny", DENY)?;
    // It looks at what other systems would build, too, which no step before has needed.
    run::run(&["cargo", "fetch", "--locked", "--quiet"])?;
    run::run(&["cargo", "deny", "--offline", "check", "bans", "licenses", "sources"])?;
    packaging::test()?;
    editor(is_quick)?;
    println!("> all of it holds");
    Ok(())
}

/// What code-server and a browser are installed with, from Debian's packages.
const BROWSER: &str = "chromium libkrb5-dev libsecret-1-dev libx11-dev libxkbfile-dev";

/// The extension of VS Code; its tests start the server that was built above.
fn editor(is_quick: bool) -> Result<(), String> {
    if run::output(&["npm", "--version"]).is_none() {
        println!("> npm is not installed: the extension of VS Code is not tested");
        return Ok(());
    }
    for script in [&["ci", "--silent"][..], &["run", "--silent", "check"], &["run", "--silent", "build"], &["test"]] {
        run::run(&[&["npm", "--prefix", "editors/vscode"], script].concat())?;
    }
    if is_quick {
        println!("> quick: VS Code is not opened in a browser");
        return Ok(());
    }
    run::offer("chromium", BROWSER);
    if run::output(&["sh", "-c", "command -v chromium"]).is_none() {
        println!("> chromium is not installed: VS Code is not opened in a browser");
        return Ok(());
    }
    run::run(&["node", "editors/vscode/e2e/run.mjs"])
}

/// The files of the rules.
fn rules() -> Result<Vec<String>, String> {
    let folder = run::root().join("crates/check/src/checks");
    let entries = std::fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let paths = entries.flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "rs"));
    let mut files: Vec<String> = paths.map(|p| p.to_string_lossy().into_owned()).collect();
    files.sort();
    Ok(files)
}
