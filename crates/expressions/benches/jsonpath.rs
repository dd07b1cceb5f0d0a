//! Instruction counts: paths over a document of 10 KB, here and in `jsonpath-rust`. Both are given a parsed path.
#![allow(clippy::needless_pass_by_value, missing_docs, reason = "the harness asks for both")]

use asl_expressions::{Scope, Value, jsonpath::evaluate};
use asl_syntax::jsonpath::{Path, parse};
use gungraun::{library_benchmark, library_benchmark_group, main};
use jsonpath_rust::parser::{model::JpQuery, parse_json_path};
use jsonpath_rust::query::js_path_process;
use serde_json::{Map, json};
use std::hint::black_box;
use std::sync::Arc;

const DEFINITE: &str = "$.orders[40].customer.name";
const WILDCARD: &str = "$.orders[*].total";
const SLICE: &str = "$.orders[10:30].lines[0].sku";
const NUMBERS: &str = "$.orders[?(@.total > 500)].id";
const STRINGS: &str = "$.orders[?(@.customer.name == 'Customer 7' || @.status == 'open')]";
const SCAN: &str = "$..sku";

/// About 10 KB as text.
fn document() -> Value {
    let order = |i: u32| {
        json!({
            "id": format!("order-{i}"),
            "status": if i.is_multiple_of(3) { "open" } else { "done" },
            "total": i * 20,
            "customer": {"name": format!("Customer {}", i % 10), "since": 2000 + i},
            "lines": [{"sku": format!("A-{i}"), "count": i}, {"sku": format!("B-{i}"), "count": 1.5}],
        })
    };
    let document = json!({"orders": (0..60).map(order).collect::<Vec<_>>(), "page": 1});
    // What building it left to tidy up in the allocator would count for the first large piece of memory asked for.
    drop(black_box(Vec::<u8>::with_capacity(1 << 16)));
    document
}

fn mine(text: &'static str) -> (Arc<Path<'static>>, Value) {
    (parse(text).path, document())
}

fn other(text: &'static str) -> (JpQuery, Value) {
    match parse_json_path(text) {
        Ok(query) => (query, document()),
        Err(_) => unreachable!("{text}"),
    }
}

#[library_benchmark]
#[bench::definite(mine(DEFINITE))]
#[bench::wildcard(mine(WILDCARD))]
#[bench::slice(mine(SLICE))]
#[bench::numbers(mine(NUMBERS))]
#[bench::strings(mine(STRINGS))]
#[bench::scan(mine(SCAN))]
fn asl(given: (Arc<Path<'static>>, Value)) -> (usize, (Arc<Path<'static>>, Value)) {
    let variables = Map::new();
    let scope = Scope { input: &given.1, context: &Value::Null, variables: &variables };
    let found = black_box(evaluate(&given.0, &scope)).map_or(0, |value| value.as_array().map_or(1, Vec::len));
    (found, given)
}

#[library_benchmark]
#[bench::definite(other(DEFINITE))]
#[bench::wildcard(other(WILDCARD))]
#[bench::slice(other(SLICE))]
#[bench::numbers(other(NUMBERS))]
#[bench::strings(other(STRINGS))]
#[bench::scan(other(SCAN))]
fn other_crate(given: (JpQuery, Value)) -> (usize, (JpQuery, Value)) {
    let found = black_box(js_path_process(&given.0, &given.1)).map_or(0, |found| found.len());
    (found, given)
}

library_benchmark_group!(name = paths, benchmarks = [asl, other_crate]);
main!(library_benchmark_groups = paths);
