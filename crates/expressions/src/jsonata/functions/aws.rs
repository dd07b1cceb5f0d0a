//! The functions that AWS adds to the language.

use super::{Caller, arg};
use crate::Seeded;
use crate::World;
use crate::hash;
use crate::jsonata::BYTES_FOR_EACH;
use crate::jsonata::evaluate::Evaluator;
use crate::jsonata::fault::{Fault, Outcome};
use crate::jsonata::value::Val;

/// What an array takes beside its items, in items.
const PART: usize = 5;

/// `$partition(array, size)`: without a size one part, with one below 1 nothing.
pub(super) fn partition(evaluator: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    let Some(array) = arg(args, 0).as_array() else { return Ok(Val::Undefined) };
    let size = arg(args, 1).as_number().map_or(f64::INFINITY, f64::floor);
    if size < 1.0 || size.is_nan() {
        return Ok(Val::Undefined);
    }
    #[expect(clippy::cast_sign_loss, reason = "it is at least 1, and the cast saturates")]
    let parts = array.items.chunks(size as usize);
    evaluator.reserve((array.items.len() + PART * parts.len()) * size_of::<Val>())?;
    Evaluator::bounded(Val::array(parts.map(|part| Val::array(part.to_vec())).collect()))
}

/// `$range(first, last, step)`: integers, the last included, as a sequence: one number stands for itself (recorded). A step
/// that goes nowhere gives nothing.
pub(super) fn range(evaluator: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    let number = |at| arg(args, at).as_number().map(f64::floor).filter(|number| number.is_finite());
    let (Some(first), Some(last), Some(step)) = (number(0), number(1), number(2)) else { return Ok(Val::Undefined) };
    if step == 0.0 {
        return Ok(Val::Undefined);
    }
    let count = ((last - first) / step).floor() + 1.0;
    if count <= 0.0 {
        return Ok(Val::Undefined);
    }
    #[expect(clippy::cast_sign_loss, reason = "it is above 0, and the cast saturates")]
    let count = count as usize;
    evaluator.reserve(count.saturating_mul(size_of::<Val>()))?;
    Ok(Val::sequence((0..count).map(|at| Val::Number(first + step * at as f64)).collect()))
}

/// `$hash(text, algorithm)`: in lower-case hexadecimal digits.
pub(super) fn hash(evaluator: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    let (Some(text), Some(algorithm)) = (arg(args, 0).as_text(), arg(args, 1).as_text()) else {
        return Ok(Val::Undefined);
    };
    evaluator.spend(text.len() / 8)?;
    hash::hex(algorithm, text.as_bytes()).map(Val::text).ok_or_else(|| {
        let known = "SHA-1, SHA-384, SHA-256, SHA-512, MD5";
        Fault::new("D3137", format!("Hash algorithm '{algorithm}' must be one of {known}"))
    })
}

/// `$random(seed)`
pub(super) fn random(evaluator: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    Ok(Val::Number(match arg(args, 0).as_number() {
        #[expect(clippy::cast_sign_loss, reason = "any bits will do as a seed")]
        Some(seed) => Seeded::new(0, seed.floor() as i64 as u64).random_unit(),
        None => evaluator.world.random_unit(),
    }))
}

/// `$uuid()`
pub(super) fn uuid(evaluator: &mut Evaluator<'_>, _: &[Val], _: &Caller<'_>) -> Outcome {
    Ok(Val::text(evaluator.world.uuid()))
}

/// `$parse(text)`
pub(super) fn parse(evaluator: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    let Some(text) = arg(args, 0).as_text() else { return Ok(Val::Undefined) };
    evaluator.reserve(text.len().saturating_mul(BYTES_FOR_EACH))?;
    let value: serde_json::Value = serde_json::from_str(text).map_err(|_| Fault::new("D3137", "Invalid JSON"))?;
    Ok(Val::from_json(&value))
}
