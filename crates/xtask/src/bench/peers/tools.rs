//! The tools that are compared, and how each is asked.

use crate::bench::{binary, folder, install};
use crate::run;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The messages for each file.
type Said = Vec<Vec<String>>;

/// A tool: a command that takes files and says something of each.
pub(super) struct Peer {
    pub(super) name: &'static str,
    pub(super) version: String,
    words: Vec<String>,
    /// Words that tell a Standard workflow and an Express one, for a tool that knows types.
    types: [&'static [&'static str]; 2],
    read: fn(&str, &[PathBuf]) -> Option<Said>,
}

/// What a tool said of each file, and the processor time that all of them took.
pub(super) struct Look {
    pub(super) time: f64,
    pub(super) said: Said,
}

impl Look {
    /// How many files have a report.
    pub(super) fn reported(&self) -> usize {
        self.said.iter().filter(|said| !said.is_empty()).count()
    }
}

impl Peer {
    /// Asks about all files in one process.
    pub(super) fn ask(&self, files: &[PathBuf], is_express: bool) -> Result<Look, String> {
        // Time on the clock says little of a machine that does something else as well. The shell knows the other.
        let mut command = run::command(&["sh", "-c", "\"$@\"; times >&2", "sh"]);
        command.args(&self.words).args(self.types[usize::from(is_express)]).args(files);
        let output = command.output().map_err(|error| format!("{}: {error}", self.name))?;
        let problems = String::from_utf8_lossy(&output.stderr);
        let read = (self.read)(&String::from_utf8_lossy(&output.stdout), files);
        let said = read.filter(|said| said.len() == files.len());
        let said = said.ok_or_else(|| format!("{}: its answer can't be read\n{problems}", self.name))?;
        let time = children(&problems).ok_or_else(|| format!("{}: the time is not known", self.name))?;
        Ok(Look { time, said })
    }

    /// The same, several times if it is fast; the time is the shortest.
    pub(super) fn time(&self, files: &[PathBuf]) -> Result<Look, String> {
        let mut look = self.ask(files, false)?;
        for _ in 0..if look.time < 5.0 { 2 } else { 0 } {
            look.time = look.time.min(self.ask(files, false)?.time);
        }
        Ok(look)
    }
}

/// What the last line of `times` says, in seconds: the processor time of all children, in the program and in the system.
fn children(said: &str) -> Option<f64> {
    let part = |text: &str| -> Option<f64> {
        let (minutes, seconds) = text.strip_suffix('s')?.split_once('m')?;
        Some(minutes.parse::<f64>().ok()? * 60.0 + seconds.parse::<f64>().ok()?)
    };
    said.lines().last()?.split_whitespace().map(part).sum()
}

/// This tool, and the others as far as they can be had; and whether these are all that a package registry offers.
pub(super) fn peers() -> Result<(Vec<Peer>, bool), String> {
    let folder = folder()?;
    let npm = node_peers(&folder);
    let parts = [ours().map(|peer| vec![peer]), npm, cfn_lint(&folder).map(|peer| vec![peer])];
    let mut peers = Vec::new();
    let mut is_whole = true;
    for (index, part) in parts.into_iter().enumerate() {
        match part {
            Ok(part) => peers.extend(part),
            Err(why) if index == 0 => return Err(why),
            Err(why) => {
                println!("> {why}");
                is_whole = false;
            }
        }
    }
    match statelint(&folder) {
        Ok(peer) => peers.push(peer),
        Err(why) => println!("> {why}"),
    }
    Ok((peers, is_whole))
}

/// The release build, or the program that `ASL_CHECK` names.
fn ours() -> Result<Peer, String> {
    let program = if let Ok(program) = std::env::var("ASL_CHECK") {
        program
    } else {
        run::run(&["cargo", "build", "--release", "--locked", "--quiet"])?;
        binary()
    };
    let version = run::output(&[&program, "--version"]).ok_or_else(|| format!("{program} does not run"))?;
    let version = version.split_whitespace().last().unwrap_or_default().to_owned();
    let words = [program.as_str(), "check", "--format", "json"].map(str::to_owned).to_vec();
    Ok(Peer { name: "asl-check", version, words, types: [&[], &["--type", "express"]], read: report })
}

/// The errors and warnings in a report of this tool.
fn report(text: &str, files: &[PathBuf]) -> Option<Said> {
    let report: Value = serde_json::from_str(text).ok()?;
    let of = |file: &PathBuf| -> Option<Vec<String>> {
        let is_it = |one: &&Value| one["path"].as_str().is_some_and(|path| run::root().join(path) == *file);
        let found = report["files"].as_array()?.iter().find(is_it)?["diagnostics"].as_array()?;
        let told = found.iter().filter(|one| one["severity"] != "note");
        Some(told.map(|one| format!("{}: {}", one["rule"], one["message"])).collect())
    };
    files.iter().map(of).collect()
}

/// A list for each file, on a line of its own, as the scripts beside this file print it.
fn lists(text: &str, _: &[PathBuf]) -> Option<Said> {
    text.lines().map(|line| serde_json::from_str(line).ok()).collect()
}

/// A peer that a script asks.
fn scripted(
    name: &'static str,
    version: String,
    runtime: &str,
    (path, script): (PathBuf, &str),
) -> Result<Peer, String> {
    std::fs::write(&path, script).map_err(|error| error.to_string())?;
    let words = vec![runtime.to_owned(), path.to_string_lossy().into_owned()];
    Ok(Peer { name, version, words, types: [&[], &[]], read: lists })
}

/// The language service of AWS's extension, and what its documents are made with.
pub(in crate::bench) const SERVICE: [&str; 2] = ["amazon-states-language-service", "vscode-json-languageservice"];

fn node_peers(folder: &Path) -> Result<Vec<Peer>, String> {
    const TOOLS: [(&str, &str); 2] = [
        ("asl-validator", include_str!("asl-validator.cjs")),
        ("amazon-states-language-service", include_str!("amazon-states-language-service.cjs")),
    ];
    if run::output(&["npm", "--version"]).is_none() || run::output(&["node", "--version"]).is_none() {
        return Err("npm is not installed: without asl-validator and amazon-states-language-service".to_owned());
    }
    let packages = [&["asl-validator"][..], &SERVICE].concat();
    install(folder, &packages)
        .map_err(|why| format!("without asl-validator and amazon-states-language-service: {why}"))?;
    let peer = |(name, script): (&'static str, &str)| {
        let about = std::fs::read_to_string(folder.join("node_modules").join(name).join("package.json"));
        let about: Value = about.ok().and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        let version = about["version"].as_str().unwrap_or_default().to_owned();
        scripted(name, version, "node", (folder.join(format!("{name}.cjs")), script))
    };
    TOOLS.into_iter().map(peer).collect()
}

fn cfn_lint(folder: &Path) -> Result<Peer, String> {
    let home = folder.join("cfn-lint");
    let bin = home.join("bin");
    let (python, program) = (bin.join("python"), bin.join("cfn-lint"));
    let (python, program) = (python.to_string_lossy(), program.to_string_lossy());
    if run::output(&[&program, "--version"]).is_none() {
        if run::output(&["python3", "--version"]).is_none() {
            return Err("python3 is not installed: without cfn-lint".to_owned());
        }
        let why = |why| format!("without cfn-lint: {why}");
        run::run(&["python3", "-m", "venv", &home.to_string_lossy()]).map_err(why)?;
        run::run(&[&python, "-m", "pip", "install", "--quiet", "cfn-lint"]).map_err(why)?;
    }
    let version = run::output(&[&program, "--version"]).ok_or("without cfn-lint: it does not run")?;
    let version = version.split_whitespace().last().unwrap_or_default().to_owned();
    let peer = scripted("cfn-lint", version, &python, (folder.join("cfn-lint.py"), include_str!("cfn-lint.py")))?;
    Ok(Peer { types: [&["STANDARD"], &["EXPRESS"]], ..peer })
}

/// A gem of Ruby, which is asked where it is installed.
fn statelint(folder: &Path) -> Result<Peer, String> {
    let words = ["ruby", "-e", "require 'statelint'; print Gem.loaded_specs['statelint'].version"];
    let version = run::output(&words).ok_or("the gem statelint is not installed: without statelint")?;
    scripted("statelint", version, "ruby", (folder.join("statelint.rb"), include_str!("statelint.rb")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_of_children_is_read_from_either_shell() {
        assert_eq!(children("a warning\n0m0.000000s 0m0.000000s\n1m1.500000s 0m0.250000s\n"), Some(61.75));
        assert_eq!(children("0m0.001s 0m0.002s\n0m2.500s 0m0.500s\n"), Some(3.0));
        assert_eq!(children("a warning"), None);
    }

    #[test]
    fn a_note_is_no_report() {
        let file = run::root().join("a.asl.json");
        let report = |severity: &str| {
            let text = format!(
                r#"{{"files": [{{"path": "a.asl.json", "diagnostics":
                    [{{"rule": "r", "message": "m", "severity": "{severity}"}}]}}]}}"#
            );
            super::report(&text, std::slice::from_ref(&file)).map(|said| said.concat().len())
        };
        assert_eq!((report("note"), report("warning"), report("error")), (Some(0), Some(1), Some(1)));
        assert_eq!(super::report("{}", &[file]), None);
    }
}
