//! The meet of types, as far as sets of each kind can say it.

use crate::{Absence, Array, Literals, Object, Objects, Sets, Type, Unknown};
use std::sync::Arc;

impl Type {
    /// What may be both: every value of the two is one of it. It may be more than that, where what both are cannot be said.
    /// What may be missing from both may be missing, as surely as from the one of which more is known.
    #[must_use]
    pub fn meet(&self, other: &Self) -> Self {
        if self.is_same(other) {
            return self.clone();
        }
        let absence = meet_absences(self.absence(), other.absence());
        match (self.is_unknown(), other.is_unknown()) {
            (true, false) => other.clone().with_absence(absence),
            (false, true) => self.clone().with_absence(absence),
            (false, false) => meet_known(self.sets(), other.sets()),
            (true, true) => meet_unknown(self.sets(), other.sets()),
        }
    }
}

fn meet_known(a: &Sets, b: &Sets) -> Type {
    Sets {
        absence: meet_absences(a.absence, b.absence),
        unknown: Unknown::No,
        null: a.null && b.null,
        booleans: [a.booleans[0] && b.booleans[0], a.booleans[1] && b.booleans[1]],
        numbers: meet_literals(&a.numbers, &b.numbers),
        strings: meet_literals(&a.strings, &b.strings),
        arrays: a.arrays.as_ref().zip(b.arrays.as_ref()).map(|(a, b)| Arc::new(meet_arrays(a, b))),
        objects: a.objects.as_ref().zip(b.objects.as_ref()).and_then(|(a, b)| meet_objects(a, b).map(Arc::new)),
    }
    .into()
}

/// Both may be anything. What is told beside that is told by one of them at least.
fn meet_unknown(a: &Sets, b: &Sets) -> Type {
    let told = |sets: &Sets| Type::from(Sets { unknown: Unknown::No, ..sets.clone() });
    let mut sets = told(a).join(&told(b)).into_sets();
    sets.absence = meet_absences(a.absence, b.absence);
    sets.unknown = a.unknown.join(&b.unknown);
    sets.into()
}

fn meet_absences(a: Absence, b: Absence) -> Absence {
    if a == Absence::Never || b == Absence::Never { Absence::Never } else { a.max(b) }
}

fn meet_literals<T: Ord + Clone>(a: &Literals<T>, b: &Literals<T>) -> Literals<T> {
    match (a, b) {
        (Literals::All, it) | (it, Literals::All) => it.clone(),
        _ => a.filter(|it| b.contains(it)),
    }
}

fn meet_arrays(a: &Array, b: &Array) -> Array {
    a.zip(b, meet_absences(a.ends(), b.ends()), Type::meet)
}

fn meet_objects(a: &Objects, b: &Objects) -> Option<Objects> {
    let pairs = a.shapes().iter().flat_map(|a| b.shapes().iter().map(move |b| a.zip(b, Type::meet)));
    Objects::of(pairs.filter(|it| !Object::is_impossible(it)), false)
}
