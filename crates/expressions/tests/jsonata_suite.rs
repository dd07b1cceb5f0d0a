//! The official suite of `JSONata`: equal values, or equal codes.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout)]

mod corpus;

use asl_expressions::jsonata::{Data, Dialect, Limits, Outcome, Program};
use asl_expressions::{Seeded, Value};
use asl_syntax::jsonata::parse;
use std::fs;
use std::path::Path;

fn read(path: &Path) -> Value {
    // Two cases have half a surrogate pair in their text, which no Rust string can hold.
    let text = fs::read_to_string(path).unwrap().replace("\\uD800", "\\uFFFD");
    serde_json::from_str(&text).unwrap()
}

/// Numbers are compared as numbers: `1.0` is 1.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().unwrap(), b.as_f64().unwrap());
            (a - b).abs() <= f64::EPSILON * a.abs().max(b.abs())
        }
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}

fn run(expr: &str, input: Option<&Value>, case: &Value) -> Result<Outcome, String> {
    let parsed = parse(expr);
    if let Some(error) = parsed.errors.first() {
        return Err(error.code.to_owned());
    }
    let program = Program::new(&parsed.expr).map_err(|error| error.code.to_string())?;
    let input = input.map(Data::from);
    let bindings: Vec<(&str, Data)> = case["bindings"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.as_str(), Data::from(value)))
        .collect();
    let mut world = Seeded::new(1_700_000_000_000, 1);
    let depth = case["depth"].as_u64().map_or(Limits::default().depth, |depth| u32::try_from(depth).unwrap());
    let limits = Limits { depth, ..Limits::default() };
    program
        .run(input.as_ref(), &bindings, Dialect::Reference, limits, &mut world)
        .map_err(|error| error.code.to_string())
}

#[test]
fn values_and_codes_are_those_of_the_suite() {
    let Some(folder) = corpus::folder("jsonata-suite") else { return };
    let (mut all, mut good) = (0_u32, 0_u32);
    let mut wrong = Vec::new();
    for group in corpus::files(&folder.join("groups")) {
        for path in corpus::files(&group).iter().filter(|path| path.extension().is_some_and(|it| it == "json")) {
            let content = read(path);
            let cases = if let Value::Array(cases) = content { cases } else { vec![content] };
            for (at, case) in cases.iter().enumerate() {
                let expr = match (&case["expr"], &case["expr-file"]) {
                    (Value::String(expr), _) => expr.clone(),
                    (_, Value::String(file)) => fs::read_to_string(group.join(file)).unwrap(),
                    _ => panic!("{}: no expression", path.display()),
                };
                let input = match (&case["dataset"], case.get("data")) {
                    (Value::String(name), _) => Some(read(&folder.join(format!("datasets/{name}.json")))),
                    (_, data) => data.cloned(),
                };
                let found = run(&expr, input.as_ref(), case);
                let code = case["code"].as_str().or_else(|| case["error"]["code"].as_str());
                let right = match (&found, code, case.get("result")) {
                    (Err(found), Some(code), _) => found == code,
                    (Ok(Outcome::Value(found)), None, Some(expected)) => same(found, expected),
                    (Ok(Outcome::Undefined | Outcome::Function), None, None) => true,
                    _ => false,
                };
                all += 1;
                if right {
                    good += 1;
                } else {
                    let file = path.strip_prefix(&folder).unwrap().display();
                    let expected = code.map_or_else(|| format!("{:?}", case.get("result")), str::to_owned);
                    wrong.push(format!("{file} #{at}: {expr}\n    expected {expected}\n    found    {found:?}"));
                }
            }
        }
    }
    println!("{good} of {all} hold");
    for line in &wrong {
        println!("{line}");
    }
    assert!(all > 1600, "only {all} cases");
    assert!(f64::from(good) >= 0.985 * f64::from(all), "{} are wrong", wrong.len());
}
