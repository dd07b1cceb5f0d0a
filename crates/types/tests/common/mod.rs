//! Types and values at random: small ones, and ones at the bounds.
#![allow(dead_code, reason = "each test takes what it needs")]

use asl_types::{Absence, Array, Kinds, Object, Type, Unknown};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

/// So many cases, unless the environment asks for others.
pub(crate) fn cases(cases: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|it| it.parse().ok());
    ProptestConfig { cases: asked.unwrap_or(cases), failure_persistence: None, ..ProptestConfig::default() }
}

/// Small values, of few names and literals, so that types meet.
pub(crate) fn value() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            prop::collection::vec((name(), inner), 0..5)
                .prop_map(|fields| Value::Object(fields.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

pub(crate) fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-3_i64..20).prop_map(Value::from),
        select(vec![0.5, -0.0, 1.0, 1e-7, 0.1, 1e300, 9_007_199_254_740_992.0]).prop_map(Value::from),
        select(vec![u64::MAX, 9_007_199_254_740_993, 9_007_199_254_740_991]).prop_map(Value::from),
        word().prop_map(Value::from),
    ]
}

pub(crate) fn word() -> impl Strategy<Value = String> {
    let words = vec!["a", "b", "c", "ok", "", "no", "\"", "é", "a b"];
    prop_oneof![select(words).prop_map(str::to_owned), "[a-e]{1,2}"]
}

pub(crate) fn name() -> impl Strategy<Value = String> {
    select(vec!["a", "b", "c", "t", "kind", "x y", ""]).prop_map(str::to_owned)
}

pub(crate) fn absence() -> impl Strategy<Value = Absence> {
    prop_oneof![3 => Just(Absence::Never), 1 => Just(Absence::Unproven), 1 => Just(Absence::Known)]
}

/// Types of every make.
pub(crate) fn of_type() -> impl Strategy<Value = Type> {
    let leaf = prop_oneof![
        2 => Just(Type::never()),
        2 => Just(Type::unknown()),
        1 => Just(Type::unknown_from(Unknown::input())),
        1 => Just(Type::of_any_kind()),
        1 => Just(Type::absent()),
        1 => Just(Type::number()),
        1 => Just(Type::string()),
        1 => Just(Type::boolean()),
        4 => value().prop_map(|it| Type::of(&it)),
        1 => crowded_literals(),
    ];
    leaf.prop_recursive(4, 60, 6, |inner| {
        prop_oneof![
            3 => object(inner.clone()).prop_map(Type::object),
            2 => array(inner.clone()),
            2 => (inner.clone(), inner.clone()).prop_map(|(a, b)| a.join(&b)),
            1 => (inner.clone(), absence()).prop_map(|(of, absence)| of.with_absence(absence)),
            1 => (inner.clone(), kinds()).prop_map(|(of, kinds)| of.without(kinds)),
            1 => prop::collection::vec(object(inner.clone()).prop_map(Type::object), 2..7)
                .prop_map(|all| Type::join_all(&all)),
        ]
    })
}

pub(crate) fn kinds() -> impl Strategy<Value = Kinds> {
    let kinds = vec![Kinds::NULL, Kinds::BOOLEAN, Kinds::NUMBER, Kinds::STRING, Kinds::ARRAY, Kinds::OBJECT];
    prop::sample::subsequence(kinds, 0..=6).prop_map(|all| all.into_iter().fold(Kinds::NONE, |a, b| a | b))
}

fn object(inner: impl Strategy<Value = Type> + Clone) -> impl Strategy<Value = Object> {
    let rest = prop_oneof![3 => Just(Type::absent()), 1 => inner.clone()];
    // A name that is there for certain most times, or few would be possible at all.
    let field = (name(), inner, absence());
    (prop::collection::vec(field, 0..5), rest).prop_map(|(fields, rest)| {
        let fields = fields.into_iter().map(|(name, of, absence)| (name.as_str().into(), of.with_absence(absence)));
        Object::new(fields, rest)
    })
}

fn array(inner: impl Strategy<Value = Type> + Clone) -> impl Strategy<Value = Type> {
    let items = prop::collection::vec((inner.clone(), absence()), 0..5);
    let items = items.prop_map(|all| all.into_iter().map(|(of, absence)| of.with_absence(absence)).collect::<Vec<_>>());
    let rest = prop_oneof![Just(Type::never()), inner];
    (items, rest).prop_map(|(items, rest)| Type::array(Array::new(items, rest)))
}

/// About as many literals as are kept.
fn crowded_literals() -> impl Strategy<Value = Type> {
    (0_i32..20, 6_i32..15).prop_map(|(from, count)| {
        let numbers: Vec<_> = (from..from + count).map(|it| Type::number_of(f64::from(it))).collect();
        let strings: Vec<_> = (from..from + count).map(|it| Type::string_of(&format!("s{it}"))).collect();
        Type::join_all(numbers.iter().chain(&strings))
    })
}

/// Types about as great as the bounds: many fields, many shapes, long arrays, many literals.
pub(crate) fn great() -> impl Strategy<Value = Type> {
    let scalar = || {
        prop_oneof![
            Just(Type::number()),
            Just(Type::string()),
            Just(Type::unknown()),
            Just(Type::null()),
            Just(Type::string_of("a")),
            Just(Type::string().with_absence(Absence::Unproven)),
        ]
    };
    let rest = || {
        prop_oneof![
            4 => Just(Type::absent()),
            1 => Just(Type::unknown().with_absence(Absence::Unproven)),
            1 => Just(Type::string().with_absence(Absence::Known)),
            1 => Just(Type::of_any_kind().join(&Type::unknown()).with_absence(Absence::Known)),
        ]
    };
    let many = (0_usize..200, 50_usize..170, prop::collection::vec(scalar(), 1..4), rest(), tag());
    let fields = many.prop_map(|(from, count, of, rest, tag)| {
        let named = (from..from + count).zip(of.iter().cycle());
        let fields = named.map(|(at, of)| (format!("f{at}").into(), of.clone()));
        Type::object(Object::new(fields.chain(tag), rest))
    });
    let shape = (tag(), tag(), name(), scalar(), rest()).prop_map(|(a, b, name, of, rest)| {
        let fields = a.into_iter().chain(b).chain([(name.as_str().into(), of)]);
        Type::object(Object::new(fields, rest))
    });
    let shapes = prop::collection::vec(shape, 1..6).prop_map(|all| Type::join_all(&all));
    let items = prop::collection::vec(scalar(), 20..28);
    let arrays = (items, prop::option::of(scalar())).prop_map(|(items, rest)| {
        let rest = rest.unwrap_or_else(Type::never);
        Type::array(Array::new(items, rest))
    });
    prop_oneof![2 => fields, 2 => shapes, 1 => arrays, 1 => crowded_literals()]
}

/// A literal that tells objects apart.
fn tag() -> impl Strategy<Value = Option<(std::sync::Arc<str>, Type)>> {
    let name = select(vec!["kind", "t"]).prop_map(Into::into);
    let of = prop_oneof![
        select(vec!["x", "y", "z", "u", "v", "w"]).prop_map(Type::string_of),
        any::<bool>().prop_map(Type::boolean_of)
    ];
    prop::option::of((name, of))
}

/// Either.
pub(crate) fn any_type() -> impl Strategy<Value = Type> {
    prop_oneof![3 => of_type(), 1 => great()]
}

/// A member of a type, at random; none, where there is none.
pub(crate) fn member(of: &Type) -> BoxedStrategy<Option<Value>> {
    let sets = of.sets();
    let mut ways: Vec<BoxedStrategy<Option<Value>>> = Vec::new();
    if sets.null {
        ways.push(Just(Some(Value::Null)).boxed());
    }
    for (at, is_there) in sets.booleans.iter().enumerate() {
        if *is_there {
            ways.push(Just(Some(json!(at == 1))).boxed());
        }
    }
    match sets.numbers.few() {
        Some([]) => {}
        Some(few) => ways.push(select(few.to_vec()).prop_map(|it| Some(it.to_json())).boxed()),
        None => ways.push(
            prop_oneof![any::<i64>().prop_map(Value::from), (-9..9_i64).prop_map(Value::from)].prop_map(Some).boxed(),
        ),
    }
    match sets.strings.few() {
        Some([]) => {}
        Some(few) => ways.push(select(few.to_vec()).prop_map(|it| Some(Value::from(&*it))).boxed()),
        None => ways.push(word().prop_map(|it| Some(Value::from(it))).boxed()),
    }
    if let Some(array) = &sets.arrays {
        ways.push(member_array(array));
    }
    for shape in sets.objects.iter().flat_map(|it| it.shapes()) {
        ways.push(member_object(shape));
    }
    if of.is_unknown() {
        ways.push(value().prop_map(Some).boxed());
    }
    if ways.is_empty() { Just(None).boxed() } else { proptest::strategy::Union::new(ways).boxed() }
}

fn member_array(array: &Array) -> BoxedStrategy<Option<Value>> {
    let known: Vec<_> = array.known().iter().map(member).collect();
    let least = array.least();
    let rest = prop::collection::vec(member(array.rest()), 0..3);
    (known, rest, any::<prop::sample::Index>())
        .prop_map(move |(known, rest, end)| {
            let all: Vec<Option<Value>> = known.into_iter().chain(rest).collect();
            let length = least + end.index(all.len() - least + 1);
            let there: Vec<Value> = all.into_iter().take(length).map_while(|it| it).collect();
            (there.len() >= least).then_some(Value::Array(there))
        })
        .boxed()
}

fn member_object(shape: &Object) -> BoxedStrategy<Option<Value>> {
    let fields: Vec<_> = shape
        .fields()
        .map(|(name, of)| {
            let may_be_absent = of.absence() != Absence::Never;
            (Just(name.to_owned()), member(of), any::<bool>().prop_map(move |it| it && may_be_absent))
        })
        .collect();
    let known: Vec<String> = shape.fields().map(|(name, _)| name.to_owned()).collect();
    let rest = prop::collection::vec((word(), member(shape.rest())), 0..3);
    (fields, rest, Just(shape.clone()))
        .prop_map(move |(fields, rest, shape)| {
            let mut out = Map::new();
            for (name, value, is_left_out) in fields {
                match value {
                    Some(value) if !is_left_out => drop(out.insert(name, value)),
                    _ if shape.field(&name).absence() == Absence::Never => return None,
                    _ => {}
                }
            }
            for (name, value) in rest {
                if let Some(value) = value.filter(|_| !known.contains(&name)) {
                    out.insert(name, value);
                }
            }
            Some(Value::Object(out))
        })
        .boxed()
}

/// A type, and a member of it where it has one.
pub(crate) fn with_member() -> impl Strategy<Value = (Type, Option<Value>)> {
    any_type().prop_flat_map(|of| {
        let member = member(&of);
        (Just(of), member)
    })
}
