//! Types from JSON Schema and back; what is valid is told by another implementation.

mod common;

use asl_types::{Absence, Array, Object, Type};
use common::{any_type, cases, kinds, value, with_member};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};
use std::sync::Arc;

#[expect(clippy::panic, reason = "clippy does not see that it is for tests alone")]
fn type_of(schema: &Value) -> Type {
    Type::from_json_schema(schema).unwrap_or_else(|error| panic!("{error}: {schema}"))
}

#[test]
fn schemas_as_people_write_them() {
    let order = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://example.org/order",
        "title": "Order", "type": "object",
        "properties": {
            "id": {"type": "string", "format": "uuid"},
            "amount": {"type": "number", "minimum": 0},
            "items": {"type": "array", "items": {"$ref": "#/$defs/item"}, "minItems": 1},
            "note": {"type": ["string", "null"], "default": null},
        },
        "required": ["id", "items"],
        "additionalProperties": false,
        "$defs": {"item": {"type": "object", "properties": {"sku": {"type": "string"}, "count": {"type": "integer"}},
                            "required": ["sku"]}},
    });
    let item = "{count?: number, sku: string, ...}";
    assert_eq!(
        type_of(&order).to_string(),
        format!("{{amount?: number, id: string, items: [{item}, ...{item}], note?: null | string}}")
    );
}

#[test]
fn each_keyword() {
    for (schema, printed) in [
        (json!(true), "unknown"),
        (json!({}), "unknown"),
        (json!(false), "never"),
        (json!({"type": "integer"}), "number"),
        (json!({"type": ["string", "null"]}), "null | string"),
        (json!({"type": "string", "nullable": true}), "null | string"),
        (json!({"type": ["null", "boolean", "number", "string", "array", "object"]}), "any"),
        (json!({"type": "strnig"}), "unknown"),
        (json!({"enum": ["a", "b", 1, null]}), "null | 1 | \"a\" | \"b\""),
        (json!({"type": "string", "enum": ["a", 1]}), "\"a\""),
        (json!({"const": {"a": [1]}}), "{a: [1]}"),
        (json!({"type": "object"}), "{...}"),
        (json!({"type": "object", "required": ["a"]}), "{a: unknown, ...}"),
        (json!({"type": "object", "required": ["a"], "additionalProperties": false}), "never"),
        (json!({"type": "object", "additionalProperties": {"type": "string"}}), "{...string}"),
        (json!({"type": "object", "patternProperties": {"^x": {"type": "string"}}}), "{...}"),
        (
            json!({"type": "object", "patternProperties": {"^x": {"type": "string"}}, "additionalProperties": false}),
            "{...string}",
        ),
        (json!({"properties": {"a": {"type": "string"}}}), "{a?: string, ...} | unknown"),
        (json!({"type": "array"}), "[...]"),
        (json!({"type": "array", "items": {"type": "string"}}), "[...string]"),
        (json!({"type": "array", "items": {"type": "string"}, "minItems": 2}), "[string, string, ...string]"),
        (json!({"type": "array", "items": {"type": "null"}, "minItems": 1, "maxItems": 2}), "[null, null?]"),
        (json!({"type": "array", "prefixItems": [{"type": "null"}], "items": false}), "[null?]"),
        (json!({"type": "array", "prefixItems": [{"type": "null"}], "minItems": 1}), "[null, ...]"),
        (json!({"type": "array", "items": [{"type": "null"}], "additionalItems": false, "minItems": 1}), "[null]"),
        (json!({"anyOf": [{"type": "string"}, {"type": "null"}]}), "null | string"),
        (json!({"oneOf": [{"const": 1}, {"type": "array", "items": false}]}), "1 | []"),
        (
            json!({"type": "object", "oneOf": [
                {"properties": {"kind": {"const": "a"}, "n": {"type": "number"}}, "required": ["kind", "n"]},
                {"properties": {"kind": {"const": "b"}}, "required": ["kind"]},
            ]}),
            "{kind: \"a\", n: number, ...} | {kind: \"b\", ...}",
        ),
        (
            json!({"allOf": [{"$ref": "#/definitions/base"}, {"properties": {"b": {"type": "null"}}, "required": ["a"]}],
                "definitions": {"base": {"type": "object", "properties": {"a": {"type": ["string", "null"]}}}}}),
            "{a: null | string, b?: null, ...}",
        ),
        (json!({"$ref": "#/$defs/a~1b%20c", "$defs": {"a/b c": {"type": "string"}}}), "string"),
        (json!({"$ref": "https://example.org/other.json"}), "unknown"),
        (json!({"type": "object", "properties": {"next": {"$ref": "#"}}}), "{next?: {next?: unknown, ...}, ...}"),
        (json!({"type": "object", "properties": {"a": 3}, "required": 4}), "{a?: unknown, ...}"),
        (
            json!({"$schema": "http://json-schema.org/draft-07/schema#", "$ref": "#/definitions/a", "type": "null",
                "definitions": {"a": {"type": "string"}}}),
            "string",
        ),
    ] {
        assert_eq!(type_of(&schema).to_string(), printed, "{schema}");
    }
    for no_schema in [json!(null), json!("string"), json!([{}]), json!(3)] {
        assert!(Type::from_json_schema(&no_schema).is_err());
    }
}

#[test]
fn a_schema_that_grows_by_reference_is_read_in_no_time() {
    let mut definitions = Map::new();
    for at in 0..60 {
        let next = json!({"$ref": format!("#/$defs/d{}", at + 1)});
        definitions.insert(format!("d{at}"), json!({"type": "object", "properties": {"a": next, "b": next}}));
    }
    let of = type_of(&json!({"$ref": "#/$defs/d0", "$defs": definitions}));
    assert!(of.field("a").field("b").contains(&json!({"a": {}})));
}

#[test]
fn types_as_schemas() -> Result<(), asl_types::ParseError> {
    for (text, schema) in [
        ("never", json!(false)),
        ("unknown | string", json!(true)),
        ("null | string", json!({"type": ["null", "string"]})),
        ("\"a\"", json!({"const": "a"})),
        ("1 | \"a\" | boolean", json!({"anyOf": [{"enum": [1, "a"]}, {"type": "boolean"}]})),
        (
            "{a: number, b?: [string], ...}",
            json!({"type": "object", "properties": {"a": {"type": "number"}, "b": {
                "type": "array", "prefixItems": [{"type": "string"}], "items": false, "minItems": 1}}, "required": ["a"]}),
        ),
        (
            "[...{}] | null",
            json!({"type": ["null", "array"], "items": {"type": "object", "additionalProperties": false}}),
        ),
    ] {
        assert_eq!(text.parse::<Type>()?.to_json_schema(), schema);
    }
    Ok(())
}

#[test]
fn what_is_like_an_example() {
    let example =
        json!({"id": "x", "n": 1, "ok": true, "none": null, "list": [1, "a", {"a": 1}, {"b": [[]]}], "empty": []});
    let like = Type::like(&example);
    assert_eq!(
        like.to_string(),
        "{empty: [...], id: string, list: [...number | string | {a?: number, b?: [...[...]]}], n: number, none: null, \
         ok: boolean}"
    );
}

/// Schemas at random, of the keywords that are read and a few that are not.
fn schema() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::from),
        kinds().prop_filter_map("a kind", |it| {
            let names: Vec<_> = it.names().collect();
            (!names.is_empty()).then(|| json!({ "type": names }))
        }),
        select(vec!["string", "integer", "object", "array"]).prop_map(|it| json!({ "type": it })),
        value().prop_map(|it| json!({ "const": it })),
        prop::collection::vec(value(), 1..4).prop_map(|it| json!({ "enum": it })),
        select(vec!["#", "#/$defs/a", "#/$defs/b"]).prop_map(|it| json!({ "$ref": it })),
        Just(json!({"minLength": 1, "minimum": 2, "uniqueItems": true})),
    ];
    leaf.prop_recursive(4, 40, 4, |inner| {
        let many = || prop::collection::vec(inner.clone(), 1..4);
        let named = prop::collection::vec((common::name(), inner.clone()), 0..4);
        let required = prop::collection::hash_set(common::name(), 0..3);
        let object = (named, required, prop::option::of(inner.clone()), prop::option::of(inner.clone()));
        let array =
            (prop::option::of(many()), prop::option::of(inner.clone()), 0_usize..4, prop::option::of(0_usize..4));
        let part = prop_oneof![
            3 => object.prop_map(object_schema),
            2 => array.prop_map(array_schema),
            1 => many().prop_map(|it| json!({ "allOf": it })),
            1 => many().prop_map(|it| json!({ "anyOf": it })),
            1 => many().prop_map(|it| json!({ "oneOf": it })),
            1 => inner.clone().prop_map(|it| json!({ "not": it })),
            2 => inner.clone(),
        ];
        prop::collection::vec(part, 1..3).prop_map(|parts| {
            let mut out = Map::new();
            for part in parts {
                match part {
                    Value::Object(part) => out.extend(part),
                    other => drop(out.insert("additionalProperties".to_owned(), other)),
                }
            }
            out.into()
        })
    })
}

type Parts = (Vec<(String, Value)>, std::collections::HashSet<String>, Option<Value>, Option<Value>);

fn object_schema((named, required, additional, pattern): Parts) -> Value {
    let mut out = Map::new();
    out.insert("properties".to_owned(), named.into_iter().collect::<Map<_, _>>().into());
    out.insert("required".to_owned(), required.into_iter().collect::<Vec<_>>().into());
    out.extend(additional.map(|it| ("additionalProperties".to_owned(), it)));
    out.extend(pattern.map(|it| ("patternProperties".to_owned(), json!({ "^[a-c]": it }))));
    out.into()
}

fn array_schema((first, items, least, most): (Option<Vec<Value>>, Option<Value>, usize, Option<usize>)) -> Value {
    let mut out = Map::new();
    out.extend(first.map(|it| ("prefixItems".to_owned(), it.into())));
    out.extend(items.map(|it| ("items".to_owned(), it)));
    out.extend((least > 0).then(|| ("minItems".to_owned(), least.into())));
    out.extend(most.map(|it| ("maxItems".to_owned(), it.into())));
    out.into()
}

fn whole_schema() -> impl Strategy<Value = Value> {
    (schema(), schema(), schema()).prop_map(|(mut whole, a, b)| {
        if let Value::Object(whole) = &mut whole {
            whole.insert("$defs".to_owned(), json!({ "a": a, "b": b }));
        }
        whole
    })
}

/// Types of which JSON Schema can say all.
fn sayable() -> impl Strategy<Value = Type> {
    any_type().prop_map(|of| said(&of))
}

fn said(of: &Type) -> Type {
    if of.is_unknown() {
        return Type::unknown();
    }
    let mut sets = of.clone().present().into_sets();
    let optional = |of: &Type| if of.absence() == Absence::Never { Absence::Never } else { Absence::Known };
    sets.arrays = sets.arrays.map(|array| {
        let items: Vec<Type> = array.known().iter().map(|it| said(it).with_absence(optional(it))).collect();
        let array = Array::new(items, said(array.rest()));
        // That an array may end before what follows is known to be so only of items.
        let is_said = array.known().last().map_or(Absence::Never, Type::absence) == array.ends() || !array.is_open();
        Arc::new(if is_said { array } else { Array::new(array.known().to_vec(), array.rest().clone()) })
    });
    sets.objects = sets.objects.and_then(|objects| {
        let said = objects.map(|shape| {
            let fields = shape.fields().map(|(name, of)| (name.into(), said(of).with_absence(optional(of))));
            Some(Object::new(fields, said(shape.rest())))
        });
        said.map(Arc::new)
    });
    sets.into()
}

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn what_is_valid_is_of_the_type(schema in whole_schema(), values in prop::collection::vec(value(), 12)) {
        // A schema that refers to itself and nothing else is none for the other implementation.
        let Ok(validator) = jsonschema::validator_for(&schema) else { return Ok(()) };
        let of = type_of(&schema);
        for value in values {
            prop_assert!(!validator.is_valid(&value) || of.contains(&value), "{}: {} is not {}", schema, value, of);
        }
    }

    #[test]
    fn a_value_of_a_type_is_valid((of, v) in with_member(), w in value()) {
        let schema = of.to_json_schema();
        let Ok(validator) = jsonschema::validator_for(&schema) else {
            return Err(TestCaseError::fail(format!("no schema: {schema}")));
        };
        for v in v.into_iter().chain([w]).filter(|it| of.contains(it)) {
            prop_assert!(validator.is_valid(&v), "{} {}: {}", of, schema, v);
        }
        let back = type_of(&schema);
        prop_assert!(back.is_unknown() || back.kinds() == of.kinds());
    }

    #[test]
    fn there_and_back(of in sayable()) {
        prop_assert_eq!(type_of(&of.to_json_schema()), of);
    }

    #[test]
    fn an_example_is_like_itself(example in value()) {
        let like = Type::like(&example);
        prop_assert!(like.contains(&example));
        prop_assert_eq!(like.join(&Type::like(&example)), like);
    }

    #[test]
    fn a_meet_has_what_both_have((a, v) in with_member(), (b, w) in with_member(), u in value()) {
        let (ab, ba) = (a.meet(&b), b.meet(&a));
        for v in [v, w, Some(u)].into_iter().flatten().filter(|it| a.contains(it) && b.contains(it)) {
            prop_assert!(ab.contains(&v) && ba.contains(&v), "{ab}: {v}");
        }
        prop_assert_eq!(&ab, &ba);
        prop_assert_eq!(&a.meet(&a), &a);
        prop_assert_eq!(ab.absence() == Absence::Never, a.absence() == Absence::Never || b.absence() == Absence::Never);
    }
}
