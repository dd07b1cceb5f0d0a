//! Nanoseconds that an evaluation takes, of every expression in `race.json`; `cargo xtask bench` runs it beside the
//! reference implementation.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a bench has no user")]

use asl_expressions::jsonata::{Data, Dialect, Limits, Outcome, Program};
use asl_expressions::{Seeded, Value};
use asl_syntax::jsonata::parse;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// How long each is run, at the least.
const TIME: Duration = Duration::from_millis(300);

fn main() {
    let Some(data) = std::env::args().nth(1).filter(|arg| !arg.starts_with('-')) else {
        println!("the file of the input is needed: cargo xtask bench");
        return;
    };
    let value: Value = serde_json::from_str(&std::fs::read_to_string(data).unwrap()).unwrap();
    let input = Data::from(&value);
    let cases: Value = serde_json::from_str(include_str!("race.json")).unwrap();
    for case in cases.as_array().unwrap() {
        let program = Program::new(&parse(case["expr"].as_str().unwrap()).expr).unwrap();
        let mut world = Seeded::new(0, 0);
        let mut run = || program.run(Some(&input), &[], Dialect::Reference, Limits::default(), &mut world).unwrap();
        let (begun, mut runs) = (Instant::now(), 0_u32);
        while begun.elapsed() < TIME {
            for _ in 0..10 {
                black_box(run());
            }
            runs += 10;
        }
        let each = begun.elapsed().as_nanos() / u128::from(runs);
        let Outcome::Value(result) = run() else { continue };
        println!("{}\t{each}\t{result}", case["name"].as_str().unwrap());
    }
}
