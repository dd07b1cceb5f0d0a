//! Conversions of numbers.

use serde_json::Number;

/// `Number.intValue()`: integers lose their high bits, fractions are cut off.
pub(crate) fn int_value(number: &Number) -> i32 {
    match number.as_f64() {
        Some(double) if number.is_f64() => double as i32,
        _ => long_value(number) as i32,
    }
}

/// `Number.longValue()`.
#[expect(clippy::cast_possible_wrap, reason = "this is what Java does")]
pub(crate) fn long_value(number: &Number) -> i64 {
    match (number.as_i64(), number.as_u64(), number.as_f64()) {
        (Some(long), _, _) => long,
        (_, Some(big), _) => big as i64,
        (_, _, Some(double)) => double as i64,
        _ => 0,
    }
}

/// `(int) Math.round(double)` of a `Double`, an `Integer` itself, and nothing of what is neither: AWS adds a literal of
/// `1e309` but refuses one of `3000000000`.
pub(crate) fn rounded(number: &Number) -> Option<i32> {
    if !number.is_f64() {
        return number.as_i64().and_then(|long| i32::try_from(long).ok());
    }
    number.as_f64().map(|double| {
        let floor = double.floor();
        let nearest = if double - floor >= 0.5 { floor + 1.0 } else { floor };
        nearest as i64 as i32
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn number(value: Value) -> Number {
        match value {
            Value::Number(number) => number,
            _ => panic!("no number"),
        }
    }

    #[test]
    fn fractions_and_high_bits_go() {
        let cases = [
            (json!(1.9), 1),
            (json!(-1.9), -1),
            (json!(1e300), i32::MAX),
            (json!(3_000_000_000_i64), -1_294_967_296),
            (json!(u64::MAX), -1),
        ];
        for (value, expected) in cases {
            assert_eq!(int_value(&number(value)), expected);
        }
        assert_eq!(long_value(&number(json!(-2.6))), -2);
        assert_eq!(long_value(&number(json!(9_007_199_254_740_993_i64))), 9_007_199_254_740_993);
    }

    #[test]
    fn rounding_is_half_up() {
        let cases = [
            (json!(-0.5), Some(0)),
            (json!(0.499_999_999_999_999_94), Some(0)),
            (json!(-1.5), Some(-1)),
            (json!(-1.51), Some(-2)),
            (json!(2.5), Some(3)),
            (json!(1e300), Some(-1)),
            (json!(-1e300), Some(0)),
            (json!(2_147_483_647), Some(i32::MAX)),
            (json!(2_147_483_648_i64), None),
            (json!(u64::MAX), None),
        ];
        for (value, expected) in cases {
            assert_eq!(rounded(&number(value)), expected);
        }
    }
}
