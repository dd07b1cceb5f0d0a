//! What is inferred of expressions that a person would write, and of some that were once inferred wrongly.

use crate::{Variable, contradiction, program};
use asl_infer::jsonata::{condition, evaluate};
use asl_infer::{Faults, Variables};
use asl_syntax::jsonata::parse;
use asl_types::Type;
use serde_json::{Value, json};

/// The variable `$x` of a type.
fn with(ty: &str) -> Variables {
    let ty: Type = ty.parse().unwrap();
    Variables::from([("x".into(), ty)])
}

#[test]
fn expressions() {
    let order = "{id: string, n: number, items: [...{sku: string, price: number}], note?: string, list: [...number]}";
    let cases = [
        ("$x.n + 1", "number"),
        ("$x.id & '-' & $x.n", "string"),
        ("$x.note", "string | missing"),
        ("$x.n > 3 ? 'many' : 'few'", "\"few\" | \"many\""),
        ("$exists($x.note) ? $x.note : 'none'", "string"),
        ("$max($x.list)", "number | unproven"),
        ("$sum($x.items.price)", "number | unproven"),
        ("{'id': $x.id, 'count': $count($x.items)}", "{count: number, id: string}"),
        ("$keys({'a': 1, 'b': 2})", "[\"a\" | \"b\", \"a\" | \"b\"]"),
        ("$x.n / 2", "number"),
        ("$x.n / $x.n", "null | number"),
        ("$sift({'a': 1, 'b': 0}, function($v) { $v > 0 })", "{a: 1}"),
    ];
    for (text, of) in cases {
        let found = evaluate(&program(text), &with(order), &mut Faults::default());
        assert_eq!(found.to_string(), of, "{text}");
    }
}

#[test]
fn conditions() {
    let cases = [
        ("$exists($x.a)", "{a?: string}", "{a: string}", "{}"),
        ("$type($x.a) = 'string'", "{a: string | number}", "{a: string}", "{a: number}"),
        ("$x.a = 'ok'", "{a: \"ok\" | \"no\"}", "{a: \"ok\"}", "{a: \"no\"}"),
        ("$exists($x.a) and $x.b", "{a?: string, b: boolean}", "{a: string, b: true}", "{a?: string, b: boolean}"),
        // What has a field may be an object, or an array of them.
        ("$exists($x.a)", "unknown", "[...] | {a: unknown, ...}", "unknown"),
        ("$exists($x.a)", "[...{a: string}] | {a?: string}", "[...{a: string}] | {a: string}", "[...{a: string}] | {}"),
    ];
    for (text, of, yes, no) in cases {
        let verdict = condition(&program(text), &with(of), &mut Faults::default());
        let shown = |narrowed: &Variables| narrowed["x"].to_string();
        assert_eq!((shown(&verdict.narrowed_true), shown(&verdict.narrowed_false)), (yes.into(), no.into()), "{text}");
    }
}

/// Each was once told otherwise.
#[test]
fn what_was_wrong_once() {
    let cases: [(&str, Value, &str); 14] = [
        // An empty array in brackets is one item for what follows it.
        ("$x.[$keys({})].*@$f.{'f': $f.a, 'g': a}", json!({}), "{}"),
        ("$x.[$].*#$i[$i < 2].a", json!({"a": "abc"}), "{a: string}"),
        ("$x.[$.a].(b)#$i.{'i': $i}", json!({}), "{}"),
        // Of nothing an object is made.
        ("$x.c.a.%{'a': 1}", json!([null]), "[null]"),
        // The field of a shape may be that of another whose fields are not known.
        ("$sift($x, function($v) { $v })", json!({"b": "ok"}), "{a: string, b: \"\"} | unknown"),
        // An object without fields has no parts, whatever an array in its place would have.
        ("$distinct($spread($x))", json!({}), "[{a: number}] | {a?: number}"),
        ("$reduce(['a', {'a': 1}], function($a, $b) { $max($a) }, $x[0])", json!([1]), "[number?]"),
        // What stands for no number cannot be a text.
        ("$string($parseInteger($x, 'A'))", json!("array"), "\"array\" | \"object\""),
        ("$x / 0", json!(1), "number"),
        ("$round($x, 1.5)", json!(1), "number"),
        ("$toMillis($x)", json!("2024-13-01"), "string"),
        ("$split($x, $x[1], -1)", json!("a"), "string"),
        ("[($x ? 1.5)..3]", json!(false), "boolean"),
        ("$exists($x.a) ? $x.b : 1", json!([{"a": 1}, {"b": 2}, {"b": 3}]), "unknown"),
    ];
    for (text, value, ty) in cases {
        assert!(parse(text).errors.is_empty(), "{text}");
        let ty: Type = ty.parse().unwrap();
        assert!(ty.contains(&value), "{text}");
        let variables = [Variable { name: "x", value: Some(value), ty }];
        assert_eq!(contradiction(text, &variables), None);
    }
}
