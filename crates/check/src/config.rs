//! `asl-check.toml`: what a project wants to be told, file by file.

use crate::selection::unknown_name;
use crate::{Options, RULES, Rule, Selection, Severity, Workflow, closest, given};
use asl_syntax::Span;
use asl_types::Type;
use globset::{Glob, GlobMatcher};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use toml::Spanned;

/// The name of the file.
pub const FILE_NAME: &str = "asl-check.toml";

/// A file that was read, and where it lies.
#[derive(Debug, Default)]
pub struct Config {
    /// Its folder: paths and patterns in it are meant from there.
    root: PathBuf,
    base: Settings,
    files: Vec<(Vec<GlobMatcher>, Overrides)>,
    /// The least severity that fails a run.
    pub fail_on: Option<Severity>,
}

/// What is wrong with a config file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// In its text.
    pub span: Span,
    /// What is wrong.
    pub message: String,
}

/// What holds for one file.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The kind of workflow, if it is told.
    pub workflow: Option<Workflow>,
    /// The rules that are wanted.
    pub selection: Selection,
    /// An example of what executions are started with.
    pub input: Option<PathBuf>,
    /// A JSON Schema of what executions are started with.
    pub input_schema: Option<PathBuf>,
    /// Is it also told what may fail only because nobody says what the data is?
    pub strict: bool,
    severity: BTreeMap<String, Level>,
}

impl Settings {
    /// The type of what executions are started with, if that is told; a schema tells more than an example. A file that can't
    /// be read as what it should be is an error, in words.
    pub fn declared(&self) -> Result<Option<Type>, String> {
        match (&self.input_schema, &self.input) {
            (Some(schema), _) => given::schema(schema).map(Some),
            (None, Some(example)) => given::example(example).map(Some),
            (None, None) => Ok(None),
        }
    }

    /// What a definition is looked at with.
    pub fn options(&self, otherwise: Workflow) -> Result<Options, String> {
        let workflow = self.workflow.unwrap_or(otherwise);
        Ok(Options { workflow, input: self.declared()?, strict: self.strict, now: None })
    }

    /// How much a finding of a rule weighs here; `None`: nothing, it is not told.
    pub fn severity(&self, rule: &Rule, severity: Severity) -> Option<Severity> {
        if !self.selection.takes(rule) {
            return None;
        }
        match self.severity.get(rule.id) {
            None => Some(severity),
            Some(Level::Off) => None,
            Some(Level::Error) => Some(Severity::Error),
            Some(Level::Warning) => Some(Severity::Warning),
            Some(Level::Note) => Some(Severity::Note),
        }
    }
}

#[derive(Clone, Debug, Default)]
struct Overrides {
    ignore: Vec<String>,
    workflow: Option<Workflow>,
    input: Option<PathBuf>,
    input_schema: Option<PathBuf>,
    strict: Option<bool>,
}

// `schemas/config.schema.json` and the reference in the book are made of these types and of what is said of them. What
// `asl-check init` writes says the same of each key; a test beside it (`cli/tests/init.rs`) holds it.

/// What a project wants to be told by asl-check, file by file. Paths and patterns are meant from the file's own folder.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Raw {
    /// Only these rules, categories or stages.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    select: Vec<Spanned<String>>,
    /// Not these rules, categories or stages.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    ignore: Vec<Spanned<String>>,
    /// The kind of workflow, where no template tells it.
    #[serde(rename = "type")]
    workflow: Option<RawWorkflow>,
    /// The least severity that makes the exit code 1.
    fail_on: Option<RawSeverity>,
    /// Also told is what may fail only because nobody says what the data is.
    #[serde(default)]
    strict: bool,
    /// How much the findings of a rule weigh, by the rule's id; `off`: they are not told.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "BTreeMap<String, Level>"))]
    severity: BTreeMap<Spanned<String>, Level>,
    /// What holds for some files only; of several that name a file, the later goes over the earlier.
    #[serde(default)]
    files: Vec<RawFiles>,
}

/// What holds for some files.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawFiles {
    /// Patterns: `*` within a folder, `**` across folders.
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    paths: Vec<Spanned<String>>,
    /// Not these rules, categories or stages, besides those of the whole file.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    ignore: Vec<Spanned<String>>,
    /// The kind of workflow, where no template tells it.
    #[serde(rename = "type")]
    workflow: Option<RawWorkflow>,
    /// A file with an example of what executions are started with: its type counts.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    input: Option<Spanned<String>>,
    /// A file with a JSON Schema of what executions are started with. It goes over `input`.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    input_schema: Option<Spanned<String>>,
    /// Also told is what may fail only because nobody says what the data is.
    strict: Option<bool>,
}

#[derive(Clone, Copy, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(rename_all = "lowercase")]
enum RawWorkflow {
    Standard,
    Express,
}

#[derive(Clone, Copy, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(rename_all = "lowercase")]
enum RawSeverity {
    Error,
    Warning,
    Note,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(rename_all = "lowercase")]
enum Level {
    Error,
    Warning,
    Note,
    Off,
}

impl From<RawWorkflow> for Workflow {
    fn from(raw: RawWorkflow) -> Self {
        match raw {
            RawWorkflow::Standard => Self::Standard,
            RawWorkflow::Express => Self::Express,
        }
    }
}

impl Config {
    /// The config file that is nearest upwards from a folder.
    pub fn locate(folder: &Path) -> Option<PathBuf> {
        folder.ancestors().map(|f| f.join(FILE_NAME)).find(|f| f.is_file())
    }

    /// Reads the text of a config file that lies in `root`.
    pub fn parse(root: &Path, text: &str) -> Result<Self, Vec<Fault>> {
        let raw: Raw = toml::from_str(text).map_err(|error| {
            let message = error.message().lines().next().unwrap_or_default().to_owned();
            vec![Fault { span: span(error.span().unwrap_or(0..0)), message }]
        })?;
        let mut reader = Reader { root, faults: Vec::new() };
        let files = raw.files.iter().map(|f| reader.files(f)).collect();
        let severity = raw.severity.iter().map(|(rule, level)| (reader.rule(rule), *level)).collect();
        let config = Self {
            root: root.to_owned(),
            base: Settings {
                workflow: raw.workflow.map(Workflow::from),
                selection: Selection { select: reader.names(&raw.select), ignore: reader.names(&raw.ignore) },
                severity,
                strict: raw.strict,
                ..Settings::default()
            },
            files,
            fail_on: raw.fail_on.map(|s| match s {
                RawSeverity::Error => Severity::Error,
                RawSeverity::Warning => Severity::Warning,
                RawSeverity::Note => Severity::Note,
            }),
        };
        if reader.faults.is_empty() { Ok(config) } else { Err(reader.faults) }
    }

    /// What holds for a file: the base, then every `[[files]]` that names it, the later over the earlier.
    pub fn settings(&self, file: &Path) -> Settings {
        let mut settings = self.base.clone();
        let Some(relative) = relative(&self.root, file) else { return settings };
        for (_, overrides) in self.files.iter().filter(|(globs, _)| globs.iter().any(|g| g.is_match(&relative))) {
            settings.selection.ignore.extend(overrides.ignore.iter().cloned());
            settings.workflow = overrides.workflow.or(settings.workflow);
            settings.input = overrides.input.clone().or(settings.input);
            settings.input_schema = overrides.input_schema.clone().or(settings.input_schema);
            settings.strict = overrides.strict.unwrap_or(settings.strict);
        }
        settings
    }
}

/// A file's path from a folder on, if it lies in it.
fn relative(root: &Path, file: &Path) -> Option<PathBuf> {
    clean(file)?.strip_prefix(clean(root)?).ok().map(Path::to_owned)
}

/// A path from the root of the file system, without `.` and `..`. They are taken out by name: the file need not exist.
fn clean(path: &Path) -> Option<PathBuf> {
    let mut clean = PathBuf::new();
    for part in std::path::absolute(path).ok()?.components() {
        match part {
            Component::ParentDir => {
                clean.pop();
            }
            Component::CurDir => {}
            part => clean.push(part),
        }
    }
    Some(clean)
}

fn span(range: std::ops::Range<usize>) -> Span {
    Span::new(range.start as u32, range.end as u32)
}

struct Reader<'r> {
    root: &'r Path,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    fn fault(&mut self, at: &Spanned<String>, message: String) {
        self.faults.push(Fault { span: span(at.span()), message });
    }

    fn names(&mut self, names: &[Spanned<String>]) -> Vec<String> {
        for name in names {
            if let Some(why) = unknown_name(name.get_ref()) {
                self.fault(name, why);
            }
        }
        names.iter().map(|n| n.get_ref().clone()).collect()
    }

    fn rule(&mut self, name: &Spanned<String>) -> String {
        let id = name.get_ref();
        if !RULES.iter().any(|r| r.id == id) {
            let hint = closest(id, RULES.iter().map(|r| r.id)).map(|r| format!("; did you mean `{r}`?"));
            self.fault(name, format!("there is no rule `{id}`{}", hint.unwrap_or_default()));
        }
        id.clone()
    }

    fn files(&mut self, raw: &RawFiles) -> (Vec<GlobMatcher>, Overrides) {
        let mut globs = Vec::new();
        for pattern in &raw.paths {
            match Glob::new(pattern.get_ref()) {
                Ok(glob) => globs.push(glob.compile_matcher()),
                Err(error) => self.fault(pattern, format!("this is no pattern: {}", error.kind())),
            }
        }
        let overrides = Overrides {
            ignore: self.names(&raw.ignore),
            workflow: raw.workflow.map(Workflow::from),
            input: self.file(raw.input.as_ref()),
            input_schema: self.file(raw.input_schema.as_ref()),
            strict: raw.strict,
        };
        (globs, overrides)
    }

    /// A file that the config names must be there.
    fn file(&mut self, name: Option<&Spanned<String>>) -> Option<PathBuf> {
        let name = name?;
        let path = self.root.join(name.get_ref());
        if !path.is_file() {
            self.fault(name, format!("there is no file `{}`", name.get_ref()));
        }
        Some(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<String> {
        let faults = Config::parse(Path::new("/nowhere"), text).err().unwrap_or_default();
        faults.iter().map(|f| format!("{}: {}", &text[f.span.range()], f.message)).collect()
    }

    #[test]
    fn files_have_settings_of_their_own() {
        let text = "type = \"standard\"\nignore = [\"advice\"]\n[severity]\nendless-loop = \"error\"\nwrong-type = \"off\"\n\
                    [[files]]\npaths = [\"fast/**\"]\ntype = \"express\"\nignore = [\"graph\"]\n";
        let config = Config::parse(Path::new("/project"), text).unwrap();
        let rule = |id: &str| RULES.iter().find(|r| r.id == id).unwrap();
        let (fast, slow) =
            (config.settings(Path::new("/project/fast/a.asl.json")), config.settings(Path::new("/project/a.asl.json")));
        assert_eq!((fast.workflow, slow.workflow), (Some(Workflow::Express), Some(Workflow::Standard)));
        assert_eq!(slow.severity(rule("endless-loop"), Severity::Warning), Some(Severity::Error));
        assert_eq!(fast.severity(rule("endless-loop"), Severity::Warning), None);
        assert_eq!(slow.severity(rule("wrong-type"), Severity::Error), None);
        assert_eq!(slow.severity(rule("unused-suppression"), Severity::Note), None);
        assert_eq!(config.settings(Path::new("/project/x/../fast/a.json")).workflow, Some(Workflow::Express));
        assert_eq!(config.settings(Path::new("/elsewhere/fast/a.json")).workflow, Some(Workflow::Standard));
        // As `--config ../asl-check.toml` has it.
        let config = Config::parse(Path::new("/project/here/.."), text).unwrap();
        assert_eq!(config.settings(Path::new("/project/fast/a.json")).workflow, Some(Workflow::Express));
    }

    #[test]
    fn the_input_may_be_declared_and_strictness_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("s.json"), "{\"type\": \"number\"}").unwrap();
        std::fs::write(folder.path().join("e.json"), "\"text\"").unwrap();
        let text = "strict = true\n[[files]]\npaths = [\"**\"]\ninput = \"e.json\"\n\
                    [[files]]\npaths = [\"b/**\"]\ninput-schema = \"s.json\"\nstrict = false\n";
        let config = Config::parse(folder.path(), text).unwrap();
        let of = |file: &str| {
            let settings = config.settings(&folder.path().join(file));
            let declared = settings.declared().unwrap().map(|of| of.to_string());
            (declared.unwrap_or_default(), settings.strict)
        };
        assert_eq!(of("a.asl.json"), ("string".to_owned(), true));
        assert_eq!(of("b/a.asl.json"), ("number".to_owned(), false));
        std::fs::write(folder.path().join("s.json"), "{\"type\": 5}").unwrap();
        let why = config.settings(&folder.path().join("b/a.asl.json")).declared().unwrap_err();
        assert!(why.contains("s.json:1:10: this is no JSON Schema"), "{why}");
    }

    #[test]
    fn faults_have_a_place() {
        assert_eq!(
            faults("ignore = [\"endles-loop\"]"),
            ["\"endles-loop\": `endles-loop` is no rule, category or stage; did you mean `endless-loop`?"]
        );
        assert_eq!(faults("[severity]\nno-such = \"off\""), ["no-such: there is no rule `no-such`"]);
        assert!(
            faults("typ = \"express\"")[0].starts_with("typ: unknown field `typ`"),
            "{:?}",
            faults("typ = \"express\"")
        );
        assert!(faults("type = \"fast\"")[0].starts_with("\"fast\": unknown variant"));
        assert!(faults("[[files]]\npaths = [\"a[\"]")[0].starts_with("\"a[\": this is no pattern"));
        assert_eq!(faults("[[files]]\npaths = []\ninput = \"x.json\""), ["\"x.json\": there is no file `x.json`"]);
        assert_eq!(faults("a = ").len(), 1);
    }
    /// TOML has no null: a key that is not wanted is left out.
    fn without_null(schema: &mut schemars::Schema) {
        if let Some(serde_json::Value::Array(types)) = schema.get_mut("type") {
            types.retain(|of| of != "null");
            if let [one] = &types[..] {
                let one = one.clone();
                schema.insert("type".to_owned(), one);
            }
        }
        if let Some(serde_json::Value::Array(values)) = schema.get_mut("enum") {
            values.retain(|value| !value.is_null());
        }
        schema.remove("default").filter(|default| !default.is_null()).map(|d| schema.insert("default".to_owned(), d));
        schemars::transform::transform_subschemas(&mut without_null, schema);
    }

    #[test]
    fn the_schema_is_made_of_the_types() {
        let mut schema = schemars::generate::SchemaSettings::draft2020_12()
            .with(|settings| settings.inline_subschemas = true)
            .into_generator()
            .into_root_schema_for::<Raw>();
        without_null(&mut schema);
        schema.insert("title".to_owned(), FILE_NAME.into());
        let made = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas/config.schema.json");
        if std::env::var_os("ASL_DOCS").is_some_and(|wish| wish == "write") {
            std::fs::write(&path, &made).unwrap();
        }
        let kept = std::fs::read_to_string(path).unwrap();
        assert!(kept == made, "schemas/config.schema.json is not what the types say: cargo xtask docs");
    }
}
