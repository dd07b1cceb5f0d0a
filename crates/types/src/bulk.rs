//! How much a type is made of, and what is done where that is too much.

use crate::{Array, Object, Objects, Sets, Type, Unknown};
use std::sync::Arc;

/// No type is nested deeper: whoever walks one may recurse.
pub(crate) const MOST_DEPTH: usize = 128;

/// No type that is put together is made of more types, each counted wherever it stands.
const MOST_PARTS: usize = 1 << 14;

/// Nor is one that joins others. It is more, so that joins are exact wherever it matters.
const MOST_JOINED: usize = 1 << 16;

/// How deep a type is nested, and of how many types it is made.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Bulk {
    /// Small, as each type has them.
    depth: u32,
    parts: u32,
}

impl Bulk {
    /// Of what holds types of these.
    pub(crate) fn around<'t>(inner: impl IntoIterator<Item = &'t Type>) -> Self {
        let mut all = Self::default();
        for one in inner {
            let Self { depth, parts } = one.bulk();
            all = Self { depth: all.depth.max(depth + 1), parts: all.parts.saturating_add(parts) };
        }
        all
    }

    /// Of what is made of both.
    fn beside(self, other: Self) -> Self {
        Self { depth: self.depth.max(other.depth), parts: self.parts.saturating_add(other.parts) }
    }

    /// Of a type of these sets.
    pub(crate) fn of(sets: &Sets) -> Self {
        let arrays = sets.arrays.as_ref().map_or_else(Self::default, |it| it.bulk());
        let objects = sets.objects.iter().flat_map(|it| it.shapes()).map(Object::bulk);
        objects.fold(arrays, Self::beside).beside(Self { depth: 0, parts: 1 })
    }

    pub(crate) fn is_too_much(self) -> bool {
        self.depth as usize > MOST_DEPTH || self.parts as usize > MOST_PARTS
    }

    pub(crate) fn is_too_much_of_a_join(self) -> bool {
        self.depth as usize > MOST_DEPTH || self.parts as usize > MOST_JOINED
    }
}

impl Type {
    /// How deep its arrays and objects are nested.
    pub fn depth(&self) -> usize {
        self.bulk().depth as usize
    }

    /// Of how many types it is made.
    pub(crate) fn parts(&self) -> usize {
        self.bulk().parts as usize
    }

    /// What is nested too deep is unknown, so that half of what is allowed is left at most.
    pub(crate) fn pruned(&self) -> Self {
        self.pruned_to(MOST_PARTS / 2)
    }

    /// The same, so that no more parts are left.
    pub(crate) fn pruned_to(&self, parts: usize) -> Self {
        let mut depth = 0;
        let mut room = parts;
        while depth < MOST_DEPTH / 2 && self.fits(depth + 1, &mut room) {
            depth += 1;
            room = parts;
        }
        self.cut(depth)
    }

    /// Is it made of no more, as deep as this?
    fn fits(&self, depth: usize, room: &mut usize) -> bool {
        if *room == 0 {
            return false;
        }
        *room -= 1;
        depth == 0 || self.inner().all(|of| of.fits(depth - 1, room))
    }

    /// The types that it is made of.
    fn inner(&self) -> impl Iterator<Item = &Self> {
        let sets = self.sets();
        let items = sets.arrays.iter().flat_map(|it| it.known().iter().chain([it.rest()]));
        let shapes = sets.objects.iter().flat_map(|it| it.shapes());
        items.chain(shapes.flat_map(|it| it.fields().map(|(_, of)| of).chain([it.rest()])))
    }

    /// What is nested deeper is unknown.
    pub(crate) fn cut(&self, depth: usize) -> Self {
        if self.depth() <= depth {
            return self.clone();
        }
        let mut sets = self.sets().clone();
        if depth == 0 {
            sets.arrays = None;
            sets.objects = None;
            sets.unknown = Unknown::Opaque;
            return sets.into();
        }
        sets.arrays = sets.arrays.map(|array| Arc::new(array.change(|item| item.cut(depth - 1))));
        let cut = |objects: &Objects| objects.map(|shape| Some(shape.map(|field| field.cut(depth - 1))));
        sets.objects = sets.objects.and_then(|objects| cut(&objects)).map(Arc::new);
        sets.into()
    }
}

impl Array {
    /// With each item changed, where an absence stays.
    pub(crate) fn change(&self, mut change: impl FnMut(&Type) -> Type) -> Self {
        Self::ending(self.known().iter().map(&mut change).collect(), change(self.rest()), self.ends())
    }
}
