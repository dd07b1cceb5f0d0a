//! How arrays may have come about, which decides what becomes of one with a single item.

/// A sequence that has been read is settled: it has two items, or one that was told to stay in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sequence {
    /// A plain array.
    No,
    /// The result of a query that has been read.
    Settled,
    /// The result of a query: with one item it is to stand for the item, with none for nothing.
    Raw,
}

/// How one array has come about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) sequence: Sequence,
    /// `[]` was written.
    pub(super) keep: bool,
    /// Written with brackets as the end of a path.
    pub(super) constructed: bool,
}

impl Mark {
    pub(super) const PLAIN: Self = Self { sequence: Sequence::No, keep: false, constructed: false };
    pub(super) const RAW: Self = Self { sequence: Sequence::Raw, keep: false, constructed: false };

    const fn bit(self) -> u16 {
        let sequence = match self.sequence {
            Sequence::No => 0,
            Sequence::Settled => 4,
            Sequence::Raw => 8,
        };
        1 << (sequence + if self.keep { 2 } else { 0 } + if self.constructed { 1 } else { 0 })
    }

    const fn of_bit(bit: u32) -> Self {
        let sequence = match bit / 4 {
            0 => Sequence::No,
            1 => Sequence::Settled,
            _ => Sequence::Raw,
        };
        Self { sequence, keep: bit & 2 != 0, constructed: bit & 1 != 0 }
    }

    pub(super) fn is_raw(self) -> bool {
        self.sequence == Sequence::Raw
    }

    /// What it is once it was read.
    pub(super) fn settled(self) -> Self {
        if self.is_raw() { Self { sequence: Sequence::Settled, ..self } } else { self }
    }

    pub(super) fn is_sequence(self) -> bool {
        self.sequence != Sequence::No
    }
}

/// The marks that arrays may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Marks(u16);

impl Marks {
    pub(super) const NONE: Self = Self(0);
    pub(super) const PLAIN: Self = Self::of(Mark::PLAIN);
    pub(super) const ANY: Self = Self((1 << 12) - 1);

    pub(super) const fn of(mark: Mark) -> Self {
        Self(mark.bit())
    }

    pub(super) fn join(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Each of them.
    pub(super) fn iter(self) -> impl Iterator<Item = Mark> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let bit = (left != 0).then(|| left.trailing_zeros())?;
            left &= left - 1;
            Some(Mark::of_bit(bit))
        })
    }

    pub(super) fn any(self, is: impl Fn(Mark) -> bool) -> bool {
        self.iter().any(is)
    }

    /// Those that pass.
    pub(super) fn filter(self, keep: impl Fn(Mark) -> bool) -> Self {
        self.iter().filter(|mark| keep(*mark)).fold(Self::NONE, |all, mark| all.join(Self::of(mark)))
    }

    /// Each changed.
    pub(super) fn map(self, change: impl Fn(Mark) -> Mark) -> Self {
        self.iter().fold(Self::NONE, |all, mark| all.join(Self::of(change(mark))))
    }

    pub(super) fn is_none(self) -> bool {
        self.0 == 0
    }
}
