//! Types that nobody can tell apart.

use crate::{Array, Object, Objects, Sets, Type};

/// Larger types are not compared part by part.
const MOST_PARTS: usize = 4096;

impl Type {
    /// Does each operation do the same with both? That is more than to be equal: what is unknown comes from the same places,
    /// and as much is remembered. The reverse need not hold for large types.
    pub fn is_identical(&self, other: &Self) -> bool {
        self.is_same(other)
            || self.0.grown == other.0.grown
                && self.parts() <= MOST_PARTS
                && self.parts() == other.parts()
                && sets(self.sets(), other.sets())
    }
}

fn sets(one: &Sets, other: &Sets) -> bool {
    one.absence == other.absence
        && one.unknown.is_same(&other.unknown)
        && one.null == other.null
        && one.booleans == other.booleans
        && one.numbers == other.numbers
        && one.strings == other.strings
        && both(one.arrays.as_deref(), other.arrays.as_deref(), Array::is_identical)
        && both(one.objects.as_deref(), other.objects.as_deref(), Objects::is_identical)
}

fn both<T>(one: Option<&T>, other: Option<&T>, is_identical: impl Fn(&T, &T) -> bool) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => std::ptr::eq(one, other) || is_identical(one, other),
        (None, None) => true,
        _ => false,
    }
}

/// Are there as many of each, and each pair identical?
pub(crate) fn all<T>(one: &[T], other: &[T], is_identical: impl Fn(&T, &T) -> bool) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_identical(one, other))
}

/// Fields of the same names.
pub(crate) fn fields(one: &[crate::object::Field], other: &[crate::object::Field]) -> bool {
    all(one, other, |(name, of), (other_name, other)| name == other_name && of.is_identical(other))
}

/// Shapes in the same order.
pub(crate) fn shapes(one: &[Object], other: &[Object]) -> bool {
    all(one, other, Object::is_identical)
}
