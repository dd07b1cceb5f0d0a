//! `States.Base64Encode`.

use serde_json::Value;

use super::arguments::{Arguments, Fault};
use super::{Intrinsic, Kinds, signature::partial};
use crate::World;

pub(super) const FUNCTION: Intrinsic =
    Intrinsic { name: "States.Base64Encode", signature: partial(&[Kinds::STRING], Kinds::STRING), run };

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn run(arguments: &Arguments<'_, '_>, _: &mut dyn World) -> Result<Value, Fault> {
    Ok(encode(arguments.short_text(0)?.as_bytes()).into())
}

fn encode(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let byte = |at: usize| group.get(at).map_or(0, |byte| u32::from(*byte) << (16 - 8 * at));
        let bits = byte(0) | byte(1) | byte(2);
        for at in 0..4 {
            let digit = DIGITS.get((bits >> (18 - 6 * at) & 63) as usize);
            let digit = digit.filter(|_| at <= group.len());
            out.push(digit.map_or('=', |digit| char::from(*digit)));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::intrinsic::testing::{fails, gives, outcome};

    #[test]
    fn examples() {
        gives(&[
            ("States.Base64Encode('')", "{}", r#""""#),
            ("States.Base64Encode('Data to encode')", "{}", r#""RGF0YSB0byBlbmNvZGU=""#),
            ("States.Base64Encode($)", r#""line1\nline2""#, r#""bGluZTEKbGluZTI=""#),
            ("States.Base64Encode('🚀')", "{}", r#""8J+agA==""#),
            ("States.Base64Encode('こんにちは')", "{}", r#""44GT44KT44Gr44Gh44Gv""#),
        ]);
        fails(&[
            ("States.Base64Encode(123)", "{}", "123"),
            ("States.Base64Encode('a', 'b')", "{}", "States.Base64Encode('a', 'b')"),
        ]);
    }

    #[test]
    fn ten_thousand_characters_are_not_too_many() {
        let long = |length: usize| outcome("States.Base64Encode($)", &format!("\"{}\"", "a".repeat(length)));
        assert!(long(10_000).is_ok() && long(10_001).is_err());
    }
}
