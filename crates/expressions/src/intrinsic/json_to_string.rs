//! `States.JsonToString`.

use serde_json::Value;

use super::arguments::{Arguments, Fault};
use super::{Intrinsic, Kinds, signature::total};
use crate::World;
use crate::java;

pub(super) const FUNCTION: Intrinsic =
    Intrinsic { name: "States.JsonToString", signature: total(&[Kinds::ANY], Kinds::STRING), run };

fn run(arguments: &Arguments<'_, '_>, _: &mut dyn World) -> Result<Value, Fault> {
    Ok(java::json_text(arguments.value(0)?).into())
}

#[cfg(test)]
mod tests {
    use crate::intrinsic::testing::{fails, gives};

    #[test]
    fn examples() {
        let call = "States.JsonToString($)";
        gives(&[
            (call, "null", r#""null""#),
            (call, "0", r#""0""#),
            (call, "1.1", r#""1.1""#),
            (call, "true", r#""true""#),
            (call, r#"[1, 2, "HelloWorld"]"#, r#""[1,2,\"HelloWorld\"]""#),
            (call, r#"{"Arg1": 1, "Arg2": [], "a": {}}"#, r#""{\"Arg1\":1,\"Arg2\":[],\"a\":{}}""#),
            ("States.JsonToString('x')", "{}", r#""\"x\"""#),
            ("States.JsonToString(States.StringToJson($))", r#""{ \"a\" : 1 }""#, r#""{\"a\":1}""#),
        ]);
        fails(&[("States.JsonToString()", "{}", "States.JsonToString()")]);
    }
}
