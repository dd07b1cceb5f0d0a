//! Functions on numbers.

use super::{Caller, arg};
use crate::jsonata::evaluate::Evaluator;
use crate::jsonata::fault::{Fault, Outcome, shown};
use crate::jsonata::picture::{self, Options};
use crate::jsonata::value::Val;

/// What a byte of a picture, or of a text that is read by one, costs in steps.
pub(super) const WORK_FOR_EACH: usize = 4;

fn numbers(args: &[Val]) -> Option<impl Iterator<Item = f64>> {
    arg(args, 0).as_array().map(|array| array.items.iter().filter_map(Val::as_number))
}

fn of(value: Option<f64>) -> Val {
    value.map_or(Val::Undefined, Val::Number)
}

/// `$sum(numbers)`
pub(super) fn sum(_: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    // From 0 on, as the reference adds: the sum of nothing is no negative zero.
    Ok(of(numbers(args).map(|all| all.fold(0.0, |sum, number| sum + number))))
}

/// `$count(array)`
pub(super) fn count(_: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    Ok(Val::Number(arg(args, 0).as_array().map_or(0, |array| array.items.len()) as f64))
}

/// `$max(numbers)`
pub(super) fn max(_: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    Ok(of(numbers(args).and_then(|all| all.reduce(f64::max))))
}

/// `$min(numbers)`
pub(super) fn min(_: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    Ok(of(numbers(args).and_then(|all| all.reduce(f64::min))))
}

/// `$average(numbers)`
pub(super) fn average(_: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    let Some(all) = numbers(args) else { return Ok(Val::Undefined) };
    let (count, sum) = all.fold((0_u32, 0.0), |(count, sum), number| (count + 1, sum + number));
    Ok(if count == 0 { Val::Undefined } else { Val::Number(sum / f64::from(count)) })
}

/// `$number(value)`
pub(super) fn number(_: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    let value = arg(args, 0);
    let number = match value {
        Val::Undefined | Val::Number(_) => return Ok(value.clone()),
        Val::Bool(value) => Some(f64::from(u8::from(*value))),
        Val::Text(text) => read(text),
        _ => None,
    };
    let fault = || Fault::new("D3030", format!("Unable to cast value to a number: {}", shown(value)));
    number.map(Val::Number).ok_or_else(fault)
}

/// A decimal number, or digits of another base behind `0x`, `0o` or `0b`.
fn read(text: &str) -> Option<f64> {
    let based = |radix, digits: &str| {
        let value = |sum: f64, c: char| c.to_digit(radix).map(|digit| sum * f64::from(radix) + f64::from(digit));
        (!digits.is_empty()).then(|| digits.chars().try_fold(0.0, value)).flatten()
    };
    match text.get(..2) {
        Some("0x" | "0X") => return based(16, text.get(2..)?),
        Some("0o" | "0O") => return based(8, text.get(2..)?),
        Some("0b" | "0B") => return based(2, text.get(2..)?),
        _ => {}
    }
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    // Zeros in front are fine; what is left to exclude is what Rust reads besides.
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || !digits(exponent) {
        return None;
    }
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

fn map(args: &[Val], change: impl FnOnce(f64) -> f64) -> Outcome {
    Ok(of(arg(args, 0).as_number().map(change)))
}

/// `$floor(number)`
pub(super) fn floor(_: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    map(args, f64::floor)
}

/// `$ceil(number)`
pub(super) fn ceil(_: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    map(args, f64::ceil)
}

/// `$abs(number)`
pub(super) fn abs(_: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    map(args, f64::abs)
}

/// `$round(number, precision)`: halves go to the even neighbour.
pub(super) fn round(_: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    let Some(value) = arg(args, 0).as_number() else { return Ok(Val::Undefined) };
    let places = arg(args, 1).as_number().unwrap_or(0.0);
    // The point cannot be moved by a part of a place.
    let rounded = if places.fract() == 0.0 { picture::round(value, places as i32) } else { f64::NAN };
    Ok(Val::Number(rounded))
}

/// `$sqrt(number)`
pub(super) fn sqrt(_: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    match arg(args, 0).as_number() {
        Some(value) if value < 0.0 => {
            let message = "The sqrt function cannot be applied to a negative number";
            Err(Fault::new("D3060", format!("{message}: {}", shown(arg(args, 0)))))
        }
        value => Ok(of(value.map(f64::sqrt))),
    }
}

/// `$power(base, exponent)`
pub(super) fn power(_: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    let (Some(base), Some(exponent)) = (arg(args, 0).as_number(), arg(args, 1).as_number()) else {
        return Ok(Val::Undefined);
    };
    let value = base.powf(exponent);
    if value.is_finite() {
        return Ok(Val::Number(value));
    }
    let message = "The power function has resulted in a value that cannot be represented as a JSON number";
    let (base, exponent) = (shown(arg(args, 0)), shown(arg(args, 1)));
    Err(Fault::new("D3061", format!("{message}: base={base}, exponent={exponent}")))
}

/// `$random()`
pub(super) fn random(evaluator: &mut Evaluator<'_>, _: &[Val], _: &Caller<'_>) -> Outcome {
    Ok(Val::Number(evaluator.world.random_unit()))
}

fn formatted(text: Result<String, picture::Fault>) -> Outcome {
    Ok(Val::text(text?))
}

/// `$formatBase(number, radix)`
pub(super) fn format_base(_: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    let Some(value) = arg(args, 0).as_number() else { return Ok(Val::Undefined) };
    formatted(picture::format_base(value, arg(args, 1).as_number().unwrap_or(10.0)))
}

/// `$formatInteger(number, picture)`
pub(super) fn format_integer(evaluator: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    let (Some(value), Some(picture)) = (arg(args, 0).as_number(), arg(args, 1).as_text()) else {
        return Ok(Val::Undefined);
    };
    evaluator.spend(WORK_FOR_EACH * picture.len())?;
    formatted(picture::format_integer(value, picture))
}

/// `$parseInteger(text, picture)`
pub(super) fn parse_integer(evaluator: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    let (Some(text), Some(picture)) = (arg(args, 0).as_text(), arg(args, 1).as_text()) else {
        return Ok(Val::Undefined);
    };
    evaluator.spend(WORK_FOR_EACH * (text.len() + picture.len()))?;
    Ok(Val::Number(picture::parse_integer(text, picture)?))
}

/// `$formatNumber(number, picture, options)`
pub(super) fn format_number(evaluator: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    let (Some(value), Some(picture)) = (arg(args, 0).as_number(), arg(args, 1).as_text()) else {
        return Ok(Val::Undefined);
    };
    let mut options = Options::default();
    if let Val::Object(object) = arg(args, 2) {
        for (name, value) in &object.fields {
            if let Some(value) = value.as_text() {
                options.set(name, value);
            }
        }
    }
    evaluator.spend(WORK_FOR_EACH * picture.len())?;
    formatted(picture::format_number(value, picture, &options))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read() {
        for (text, expected) in [
            ("-1.5e3", Some(-1500.0)),
            ("0x10", Some(16.0)),
            ("0b101", Some(5.0)),
            ("-007", Some(-7.0)),
            ("1.", None),
            (".5", None),
            ("inf", None),
            ("1e400", None),
            (" 1", None),
            ("", None),
            ("-", None),
            ("0x", None),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn halves_of_digits_go_to_the_even_one() {
        let rounded = |value, places| {
            let args = [Val::Number(value), Val::Number(places)];
            let mut world = crate::Seeded::new(0, 0);
            let mut evaluator = Evaluator::new(crate::jsonata::Dialect::Aws, crate::Limits::default(), &mut world);
            let caller = Caller { input: &Val::Undefined, frame: &std::rc::Rc::default() };
            round(&mut evaluator, &args, &caller).unwrap().as_number().map(|number| number.to_string())
        };
        for (value, places, expected) in [
            (1.005, 2.0, "1"),
            (1.015, 2.0, "1.02"),
            (12_350.0, -2.0, "12400"),
            (12_250.0, -2.0, "12200"),
            (-0.4, 0.0, "0"),
            (1.5, 0.5, "NaN"),
            (1.5, 1e300, "inf"),
            (1.5, -1e300, "0"),
        ] {
            assert_eq!(rounded(value, places).as_deref(), Some(expected), "{value} {places}");
        }
    }
}
