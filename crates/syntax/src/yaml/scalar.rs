//! What an unquoted scalar is: the readers of YAML 1.1 (`PyYAML` and its like in SAM and older `CloudFormation` tools) and
//! those of YAML 1.2 don't agree.
//!
//! Where they agree, that is what it is. Where they don't, it stays a string as it is written, and the difference is kept,
//! so that a rule can ask for quotes. Only dates pass unmarked: all tools write them out as text again.

use crate::placeholder;
use crate::tree::Kind;

/// What the other readers make of a scalar: an index into [`NOTES`], 0 for nothing.
pub(super) type Note = u8;

/// The notes; the first stands for none.
pub(super) const NOTES: [&str; 8] = [
    "",
    "a boolean in YAML 1.1",
    "an octal number in YAML 1.1",
    "a number in base 60 in YAML 1.1",
    "a number in YAML 1.1",
    "a number in YAML 1.2",
    "a string in YAML 1.1",
    "a default value in YAML 1.1",
];

const NONE: Note = 0;
const BOOLEAN_11: Note = 1;
const OCTAL_11: Note = 2;
const BASE_60_11: Note = 3;
const NUMBER_11: Note = 4;
const NUMBER_12: Note = 5;
const STRING_11: Note = 6;
const DEFAULT_11: Note = 7;

/// The kind of an unquoted scalar.
pub(super) fn resolve(text: &str) -> (Kind, Note) {
    match text.as_bytes().first() {
        None => (Kind::Null, NONE),
        Some(b'0'..=b'9' | b'+' | b'-' | b'.') => number(text),
        Some(b'$') if is_placeholder(text) => (Kind::Unknown, NONE),
        Some(b'~' | b'=' | b't' | b'T' | b'f' | b'F' | b'n' | b'N' | b'y' | b'Y' | b'o' | b'O') => word(text),
        Some(_) => (Kind::String, NONE),
    }
}

fn word(text: &str) -> (Kind, Note) {
    match text {
        "~" | "null" | "Null" | "NULL" => (Kind::Null, NONE),
        "true" | "True" | "TRUE" => (Kind::Bool(true), NONE),
        "false" | "False" | "FALSE" => (Kind::Bool(false), NONE),
        "yes" | "Yes" | "YES" | "no" | "No" | "NO" | "on" | "On" | "ON" | "off" | "Off" | "OFF" => {
            (Kind::String, BOOLEAN_11)
        }
        "=" => (Kind::String, DEFAULT_11),
        _ => (Kind::String, NONE),
    }
}

/// `${Name}` and nothing else, or with digits behind it: the value may turn out to be of any type.
fn is_placeholder(text: &str) -> bool {
    let bytes = text.as_bytes();
    let end = if text.starts_with("${") { placeholder::end_of(bytes, 2) } else { None };
    end.and_then(|end| bytes.get(end..)).is_some_and(|rest| rest.iter().all(|b| b.is_ascii_digit() || *b == b'.'))
}

/// A number in both versions is a number; in one of them, a string.
fn number(text: &str) -> (Kind, Note) {
    match (is_number_11(text), is_number_12(text)) {
        (true, _) if is_octal_11(text) => (Kind::String, OCTAL_11),
        (true, true) => (Kind::Number, NONE),
        // `1e3`: JSON, YAML 1.2 and SnakeYAML have a number here; PyYAML wants a point, and a sign in the exponent.
        (false, true) if text.contains(['e', 'E']) => (Kind::Number, STRING_11),
        (false, true) => (Kind::String, NUMBER_12),
        (true, false) if text.contains(':') => (Kind::String, BASE_60_11),
        (true, false) => (Kind::String, NUMBER_11),
        (false, false) => (Kind::String, NONE),
    }
}

fn unsigned(text: &str) -> &str {
    text.strip_prefix(['+', '-']).unwrap_or(text)
}

fn is_octal_11(text: &str) -> bool {
    let rest = unsigned(text).strip_prefix('0').unwrap_or_default();
    !rest.is_empty() && rest.bytes().all(|b| matches!(b, b'0'..=b'7' | b'_'))
}

fn is_infinity_or_nan(text: &str) -> bool {
    matches!(unsigned(text), ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN")
}

fn all(text: &str, one: impl Fn(u8) -> bool) -> bool {
    !text.is_empty() && text.bytes().all(one)
}

/// The core schema of YAML 1.2.2, section 10.3.2.
fn is_number_12(text: &str) -> bool {
    if let Some(digits) = text.strip_prefix("0x") {
        return all(digits, |b| b.is_ascii_hexdigit());
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return all(digits, |b| matches!(b, b'0'..=b'7'));
    }
    let (mantissa, exponent) = split_exponent(unsigned(text));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let mantissa_fits = digits(whole) && digits(fraction) && !(whole.is_empty() && fraction.is_empty());
    (mantissa_fits && exponent.is_none_or(|e| all(unsigned(e), |b| b.is_ascii_digit()))) || is_infinity_or_nan(text)
}

fn split_exponent(text: &str) -> (&str, Option<&str>) {
    match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    }
}

/// The implicit resolvers of `PyYAML`.
fn is_number_11(text: &str) -> bool {
    let rest = unsigned(text);
    let digit = |b: u8| b.is_ascii_digit() || b == b'_';
    if let Some(digits) = rest.strip_prefix("0x") {
        return all(digits, |b| b.is_ascii_hexdigit() || b == b'_');
    }
    if let Some(digits) = rest.strip_prefix("0b") {
        return all(digits, |b| matches!(b, b'0' | b'1' | b'_'));
    }
    if rest.contains(':') {
        return is_base_60(rest);
    }
    let starts_with_digit = rest.starts_with(|c: char| c.is_ascii_digit());
    let (mantissa, exponent) = split_exponent(rest);
    let signed = |e: &str| e.strip_prefix(['+', '-']).is_some_and(|e| all(e, |b| b.is_ascii_digit()));
    match mantissa.split_once('.') {
        _ if is_infinity_or_nan(text) => true,
        Some((whole, fraction)) => {
            let begins =
                starts_with_digit || (rest.len() == text.len() && fraction.starts_with(|c: char| c.is_ascii_digit()));
            begins && whole.bytes().all(digit) && fraction.bytes().all(digit) && exponent.is_none_or(signed)
        }
        None if rest.starts_with('0') => rest == "0" || is_octal_11(text),
        None => starts_with_digit && all(rest, digit),
    }
}

/// `1:30`, `190:20:30.15`.
fn is_base_60(text: &str) -> bool {
    let mut parts = text.split(':');
    let first = parts.next().unwrap_or_default();
    let begins = first.starts_with(|c: char| c.is_ascii_digit()) && all(first, |b| b.is_ascii_digit() || b == b'_');
    let part = |s: &str| matches!(s.as_bytes(), [b'0'..=b'9'] | [b'0'..=b'5', b'0'..=b'9']);
    let fits = |s: &str| part(s.split_once('.').map_or(s, |(whole, _)| whole));
    // A whole number in base 60 does not begin with 0; a fraction may.
    begins && parts.clone().all(fits) && parts.next().is_some() && (!first.starts_with('0') || text.contains('.'))
}
