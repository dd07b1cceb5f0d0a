//! Short ways for values of which nothing is known: a path into the input of a workflow meets little else.
//!
//! Each gives just what the general way gives, which the tests hold it against.

use super::marks::{Mark, Marks};
use super::path::{Found, spread_marks};
use super::val::{Inner, Val, at_least};
use asl_types::{Absence, Array, Sets, Type, Unknown};
use std::sync::Arc;

struct Common {
    /// What may be found in what is unknown: any number of items, none among them.
    any: Arc<Array>,
    /// The same with one item at least.
    some: Option<Arc<Array>>,
}

thread_local!(static COMMON: Common = {
    let one = Type::array(Array::exact([Type::unknown()]));
    let any = one.join(&Type::array_of(Type::unknown()));
    let any = any.sets().arrays.clone().unwrap_or_else(|| Arc::new(Array::of(Type::unknown())));
    Common { some: at_least(&any, 1).map(Arc::new), any }
});

/// Those of the arrays that have an item.
pub(super) fn with_an_item(array: &Arc<Array>) -> Option<Arc<Array>> {
    let known = COMMON.with(|common| Arc::ptr_eq(&common.any, array).then(|| common.some.clone()));
    known.unwrap_or_else(|| at_least(array, 1).map(Arc::new))
}

fn is_plainly_unknown(val: &Val) -> bool {
    val.functions.is_none() && !val.inner.odd && val.ty.is_unknown()
}

/// The results of a step as one sequence, where nothing is known of any of them, nor that there is one.
pub(super) fn joined(found: &[Found], last: bool) -> Option<Val> {
    let is_fit = |Found { val, many }: &Found| {
        is_plainly_unknown(val)
            && val.ty.is_wholly_unknown()
            && !val.marks.is_none()
            && (*many || val.may_be_absent() && val.marks.any(|mark| !mark.constructed))
    };
    if found.is_empty() || !found.iter().all(is_fit) {
        return None;
    }
    let mut marks = Marks::of(Mark::RAW);
    let mut inner = Inner { marks: Marks::NONE, odd: false };
    let mut unknown = Unknown::No;
    let mut why = None;
    for Found { val, .. } in found {
        marks = marks.join(spread_marks(val.marks, last));
        inner.marks = inner.marks.join(val.marks).join(val.inner.marks);
        unknown = unknown.join(&val.ty.sets().unknown);
        if why.is_none() && val.may_be_absent() {
            why.clone_from(&val.why);
        }
    }
    let arrays = Some(COMMON.with(|common| common.any.clone()));
    let ty = Sets { unknown, arrays, ..Sets::default() }.into();
    Some(Val { ty, marks, inner, why, ..Val::never() })
}

/// What stands for such results once they are read.
pub(super) fn unwrapped(val: &Val) -> Option<Val> {
    let is_any = |array: &Arc<Array>| COMMON.with(|common| Arc::ptr_eq(&common.any, array));
    let sets = val.ty.sets();
    let arrays = sets.arrays.as_ref().filter(|array| is_any(array))?;
    let is_kept = |mark: Mark| mark.is_raw() && mark.keep;
    let has_both = val.marks.any(Mark::is_raw) && val.marks.any(|mark| !mark.is_raw());
    let is_alone = val.ty.kinds() == asl_types::Kinds::ARRAY;
    if !is_plainly_unknown(val) || !is_alone || !has_both || val.marks.any(is_kept) {
        return None;
    }
    let ty = Sets {
        absence: sets.absence.max(Absence::Unproven),
        unknown: sets.unknown.join(&Unknown::Opaque),
        arrays: Some(arrays.clone()),
        ..Sets::default()
    };
    Some(Val {
        ty: ty.into(),
        marks: val.marks.map(Mark::settled).join(val.inner.marks),
        inner: val.inner.join(Inner::JSON),
        why: val.why.clone(),
        functions: val.functions.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::path;
    use super::super::val::Why;
    use super::*;
    use crate::FaultKind;
    use asl_syntax::Span;
    use std::rc::Rc;

    /// Numbers that look random.
    struct Dice(u64);

    impl Dice {
        fn roll(&mut self, sides: u64) -> u64 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 33) % sides
        }

        fn marks(&mut self) -> Marks {
            let all: Vec<Mark> = Marks::ANY.iter().collect();
            let few = self.roll(4);
            (0..few).fold(Marks::NONE, |some, _| {
                let at = usize::try_from(self.roll(all.len() as u64)).unwrap_or(0);
                all.get(at).map_or(some, |mark| some.join(Marks::of(*mark)))
            })
        }

        fn unknown(&mut self) -> Type {
            let input = Type::unknown_from(Unknown::input());
            match self.roll(5) {
                0 => Type::unknown(),
                1 => input,
                2 => input.field("a").present(),
                3 => input.field("b").field("c").present(),
                _ => input.items(),
            }
        }

        fn val(&mut self) -> Val {
            let absence = [Absence::Never, Absence::Unproven, Absence::Known][self.roll(3) as usize];
            let kind = FaultKind::Other(String::new());
            let why = (self.roll(2) == 0).then(|| Rc::new(Why { span: Span::at(0), kind }));
            let ty = match self.roll(12) {
                0 => Type::number(),
                1 => Type::array_of(self.unknown()),
                2 => self.unknown().join(&Type::null()),
                _ => self.unknown(),
            };
            let inner = Inner { marks: self.marks(), odd: self.roll(9) == 0 };
            Val { marks: self.marks(), inner, why, ..ty.with_absence(absence).into() }
        }
    }

    /// All that there is to a value, origins too.
    fn all_of(val: &Val) -> String {
        let Val { ty, functions, marks, inner, why } = val;
        format!("{:?} {functions:?} {marks:?} {inner:?} {:?}", ty.sets(), why.as_ref().map(Rc::as_ptr))
    }

    #[test]
    fn the_short_ways_lead_where_the_long_ones_do() {
        let mut dice = Dice(7);
        let (mut joins, mut reads) = (0, 0);
        for _ in 0..40_000 {
            let last = dice.roll(2) == 0;
            let count = 1 + dice.roll(3);
            let found: Vec<Found> = (0..count).map(|_| Found { val: dice.val(), many: dice.roll(2) == 0 }).collect();
            let Some(short) = joined(&found, last) else { continue };
            joins += 1;
            let long = path::joined_one_by_one(&found, last);
            assert_eq!(short.ty, long.ty);
            assert_eq!(all_of(&short), all_of(&long));
            let whole = short.join(&dice.val());
            for read in [
                short,
                whole.clone(),
                Val { marks: dice.marks(), inner: Inner { marks: dice.marks(), odd: false }, ..whole },
            ] {
                let Some(short) = unwrapped(&read) else { continue };
                reads += 1;
                assert_eq!(all_of(&short), all_of(&read.clone().unwrapped_one_by_one()));
            }
        }
        assert!(joins > 1000 && reads > 1000, "{joins} {reads}");
    }

    #[test]
    fn arrays_with_an_item() {
        let any = COMMON.with(|common| common.any.clone());
        assert_eq!(with_an_item(&any).as_deref(), at_least(&any, 1).as_ref());
    }
}
