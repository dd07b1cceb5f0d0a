//! `States.MathRandom`.

use serde_json::Value;

use super::arguments::{Arguments, Fault};
use super::{Intrinsic, Kinds, signature::partial};
use crate::World;
use crate::java;

pub(super) const FUNCTION: Intrinsic = Intrinsic {
    name: "States.MathRandom",
    signature: partial(&[Kinds::NUMBER, Kinds::NUMBER, Kinds::NUMBER], Kinds::NUMBER),
    run,
};

/// `start + new Random(seed).nextInt(end - start)`: AWS tells no more than that equal seeds give equal numbers, and this is
/// what Java has for it. A range that is wider than an `int` overflows there.
#[expect(clippy::cast_possible_wrap, reason = "all bits are random")]
fn run(arguments: &Arguments<'_, '_>, world: &mut dyn World) -> Result<Value, Fault> {
    let (start, end) = (arguments.int(0)?, arguments.int(1)?);
    let width = end.checked_sub(start).filter(|width| *width > 0).ok_or(Fault::call())?;
    let seed = match arguments.number(2) {
        Ok(seed) => java::long_value(seed),
        Err(_) => world.random_bits() as i64,
    };
    Ok(start.saturating_add(java::Random::new(seed).next_int(width)).into())
}

#[cfg(test)]
mod tests {
    use crate::intrinsic::testing::{fails, gives, outcome};

    /// As Java gives them.
    #[test]
    fn a_seed_decides() {
        gives(&[
            ("States.MathRandom(1, 100, 42)", "{}", "63"),
            ("States.MathRandom(1, 1000, 1)", "{}", "106"),
            ("States.MathRandom(1, 1000, 2)", "{}", "806"),
            ("States.MathRandom(1, 10, 42)", "{}", "9"),
            ("States.MathRandom(1, 10, 0)", "{}", "7"),
            ("States.MathRandom(1, 10, -10)", "{}", "1"),
            ("States.MathRandom(States.MathAdd($, 1), States.MathAdd($, 5), 42)", "0", "3"),
            ("States.MathRandom(2147483640, 2147483647, 1)", "{}", "2147483644"),
        ]);
    }

    #[test]
    fn the_world_decides_otherwise() {
        let call = "States.MathRandom(1.6, 5.4)";
        let number = outcome(call, "{}").unwrap();
        assert!((1..5).contains(&number.as_i64().unwrap()));
        assert_eq!(outcome(call, "{}"), Ok(number));
    }

    #[test]
    fn refusals() {
        for call in ["States.MathRandom(1, 1)", "States.MathRandom(10, 5)", "States.MathRandom(1.4, 1.6)"] {
            fails(&[(call, "{}", call)]);
        }
        fails(&[
            ("States.MathRandom('a', 10)", "{}", "'a'"),
            ("States.MathRandom(1, 10, null)", "{}", "null"),
            ("States.MathRandom(1)", "{}", "States.MathRandom(1)"),
            ("States.MathRandom(-2147483648, 2147483647)", "{}", "States.MathRandom(-2147483648, 2147483647)"),
        ]);
    }
}
