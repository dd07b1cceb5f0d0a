//! Objects: the fields that are known by name, and what other names may hold.

use crate::{Absence, Type, Unknown};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Objects of a type: a field that may be absent is one that some of the objects do not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// By name.
    fields: Vec<(Arc<str>, Type)>,
    /// What a name that is not among the fields holds.
    rest: Type,
    /// There were too many names to keep; there are none since.
    crowded: bool,
}

impl Object {
    /// So many fields are known by name.
    pub const MOST_FIELDS: usize = 160;

    /// Of just these fields.
    pub fn closed(fields: impl IntoIterator<Item = (Arc<str>, Type)>) -> Self {
        Self::new(fields, Type::absent())
    }

    /// Of these fields, and of others a type that may be absent.
    pub fn new(fields: impl IntoIterator<Item = (Arc<str>, Type)>, rest: Type) -> Self {
        let by_name: BTreeMap<Arc<str>, Type> = fields.into_iter().collect();
        // No object has a field of every name.
        let rest = match rest.absence() {
            Absence::Never if rest.has_value() => rest.with_absence(Absence::Unproven),
            Absence::Never => Type::absent(),
            _ => rest,
        };
        let mut object = Self { fields: by_name.into_iter().collect(), rest, crowded: false };
        object.settle();
        object
    }

    /// Objects of which nothing is known.
    pub fn open(unknown: Unknown) -> Self {
        Self::new([], Type::unknown_from(unknown).with_absence(Absence::Unproven))
    }

    /// The fields that are known by name, in order.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &Type)> {
        self.fields.iter().map(|(name, of)| (&**name, of))
    }

    /// The names of fields that there may be.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.fields().filter(|(_, of)| of.has_value()).map(|(name, _)| name)
    }

    /// What names that are not among the fields hold.
    pub fn rest(&self) -> &Type {
        &self.rest
    }

    /// May there be other fields than those that are known?
    pub fn is_open(&self) -> bool {
        self.rest.has_value()
    }

    /// What the field of a name may be.
    pub fn field(&self, name: &str) -> Type {
        match self.find(name) {
            Ok(at) => self.fields.get(at).map_or_else(Type::absent, |(_, of)| of.clone()),
            Err(_) => self.rest_at(name),
        }
    }

    /// With a field set.
    pub fn with(&self, name: &str, of: Type) -> Self {
        let mut object = self.clone();
        if object.crowded {
            object.rest = object.rest.join(&of);
            return object;
        }
        match object.find(name) {
            Ok(at) => {
                if let Some((_, field)) = object.fields.get_mut(at) {
                    *field = of;
                }
            }
            Err(at) => object.fields.insert(at, (name.into(), of)),
        }
        object.settle();
        object
    }

    /// What any field may be; never, where there is none.
    pub fn any(&self) -> Type {
        let rest = if self.is_open() { self.rest.clone().present() } else { Type::never() };
        self.fields.iter().fold(rest, |all, (_, of)| all.join(&of.clone().present()))
    }

    /// With each field changed.
    pub fn map(&self, mut change: impl FnMut(&Type) -> Type) -> Self {
        let fields: Vec<_> = self.fields.iter().map(|(name, of)| (name.clone(), change(of))).collect();
        let mut object = Self { fields, rest: change(&self.rest), crowded: self.crowded };
        object.settle();
        object
    }

    /// No object has just these fields: one that must be there has no value.
    pub(crate) fn is_impossible(&self) -> bool {
        self.fields.iter().any(|(_, of)| of.is_never())
    }

    pub(crate) fn join(&self, other: &Self) -> Self {
        if self.crowded || other.crowded {
            return Self::crowd(self.rest.join(&other.rest).join(&self.any()).join(&other.any()));
        }
        let mut fields = Vec::with_capacity(self.fields.len().max(other.fields.len()));
        let (mut ours, mut theirs) = (self.fields.iter().peekable(), other.fields.iter().peekable());
        loop {
            let field = match (ours.peek(), theirs.peek()) {
                (None, None) => break,
                (Some((a, _)), Some((b, _))) if a == b => match (ours.next(), theirs.next()) {
                    (Some((name, our)), Some((_, their))) => (name.clone(), our.join(their)),
                    _ => break,
                },
                (Some((a, our)), their) if their.is_none_or(|(b, _)| a < b) => {
                    let field = (a.clone(), our.join(&other.rest_at(a)));
                    ours.next();
                    field
                }
                (_, Some((b, their))) => {
                    let field = (b.clone(), their.join(&self.rest_at(b)));
                    theirs.next();
                    field
                }
                (Some(_), None) => break,
            };
            fields.push(field);
        }
        let mut object = Self { fields, rest: self.rest.join(&other.rest), crowded: false };
        object.settle();
        object
    }

    /// Its fields that have one literal each tell it apart from others.
    pub(crate) fn tag(&self) -> Tag {
        let tag = |(name, of): &(Arc<str>, Type)| {
            let sets = of.sets();
            let is_literal = sets.booleans != [false; 2] || !sets.strings.is_none() || sets.null;
            is_literal.then(|| of.as_value()).flatten().map(|value| (name.clone(), value))
        };
        self.fields.iter().filter_map(tag).collect()
    }

    /// The one object that it can be.
    pub(crate) fn as_value(&self) -> Option<Value> {
        if self.is_open() {
            return None;
        }
        let there = self.fields.iter().filter(|(_, of)| of.has_value() || of.absence() == Absence::Never);
        let fields = there.map(|(name, of)| Some(((**name).to_owned(), of.as_value()?)));
        fields.collect::<Option<Map<String, Value>>>().map(Value::Object)
    }

    fn crowd(rest: Type) -> Self {
        Self { fields: Vec::new(), rest: rest.with_absence(Absence::Unproven), crowded: true }
    }

    fn find(&self, name: &str) -> Result<usize, usize> {
        self.fields.binary_search_by(|(it, _)| (**it).cmp(name))
    }

    /// What the rest says of a name: an origin is that of the object.
    fn rest_at(&self, name: &str) -> Type {
        match self.rest.sets().unknown.field(name) {
            Some(unknown @ Unknown::Input(_)) => {
                let mut sets = self.rest.clone().into_sets();
                sets.unknown = unknown;
                sets.into()
            }
            _ => self.rest.clone(),
        }
    }

    /// A field that tells no more than the rest is not kept; too many are not kept either.
    fn settle(&mut self) {
        let rest = &self.rest;
        self.fields.retain(|(_, of)| of != rest);
        if self.fields.len() > Self::MOST_FIELDS {
            *self = Self::crowd(self.rest.join(&self.any()));
        }
    }
}

/// Fields that have one literal each.
type Tag = Vec<(Arc<str>, Value)>;

/// A few objects that a literal field tells apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objects {
    /// Each with another tag; one, once there were too many.
    shapes: Vec<Object>,
    merged: bool,
}

impl From<Object> for Objects {
    fn from(object: Object) -> Self {
        Self { shapes: vec![object], merged: false }
    }
}

impl Objects {
    /// So many are kept apart.
    pub const MOST_SHAPES: usize = 4;

    /// Each of them.
    pub fn shapes(&self) -> &[Object] {
        &self.shapes
    }

    /// All of them as one.
    pub fn merged(&self) -> Object {
        let mut shapes = self.shapes.iter();
        let first = shapes.next().cloned().unwrap_or_else(|| Object::closed([]));
        shapes.fold(first, |all, shape| all.join(shape))
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
        let changed: Vec<Object> = self.shapes.iter().filter_map(change).filter(|it| !it.is_impossible()).collect();
        let mut all = changed.into_iter().map(|object| Self { shapes: vec![object], merged: self.merged });
        let first = all.next()?;
        Some(all.fold(first, |all, one| all.join(&one)))
    }

    pub(crate) fn join(&self, other: &Self) -> Self {
        if self == other {
            return self.clone();
        }
        if !self.merged && !other.merged {
            let mut shapes: Vec<(Tag, Object)> = Vec::new();
            for shape in self.shapes.iter().chain(&other.shapes) {
                let tag = shape.tag();
                match shapes.iter_mut().find(|(it, _)| *it == tag) {
                    Some((_, same)) => *same = same.join(shape),
                    None => shapes.push((tag, shape.clone())),
                }
            }
            if shapes.len() <= Self::MOST_SHAPES {
                shapes.sort_by_cached_key(|(tag, _)| format!("{tag:?}"));
                return Self { shapes: shapes.into_iter().map(|(_, shape)| shape).collect(), merged: false };
            }
        }
        Self { shapes: vec![self.merged().join(&other.merged())], merged: true }
    }

    /// All of them as one, and so it stays.
    pub(crate) fn into_one(self) -> Self {
        Self { shapes: vec![self.merged()], merged: true }
    }

    pub(crate) fn as_value(&self) -> Option<Value> {
        match self.shapes.as_slice() {
            [only] => only.as_value(),
            _ => None,
        }
    }
}
