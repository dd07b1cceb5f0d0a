//! The laws of the lattice, for types of every make and at the bounds.

mod common;

use asl_types::{Absence, Kinds, Type};
use common::{any_type, cases, great, kinds, of_type, value, with_member};
use proptest::prelude::*;
use serde_json::{Value, json};

/// The same value, where numbers are told apart as a double tells them.
fn is_alike(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_alike(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| is_alike(a, b)))
        }
        _ => a == b,
    }
}

fn join_is_a_join(a: &Type, b: &Type, c: &Type) -> Result<(), TestCaseError> {
    let ab = a.join(b);
    prop_assert_eq!(&ab, &b.join(a));
    prop_assert_eq!(&ab.join(c), &a.join(&b.join(c)));
    prop_assert_eq!(&a.join(a), a);
    prop_assert_eq!(&ab.join(a), &ab);
    prop_assert_eq!(&a.join(&Type::never()), a);
    prop_assert_eq!(&Type::never().join(a), a);
    prop_assert!(ab.join(b).is_same(&ab) || ab == *b, "a join that adds nothing is the very same");
    Ok(())
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn join_of_any((a, b, c) in (of_type(), of_type(), of_type())) {
        join_is_a_join(&a, &b, &c)?;
    }

    #[test]
    fn join_at_the_bounds((a, b, c) in (great(), great(), great())) {
        join_is_a_join(&a, &b, &c)?;
    }

    #[test]
    fn join_of_both((a, b, c) in (any_type(), any_type(), any_type())) {
        join_is_a_join(&a, &b, &c)?;
    }

    /// However many there are, and in whichever order and company they meet.
    #[test]
    fn join_of_many(
        (all, mixed) in prop::collection::vec(any_type(), 2..9).prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
        at in any::<prop::sample::Index>(),
    ) {
        let (some, others) = mixed.split_at(at.index(mixed.len()));
        let whole = Type::join_all(&all);
        prop_assert_eq!(&whole, &Type::join_all(&mixed));
        prop_assert_eq!(&whole, &Type::join_all(others).join(&Type::join_all(some)));
        prop_assert!(all.iter().all(|it| whole.join(it).is_same(&whole) || whole == *it));
    }

    #[test]
    fn join_and_widen_are_above((a, v) in with_member(), b in any_type(), w in value()) {
        if let Some(v) = v {
            prop_assert!(a.contains(&v), "{} {:?}", v, a.refusal(&v));
            for above in [a.join(&b), b.join(&a), a.widen(&b), b.widen(&a)] {
                prop_assert!(above.contains(&v), "{above}: {v}");
            }
        }
        if a.contains(&w) {
            prop_assert!(a.join(&b).contains(&w) && b.widen(&a).contains(&w));
        }
        prop_assert_eq!(a.join(&b).absence(), a.absence().max(b.absence()));
    }

    #[test]
    fn of_a_value(v in value(), w in value()) {
        let of = Type::of(&v);
        prop_assert!(of.contains(&v));
        prop_assert_eq!(of.contains(&w), is_alike(&v, &w) || of.as_value().is_none() && of.contains(&w));
        prop_assert_eq!(of.absence(), Absence::Never);
    }

    #[test]
    fn the_only_member((a, v) in with_member(), w in value()) {
        if let Some(only) = a.as_value() {
            prop_assert!(a.contains(&only));
            prop_assert!(v.is_none_or(|v| is_alike(&v, &only)));
            prop_assert_eq!(a.contains(&w), is_alike(&w, &only));
        }
    }

    /// There is a sample wherever there is a value, and it is one of the type.
    #[test]
    fn a_sample_is_a_member((a, v) in with_member()) {
        let sample = a.sample();
        prop_assert_eq!(sample.is_some(), a.has_value());
        prop_assert!(v.is_none() || sample.is_some());
        if let Some(sample) = sample {
            prop_assert!(a.contains(&sample), "{a}: {sample} {:?}", a.refusal(&sample));
        }
    }

    #[test]
    fn kinds_are_kept_and_left_out((a, v) in with_member(), kinds in kinds(), w in value()) {
        for v in [v, Some(w)].into_iter().flatten().filter(|it| a.contains(it)) {
            let is_one = Kinds::of(&v).meets(kinds);
            prop_assert_eq!(a.only(kinds).contains(&v), is_one);
            prop_assert_eq!(a.without(kinds).contains(&v), !is_one || a.is_unknown());
            prop_assert!(a.clone().present().contains(&v));
        }
        prop_assert!(a.only(kinds).kinds().is_within(kinds));
        prop_assert_eq!(a.only(kinds).absence(), Absence::Never);
        prop_assert_eq!(a.without(kinds).absence(), a.absence());
        prop_assert_eq!(a.clone().present().absence(), Absence::Never);
    }

    #[test]
    fn parts_of_a_member((a, v) in with_member(), name in common::name(), at in 0_usize..30) {
        match &v {
            Some(Value::Object(fields)) => {
                match fields.get(&name) {
                    Some(field) => prop_assert!(a.field(&name).contains(field), "{a}: {name}"),
                    None => prop_assert!(a.field(&name).absence() != Absence::Never, "{a}: {name}"),
                }
                for (name, field) in fields {
                    prop_assert!(a.field(name).contains(field));
                    let any = a.sets().objects.as_ref().map(|it| it.any());
                    prop_assert!(a.is_unknown() || any.is_some_and(|it| it.contains(field)));
                }
            }
            Some(Value::Array(items)) => {
                match items.get(at) {
                    Some(item) => prop_assert!(a.item(at).contains(item)),
                    None => prop_assert!(a.item(at).absence() != Absence::Never),
                }
                for (at, item) in items.iter().enumerate() {
                    prop_assert!(a.item(at).contains(item), "{a}: {at}");
                    prop_assert!(a.items().contains(item));
                }
                if let Some(array) = a.sets().arrays.as_ref().filter(|_| !a.is_unknown()) {
                    prop_assert!(items.len() >= array.least() && array.most().is_none_or(|most| items.len() <= most));
                }
            }
            _ => {}
        }
    }

    #[test]
    fn parts_that_are_changed((a, v) in with_member(), b in any_type(), name in common::name(), w in value()) {
        let Some(v) = v.filter(|_| !a.is_unknown()) else { return Ok(()) };
        let sets = a.sets();
        match v {
            Value::Array(items) => {
                let wrapped = items.iter().map(|item| json!([item])).collect();
                let of = sets.arrays.as_ref().map(|it| it.map(|of| Type::array_of(of.clone())));
                prop_assert!(of.is_some_and(|of| Type::array(of).contains(&Value::Array(wrapped))));
            }
            Value::Object(mut fields) => {
                let Some(objects) = &sets.objects else { return Err(TestCaseError::fail("no objects")) };
                let of = objects.map(|shape| Some(shape.map(|of| of.join(&b))));
                let of = of.map(|it| asl_types::Sets { objects: Some(it.into()), ..Default::default() });
                prop_assert!(of.is_some_and(|of| Type::from(of).contains(&Value::Object(fields.clone()))));
                let with = objects.map(|shape| Some(shape.with(&name, Type::of(&w))));
                let without = objects.map(|shape| Some(shape.with(&name, Type::absent())));
                let object = |it| Type::from(asl_types::Sets { objects: Some(std::sync::Arc::new(it)), ..Default::default() });
                fields.insert(name.clone(), w);
                prop_assert!(with.is_some_and(|it| object(it).contains(&Value::Object(fields.clone()))));
                fields.remove(&name);
                prop_assert!(without.is_some_and(|it| object(it).contains(&Value::Object(fields.clone()))));
            }
            _ => {}
        }
    }
}

proptest! {
    #![proptest_config(cases(100))]

    /// Whatever the steps.
    #[test]
    fn chains_come_to_rest(start in any_type(), steps in prop::collection::vec(any_type(), 1..80)) {
        let mut at = start;
        let mut grew = 0;
        for step in &steps {
            let next = at.widen(step);
            prop_assert_eq!(&next, &next.join(&next));
            grew += usize::from(next != at);
            at = next;
        }
        prop_assert!(grew <= Type::MOST_STEPS, "{grew}: {at}");
    }

    /// A loop that goes on: what comes in is made of what was there.
    #[test]
    fn loops_come_to_rest(start in any_type(), wrap in 0..4, extra in any_type()) {
        let mut at = start;
        let mut grew = 0;
        for round in 0..200 {
            let next = at.widen(&match wrap {
                0 => Type::array_of(at.clone()).join(&extra),
                1 => Type::object_of([("next", at.clone()), ("a", extra.clone())]),
                2 => Type::object_of([(format!("n{round}").as_str(), at.clone().present())]),
                _ => Type::array(asl_types::Array::exact([at.clone().present(), extra.clone().present()])),
            });
            grew += usize::from(next != at);
            at = next;
        }
        prop_assert!(grew <= Type::MOST_STEPS, "{grew}");
    }
}

/// A chain that grows by one place at a time, as long as there are any, ends all the same.
#[test]
fn chains_against_the_grain_come_to_rest() {
    let mut at = Type::never();
    let mut grew = 0;
    for step in 0..5_000_u32 {
        let name = format!("n{step}");
        let inner = Type::object_of([(name.as_str(), Type::number_of(f64::from(step)))]);
        let next = at.widen(&Type::object_of([("a", inner), (name.as_str(), Type::null())]));
        grew += usize::from(next != at);
        at = next;
    }
    assert!(grew <= Type::MOST_STEPS, "{grew}");
    assert!(at.contains(&json!({"a": {"n1": 1}, "n1": null})));
}
