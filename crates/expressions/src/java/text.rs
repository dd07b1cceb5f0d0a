//! Values as text.

use serde_json::{Number, Value};
use std::fmt::Write as _;

/// `String.valueOf` of what Jackson makes of the value: `{a=1, b=[x, null]}`.
pub(crate) fn text(value: &Value) -> String {
    let mut out = String::new();
    write_text(&mut out, value);
    out
}

fn write_text(out: &mut String, value: &Value) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Number(number) => out.push_str(&number_text(number)),
        Value::String(text) => out.push_str(text),
        Value::Array(items) => write_list(out, ['[', ']'], ", ", items.iter(), write_text),
        Value::Object(members) => write_list(out, ['{', '}'], ", ", members.iter(), |out, (name, member)| {
            out.push_str(name);
            out.push('=');
            write_text(out, member);
        }),
    }
}

/// JSON as Jackson writes it, without blanks.
pub(crate) fn json_text(value: &Value) -> String {
    let mut out = String::new();
    write_json(&mut out, value);
    out
}

fn write_json(out: &mut String, value: &Value) {
    match value {
        Value::String(text) => write_string(out, text),
        Value::Array(items) => write_list(out, ['[', ']'], ",", items.iter(), write_json),
        Value::Object(members) => write_list(out, ['{', '}'], ",", members.iter(), |out, (name, member)| {
            write_string(out, name);
            out.push(':');
            write_json(out, member);
        }),
        scalar => write_text(out, scalar),
    }
}

/// What stands in brackets, with something between.
fn write_list<T>(
    out: &mut String,
    [open, close]: [char; 2],
    between: &str,
    items: impl Iterator<Item = T>,
    write: impl Fn(&mut String, T),
) {
    out.push(open);
    for (at, item) in items.enumerate() {
        out.push_str(if at > 0 { between } else { "" });
        write(out, item);
    }
    out.push(close);
}

fn write_string(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\0'..='\u{1f}' => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{:04X}", u32::from(character));
            }
            plain => out.push(plain),
        }
    }
    out.push('"');
}

/// `toString` of an `Integer`, a `Long`, a `BigInteger` or a `Double`.
pub(crate) fn number_text(number: &Number) -> String {
    match number.as_f64() {
        Some(double) if number.is_f64() => double_text(double),
        _ => number.to_string(),
    }
}

/// `Double.toString`: the shortest digits that tell the number, at least one behind the point, and an exponent below a
/// thousandth and from ten million on.
fn double_text(double: f64) -> String {
    if double == 0.0 || (1e-3..1e7).contains(&double.abs()) {
        return format!("{double:?}");
    }
    let shortest = format!("{double:e}");
    // Java never shows one digit alone, and two may be nearer to a tiny number.
    let digits = if shortest.contains('.') { shortest } else { format!("{double:.1e}") };
    digits.replace('e', "E")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// As Java 17 says.
    #[test]
    fn doubles() {
        let cases = [
            (0.001, "0.001"),
            (9.999e-4, "9.999E-4"),
            (1e7, "1.0E7"),
            (9_999_999.5, "9999999.5"),
            (100.0, "100.0"),
            (-2.5, "-2.5"),
            (-0.0, "-0.0"),
            (1e10, "1.0E10"),
            (1e-5, "1.0E-5"),
            (123_456_789.125, "1.23456789125E8"),
            (1e-320, "1.0E-320"),
            (5e-324, "4.9E-324"),
            (f64::MAX, "1.7976931348623157E308"),
        ];
        for (double, expected) in cases {
            assert_eq!(double_text(double), expected);
        }
    }

    #[test]
    fn java_objects() {
        let value = json!({"Arg1": 1, "Arg2": [], "Arg3": [null, "x", {"y": 1.0}], "Arg4": {}});
        assert_eq!(text(&value), "{Arg1=1, Arg2=[], Arg3=[null, x, {y=1.0}], Arg4={}}");
    }

    #[test]
    fn json() {
        let value = json!({"a\"": ["\\ \n\r\t\u{8}\u{c}\u{1f}\u{7f} ö/", 1e10, u64::MAX, null], "b": {}, "c": []});
        let expected =
            "{\"a\\\"\":[\"\\\\ \\n\\r\\t\\b\\f\\u001F\u{7f} ö/\",1.0E10,18446744073709551615,null],\"b\":{},\"c\":[]}";
        assert_eq!(json_text(&value), expected);
    }
}
