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
    /// The names on the way to it, the last first.
    parent: Option<(Arc<Origin>, Arc<str>)>,
    depth: usize,
}

impl Origin {
    /// So deep places are followed.
    const DEEPEST: usize = 16;

    /// The whole input.
    pub fn root() -> Self {
        Self { parent: None, depth: 0 }
    }

    /// The names on the way to it.
    pub fn names(&self) -> Vec<&str> {
        let mut names = Vec::new();
        let mut at = self;
        while let Some((parent, name)) = &at.parent {
            names.push(&**name);
            at = parent;
        }
        names.reverse();
        names
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
        match self {
            Self::No => None,
            Self::Input(origin) if origin.depth < Origin::DEEPEST => {
                let parent = Some((origin.clone(), name.into()));
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

    pub(crate) fn join(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::No, it) | (it, Self::No) => it.clone(),
            _ if self.is_same(other) => self.clone(),
            _ => Self::Opaque,
        }
    }
}
