//! Functions that call functions.

use super::{Caller, arg};
use crate::jsonata::evaluate::Evaluator;
use crate::jsonata::fault::{Fault, Outcome};
use crate::jsonata::procedure::Procedure;
use crate::jsonata::value::{Fields, Val};
use std::rc::Rc;

/// Calls a function with as many of the arguments as it looks at, but with one at least.
fn call(evaluator: &mut Evaluator<'_>, function: &Rc<Procedure>, args: [&dyn Fn() -> Val; 3]) -> Outcome {
    let args = args.iter().take(function.arity().max(1)).map(|arg| arg()).collect();
    evaluator.spend(1)?;
    evaluator.apply(function, args, &Val::Undefined)
}

/// The array and the function that most of them take.
fn array_and_function(args: &[Val]) -> Option<(&[Val], &Rc<Procedure>)> {
    match (arg(args, 0), arg(args, 1)) {
        (Val::Array(array), Val::Function(function)) => Some((&array.items, function)),
        _ => None,
    }
}

fn index(at: usize) -> Val {
    Val::Number(at as f64)
}

/// `$map(array, function)`
pub(super) fn map(evaluator: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    let Some((items, function)) = array_and_function(args) else { return Ok(Val::Undefined) };
    let mut results = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let value = call(evaluator, function, [&|| item.clone(), &|| index(at), &|| arg(args, 0).clone()])?;
        if !value.is_undefined() {
            results.push(value);
        }
    }
    Evaluator::bounded(Val::sequence(results))
}

/// `$filter(array, function)`
pub(super) fn filter(evaluator: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    let Some((items, function)) = array_and_function(args) else { return Ok(Val::Undefined) };
    let mut kept = Vec::new();
    for (at, item) in items.iter().enumerate() {
        if call(evaluator, function, [&|| item.clone(), &|| index(at), &|| arg(args, 0).clone()])?.is_true() {
            kept.push(item.clone());
        }
    }
    Ok(Val::sequence(kept))
}

/// `$single(array, function)`
pub(super) fn single(evaluator: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    let Val::Array(array) = arg(args, 0) else { return Ok(Val::Undefined) };
    let wrong = |code, count: &str| {
        let message = "The $single() function expected exactly 1 matching result.  Instead it matched";
        Err(Fault::new(code, format!("{message} {count}.")))
    };
    let mut found = None;
    for (at, item) in array.items.iter().enumerate() {
        let fits = match arg(args, 1) {
            Val::Function(function) => {
                call(evaluator, function, [&|| item.clone(), &|| index(at), &|| arg(args, 0).clone()])?.is_true()
            }
            _ => true,
        };
        if fits && found.replace(item.clone()).is_some() {
            return wrong("D3138", "more");
        }
    }
    found.map_or_else(|| wrong("D3139", "0"), Ok)
}

/// `$reduce(array, function, start)`
pub(super) fn reduce(evaluator: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    let Some((items, function)) = array_and_function(args) else { return Ok(Val::Undefined) };
    let arity = function.arity();
    if arity < 2 {
        let message = "The second argument of reduce function must be a function with at least two arguments";
        return Err(Fault::new("D3050", message));
    }
    let mut numbered = items.iter().enumerate();
    let mut result = match arg(args, 2) {
        Val::Undefined => numbered.next().map_or(Val::Undefined, |(_, first)| first.clone()),
        start => start.clone(),
    };
    for (at, item) in numbered {
        let mut given = vec![result, item.clone()];
        if arity >= 3 {
            given.push(index(at));
        }
        if arity >= 4 {
            given.push(arg(args, 0).clone());
        }
        evaluator.spend(1)?;
        result = Evaluator::bounded(evaluator.apply(function, given, &Val::Undefined)?)?;
    }
    Ok(result)
}

/// `$each(object, function)`
pub(super) fn each(evaluator: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    let (Val::Object(object), Val::Function(function)) = (arg(args, 0), arg(args, 1)) else {
        return Ok(Val::Undefined);
    };
    let mut results = Vec::new();
    for (name, value) in &object.fields {
        let result = call(evaluator, function, [&|| value.clone(), &|| Val::text(&**name), &|| arg(args, 0).clone()])?;
        if !result.is_undefined() {
            results.push(result);
        }
    }
    Evaluator::bounded(Val::sequence(results))
}

/// `$sift(object, function)`
pub(super) fn sift(evaluator: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    let (Val::Object(object), Val::Function(function)) = (arg(args, 0), arg(args, 1)) else {
        return Ok(Val::Undefined);
    };
    let mut kept = Fields::default();
    for (name, value) in &object.fields {
        let given: [&dyn Fn() -> Val; 3] = [&|| value.clone(), &|| Val::text(&**name), &|| arg(args, 0).clone()];
        if call(evaluator, function, given)?.is_true() {
            kept.insert(Rc::clone(name), value.clone());
        }
    }
    Ok(if kept.is_empty() { Val::Undefined } else { Val::object(kept) })
}

/// `$sort(array, function)`: the function tells whether its first argument comes after its second.
pub(super) fn sort(evaluator: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    let Some(array) = arg(args, 0).as_array().filter(|array| array.items.len() > 1) else {
        return Ok(arg(args, 0).clone());
    };
    let items = array.items.clone();
    let sorted = match arg(args, 1) {
        Val::Function(function) => evaluator.merge_sort(items, &mut |evaluator, a, b| {
            evaluator.spend(1)?;
            Ok(evaluator.apply(function, vec![a.clone(), b.clone()], &Val::Undefined)?.is_true())
        })?,
        _ => plain_sort(evaluator, items)?,
    };
    Ok(Val::array(sorted))
}

fn plain_sort(evaluator: &mut Evaluator<'_>, items: Vec<Val>) -> Outcome<Vec<Val>> {
    let numbers = items.iter().all(|item| matches!(item, Val::Number(_)));
    if !numbers && !items.iter().all(|item| matches!(item, Val::Text(_))) {
        let message = "The single argument form of the sort function can only be applied to an array of strings or an \
                       array of numbers.  Use the second argument to specify a comparison function";
        return Err(Fault::new("D3070", message));
    }
    evaluator.sorted_by_value(items)
}
