//! Numbers as JavaScript writes them.

use serde_json::{Number, Value};
use std::fmt::Write;

/// Integers up to here are exact in a double.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A number as JSON: an integer where it is one, null where JSON has none.
pub(super) fn to_json(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < EXACT {
        #[expect(clippy::cast_possible_truncation, reason = "it is an integer in range")]
        return Value::Number(Number::from(value as i64));
    }
    Number::from_f64(value).map_or(Value::Null, Value::Number)
}

/// A number as `String(value)` writes it.
pub(super) fn text(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    if !value.is_finite() {
        return if value.is_nan() { "NaN".to_owned() } else { format!("{}Infinity", sign(value)) };
    }
    let (digits, exponent) = shortest(value.abs());
    let mut out = sign(value).to_owned();
    layout(&mut out, &digits, exponent);
    out
}

/// The fewest digits that tell a positive number from all others, and the power of ten of the first of them.
///
/// Of two such that are equally near, `JavaScript` takes the even one. There are two only where all digits are needed.
pub(super) fn shortest(value: f64) -> (String, i32) {
    const ALWAYS_TOLD: usize = 15;
    let mut text = format!("{value:e}");
    let places = text.split_once('e').map_or(0, |(digits, _)| digits.len().saturating_sub(2));
    if places >= ALWAYS_TOLD {
        let even = format!("{value:.places$e}");
        if even.parse() == Ok(value) {
            text = even;
        }
    }
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    (digits.replace('.', ""), exponent.parse().unwrap_or(0))
}

fn sign(value: f64) -> &'static str {
    if value < 0.0 { "-" } else { "" }
}

/// Digits whose first stands for a power of ten.
fn layout(out: &mut String, digits: &str, exponent: i32) {
    let count = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    if (0..21).contains(&exponent) {
        if count <= exponent + 1 {
            out.push_str(digits);
            out.extend(std::iter::repeat_n('0', usize::try_from(exponent + 1 - count).unwrap_or(0)));
        } else {
            let (whole, fraction) = digits.split_at(usize::try_from(exponent + 1).unwrap_or(0));
            let _ = write!(out, "{whole}.{fraction}");
        }
    } else if (-6..0).contains(&exponent) {
        out.push_str("0.");
        out.extend(std::iter::repeat_n('0', usize::try_from(-exponent - 1).unwrap_or(0)));
        out.push_str(digits);
    } else {
        let (first, rest) = digits.split_at(1.min(digits.len()));
        let point = if rest.is_empty() { "" } else { "." };
        let plus = if exponent < 0 { "-" } else { "+" };
        let _ = write!(out, "{first}{point}{rest}e{plus}{}", exponent.abs());
    }
}

/// The number that is left of it in 15 digits.
pub(super) fn to_fifteen_digits(value: f64) -> f64 {
    format!("{value:.14e}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_look_as_in_javascript() {
        for (value, expected) in [
            (0.0, "0"),
            (-0.0, "0"),
            (1.0, "1"),
            (-12.5, "-12.5"),
            (1e20, "100000000000000000000"),
            (1e21, "1e+21"),
            (1.5e21, "1.5e+21"),
            (0.000_001, "0.000001"),
            (1e-7, "1e-7"),
            (1.25e-7, "1.25e-7"),
            (123_456_789_012_345_680.0, "123456789012345680"),
            // The last digit may be 2 or 3, and here 7 or 8.
            (2_f64.powi(50) + 0.25, "1125899906842624.2"),
            (2_f64.powi(50) + 0.75, "1125899906842624.8"),
            (5e-324, "5e-324"),
        ] {
            assert_eq!(text(value), expected);
        }
    }

    #[test]
    fn fifteen_digits_hide_the_last_bits() {
        assert_eq!(text(to_fifteen_digits(0.1 + 0.2)), "0.3");
    }
}
