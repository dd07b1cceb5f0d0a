//! Widening: a join after which a loop comes to rest.

use crate::{Array, Literals, Object, Objects, Type, Unknown};
use std::sync::Arc;

/// So deep may a type grow in a loop.
const DEEPEST: usize = 8;

/// Of so many parts it may grow to be made: each round of a loop goes through all of them.
const MOST_GROWN: usize = 1 << 11;

/// So often it may grow by names.
const PATIENT: u8 = 16;

/// So often it may grow at all, before it is unknown.
const LAST: u8 = 32;

impl Type {
    /// A type grows so often at most in a chain of [`Type::widen`], whatever it meets.
    pub const MOST_STEPS: usize = LAST as usize + 4;

    /// What may be the old type or the new one, where what grew from one to the other may go on growing: literals become
    /// their whole kind, items lose their indexes where their number changed, shapes are merged where their tags changed,
    /// and what is nested too deep is unknown.
    ///
    /// What grows very often loses the names of its fields, and in the end all that was known of it.
    #[must_use]
    pub fn widen(&self, new: &Self) -> Self {
        if self.is_never() {
            return new.clone().having_grown(0);
        }
        let joined = self.join(new);
        let grown = self.0.grown;
        if joined == *self {
            return joined.having_grown(grown);
        }
        if grown >= LAST {
            let unknown = self.sets().unknown.join(&new.sets().unknown);
            let unknown = if unknown == Unknown::No { Unknown::Opaque } else { unknown };
            return Self::unknown_from(unknown).with_absence(joined.absence()).having_grown(grown);
        }
        let wide = Growth { has_names: grown < PATIENT }.of(self, joined);
        let wide = wide.cut(DEEPEST.max(self.depth()));
        let is_too_much = wide.parts() > MOST_GROWN.max(self.parts());
        let wide = if is_too_much { wide.pruned_to(MOST_GROWN / 2) } else { wide };
        wide.having_grown(grown + 1)
    }

    fn having_grown(self, grown: u8) -> Self {
        if self.0.grown == grown {
            return self;
        }
        let bulk = self.bulk();
        Self(Arc::new(crate::Node { sets: self.into_sets(), bulk, grown }))
    }
}

/// How a type may grow.
#[derive(Clone, Copy)]
struct Growth {
    /// By the names of fields, too.
    has_names: bool,
}

impl Growth {
    fn of(self, old: &Type, joined: Type) -> Type {
        if *old == joined || old.is_never() {
            return joined;
        }
        let before = old.sets();
        let mut sets = joined.into_sets();
        sets.numbers = grown(&before.numbers, sets.numbers);
        sets.strings = grown(&before.strings, sets.strings);
        if let (Some(old), Some(new)) = (&before.arrays, &sets.arrays)
            && old != new
        {
            sets.arrays = Some(Arc::new(self.of_arrays(old, new)));
        }
        if let (Some(old), Some(new)) = (&before.objects, &sets.objects)
            && old != new
        {
            sets.objects = self.of_objects(old, new).map(Arc::new);
        }
        Type::joined(sets)
    }

    fn of_arrays(self, old: &Array, new: &Array) -> Array {
        if self.has_names && old.known().len() == new.known().len() && old.is_open() == new.is_open() {
            return old.zip(new, new.ends(), |old, new| self.of(old, new.clone()));
        }
        Array::of(self.of(&old.any(), new.any()))
    }

    fn of_objects(self, old: &Objects, new: &Objects) -> Option<Objects> {
        if !self.has_names || new.shapes().iter().any(Object::is_crowded) {
            let (old, new) = (old.merged().into_crowd(), new.merged().into_crowd());
            return Objects::of([old.zip(&new, |old, new| self.of(old, new.clone()))], true);
        }
        if let Some(pairs) = old.beside(new) {
            let shapes = pairs.map(|(old, new)| old.zip(new, |old, new| self.of(old, new.clone())));
            return Objects::of(shapes, new.is_merged());
        }
        let one = old.merged().zip(&new.merged(), |old, new| self.of(old, new.clone()));
        Objects::of([one], true)
    }
}

/// Literals that were none before are kept; those that have become more are all.
fn grown<T: Eq>(old: &Literals<T>, new: Literals<T>) -> Literals<T> {
    if old.is_none() || *old == new { new } else { Literals::All }
}
