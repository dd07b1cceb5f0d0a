//! `--baseline`: what is known already, so that an old repository can begin with what is new.
//!
//! A finding is known by file, rule and place in the definition, not by line: the file may change around it.

use crate::engine::Checked;
use crate::output;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

#[derive(Debug)]
pub(crate) struct Baseline {
    path: PathBuf,
    known: BTreeMap<Key, usize>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Key {
    path: String,
    rule: String,
    pointer: String,
}

#[derive(Serialize, Deserialize)]
struct File {
    version: u32,
    findings: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    #[serde(flatten)]
    key: Key,
    count: usize,
}

impl Baseline {
    /// Reads a baseline; one that is to be written need not be there.
    pub(crate) fn read(path: &Path, is_written: bool) -> Result<Self, String> {
        let failed = |why: &dyn std::fmt::Display| format!("{}: {why}", path.display());
        let mut known = BTreeMap::new();
        match std::fs::read_to_string(path) {
            Ok(text) => {
                let file: File = serde_json::from_str(&text).map_err(|error| failed(&error))?;
                if file.version != 1 {
                    return Err(failed(&format!("version {} of a baseline is not known here", file.version)));
                }
                known.extend(file.findings.into_iter().map(|e| (e.key, e.count)));
            }
            Err(error) if is_written && error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(failed(&error)),
        }
        Ok(Self { path: path.to_owned(), known })
    }

    /// Takes all that is found now, and writes it down.
    pub(crate) fn update(&mut self, files: &[Checked]) -> Result<(), String> {
        self.known.clear();
        for file in files {
            for d in &file.diagnostics {
                *self.known.entry(key(file, d)).or_default() += 1;
            }
        }
        let findings = self.known.iter().map(|(key, count)| Entry { key: key.clone(), count: *count }).collect();
        let text = serde_json::to_string_pretty(&File { version: 1, findings }).map_err(|error| error.to_string())?;
        std::fs::write(&self.path, text + "\n").map_err(|error| format!("{}: {error}", self.path.display()))
    }

    /// Takes what is known out of the findings; says how much of it is gone.
    pub(crate) fn subtract(&self, files: &mut [Checked]) {
        let mut left = self.known.clone();
        for file in files.iter_mut() {
            let mut found = std::mem::take(&mut file.diagnostics);
            found.retain(|d| match left.get_mut(&key(file, d)) {
                Some(count) if *count > 0 => {
                    *count -= 1;
                    false
                }
                _ => true,
            });
            file.diagnostics = found;
        }
        // Of files that were not looked at nothing is known.
        let looked_at: HashSet<String> = files.iter().map(name).collect();
        let counts = left.iter().filter(|(key, _)| looked_at.contains(&key.path)).map(|(_, count)| *count);
        let gone = counts.fold(0, usize::saturating_add);
        if gone > 0 {
            let what = output::plural(gone, "finding");
            output::note(&format!("{what} of {} gone: --update-baseline takes note", self.path.display()));
        }
    }
}

fn key(file: &Checked, d: &asl_check_core::Diagnostic) -> Key {
    Key { path: name(file), rule: d.rule.id.to_owned(), pointer: d.pointer.clone() }
}

/// The path as it is written on every system.
fn name(file: &Checked) -> String {
    let text = file.path.to_string_lossy().replace('\\', "/");
    text.strip_prefix("./").unwrap_or(&text).to_owned()
}
