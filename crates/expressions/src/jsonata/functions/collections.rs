//! Functions on arrays and objects.

use super::{Caller, arg};
use crate::jsonata::evaluate::{BYTES_FOR_STEP, Evaluator};
use crate::jsonata::fault::Outcome;
use crate::jsonata::value::{Fields, Marks, Val};
use std::collections::HashSet;
use std::rc::Rc;

/// `$append(a, b)`
pub(super) fn append(evaluator: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    let (first, second) = (arg(args, 0), arg(args, 1));
    if first.is_undefined() {
        return Ok(second.clone());
    }
    if second.is_undefined() {
        return Ok(first.clone());
    }
    evaluator.reserve((first.items().len() + second.items().len()) * size_of::<Val>())?;
    Evaluator::bounded(Val::array(first.items().iter().chain(second.items()).cloned().collect()))
}

/// `$reverse(array)`
pub(super) fn reverse(evaluator: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    match arg(args, 0).as_array() {
        Some(array) if array.items.len() > 1 => {
            evaluator.spend(array.items.len())?;
            Ok(Val::array(array.items.iter().rev().cloned().collect()))
        }
        _ => Ok(arg(args, 0).clone()),
    }
}

/// `$shuffle(array)`
pub(super) fn shuffle(evaluator: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    let Some(array) = arg(args, 0).as_array() else { return Ok(Val::Undefined) };
    evaluator.spend(array.items.len())?;
    let mut items = array.items.clone();
    for last in (1..items.len()).rev() {
        #[expect(clippy::cast_sign_loss, reason = "it is not negative")]
        let at = (evaluator.world.random_unit() * (last + 1) as f64) as usize;
        items.swap(last, at.min(last));
    }
    Ok(Val::array(items))
}

/// `$distinct(array)`
pub(super) fn distinct(evaluator: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    let Some(array) = arg(args, 0).as_array().filter(|array| array.items.len() > 1) else {
        return Ok(arg(args, 0).clone());
    };
    let mut kept: Vec<Val> = Vec::new();
    // Numbers and strings are looked up; only what has parts is compared with all that has.
    let (mut numbers, mut texts, mut others) = (HashSet::new(), HashSet::new(), Vec::<&Val>::new());
    for item in &array.items {
        let is_new = match item {
            // Zero has two signs, and counts once.
            Val::Number(number) => numbers.insert((number + 0.0).to_bits()),
            Val::Text(text) => {
                evaluator.spend(text.len() / BYTES_FOR_STEP)?;
                texts.insert(&***text)
            }
            other => {
                evaluator.spend(1 + others.len())?;
                let mut is_new = true;
                for one in &others {
                    if evaluator.same(one, other)? {
                        is_new = false;
                        break;
                    }
                }
                if is_new {
                    others.push(other);
                }
                is_new
            }
        };
        if is_new {
            kept.push(item.clone());
        }
    }
    evaluator.spend(array.items.len())?;
    let marks = if array.marks.sequence { Marks::SEQUENCE } else { Marks::default() };
    Ok(Val::marked(kept, marks))
}

/// `$zip(a, b, …)`
pub(super) fn zip(evaluator: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    let length = args.iter().map(|arg| arg.as_array().map_or(0, |array| array.items.len())).min().unwrap_or(0);
    evaluator.reserve(length * (args.len() + 4) * size_of::<Val>())?;
    let row = |at: usize| Val::array(args.iter().filter_map(|arg| arg.items().get(at)).cloned().collect());
    Evaluator::bounded(Val::array((0..length).map(row).collect()))
}

/// `$keys(value)`
pub(super) fn keys(evaluator: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    let mut names = Fields::default();
    collect_keys(evaluator, arg(args, 0), &mut names)?;
    Ok(Val::sequence(names.keys().map(|name| Val::text(&**name)).collect()))
}

fn collect_keys(evaluator: &mut Evaluator<'_>, value: &Val, names: &mut Fields) -> Outcome<()> {
    evaluator.spend(1)?;
    match value {
        Val::Array(array) => array.items.iter().try_for_each(|item| collect_keys(evaluator, item, names)),
        Val::Object(object) => {
            evaluator.spend(object.fields.len())?;
            names.extend(object.fields.keys().map(|name| (Rc::clone(name), Val::Undefined)));
            Ok(())
        }
        _ => Ok(()),
    }
}

/// `$lookup(value, name)`
pub(super) fn lookup(evaluator: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    match arg(args, 1).as_text() {
        Some(name) => evaluator.lookup(arg(args, 0), name),
        None => Ok(Val::Undefined),
    }
}

/// `$spread(value)`
pub(super) fn spread(evaluator: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    match arg(args, 0) {
        value @ (Val::Array(_) | Val::Object(_)) => {
            let mut parts = Vec::new();
            spread_into(evaluator, value, &mut parts)?;
            Ok(Val::sequence(parts))
        }
        other => Ok(other.clone()),
    }
}

fn spread_into(evaluator: &mut Evaluator<'_>, value: &Val, parts: &mut Vec<Val>) -> Outcome<()> {
    evaluator.spend(1)?;
    match value {
        Val::Array(array) => array.items.iter().try_for_each(|item| spread_into(evaluator, item, parts))?,
        Val::Object(object) => {
            for (name, value) in &object.fields {
                let field = Fields::from_iter([(Rc::clone(name), value.clone())]);
                parts.push(Val::object(field));
            }
        }
        other => parts.push(other.clone()),
    }
    Ok(())
}

/// `$merge(objects)`
pub(super) fn merge(evaluator: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    let Some(array) = arg(args, 0).as_array() else { return Ok(Val::Undefined) };
    let mut fields = Fields::default();
    for item in &array.items {
        if let Val::Object(object) = item {
            evaluator.spend(1 + object.fields.len())?;
            fields.extend(object.fields.iter().map(|(name, value)| (Rc::clone(name), value.clone())));
        }
    }
    Ok(Val::object(fields))
}
