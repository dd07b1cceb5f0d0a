//! Whatever comes in on the language server's standard input: it ends soon after that does, and says nothing of a fault of
//! its own.
#![allow(clippy::expect_used, reason = "a test stops where its data is broken")]

#[path = "lsp/random.rs"]
mod random;

use random::Random;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(20);

const HELLO: &str = r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{"general":{"positionEncodings":["utf-8"]}}}}"#;
const OPEN: &str = r#"{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"file:///work/a.asl.json","languageId":"asl","version":1,"text":"{\"StartAt\": \"é\"}"}}}"#;
const CHANGE: &str = r#"{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"file:///work/a.asl.json","version":2},"contentChanges":[{"range":{"start":{"line":0,"character":3},"end":{"line":7,"character":4294967295}},"text":"x"}]}}"#;
const ASK: &str = r#"{"jsonrpc":"2.0","id":2,"method":"textDocument/completion","params":{"textDocument":{"uri":"file:///work/a.asl.json"},"position":{"line":0,"character":5}}}"#;

fn frame(message: &str) -> Vec<u8> {
    format!("Content-Length: {}\r\n\r\n{message}", message.len()).into_bytes()
}

/// Sends some bytes and hangs up.
fn send(bytes: &[u8], what: &str) {
    let mut server = Command::new(env!("CARGO_BIN_EXE_asl-check"))
        .arg("lsp")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the server starts");
    let mut stdin = server.stdin.take().expect("a pipe");
    // It may have ended before it read everything.
    let _ = stdin.write_all(bytes);
    drop(stdin);
    let begun = Instant::now();
    while server.try_wait().expect("it can be asked").is_none() {
        if begun.elapsed() > PATIENCE {
            let _ = server.kill();
        }
        assert!(begun.elapsed() <= PATIENCE, "{what}: it does not end");
        std::thread::sleep(Duration::from_millis(5));
    }
    let output = server.wait_with_output().expect("it ended");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code().is_some_and(|code| code <= 1), "{what}: {:?} {said}", output.status);
    assert!(!said.contains("panicked"), "{what}: {said}");
}

#[test]
fn frames_that_are_none_end_a_session() {
    let hello = frame(HELLO);
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let within = OPEN.replace("\"params\":", &format!("\"more\":{deep},\"params\":"));
    let long = OPEN.replace("\\\"é\\\"", &"x".repeat(9_000_000));
    let cases: [(&str, Vec<u8>); 16] = [
        ("nothing", Vec::new()),
        ("no header", b"hello\r\n\r\n".to_vec()),
        ("more than there is", b"Content-Length: 99999999999999\r\n\r\n{}".to_vec()),
        ("more than a number holds", b"Content-Length: 99999999999999999999999999\r\n\r\n{}".to_vec()),
        ("less than nothing", b"Content-Length: -1\r\n\r\n{}".to_vec()),
        ("no number", b"Content-Length: x\r\n\r\n{}".to_vec()),
        ("two lengths", b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}".to_vec()),
        ("no length", b"Content-Type: application/json\r\n\r\n{}".to_vec()),
        ("bare line ends", b"Content-Length: 2\n\n{}".to_vec()),
        ("no text", b"Content-Length: 4\r\n\r\n\xff\xfe\x00\x80".to_vec()),
        ("no JSON", frame("{\"jsonrpc\":")),
        ("many at once", frame(&format!("[{HELLO},{HELLO}]"))),
        ("deep", frame(&deep)),
        ("deep within", frame(&within)),
        ("a long header", [b"X: ".to_vec(), vec![b'y'; 1 << 20]].concat()),
        ("a long text", frame(&long)),
    ];
    for (what, bytes) in cases {
        send(&bytes, what);
        send(&[&hello[..], &bytes].concat(), what);
    }
}

#[test]
fn parameters_of_any_kind_end_no_session_badly() {
    let values =
        ["null", "-1", "1e999", "18446744073709551616", "\"\"", "[]", "{}", "\"file:///\"", "\"\\ud83d\"", "true"];
    for message in [HELLO, OPEN, CHANGE, ASK] {
        for value in values {
            // Each value of the message gives way to another one, in turn.
            let all: Vec<usize> = message.match_indices(':').map(|(at, _)| at + 1).collect();
            let mut bytes = [frame(HELLO), frame(OPEN)].concat();
            for at in all {
                let end = message[at..].find([',', '}', ']']).map_or(message.len(), |end| at + end);
                bytes.extend(frame(&format!("{}{value}{}", &message[..at], &message[end..])));
            }
            bytes.extend(frame(ASK));
            send(&bytes, &format!("{value} in {message}"));
        }
    }
}

#[test]
fn broken_sessions_end() {
    let whole = [frame(HELLO), frame(OPEN), frame(CHANGE), frame(ASK)].concat();
    let mut random = Random::new(7);
    for round in 0..60 {
        let mut bytes = whole.clone();
        for _ in 0..=random.below(4) {
            let at = random.below(bytes.len());
            match random.below(3) {
                0 => bytes.truncate(at),
                1 => bytes.insert(at, *random.one(b"\0\xff{}[]\":,0\r\n")),
                _ => {
                    let end = (at + random.below(40)).min(bytes.len());
                    bytes.drain(at..end);
                }
            }
            if bytes.is_empty() {
                break;
            }
        }
        send(&bytes, &format!("round {round}"));
    }
}
