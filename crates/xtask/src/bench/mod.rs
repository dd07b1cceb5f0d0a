//! `cargo xtask bench`: how much work a check is, and how it stands beside other tools.

mod expressions;
mod interpreter;
mod lsp;

use crate::run;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const RUNNER: &str = "0.20.0";

type Part = fn() -> Result<(), String>;

/// Runs one part, or all of them.
pub(crate) fn run(part: Option<&str>) -> Result<(), String> {
    const PARTS: [(&str, Part); 6] = [
        ("instructions", instructions),
        ("lsp", lsp::run),
        ("expressions", expressions::race),
        ("interpreter", interpreter::race),
        ("tools", race),
        ("precision", precision),
    ];
    if let Some(part) = part.filter(|part| PARTS.iter().all(|(name, _)| name != part)) {
        return Err(format!("there is no part `{part}`: {}", PARTS.map(|(name, _)| name).join(", ")));
    }
    PARTS.iter().filter(|(name, _)| part.is_none_or(|part| part == *name)).try_for_each(|(_, run)| run())
}

fn instructions() -> Result<(), String> {
    run::ensure(&["gungraun-runner", "--version"], "gungraun-runner", RUNNER)?;
    run::run(&["cargo", "bench", "--package", "asl-check-core", "--bench", "instructions"])?;
    run::run(&["cargo", "bench", "--package", "asl-expressions", "--bench", "jsonpath"])
}

/// How much of the published definitions has no type, and why.
fn precision() -> Result<(), String> {
    run::run(&["cargo", "test", "--quiet", "--package", "asl-tests", "--test", "precision", "--", "--nocapture"])
}

/// The same definitions through this tool and two of the npm registry, one process a tool, start-up included.
fn race() -> Result<(), String> {
    run::run(&["cargo", "build", "--release", "--locked", "--quiet"])?;
    let bases = run::root().join("../shared/bench/bases");
    let Ok(entries) = std::fs::read_dir(&bases) else {
        println!("skipped: no corpus");
        return Ok(());
    };
    let mut files: Vec<PathBuf> =
        entries.flatten().map(|e| e.path()).filter(|p| p.to_string_lossy().ends_with(".asl.json")).collect();
    files.sort();
    let tools = run::root().join("target/race");
    install(&tools)?;
    let names: Vec<&str> = files.iter().filter_map(|f| f.to_str()).collect();
    let ours = best(3, &[&[binary().as_str(), "check", "--format", "json"], &names[..]].concat())?;
    println!("asl-check                        {} files in {:>8.1} ms", names.len(), millis(ours));
    for (tool, script) in [("asl-validator", VALIDATOR), ("amazon-states-language-service", SERVICE)] {
        let path = tools.join(format!("{tool}.cjs"));
        std::fs::write(&path, script).map_err(|error| error.to_string())?;
        let script = path.to_string_lossy().into_owned();
        let theirs = best(3, &[&["node", script.as_str()], &names[..]].concat())?;
        let factor = theirs.as_secs_f64() / ours.as_secs_f64();
        println!("{tool:32} {} files in {:>8.1} ms, {factor:.0} times as long", names.len(), millis(theirs));
    }
    Ok(())
}

fn binary() -> String {
    run::root().join("target/release/asl-check").to_string_lossy().into_owned()
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Other tools, where they are not there yet.
fn install(folder: &Path) -> Result<(), String> {
    if folder.join("node_modules/asl-validator").is_dir()
        && folder.join("node_modules/amazon-states-language-service").is_dir()
    {
        return Ok(());
    }
    std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    let at = folder.to_string_lossy();
    run::run(&[
        "npm",
        "install",
        "--silent",
        "--prefix",
        &at,
        "asl-validator",
        "amazon-states-language-service",
        "vscode-json-languageservice",
    ])
}

/// The shortest of several runs; what they find does not matter here.
fn best(runs: u32, words: &[&str]) -> Result<Duration, String> {
    let mut shortest = Duration::MAX;
    for _ in 0..runs {
        let begun = Instant::now();
        let output =
            run::command(words).output().map_err(|error| format!("{}: {error}", words.first().unwrap_or(&"")))?;
        if output.status.code().is_none_or(|code| code > 1) {
            return Err(format!("{}: {}", words.first().unwrap_or(&""), String::from_utf8_lossy(&output.stderr)));
        }
        shortest = shortest.min(begun.elapsed());
    }
    Ok(shortest)
}

const VALIDATOR: &str = r#"
const fs = require("fs");
const validate = require("asl-validator");
for (const file of process.argv.slice(2)) {
  try { validate(JSON.parse(fs.readFileSync(file, "utf8"))); } catch (error) { /* it crashes on some */ }
}
"#;

const SERVICE: &str = r#"
const fs = require("fs");
const { getLanguageService } = require("amazon-states-language-service");
const { TextDocument } = require("vscode-json-languageservice");
(async () => {
  const service = getLanguageService({});
  for (const file of process.argv.slice(2)) {
    const document = TextDocument.create("file://" + file, "asl", 1, fs.readFileSync(file, "utf8"));
    await service.doValidation(document, service.parseJSONDocument(document));
  }
})();
"#;
