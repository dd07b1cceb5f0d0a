//! `States.StringToJson`.

use asl_syntax::jackson;
use serde_json::{Deserializer, Value};
use std::borrow::Cow;

use super::arguments::{Arguments, Fault};
use super::{Intrinsic, Kinds, signature::partial};
use crate::World;

pub(super) const FUNCTION: Intrinsic =
    Intrinsic { name: "States.StringToJson", signature: partial(&[Kinds::STRING], Kinds::ANY), run };

/// `ObjectMapper.readTree`: a text without a value is `null` (recorded), and what follows the first value is not read.
fn run(arguments: &Arguments<'_, '_>, _: &mut dyn World) -> Result<Value, Fault> {
    let text = arguments.text(0)?;
    match Deserializer::from_str(&without_signs_of_zeros(text)).into_iter::<Value>().next() {
        None => Ok(Value::Null),
        Some(Ok(value)) => Ok(value),
        Some(Err(error)) => Err(Fault::at(0).saying(format!(
            "Cannot convert String to Json in States.StringToJson, caused by: {}",
            jackson_message(text).unwrap_or_else(|| error.to_string())
        ))),
    }
}

/// `-0` is the integer 0 to Jackson, and a `double` to the reader at hand. `-0.0` is a `double` to both.
fn without_signs_of_zeros(text: &str) -> Cow<'_, str> {
    if !text.contains("-0") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let (mut quoted, mut escaped) = (false, false);
    // The last character but blanks: behind these, a value begins.
    let mut before = ',';
    for (at, c) in text.char_indices() {
        let is_zero = || {
            let digits = text.get(at..).and_then(|rest| rest.strip_prefix("-0"));
            digits.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E')))
        };
        if quoted || !matches!(before, '[' | ',' | ':') || !is_zero() {
            out.push(c);
        }
        before = if c.is_ascii_whitespace() { before } else { c };
        quoted ^= c == '"' && !escaped;
        escaped = quoted && c == '\\' && !escaped;
    }
    Cow::Owned(out)
}

/// What Jackson says of a text that is not JSON, which AWS tells it not to repeat.
fn jackson_message(text: &str) -> Option<String> {
    let place = |at| {
        let (line, column) = jackson::position(text, at);
        format!(
            "[Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: {line}, column: {column}]"
        )
    };
    let fault = jackson::first_fault(text)?;
    Some(format!("{}\n at {}", fault.message(place), place(fault.at)))
}

#[cfg(test)]
mod tests {
    use crate::intrinsic::testing::{fails, gives, outcome, says};

    #[test]
    fn examples() {
        let call = "States.StringToJson($)";
        gives(&[
            (call, r#""""#, "null"),
            (call, r#"" ""#, "null"),
            (call, r#""null""#, "null"),
            (call, r#""-0""#, "0"),
            (call, r#""[-0, {\"a\": -0}, -0.5]""#, r#"[0, {"a": 0}, -0.5]"#),
            (call, r#""[0.0, -0.0, -0e1, -0, \"a\\\" -0\"]""#, r#"[0.0, -0.0, -0.0, 0, "a\" -0"]"#),
            (call, r#""1.1""#, "1.1"),
            (call, r#""\"HelloWorld\"""#, r#""HelloWorld""#),
            (call, r#"" [1, 2, \"HelloWorld\"] ""#, r#"[1, 2, "HelloWorld"]"#),
            (call, r#""{\"Arg1\": 1, \"Arg2\": []} x""#, r#"{"Arg1": 1, "Arg2": []}"#),
        ]);
        fails(&[(call, "123", "$"), (call, "{}", "$"), ("States.StringToJson()", "{}", "States.StringToJson()")]);
    }

    #[test]
    fn a_sign_alone_makes_no_number() {
        for text in ["[1-0]", "[--0]", "-00", "[0 -0]"] {
            assert!(outcome("States.StringToJson($)", &format!("\"{text}\"")).is_err(), "{text}");
        }
    }

    /// As recorded.
    #[test]
    fn the_words_of_jackson() {
        let source = "[Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: ";
        let cases = [
            (
                r#""{bad json}""#,
                format!(
                    "Unexpected character ('b' (code 98)): was expecting double-quote to start field name\n at {source}2]"
                ),
            ),
            (
                r#""{\"a\":1""#,
                format!(
                    "Unexpected end-of-input: expected close marker for Object (start marker at {source}1])\n at {source}7]"
                ),
            ),
            (
                r#""undefined""#,
                format!(
                    "Unrecognized token 'undefined': was expecting (JSON String, Number, Array, Object or token 'null', \
                     'true' or 'false')\n at {source}10]"
                ),
            ),
        ];
        for (input, words) in cases {
            let reason = format!("Cannot convert String to Json in States.StringToJson, caused by: {words}");
            says(&[("States.StringToJson($)", input, &reason, "$")]);
        }
    }
}
