//! Tasks that are done for real, as the command line does them.
#![allow(clippy::expect_used, reason = "a test stops where its data is broken")]

use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::{Command, Output};
use std::thread;

const SECRET: &str = "k3y-of-the-weather";

/// Runs the fixture against a server that answers with these bytes and that is asked once; also what the server was sent.
fn run(answer: &'static str, format: &str) -> (Output, String) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let host = format!("http://{}", listener.local_addr().expect("an address"));
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a request");
        let mut sent = Vec::new();
        while !sent.ends_with(b"\r\n\r\n") {
            let mut buffer = [0; 1024];
            let count = stream.read(&mut buffer).expect("a request");
            sent.extend(&buffer[..count]);
        }
        stream.write_all(answer.as_bytes()).expect("an answer");
        String::from_utf8(sent).expect("text")
    });
    let output = Command::new(env!("CARGO_BIN_EXE_asl-check"))
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .env("WEATHER_KEY", SECRET)
        .args(["run", "fixtures/http/weather.asl.json", "--format", format])
        .args(["--input", &format!(r#"{{"host": "{host}", "city": "Bern"}}"#)])
        .args(["--live", "http", "--allow", &host, "--connections", "fixtures/http/connections.json"])
        .output()
        .expect("a run");
    (output, server.join().expect("a server"))
}

#[test]
fn a_result_comes_from_a_server_and_the_secret_goes_only_there() {
    let answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{\"t\": 21}";
    for format in ["text", "json", "history"] {
        let (output, sent) = run(answer, format);
        let shown = String::from_utf8(output.stdout).expect("text");
        assert!(output.status.success() && shown.contains("SUCCEEDED"), "{shown}");
        assert!(sent.starts_with("GET /weather?city=Bern HTTP/1.1\r\n"), "{sent}");
        assert!(sent.contains(&format!("x-api-key: {SECRET}\r\n")), "{sent}");
        assert!(!shown.contains(SECRET), "{shown}");
    }
}

#[test]
fn a_failure_is_that_of_aws_and_has_no_secret() {
    for (answer, error) in [
        ("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n", "States.Http.StatusCode.503"),
        ("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 0\r\n\r\n", "States.Runtime"),
        ("nonsense\r\n\r\n", "States.Http.Socket"),
    ] {
        let (output, _) = run(answer, "history");
        let shown = String::from_utf8(output.stdout).expect("text");
        assert!(output.status.code() == Some(1) && shown.contains(error), "{shown}");
        assert!(!shown.contains(SECRET) && output.stderr.is_empty(), "{shown}");
    }
}
