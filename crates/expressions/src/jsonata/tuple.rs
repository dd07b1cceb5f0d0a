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

    pub(super) fn bind(&mut self, key: Key, value: Val) {
        match self.bindings.iter_mut().find(|(bound, _)| *bound == key) {
            Some((_, old)) => *old = value,
            None => self.bindings.push((key, value)),
        }
    }
}
