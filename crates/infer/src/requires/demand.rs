//! What a value must be for those who read it.

use asl_types::{Absence, Kinds, Object, Type, Unknown};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is demanded of a value. By default, nothing is.
///
/// It is a contract: a field that only some read is one that may be missing, and is what they want of it where it is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demand {
    /// The kinds that do.
    kinds: Kinds,
    /// Which problem of the walk says so, by its index.
    by: Option<usize>,
    fields: BTreeMap<Arc<str>, Field>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Field {
    is_required: bool,
    demand: Demand,
}

/// What nobody can meet: two problems that want a value to be of different kinds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The names on the way to the value.
    pub names: Vec<Arc<str>>,
    /// What one wants, and the index of its problem.
    pub one: (Kinds, usize),
    /// What the other wants.
    pub other: (Kinds, usize),
}

impl Default for Demand {
    fn default() -> Self {
        Self { kinds: Kinds::ALL, by: None, fields: BTreeMap::new() }
    }
}

impl Demand {
    /// One of these kinds, as a problem says.
    pub(crate) fn kinds(kinds: Kinds, by: Option<usize>) -> Self {
        Self { kinds, by, ..Self::default() }
    }

    /// The same of what is at the end of names, all of which must be there, or may be missing.
    pub(crate) fn at<'n>(self, names: impl DoubleEndedIterator<Item = &'n str>, is_required: bool) -> Self {
        let around = |demand: Self, name: &str| {
            let (kinds, by) = (Kinds::OBJECT, demand.by);
            Self { kinds, by, fields: BTreeMap::from([(name.into(), Field { is_required, demand })]) }
        };
        names.rev().fold(self, around)
    }

    /// What a type that is known says of its values.
    pub(crate) fn of(of: &Type) -> Self {
        if of.is_unknown() {
            return Self::default();
        }
        let mut demand = Self::kinds(of.kinds(), None);
        let [shape] = of.sets().objects.as_ref().map_or(&[][..], |objects| objects.shapes()) else { return demand };
        for (name, field) in shape.told().filter(|(_, field)| field.has_value()) {
            let is_required = field.absence() == Absence::Never;
            demand.fields.insert(name.into(), Field { is_required, demand: Self::of(field) });
        }
        demand
    }

    fn is_idle(&self) -> bool {
        self.kinds == Kinds::ALL && self.fields.is_empty()
    }

    /// Of a run that meets both.
    #[must_use]
    pub(crate) fn both(&self, other: &Self) -> Self {
        let mut fields = self.fields.clone();
        for (name, theirs) in &other.fields {
            let both = fields.get(name).map_or_else(
                || theirs.clone(),
                |ours| Field {
                    is_required: ours.is_required || theirs.is_required,
                    demand: ours.demand.both(&theirs.demand),
                },
            );
            fields.insert(name.clone(), both);
        }
        let by = if self.kinds.is_within(other.kinds) { self.by.or(other.by) } else { other.by.or(self.by) };
        Self { kinds: self.kinds.intersection(other.kinds), by, fields }
    }

    /// Of runs that meet one or the other.
    #[must_use]
    pub(crate) fn either(&self, other: &Self) -> Self {
        let mut fields = BTreeMap::new();
        for name in self.fields.keys().chain(other.fields.keys()) {
            let field = match (self.fields.get(name), other.fields.get(name)) {
                (Some(ours), Some(theirs)) => Field {
                    is_required: ours.is_required && theirs.is_required,
                    demand: ours.demand.either(&theirs.demand),
                },
                (Some(one), None) | (None, Some(one)) => Field { is_required: false, demand: one.demand.clone() },
                (None, None) => continue,
            };
            fields.insert(name.clone(), field);
        }
        let (kinds, by) = match (self.is_idle(), other.is_idle()) {
            (true, _) => (other.kinds, other.by),
            (_, true) => (self.kinds, self.by),
            _ => (self.kinds.union(other.kinds), self.by.or(other.by)),
        };
        Self { kinds, by, fields }
    }

    /// Can no value meet it?
    pub(crate) fn is_impossible(&self) -> bool {
        self.kinds == Kinds::NONE || self.fields.values().any(|field| field.is_required && field.demand.is_impossible())
    }

    /// Where the two can't be met by one value, if each can.
    pub(crate) fn conflict(&self, other: &Self) -> Option<Conflict> {
        if !self.kinds.meets(other.kinds) {
            let (one, other) = ((self.kinds, self.by?), (other.kinds, other.by?));
            return Some(Conflict { names: Vec::new(), one, other });
        }
        self.fields.iter().find_map(|(name, ours)| {
            let theirs = other.fields.get(name).filter(|theirs| ours.is_required || theirs.is_required)?;
            let mut conflict = ours.demand.conflict(&theirs.demand)?;
            conflict.names.insert(0, name.clone());
            Some(conflict)
        })
    }

    /// The type of the values that meet it.
    pub fn to_type(&self) -> Type {
        let fields = self.fields.iter().map(|(name, field)| {
            let absence = if field.is_required { Absence::Never } else { Absence::Known };
            (name.clone(), field.demand.to_type().with_absence(absence))
        });
        let object = || Type::object(Object::new(fields, Type::unknown().with_absence(Absence::Unproven)));
        if self.kinds == Kinds::ALL {
            // Anything will do; but an object must have these fields.
            return if self.fields.is_empty() { Type::unknown() } else { object().join(&Type::unknown()) };
        }
        let unknown = Type::unknown_from(Unknown::Opaque);
        let others = unknown.only(self.kinds.intersection(Kinds::OBJECT.complement()));
        if self.kinds.meets(Kinds::OBJECT) { object().join(&others) } else { others }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(by: usize) -> Demand {
        Demand::kinds(Kinds::NUMBER, Some(by))
    }

    fn at(demand: Demand, path: &str) -> Demand {
        demand.at(path.split('.'), true)
    }

    #[test]
    fn what_all_read_is_required_and_what_some_read_is_not() {
        let (a, b) = (at(number(0), "a"), at(Demand::default(), "b.c"));
        assert_eq!(a.both(&b).to_type().to_string(), "{a: number, b: {c: unknown, ...}, ...}");
        assert_eq!(a.either(&b).to_type().to_string(), "{a?: number, b?: {c: unknown, ...}, ...}");
        assert_eq!(a.both(&b).either(&a).to_type().to_string(), "{a: number, b?: {c: unknown, ...}, ...}");
        assert_eq!(a.either(&Demand::default()).to_type().to_string(), "{a?: number, ...}");
        assert_eq!(Demand::default().to_type(), Type::unknown());
    }

    #[test]
    fn two_kinds_are_one_or_the_other_and_never_both() {
        let text = Demand::kinds(Kinds::STRING, Some(1));
        let (one, other) = (at(number(0), "a.b"), at(text, "a.b"));
        assert_eq!(one.either(&other).to_type().to_string(), "{a: {b: number | string, ...}, ...}");
        assert!(one.both(&other).is_impossible() && !one.either(&other).is_impossible());
        let conflict = one.conflict(&other).map(|it| (it.names.join("."), it.one, it.other));
        assert_eq!(conflict, Some(("a.b".to_owned(), (Kinds::NUMBER, 0), (Kinds::STRING, 1))));
        assert_eq!(one.conflict(&one), None);
        let optional = Demand::kinds(Kinds::STRING, Some(1)).at(["a", "b"].into_iter(), false);
        assert!(one.conflict(&optional).is_some(), "it is there, and can't be both");
        assert_eq!(optional.conflict(&Demand::kinds(Kinds::NUMBER, Some(0)).at(["a", "b"].into_iter(), false)), None);
    }
}
