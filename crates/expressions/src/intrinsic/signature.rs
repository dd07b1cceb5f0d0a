//! What a function takes and gives.

use serde_json::Value;
use std::ops::BitOr;

/// A set of the kinds of JSON values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kinds(u8);

impl Kinds {
    /// `null`.
    pub const NULL: Self = Self(1);
    /// `true` and `false`.
    pub const BOOLEAN: Self = Self(1 << 1);
    /// Numbers.
    pub const NUMBER: Self = Self(1 << 2);
    /// Strings.
    pub const STRING: Self = Self(1 << 3);
    /// Arrays.
    pub const ARRAY: Self = Self(1 << 4);
    /// Objects.
    pub const OBJECT: Self = Self(1 << 5);
    /// Every kind.
    pub const ANY: Self = Self((1 << 6) - 1);

    /// The kind of a value.
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::NULL,
            Value::Bool(_) => Self::BOOLEAN,
            Value::Number(_) => Self::NUMBER,
            Value::String(_) => Self::STRING,
            Value::Array(_) => Self::ARRAY,
            Value::Object(_) => Self::OBJECT,
        }
    }

    /// Are all the kinds of `other` in the set?
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Do the sets share a kind?
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl BitOr for Kinds {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// What a function takes and gives; how many arguments it wants is in [`asl_syntax::intrinsic::Function`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The kinds it accepts, argument by argument.
    pub arguments: &'static [Kinds],
    /// The kinds it accepts for further arguments; none where there are no more.
    pub rest: Option<Kinds>,
    /// What it gives.
    pub result: Kinds,
    /// Can it fail although every argument is of a kind that it accepts?
    pub fails: bool,
}

impl Signature {
    /// The kinds it accepts for the argument at a position from 0.
    pub fn argument(&self, at: usize) -> Option<Kinds> {
        self.arguments.get(at).copied().or(self.rest)
    }
}

/// A function of so many arguments that gives a value for all that it accepts.
pub(super) const fn total(arguments: &'static [Kinds], result: Kinds) -> Signature {
    Signature { arguments, rest: None, result, fails: false }
}

/// A function of so many arguments that can refuse what is of the right kind.
pub(super) const fn partial(arguments: &'static [Kinds], result: Kinds) -> Signature {
    Signature { arguments, rest: None, result, fails: true }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn sets_of_kinds() {
        let both = Kinds::ARRAY | Kinds::NULL;
        assert!(both.contains(Kinds::of(&json!([]))) && both.contains(Kinds::of(&json!(null))));
        assert!(!both.contains(Kinds::of(&json!({}))) && !both.contains(both | Kinds::STRING));
        assert!(both.meets(Kinds::ANY) && !both.meets(Kinds::STRING | Kinds::BOOLEAN));
        for value in [json!(null), json!(true), json!(1), json!("x"), json!([]), json!({})] {
            assert!(Kinds::ANY.contains(Kinds::of(&value)));
        }
    }
}
