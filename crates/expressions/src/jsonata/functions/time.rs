//! Dates and times.

use super::numbers::WORK_FOR_EACH;
use super::{Caller, arg};
use crate::jsonata::evaluate::Evaluator;
use crate::jsonata::fault::Outcome;
use crate::jsonata::picture;
use crate::jsonata::value::Val;

/// `$now(picture, timezone)`
pub(super) fn now(evaluator: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    let now = evaluator.now as f64;
    format(evaluator, now, arg(args, 0), arg(args, 1))
}

/// `$millis()`
pub(super) fn millis(evaluator: &mut Evaluator<'_>, _: &[Val], _: &Caller<'_>) -> Outcome {
    Ok(Val::Number(evaluator.now as f64))
}

/// `$fromMillis(number, picture, timezone)`
pub(super) fn from_millis(evaluator: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    match arg(args, 0).as_number() {
        Some(millis) => format(evaluator, millis, arg(args, 1), arg(args, 2)),
        None => Ok(Val::Undefined),
    }
}

fn format(evaluator: &mut Evaluator<'_>, millis: f64, picture: &Val, timezone: &Val) -> Outcome {
    evaluator.spend(WORK_FOR_EACH * picture.as_text().map_or(0, str::len))?;
    Ok(Val::text(picture::format_datetime(millis, picture.as_text(), timezone.as_text())?))
}

/// `$toMillis(text, picture)`
pub(super) fn to_millis(evaluator: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    let Some(text) = arg(args, 0).as_text() else { return Ok(Val::Undefined) };
    let picture = arg(args, 1).as_text();
    let length = picture.map_or(0, str::len);
    // Each part of the picture is tried at each place of the text.
    evaluator.spend(WORK_FOR_EACH * (text.len() + length) + text.len().saturating_mul(length) / 2)?;
    let millis = picture::parse_datetime(text, picture, evaluator.now)?;
    Ok(millis.map_or(Val::Undefined, Val::Number))
}
