//! What types say of JSONata is true of values: for random values in random types around them, and random expressions.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout, missing_docs)]

#[path = "jsonata/examples.rs"]
mod examples;
#[path = "jsonata/generate.rs"]
mod generate;
#[path = "jsonata/suite.rs"]
mod suite;

use asl_expressions::jsonata::{Data, Dialect, Limits, Outcome, Program};
use asl_expressions::{Seeded, Value};
use asl_infer::jsonata::{condition, evaluate};
use asl_infer::{Certainty, Fault, FaultKind, Faults, Variables};
use asl_syntax::jsonata::parse;
use asl_types::{Absence, Type};
use generate::Random;
use std::sync::Arc;

/// A variable: its value, if it is assigned, and a type that the value is of.
pub struct Variable {
    pub name: &'static str,
    pub value: Option<Value>,
    pub ty: Type,
}

/// An expression that can be read.
fn program(text: &str) -> Program {
    Program::new(&parse(text).expr).unwrap()
}

/// What the evaluator gives, or the code and words of its error.
fn run(text: &str, variables: &[Variable]) -> Option<Result<Outcome, String>> {
    let parsed = parse(text);
    if !parsed.errors.is_empty() {
        return None;
    }
    let program = Program::new(&parsed.expr).ok()?;
    let data: Vec<(&str, Data)> =
        variables.iter().filter_map(|it| Some((it.name, Data::from(it.value.as_ref()?)))).collect();
    let limits = Limits { steps: 200_000, depth: 300, bytes: 16 << 20 };
    let mut world = Seeded::new(1_700_000_000_000, 1);
    Some(program.run(None, &data, Dialect::Aws, limits, &mut world).map_err(|error| error.to_string()))
}

fn types(variables: &[Variable]) -> Variables {
    variables.iter().map(|it| (Arc::from(it.name), it.ty.clone())).collect()
}

fn infer(text: &str, variables: &[Variable]) -> (Type, Faults) {
    let mut faults = Faults::default();
    let ty = evaluate(&program(text), &types(variables), &mut faults);
    (ty, faults)
}

/// Does it fail by itself? A variable or a field that is not there may go unnoticed.
fn fails(fault: &Fault) -> bool {
    !fault.kind.is_missing()
}

/// What is wrong with what is inferred, held against what the evaluator gives.
pub fn contradiction(text: &str, variables: &[Variable]) -> Option<String> {
    let outcome = run(text, variables)?;
    let (ty, faults) = infer(text, variables);
    let certain = faults.iter().find(|fault| fails(fault) && fault.certainty == Certainty::Certain);
    let wrong = match &outcome {
        Err(error) if error.contains("U1001") => return None,
        Err(_) if !faults.iter().any(fails) => Some("an error that was not foreseen".to_owned()),
        Err(_) => None,
        Ok(Outcome::Function) if !faults.iter().any(|fault| fault.kind == FaultKind::Function) => {
            Some("a function that was not foreseen".to_owned())
        }
        Ok(Outcome::Function) => None,
        Ok(_) if certain.is_some() => Some(format!("a fault that is not certain: {certain:?}")),
        Ok(Outcome::Undefined) if ty.absence() == Absence::Never => Some("nothing".to_owned()),
        Ok(Outcome::Value(value)) => ty.refusal(value).map(|at| format!("the value at {at:?}")),
        Ok(_) => None,
    };
    let variables: Vec<String> = variables
        .iter()
        .filter(|it| text.contains(it.name))
        .map(|it| {
            format!(
                "  ${} = {}\n     : {}",
                it.name,
                it.value.as_ref().map_or("nothing".into(), Value::to_string),
                it.ty
            )
        })
        .collect();
    let shown = |wrong| {
        let faults: Vec<String> = faults.iter().map(|fault| format!("  {fault:?}")).collect();
        format!(
            "{wrong}\n  {text}\n{}\n  gives {outcome:?}\n  inferred {ty}\n{}",
            variables.join("\n"),
            faults.join("\n")
        )
    };
    wrong.map(shown)
}

fn narrowing(text: &str, variables: &[Variable]) -> Option<String> {
    let Ok(outcome) = run(text, variables)? else { return None };
    let mut faults = Faults::default();
    let verdict = condition(&program(text), &types(variables), &mut faults);
    let holds = match outcome {
        Outcome::Value(Value::Bool(holds)) => holds,
        _ if faults.is_empty() => return Some(format!("{text}: no boolean, and no fault")),
        _ => return None,
    };
    let (possible, narrowed) = if holds {
        (verdict.can_be_true, &verdict.narrowed_true)
    } else {
        (verdict.can_be_false, &verdict.narrowed_false)
    };
    if !possible {
        return Some(format!("{text}: {holds} was not foreseen"));
    }
    for Variable { name, value, ty } in variables {
        let narrowed = &narrowed[*name];
        let fits = match value {
            Some(value) => narrowed.contains(value),
            None => narrowed.absence() != Absence::Never,
        };
        if !fits {
            return Some(format!("{text} is {holds}\n  ${name} = {value:?}\n  : {ty}\n  narrowed to {narrowed}"));
        }
    }
    None
}

fn cases(default: u64) -> u64 {
    std::env::var("ASL_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

fn hold(count: u64, mut one: impl FnMut(&mut Random) -> Option<String>) {
    let from = std::env::var("ASL_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(0);
    let mut wrong = Vec::new();
    for seed in from..from + count {
        if let Some(message) = one(&mut Random::new(seed)) {
            wrong.push(format!("#{seed}: {message}"));
            if wrong.len() >= 400 {
                break;
            }
        }
    }
    wrong.sort_by_key(String::len);
    for message in wrong.iter().take(12) {
        println!("{message}\n");
    }
    assert!(wrong.is_empty(), "{} are wrong", wrong.len());
}

#[test]
fn what_the_evaluator_gives_was_inferred() {
    hold(cases(20_000), |random| {
        let variables = random.variables();
        let text = random.expression();
        contradiction(&text, &variables)
    });
}

#[test]
fn what_a_condition_narrows_holds() {
    hold(cases(10_000), |random| {
        let variables = random.variables();
        let text = random.condition();
        narrowing(&text, &variables)
    });
}

#[test]
fn most_random_expressions_say_something() {
    let (mut all, mut read, mut good, mut unknown) = (0_u32, 0_u32, 0_u32, 0_u32);
    for seed in 0..5_000 {
        let mut random = Random::new(seed);
        let variables = random.variables();
        let text = random.expression();
        all += 1;
        let Some(outcome) = run(&text, &variables) else { continue };
        read += 1;
        good += u32::from(matches!(outcome, Ok(Outcome::Value(_))));
        unknown += u32::from(infer(&text, &variables).0.is_unknown());
    }
    println!("of {all}: {read} are read, {good} give a value, {unknown} are unknown");
    assert!(read > all / 10 * 9 && good > all / 4 && unknown < all / 2, "{read} {good} {unknown}");
}
