//! Objects: the fields that are known by name, and what other names may hold.

use crate::bulk::Bulk;
use crate::{Absence, Type, Unknown};
use serde_json::{Map, Value};
use std::cmp::Ordering;
use std::sync::Arc;

/// Objects of a type: a field that may be absent is one that some of the objects do not have.
///
/// Two are equal if they say the same of each name. Which names one has heard of is remembered beside that, so that names
/// grow too many or do not, in whichever order objects are joined.
#[derive(Clone, Debug)]
pub struct Object {
    /// By name.
    fields: Vec<Field>,
    /// What a name that is not among the fields holds; it may always be absent.
    rest: Type,
    /// There were too many names to keep; there are none since.
    crowded: bool,
    /// A field that must be there has no value.
    impossible: bool,
    bulk: Bulk,
}

pub(crate) type Field = (Arc<str>, Type);

impl PartialEq for Object {
    fn eq(&self, other: &Self) -> bool {
        self.rest == other.rest && self.pairs(other).all(|(_, a, b)| a == b)
    }
}

impl Eq for Object {}

impl Object {
    /// So many fields are known by name.
    pub const MOST_FIELDS: usize = 160;

    /// Of just these fields.
    pub fn closed(fields: impl IntoIterator<Item = (Arc<str>, Type)>) -> Self {
        Self::new(fields, Type::absent())
    }

    /// Of these fields, and of others a type that may be absent.
    pub fn new(fields: impl IntoIterator<Item = (Arc<str>, Type)>, rest: Type) -> Self {
        let mut fields: Vec<Field> = fields.into_iter().collect();
        if !fields.is_sorted_by(|(a, _), (b, _)| a < b) {
            // The last of a name counts.
            fields.reverse();
            fields.sort_by(|(a, _), (b, _)| a.cmp(b));
            fields.dedup_by(|(a, _), (b, _)| a == b);
        }
        Self::settled(fields, rest, false)
    }

    /// Objects of which nothing is known.
    pub fn open(unknown: Unknown) -> Self {
        Self::new([], Type::unknown_from(unknown).with_absence(Absence::Unproven))
    }

    /// The fields that are known by name, in order.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &Type)> {
        self.fields.iter().map(|(name, of)| (&**name, of))
    }

    /// The fields of which more is known than of the rest, in order.
    pub fn told(&self) -> impl Iterator<Item = (&str, &Type)> {
        self.fields().filter(|(_, of)| **of != self.rest)
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
        if self.crowded {
            return Self::crowd(self.rest.join(&of));
        }
        let mut fields = self.fields.clone();
        match self.find(name) {
            Ok(at) => {
                if let Some((_, field)) = fields.get_mut(at) {
                    *field = of;
                }
            }
            Err(at) => fields.insert(at, (name.into(), of)),
        }
        Self::settled(fields, self.rest.clone(), false)
    }

    /// What any field may be; never, where there is none.
    pub fn any(&self) -> Type {
        let rest = if self.is_open() { opaque(&self.rest).present() } else { Type::never() };
        self.fields.iter().fold(rest, |all, (_, of)| all.join(&of.clone().present()))
    }

    /// With each field changed.
    pub fn map(&self, mut change: impl FnMut(&Type) -> Type) -> Self {
        let fields: Vec<_> = self.fields.iter().map(|(name, of)| (name.clone(), change(of))).collect();
        Self::settled(fields, change(&self.rest), self.crowded)
    }

    /// No object has just these fields: one that must be there has no value.
    pub(crate) fn is_impossible(&self) -> bool {
        self.impossible
    }

    pub(crate) fn is_crowded(&self) -> bool {
        self.crowded
    }

    pub(crate) fn bulk(&self) -> Bulk {
        self.bulk
    }

    /// Is each part the same allocation?
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let same = |((a, our), (b, their)): (&Field, &Field)| our.is_same(their) && a == b;
        self.crowded == other.crowded
            && self.rest.is_same(&other.rest)
            && self.fields.len() == other.fields.len()
            && self.fields.iter().zip(&other.fields).all(same)
    }

    /// See [`Type::is_identical`].
    pub(crate) fn is_identical(&self, other: &Self) -> bool {
        self.crowded == other.crowded
            && self.rest.is_identical(&other.rest)
            && crate::same::fields(&self.fields, &other.fields)
    }

    pub(crate) fn join(&self, other: &Self) -> Self {
        if self.crowded || other.crowded {
            return Self::crowd(self.everything().join(&other.everything()));
        }
        self.zip(other, Type::join)
    }

    /// The join, where the other adds anything.
    pub(crate) fn grown(&self, other: &Self) -> Option<Self> {
        let has_same_names = self.fields.len() == other.fields.len()
            && self.fields.iter().zip(&other.fields).all(|((a, _), (b, _))| Arc::ptr_eq(a, b) || a == b);
        if !has_same_names || self.crowded || other.crowded {
            return Some(self.join(other));
        }
        let rest = self.rest.join(&other.rest);
        let mut fields: Option<Vec<Field>> = None;
        for (at, ((name, ours), (_, theirs))) in self.fields.iter().zip(&other.fields).enumerate() {
            let joined = ours.join(theirs);
            if fields.is_none() && !joined.is_same(ours) {
                fields = Some(self.fields.iter().take(at).cloned().collect());
            }
            if let Some(fields) = &mut fields {
                fields.push((name.clone(), joined));
            }
        }
        match fields {
            None if rest.is_same(&self.rest) => None,
            fields => Some(Self::settled(fields.unwrap_or_else(|| self.fields.clone()), rest, false)),
        }
    }

    /// The fields of the two of each name made into one.
    pub(crate) fn zip(&self, other: &Self, mut both: impl FnMut(&Type, &Type) -> Type) -> Self {
        let mut fields = Vec::with_capacity(self.fields.len().max(other.fields.len()));
        for (name, ours, theirs) in self.pairs(other) {
            // A field of one alone is no other type for being asked of the rest of the other, but where that has an origin.
            let (here, there) = (self.rest_unless(ours, name), other.rest_unless(theirs, name));
            fields.push((name.clone(), both(here.as_ref().unwrap_or(ours), there.as_ref().unwrap_or(theirs))));
        }
        Self::settled(fields, both(&self.rest, &other.rest), self.crowded && other.crowded)
    }

    /// All names that one of the two has heard of, in order, and what each says of it.
    fn pairs<'o>(&'o self, other: &'o Self) -> impl Iterator<Item = (&'o Arc<str>, &'o Type, &'o Type)> {
        let (mut ours, mut theirs) = (self.fields.iter().peekable(), other.fields.iter().peekable());
        std::iter::from_fn(move || {
            let order = match (ours.peek(), theirs.peek()) {
                (Some((a, _)), Some((b, _))) => a.cmp(b),
                (Some(_), None) => Ordering::Less,
                (None, _) => Ordering::Greater,
            };
            let our = if order.is_le() { ours.next() } else { None };
            let their = if order.is_ge() { theirs.next() } else { None };
            let (name, _) = our.or(their)?;
            Some((name, our.map_or(&self.rest, |(_, of)| of), their.map_or(&other.rest, |(_, of)| of)))
        })
    }

    /// Its fields that have one literal each, which tell it apart from others.
    pub(crate) fn tag(&self) -> Vec<(&str, Tag<'_>)> {
        self.fields().filter_map(|(name, of)| Some((name, Tag::of(of)?))).collect()
    }

    pub(crate) fn has_same_tag(&self, other: &Self) -> bool {
        let tags = |it: &Self| it.fields.iter().any(|(_, of)| Tag::of(of).is_some());
        (!tags(self) && !tags(other)) || self.tag() == other.tag()
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

    /// Objects of which any name may hold what any held.
    pub(crate) fn into_crowd(self) -> Self {
        Self::crowd(self.everything())
    }

    fn crowd(rest: Type) -> Self {
        Self::settled(Vec::new(), rest.with_absence(Absence::Unproven), true)
    }

    /// What any name may hold, as far as one can prove it.
    fn everything(&self) -> Type {
        let all = self.fields.iter().fold(self.rest.clone(), |all, (_, of)| all.join(of));
        all.with_absence(Absence::Unproven)
    }

    fn find(&self, name: &str) -> Result<usize, usize> {
        self.fields.binary_search_by(|(it, _)| (**it).cmp(name))
    }

    /// What the rest says of a name: an origin is that of the object.
    fn rest_at(&self, name: &str) -> Type {
        match self.rest.sets().unknown.field(name) {
            Some(unknown @ Unknown::Input(_)) => {
                let mut sets = self.rest.sets().clone();
                sets.unknown = unknown;
                sets.into()
            }
            _ => self.rest.clone(),
        }
    }

    /// The same, for what stands in for a field that it does not have.
    fn rest_unless(&self, of: &Type, name: &str) -> Option<Type> {
        let has_origin = matches!(self.rest.sets().unknown, Unknown::Input(_));
        (has_origin && std::ptr::eq(of, &raw const self.rest)).then(|| self.rest_at(name))
    }

    /// Of fields in order. A closed object keeps none that it does not have, and none keeps too many.
    fn settled(mut fields: Vec<Field>, rest: Type, crowded: bool) -> Self {
        let rest = match (rest.has_value(), rest.absence()) {
            (true, Absence::Never) => rest.with_absence(Absence::Unproven),
            (false, Absence::Never | Absence::Unproven) => Type::absent(),
            _ => rest,
        };
        if !rest.has_value() {
            fields.retain(|(_, of)| of.has_value() || of.is_never());
        }
        let bulk = Bulk::around(fields.iter().map(|(_, of)| of).chain([&rest]));
        let impossible = fields.iter().any(|(_, of)| of.is_never());
        let object = Self { fields, rest, crowded, impossible, bulk };
        if object.fields.len() > Self::MOST_FIELDS && !object.is_impossible() { object.into_crowd() } else { object }
    }
}

/// What is unknown of the inside of an object has not the origin of the object.
fn opaque(of: &Type) -> Type {
    match of.sets().unknown {
        Unknown::Input(_) => {
            let mut sets = of.sets().clone();
            sets.unknown = Unknown::Opaque;
            sets.into()
        }
        _ => of.clone(),
    }
}

/// A literal that tells objects apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tag<'o> {
    Null,
    Boolean(bool),
    Text(&'o str),
}

impl<'o> Tag<'o> {
    fn of(of: &'o Type) -> Option<Self> {
        let sets = of.sets();
        if sets.absence != Absence::Never || of.is_unknown() || !of.kinds().is_one() {
            return None;
        }
        match (sets.null, sets.booleans) {
            (true, _) => Some(Self::Null),
            (_, [true, false]) => Some(Self::Boolean(false)),
            (_, [false, true]) => Some(Self::Boolean(true)),
            _ => sets.strings.single().map(|text| Self::Text(text)),
        }
    }
}
