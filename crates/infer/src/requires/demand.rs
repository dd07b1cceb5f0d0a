//! What a value must be for those who read it.

use asl_types::{Absence, Kinds, Object, Step, Type};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is demanded of a value. By default, nothing is.
///
/// It is a contract: a field that only some read is one that may be missing, and is what they want of it where it is there.
/// Beside that it remembers what of it is sure: what any value must be with which a run gets through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demand {
    /// The kinds that do.
    kinds: Kinds,
    /// Those without which no run gets through.
    sure: Kinds,
    /// Which problem of the walk says so, by its number.
    by: Option<usize>,
    fields: Arc<BTreeMap<Arc<str>, Field>>,
    /// What is demanded of each item.
    items: Option<Arc<Demand>>,
}

/// Of more fields of an object nothing is demanded: no type has more.
const MOST_FIELDS: usize = Object::MOST_FIELDS;

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
    /// What one wants, and the number of its problem.
    pub one: (Kinds, usize),
    /// What the other wants.
    pub other: (Kinds, usize),
}

thread_local!(static NO_FIELDS: Arc<BTreeMap<Arc<str>, Field>> = Arc::default());

impl Default for Demand {
    fn default() -> Self {
        Self { kinds: Kinds::ALL, sure: Kinds::ALL, by: None, fields: NO_FIELDS.with(Arc::clone), items: None }
    }
}

/// How surely a place is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// It must be there.
    Strict,
    /// It must be there, but the way may go through arrays, as in JSONata.
    Mapped,
    /// It may be missing.
    Lenient,
}

impl Demand {
    /// One of these kinds, as a problem says.
    pub(crate) fn kinds(kinds: Kinds, by: Option<usize>) -> Self {
        Self { kinds, sure: kinds, by, ..Self::default() }
    }

    /// The same of what is at the end of steps.
    pub(crate) fn at(self, steps: &[Step<'_>], reading: Reading) -> Self {
        let around = |demand: Self, step: &Step<'_>| {
            let by = demand.by;
            match step {
                Step::Field(name) => {
                    let is_required = reading != Reading::Lenient;
                    let fields = Arc::new(BTreeMap::from([((*name).into(), Field { is_required, demand })]));
                    let sure = if reading == Reading::Strict { Kinds::OBJECT } else { Kinds::ALL };
                    Self { kinds: Kinds::OBJECT, sure, by, fields, items: None }
                }
                // Who goes over the fields of an object says so of arrays.
                Step::Item => {
                    let items = Some(Arc::new(demand));
                    Self { kinds: Kinds::ARRAY, by, items, ..Self::default() }
                }
            }
        };
        steps.iter().rev().fold(self, around)
    }

    /// What a type that is known says of its values.
    pub(crate) fn of(of: &Type) -> Self {
        if of.is_unknown() {
            return Self::default();
        }
        let mut demand = Self::kinds(of.kinds(), None);
        let [shape] = of.sets().objects.as_ref().map_or(&[][..], |objects| objects.shapes()) else { return demand };
        let told = shape.told().filter(|(_, field)| field.has_value()).map(|(name, field)| {
            let is_required = field.absence() == Absence::Never;
            (name.into(), Field { is_required, demand: Self::of(field) })
        });
        demand.fields = Arc::new(told.collect());
        demand
    }

    fn is_idle(&self) -> bool {
        self.kinds == Kinds::ALL && self.fields.is_empty() && self.items.is_none()
    }

    /// The contract alone.
    fn unsure(&self) -> Self {
        let field = |(name, field): (&Arc<str>, &Field)| {
            (name.clone(), Field { is_required: field.is_required, demand: field.demand.unsure() })
        };
        Self {
            sure: Kinds::ALL,
            fields: Arc::new(self.fields.iter().map(field).collect()),
            items: self.items.as_ref().map(|items| Arc::new(items.unsure())),
            ..self.clone()
        }
    }

    /// Of a run that meets both.
    #[must_use]
    pub(crate) fn both(&self, other: &Self) -> Self {
        let mut fields = Arc::clone(&self.fields);
        for (name, theirs) in &*other.fields {
            let both = match fields.get(name) {
                Some(ours) => Field {
                    is_required: ours.is_required || theirs.is_required,
                    demand: ours.demand.both(&theirs.demand),
                },
                None if fields.len() >= MOST_FIELDS => continue,
                None => theirs.clone(),
            };
            // What adds nothing is shared: in a long chain of states, most do not.
            if fields.get(name) != Some(&both) {
                Arc::make_mut(&mut fields).insert(name.clone(), both);
            }
        }
        let items = match (&self.items, &other.items) {
            (Some(ours), Some(theirs)) => Some(Arc::new(ours.both(theirs))),
            (ours, theirs) => ours.clone().or_else(|| theirs.clone()),
        };
        let by = if self.kinds.is_within(other.kinds) { self.by.or(other.by) } else { other.by.or(self.by) };
        let sure = self.sure.intersection(other.sure);
        let kinds = self.kinds.intersection(other.kinds);
        // What only some want gives way to what all need.
        let kinds = if kinds == Kinds::NONE { sure } else { kinds };
        Self { kinds, sure, by, fields, items }
    }

    /// Of runs that meet one or the other.
    #[must_use]
    pub(crate) fn either(&self, other: &Self) -> Self {
        if self == other {
            return self.clone();
        }
        let optional = |one: &Field| Field { is_required: false, demand: one.demand.unsure() };
        let mut fields = BTreeMap::new();
        for (name, ours) in &*self.fields {
            let field = other.fields.get(name).map_or_else(
                || optional(ours),
                |theirs| Field {
                    is_required: ours.is_required && theirs.is_required,
                    demand: ours.demand.either(&theirs.demand),
                },
            );
            fields.insert(name.clone(), field);
        }
        for (name, theirs) in other.fields.iter().filter(|(name, _)| !self.fields.contains_key(*name)) {
            fields.insert(name.clone(), optional(theirs));
        }
        let items = match (&self.items, &other.items) {
            (Some(ours), Some(theirs)) => Some(Arc::new(ours.either(theirs))),
            (ours, theirs) => ours.as_ref().or(theirs.as_ref()).map(|one| Arc::new(one.unsure())),
        };
        let (kinds, by) = match (self.is_idle(), other.is_idle()) {
            (true, _) => (other.kinds, other.by),
            (_, true) => (self.kinds, self.by),
            _ => (self.kinds.union(other.kinds), self.by.or(other.by)),
        };
        while fields.len() > MOST_FIELDS {
            fields.pop_last();
        }
        Self { kinds, sure: self.sure.union(other.sure), by, fields: Arc::new(fields), items }
    }

    /// Can no value meet it?
    pub(crate) fn is_impossible(&self) -> bool {
        self.sure == Kinds::NONE || self.fields.values().any(|field| field.is_required && field.demand.is_impossible())
    }

    /// May something be demanded of fields beside those that are kept?
    pub(crate) fn is_crowded(&self) -> bool {
        self.fields.len() >= MOST_FIELDS || self.fields.values().any(|field| field.demand.is_crowded())
    }

    /// Where the two can't be met by one value, if each can.
    pub(crate) fn conflict(&self, other: &Self) -> Option<Conflict> {
        if !self.sure.meets(other.sure) {
            let (one, other) = ((self.sure, self.by?), (other.sure, other.by?));
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
        let unknown = Type::unknown();
        let mut of = unknown.only(self.kinds.intersection((Kinds::OBJECT | Kinds::ARRAY).complement()));
        if self.kinds == Kinds::ALL {
            // Anything will do, but for what those want who look into it.
            of = unknown;
        }
        if self.kinds.meets(Kinds::OBJECT) && (self.kinds != Kinds::ALL || !self.fields.is_empty()) {
            of = of.join(&object());
        }
        match &self.items {
            Some(items) if self.kinds.meets(Kinds::ARRAY) => of.join(&Type::array_of(items.to_type())),
            None if self.kinds.meets(Kinds::ARRAY) && self.kinds != Kinds::ALL => {
                of.join(&Type::array_of(Type::unknown()))
            }
            _ => of,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(by: usize) -> Demand {
        Demand::kinds(Kinds::NUMBER, Some(by))
    }

    fn text(by: usize) -> Demand {
        Demand::kinds(Kinds::STRING, Some(by))
    }

    fn at(demand: Demand, path: &str, reading: Reading) -> Demand {
        let steps: Vec<Step<'_>> =
            path.split('.').map(|name| if name == "*" { Step::Item } else { Step::Field(name) }).collect();
        demand.at(&steps, reading)
    }

    fn strict(demand: Demand, path: &str) -> Demand {
        at(demand, path, Reading::Strict)
    }

    fn told(demand: &Demand) -> String {
        demand.to_type().to_string()
    }

    #[test]
    fn what_all_read_is_required_and_what_some_read_is_not() {
        let (a, b) = (strict(number(0), "a"), strict(Demand::default(), "b.c"));
        assert_eq!(told(&a.both(&b)), "{a: number, b: {c: unknown, ...}, ...}");
        assert_eq!(told(&a.either(&b)), "{a?: number, b?: {c: unknown, ...}, ...}");
        assert_eq!(told(&a.both(&b).either(&a)), "{a: number, b?: {c: unknown, ...}, ...}");
        assert_eq!(told(&a.either(&Demand::default())), "{a?: number, ...}");
        assert_eq!(Demand::default().to_type(), Type::unknown());
    }

    #[test]
    fn items_are_what_those_want_who_go_over_them() {
        let (id, price) = (strict(Demand::default(), "list.*.id"), strict(number(0), "list.*.price"));
        assert_eq!(told(&id.both(&price)), "{list: [...{id: unknown, price: number, ...}], ...}");
        assert_eq!(told(&id.either(&price)), "{list: [...{id?: unknown, price?: number, ...}], ...}");
        // There may be none, so that nothing is impossible.
        let other = strict(text(1), "list.*.price");
        assert!(!price.both(&other).is_impossible());
        assert_eq!(price.conflict(&other), None);
    }

    #[test]
    fn two_kinds_are_one_or_the_other_and_never_both() {
        let (one, other) = (strict(number(0), "a.b"), strict(text(1), "a.b"));
        assert_eq!(told(&one.either(&other)), "{a: {b: number | string, ...}, ...}");
        assert!(one.both(&other).is_impossible() && !one.either(&other).is_impossible());
        let conflict = one.conflict(&other).map(|it| (it.names.join("."), it.one, it.other));
        assert_eq!(conflict, Some(("a.b".to_owned(), (Kinds::NUMBER, 0), (Kinds::STRING, 1))));
        assert_eq!(one.conflict(&one), None);
    }

    #[test]
    fn what_may_be_missing_contradicts_what_is_there() {
        let (strict, lenient) = (strict(number(0), "a"), at(text(1), "a", Reading::Lenient));
        assert!(strict.conflict(&lenient).is_some(), "it is there, and can't be both");
        assert_eq!(at(number(0), "a", Reading::Lenient).conflict(&lenient), None);
    }

    #[test]
    fn what_only_some_ways_want_contradicts_nothing() {
        let some = strict(number(0), "a").either(&Demand::default());
        let all = strict(text(1), "a");
        assert_eq!(some.conflict(&all), None);
        assert!(!some.both(&all).is_impossible());
        assert_eq!(told(&some.both(&all)), "{a: string, ...}");
    }

    /// What both want is looked at once on each level: twice, and this never came to its end.
    #[test]
    fn deep_places_take_no_longer_than_they_must() {
        let path = ["a"; 64].join(".");
        let one = strict(number(0), &path).either(&strict(text(1), &path));
        assert!(told(&one).contains("{a: number | string, ...}"), "{}", told(&one));
    }

    #[test]
    fn a_way_through_arrays_is_no_object_for_sure() {
        let mapped = at(number(0), "a", Reading::Mapped);
        assert_eq!(told(&mapped), "{a: number, ...}");
        assert_eq!(mapped.conflict(&Demand::kinds(Kinds::ARRAY, Some(1))), None);
    }
}
