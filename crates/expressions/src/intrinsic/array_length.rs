//! `States.ArrayLength`.

use serde_json::Value;

use super::arguments::{Arguments, Fault};
use super::{Intrinsic, Kinds, signature::total};
use crate::World;

pub(super) const FUNCTION: Intrinsic =
    Intrinsic { name: "States.ArrayLength", signature: total(&[Kinds::ARRAY], Kinds::NUMBER), run };

fn run(arguments: &Arguments<'_, '_>, _: &mut dyn World) -> Result<Value, Fault> {
    Ok(arguments.array(0)?.len().into())
}

#[cfg(test)]
mod tests {
    use crate::intrinsic::testing::{gives, says};

    #[test]
    fn examples() {
        gives(&[("States.ArrayLength($)", "[1, [2, 3]]", "2"), ("States.ArrayLength(States.Array())", "{}", "0")]);
        says(&[(
            "States.ArrayLength(States.JsonToString($))",
            "[1, 2]",
            "Invalid arguments in States.ArrayLength",
            "States.JsonToString($)",
        )]);
    }
}
