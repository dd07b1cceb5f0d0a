//! `cargo xtask bench`: how much work a check is, and how it stands beside other tools.

mod expressions;
mod instructions;
mod interpreter;
mod lsp;
mod peers;

use crate::run;
use std::path::{Path, PathBuf};

type Part = fn() -> Result<(), String>;

/// Runs one part, or all of them; `peers` takes a folder.
pub(crate) fn run(part: Option<&str>, folder: Option<&str>) -> Result<(), String> {
    const PARTS: [(&str, Part); 6] = [
        ("instructions", instructions::run),
        ("lsp", lsp::run),
        ("expressions", expressions::race),
        ("interpreter", interpreter::race),
        ("peers", || peers::run(None)),
        ("precision", precision),
    ];
    if let (Some("peers"), Some(folder)) = (part, folder) {
        return peers::run(Some(folder));
    }
    if let Some(part) = part.filter(|part| PARTS.iter().all(|(name, _)| name != part)) {
        return Err(format!("there is no part `{part}`: {}", PARTS.map(|(name, _)| name).join(", ")));
    }
    PARTS.iter().filter(|(name, _)| part.is_none_or(|part| part == *name)).try_for_each(|(_, run)| run())
}

/// How much of the published definitions has no type, and why.
fn precision() -> Result<(), String> {
    run::run(&["cargo", "test", "--quiet", "--package", "asl-tests", "--test", "precision", "--", "--nocapture"])
}

/// The release build.
fn binary() -> String {
    run::root().join("target/release/asl-check").to_string_lossy().into_owned()
}

/// The folder where other tools are installed, and what they are given lies.
fn folder() -> Result<PathBuf, String> {
    let folder = run::root().join("target/race");
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(folder)
}

/// Installs packages of npm there, where one of them lacks; behind `@` stands a version.
fn install(folder: &Path, packages: &[&str]) -> Result<(), String> {
    let is_there =
        |package: &&str| folder.join("node_modules").join(package.split('@').next().unwrap_or(package)).is_dir();
    if packages.iter().all(is_there) {
        return Ok(());
    }
    let words = ["npm", "install", "--silent", "--prefix", &folder.to_string_lossy()];
    run::run(&[&words[..], packages].concat())
}
