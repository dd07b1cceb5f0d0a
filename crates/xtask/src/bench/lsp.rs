//! How long the language server takes for a keystroke, beside the language service of AWS's own extension, over the same
//! edits; and whether it takes more memory by and by.

use crate::run;
use std::path::Path;

/// Measurements of the command line's tests, by name.
const TESTS: [&str; 3] = ["a_megabyte_is_analysed", "ten_kilobytes", "an_hour_of_edits"];

pub(super) fn run() -> Result<(), String> {
    let folder = super::folder()?;
    let edits = folder.join("edits.json");
    let mut ours = None;
    let mut missed = Vec::new();
    for test in TESTS {
        let mut command = run::command(&["cargo", "test", "--release", "--quiet", "--package", "asl-check"]);
        command.args(["--test", "lsp", "--", "--ignored", "--nocapture", "--test-threads", "1", test]);
        if ours.is_none() {
            command.env("ASL_EDITS_TO", &edits);
        }
        let output = command.output().map_err(|error| error.to_string())?;
        let said = String::from_utf8_lossy(&output.stdout);
        said.lines().filter(|line| line.contains(" ms") || line.contains("KiB")).for_each(|line| println!("{line}"));
        ours = ours.or_else(|| median(&said));
        if !output.status.success() {
            missed.push(test);
        }
    }
    race(&folder, &edits, ours)?;
    // Of a machine that does something else as well, the figures say little.
    if missed.is_empty() { Ok(()) } else { Err(format!("did not hold: {}", missed.join(", "))) }
}

/// The same edits by the language service of AWS's extension.
fn race(folder: &Path, edits: &Path, ours: Option<f64>) -> Result<(), String> {
    if run::output(&["npm", "--version"]).is_none() {
        println!("> npm is not installed: no race with the other language service");
        return Ok(());
    }
    super::install(folder, &super::peers::SERVICE)?;
    let script = folder.join("edits.cjs");
    std::fs::write(&script, SERVICE).map_err(|error| error.to_string())?;
    let (script, edits) = (script.to_string_lossy(), edits.to_string_lossy());
    let said = run::output(&["node", &script, &edits]).ok_or("the other language service did not run")?;
    println!("amazon-states-language-service: {}", said.trim());
    if let (Some(ours), Some(theirs)) = (ours, median(&said)) {
        println!("the median is {:.0} times as long", theirs / ours);
    }
    Ok(())
}

/// The first median in what was said, in milliseconds.
fn median(said: &str) -> Option<f64> {
    said.split_once("p50 ")?.1.split(' ').next()?.parse().ok()
}

const SERVICE: &str = r#"
const fs = require("fs");
const { getLanguageService } = require("amazon-states-language-service");
const { TextDocument } = require("vscode-json-languageservice");
const { text, edits } = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
(async () => {
  const service = getLanguageService({});
  let version = 1;
  let document = TextDocument.create("file:///large.asl.json", "asl", version, text);
  const check = (document) => service.doValidation(document, service.parseJSONDocument(document));
  await check(document);
  const times = [];
  for (const [change, undo] of edits) {
    const begun = performance.now();
    document = TextDocument.update(document, [change], ++version);
    await check(document);
    times.push(performance.now() - begun);
    document = TextDocument.update(document, [undo], ++version);
  }
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.ceil((times.length * share) / 100) - 1].toFixed(1);
  console.log(`${times.length} edits: p50 ${at(50)} ms, p99 ${at(99)} ms, max ${at(100)} ms`);
})();
"#;
