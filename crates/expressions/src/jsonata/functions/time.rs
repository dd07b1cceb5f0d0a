//! Dates and times.

use super::{Caller, arg};
use crate::jsonata::evaluate::Evaluator;
use crate::jsonata::fault::Outcome;
use crate::jsonata::picture;
use crate::jsonata::value::Val;

/// `$now(picture, timezone)`
pub(super) fn now(evaluator: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    format(evaluator.now as f64, arg(args, 0), arg(args, 1))
}

/// `$millis()`
pub(super) fn millis(evaluator: &mut Evaluator<'_>, _: &[Val], _: &Caller<'_>) -> Outcome {
    Ok(Val::Number(evaluator.now as f64))
}

/// `$fromMillis(number, picture, timezone)`
pub(super) fn from_millis(_: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    match arg(args, 0).as_number() {
        Some(millis) => format(millis, arg(args, 1), arg(args, 2)),
        None => Ok(Val::Undefined),
    }
}

fn format(millis: f64, picture: &Val, timezone: &Val) -> Outcome {
    Ok(Val::text(picture::format_datetime(millis, picture.as_text(), timezone.as_text())?))
}

/// `$toMillis(text, picture)`
pub(super) fn to_millis(evaluator: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    let Some(text) = arg(args, 0).as_text() else { return Ok(Val::Undefined) };
    let millis = picture::parse_datetime(text, arg(args, 1).as_text(), evaluator.now)?;
    Ok(millis.map_or(Val::Undefined, Val::Number))
}
