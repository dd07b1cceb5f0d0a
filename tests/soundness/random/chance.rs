//! Chance that follows from a seed.

use asl_expressions::{Seeded, World};

/// Decides what a generator makes.
pub(crate) struct Chance(Seeded);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Seeded::new(0, seed.wrapping_mul(0x9e37_79b9).wrapping_add(1)))
    }

    /// One of so many, from 0; 0 where there is none.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        let bits = usize::try_from(self.0.random_bits() >> 33).unwrap_or(0);
        bits.checked_rem(count).unwrap_or(0)
    }

    /// True in so many of a hundred cases.
    pub(crate) fn in_hundred(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of a list that is not empty.
    pub(crate) fn one<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        &list[self.below(list.len())]
    }

    /// One of a list, which may be empty.
    pub(crate) fn maybe_one<'l, T>(&mut self, list: &'l [T]) -> Option<&'l T> {
        list.get(self.below(list.len()))
    }
}
