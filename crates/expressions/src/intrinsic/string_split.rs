//! `States.StringSplit`.

use serde_json::Value;

use super::arguments::{Arguments, Fault};
use super::{Intrinsic, Kinds, signature::total};
use crate::World;

pub(super) const FUNCTION: Intrinsic =
    Intrinsic { name: "States.StringSplit", signature: total(&[Kinds::STRING, Kinds::STRING], Kinds::ARRAY), run };

/// `StringTokenizer`: every character of the second text separates, and there are no empty parts.
fn run(arguments: &Arguments<'_, '_>, _: &mut dyn World) -> Result<Value, Fault> {
    let (text, separators) = (arguments.text(0)?, arguments.text(1)?);
    let parts = text.split(|character| separators.contains(character));
    Ok(parts.filter(|part| !part.is_empty()).collect())
}

#[cfg(test)]
mod tests {
    use crate::intrinsic::testing::{fails, gives};

    #[test]
    fn examples() {
        gives(&[
            ("States.StringSplit($, ',')", r#""a,b,c""#, r#"["a", "b", "c"]"#),
            ("States.StringSplit($, '.+,')", r#""1+2,3.4""#, r#"["1", "2", "3", "4"]"#),
            ("States.StringSplit($, ',')", r#"",a,,b,""#, r#"["a", "b"]"#),
            ("States.StringSplit($, ',')", r#"",,,,""#, "[]"),
            ("States.StringSplit($, ',')", r#"" , ""#, r#"[" ", " "]"#),
            ("States.StringSplit('Hello\nWorld', '\n')", "{}", r#"["Hello", "World"]"#),
            ("States.StringSplit('abc', '')", "{}", r#"["abc"]"#),
            ("States.StringSplit('', '')", "{}", "[]"),
        ]);
        fails(&[
            ("States.StringSplit(123, ',')", "{}", "123"),
            ("States.StringSplit('a', null)", "{}", "null"),
            ("States.StringSplit('a')", "{}", "States.StringSplit('a')"),
        ]);
    }
}
