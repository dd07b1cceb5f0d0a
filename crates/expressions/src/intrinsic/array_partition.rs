//! `States.ArrayPartition`.

use serde_json::Value;

use super::arguments::{Arguments, Fault};
use super::{Intrinsic, Kinds, signature::partial};
use crate::World;
use crate::java;

pub(super) const FUNCTION: Intrinsic =
    Intrinsic { name: "States.ArrayPartition", signature: partial(&[Kinds::ARRAY, Kinds::NUMBER], Kinds::ARRAY), run };

/// The most bytes of JSON in the array.
const MOST_BYTES: usize = 256 << 10;

fn run(arguments: &Arguments<'_, '_>, _: &mut dyn World) -> Result<Value, Fault> {
    let items = arguments.array(0)?;
    let size = usize::try_from(arguments.int(1)?).ok().filter(|size| *size > 0).ok_or(Fault::at(1))?;
    if java::json_text(arguments.value(0)?).len() > MOST_BYTES {
        return Err(Fault::at(0));
    }
    Ok(Value::Array(items.chunks(size).map(|piece| Value::Array(piece.to_vec())).collect()))
}

#[cfg(test)]
mod tests {
    use crate::intrinsic::testing::{fails, gives, outcome};

    #[test]
    fn examples() {
        gives(&[
            ("States.ArrayPartition($, 1)", "[]", "[]"),
            ("States.ArrayPartition($, 3)", "[0, 1, 2, 3]", "[[0, 1, 2], [3]]"),
            ("States.ArrayPartition($, 2)", "[[1], [2], [3], [4]]", "[[[1], [2]], [[3], [4]]]"),
            ("States.ArrayPartition($, 2.6)", "[1, 2, 3, 4, 5]", "[[1, 2], [3, 4], [5]]"),
            ("States.ArrayPartition($, 2147483647)", "[1, 2, 3]", "[[1, 2, 3]]"),
        ]);
        fails(&[
            ("States.ArrayPartition($, 0)", "[1]", "0"),
            ("States.ArrayPartition($, 0.6)", "[1]", "0.6"),
            ("States.ArrayPartition($, -1)", "[1]", "-1"),
            ("States.ArrayPartition($, null)", "[1]", "null"),
            ("States.ArrayPartition('not-array', 2)", "[1]", "'not-array'"),
        ]);
    }

    #[test]
    fn the_array_is_at_most_256_kib() {
        let array = |length: usize| format!("[\"{}\"]", "a".repeat(length - 4));
        assert!(outcome("States.ArrayPartition($, 1)", &array(262_144)).is_ok());
        assert!(outcome("States.ArrayPartition($, 1)", &array(262_145)).is_err());
    }
}
