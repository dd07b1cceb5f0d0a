//! The official suite of `JSONata`: the cases whose expression is one plain call of a function with a picture.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout)]

mod corpus;

use asl_expressions::Value;
use asl_expressions::jsonata::picture::{self, Fault, Options};
use asl_syntax::jsonata::{Call, Expr, ExprKind, parse};
use std::fs;
use std::path::Path;

/// What a call gives: a value, nothing or an error code.
#[derive(Debug, PartialEq)]
enum Outcome {
    Text(String),
    Number(f64),
    Undefined,
    Code(String),
}

fn cases(folder: &Path) -> Vec<Value> {
    let groups = ["formatNumber", "formatBase", "formatInteger", "parseInteger", "fromMillis", "tomillis"];
    let mut cases = Vec::new();
    for group in groups {
        let mut paths = corpus::files(&folder.join(format!("groups/function-{group}")));
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
        for path in paths {
            match serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap() {
                Value::Array(list) => cases.extend(list),
                case => cases.push(case),
            }
        }
    }
    cases
}

fn input(folder: &Path, case: &Value) -> Value {
    match &case["dataset"] {
        Value::String(name) => {
            let text = fs::read_to_string(folder.join(format!("datasets/{name}.json"))).unwrap();
            serde_json::from_str(&text).unwrap()
        }
        _ => case["data"].clone(),
    }
}

/// The value of an argument, nothing for a field that is not there; `None` when it needs more than literals.
#[expect(clippy::option_option, reason = "an argument that is none of ours, and one that has no value")]
fn argument(expr: &Expr, input: &Value) -> Option<Option<Value>> {
    Some(Some(match &expr.kind {
        ExprKind::Number(number) => Value::from(*number),
        ExprKind::String(text) => Value::from(text.as_str()),
        ExprKind::Field { name, .. } => return Some(input.get(name).cloned()),
        ExprKind::Negate(inner) => Value::from(-argument(inner, input)??.as_f64()?),
        ExprKind::Block(list) if list.len() == 1 => return argument(&list[0], input),
        ExprKind::Object(pairs) => {
            let pairs = pairs.iter().map(|pair| {
                let key = argument(&pair.key, input)??;
                Some((key.as_str()?.to_owned(), argument(&pair.value, input)??))
            });
            Value::Object(pairs.collect::<Option<_>>()?)
        }
        ExprKind::Binary(binary) if binary.op.as_str() == "*" => {
            let side = |expr| argument(expr, input)??.as_f64();
            Value::from(side(&binary.lhs)? * side(&binary.rhs)?)
        }
        _ => return None,
    }))
}

/// What a call gives; `None` when it is not one of the functions here with plain arguments.
fn run(call: &Call, input: &Value) -> Option<Outcome> {
    let ExprKind::Variable(name) = &call.callee.kind else { return None };
    let arguments: Vec<_> = call.args.iter().map(|expr| argument(expr, input)).collect::<Option<_>>()?;
    let Some(Some(first)) = arguments.first() else { return Some(Outcome::Undefined) };
    let (number, text) = (first.as_f64().unwrap_or(f64::NAN), first.as_str().unwrap_or_default());
    let other = |at: usize| arguments.get(at).and_then(Option::as_ref);
    let picture = other(1).and_then(Value::as_str);
    let outcome = match name.as_str() {
        "formatNumber" => picture::format_number(number, picture?, &options(other(2))).map(Outcome::Text),
        "formatBase" => {
            picture::format_base(number, other(1).and_then(Value::as_f64).unwrap_or(10.0)).map(Outcome::Text)
        }
        "formatInteger" => picture::format_integer(number, picture?).map(Outcome::Text),
        "parseInteger" => picture::parse_integer(text, picture?).map(Outcome::Number),
        "fromMillis" => picture::format_datetime(number, picture, other(2).and_then(Value::as_str)).map(Outcome::Text),
        "toMillis" => picture::parse_datetime(text, picture, 1_700_000_000_123)
            .map(|millis| millis.map_or(Outcome::Undefined, Outcome::Number)),
        _ => return None,
    };
    Some(outcome.unwrap_or_else(|Fault { code, .. }| Outcome::Code(code.to_owned())))
}

fn options(given: Option<&Value>) -> Options {
    let mut options = Options::default();
    for (name, value) in given.and_then(Value::as_object).into_iter().flatten() {
        assert!(options.set(name, value.as_str().unwrap()), "{name}");
    }
    options
}

fn expected(case: &Value) -> Outcome {
    match (&case["code"], &case["result"]) {
        (Value::String(code), _) => Outcome::Code(code.clone()),
        (_, Value::String(text)) => Outcome::Text(text.clone()),
        (_, Value::Number(number)) => Outcome::Number(number.as_f64().unwrap()),
        _ => Outcome::Undefined,
    }
}

#[test]
fn plain_calls_give_what_the_suite_expects() {
    let Some(folder) = corpus::folder("jsonata-suite") else { return };
    let (mut ran, mut wrong) = (0, Vec::new());
    let cases = cases(&folder);
    for case in &cases {
        let expr = parse(case["expr"].as_str().unwrap()).expr;
        let ExprKind::Call(call) = &expr.kind else { continue };
        let Some(outcome) = run(call, &input(&folder, case)) else { continue };
        ran += 1;
        if outcome != expected(case) {
            wrong.push(format!("{}: {outcome:?}, expected {:?}", case["expr"], expected(case)));
        }
    }
    println!("{ran} of {} cases", cases.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(ran * 4 > cases.len() * 3, "only {ran} of {} cases were run", cases.len());
}
