//! Inputs for the fuzz targets to start from: what the project's own tests, pages and fixtures hold, and what stands in
//! the folders that `ASL_FUZZ_SEEDS` names.

use super::literals::literals;
use crate::run;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// What stands between the texts of an input, as `tests/targets` reads them.
const SEPARATOR: char = '\u{1e}';

/// What an editor changes, for a start.
const CHANGES: &str =
    r#"[{"range": {"start": {"line": 1, "character": 2}, "end": {"line": 2, "character": 0}}, "text": "é\r"}]"#;

/// Folders whose Rust files hold inputs of a language, and the targets that take them.
const TESTS: [(&str, &[&str]); 9] = [
    ("crates/syntax/src/json", &["json", "template"]),
    ("crates/syntax/src/yaml", &["yaml"]),
    ("crates/syntax/src/jsonpath", &["jsonpath"]),
    ("crates/expressions/src/jsonpath", &["jsonpath"]),
    ("crates/syntax/src/intrinsic", &["intrinsic"]),
    ("crates/expressions/src/intrinsic", &["intrinsic"]),
    ("crates/syntax/src/jsonata", JSONATA),
    ("crates/expressions/src/jsonata", JSONATA),
    ("crates/expressions/src/template", &["template"]),
];

const JSONATA: &[&str] = &["jsonata_eval", "jsonata_parse"];

/// Fields that hold templates.
const TEMPLATES: [&str; 6] = ["Parameters", "ResultSelector", "ItemSelector", "Assign", "Arguments", "Output"];

/// For each target its inputs.
#[derive(Default)]
pub(crate) struct Seeds(BTreeMap<&'static str, BTreeSet<String>>);

impl Seeds {
    pub(crate) fn gather() -> Self {
        let mut seeds = Self::default();
        let root = run::root();
        for (folder, targets) in TESTS {
            for file in files(&root.join(folder)) {
                let text = fs::read_to_string(file).unwrap_or_default();
                for literal in literals(&text) {
                    seeds.add(targets, &literal);
                }
            }
        }
        for folder in [root.join("fixtures"), root.join("crates/check/src/checks")] {
            seeds.folder(&folder);
        }
        if let Some(more) = std::env::var_os("ASL_FUZZ_SEEDS") {
            std::env::split_paths(&more).for_each(|folder| seeds.folder(&folder));
        }
        seeds
    }

    /// Writes the inputs of a target to its corpus, but for those that are too long.
    pub(crate) fn write(&self, target: &str, longest: usize) -> Result<(), String> {
        let folder = run::root().join("fuzz/corpus").join(target);
        fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        for text in self.0.get(target).into_iter().flatten().filter(|text| text.len() <= longest) {
            let mut hasher = DefaultHasher::new();
            text.hash(&mut hasher);
            let file = folder.join(format!("seed-{:016x}", hasher.finish()));
            fs::write(&file, text).map_err(|error| format!("{}: {error}", file.display()))?;
        }
        Ok(())
    }

    fn add(&mut self, targets: &[&'static str], text: &str) {
        for target in targets {
            self.0.entry(target).or_default().insert(text.to_owned());
        }
    }

    fn folder(&mut self, folder: &Path) {
        for file in files(folder) {
            let text = fs::read_to_string(&file).unwrap_or_default();
            self.together(&file, &text);
            match file.extension().and_then(|extension| extension.to_str()) {
                Some("json") => self.json(&text),
                Some("yaml" | "yml") => self.yaml(&text),
                Some("jsonata") => self.add(JSONATA, &text),
                Some("md") => self.page(&text),
                Some("tf") => self.add(&["hosts"], &text),
                Some("toml") => self.add(&["config"], &text),
                _ => {}
            }
        }
    }

    /// What is made of a definition and the files beside it, which may be mocks or histories.
    fn together(&mut self, file: &Path, text: &str) {
        let compact =
            |text: &str| serde_json::from_str::<Value>(text).map_or(text.to_owned(), |value| value.to_string());
        let joined = |parts: &[&str]| parts.join(&SEPARATOR.to_string());
        if !text.contains("StartAt") || text.contains("\"events\"") {
            return;
        }
        let definition = compact(text);
        self.add(&["lsp"], &joined(&[text, CHANGES]));
        self.add(&["run"], &joined(&[&definition, "{}", "{}"]));
        let beside = fs::read_dir(file.parent().unwrap_or(file)).into_iter().flatten().flatten();
        for other in beside.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|it| it == "json")) {
            let other = fs::read_to_string(other).unwrap_or_default();
            if !other.contains("StartAt") && other.len() < 16_000 {
                self.add(&["run"], &joined(&[&definition, "{}", &compact(&other)]));
                self.add(&["history"], &joined(&[&definition, &compact(&other)]));
                self.add(&["mocks"], &compact(&other));
            }
        }
    }

    /// An execution that was recorded: its definition, its input and its history.
    fn recording(&mut self, value: &Value) {
        let part = |key: &str| value.get(key).filter(|part| part.is_object()).map(Value::to_string);
        let (Some(definition), Some(history)) = (part("definition"), part("expected")) else { return };
        let input = value.get("input").map(Value::to_string).unwrap_or_default();
        self.add(&["run"], &format!("{definition}{SEPARATOR}{input}{SEPARATOR}{history}"));
        self.add(&["history"], &format!("{definition}{SEPARATOR}{history}"));
    }

    /// The examples of a page.
    fn page(&mut self, text: &str) {
        for (fence, take) in [
            ("```json\n", Self::json as fn(&mut Self, &str)),
            ("```yaml\n", Self::yaml),
            ("```yaml template\n", Self::yaml),
        ] {
            for part in text.split(fence).skip(1) {
                take(self, part.split("```").next().unwrap_or_default());
            }
        }
    }

    fn yaml(&mut self, text: &str) {
        let is_host = text.contains("Resources") || text.contains("stepFunctions");
        self.add(if text.contains("StartAt") { &["yaml", "check"] } else { &["yaml"] }, text);
        self.add(if is_host { &["hosts"] } else { &[] }, text);
    }

    /// A definition or a case of a suite: the whole, and the templates and expressions in it.
    fn json(&mut self, text: &str) {
        self.add(if text.contains("StartAt") { &["json", "check"] } else { &["json"] }, text);
        self.add(if text.contains("Resources") { &["hosts"] } else { &[] }, text);
        let value: Value = serde_json::from_str(text).unwrap_or_default();
        self.recording(&value);
        if value.get("definition").is_some_and(Value::is_string) {
            self.add(&["test_state"], text);
        }
        if ["$schema", "properties", "required"].iter().any(|key| value.get(key).is_some()) {
            self.add(&["schema"], text);
        }
        self.value("", &value);
    }

    fn value(&mut self, key: &str, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.value("", item)),
            Value::Object(fields) => {
                if TEMPLATES.contains(&key) {
                    self.add(&["template"], &value.to_string());
                }
                fields.iter().for_each(|(key, value)| self.value(key, value));
            }
            Value::String(text) => self.string(key, text),
            _ => {}
        }
    }

    fn string(&mut self, key: &str, text: &str) {
        if let Some(inner) = text.strip_prefix("{%").and_then(|text| text.strip_suffix("%}")) {
            self.add(JSONATA, inner);
        } else if key == "expr" {
            self.add(JSONATA, text);
        } else if text.starts_with('$') {
            self.add(&["jsonpath"], text);
        } else if text.starts_with("States.") {
            self.add(&["intrinsic"], text);
        }
    }
}

/// All files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}
