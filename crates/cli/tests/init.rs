//! `asl-check init`: what it writes is what its readers take, and nothing is lost.
#![allow(clippy::expect_used, reason = "a test stops where its data is broken")]

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

struct Said {
    code: Option<i32>,
    out: String,
    err: String,
}

fn init(folder: &Path, flags: &[&str]) -> Said {
    let output = Command::new(env!("CARGO_BIN_EXE_asl-check"))
        .arg("init")
        .args(flags)
        .current_dir(folder)
        .output()
        .expect("asl-check runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Said { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
}

fn repository() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join(".git")).expect("a folder in it");
    folder
}

fn read(folder: &TempDir, path: &str) -> String {
    fs::read_to_string(folder.path().join(path)).expect(path)
}

/// The keys of an object in the config file's schema, each with what the code says of it.
fn keys(object: &Value) -> impl Iterator<Item = (&str, &str)> {
    let keys = object["properties"].as_object().expect("properties");
    keys.iter().map(|(key, of)| (key.as_str(), of["description"].as_str().expect("a description")))
}

#[test]
fn the_config_changes_nothing_and_explains_each_key_as_the_code_does() {
    let folder = repository();
    assert_eq!(init(folder.path(), &[]).code, Some(0));
    let text = read(&folder, "asl-check.toml");
    assert!(text.lines().all(|line| line.is_empty() || line.starts_with('#')), "{text}");

    let schema: Value = serde_json::from_str(include_str!("../../../schemas/config.schema.json")).expect("a schema");
    let is_toml =
        |line: &&str| line.starts_with('[') || line.split_once(" = ").is_some_and(|(key, _)| !key.contains(' '));
    let lines: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("# ")).filter(is_toml).collect();
    for (key, description) in keys(&schema).chain(keys(&schema["properties"]["files"]["items"])) {
        let shown = [format!("{key} = "), format!("[{key}]"), format!("[[{key}]]")];
        assert!(lines.iter().any(|line| shown.iter().any(|it| line.starts_with(it))), "{key} is not shown:\n{text}");
        assert!(text.contains(description), "{key} is not explained: {description}\n{text}");
    }

    // Each example, with the comment taken off, is one that the reader takes.
    for name in ["order.json", "order.schema.json"] {
        fs::write(folder.path().join(name), "{}").expect("a file that the examples name");
    }
    let examples = lines.join("\n");
    if let Err(faults) = asl_check_core::Config::parse(folder.path(), &examples) {
        panic!("{faults:?}\n{examples}");
    }
}

#[test]
fn nothing_is_written_over_unless_asked() {
    for (flag, path) in [("--config-file", "asl-check.toml"), ("--github", ".github/workflows/asl-check.yml")] {
        let folder = repository();
        assert_eq!(init(folder.path(), &[flag]).code, Some(0));
        let ours = read(&folder, path);
        fs::write(folder.path().join(path), "# theirs\n").expect("a file");
        let said = init(folder.path(), &[flag]);
        assert_eq!((said.code, said.out.as_str()), (Some(2), ""));
        assert!(said.err.contains("--force"), "{}", said.err);
        assert_eq!(read(&folder, path), "# theirs\n");
        assert_eq!(init(folder.path(), &[flag, "--force"]).code, Some(0));
        assert_eq!(read(&folder, path), ours);
    }
}

#[test]
fn what_others_share_is_kept_even_with_force() {
    let folder = repository();
    let (hooks, jobs) = ("repos: [{repo: local, hooks: []}]\n", "test: {script: make}\n");
    fs::write(folder.path().join(".pre-commit-config.yaml"), hooks).expect("a file");
    fs::write(folder.path().join(".gitlab-ci.yml"), jobs).expect("a file");
    let said = init(folder.path(), &["--pre-commit", "--gitlab", "--force"]);
    assert_eq!(said.code, Some(2));
    assert!(said.out.contains("- id: asl-check") && said.out.contains("codequality:"), "{}", said.out);
    assert_eq!(read(&folder, ".pre-commit-config.yaml"), hooks);
    assert_eq!(read(&folder, ".gitlab-ci.yml"), jobs);

    // Once a person has added it, all is well.
    fs::write(folder.path().join(".gitlab-ci.yml"), format!("{jobs}asl-check: {{script: make check}}\n"))
        .expect("a file");
    assert_eq!(init(folder.path(), &["--gitlab"]).code, Some(0));
}

#[test]
fn a_hook_is_added_once() {
    let folder = repository();
    let hooks = "repos:\n- repo: local\n  hooks:\n  - {id: a, name: a, entry: a, language: system}\n";
    fs::write(folder.path().join(".pre-commit-config.yaml"), hooks).expect("a file");
    let said = init(folder.path(), &["--pre-commit"]);
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""));
    let longer = read(&folder, ".pre-commit-config.yaml");
    assert!(longer.starts_with(hooks) && longer.contains("id: asl-check"), "{longer}");
    assert!(init(folder.path(), &["--pre-commit"]).out.starts_with("nothing to do"));
    assert_eq!(read(&folder, ".pre-commit-config.yaml"), longer);
}

#[test]
fn what_is_written_names_this_version() {
    let folder = repository();
    assert_eq!(init(folder.path(), &["--pre-commit", "--github", "--gitlab"]).code, Some(0));
    for path in [".pre-commit-config.yaml", ".github/workflows/asl-check.yml", ".gitlab-ci.yml"] {
        let text = read(&folder, path);
        assert!(text.contains(concat!("asl-check==", env!("CARGO_PKG_VERSION"))), "{path}: {text}");
        assert!(!text.contains("{version}"), "{path}: {text}");
    }
}

#[test]
fn a_folder_that_is_not_there_is_told() {
    let folder = repository();
    let said = init(folder.path(), &["nowhere", "--github"]);
    assert_eq!((said.code, said.out.as_str()), (Some(2), ""));
    assert!(said.err.contains("nowhere"), "{}", said.err);
    assert!(!folder.path().join("nowhere").exists());
}
