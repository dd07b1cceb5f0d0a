//! Whether the server takes more and more memory while somebody types.
//!
//! `cargo test --release --package asl-check --test lsp -- --ignored --nocapture memory`
#![allow(clippy::print_stdout, reason = "it is there to print figures")]

use crate::client::{Client, range};
use crate::generate::definition;
use crate::random::Random;
use serde_json::json;

/// Three keys a second, for an hour.
const EDITS: usize = 3 * 60 * 60;
/// What is typed before anything is measured: buffers grow to what they need.
const BEFORE: usize = EDITS / 10;

#[test]
#[ignore = "a measurement, to be made of a release build"]
fn an_hour_of_edits_leaves_memory_as_it_was() {
    let text = definition(10);
    let uri = "file:///hour.asl.json";
    let mut client = Client::start();
    client.initialize(&json!({}));
    client.open(uri, 0, &text);
    let lines: Vec<&str> = text.lines().collect();
    let mut random = Random::new(5);
    let (mut version, mut first) = (0, 0);
    for count in 0..EDITS / 2 {
        let line = random.below(lines.len());
        let column = random.below(lines.get(line).map_or(0, |it| it.len()) + 1) as u32;
        let (here, behind) = ((line as u32, column), (line as u32, column + 1));
        let key = *random.one(&["a", "\"", "{", "}", ",", "\u{e9}", " "]);
        client.change(uri, version + 1, &[json!({"range": range(here, here), "text": key})]);
        let place = json!({"textDocument": {"uri": uri}, "position": {"line": here.0, "character": here.1}});
        let method = *random.one(&["textDocument/hover", "textDocument/completion"]);
        client.request(method, &place);
        client.change(uri, version + 2, &[json!({"range": range(here, behind), "text": ""})]);
        version += 2;
        if count == BEFORE / 2 {
            first = resident(client.process());
        }
    }
    let last = resident(client.process());
    println!("{} bytes, {EDITS} edits: {first} KiB resident after a tenth, {last} KiB at the end", text.len());
    assert!(first == 0 || last < first + first / 4 + 8192, "{first} KiB became {last} KiB");
    client.leave();
}

/// What a process has in memory, in KiB; 0 where nobody tells.
fn resident(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()).and_then(|it| it.parse().ok()).unwrap_or_default()
}
