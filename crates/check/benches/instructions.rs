//! Instruction counts, which do not depend on what else the machine does: the parser against `serde_json`, the whole check,
//! and how both grow with the text.
#![allow(clippy::needless_pass_by_value, missing_docs, reason = "the harness asks for both")]

mod generate;

use asl_check_core::{Analysis, Options};
use asl_syntax::{Source, Tree, json};
use gungraun::{library_benchmark, library_benchmark_group, main};
use std::hint::black_box;

/// About a megabyte, and a tenth of it.
const MEGABYTE: usize = 345;
const TENTH: usize = 35;

fn text(groups: usize) -> String {
    generate::definition(groups)
}

fn tree(groups: usize) -> Tree {
    json::parse(Source::new(text(groups)))
}

#[library_benchmark]
#[bench::megabyte(text(MEGABYTE))]
fn reference(text: String) -> serde_json::Value {
    black_box(serde_json::from_slice(text.as_bytes()).unwrap_or_default())
}

#[library_benchmark]
#[bench::tenth(text(TENTH))]
#[bench::megabyte(text(MEGABYTE))]
fn parse(text: String) -> Tree {
    black_box(json::parse(Source::new(text)))
}

#[library_benchmark]
#[bench::tenth(text(TENTH))]
#[bench::megabyte(text(MEGABYTE))]
fn check(text: String) -> usize {
    let tree = json::parse(Source::new(text));
    black_box(Analysis::new(&tree, &Options::default()).diagnostics.len())
}

#[library_benchmark]
#[bench::megabyte(tree(MEGABYTE))]
fn analyse(tree: Tree) -> usize {
    black_box(Analysis::new(&tree, &Options::default()).diagnostics.len())
}

library_benchmark_group!(name = instructions, benchmarks = [reference, parse, check, analyse]);
main!(library_benchmark_groups = instructions);
