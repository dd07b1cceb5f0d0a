//! What a value may be: sets of JSON values, one for each kind, and how they are joined.
//!
//! A [`Type`] is not a union of alternatives but a product: for each kind of JSON value it says which values of that kind are
//! possible. Join is pointwise, and therefore commutative, associative and idempotent by structure. A place that may hold
//! nothing has [`Absence`]; what nobody told us has [`Unknown`], which stands beside the kinds that are known, so that a
//! reader can tell what is possible on data that is known from what is possible only because nothing is.
//!
//! Invariants: sizes are bounded (literals, fields, shapes, items, depth), every chain of [`Type::widen`] comes to rest; no
//! operation fails. The crate knows nothing of states or expressions.

mod array;
mod bulk;
mod join;
mod kinds;
mod like;
mod literals;
mod meet;
mod member;
mod object;
mod objects;
mod origin;
mod parse;
mod parts;
mod print;
mod same;
mod sample;
mod schema;
mod widen;

pub use array::Array;
pub use kinds::Kinds;
pub use literals::{Literals, Number};
pub use object::Object;
pub use objects::Objects;
pub use origin::{Origin, Step, Unknown};
pub use parse::ParseError;
pub use schema::SchemaError;

use bulk::{Bulk, MOST_DEPTH};
use serde_json::Value;
use std::sync::Arc;

/// May there be nothing at all?
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Absence {
    /// There is a value.
    #[default]
    Never,
    /// Nobody said that there is one.
    Unproven,
    /// On some way that is known there is none.
    Known,
}

/// What a value may be. Cheap to clone.
#[derive(Clone)]
pub struct Type(Arc<Node>);

struct Node {
    sets: Sets,
    bulk: Bulk,
    /// How often it grew in [`Type::widen`]; no part of the type.
    grown: u8,
}

impl PartialEq for Type {
    fn eq(&self, other: &Self) -> bool {
        self.is_same(other) || self.sets() == other.sets()
    }
}

impl Eq for Type {}

/// The sets of a type, by kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sets {
    /// Nothing.
    pub absence: Absence,
    /// Anything, for all that we know, beside what the other sets say.
    pub unknown: Unknown,
    /// `null`
    pub null: bool,
    /// `false`, `true`
    pub booleans: [bool; 2],
    /// Numbers.
    pub numbers: Literals<Number>,
    /// Strings.
    pub strings: Literals<Arc<str>>,
    /// Arrays.
    pub arrays: Option<Arc<Array>>,
    /// Objects.
    pub objects: Option<Arc<Objects>>,
}

impl Default for Type {
    fn default() -> Self {
        Self::never()
    }
}

impl From<Sets> for Type {
    fn from(sets: Sets) -> Self {
        let it = Self::bare(sets);
        if it.bulk().is_too_much() { it.pruned() } else { it }
    }
}

/// The types that are met everywhere are made once a thread.
macro_rules! common {
    ($($(#[doc = $doc:literal])* $name:ident = $sets:expr;)*) => {
        impl Type {
            $($(#[doc = $doc])* pub fn $name() -> Self {
                thread_local!(static COMMON: Type = Type::from($sets));
                COMMON.with(Self::clone)
            })*
        }
    };
}

common! {
    /// No value, and not nothing either: a place that is not reached.
    never = Sets::default();

    /// Nothing, for certain.
    absent = Sets { absence: Absence::Known, ..Sets::default() };

    /// A value of which nobody told us anything.
    unknown = Sets { unknown: Unknown::Opaque, ..Sets::default() };

    /// `null`
    null = Sets { null: true, ..Sets::default() };

    /// `true` or `false`.
    boolean = Sets { booleans: [true; 2], ..Sets::default() };

    /// Any number.
    number = Sets { numbers: Literals::All, ..Sets::default() };

    /// Any string.
    string = Sets { strings: Literals::All, ..Sets::default() };

    /// Any JSON value that is known to be one of any kind: what is read off it is unknown.
    of_any_kind = Sets {
        null: true,
        booleans: [true; 2],
        numbers: Literals::All,
        strings: Literals::All,
        arrays: Some(Arc::new(Array::of(Type::unknown()))),
        objects: Some(Arc::new(Objects::from(Object::open(Unknown::Opaque)))),
        ..Sets::default()
    };
}

impl Type {
    /// A value of which nobody told us anything but where it comes from.
    pub fn unknown_from(unknown: Unknown) -> Self {
        // Equality does not look at origins.
        if matches!(unknown, Unknown::Opaque) {
            return Self::unknown();
        }
        Sets { unknown, ..Sets::default() }.into()
    }

    /// This boolean.
    pub fn boolean_of(value: bool) -> Self {
        Sets { booleans: [!value, value], ..Sets::default() }.into()
    }

    /// This number; any, where it is not one that is kept apart.
    pub fn number_of(value: f64) -> Self {
        Self::number_from(Number::new(value))
    }

    fn number_from(number: Option<Number>) -> Self {
        Sets { numbers: number.map_or(Literals::All, Literals::of), ..Sets::default() }.into()
    }

    /// This string.
    pub fn string_of(value: &str) -> Self {
        Sets { strings: Literals::of(value.into()), ..Sets::default() }.into()
    }

    /// Arrays.
    pub fn array(array: Array) -> Self {
        Sets { arrays: Some(Arc::new(array)), ..Sets::default() }.into()
    }

    /// Arrays of any length with items of a type.
    pub fn array_of(items: Self) -> Self {
        Self::array(Array::of(items))
    }

    /// Objects.
    pub fn object(object: Object) -> Self {
        Sets { objects: Some(Arc::new(Objects::from(object))), ..Sets::default() }.into()
    }

    /// An object of just these fields.
    pub fn object_of<'n>(fields: impl IntoIterator<Item = (&'n str, Self)>) -> Self {
        Self::object(Object::closed(fields.into_iter().map(|(name, of)| (name.into(), of))))
    }

    /// Is it one of any kind, whatever else it may be?
    pub(crate) fn is_of_any_kind(&self) -> bool {
        let sets = self.sets();
        let is_all =
            sets.null && sets.booleans == [true; 2] && sets.numbers.few().is_none() && sets.strings.few().is_none();
        let (Some(arrays), [shape]) = (&sets.arrays, sets.objects.as_ref().map_or(&[][..], |it| it.shapes())) else {
            return false;
        };
        is_all && **arrays == Array::of(Self::unknown()) && *shape == Object::open(Unknown::Opaque)
    }

    /// Exactly this value, as far as the bounds of a type allow.
    pub fn of(value: &Value) -> Self {
        Self::of_within(value, MOST_DEPTH)
    }

    fn of_within(value: &Value, depth: usize) -> Self {
        match value {
            Value::Null => Self::null(),
            Value::Bool(value) => Self::boolean_of(*value),
            Value::Number(number) => Self::number_from(Number::of_json(number)),
            Value::String(text) => Self::string_of(text),
            Value::Array(_) | Value::Object(_) if depth == 0 => Self::unknown(),
            Value::Array(items) => Self::array(Array::exact(items.iter().map(|it| Self::of_within(it, depth - 1)))),
            Value::Object(fields) => {
                Self::object_of(fields.iter().map(|(name, it)| (&**name, Self::of_within(it, depth - 1))))
            }
        }
    }

    /// Of sets that are not too much. What cannot be is left out.
    fn bare(mut sets: Sets) -> Self {
        sets.arrays = sets.arrays.filter(|it| !it.is_impossible());
        if sets.objects.as_ref().is_some_and(|it| it.shapes().iter().any(Object::is_impossible)) {
            sets.objects = sets.objects.and_then(|it| it.map(|shape| Some(shape.clone()))).map(Arc::new);
        }
        let bulk = Bulk::of(&sets);
        Self(Arc::new(Node { sets, bulk, grown: 0 }))
    }

    /// Of sets that are a join: they may be more.
    fn joined(sets: Sets) -> Self {
        let it = Self::bare(sets);
        if it.bulk().is_too_much_of_a_join() { it.pruned() } else { it }
    }

    fn bulk(&self) -> Bulk {
        self.0.bulk
    }

    /// The sets, to be looked at.
    pub fn sets(&self) -> &Sets {
        &self.0.sets
    }

    /// The sets, to be changed into another type.
    pub fn into_sets(self) -> Sets {
        match Arc::try_unwrap(self.0) {
            Ok(node) => node.sets,
            Err(shared) => shared.sets.clone(),
        }
    }

    /// Is it the same allocation? Then it is equal; the reverse need not hold.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Where it is in memory: no other type is there as long as this one is kept.
    pub fn address(&self) -> usize {
        Arc::as_ptr(&self.0).addr()
    }

    /// Is no value possible, and nothing is not either?
    pub fn is_never(&self) -> bool {
        self.sets().absence == Absence::Never && !self.has_value()
    }

    /// Is any value possible?
    pub fn has_value(&self) -> bool {
        self.is_unknown() || self.kinds() != Kinds::NONE
    }

    /// May it be anything, for all that we know?
    pub fn is_unknown(&self) -> bool {
        self.sets().unknown != Unknown::No
    }

    /// Is nothing known of it at all?
    pub fn is_wholly_unknown(&self) -> bool {
        self.is_unknown() && self.kinds() == Kinds::NONE
    }

    /// May there be nothing?
    pub fn absence(&self) -> Absence {
        self.sets().absence
    }

    /// The kinds of value that are known to be possible.
    pub fn kinds(&self) -> Kinds {
        let sets = self.sets();
        let mut kinds = Kinds::NONE;
        for (kind, is_there) in [
            (Kinds::NULL, sets.null),
            (Kinds::BOOLEAN, sets.booleans != [false; 2]),
            (Kinds::NUMBER, !sets.numbers.is_none()),
            (Kinds::STRING, !sets.strings.is_none()),
            (Kinds::ARRAY, sets.arrays.is_some()),
            (Kinds::OBJECT, sets.objects.is_some()),
        ] {
            if is_there {
                kinds = kinds | kind;
            }
        }
        kinds
    }

    /// The same with another absence.
    pub fn with_absence(self, absence: Absence) -> Self {
        if self.sets().absence == absence {
            return self;
        }
        // A join may be more than this could be on its own.
        if self.bulk().is_too_much() {
            return Sets { absence, ..self.into_sets() }.into();
        }
        let Self(mut node) = self;
        if let Some(own) = Arc::get_mut(&mut node) {
            own.sets.absence = absence;
            own.grown = 0;
            return Self(node);
        }
        Self(Arc::new(Node { sets: Sets { absence, ..node.sets.clone() }, bulk: node.bulk, grown: 0 }))
    }

    /// Can it stand for a type that is newly made of the same sets?
    fn is_as_new(&self) -> bool {
        self.0.grown == 0 && !self.bulk().is_too_much()
    }

    /// The value where there is one.
    pub fn present(self) -> Self {
        self.with_absence(Absence::Never)
    }
}
