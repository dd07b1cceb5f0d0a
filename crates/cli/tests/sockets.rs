//! Nothing is sent anywhere: no command opens a socket, unless `--live http` asks for it.
//!
//! strace tells of each system call that has to do with the network, of all threads. In a network namespace a call would
//! only fail, and who calls might say nothing of it.
#![cfg(target_os = "linux")]
#![allow(clippy::expect_used, reason = "a test stops where its data is broken")]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// A run that calls a port at which nobody listens.
const LIVE: [&str; 10] = [
    "run",
    "fixtures/http/weather.asl.json",
    "--input",
    r#"{"host": "http://127.0.0.1:1", "city": "Bern"}"#,
    "--live",
    "http",
    "--allow",
    "http://127.0.0.1:1",
    "--connections",
    "fixtures/http/connections.json",
];

/// Runs the checker at the root of the project; also the system calls, a line each. None: strace can't do it here.
fn traced(args: &[&str], input: &str) -> Option<(Output, Vec<String>)> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let log = folder.path().join("calls");
    let mut child = Command::new("strace")
        .args(["-f", "-qq", "-e", "trace=%network", "-o"])
        .arg(&log)
        .arg(env!("CARGO_BIN_EXE_asl-check"))
        .args(args)
        .env("WEATHER_KEY", "key")
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .ok()?;
    let mut stdin = child.stdin.take().expect("a pipe");
    // A command need not read what it gets.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    let calls = std::fs::read_to_string(&log).ok()?;
    // `PID socket(…) = 3`; what is left tells of signals and of threads that end.
    let is_call = |line: &&str| line.contains('(') && !line.contains(" --- ") && !line.contains(" +++ ");
    Some((output, calls.lines().filter(is_call).map(str::to_owned).collect()))
}

/// Without strace, or where no process may look at another one, there is nothing to see.
fn sees() -> bool {
    let Some((output, _)) = traced(&LIVE, "") else {
        eprintln!("skipped: there is no strace");
        return false;
    };
    if String::from_utf8_lossy(&output.stderr).contains("ptrace") {
        eprintln!("skipped: strace may not look on: {}", String::from_utf8_lossy(&output.stderr));
        return false;
    }
    true
}

fn frame(message: &str) -> String {
    format!("Content-Length: {}\r\n\r\n{message}", message.len())
}

/// Says hello, opens a document with a fault in it, and takes its leave.
fn session() -> String {
    let text = r#"{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Pass\", \"Next\": \"B\"}}}"#;
    let open = format!(
        r#"{{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{{"textDocument":{{"uri":"file:///work/a.asl.json","languageId":"asl","version":1,"text":"{text}"}}}}}}"#
    );
    [
        r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#,
        r#"{"jsonrpc":"2.0","method":"initialized","params":{}}"#,
        &open,
        r#"{"jsonrpc":"2.0","id":2,"method":"textDocument/hover","params":{"textDocument":{"uri":"file:///work/a.asl.json"},"position":{"line":0,"character":40}}}"#,
        r#"{"jsonrpc":"2.0","id":3,"method":"shutdown"}"#,
        r#"{"jsonrpc":"2.0","method":"exit"}"#,
    ]
    .map(frame)
    .concat()
}

#[test]
fn no_command_opens_a_socket() {
    if !sees() {
        return;
    }
    let commands: [(&[&str], &str, &str); 12] = [
        (&["check", "fixtures"], "", "files checked"),
        (&["check", "--input-schema", "fixtures/types/refund.schema.json", "fixtures/types"], "", "checked"),
        (
            &[
                "run",
                "fixtures/talk/api-errors.asl.json",
                "--mocks",
                "fixtures/talk/MockConfigFile.json",
                "--test-case",
                "AlwaysBusy",
            ],
            "",
            "SUCCEEDED",
        ),
        (
            &["run", "fixtures/http/weather.asl.json", "--input", r#"{"host": "https://example.com", "city": "Bern"}"#],
            "",
            "SUCCEEDED",
        ),
        (&["types", "fixtures/types/refund.asl.json"], "", "afterInputPath"),
        (&["validate", "fixtures/order.asl.json"], "", "result"),
        (&["test-state", "--request", "fixtures/test-state/charge.json"], "", "status"),
        (&["graph", "fixtures/order.asl.json"], "", "<svg"),
        (&["catalogue", "s3.getObject"], "", "getObject"),
        (&["eval", "{% $now() %}"], "", "T"),
        (&["explain", "dangling-transition"], "", "dangling-transition"),
        (&["lsp"], &session(), "\"id\":3"),
    ];
    for (args, input, expected) in commands {
        let (output, calls) = traced(args, input).expect("strace was there before");
        let out = String::from_utf8_lossy(&output.stdout);
        assert!(out.contains(expected), "{args:?}: {out}{}", String::from_utf8_lossy(&output.stderr));
        assert!(calls.is_empty(), "{args:?} has to do with the network:\n{}", calls.join("\n"));
    }
}

/// What looks on does see sockets: without this, the test above would hold of anything.
#[test]
fn a_live_run_opens_one() {
    if !sees() {
        return;
    }
    let (_, calls) = traced(&LIVE, "").expect("strace was there before");
    assert!(calls.iter().any(|call| call.contains("connect(")), "{}", calls.join("\n"));
}
