//! Parts of a type: kinds of value, fields and items.

use crate::{Absence, Array, Kinds, Literals, Object, Objects, Sets, Type, Unknown};
use serde_json::Value;
use std::sync::Arc;

impl Type {
    /// Only what is of these kinds. What is unknown becomes any value of them, still unknown inside.
    pub fn only(&self, kinds: Kinds) -> Self {
        let unknown = &self.sets().unknown;
        if *unknown == Unknown::No
            && self.absence() == Absence::Never
            && self.kinds().is_within(kinds)
            && self.is_as_new()
        {
            return self.clone();
        }
        let Some(inside) = unknown.inside() else { return self.known(kinds).into() };
        let mut more = Self::of_any_kind().known(kinds);
        if let Some(item) = unknown.item().filter(|_| kinds.meets(Kinds::ARRAY)) {
            more.arrays = Some(Arc::new(Array::of(Self::unknown_from(item))));
        }
        if kinds.meets(Kinds::OBJECT) {
            more.objects = Some(Arc::new(Objects::from(Object::open(inside))));
        }
        let more = Self::from(more);
        if !self.kinds().meets(kinds) {
            return more;
        }
        let joined = Self::from(self.known(kinds)).join(&more);
        if joined.is_as_new() { joined } else { joined.into_sets().into() }
    }

    /// Without what is of these kinds. What is unknown stays so.
    pub fn without(&self, kinds: Kinds) -> Self {
        if !self.kinds().meets(kinds) && self.is_as_new() {
            return self.clone();
        }
        let mut sets = self.known(kinds.complement());
        sets.unknown = self.sets().unknown.clone();
        sets.absence = self.sets().absence;
        sets.into()
    }

    /// What is told of it, without what is unknown.
    pub fn told(&self) -> Self {
        if !self.is_unknown() && self.is_as_new() {
            return self.clone();
        }
        Sets { unknown: Unknown::No, ..self.sets().clone() }.into()
    }

    /// The sets of these kinds, with neither absence nor anything unknown.
    fn known(&self, kinds: Kinds) -> Sets {
        let sets = self.sets();
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
        let sets = self.sets();
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
        let mut out = self.sets().objects.as_ref().map_or_else(Self::never, |objects| objects.field(name));
        if let Some(inside) = self.sets().unknown.field(name) {
            out = out.join(&Self::unknown_from(inside).with_absence(Absence::Unproven));
        }
        out
    }

    /// What the item of an index may be where the value is an array that is known, or unknown.
    pub fn item(&self, index: usize) -> Self {
        let mut out = self.sets().arrays.as_ref().map_or_else(Self::never, |array| array.item(index));
        if self.is_unknown() {
            out = out.join(&Self::unknown().with_absence(Absence::Unproven));
        }
        out
    }

    /// What any item may be where the value is an array that is known, or unknown.
    pub fn items(&self) -> Self {
        let mut out = self.sets().arrays.as_ref().map_or_else(Self::never, |array| array.any());
        if let Some(item) = self.sets().unknown.item() {
            out = out.join(&Self::unknown_from(item));
        }
        out
    }
}
