//! `States.MathAdd`.

use serde_json::Value;

use super::arguments::{Arguments, Fault};
use super::{Intrinsic, Kinds, signature::partial};
use crate::World;
use crate::java;

pub(super) const FUNCTION: Intrinsic =
    Intrinsic { name: "States.MathAdd", signature: partial(&[Kinds::NUMBER, Kinds::NUMBER], Kinds::NUMBER), run };

fn run(arguments: &Arguments<'_, '_>, _: &mut dyn World) -> Result<Value, Fault> {
    let summand = |at| arguments.number(at).and_then(|number| java::rounded(number).ok_or(Fault::at(at)));
    summand(0)?.checked_add(summand(1)?).map(Value::from).ok_or(Fault::call())
}

#[cfg(test)]
mod tests {
    use crate::intrinsic::testing::{fails, gives, outcome};

    #[test]
    fn examples() {
        let cases = [
            (-9.0, 3.0, -6),
            (1.49, 1.5, 3),
            (-1.49, 0.0, -1),
            (-1.5, 0.0, -1),
            (-1.51, 0.0, -2),
            (1.5, 1.51, 4),
            (-1.49, -1.5, -2),
            (-1.5, -1.51, -3),
            (-0.5, 0.5, 1),
            (-0.5, 0.0, 0),
            (-2.5, 0.0, -2),
            (-3.5, 0.0, -3),
        ];
        for (a, b, sum) in cases {
            assert_eq!(outcome("States.MathAdd($[0], $[1])", &format!("[{a}, {b}]")), Ok(sum.into()), "{a} + {b}");
        }
        gives(&[
            ("States.MathAdd(2147483646, 1)", "{}", "2147483647"),
            ("States.MathAdd(-2147483647, -1)", "{}", "-2147483648"),
            ("States.MathAdd(States.MathAdd($, 1), 2)", "5", "8"),
        ]);
        assert!(outcome("States.MathAdd(1e309, 1)", "{}").is_ok());
        fails(&[
            ("States.MathAdd(2147483647, 1)", "{}", "States.MathAdd(2147483647, 1)"),
            ("States.MathAdd(3000000000, 1)", "{}", "3000000000"),
            ("States.MathAdd(1, -3000000000)", "{}", "-3000000000"),
            ("States.MathAdd('1', 1)", "{}", "'1'"),
            ("States.MathAdd(1, true)", "{}", "true"),
            ("States.MathAdd(null, 1)", "{}", "null"),
            ("States.MathAdd(1)", "{}", "States.MathAdd(1)"),
        ]);
    }
}
