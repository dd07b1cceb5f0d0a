//! Sizes are bounded, and what is bounded is quick.

use asl_types::{Absence, Array, Object, Type, Unknown};
use serde_json::{Value, json};
use std::sync::Arc;

#[test]
fn ten_thousand_fields_are_set_one_by_one() {
    let mut object = Object::closed([]);
    for at in 0..10_000 {
        object = object.with(&format!("field{at}"), Type::number());
    }
    assert_eq!(object.fields().count(), 0);
    assert_eq!(object.field("field77"), Type::number().with_absence(Absence::Unproven));
}

#[test]
fn a_value_that_holds_itself_twice_again_and_again() {
    let mut of = Type::string();
    for _ in 0..200 {
        of = Type::object_of([("a", of.clone()), ("b", of.clone())]);
        assert!(of.depth() <= 128);
    }
    assert!(of.to_string().len() < 1 << 20);
    assert!(of.contains(&json!({"a": {"a": 1, "b": 2}, "b": {"a": 1, "b": 2}})) || !of.field("a").is_unknown());
}

#[test]
fn ten_thousand_objects_in_each_other() {
    let mut of = Type::string();
    for _ in 0..10_000 {
        of = Type::object_of([("inner", of)]);
    }
    assert!(of.depth() <= 128);
    let mut value = json!("deep");
    for _ in 0..10_000 {
        value = Value::Object([("inner".to_owned(), value)].into_iter().collect());
    }
    assert!(Type::of(&value).contains(&value));
    // Values are dropped one in another; this one must not be.
    while let Value::Object(mut fields) = value {
        value = fields.remove("inner").unwrap_or_default();
    }
}

#[test]
fn what_cannot_be_is_never() {
    assert!(Type::object_of([("a", Type::never())]).is_never());
    assert!(Type::array(Array::exact([Type::number(), Type::never()])).is_never());
    let one = Type::array(Array::new(vec![Type::number(), Type::absent(), Type::number()], Type::string()));
    assert_eq!(one, Type::array(Array::exact([Type::number()])));
    assert_eq!(Type::object(Object::closed([("a".into(), Type::absent())])), Type::object_of([]));
}

#[test]
fn numbers_beyond_those_that_a_double_tells_apart() {
    for value in [1e300, 9_007_199_254_740_992.0, f64::NAN, f64::INFINITY] {
        assert_eq!(Type::number_of(value), Type::number());
    }
    assert!(!Type::of(&json!(9_007_199_254_740_991_u64)).contains(&json!(9_007_199_254_740_993_u64)));
    assert_eq!(Type::number_of(-0.0), Type::number_of(0.0));
}

#[test]
fn equal_types_of_other_origins_join_to_no_origin() {
    let input = || Type::object_of([("a", Type::unknown_from(Unknown::input()))]);
    let opaque = Type::object_of([("a", Type::unknown())]);
    for joined in [input().join(&opaque), opaque.join(&input())] {
        assert!(matches!(joined.field("a").sets().unknown, Unknown::Opaque));
    }
    assert!(matches!(input().join(&input()).field("a").sets().unknown, Unknown::Input(_)));
}

#[test]
fn a_join_that_adds_nothing_is_the_same_allocation() {
    let small = Type::of(&json!({"a": [1, {"b": "x"}], "c": null}));
    let great = small.join(&Type::of(&json!({"a": [2, {"b": "y"}], "c": true, "d": {}})));
    let joined = great.join(&small);
    assert!(joined.is_same(&great));
    assert!(small.join(&great).is_same(&great));
}

#[test]
fn a_refusal_is_a_json_pointer() {
    let of = Type::object_of([("a/b~", Type::number())]);
    assert_eq!(of.refusal(&json!({"a/b~": "x"})).as_deref(), Some("/a~1b~0"));
    let names: Vec<Arc<str>> = vec!["x".into()];
    assert_eq!(
        Type::object(Object::closed(names.into_iter().map(|it| (it, Type::null())))).refusal(&json!({})).as_deref(),
        Some("/x")
    );
}
