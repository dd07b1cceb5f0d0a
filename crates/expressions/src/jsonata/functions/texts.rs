//! Functions on strings.

use super::regex::Search;
use super::{Caller, arg};
use crate::jsonata::evaluate::Evaluator;
use crate::jsonata::fault::Outcome;
use crate::jsonata::value::Val;

/// `$length(text)`: in characters.
pub(super) fn length(_: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    Ok(arg(args, 0).as_text().map_or(Val::Undefined, |text| Val::Number(text.chars().count() as f64)))
}

/// `$lowercase(text)`
pub(super) fn lowercase(_: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    Ok(arg(args, 0).as_text().map_or(Val::Undefined, |text| Val::text(text.to_lowercase())))
}

/// `$uppercase(text)`
pub(super) fn uppercase(_: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    Ok(arg(args, 0).as_text().map_or(Val::Undefined, |text| Val::text(text.to_uppercase())))
}

/// `$trim(text)`: blanks in a row become one, and none is left at the ends.
pub(super) fn trim(_: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    let Some(text) = arg(args, 0).as_text() else { return Ok(Val::Undefined) };
    let words: Vec<&str> = text.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty()).collect();
    Ok(Val::text(words.join(" ")))
}

/// `$substring(text, start, length)`: in characters, from the end if negative.
pub(super) fn substring(_: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    let (Some(text), Some(start)) = (arg(args, 0).as_text(), arg(args, 1).as_number()) else {
        return Ok(if arg(args, 0).is_undefined() { Val::Undefined } else { arg(args, 0).clone() });
    };
    let count = text.chars().count() as f64;
    let start = if count + start < 0.0 { 0.0 } else { start };
    let end = match arg(args, 2).as_number() {
        Some(length) if length <= 0.0 => return Ok(Val::text("")),
        Some(length) if start >= 0.0 => start + length,
        Some(length) => count + start + length,
        None => count,
    };
    let (from, to) = (place(start, count), place(end, count));
    Ok(Val::text(text.chars().skip(from).take(to.saturating_sub(from)).collect::<String>()))
}

/// Where JavaScript begins or ends a slice.
fn place(at: f64, count: f64) -> usize {
    let at = at.trunc();
    let at = if at < 0.0 { (count + at).max(0.0) } else { at.min(count) };
    #[expect(clippy::cast_sign_loss, reason = "it is between 0 and the count")]
    {
        at as usize
    }
}

/// `$substringBefore(text, part)`
pub(super) fn substring_before(_: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    Ok(around(args, |text, part| text.split_once(part).map(|(before, _)| before)))
}

/// `$substringAfter(text, part)`
pub(super) fn substring_after(_: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    Ok(around(args, |text, part| text.split_once(part).map(|(_, after)| after)))
}

fn around(args: &[Val], cut: impl for<'t> Fn(&'t str, &str) -> Option<&'t str>) -> Val {
    let Some(text) = arg(args, 0).as_text() else { return Val::Undefined };
    let Some(part) = arg(args, 1).as_text() else { return Val::text(text) };
    Val::text(cut(text, part).unwrap_or(text))
}

/// `$pad(text, width, characters)`: on the right, or on the left if the width is negative.
pub(super) fn pad(evaluator: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    let (Some(text), Some(width)) = (arg(args, 0).as_text(), arg(args, 1).as_number()) else {
        return Ok(arg(args, 0).clone());
    };
    let filler = arg(args, 2).as_text().filter(|filler| !filler.is_empty()).unwrap_or(" ");
    let missing = width.abs().trunc() - text.chars().count() as f64;
    if missing <= 0.0 || missing.is_nan() {
        return Ok(Val::text(text));
    }
    #[expect(clippy::cast_sign_loss, reason = "it is above 0, and the cast saturates")]
    let missing = missing as usize;
    evaluator.reserve(missing.saturating_mul(4).saturating_add(text.len()))?;
    let padding: String = filler.chars().cycle().take(missing).collect();
    Ok(Val::text(if width > 0.0 { format!("{text}{padding}") } else { format!("{padding}{text}") }))
}

/// `$join(texts, separator)`
pub(super) fn join(evaluator: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    let Some(array) = arg(args, 0).as_array() else { return Ok(Val::Undefined) };
    let separator = arg(args, 1).as_text().unwrap_or("");
    let texts: Vec<&str> = array.items.iter().map(|item| item.as_text().unwrap_or("")).collect();
    let size = texts.iter().map(|text| text.len()).sum::<usize>();
    evaluator.reserve(size.saturating_add(separator.len().saturating_mul(texts.len())))?;
    Ok(Val::text(texts.join(separator)))
}

/// `$contains(text, pattern)`
pub(super) fn contains(evaluator: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    let Val::Text(text) = arg(args, 0) else { return Ok(Val::Undefined) };
    match arg(args, 1) {
        Val::Text(part) => Ok(Val::Bool(text.contains(&***part))),
        Val::Function(matcher) => Ok(Val::Bool(Search::new(matcher, text).next(evaluator)?.is_some())),
        _ => Ok(Val::Undefined),
    }
}
