//! Sets of kinds of JSON values.

use serde_json::Value;
use std::ops::BitOr;

/// A set of the kinds of JSON values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Kinds(u8);

impl Kinds {
    /// No kind.
    pub const NONE: Self = Self(0);
    /// `null`
    pub const NULL: Self = Self(1);
    /// `true`, `false`
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
    pub const ALL: Self = Self((1 << 6) - 1);

    /// Each with its name in JSON Schema, and in a sentence.
    const NAMES: [(Self, &str, &str); 6] = [
        (Self::NULL, "null", "null"),
        (Self::BOOLEAN, "boolean", "a boolean"),
        (Self::NUMBER, "number", "a number"),
        (Self::STRING, "string", "a string"),
        (Self::ARRAY, "array", "an array"),
        (Self::OBJECT, "object", "an object"),
    ];

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

    /// Do the sets share a kind?
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Are all the kinds of this set in the other?
    pub const fn is_within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// The kinds of one set or the other.
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Is it a set of one?
    pub const fn is_one(self) -> bool {
        self.0.is_power_of_two()
    }

    /// The other kinds.
    pub const fn complement(self) -> Self {
        Self(Self::ALL.0 & !self.0)
    }

    /// The kinds that are in both sets.
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The kinds that a sentence means, as [`Kinds::words`] has it.
    pub fn from_words(words: &str) -> Option<Self> {
        let parts = words.split(", ").flat_map(|part| part.split(" or "));
        let kind = |part: &str| Self::NAMES.iter().find(|(_, _, it)| *it == part).map(|(kind, ..)| *kind);
        parts.map(kind).try_fold(Self::NONE, |all, one| one.map(|one| all | one))
    }

    /// The name of each, as JSON Schema has it.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Self::NAMES.iter().filter(move |(kind, ..)| self.meets(*kind)).map(|(_, name, _)| *name)
    }

    /// The kind of a name of JSON Schema.
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, it, _)| *it == name).map(|(kind, ..)| *kind)
    }

    /// In words: "a string or an array".
    pub fn words(self) -> String {
        let names: Vec<&str> =
            Self::NAMES.iter().filter(|(kind, ..)| self.meets(*kind)).map(|(.., words)| *words).collect();
        match names.split_last() {
            None => "nothing".to_owned(),
            Some((last, [])) => (*last).to_owned(),
            Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        }
    }
}

impl BitOr for Kinds {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.union(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back() {
        for bits in 1..=Kinds::ALL.0 {
            let kinds = Kinds(bits);
            assert_eq!(Kinds::from_words(&kinds.words()), Some(kinds), "{}", kinds.words());
        }
        assert_eq!(Kinds::from_words("an integer"), None);
        assert_eq!(Kinds::from_words(""), None);
    }
}
