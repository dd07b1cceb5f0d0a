//! Places in a text.

use std::ops::Range;

/// A half-open range of byte offsets in one text. Which text it is, the owner of the span knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The bytes from `start` up to, not including, `end`.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// The empty span at `offset`.
    pub const fn at(offset: u32) -> Self {
        Self { start: offset, end: offset }
    }

    /// Length in bytes.
    pub const fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// Does the span hold no byte?
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// The smallest span that holds both.
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The same span in a text in which this one begins at `by`.
    #[must_use]
    pub const fn shifted(self, by: u32) -> Self {
        Self { start: self.start + by, end: self.end + by }
    }

    /// The same span where what began at `from` begins at `to`.
    #[must_use]
    pub const fn shifted_between(self, from: u32, to: u32) -> Self {
        Self { start: self.start.saturating_sub(from) + to, end: self.end.saturating_sub(from) + to }
    }

    /// Is `other` wholly inside?
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// As a range to slice a `str` with.
    pub const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}
