//! `cargo xtask fuzz`: every fuzz target for a while, one after the other.

mod literals;
mod seeds;

use crate::run;
use seeds::Seeds;

const CARGO_FUZZ: &str = "0.13.2";

/// Seconds for each target, if no others are asked for.
const SECONDS: u32 = 60;

/// The targets, each with its dictionary and the longest input that it is given, in bytes; in the order in which they
/// run.
const TARGETS: [(&str, &str, usize); 16] = [
    ("jsonata_eval", "jsonata", 2048),
    ("jsonpath", "jsonpath", 2048),
    ("yaml", "yaml", 8192),
    ("json", "json", 8192),
    ("template", "json", 4096),
    ("intrinsic", "intrinsic", 2048),
    ("jsonata_parse", "jsonata", 4096),
    ("check", "json", 8192),
    ("hosts", "yaml", 8192),
    ("run", "run", 4096),
    ("history", "run", 8192),
    ("mocks", "run", 2048),
    ("test_state", "run", 4096),
    ("lsp", "run", 4096),
    ("config", "config", 1024),
    ("schema", "schema", 2048),
];

/// Runs all targets, or those of these names.
pub(crate) fn run(seconds: Option<&str>, only: &[String]) -> Result<(), String> {
    if let Some(unknown) = only.iter().find(|name| TARGETS.iter().all(|target| target.0 != name.as_str())) {
        return Err(format!("`{unknown}` is no target; there are {}", TARGETS.map(|target| target.0).join(", ")));
    }
    let seconds: u32 = match seconds {
        Some(text) => text.parse().map_err(|_| format!("`{text}` is no number of seconds"))?,
        None => SECONDS,
    };
    if run::output(&["cargo", "+nightly", "--version"]).is_none() {
        let how = "install it with `rustup toolchain install nightly`";
        return Err(format!("a nightly toolchain of Rust is missing, which fuzzing needs: {how}"));
    }
    run::ensure(&["cargo", "fuzz", "--version"], "cargo-fuzz", CARGO_FUZZ)?;
    let seeds = Seeds::gather();
    let mut failed = Vec::new();
    for target in TARGETS.into_iter().filter(|target| only.is_empty() || only.iter().any(|name| name == target.0)) {
        seeds.write(target.0, target.2)?;
        if let Err(problem) = fuzz(target, seconds) {
            println!("> {problem}");
            failed.push(target.0);
        }
    }
    if failed.is_empty() {
        println!("> no target failed");
        Ok(())
    } else {
        Err(format!(
            "failed: {}; the inputs are in fuzz/artifacts, and belong into fuzz/found when they are mended",
            failed.join(", ")
        ))
    }
}

/// Runs one target, which prints the input and the stack if it fails.
fn fuzz((target, dictionary, longest): (&str, &str, usize), seconds: u32) -> Result<(), String> {
    // Our crates have no unsafe code, so the sanitizers would find little and halve the speed.
    run::run(
        &[
            &["cargo", "+nightly", "fuzz", "run", "--sanitizer", "none", target, "--"][..],
            &["-timeout=20", "-rss_limit_mb=1024", "-verbosity=0", "-print_final_stats=1"],
            &[&format!("-max_total_time={seconds}"), &format!("-max_len={longest}")],
            &[&format!("-dict=fuzz/dictionaries/{dictionary}.dict")],
        ]
        .concat(),
    )
}
