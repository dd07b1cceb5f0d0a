//! What the numbers and strings of `JavaScript` do, where the results of the reference implementation show it.

/// A number as `String(value)` writes it.
pub(super) fn number_text(value: f64) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    if value == 0.0 {
        return "0".to_owned();
    }
    let size = value.abs();
    if (1e-6..1e21).contains(&size) {
        return value.to_string();
    }
    let text = format!("{value:e}");
    if size < 1.0 { text } else { text.replace('e', "e+") }
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
pub(super) fn round(value: f64, places: i32) -> f64 {
    let shifted = shift(value, places);
    let rounded = shifted.round_ties_even();
    if rounded == 0.0 { 0.0 } else { shift(rounded, -places) }
}

/// The value times a power of ten, without an error from a multiplication.
fn shift(value: f64, places: i32) -> f64 {
    let text = format!("{value:e}");
    let Some((digits, exponent)) = text.split_once('e') else { return value };
    let exponent = exponent.parse::<i32>().unwrap_or(0).saturating_add(places);
    format!("{digits}e{exponent}").parse().unwrap_or(f64::NAN)
}
