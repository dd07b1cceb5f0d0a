//! `States.ArrayRange`.

use serde_json::Value;

use super::arguments::{Arguments, Fault};
use super::{Intrinsic, Kinds, signature::partial};
use crate::World;

pub(super) const FUNCTION: Intrinsic = Intrinsic {
    name: "States.ArrayRange",
    signature: partial(&[Kinds::NUMBER, Kinds::NUMBER, Kinds::NUMBER], Kinds::ARRAY),
    run,
};

const MOST_ITEMS: i64 = 1_000;

fn run(arguments: &Arguments<'_, '_>, _: &mut dyn World) -> Result<Value, Fault> {
    let int = |at| arguments.int(at).map(i64::from);
    let (first, last, step) = (int(0)?, int(1)?, int(2)?);
    if step == 0 {
        return Err(Fault::at(2));
    }
    let steps = (last - first) / step;
    let backwards = (last - first).signum() == -step.signum();
    let count = if backwards { 0 } else { steps + 1 };
    if count > MOST_ITEMS {
        return Err(Fault::call());
    }
    Ok((0..count).map(|n| first + n * step).collect())
}

#[cfg(test)]
mod tests {
    use crate::intrinsic::testing::{fails, gives, outcome};

    #[test]
    fn examples() {
        gives(&[
            ("States.ArrayRange(0, 9, 3)", "{}", "[0, 3, 6, 9]"),
            ("States.ArrayRange(0, 10, 3)", "{}", "[0, 3, 6, 9]"),
            ("States.ArrayRange(1, 9, 9)", "{}", "[1]"),
            ("States.ArrayRange(5, 1, -2)", "{}", "[5, 3, 1]"),
            ("States.ArrayRange(5, 4, 2)", "{}", "[]"),
            ("States.ArrayRange(1, 5, -1)", "{}", "[]"),
            ("States.ArrayRange(3, 3, -1)", "{}", "[3]"),
            ("States.ArrayRange(1.6, 1.4, 1)", "{}", "[1]"),
            ("States.ArrayRange(5.4, -0.6, -2.4)", "{}", "[5, 3, 1]"),
            ("States.ArrayRange(-2147483648, 2147483647, 2147483647)", "{}", "[-2147483648, -1, 2147483646]"),
        ]);
        fails(&[
            ("States.ArrayRange(1, 10, 0)", "{}", "0"),
            ("States.ArrayRange(1, 10, 0.49)", "{}", "0.49"),
            ("States.ArrayRange('a', 5, 1)", "{}", "'a'"),
            ("States.ArrayRange(1, 1001, 1)", "{}", "States.ArrayRange(1, 1001, 1)"),
            ("States.ArrayRange(1001, 1, -1)", "{}", "States.ArrayRange(1001, 1, -1)"),
        ]);
    }

    #[test]
    fn a_thousand_items_are_not_too_many() {
        for call in ["States.ArrayRange(1, 1000, 1)", "States.ArrayRange(1000, 1, -1)"] {
            assert_eq!(outcome(call, "{}").unwrap().as_array().unwrap().len(), 1000);
        }
    }
}
