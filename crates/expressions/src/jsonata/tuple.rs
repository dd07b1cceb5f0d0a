//! Results of a step together with what the steps before it have bound.

use super::plan::Key;
use super::value::Val;

/// One result.
#[derive(Clone, Debug)]
pub(super) struct Tuple {
    /// What the next step is applied to.
    pub(super) focus: Val,
    pub(super) bindings: Vec<(Key, Val)>,
}

impl Tuple {
    pub(super) fn new(focus: Val) -> Self {
        Self { focus, bindings: Vec::new() }
    }

    /// About how many bytes it takes beside the values.
    pub(super) fn size(&self) -> usize {
        size_of::<Self>() + self.bindings.len() * size_of::<(Key, Val)>()
    }

    pub(super) fn bind(&mut self, key: Key, value: Val) {
        match self.bindings.iter_mut().find(|(bound, _)| *bound == key) {
            Some((_, old)) => *old = value,
            None => self.bindings.push((key, value)),
        }
    }
}
