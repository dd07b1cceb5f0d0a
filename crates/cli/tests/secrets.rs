//! What a connections file holds goes to the server that it is for, and nowhere else: into no output, in no format, not even
//! where something is wrong with the file.
#![allow(clippy::expect_used, reason = "a test stops where its data is broken")]

use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::Duration;

/// A part of each secret: so that a cut or an escaped one is noticed too.
const SECRET: &str = "s3cr3t";
/// The same as Basic authorization has it: of `s3cr3t-user:s3cr3t-password`.
const BASIC: &str = "czNjcjN0LXVzZXI6czNjcjN0LXBhc3N3b3Jk";

/// A connection of each kind; `HOST` stands for the server that gives tokens.
const CONNECTIONS: [&str; 3] = [
    r#"{"AuthorizationType": "API_KEY", "AuthParameters": {
        "ApiKeyAuthParameters": {"ApiKeyName": "x-api-key", "ApiKeyValue": "s3cr3t-key"},
        "InvocationHttpParameters": {
            "HeaderParameters": [{"Key": "x-more", "Value": "s3cr3t-header", "IsValueSecret": true}],
            "QueryStringParameters": [{"Key": "q", "Value": "s3cr3t-query", "IsValueSecret": true}]}}}"#,
    r#"{"AuthorizationType": "BASIC", "AuthParameters": {
        "BasicAuthParameters": {"Username": "s3cr3t-user", "Password": "s3cr3t-password"}}}"#,
    r#"{"AuthorizationType": "OAUTH_CLIENT_CREDENTIALS", "AuthParameters": {"OAuthParameters": {
        "ClientParameters": {"ClientID": "s3cr3t-client", "ClientSecret": "s3cr3t-secret"},
        "AuthorizationEndpoint": "HOST/token", "HttpMethod": "POST",
        "OAuthHttpParameters": {"BodyParameters": [{"Key": "b", "Value": "s3cr3t-body", "IsValueSecret": true}]}}}}"#,
];

/// A server that gives each of its callers the same answer, and hands on what it was sent.
fn serve(answer: &'static str) -> (String, std::sync::mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let host = format!("http://{}", listener.local_addr().expect("an address"));
    let (tell, received) = std::sync::mpsc::channel();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let sent = request(&mut stream);
            if tell.send(sent).is_err() || stream.write_all(answer.as_bytes()).is_err() {
                return;
            }
        }
    });
    (host, received)
}

/// A request with its body.
fn request(stream: &mut std::net::TcpStream) -> String {
    let mut sent = String::new();
    let mut buffer = [0; 8192];
    loop {
        let count = stream.read(&mut buffer).unwrap_or_default();
        sent.push_str(&String::from_utf8_lossy(buffer.get(..count).unwrap_or_default()));
        let length = sent.split("Content-Length: ").nth(1).and_then(|rest| rest.lines().next()?.parse().ok());
        let body = sent.split_once("\r\n\r\n").map(|(_, body)| body.len());
        if count == 0 || body.is_some_and(|there| there >= length.unwrap_or(0)) {
            return sent;
        }
    }
}

/// All that a run says to anybody, with a connections file of this text.
fn said(connections: &str, host: &str, allowed: &str, format: &str) -> String {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("connections.json");
    std::fs::write(&file, connections).expect("a file");
    let output = Command::new(env!("CARGO_BIN_EXE_asl-check"))
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
        .env("RUST_BACKTRACE", "full")
        .args(["run", "fixtures/http/weather.asl.json", "--format", format])
        .args(["--input", &format!(r#"{{"host": "{host}", "city": "Bern"}}"#)])
        .args(["--live", "http", "--allow", allowed, "--connections"])
        .arg(&file)
        .output()
        .expect("a run");
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(!said.is_empty());
    said
}

fn is_silent(said: &str, of: &str) {
    assert!(!said.contains(SECRET) && !said.contains(BASIC), "{of}: {said}");
}

fn file(connection: &str, host: &str) -> String {
    format!(r#"{{"connections": {{"weather": {}}}}}"#, connection.replace("HOST", host))
}

#[test]
fn no_answer_of_a_server_makes_a_secret_known() {
    let token = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 32\r\n\r\n{\"access_token\": \"s3cr3t-token\"} ";
    for answer in [
        token,
        "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 302 Found\r\nLocation: https://example.com/\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 2\r\n\r\nno",
        "nonsense\r\n\r\n",
        "",
    ] {
        for connection in CONNECTIONS {
            for format in ["text", "json", "history"] {
                let (host, received) = serve(answer);
                let mut told = said(&file(connection, &host), &host, &host, format);
                // What answers with a token shows it itself; what it is called with, it does not.
                if answer == token {
                    told = told.replace("s3cr3t-token", "");
                }
                is_silent(&told, &format!("{format} {answer}"));
                let sent = received.recv_timeout(Duration::from_secs(10)).expect("it is called");
                assert!(sent.contains(SECRET) || sent.contains(BASIC), "the secret is sent: {sent}");
            }
        }
    }
}

#[test]
fn a_call_that_can_not_be_made_makes_no_secret_known() {
    let nobody = "http://127.0.0.1:1";
    for connection in CONNECTIONS {
        for format in ["text", "json", "history"] {
            is_silent(&said(&file(connection, nobody), nobody, nobody, format), "nobody listens");
            is_silent(&said(&file(connection, nobody), nobody, "https://example.com", format), "not allowed");
            let unsendable = file(connection, nobody).replace("s3cr3t-", "s3cr3t-\\n");
            is_silent(&said(&unsendable, nobody, nobody, format), "a secret of two lines");
        }
    }
}

#[test]
fn a_broken_file_is_told_of_without_what_is_in_it() {
    let host = "http://127.0.0.1:1";
    for whole in CONNECTIONS.map(|connection| file(connection, host)) {
        // Cut anywhere, and with something else in the place of each byte that matters to JSON.
        let cuts = (0..whole.len()).step_by(7).map(|at| whole[..at].to_owned());
        let marks: Vec<usize> = whole.match_indices(['{', '}', ':', '"', ',']).map(|(at, _)| at).collect();
        let changed = marks.iter().step_by(3).map(|at| format!("{}~{}", &whole[..*at], &whole[at + 1..]));
        for text in cuts.chain(changed) {
            is_silent(&said(&text, host, host, "text"), &text);
        }
    }
    // A value in the place of a name, of a kind, of a list.
    for (from, to) in [
        ("\"API_KEY\"", "\"s3cr3t\""),
        ("\"BASIC\"", "\"s3cr3t\""),
        ("\"POST\"", "\"s3cr3t\""),
        ("{\"AuthorizationType\"", "{\"s3cr3t\": 1, \"AuthorizationType\""),
        ("\"AuthParameters\": {", "\"AuthParameters\": \"s3cr3t\", \"x\": {"),
        ("\"s3cr3t-key\"", "{\"s3cr3t\": true}"),
        ("\"s3cr3t-key\"", "[\"s3cr3t\"]"),
        ("\"ApiKeyValue\"", "\"ApiKeyName\""),
    ] {
        for connection in CONNECTIONS {
            is_silent(&said(&file(connection, host).replacen(from, to, 1), host, host, "json"), to);
        }
    }
}
