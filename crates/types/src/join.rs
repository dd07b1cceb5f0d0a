//! The join of types: pointwise.

use crate::{Sets, Type};
use std::sync::Arc;

impl Type {
    /// What may be one or the other.
    #[must_use]
    pub fn join(&self, other: &Self) -> Self {
        if self.is_same(other) || other.is_never() {
            return self.clone();
        }
        if self.is_never() {
            return other.clone();
        }
        let (a, b) = (self.sets(), other.sets());
        Sets {
            absence: a.absence.max(b.absence),
            unknown: a.unknown.join(&b.unknown),
            null: a.null || b.null,
            booleans: [a.booleans[0] || b.booleans[0], a.booleans[1] || b.booleans[1]],
            numbers: a.numbers.join(&b.numbers),
            strings: a.strings.join(&b.strings),
            arrays: join_with(a.arrays.as_ref(), b.arrays.as_ref(), crate::Array::join),
            objects: join_with(a.objects.as_ref(), b.objects.as_ref(), crate::Objects::join),
        }
        .into()
    }

    /// What may be any of them; never, where there are none.
    pub fn join_all<'t>(types: impl IntoIterator<Item = &'t Self>) -> Self {
        types.into_iter().fold(Self::never(), |all, one| all.join(one))
    }
}

fn join_with<T: Eq>(a: Option<&Arc<T>>, b: Option<&Arc<T>>, join: fn(&T, &T) -> T) -> Option<Arc<T>> {
    match (a, b) {
        (Some(a), Some(b)) if a == b => Some(a.clone()),
        (Some(a), Some(b)) => Some(Arc::new(join(a, b))),
        (one, other) => one.or(other).cloned(),
    }
}
