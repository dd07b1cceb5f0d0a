//! The comparisons of a Choice rule in `JSONPath`, over values.
//!
//! A value of another type than the operator's makes a comparison false, never an error: so AWS answered where numbers and
//! truth values were compared to values of each type. What a path that finds nothing means, and `And`, `Or` and `Not`, is
//! for the caller.

#[cfg(test)]
mod tests;
mod timestamp;
mod wildcard;

pub use timestamp::{Timestamp, timestamp};
pub use wildcard::Wildcard;

use serde_json::Value;
use std::cmp::Ordering;

/// What a Choice rule does with its variable and its operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Operator {
    /// What must hold.
    pub test: Test,
    /// Whether the operand is a path to the value, as in `StringEqualsPath`.
    pub path: bool,
}

/// What must hold for a rule to match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Test {
    /// Both values are of this kind and stand in this relation.
    Compare(Kind, Relation),
    /// The variable is a text of the operand's pattern.
    StringMatches,
    /// Whether the variable is one of these is what the operand, true or false, says.
    Is(Class),
}

/// What values are compared as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Texts, in the order of their UTF-16 units.
    String,
    /// Numbers, as doubles: 0 equals 0.0. The specification promises no more than binary64.
    Numeric,
    /// Truth values; nothing but equality is asked of them.
    Boolean,
    /// Texts that are timestamps, as instants.
    Timestamp,
}

/// How the variable must stand to the operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// `=`
    Equals,
    /// `<`
    LessThan,
    /// `>`
    GreaterThan,
    /// `<=`
    LessThanEquals,
    /// `>=`
    GreaterThanEquals,
}

/// What a value may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// The null value.
    Null,
    /// Any value at all.
    Present,
    /// A number.
    Numeric,
    /// A text.
    String,
    /// True or false.
    Boolean,
    /// A text that is a timestamp.
    Timestamp,
}

const KINDS: [(&str, Kind); 4] =
    [("String", Kind::String), ("Numeric", Kind::Numeric), ("Boolean", Kind::Boolean), ("Timestamp", Kind::Timestamp)];
const RELATIONS: [(&str, Relation); 5] = [
    ("Equals", Relation::Equals),
    ("LessThan", Relation::LessThan),
    ("GreaterThan", Relation::GreaterThan),
    ("LessThanEquals", Relation::LessThanEquals),
    ("GreaterThanEquals", Relation::GreaterThanEquals),
];
const CLASSES: [(&str, Class); 6] = [
    ("Null", Class::Null),
    ("Present", Class::Present),
    ("Numeric", Class::Numeric),
    ("String", Class::String),
    ("Boolean", Class::Boolean),
    ("Timestamp", Class::Timestamp),
];

fn named<T: Copy>(table: &[(&str, T)], name: &str) -> Option<T> {
    table.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
}

impl Operator {
    /// The operator that a field of a Choice rule is, such as `NumericLessThanPath`.
    pub fn of(field_name: &str) -> Option<Self> {
        if field_name == "StringMatches" {
            return Some(Self { test: Test::StringMatches, path: false });
        }
        if let Some(class) = field_name.strip_prefix("Is") {
            return named(&CLASSES, class).map(|class| Self { test: Test::Is(class), path: false });
        }
        let literal = field_name.strip_suffix("Path");
        let name = literal.unwrap_or(field_name);
        let (kind, relation) = KINDS
            .iter()
            .find_map(|(prefix, kind)| Some((*kind, named(&RELATIONS, name.strip_prefix(prefix)?)?)))
            .filter(|(kind, relation)| *kind != Kind::Boolean || *relation == Relation::Equals)?;
        Some(Self { test: Test::Compare(kind, relation), path: literal.is_some() })
    }
}

impl Operator {
    /// The field of a Choice rule that it is.
    pub const fn name(self) -> &'static str {
        let names = match self.test {
            Test::StringMatches => return "StringMatches",
            Test::Is(class) => return class.name(),
            Test::Compare(kind, relation) => kind.names(relation),
        };
        if self.path { names.1 } else { names.0 }
    }
}

impl Class {
    const fn name(self) -> &'static str {
        match self {
            Self::Null => "IsNull",
            Self::Present => "IsPresent",
            Self::Numeric => "IsNumeric",
            Self::String => "IsString",
            Self::Boolean => "IsBoolean",
            Self::Timestamp => "IsTimestamp",
        }
    }
}

macro_rules! names {
    ($kind:literal, $relation:expr) => {
        match $relation {
            Relation::Equals => (concat!($kind, "Equals"), concat!($kind, "EqualsPath")),
            Relation::LessThan => (concat!($kind, "LessThan"), concat!($kind, "LessThanPath")),
            Relation::GreaterThan => (concat!($kind, "GreaterThan"), concat!($kind, "GreaterThanPath")),
            Relation::LessThanEquals => (concat!($kind, "LessThanEquals"), concat!($kind, "LessThanEqualsPath")),
            Relation::GreaterThanEquals => {
                (concat!($kind, "GreaterThanEquals"), concat!($kind, "GreaterThanEqualsPath"))
            }
        }
    };
}

impl Kind {
    /// With a literal, and with a path.
    const fn names(self, relation: Relation) -> (&'static str, &'static str) {
        match self {
            Self::String => names!("String", relation),
            Self::Numeric => names!("Numeric", relation),
            Self::Boolean => names!("Boolean", relation),
            Self::Timestamp => names!("Timestamp", relation),
        }
    }
}

impl Relation {
    const fn allows(self, order: Ordering) -> bool {
        match self {
            Self::Equals => order.is_eq(),
            Self::LessThan => order.is_lt(),
            Self::GreaterThan => order.is_gt(),
            Self::LessThanEquals => order.is_le(),
            Self::GreaterThanEquals => order.is_ge(),
        }
    }
}

impl Class {
    fn has(self, value: &Value) -> bool {
        match self {
            Self::Null => value.is_null(),
            Self::Present => true,
            Self::Numeric => value.is_number(),
            Self::String => value.is_string(),
            Self::Boolean => value.is_boolean(),
            Self::Timestamp => instant(value).is_some(),
        }
    }
}

/// Whether a rule matches: `variable` is None where its path found nothing, `operand` the literal or what the operand's
/// path found.
///
/// Of what is not there only `IsPresent` says something; all else is false, and an error at AWS. So is a pattern with an
/// open backslash (see [`Wildcard::new`]).
pub fn holds(operator: Operator, variable: Option<&Value>, operand: &Value) -> bool {
    let Some(value) = variable else {
        return operator.test == Test::Is(Class::Present) && operand.as_bool() == Some(false);
    };
    match operator.test {
        Test::Compare(kind, relation) => order(kind, value, operand).is_some_and(|order| relation.allows(order)),
        Test::StringMatches => {
            let pattern = operand.as_str().and_then(Wildcard::new);
            value.as_str().zip(pattern).is_some_and(|(text, pattern)| pattern.matches(text))
        }
        Test::Is(class) => operand.as_bool() == Some(class.has(value)),
    }
}

/// None where one of the values is not of the kind.
fn order(kind: Kind, left: &Value, right: &Value) -> Option<Ordering> {
    match kind {
        // `String.compareTo`: beyond U+FFFF its order is not that of the characters.
        Kind::String => Some(left.as_str()?.encode_utf16().cmp(right.as_str()?.encode_utf16())),
        Kind::Numeric => left.as_f64()?.partial_cmp(&right.as_f64()?),
        Kind::Boolean => Some(left.as_bool()?.cmp(&right.as_bool()?)),
        Kind::Timestamp => Some(instant(left)?.cmp(&instant(right)?)),
    }
}

fn instant(value: &Value) -> Option<Timestamp> {
    timestamp(value.as_str()?)
}
