//! Sets of literals: a few, or all.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

/// Some literals of a kind, or all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Literals<T> {
    /// In order, each once.
    Some(Vec<T>),
    /// The whole kind.
    All,
}

/// So many literals are kept apart.
const MOST: usize = 12;

impl<T> Default for Literals<T> {
    fn default() -> Self {
        Self::none()
    }
}

impl<T> Literals<T> {
    /// None.
    pub const fn none() -> Self {
        Self::Some(Vec::new())
    }

    /// Are there none?
    pub fn is_none(&self) -> bool {
        matches!(self, Self::Some(literals) if literals.is_empty())
    }

    /// The only one.
    pub fn single(&self) -> Option<&T> {
        match self {
            Self::Some(literals) if literals.len() == 1 => literals.first(),
            _ => None,
        }
    }

    /// All of them, where they are few.
    pub fn few(&self) -> Option<&[T]> {
        match self {
            Self::Some(literals) => Some(literals),
            Self::All => None,
        }
    }
}

impl<T: Ord + Clone> Literals<T> {
    /// One.
    pub fn of(literal: T) -> Self {
        Self::Some(vec![literal])
    }

    /// These; all, where they are many.
    pub fn from_all(literals: impl IntoIterator<Item = T>) -> Self {
        let mut literals: Vec<T> = literals.into_iter().collect();
        literals.sort();
        literals.dedup();
        if literals.len() > MOST { Self::All } else { Self::Some(literals) }
    }

    /// Those of one or the other; all, where they are many.
    pub fn join(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Some(ours), Self::Some(theirs)) if theirs.iter().all(|it| ours.binary_search(it).is_ok()) => {
                self.clone()
            }
            (Self::Some(ours), Self::Some(theirs)) => Self::from_all(ours.iter().chain(theirs).cloned()),
            _ => Self::All,
        }
    }

    /// Is it one of them?
    pub fn contains(&self, literal: &T) -> bool {
        match self {
            Self::All => true,
            Self::Some(literals) => literals.binary_search(literal).is_ok(),
        }
    }

    /// Those that pass; all of a kind stay so.
    pub fn filter(&self, mut keep: impl FnMut(&T) -> bool) -> Self {
        match self {
            Self::All => Self::All,
            Self::Some(literals) => Self::Some(literals.iter().filter(|it| keep(it)).cloned().collect()),
        }
    }
}

/// A number that is kept apart: one that doubles tell from all its neighbours.
#[derive(Clone, Copy, Debug)]
pub struct Number(f64);

impl Number {
    /// From here on, whole numbers share a double.
    const EXACT: f64 = 9_007_199_254_740_992.0;

    /// None, where it is too great, or no number.
    pub fn new(value: f64) -> Option<Self> {
        // There is one zero. What is not a number is not less.
        (value.abs() < Self::EXACT).then_some(Self(if value == 0.0 { 0.0 } else { value }))
    }

    /// The number of a JSON value, if it is one that is kept apart.
    pub fn of_json(number: &serde_json::Number) -> Option<Self> {
        number.as_f64().and_then(Self::new)
    }

    /// Its value.
    pub fn value(self) -> f64 {
        self.0
    }

    /// As JSON; a whole number as such.
    pub fn to_json(self) -> serde_json::Value {
        if self.0.fract() == 0.0 { serde_json::Value::from(self.0 as i64) } else { serde_json::Value::from(self.0) }
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Number {}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.to_bits().hash(state);
    }
}
