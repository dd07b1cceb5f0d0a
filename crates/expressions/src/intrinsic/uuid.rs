//! `States.UUID`.

use serde_json::Value;

use super::arguments::{Arguments, Fault};
use super::{Intrinsic, Kinds, signature::total};
use crate::World;

pub(super) const FUNCTION: Intrinsic = Intrinsic { name: "States.UUID", signature: total(&[], Kinds::STRING), run };

#[expect(clippy::unnecessary_wraps, reason = "the functions have one type")]
fn run(_: &Arguments<'_, '_>, world: &mut dyn World) -> Result<Value, Fault> {
    Ok(world.uuid().into())
}

#[cfg(test)]
mod tests {
    use crate::World;
    use crate::intrinsic::testing::{fails, outcome};

    #[test]
    fn examples() {
        assert_eq!(outcome("States.UUID()", "{}"), Ok(crate::Seeded::new(0, 1).uuid().into()));
        fails(&[("States.UUID(1)", "{}", "States.UUID(1)")]);
    }
}
