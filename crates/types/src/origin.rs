//! Where what is unknown comes from.

use std::sync::Arc;

/// Whether a value may be anything, and what it would have to be asked of.
///
/// The origin is remembered beside the type, and is no part of it: types that differ in origins alone are equal.
#[derive(Clone, Debug, Default)]
pub enum Unknown {
    /// It is not: the sets say all.
    #[default]
    No,
    /// A place in the input of the workflow.
    Input(Arc<Origin>),
    /// From somewhere.
    Opaque,
}

/// A place in the input of the workflow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The steps on the way to it, the last first.
    parent: Option<(Arc<Origin>, Turn)>,
    depth: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Turn {
    Field(Arc<str>),
    Item,
}

/// A step on the way to a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'o> {
    /// To the field of a name.
    Field(&'o str),
    /// To any item.
    Item,
}

impl Origin {
    /// So deep places are followed.
    const DEEPEST: usize = 16;

    /// The whole input.
    pub fn root() -> Self {
        Self { parent: None, depth: 0 }
    }

    /// The steps on the way to it.
    pub fn steps(&self) -> Vec<Step<'_>> {
        let mut steps = Vec::new();
        let mut at = self;
        while let Some((parent, turn)) = &at.parent {
            steps.push(match turn {
                Turn::Field(name) => Step::Field(name),
                Turn::Item => Step::Item,
            });
            at = parent;
        }
        steps.reverse();
        steps
    }
}

impl PartialEq for Unknown {
    fn eq(&self, other: &Self) -> bool {
        matches!(self, Self::No) == matches!(other, Self::No)
    }
}

impl Eq for Unknown {}

impl Unknown {
    /// The input of the workflow.
    pub fn input() -> Self {
        Self::Input(Arc::new(Origin::root()))
    }

    /// Of a field of what is unknown.
    pub(crate) fn field(&self, name: &str) -> Option<Self> {
        self.step(|| Turn::Field(name.into()))
    }

    /// Of the items of what is unknown.
    pub(crate) fn item(&self) -> Option<Self> {
        self.step(|| Turn::Item)
    }

    fn step(&self, turn: impl FnOnce() -> Turn) -> Option<Self> {
        match self {
            Self::No => None,
            Self::Input(origin) if origin.depth < Origin::DEEPEST => {
                let parent = Some((origin.clone(), turn()));
                Some(Self::Input(Arc::new(Origin { parent, depth: origin.depth + 1 })))
            }
            Self::Input(_) | Self::Opaque => Some(Self::Opaque),
        }
    }

    /// Of the inside of what is unknown.
    pub(crate) fn inside(&self) -> Option<Self> {
        if *self == Self::No { None } else { Some(self.clone()) }
    }

    /// Is it unknown from the same place?
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::No, Self::No) | (Self::Opaque, Self::Opaque) => true,
            (Self::Input(ours), Self::Input(theirs)) => Arc::ptr_eq(ours, theirs) || ours == theirs,
            _ => false,
        }
    }

    /// What may be unknown from one place or the other.
    #[must_use]
    pub fn join(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::No, it) | (it, Self::No) => it.clone(),
            _ if self.is_same(other) => self.clone(),
            _ => Self::Opaque,
        }
    }
}
