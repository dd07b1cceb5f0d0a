//! What a value may be: sets of JSON values, one for each kind, and how they are joined.
//!
//! A [`Type`] is not a union of alternatives but a product: for each kind of JSON value it says which values of that kind are
//! possible. Join is pointwise, and therefore commutative, associative and idempotent by structure. A place that may hold
//! nothing has [`Absence`]; what nobody told us has [`Unknown`], which stands beside the kinds that are known, so that a
//! reader can tell what is possible on data that is known from what is possible only because nothing is.
//!
//! Invariants: sizes are bounded (literals, fields, shapes, items), so every chain of joins with [`Type::widen`] ends; no
//! operation fails. The crate knows nothing of states or expressions.

mod array;
mod join;
mod kinds;
mod literals;
mod member;
mod object;
mod origin;
mod print;
mod widen;

pub use array::Array;
pub use kinds::Kinds;
pub use literals::{Literals, Number};
pub use object::{Object, Objects};
pub use origin::{Origin, Unknown};

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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Type(Arc<Sets>);

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
        Self(Arc::new(sets))
    }
}

impl Type {
    /// No value, and not nothing either: a place that is not reached.
    pub fn never() -> Self {
        Sets::default().into()
    }

    /// Nothing, for certain.
    pub fn absent() -> Self {
        Sets { absence: Absence::Known, ..Sets::default() }.into()
    }

    /// A value of which nobody told us anything.
    pub fn unknown() -> Self {
        Self::unknown_from(Unknown::Opaque)
    }

    /// The same, from a known place.
    pub fn unknown_from(unknown: Unknown) -> Self {
        Sets { unknown, ..Sets::default() }.into()
    }

    /// `null`
    pub fn null() -> Self {
        Sets { null: true, ..Sets::default() }.into()
    }

    /// `true` or `false`.
    pub fn boolean() -> Self {
        Sets { booleans: [true; 2], ..Sets::default() }.into()
    }

    /// This boolean.
    pub fn boolean_of(value: bool) -> Self {
        Sets { booleans: [!value, value], ..Sets::default() }.into()
    }

    /// Any number.
    pub fn number() -> Self {
        Sets { numbers: Literals::All, ..Sets::default() }.into()
    }

    /// This number.
    pub fn number_of(value: f64) -> Self {
        Sets { numbers: Literals::of(Number::from(value)), ..Sets::default() }.into()
    }

    /// Any string.
    pub fn string() -> Self {
        Sets { strings: Literals::All, ..Sets::default() }.into()
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

    /// Any JSON value that is known to be one of any kind: what is read off it is unknown.
    pub fn of_any_kind() -> Self {
        Sets {
            null: true,
            booleans: [true; 2],
            numbers: Literals::All,
            strings: Literals::All,
            arrays: Some(Arc::new(Array::of(Self::unknown()))),
            objects: Some(Arc::new(Objects::from(Object::open(Unknown::Opaque)))),
            ..Sets::default()
        }
        .into()
    }

    /// Exactly this value.
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::null(),
            Value::Bool(value) => Self::boolean_of(*value),
            Value::Number(number) => Number::of_json(number)
                .map_or_else(Self::number, |it| Sets { numbers: Literals::of(it), ..Sets::default() }.into()),
            Value::String(text) => Self::string_of(text),
            Value::Array(items) => Self::array(Array::exact(items.iter().map(Self::of))),
            Value::Object(fields) => {
                Self::object(Object::closed(fields.iter().map(|(name, value)| (name.as_str().into(), Self::of(value)))))
            }
        }
    }

    /// The sets, to be looked at.
    pub fn sets(&self) -> &Sets {
        &self.0
    }

    /// The sets, to be changed into another type.
    pub fn into_sets(self) -> Sets {
        Arc::unwrap_or_clone(self.0)
    }

    /// Is it the same allocation? Then it is equal; the reverse need not hold.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Is no value possible, and nothing is not either?
    pub fn is_never(&self) -> bool {
        self.0.absence == Absence::Never && !self.has_value()
    }

    /// Is any value possible?
    pub fn has_value(&self) -> bool {
        self.is_unknown() || self.kinds() != Kinds::NONE
    }

    /// May it be anything, for all that we know?
    pub fn is_unknown(&self) -> bool {
        self.0.unknown != Unknown::No
    }

    /// Is nothing known of it at all?
    pub fn is_wholly_unknown(&self) -> bool {
        self.is_unknown() && self.kinds() == Kinds::NONE
    }

    /// May there be nothing?
    pub fn absence(&self) -> Absence {
        self.0.absence
    }

    /// The kinds of value that are known to be possible.
    pub fn kinds(&self) -> Kinds {
        let sets = &*self.0;
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
        if self.0.absence == absence {
            return self;
        }
        let mut sets = self.into_sets();
        sets.absence = absence;
        sets.into()
    }

    /// The value where there is one.
    pub fn present(self) -> Self {
        self.with_absence(Absence::Never)
    }

    /// Only what is of these kinds. What is unknown becomes any value of them, still unknown inside.
    pub fn only(&self, kinds: Kinds) -> Self {
        let mut sets = self.known(kinds);
        if let Some(inside) = self.0.unknown.inside() {
            let any = Self::of_any_kind();
            let mut more = any.known(kinds);
            if kinds.meets(Kinds::OBJECT) {
                more.objects = Some(Arc::new(Objects::from(Object::open(inside))));
            }
            sets = Self::from(sets).join(&more.into()).into_sets();
        }
        sets.into()
    }

    /// Without what is of these kinds. What is unknown stays so.
    pub fn without(&self, kinds: Kinds) -> Self {
        let mut sets = self.known(kinds.complement());
        sets.unknown = self.0.unknown.clone();
        sets.absence = self.0.absence;
        sets.into()
    }

    /// The sets of these kinds, with neither absence nor anything unknown.
    fn known(&self, kinds: Kinds) -> Sets {
        let sets = &*self.0;
        Sets {
            absence: Absence::Never,
            unknown: Unknown::No,
            null: sets.null && kinds.meets(Kinds::NULL),
            booleans: if kinds.meets(Kinds::BOOLEAN) { sets.booleans } else { [false; 2] },
            numbers: if kinds.meets(Kinds::NUMBER) { sets.numbers.clone() } else { Literals::none() },
            strings: if kinds.meets(Kinds::STRING) { sets.strings.clone() } else { Literals::none() },
            arrays: sets.arrays.clone().filter(|_| kinds.meets(Kinds::ARRAY)),
            objects: sets.objects.clone().filter(|_| kinds.meets(Kinds::OBJECT)),
        }
    }

    /// The one value that it can be, if there is just one.
    pub fn as_value(&self) -> Option<Value> {
        let sets = &*self.0;
        if sets.absence != Absence::Never || sets.unknown != Unknown::No || !self.kinds().is_one() {
            return None;
        }
        match (sets.booleans, sets.numbers.single(), sets.strings.single()) {
            _ if sets.null => Some(Value::Null),
            ([true, false], ..) => Some(Value::Bool(false)),
            ([false, true], ..) => Some(Value::Bool(true)),
            (_, Some(number), _) => Some(number.to_json()),
            (_, _, Some(text)) => Some(Value::from(&**text)),
            _ => match (&sets.arrays, &sets.objects) {
                (Some(array), _) => array.as_value(),
                (_, Some(objects)) => objects.as_value(),
                _ => None,
            },
        }
    }

    /// What the field of a name may be where the value is an object that is known, or unknown; nothing where it is another
    /// known kind of value.
    pub fn field(&self, name: &str) -> Self {
        let mut out = self.0.objects.as_ref().map_or_else(Self::never, |objects| objects.field(name));
        if let Some(inside) = self.0.unknown.field(name) {
            out = out.join(&Self::unknown_from(inside).with_absence(Absence::Unproven));
        }
        out
    }

    /// What the item of an index may be where the value is an array that is known, or unknown.
    pub fn item(&self, index: usize) -> Self {
        let mut out = self.0.arrays.as_ref().map_or_else(Self::never, |array| array.item(index));
        if self.is_unknown() {
            out = out.join(&Self::unknown().with_absence(Absence::Unproven));
        }
        out
    }

    /// What any item may be where the value is an array that is known, or unknown.
    pub fn items(&self) -> Self {
        let mut out = self.0.arrays.as_ref().map_or_else(Self::never, |array| array.any());
        if self.is_unknown() {
            out = out.join(&Self::unknown());
        }
        out
    }
}
