//! Bad input gets a clear error with a place, soon, and in little memory.
#![allow(clippy::expect_used, reason = "a test stops where its data is broken")]
#![cfg(unix)]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

struct Answer {
    code: i32,
    out: String,
    err: String,
}

/// Checks with at most a gigabyte of address space and ten seconds of processor time.
fn check(args: &[&str]) -> Answer {
    run(&[&["check"], args].concat())
}

/// The same of any command.
fn run(args: &[&str]) -> Answer {
    within(10, args)
}

/// With so many seconds of processor time: a busy machine is no fault. Whoever takes more is ended without a code.
fn within(seconds: u32, args: &[&str]) -> Answer {
    let line = format!("ulimit -v 1048576; ulimit -t {seconds}; exec \"$0\" \"$@\"");
    let output = Command::new("sh")
        .args(["-c", &line, env!("CARGO_BIN_EXE_asl-check")])
        .args(args)
        .output()
        .expect("the checker runs");
    Answer {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

fn file(folder: &Path, name: &str, content: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, content).expect("a temporary file");
    path
}

#[test]
fn files_that_are_no_definition_are_findings() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let deep_yaml = "- ".repeat(100_000);
    let bomb: String = (1..40).fold("a0: &a0 [x, x, x, x, x, x, x, x]\n".to_owned(), |text, i| {
        let list = vec![format!("*a{}", i - 1); 8].join(", ");
        text + &format!("a{i}: &a{i} [{list}]\n")
    });
    let states = "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Pass\", \"End\": true}}}";
    let commented = format!("// first\n{states}");
    let trailing = states.replace("true}", "true,}");
    let cases: [(&str, &[u8], &str); 14] = [
        ("empty.asl.json", b"", "not-an-object"),
        ("blank.asl.json", b" \n\t", "not-an-object"),
        ("empty.asl.yaml", b"", "not-an-object"),
        ("scalar.asl.yaml", b"just words", "not-an-object"),
        ("binary.asl.json", b"\x7fELF\x02\x01\0\0\xff\xfe", "syntax-error"),
        ("utf16.asl.json", b"\xff\xfe{\0}\0", "syntax-error"),
        ("nul.asl.json", b"{\"StartAt\": \"A\0\"}", "syntax-error"),
        ("open.asl.json", b"{\"StartAt\": \"A", "syntax-error"),
        ("open.asl.yaml", b"StartAt: \"A\nStates:\n  A: {Type: Pass", "syntax-error"),
        ("deep.asl.json", deep.as_bytes(), "syntax-error"),
        ("deep.asl.yaml", deep_yaml.as_bytes(), "syntax-error"),
        ("bomb.asl.yaml", bomb.as_bytes(), "syntax-error"),
        ("comments.asl.json", commented.as_bytes(), "syntax-error"),
        ("comma.asl.json", trailing.as_bytes(), "trailing comma"),
    ];
    for (name, content, expected) in cases {
        let path = file(folder.path(), name, content);
        let answer = check(&[path.to_str().unwrap_or_default()]);
        assert_eq!(answer.code, 1, "{name}: {} {}", answer.out, answer.err);
        assert!(answer.out.contains(expected), "{name}: {}", answer.out);
        assert!(answer.out.contains(&format!("{name}:")), "{name} has no place: {}", answer.out);
        assert!(answer.err.is_empty(), "{name}: {}", answer.err);
    }
}

#[test]
fn large_files_are_not_read_to_the_end() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let large = file(folder.path(), "large.asl.json", &vec![b' '; 50 * 1024 * 1024]);
    let answer = check(&[large.to_str().unwrap_or_default()]);
    assert_eq!(answer.code, 1);
    assert!(answer.out.contains("52428800 bytes are no definition"), "{}", answer.out);
    let half = format!("{{\"StartAt\": \"A\", \"Comment\": \"{}\"", "x".repeat(4 * 1024 * 1024));
    let answer = check(&[file(folder.path(), "half.asl.json", half.as_bytes()).to_str().unwrap_or_default()]);
    assert_eq!(answer.code, 1);
}

#[test]
fn what_can_not_be_read_is_a_problem() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let link = folder.path().join("dangling.asl.json");
    std::os::unix::fs::symlink(folder.path().join("nowhere"), &link).expect("a link");
    for path in [link.as_path(), Path::new("/no/such/file.asl.json"), folder.path()] {
        let answer = check(&[path.to_str().unwrap_or_default()]);
        assert_eq!(answer.code, 2, "{}: {}", path.display(), answer.out);
        assert!(answer.err.contains(path.to_str().unwrap_or_default()), "{}", answer.err);
    }
    assert_eq!(check(&["--no-such-flag"]).code, 2);
}

#[test]
fn marks_and_line_ends_of_other_systems_are_fine() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let text =
        "\u{feff}{\r\n  \"StartAt\": \"A\",\r\n  \"States\": {\"A\": {\"Type\": \"Pass\", \"Ende\": true}}\r\n}\r\n";
    let answer = check(&[file(folder.path(), "windows.asl.json", text.as_bytes()).to_str().unwrap_or_default()]);
    assert!(answer.out.contains("windows.asl.json:3:36"), "{}", answer.out);
    assert!(!answer.out.contains("syntax-error"), "{}", answer.out);
}

/// What a stranger wrote into a repository may be meant for the terminal.
#[test]
fn no_terminal_obeys_what_a_problem_quotes() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let definition = file(folder.path(), "a.asl.json", state("JSONPath", "\"Comment\": \"x\"").as_bytes());
    let link = folder.path().join("b\u{1b}[31m.asl.json");
    std::os::unix::fs::symlink(folder.path().join("nowhere"), &link).expect("a link");
    let half = file(folder.path(), "half.toml", b"sel\x1b[31mect = 1");
    let unknown = file(folder.path(), "unknown.toml", b"ignore = [\"a\\u001b[31m\"]");
    let mocks = file(folder.path(), "mocks.json", b"{\"B\\u001b[31m\": 1}");
    let [definition, half, unknown, mocks] =
        [&definition, &half, &unknown, &mocks].map(|it| it.to_str().unwrap_or_default());
    for args in [
        &["check", folder.path().to_str().unwrap_or_default()][..],
        &["check", "--config", half, definition],
        &["check", "--config", unknown, definition],
        &["run", definition, "--mocks", mocks],
    ] {
        let answer = run(args);
        assert!(answer.err.contains("[31m") && !answer.err.contains('\u{1b}'), "{args:?}: {:?}", answer.err);
    }
}

/// Nor is a file of its choice written by `--fix`.
#[test]
fn a_link_in_the_place_of_a_fix_is_not_followed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let faulty = "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Wait\", \"Second\": 1, \"End\": true}}}";
    let definition = file(folder.path(), "a.asl.json", faulty.as_bytes());
    let victim = file(folder.path(), "victim", b"theirs");
    std::os::unix::fs::symlink(&victim, folder.path().join("a.asl.json.asl-check.tmp")).expect("a link");
    let answer = check(&["--fix", definition.to_str().unwrap_or_default()]);
    assert_eq!(answer.code, 0, "{}", answer.err);
    let read = |path: &Path| std::fs::read_to_string(path).expect("a file");
    assert_eq!((read(&victim).as_str(), read(&definition)), ("theirs", faulty.replace("Second", "Seconds")));
    assert!(definition.symlink_metadata().is_ok_and(|it| it.is_file()), "it is a link now");
}

/// Whoever reads a report may have read enough: what was found is found all the same.
#[test]
fn a_reader_that_goes_away_changes_no_exit_code() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let fields: Vec<String> = (0..20_000).map(|i| format!("\"Nex{i}\": 1")).collect();
    let definition = file(folder.path(), "a.asl.json", state("JSONPath", &fields.join(",\n")).as_bytes());
    for format in ["text", "json", "github"] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_asl-check"))
            .args(["check", "--format", format])
            .arg(&definition)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the checker runs");
        drop(child.stdout.take());
        assert_eq!(child.wait().expect("it ends").code(), Some(1), "{format}");
    }
}

/// Faults by the thousand, of kinds that invite comparing each with each.
#[test]
fn many_faults_take_no_longer_than_few() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let machine = |states: Vec<String>| format!("{{\"StartAt\": \"A\", \"States\": {{{}}}}}", states.join(",\n"));
    let task = |field: &str, element: &str| {
        let list = vec![element; 20_000].join(",\n");
        machine(vec![format!(
            "\"A\": {{\"Type\": \"Task\", \"Resource\": \"arn:aws:lambda:us-east-1:111111111111:function:f\", \"End\": true, \"{field}\": [{list}]}}"
        )])
    };
    let near =
        |i: usize| format!("\"Step number {i}\": {{\"Type\": \"Pass\", \"Next\": \"Step nimber {i}\", \"X\": 1}}");
    let fields: Vec<String> = (0..20_000).map(|i| format!("\"Nex{i}\": 1")).collect();
    let same = vec!["\"Comment\": \"x\""; 20_000].join(",\n");
    let looping = |i: usize| format!("\"S{i}\": {{\"Type\": \"Pass\", \"Next\": \"S{i}\"}}");
    let texts = [
        ("transitions", machine((0..4000).map(near).collect())),
        ("fields", machine(vec![format!("\"A\": {{\"Type\": \"Pass\", \"End\": true, {}}}", fields.join(",\n"))])),
        (
            "one-line",
            machine(vec![format!("\"A\": {{\"Type\": \"Pass\", \"End\": true, {}}}", fields.join(", "))])
                .replace('\n', " "),
        ),
        ("catchers", task("Catch", "{}")),
        ("keys", format!("{{\"StartAt\": \"A\", \"States\": {{\"A\": {{\"Type\": \"Succeed\"}}}}, {same}}}")),
        ("loops", machine((0..10_000).map(looping).collect())),
    ];
    let look = |name: &str, path: &Path, size: usize| {
        // Without optimisation; with it, each takes a quarter of a second at most.
        let answer = within(5, &["check", path.to_str().unwrap_or_default()]);
        assert_eq!(answer.code, 1, "{name}: {}", answer.err);
        assert!(answer.out.len() < 100 * size, "{name}: {} bytes out", answer.out.len());
    };
    for (name, text) in &texts {
        look(name, &file(folder.path(), &format!("{name}.asl.json"), text.as_bytes()), text.len());
    }
    // What a template names is held against itself: each finding is told once.
    let template =
        "Resources: {M: {Type: AWS::Serverless::StateMachine, Properties: {DefinitionUri: fields.asl.json}}}";
    let size = texts.iter().find(|(name, _)| *name == "fields").map_or(0, |(_, text)| text.len());
    look("template", &file(folder.path(), "template.yaml", template.as_bytes()), size);
}

/// A definition of one state with these fields.
fn state(language: &str, fields: &str) -> String {
    format!(
        "{{\"QueryLanguage\": \"{language}\", \"StartAt\": \"A\", \"States\": {{\"A\": {{\"Type\": \"Pass\", \"End\": true, {fields}}}}}}}"
    )
}

/// Nesting and length for their own sake, in each language and in JSON itself.
#[test]
fn expressions_without_measure_get_an_answer() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let nested =
        |open: &str, inner: &str, close: &str| format!("{}{inner}{}", open.repeat(50_000), close.repeat(50_000));
    let cases = [
        ("parens", state("JSONata", &format!("\"Output\": \"{{% {} %}}\"", nested("(", "1", ")"))), 1),
        ("chain", state("JSONata", &format!("\"Output\": \"{{% a{} %}}\"", ".a".repeat(50_000))), 1),
        ("filters", state("JSONPath", &format!("\"InputPath\": \"$.a{}\"", nested("[?(@.a", "", ")]"))), 1),
        ("steps", state("JSONPath", &format!("\"InputPath\": \"${}\"", "[0]".repeat(10_000))), 0),
        (
            "calls",
            state("JSONPath", &format!("\"Parameters\": {{\"a.$\": \"{}\"}}", nested("States.Array(", "1", ")"))),
            1,
        ),
        ("placeholders", state("JSONPath", &format!("\"Comment\": \"{}\"", nested("${", "a", "}"))), 0),
        ("string", state("JSONPath", &format!("\"Comment\": \"{}\"", "x".repeat(8_380_000))), 1),
        ("values", state("JSONPath", &format!("\"Result\": {}", nested("[", "", "]"))), 1),
    ];
    for (name, text, code) in cases {
        let path = file(folder.path(), &format!("{name}.asl.json"), text.as_bytes());
        let path = path.to_str().unwrap_or_default();
        for command in ["check", "types", "graph", "validate"] {
            let answer = run(&[command, path]);
            let expected = if command == "check" { code..=code } else { 0..=1 };
            assert!(expected.contains(&answer.code), "{name}: {command}: {}: {}", answer.code, answer.err);
            assert!(!answer.err.contains("internal fault"), "{name}: {command}: {}", answer.err);
        }
    }
}

/// Expressions that double what they have, go through all pairs, or look for a match in every way that there is.
#[test]
fn expressions_that_grow_without_end_are_stopped() {
    for expression in [
        "{% ($f := function($s, $n) {$n = 0 ? $s : $f($s & $s, $n - 1)}; $length($f('x', 60))) %}",
        "{% ($f := function($l, $n) {$n = 0 ? $l : $f($append($l, $l), $n - 1)}; $count($f([1], 60))) %}",
        "{% $sum([1..10000000].([1..10000000])) %}",
        "{% ($f := function() {1 + $f()}; $f()) %}",
        "{% $pad('', 2000000000, 'ab') %}",
        &format!("{{% $match('{}!', /(a+)+$/) %}}", "a".repeat(5_000)),
    ] {
        let answer = run(&["eval", expression]);
        assert!(matches!(answer.code, 0 | 1), "{expression}: {} {}", answer.code, answer.err);
        assert!(!answer.err.contains("internal fault"), "{expression}: {}", answer.err);
    }
}

/// Definitions of many states, rules and branches.
#[test]
fn large_definitions_are_drawn_typed_and_run() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let machine = |states: &str| format!("{{\"StartAt\": \"A\", \"States\": {{{states}}}}}");
    let rule = |i: usize| format!("{{\"Variable\": \"$.x{i}\", \"NumericEquals\": {i}, \"Next\": \"B\"}}");
    let rules: Vec<String> = (0..500).map(rule).collect();
    let not =
        (0..100).fold("{\"Variable\": \"$.x\", \"IsPresent\": true}".to_owned(), |it, _| format!("{{\"Not\": {it}}}"));
    let both = (0..10).fold(not, |it, _| format!("{{\"And\": [{it}, {it}]}}"));
    let choice = |rules: &str| {
        machine(&format!(
            "\"A\": {{\"Type\": \"Choice\", \"Choices\": [{rules}], \"Default\": \"B\"}}, \"B\": {{\"Type\": \"Succeed\"}}"
        ))
    };
    let growing: Vec<String> = (0..30)
        .map(|i| {
            let next = if i < 29 { format!("\"Next\": \"S{}\"", i + 1) } else { "\"End\": true".to_owned() };
            format!("\"S{i}\": {{\"Type\": \"Pass\", \"Parameters\": {{\"a.$\": \"$\", \"b.$\": \"$\"}}, {next}}}")
        })
        .collect();
    let child = "\"A\": {\"Type\": \"Map\", \"End\": true, \"ItemProcessor\": {\"ProcessorConfig\": {\"Mode\": \"DISTRIBUTED\", \"ExecutionType\": \"STANDARD\"}, \"StartAt\": \"L\", \"States\": {\"L\": {\"Type\": \"Wait\", \"Seconds\": 1, \"Next\": \"C\"}, \"C\": {\"Type\": \"Choice\", \"Choices\": [{\"Variable\": \"$.x\", \"IsPresent\": true, \"Next\": \"S\"}], \"Default\": \"L\"}, \"S\": {\"Type\": \"Succeed\"}}}}";
    let cases = [
        ("rules", choice(&rules.join(", "))),
        ("conditions", choice(&both.replacen('{', "{\"Next\": \"B\", ", 1))),
        ("growing", machine(&growing.join(", ")).replacen("\"A\"", "\"S0\"", 1)),
        ("child", machine(child)),
    ];
    for (name, text) in cases {
        let path = file(folder.path(), &format!("{name}.asl.json"), text.as_bytes());
        let path = path.to_str().unwrap_or_default();
        for args in [&["check", path][..], &["types", path], &["graph", path], &["run", path, "--input", "[1]"]] {
            let answer = run(args);
            assert!(matches!(answer.code, 0 | 1), "{args:?}: {} {}", answer.code, answer.err);
            assert!(!answer.out.is_empty() && !answer.err.contains("internal fault"), "{args:?}: {}", answer.err);
        }
    }
}

/// What stands beside a definition is read with as little trust.
#[test]
fn files_beside_a_definition_may_be_anything() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let definition = state("JSONPath", "\"Comment\": \"x\"");
    let definition = file(folder.path(), "a.asl.json", definition.as_bytes());
    let definition = definition.to_str().unwrap_or_default();
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let events = format!("{{\"events\": {deep}}}");
    let within = format!("{{\"definition\": {deep}}}");
    for (name, text) in [
        ("deep", deep.as_str()),
        ("events", &events),
        ("within", &within),
        ("empty", ""),
        ("null", "null"),
        ("nul", "\0"),
    ] {
        let path = file(folder.path(), name, text.as_bytes());
        let path = path.to_str().unwrap_or_default();
        for args in [
            &["run", definition, "--mocks", path][..],
            &["run", definition, "--redrive", path],
            &["run", definition, "--config", path, "--check-types"],
            &["graph", definition, "--history", path],
            &["test-state", "--request", path],
            &["check", definition, "--input-schema", path],
            &["check", definition, "--input", path],
            &["check", definition, "--config", path],
            &["check", definition, "--baseline", path],
        ] {
            let answer = run(args);
            assert!(matches!(answer.code, 0..=2), "{name}: {args:?}: {} {}", answer.code, answer.err);
            assert!(!answer.err.contains("internal fault"), "{name}: {args:?}: {}", answer.err);
        }
    }
}
