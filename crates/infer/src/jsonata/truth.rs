//! What holds where a condition is needed.

use super::val::Val;
use asl_types::{Absence, Literals, Number, Objects, Type};

/// What a value may be as a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Truth {
    /// True.
    pub(super) yes: bool,
    /// False, or nothing.
    pub(super) no: bool,
}

impl Truth {
    pub(super) const BOTH: Self = Self { yes: true, no: true };
    const NEITHER: Self = Self { yes: false, no: false };

    pub(super) fn of(val: &Val) -> Self {
        let of_value = Self::of_value(val);
        Self { no: of_value.no || val.may_be_absent(), ..of_value }
    }

    /// Absence is not looked at.
    pub(super) fn of_value(val: &Val) -> Self {
        let sets = val.ty.sets();
        let mut all = Self { yes: sets.booleans[1], no: sets.booleans[0] || sets.null || val.functions.is_some() };
        all = all.or(of_literals(&sets.numbers, |number: &Number| number.value() != 0.0));
        all = all.or(of_literals(&sets.strings, |text| !text.is_empty()));
        if val.ty.is_unknown() {
            return Self::BOTH;
        }
        if let Some(array) = &sets.arrays {
            let any = Self::of(&val.inside(array.any()));
            let least = array.least();
            let is_certain = |at: usize| !Self::of(&val.inside(array.item(at))).no;
            all = all.or(Self { yes: any.yes, no: !(0..least).any(is_certain) });
        }
        if let Some(objects) = &sets.objects {
            all = all.or(of_objects(objects, val.inner.odd));
        }
        all
    }

    /// What one or the other may be.
    pub(super) fn or(self, other: Self) -> Self {
        Self { yes: self.yes || other.yes, no: self.no || other.no }
    }

    pub(super) fn not(self) -> Self {
        Self { yes: self.no, no: self.yes }
    }

    pub(super) fn ty(self) -> Type {
        match (self.yes, self.no) {
            (true, true) => Type::boolean(),
            (false, false) => Type::never(),
            (yes, _) => Type::boolean_of(yes),
        }
    }
}

fn of_literals<T: Ord + Clone>(literals: &Literals<T>, is_true: impl Fn(&T) -> bool) -> Truth {
    match literals.few() {
        None => Truth::BOTH,
        Some(few) => few.iter().fold(Truth::NEITHER, |all, it| {
            let yes = is_true(it);
            all.or(Truth { yes, no: !yes })
        }),
    }
}

fn of_objects(objects: &Objects, odd: bool) -> Truth {
    objects.shapes().iter().fold(Truth::NEITHER, |all, shape| {
        let certain = shape.fields().any(|(_, of)| of.absence() == Absence::Never);
        let possible = certain || odd || shape.is_open() || shape.names().next().is_some();
        all.or(Truth { yes: possible, no: !certain })
    })
}
