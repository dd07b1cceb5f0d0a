//! Widening: a join after which a loop comes to rest.

use crate::{Array, Literals, Sets, Type, Unknown};
use std::sync::Arc;

/// So deep may a type grow in a loop.
const DEEPEST: usize = 12;

impl Type {
    /// What may be the old type or the new one, where what grew from one to the other may go on growing: literals become
    /// their whole kind, items lose their indexes, shapes are merged, and what is nested too deep is unknown.
    #[must_use]
    pub fn widen(&self, new: &Self) -> Self {
        let joined = self.join(new);
        if joined == *self {
            return self.clone();
        }
        let wide = widened(self, joined);
        if wide.depth() > DEEPEST { wide.cut(DEEPEST) } else { wide }
    }

    /// How deep its arrays and objects are nested.
    pub fn depth(&self) -> usize {
        let sets = self.sets();
        let array = sets.arrays.iter().flat_map(|array| array.known().iter().chain([array.rest()]));
        let arrays = array.map(|item| 1 + item.depth()).max().unwrap_or(0);
        let shapes = sets.objects.iter().flat_map(|objects| objects.shapes());
        let objects = shapes.flat_map(|shape| shape.fields().map(|(_, of)| of).chain([shape.rest()]));
        arrays.max(objects.map(|of| 1 + of.depth()).max().unwrap_or(0))
    }

    /// What is nested deeper is unknown.
    pub(crate) fn cut(&self, depth: usize) -> Self {
        let mut sets = self.clone().into_sets();
        if sets.arrays.is_none() && sets.objects.is_none() {
            return self.clone();
        }
        if depth == 0 {
            sets.arrays = None;
            sets.objects = None;
            sets.unknown = Unknown::Opaque;
            return sets.into();
        }
        sets.arrays = sets.arrays.map(|array| {
            let items = array.known().iter().map(|item| item.cut(depth - 1)).collect();
            Arc::new(Array::new(items, array.rest().cut(depth - 1)))
        });
        sets.objects = sets
            .objects
            .and_then(|objects| objects.map(|shape| Some(shape.map(|field| field.cut(depth - 1)))).map(Arc::new));
        sets.into()
    }
}

fn widened(old: &Type, joined: Type) -> Type {
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
        let (old, new) = (old.without_indexes(), new.without_indexes());
        sets.arrays = Some(Arc::new(Array::of(widened(old.rest(), new.rest().clone()))));
    }
    if let (Some(old), Some(new)) = (&before.objects, &sets.objects)
        && old != new
    {
        let (old, one) = (old.merged(), new.as_ref().clone().into_one());
        let one = one.map(|shape| {
            let named = shape.fields().map(|(name, of)| (name.into(), widened(&old.field(name), of.clone())));
            Some(crate::Object::new(named, widened(old.rest(), shape.rest().clone())))
        });
        sets.objects = one.map(Arc::new);
    }
    Sets::into(sets)
}

/// Literals that were none before are kept; those that have become more are all.
fn grown<T: Eq>(old: &Literals<T>, new: Literals<T>) -> Literals<T> {
    if old.is_none() || *old == new { new } else { Literals::All }
}
