//! Expressions, evaluated.

mod aws;
mod bounds;
mod messages;
mod values;

use super::{Data, Dialect, Limits, Outcome, Program};
use crate::{Error, Seeded};
use serde_json::Value;

const LIMITS: Limits = Limits { steps: 2_000_000, depth: 2_000, bytes: 64 << 20 };

fn run(dialect: Dialect, expr: &str, input: &str) -> Result<Outcome, Error> {
    let parsed = asl_syntax::jsonata::parse(expr);
    assert!(parsed.errors.is_empty(), "{expr}: {:?}", parsed.errors);
    let input: Option<Value> = (!input.is_empty()).then(|| serde_json::from_str(input).unwrap());
    let data = input.as_ref().map(Data::from);
    Program::new(&parsed.expr)?.run(data.as_ref(), &[], dialect, LIMITS, &mut Seeded::new(0, 1))
}

/// The value as text, or the error with its code.
fn said(dialect: Dialect, expr: &str, input: &str) -> String {
    match run(dialect, expr, input) {
        Ok(Outcome::Value(value)) => value.to_string(),
        Ok(Outcome::Undefined) => "undefined".to_owned(),
        Ok(Outcome::Function) => "function".to_owned(),
        Err(error) => error.to_string(),
    }
}

#[track_caller]
fn check(dialect: Dialect, cases: &[(&str, &str)]) {
    for (expr, expected) in cases {
        assert_eq!(said(dialect, expr, ""), *expected, "{expr}");
    }
}
