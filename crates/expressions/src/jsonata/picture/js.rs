//! What the numbers and strings of `JavaScript` do, where the results of the reference implementation show it.

use crate::jsonata::number::shortest;

pub(super) use crate::jsonata::number::text as number_text;

/// What `value.toFixed(places)` writes of a number from 0 on: of two that are equally near, the larger one.
pub(super) fn fixed(value: f64, places: usize) -> String {
    if value >= 1e21 || !value.is_finite() {
        return number_text(value);
    }
    let longer = format!("{value:.*}", places + 1);
    // No number has more than 1074 binary places, and none more decimal ones.
    let is_tie = longer.ends_with('5') && format!("{value:.1074}").trim_end_matches('0') == longer;
    if is_tie {
        next_decimal(longer.strip_suffix('5').unwrap_or(&longer).trim_end_matches('.'))
    } else {
        format!("{value:.places$}")
    }
}

/// A decimal number with its last digit one higher.
fn next_decimal(text: &str) -> String {
    let mut carry = true;
    let mut chars: Vec<char> = text.chars().collect();
    for c in chars.iter_mut().rev().filter(|c| **c != '.') {
        let digit = c.to_digit(10).unwrap_or(0) + u32::from(carry);
        carry = digit > 9;
        *c = char::from_digit(digit % 10, 10).unwrap_or('0');
    }
    if carry {
        chars.insert(0, '1');
    }
    chars.into_iter().collect()
}

/// What `parseInt(text)` reads: leading digits, sixteen of them after `0x`; NaN when there are none.
pub(super) fn parse_int(text: &str) -> f64 {
    let text = text.trim_start_matches(is_space);
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    let hex = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"));
    if let Some(hex) = hex {
        let mut digits = hex.chars().map_while(|c| c.to_digit(16)).peekable();
        if digits.peek().is_none() {
            return f64::NAN;
        }
        return sign * digits.fold(0.0, |sum, digit| sum * 16.0 + f64::from(digit));
    }
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text.get(..end).and_then(|digits| digits.parse::<f64>().ok()).map_or(f64::NAN, |value| sign * value)
}

/// A text in quotes, as messages show it.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// What `\s` matches.
pub(super) fn is_space(c: char) -> bool {
    c == '\u{feff}' || (c != '\u{85}' && c.is_whitespace())
}

/// The value rounded to a number of decimal places, halves to even, as `$round` does it: on the decimal digits of the
/// shortest text.
pub(in crate::jsonata) fn round(value: f64, places: i32) -> f64 {
    if places == 0 {
        return value.round_ties_even() + 0.0;
    }
    let shifted = shift(value, places);
    let rounded = shifted.round_ties_even();
    if rounded == 0.0 { 0.0 } else { shift(rounded, places.saturating_neg()) }
}

/// The value times a power of ten, without an error from a multiplication.
fn shift(value: f64, places: i32) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let (digits, exponent) = shortest(value.abs());
    let (first, rest) = digits.split_at(1);
    let size = format!("{first}.{rest}e{}", exponent.saturating_add(places)).parse().unwrap_or(f64::NAN);
    if value < 0.0 { -size } else { size }
}
