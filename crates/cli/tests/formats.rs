//! Each format against what its readers read: published schemas, escaping rules, names that stay.
#![allow(clippy::expect_used, reason = "a test stops where its data is broken")]

use jsonschema::Validator;
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const TOOL: &str = env!("CARGO_BIN_EXE_asl-check");

/// Names and texts that meet every rule of escaping: of addresses, of workflow commands, of XML.
const HOSTILE_NAME: &str = "100% a,b::c [é]\u{1f980}.asl.json";
const HOSTILE_TEXT: &str = "{\"StartAt\": \"<A & 'B'>%0A::error::x\", \"States\": {\
    \"]]>\\u0001\\u001b[31m\\uffff \\\" \\r\\n [x](y)\": {\"Type\": \"Pass\", \"Next\": \"{0}\", \"Ende\": 1, \"Ende\": 2},\n\
    \"é🦀\": {\"Type\": \"Wait\", \"Seconds\": \"%\", \"End\": true}}}";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn file(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).expect("a file of the project")
}

fn run(folder: &Path, args: &[&str]) -> Output {
    Command::new(TOOL).args(args).current_dir(folder).output().expect("the checker runs")
}

/// The report of a format, which ends with a newline.
fn report(folder: &Path, format: &str, paths: &[&str]) -> String {
    let mut args = vec!["check", "--format", format];
    args.extend(paths);
    let text = String::from_utf8(run(folder, &args).stdout).expect("UTF-8");
    assert!(text.ends_with('\n'), "{format}: no newline at the end");
    text
}

/// Folders whose definitions make reports: the fixtures, hostile ones, and the corpus where it is.
fn inputs() -> Vec<(tempfile::TempDir, PathBuf)> {
    let hostile = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(hostile.path().join(HOSTILE_NAME), HOSTILE_TEXT).expect("a temporary file");
    if cfg!(unix) {
        std::fs::write(hostile.path().join("line\nbreak.asl.json"), "\u{feff}{\r\n\"A\": \"é\",\r\n\"A\": 1}")
            .expect("a file");
    }
    std::fs::write(hostile.path().join("empty.asl.yaml"), "").expect("a temporary file");
    let path = hostile.path().to_owned();
    let mut inputs = vec![(hostile, path), (tempfile::tempdir().expect("a temporary folder"), root().join("fixtures"))];
    let corpus = root().join("../shared/corpus/dev/definitions");
    if corpus.is_dir() {
        inputs.push((tempfile::tempdir().expect("a temporary folder"), corpus));
    } else {
        eprintln!("skipped: no corpus");
    }
    inputs
}

fn validator(schema: &str) -> Validator {
    // SARIF's schema has one bracket too many in the pattern of a member that is not written here.
    let text = file(schema).replace("{2}]?$", "{2}$");
    let schema: Value = serde_json::from_str(&text).expect("a schema is JSON");
    jsonschema::options().should_validate_formats(true).build(&schema).expect("a schema is a schema")
}

fn valid(validator: &Validator, text: &str) -> Value {
    let value: Value = serde_json::from_str(text).expect("the report is JSON");
    let errors: Vec<String> = validator.iter_errors(&value).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(errors.is_empty(), "{:#?}", errors.iter().take(5).collect::<Vec<_>>());
    value
}

fn array<'a>(value: &'a Value, pointer: &str) -> &'a [Value] {
    value.pointer(pointer).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).expect("a text")
}

#[test]
fn json_is_what_its_schema_says() {
    let validator = validator("schemas/report.schema.json");
    for (_guard, folder) in inputs() {
        let report = valid(&validator, &report(&folder, "json", &["."]));
        assert!(!array(&report, "/files").is_empty());
    }
    let wrong: Value = serde_json::from_str("{\"version\": 1, \"files\": [], \"summary\": {}}").expect("JSON");
    assert!(!validator.is_valid(&wrong), "a schema that takes everything tells nothing");
}

#[test]
fn sarif_is_what_the_standard_says() {
    let validator = validator("crates/cli/tests/schemas/sarif-2.1.0.json");
    for (_guard, folder) in inputs() {
        let log = valid(&validator, &report(&folder, "sarif", &[".", "nowhere.asl.json"]));
        let (rules, results) = (array(&log, "/runs/0/tool/driver/rules"), array(&log, "/runs/0/results"));
        assert!(!results.is_empty());
        for result in results {
            let index = result["ruleIndex"].as_u64().and_then(|i| usize::try_from(i).ok()).expect("an index");
            assert_eq!(rules[index]["id"], result["ruleId"]);
            let place = &result["locations"][0]["physicalLocation"];
            let uri = text(place, "/artifactLocation/uri");
            assert!(uri.is_ascii() && !uri.starts_with('/') && !uri.contains(':'), "{uri}");
            let index = place["artifactLocation"]["index"].as_u64().expect("an index");
            assert_eq!(text(&log, &format!("/runs/0/artifacts/{index}/location/uri")), uri);
        }
        // What could not be read is no result.
        assert_eq!(log["runs"][0]["invocations"][0]["executionSuccessful"], false);
        let problem = text(&log, "/runs/0/invocations/0/toolExecutionNotifications/0/message/text");
        assert!(problem.starts_with("nowhere.asl.json: "), "{problem}");
    }
}

#[test]
fn sarif_counts_characters() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let definition =
        "\u{feff}{\"Comment\": \"é🦀\",\n \"é\": 1, \"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Succeed\"}}}";
    std::fs::write(folder.path().join("a.asl.json"), definition).expect("a temporary file");
    let log: Value = serde_json::from_str(&report(folder.path(), "sarif", &["a.asl.json"])).expect("JSON");
    let region = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
    let expected = serde_json::json!({
        "startLine": 2, "startColumn": 2, "endLine": 2, "endColumn": 5, "charOffset": 19, "charLength": 3
    });
    assert_eq!(*region, expected);
}

#[test]
fn gitlab_is_what_its_documentation_says() {
    let validator = validator("crates/cli/tests/schemas/gitlab.schema.json");
    for (_guard, folder) in inputs() {
        let report = valid(&validator, &report(&folder, "gitlab", &["."]));
        let violations = array(&report, "");
        let names: HashSet<&str> = violations.iter().map(|v| text(v, "/fingerprint")).collect();
        assert_eq!(names.len(), violations.len(), "a fingerprint occurs twice");
    }
}

#[test]
fn fingerprints_stay_when_lines_move() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let names = |format: &str, pointer: &str, name: &str| -> Vec<String> {
        let report: Value = serde_json::from_str(&report(folder.path(), format, &["."])).expect("JSON");
        array(&report, pointer).iter().map(|v| text(v, name).to_owned()).collect()
    };
    let both = || {
        let sarif = names("sarif", "/runs/0/results", "/partialFingerprints/ruleAtPointer~1v1");
        (sarif, names("gitlab", "", "/fingerprint"))
    };
    let fixtures = ["faulty/misspelt.asl.json", "faulty/endless-loop.asl.json", "printed/http.asl.json"];
    let write = |before: &str| {
        for fixture in fixtures {
            let path = folder.path().join(fixture.replace('/', "-"));
            std::fs::write(path, before.to_owned() + &file(&format!("fixtures/{fixture}"))).expect("a temporary file");
        }
    };
    write("");
    let before = both();
    write("\n\n\n\n\n\n\n\n");
    assert_eq!(both(), before);
    assert!(before.0.len() > 10 && before.0.len() == before.1.len());
}

/// Reads a workflow command as GitHub's runner does.
fn command(line: &str) -> Option<(String, HashMap<String, String>, String)> {
    let unescape = |text: &str, pairs: &[(&str, &str)]| {
        pairs.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
    };
    let data = [("%0D", "\r"), ("%0A", "\n"), ("%25", "%")];
    let property = [("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")];
    let (head, message) = line.strip_prefix("::")?.split_once("::")?;
    let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
    let pairs = properties.split(',').filter_map(|p| p.split_once('='));
    let pairs = pairs.map(|(key, value)| (key.to_owned(), unescape(value, &property))).collect();
    Some((name.to_owned(), pairs, unescape(message, &data)))
}

#[test]
fn github_reads_back_what_was_written() {
    for (_guard, folder) in inputs() {
        let json: Value = serde_json::from_str(&report(&folder, "json", &["."])).expect("JSON");
        let github = report(&folder, "github", &["."]);
        let mut commands = github.lines().filter_map(command);
        for file in array(&json, "/files") {
            for d in array(file, "/diagnostics") {
                let (name, properties, message) = commands.next().expect("a command for each finding");
                assert_eq!(name.replace("notice", "note"), text(d, "/severity"));
                assert_eq!(format!("./{}", properties["file"]), text(file, "/path"));
                assert_eq!(properties["line"], d["range"]["start"]["line"].to_string());
                assert_eq!(properties["title"], text(d, "/rule"));
                let help = d["help"].as_str().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
                assert_eq!(message, text(d, "/message").to_owned() + &help);
            }
        }
        assert!(commands.next().is_none());
        assert!(github.lines().last().is_some_and(|line| line.contains(" checked")), "no summary");
    }
}

#[test]
fn junit_is_what_jenkins_reads() {
    for (guard, folder) in inputs() {
        let xml = report(&folder, "junit", &[".", "nowhere.asl.json"]);
        assert!(xml.contains("<error type=\"problem\" message=\"nowhere.asl.json: "));
        let path = guard.path().join("report.xml");
        std::fs::write(&path, &xml).expect("a temporary file");
        let schema = root().join("crates/cli/tests/schemas/junit-10.xsd");
        let lint = Command::new("xmllint").args(["--noout", "--nonet", "--schema"]).arg(schema).arg(&path).output();
        let Ok(lint) = lint else {
            eprintln!("skipped: no xmllint");
            return;
        };
        assert!(lint.status.success(), "{}", String::from_utf8_lossy(&lint.stderr));
    }
}

#[test]
fn reports_do_not_change_from_run_to_run() {
    let fixtures = root().join("fixtures");
    for format in ["text", "json", "sarif", "github", "junit", "gitlab"] {
        let first = report(&fixtures, format, &["."]);
        let coloured = report(&fixtures, format, &["--color", "always", "."]);
        assert_eq!(coloured == first, format != "text", "{format}");
        let folder = fixtures.canonicalize().expect("a folder");
        let folder = folder.to_str().expect("UTF-8");
        assert!(!first.contains(folder), "{format}: an absolute path that nobody gave");
    }
}

#[test]
fn shells_take_their_completions() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = run(&root(), &["completions", shell]);
        let script = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success() && script.contains("fail-on"), "{shell}");
        if shell != "bash" {
            continue;
        }
        // Other shells are seldom at hand.
        let Ok(mut bash) = Command::new("bash").arg("-n").stdin(Stdio::piped()).spawn() else {
            eprintln!("skipped: no bash");
            continue;
        };
        std::io::Write::write_all(&mut bash.stdin.take().expect("a pipe"), script.as_bytes()).expect("bash reads");
        assert!(bash.wait().is_ok_and(|status| status.success()), "bash does not read it");
    }
}

#[test]
fn the_manual_page_has_every_flag() {
    let page = String::from_utf8(run(&root(), &["man"]).stdout).expect("UTF-8").replace("\\-", "-");
    let help = |args: &[&str]| String::from_utf8(run(&root(), args).stdout).expect("UTF-8");
    let general = help(&["--help"]);
    let commands = general.lines().skip_while(|l| *l != "Commands:").skip(1).take_while(|l| l.starts_with("  "));
    let commands: Vec<&str> = commands.filter_map(|l| l.split_whitespace().next()).filter(|c| *c != "help").collect();
    assert!(commands.contains(&"check") && commands.contains(&"man"), "{general}");
    for command in commands {
        assert!(page.contains(&format!(".SS asl-check {command}")), "{command}");
        let help = help(&[command, "--help"]);
        for flag in help.split_whitespace().filter(|word| word.starts_with("--") && word.len() > 2) {
            let flag = flag.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
            assert!(page.contains(flag), "{command} {flag}");
        }
    }
    assert!(page.contains("EXIT STATUS") && !page.contains("Usage:"), "{page}");
}
