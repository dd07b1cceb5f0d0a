//! `States.Array`.

use serde_json::Value;

use super::arguments::{Argument, Arguments, Fault};
use super::{Intrinsic, Kinds, Signature};
use crate::World;

pub(super) const FUNCTION: Intrinsic = Intrinsic {
    name: "States.Array",
    signature: Signature { arguments: &[], rest: Some(Kinds::ANY), result: Kinds::ARRAY, fails: false },
    run,
};

#[expect(clippy::unnecessary_wraps, reason = "the functions have one type")]
fn run(arguments: &Arguments<'_, '_>, _: &mut dyn World) -> Result<Value, Fault> {
    let value = |argument: &Argument<'_>| Value::clone(&argument.value);
    Ok(Value::Array(arguments.0.iter().map(value).collect()))
}

#[cfg(test)]
mod tests {
    use crate::intrinsic::testing::gives;

    #[test]
    fn examples() {
        gives(&[
            ("States.Array()", "{}", "[]"),
            ("States.Array('', ' ', 'it\\'s \\{\\}')", "{}", r#"["", " ", "it's {}"]"#),
            ("States.Array(1, -1.1, 1e10, 9007199254740991)", "{}", "[1, -1.1, 1e10, 9007199254740991]"),
            ("States.Array(null, true, false)", "{}", "[null, true, false]"),
            (
                "States.Array($.a, $)",
                r#"{"a": {"Arg1": 1, "Arg2": []}}"#,
                r#"[{"Arg1": 1, "Arg2": []}, {"a": {"Arg1": 1, "Arg2": []}}]"#,
            ),
            ("States.Array($$.Execution.Name, $input.a, States.Array(1))", r#"{"a": 1}"#, r#"["run", 1, [1]]"#),
        ]);
    }
}
