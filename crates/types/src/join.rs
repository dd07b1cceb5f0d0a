//! The join of types: pointwise.
//!
//! Where one of the two holds all that the other does, the join is its very allocation, so that a walk that comes to rest
//! can see so at once.

use crate::{Array, Objects, Sets, Type};
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
        let joined = Sets {
            absence: a.absence.max(b.absence),
            unknown: a.unknown.join(&b.unknown),
            null: a.null || b.null,
            booleans: [a.booleans[0] || b.booleans[0], a.booleans[1] || b.booleans[1]],
            numbers: a.numbers.join(&b.numbers),
            strings: a.strings.join(&b.strings),
            arrays: join_with(a.arrays.as_ref(), b.arrays.as_ref(), |a, b| Some(a.join(b)), Array::is_same),
            objects: join_with(a.objects.as_ref(), b.objects.as_ref(), Objects::grown, Objects::is_same),
        };
        if joined.is_same(a) {
            self.clone()
        } else if joined.is_same(b) {
            other.clone()
        } else {
            Self::joined(joined)
        }
    }

    /// What may be any of them; never, where there are none.
    pub fn join_all<'t>(types: impl IntoIterator<Item = &'t Self>) -> Self {
        types.into_iter().fold(Self::never(), |all, one| all.join(one))
    }
}

impl Sets {
    /// Is it made of the same parts, origins and all?
    fn is_same(&self, other: &Self) -> bool {
        fn same<T>(a: Option<&Arc<T>>, b: Option<&Arc<T>>) -> bool {
            a.map(Arc::as_ptr) == b.map(Arc::as_ptr)
        }
        self.absence == other.absence
            && self.null == other.null
            && self.booleans == other.booleans
            && self.unknown.is_same(&other.unknown)
            && same(self.arrays.as_ref(), other.arrays.as_ref())
            && same(self.objects.as_ref(), other.objects.as_ref())
            && self.numbers == other.numbers
            && self.strings == other.strings
    }
}

/// `join` gives nothing where the second adds nothing to the first.
fn join_with<T>(
    a: Option<&Arc<T>>,
    b: Option<&Arc<T>>,
    join: fn(&T, &T) -> Option<T>,
    is_same: fn(&T, &T) -> bool,
) -> Option<Arc<T>> {
    let (Some(ours), Some(theirs)) = (a, b) else { return a.or(b).cloned() };
    if Arc::ptr_eq(ours, theirs) {
        return Some(ours.clone());
    }
    let Some(joined) = join(ours, theirs) else { return Some(ours.clone()) };
    [ours, theirs].into_iter().find(|it| is_same(it, &joined)).cloned().or_else(|| Some(Arc::new(joined)))
}
