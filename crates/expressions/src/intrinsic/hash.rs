//! `States.Hash`.

use serde_json::Value;

use super::arguments::{Arguments, Fault, short};
use super::{Intrinsic, Kinds, signature::partial};
use crate::World;

pub(super) const FUNCTION: Intrinsic =
    Intrinsic { name: "States.Hash", signature: partial(&[Kinds::ANY, Kinds::STRING], Kinds::STRING), run };

/// AWS hashes the text of what is no string (recorded for numbers and objects).
fn run(arguments: &Arguments<'_, '_>, _: &mut dyn World) -> Result<Value, Fault> {
    let data = arguments.get(0)?.java_text();
    short(&data, 0)?;
    crate::hash::hex(arguments.text(1)?, data.as_bytes()).map(Value::from).ok_or_else(|| Fault::at(1))
}

#[cfg(test)]
mod tests {
    use crate::intrinsic::testing::{fails, gives, outcome};

    #[test]
    fn examples() {
        gives(&[
            ("States.Hash('input data', 'MD5')", "{}", r#""812f45842bc6d66ee14572ce20db8e86""#),
            ("States.Hash('input data', 'SHA-1')", "{}", r#""aaff4a450a104cd177d28d18d74485e8cae074b7""#),
            (
                "States.Hash('✓', 'SHA-256')",
                "{}",
                r#""1dabba21cdad44541f6b15796f8d22978fc7ea10c46aeceeeeb66c23b3ac7604""#,
            ),
            (
                "States.Hash('input data', $)",
                r#""SHA-384""#,
                r#""d28a7d5cf25a74f11a50a18452b75e04bb3d70c9dd0510d6123aa008c756511b87525bdc835ebb27e1fb9e9374a15562""#,
            ),
            (
                "States.Hash('hello', 'SHA-512')",
                "{}",
                r#""9b71d224bd62f3785d96d46ad3ea3d73319bfbc2890caadae2dff72519673ca72323c3d99ba5c11d7c7acc6e14b8c5da0c4663475c2e5c3adef46f73bcdec043""#,
            ),
        ]);
        assert_eq!(outcome("States.Hash(123, 'MD5')", "{}"), outcome("States.Hash('123', 'MD5')", "{}"));
    }

    #[test]
    fn refusals() {
        for name in ["UNSUPPORTED", "sha-256", "SHA256", "", "MD-5", "SHA-257"] {
            let call = format!("States.Hash('data', '{name}')");
            fails(&[(&call, "{}", &format!("'{name}'"))]);
        }
        fails(&[("States.Hash('hello', 123)", "{}", "123"), ("States.Hash('hello')", "{}", "States.Hash('hello')")]);
        let long = |length: usize| outcome("States.Hash($, 'MD5')", &format!("\"{}\"", "a".repeat(length)));
        assert!(long(10_000).is_ok() && long(10_001).is_err());
    }
}
