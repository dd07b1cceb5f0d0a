//! `States.Base64Decode`.

use serde_json::Value;

use super::arguments::{Arguments, Fault};
use super::{Intrinsic, Kinds, signature::partial};
use crate::World;

pub(super) const FUNCTION: Intrinsic =
    Intrinsic { name: "States.Base64Decode", signature: partial(&[Kinds::STRING], Kinds::STRING), run };

fn run(arguments: &Arguments<'_, '_>, _: &mut dyn World) -> Result<Value, Fault> {
    Ok(String::from_utf8_lossy(&decode(arguments.short_text(0)?)).into())
}

/// As the decoder of Apache Commons does it, which fits what is recorded: what is no digit is read over, the first `=` is
/// the end, `-` and `_` are digits as well, and bits that make no byte are dropped.
fn decode(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3 + 2);
    let (mut bits, mut count) = (0_u32, 0);
    for digit in text.bytes().take_while(|byte| *byte != b'=').filter_map(digit) {
        bits = bits << 6 | digit;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count & 0xff) as u8);
        }
    }
    out
}

fn digit(byte: u8) -> Option<u32> {
    let digit = match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    };
    Some(digit.into())
}

#[cfg(test)]
mod tests {
    use crate::intrinsic::testing::{fails, gives, outcome};

    #[test]
    fn examples() {
        gives(&[
            ("States.Base64Decode('')", "{}", r#""""#),
            ("States.Base64Decode('RGF0YSB0byBlbmNvZGU=')", "{}", r#""Data to encode""#),
            ("States.Base64Decode('44GT44KT44Gr44Gh44Gv')", "{}", r#""こんにちは""#),
            ("States.Base64Decode('YWJjAGRlZg==')", "{}", r#""abc\u0000def""#),
            ("States.Base64Decode(' YWJjZA== ')", "{}", r#""abcd""#),
            ("States.Base64Decode('!Y!W!J!j')", "{}", r#""abc""#),
            ("States.Base64Decode('YWI')", "{}", r#""ab""#),
            ("States.Base64Decode('YQ==YQ==')", "{}", r#""a""#),
            ("States.Base64Decode('_w')", "{}", "\"\u{fffd}\""),
            ("States.Base64Decode(States.Base64Encode($))", r#""🚀""#, r#""🚀""#),
        ]);
        fails(&[("States.Base64Decode(123)", "{}", "123"), ("States.Base64Decode($)", "{}", "$")]);
    }

    #[test]
    fn ten_thousand_characters_are_not_too_many() {
        let long = |length: usize| outcome("States.Base64Decode($)", &format!("\"{}\"", "A".repeat(length)));
        assert!(long(10_000).is_ok() && long(10_001).is_err());
    }
}
