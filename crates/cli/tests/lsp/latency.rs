//! How long an editor waits after a key is struck in the largest definition that AWS takes.
//!
//! `cargo test --release --package asl-check --test lsp -- --ignored --nocapture --test-threads 1`
#![allow(clippy::print_stdout, reason = "it is there to print figures")]

use crate::client::{Client, range};
use crate::generate::definition;
use crate::random::Random;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// About a megabyte.
const GROUPS: usize = 345;
const EDITS: u16 = 200;

#[test]
#[ignore = "a measurement, to be made of a release build on a quiet machine"]
fn a_megabyte_is_analysed_between_two_keystrokes() {
    holds("1 MB", &definition(GROUPS));
}

/// As most definitions are.
#[test]
#[ignore = "as above"]
fn ten_kilobytes_are_analysed_at_once() {
    let p99 = measure("10 KB", &definition(3));
    assert!(cfg!(debug_assertions) || p99 < Duration::from_millis(10), "10 KB: p99 is {p99:?}");
}

/// A quote too many turns all that follows inside out, and in one line nothing stops that: ten thousands of findings.
#[test]
#[ignore = "as above"]
fn a_megabyte_in_one_line_too() {
    let value: Value = serde_json::from_str(&definition(GROUPS)).expect("JSON");
    holds("the same in one line", &value.to_string());
}

fn holds(name: &str, text: &str) {
    let p99 = measure(name, text);
    assert!(cfg!(debug_assertions) || p99 < Duration::from_millis(50), "{name}: p99 is {p99:?}");
}

fn measure(name: &str, text: &str) -> Duration {
    let uri = "file:///large.asl.json";
    let mut client = Client::start();
    client.initialize(&json!({}));
    let begun = Instant::now();
    client.open(uri, 0, text);
    let spent = processor_time(client.process());
    let mut typed = Vec::new();
    println!("{name}, {} bytes: opened in {:.1} ms", text.len(), millis(begun.elapsed()));
    let lines: Vec<&str> = text.lines().collect();
    let mut random = Random::new(1);
    let mut times = Vec::with_capacity(usize::from(EDITS));
    let mut found = 0;
    for i in 0..i32::from(EDITS) {
        let version = 2 * i + 1;
        // A character is typed, and taken back by the next edit: faults come and go, but do not pile up.
        let (change, undo) = edit(&lines, &mut random);
        typed.push(json!([change, undo]));
        let begun = Instant::now();
        let published = client.change(uri, version, &[change]);
        times.push(begun.elapsed());
        assert_eq!(published["version"], version);
        found = found.max(published["diagnostics"].as_array().map_or(0, Vec::len));
        client.change(uri, version + 1, &[undo]);
    }
    times.sort_unstable();
    let at = |share: usize| times.get((times.len() * share).div_ceil(100) - 1).copied().unwrap_or_default();
    println!(
        "{name}, {EDITS} edits, at most {found} findings: p50 {:.1} ms, p99 {:.1} ms, max {:.1} ms",
        millis(at(50)),
        millis(at(99)),
        millis(at(100))
    );
    let spent = processor_time(client.process()).saturating_sub(spent);
    println!("{name}: {:.1} ms of a processor for each edit", millis(spent) / f64::from(2 * EDITS));
    client.leave();
    // For a race with another server over the same edits.
    if let Some(file) = std::env::var_os("ASL_EDITS_TO") {
        std::fs::write(file, json!({"text": text, "edits": typed}).to_string()).expect("a file for the edits");
    }
    at(99)
}

/// What a process has had of a processor; nothing where nobody tells.
fn processor_time(process: u32) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let fields = stat.rsplit(") ").next().unwrap_or_default().split_whitespace();
    // Ticks of ten milliseconds: in user mode, then in the kernel.
    let ticks: u64 = fields.skip(11).take(2).filter_map(|it| it.parse::<u64>().ok()).sum();
    Duration::from_millis(10 * ticks)
}

fn edit(lines: &[&str], random: &mut Random) -> (Value, Value) {
    let line = random.below(lines.len());
    let column = random.below(lines.get(line).map_or(0, |l| l.len()) + 1) as u32;
    let key = ["a", "\"", "{", "}", ",", "\u{e9}", " ", "\n"][random.below(8)];
    let (line, at) = (line as u32, |line, column| (line, column));
    let end = if key == "\n" { at(line + 1, 0) } else { at(line, column + 1) };
    let here = at(line, column);
    (json!({"range": range(here, here), "text": key}), json!({"range": range(here, end), "text": ""}))
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
