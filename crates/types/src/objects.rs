//! A few objects that are kept apart.

use crate::{Object, Type};
use serde_json::Value;

/// A few objects that a literal field tells apart.
///
/// Two are equal if they have equal shapes. That there were too many is remembered beside those.
#[derive(Clone, Debug)]
pub struct Objects {
    /// Each with another tag, in order; one, once there were too many.
    shapes: Vec<Object>,
    merged: bool,
}

impl PartialEq for Objects {
    fn eq(&self, other: &Self) -> bool {
        self.shapes == other.shapes
    }
}

impl Eq for Objects {}

impl From<Object> for Objects {
    fn from(object: Object) -> Self {
        Self { merged: object.is_crowded(), shapes: vec![object] }
    }
}

impl Objects {
    /// So many are kept apart.
    pub const MOST_SHAPES: usize = 4;

    /// See [`Type::is_identical`].
    pub(crate) fn is_identical(&self, other: &Self) -> bool {
        self.merged == other.merged && crate::same::shapes(&self.shapes, &other.shapes)
    }

    /// Each of them.
    pub fn shapes(&self) -> &[Object] {
        &self.shapes
    }

    /// All of them as one.
    pub fn merged(&self) -> Object {
        one(&self.shapes)
    }

    /// What the field of a name may be.
    pub fn field(&self, name: &str) -> Type {
        self.shapes.iter().fold(Type::never(), |all, shape| all.join(&shape.field(name)))
    }

    /// What any field may be.
    pub fn any(&self) -> Type {
        self.shapes.iter().fold(Type::never(), |all, shape| all.join(&shape.any()))
    }

    /// With each shape changed, or gone.
    pub fn map(&self, change: impl FnMut(&Object) -> Option<Object>) -> Option<Self> {
        Self::of(self.shapes.iter().filter_map(change), self.merged)
    }

    /// Of these shapes; none, where no object has one of them.
    pub(crate) fn of(shapes: impl IntoIterator<Item = Object>, merged: bool) -> Option<Self> {
        let mut shapes = shapes.into_iter().filter(|it| !it.is_impossible());
        let mut apart: Vec<Object> = shapes.next().into_iter().collect();
        for shape in shapes {
            let tag = shape.tag();
            match apart.iter_mut().find(|it| it.tag() == tag) {
                Some(same) => *same = same.join(&shape),
                None => apart.push(shape),
            }
        }
        // A crowd has lost its tag: had it met the others sooner, it would have taken them in.
        let merged = merged || apart.len() > Self::MOST_SHAPES || apart.iter().any(Object::is_crowded);
        if apart.is_empty() {
            return None;
        }
        if apart.len() == 1 {
            return Some(Self { shapes: apart, merged });
        }
        if merged {
            return Some(Self { shapes: vec![one(&apart)], merged });
        }
        apart.sort_by(|a, b| a.tag().cmp(&b.tag()));
        Some(Self { shapes: apart, merged })
    }

    /// The join, where the other adds anything.
    pub(crate) fn grown(&self, other: &Self) -> Option<Self> {
        // Mostly, two ways to a state differ in little.
        if let ([ours], [theirs]) = (self.shapes.as_slice(), other.shapes.as_slice())
            && (self.merged || !other.merged)
            && ours.has_same_tag(theirs)
        {
            return ours.grown(theirs).and_then(|joined| Self::of([joined], self.merged));
        }
        Some(self.join(other))
    }

    pub(crate) fn join(&self, other: &Self) -> Self {
        let shapes = self.shapes.iter().chain(&other.shapes).cloned();
        Self::of(shapes, self.merged || other.merged).unwrap_or_else(|| self.clone())
    }

    /// Is each part the same allocation?
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.merged == other.merged
            && self.shapes.len() == other.shapes.len()
            && self.shapes.iter().zip(&other.shapes).all(|(a, b)| a.is_same(b))
    }

    /// Each of them beside the one of the other that has the same tag, where they all have one.
    pub(crate) fn beside<'o>(&'o self, other: &'o Self) -> Option<impl Iterator<Item = (&'o Object, &'o Object)>> {
        let pairs = || self.shapes.iter().zip(&other.shapes);
        let is_each = self.shapes.len() == other.shapes.len() && pairs().all(|(a, b)| a.tag() == b.tag());
        is_each.then(pairs)
    }

    pub(crate) fn is_merged(&self) -> bool {
        self.merged
    }

    pub(crate) fn as_value(&self) -> Option<Value> {
        match self.shapes.as_slice() {
            [only] => only.as_value(),
            _ => None,
        }
    }
}

fn one(shapes: &[Object]) -> Object {
    let mut shapes = shapes.iter();
    let first = shapes.next().cloned().unwrap_or_else(|| Object::closed([]));
    shapes.fold(first, |all, shape| all.join(shape))
}
