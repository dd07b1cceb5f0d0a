//! Running programs.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The root of the project.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

/// A program and its arguments, to be run at the root.
pub(crate) fn command(words: &[&str]) -> Command {
    let mut command = Command::new(words.first().copied().unwrap_or_default());
    command.args(words.iter().skip(1)).current_dir(root());
    command
}

/// Runs it and shows what it says; an error names it.
pub(crate) fn run(words: &[&str]) -> Result<(), String> {
    let line = words.join(" ");
    match line.char_indices().nth(120) {
        Some((cut, _)) => println!("> {} …", line.get(..cut).unwrap_or_default()),
        None => println!("> {line}"),
    }
    match command(words).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{line}` ended with {status}")),
        Err(error) => Err(format!("`{line}` could not be run: {error}")),
    }
}

/// Runs it silently and gives its standard output, if it ends well.
pub(crate) fn output(words: &[&str]) -> Option<String> {
    let output = command(words).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Installs a program from Debian's packages if it is not there. Only where that can work, and no more than a try: who
/// calls goes on without it.
pub(crate) fn offer(program: &str, package: &str) {
    if output(&["sh", "-c", &format!("command -v {program}")]).is_some() {
        return;
    }
    println!("> {program} is not installed: trying apt-get install {package}");
    let line = format!("test \"$(id -u)\" = 0 && apt-get update -qq && apt-get install -y -qq {package}");
    if output(&["sh", "-c", &line]).is_none() {
        println!("> it could not be installed");
    }
}

/// Makes sure that a program of this version is there, and installs it from the crate registry if not.
pub(crate) fn ensure(probe: &[&str], krate: &str, version: &str) -> Result<(), String> {
    if output(probe).is_some_and(|said| said.contains(version)) {
        return Ok(());
    }
    println!("> {krate} {version} is not installed: installing it");
    run(&["cargo", "install", krate, "--locked", "--version", version])
        .map_err(|why| format!("{krate} {version} is missing and could not be installed: {why}"))
}
