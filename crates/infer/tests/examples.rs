//! How precise types and faults are, on examples that a person would write.

#![allow(clippy::unwrap_used, reason = "a test stops where its data is broken")]

mod common;

use asl_expressions::choice::Operator;
use asl_infer::choice::{Notes, decide};
use asl_infer::{Certainty, FaultKind, Faults, Scope, Variables, intrinsic, jsonpath};
use asl_semantics::plan::{Given, Operand, Test};
use asl_types::{Absence, Object, Step, Type, Unknown};
use serde_json::{Value, json};

/// An order: fixed fields, one that may be missing, items of which there are any number, and a payload nobody told of.
fn order() -> Type {
    let item = Type::object_of([
        ("sku", Type::string()),
        ("price", Type::number()),
        ("tag", Type::string_of("new").join(&Type::string_of("old"))),
        ("note", Type::string().with_absence(Absence::Known)),
    ]);
    Type::object_of([
        ("id", Type::string()),
        ("total", Type::number()),
        ("coupon", Type::string().with_absence(Absence::Known)),
        ("items", Type::array_of(item)),
        ("pair", Type::of(&json!([{"k": "a", "v": 1}, {"k": "b", "v": true}]))),
        ("payload", Type::unknown()),
        ("empty", Type::of(&json!([]))),
    ])
}

/// Two results that a field tells apart.
fn result() -> Type {
    let ok = Type::object_of([("status", Type::string_of("ok")), ("value", Type::number())]);
    let failed = Type::object_of([("status", Type::string_of("failed")), ("error", Type::string())]);
    ok.join(&failed)
}

fn faults_of(faults: &Faults) -> String {
    let word = |kind: &FaultKind| match kind {
        FaultKind::NoField { name, .. } => format!("no field {name}"),
        FaultKind::NoItem { index, .. } => format!("no item {index}"),
        FaultKind::WrongKind { wanted, .. } => format!("not {}", wanted.words()),
        FaultKind::Arity { given, least, .. } => format!("{given} for {least}"),
        FaultKind::Argument { index, wanted, .. } => format!("argument {index} not {wanted}"),
        FaultKind::UnknownVariable { name } => format!("no variable {name}"),
        FaultKind::UnknownFunction { name } => format!("no function {name}"),
        FaultKind::NoMatch => "no match".to_owned(),
        FaultKind::Other(message) => message.rsplit(". ").next().unwrap_or_default().to_owned(),
        other => format!("{other:?}"),
    };
    let all: Vec<String> = faults.iter().map(|fault| format!("{:?} {}", fault.certainty, word(&fault.kind))).collect();
    all.join(", ")
}

fn with_scope<T>(input: &Type, run: impl FnOnce(&Scope<'_>) -> T) -> T {
    let mut variables = Variables::new();
    variables.insert("set".into(), Type::number());
    variables.insert("maybe".into(), Type::number().with_absence(Absence::Known));
    let context = Type::object_of([("Execution", Type::object_of([("Name", Type::string())]))]);
    run(&Scope { input, context: &context, variables: &variables })
}

#[test]
fn paths() {
    let cases = [
        ("$.id", "string", ""),
        ("$.nope", "never", "Certain no field nope"),
        ("$.coupon", "string", "Possible no field coupon"),
        ("$.id.x", "never", "Certain not an object"),
        ("$.payload.x", "unknown", "Unproven no field x"),
        ("$.items[0].sku", "string", "Unproven no item 0"),
        ("$.pair[1].v", "true", ""),
        ("$.pair[-2].v", "1", ""),
        ("$.pair[2]", "never", "Certain no item 2"),
        ("$.pair[*].k", "[\"a\", \"b\"]", ""),
        ("$.pair[0,1].v", "[1, true]", ""),
        ("$.pair[1:].k", "[\"b\"]", ""),
        ("$.pair[?(@.k == 'b')].v", "[true]", ""),
        ("$.pair[?(@.k == 'c')].v", "[]", ""),
        ("$.pair[?(@.k == 'c')].v[0]", "[]", ""),
        ("$.items[*].price", "[...number]", ""),
        ("$.items[*].note", "[...string]", ""),
        ("$.items[*].nope", "[]", ""),
        ("$.items[?(@.tag == 'new')].tag", "[...\"new\"]", ""),
        ("$.items[?(@.tag == 'gone')]", "[]", ""),
        ("$.items[?(@.note)].note", "[...string]", ""),
        ("$.items[?(@.price > 5 && @.tag != 'new')].tag", "[...\"old\"]", ""),
        ("$.items.length()", "number", ""),
        ("$.pair.length()", "2", ""),
        (
            "$.items[*].price.sum()",
            "[]",
            "Possible Aggregation function attempted to calculate value using empty array",
        ),
        ("$.pair[0]['k','v']", "{k: \"a\", v: 1}", ""),
        ("$.empty[0]", "never", "Certain no item 0"),
        ("$.empty[*]", "[]", ""),
        ("$..k", "[...\"a\" | \"b\" | unknown]", ""),
        ("$..nope()", "never", "Certain no function nope"),
        ("$$.Execution.Name", "string", ""),
        ("$set", "number", ""),
        ("$maybe", "number", "Possible no variable maybe"),
        ("$nope.x", "never", "Certain no variable nope"),
    ];
    for (text, of, faults) in cases {
        let parsed = asl_syntax::jsonpath::parse(text);
        let mut met = Faults::default();
        let found = with_scope(&order(), |scope| jsonpath::evaluate(&parsed.path, scope, &mut met));
        assert_eq!((found.to_string().as_str(), faults_of(&met).as_str()), (of, faults), "{text}");
    }
}

#[test]
fn what_is_asked_of_the_input_keeps_its_place() {
    let input = Type::unknown_from(Unknown::input());
    let parsed = asl_syntax::jsonpath::parse("$.order.customer.id");
    let mut met = Faults::default();
    let found = with_scope(&input, |scope| jsonpath::evaluate(&parsed.path, scope, &mut met));
    let Unknown::Input(origin) = &found.sets().unknown else { panic!("{found:?}") };
    assert_eq!(origin.steps(), ["order", "customer", "id"].map(Step::Field));
    assert_eq!(met.certainty(), Some(Certainty::Unproven));
}

#[test]
fn calls() {
    let text = "Unproven Invalid arguments in States.";
    let cases = [
        ("States.Array($.id, 1, null)", "[string, 1, null]", String::new()),
        ("States.ArrayGetItem($.pair, 1)", "{k: \"b\", v: true}", String::new()),
        ("States.ArrayGetItem($.pair, 5)", "never", "Certain Invalid arguments in States.ArrayGetItem".to_owned()),
        ("States.ArrayLength($.pair)", "2", String::new()),
        ("States.ArrayLength($.items)", "number", String::new()),
        ("States.ArrayLength($.id)", "never", "Certain argument 1 not an array".to_owned()),
        ("States.ArrayPartition(States.ArrayRange(1, 3, 1), 2)", "[[1, 2], [3]]", String::new()),
        ("States.ArrayUnique($.items[*].price)", "[...number]", String::new()),
        ("States.Format('{}-{}', $.id, $.total)", "string", String::new()),
        ("States.Format('{}-{}', $.id)", "never", "Certain 2 for 3".to_owned()),
        (
            "States.Format('{', $.id)",
            "never",
            "Certain Invalid template in States.Format: matching '}' not found for '{'.".to_owned(),
        ),
        ("States.Format('n-{}', 5)", "\"n-5\"", String::new()),
        (
            "States.JsonMerge($.pair[0], States.StringToJson('{\"v\": \"x\", \"w\": 0}'), false)",
            "{k: \"a\", v: \"x\", w: 0}",
            String::new(),
        ),
        (
            "States.JsonMerge($.pair[0], $.pair[1], true)",
            "never",
            "Certain Invalid arguments in States.JsonMerge".to_owned(),
        ),
        ("States.MathAdd(1, 2)", "3", String::new()),
        ("States.MathAdd($.total, 1)", "number", format!("{text}MathAdd")),
        ("States.MathAdd($.id, 1)", "never", "Certain argument 1 not a number".to_owned()),
        ("States.MathAdd($.total)", "never", "Certain 1 for 2".to_owned()),
        ("States.StringSplit($.id, ',')", "[...string]", String::new()),
        ("States.StringToJson($.id)", "unknown", format!("{text}StringToJson")),
        (
            "States.Hash($.id, 'MD6')",
            "never",
            "Unproven Invalid arguments in States.Hash, Certain Invalid arguments in States.Hash".to_owned(),
        ),
        ("States.UUID()", "string", String::new()),
        ("States.Nope()", "never", "Certain no function States.Nope".to_owned()),
        ("States.Format('{}', $.nope)", "never", "Certain no field nope".to_owned()),
    ];
    for (text, of, faults) in cases {
        let parsed = asl_syntax::intrinsic::parse(text);
        assert!(parsed.errors.is_empty(), "{text}");
        let mut met = Faults::default();
        let found = with_scope(&order(), |scope| intrinsic::evaluate(&parsed.call, text, scope, &mut met));
        assert_eq!((found.to_string(), faults_of(&met)), (of.to_owned(), faults), "{text}");
    }
}

fn compare(text: &'static str, field: &str, operand: &Value) -> Test<'static> {
    let variable = common::path_text(text.to_owned()).unwrap();
    let given = Given { node: common::node(operand), value: operand.clone() };
    Test::Compare { variable, operator: Operator::of(field).unwrap(), operand: Operand::Literal(given) }
}

fn decided(test: &Test<'static>, input: &Type) -> (String, String) {
    let mut notes = Notes::default();
    let decision = with_scope(input, |scope| decide(test, scope, &mut notes));
    let show = |it: Option<asl_infer::choice::Narrowed>| it.map_or_else(|| "-".to_owned(), |it| it.input.to_string());
    let faults: Vec<_> = notes.faults.iter().map(|noted| format!("{:?}", noted.fault.certainty)).collect();
    let found = format!("{} / {}", show(decision.matched), show(decision.not_matched));
    (found, faults.join(", "))
}

#[test]
fn choices() {
    let optional = Type::object_of([("n", Type::number().with_absence(Absence::Known))]);
    let unknown = Type::unknown();
    let cases: [(Test, &Type, &str, &str); 10] = [
        (compare("$.n", "IsPresent", &json!(true)), &optional, "{n: number} / {}", ""),
        (compare("$.n", "NumericEquals", &json!(1)), &optional, "{n: 1} / {n: number}", "Possible"),
        (compare("$.n", "StringEquals", &json!("x")), &optional, "- / {n: number}", "Possible"),
        (
            Test::And(vec![compare("$.n", "IsPresent", &json!(true)), compare("$.n", "NumericGreaterThan", &json!(5))]),
            &optional,
            "{n: number} / {n?: number}",
            "",
        ),
        (
            compare("$.status", "StringEquals", &json!("ok")),
            &result(),
            "{status: \"ok\", value: number} / {error: string, status: \"failed\"}",
            "",
        ),
        (compare("$.status", "StringEquals", &json!("Ok")), &result(), &format!("- / {}", result()), ""),
        (
            compare("$.status", "StringMatches", &json!("*ed")),
            &result(),
            "{error: string, status: \"failed\"} / {status: \"ok\", value: number}",
            "",
        ),
        (
            compare("$.value", "IsPresent", &json!(false)),
            &result(),
            "{error: string, status: \"failed\"} / {status: \"ok\", value: number}",
            "",
        ),
        (
            compare("$.a.b", "IsString", &json!(true)),
            &unknown,
            "{a: {b: string, ...}, ...} / {a: {b: unknown, ...}, ...}",
            "Unproven, Unproven",
        ),
        (compare("$.a", "IsPresent", &json!(true)), &unknown, "{a: unknown, ...} / unknown", ""),
    ];
    for (test, input, found, faults) in cases {
        assert_eq!(decided(&test, input), (found.to_owned(), faults.to_owned()), "{test:?}");
    }
}

#[test]
fn insertions() {
    let cases = [
        ("$.made.deep", "{made: {deep: 7}, n: number}", ""),
        ("$.n", "{n: 7}", ""),
        ("$.n.x", "never", "Certain not an object"),
        ("$.list[0]", "never", "Certain not an array"),
    ];
    let input = Type::object(Object::closed([("n".into(), Type::number())]));
    for (text, of, faults) in cases {
        let parsed = asl_syntax::jsonpath::parse(text);
        let mut met = Faults::default();
        let found = jsonpath::insert(&parsed.path, &input, &Type::number_of(7.0), &mut met);
        assert_eq!((found.to_string().as_str(), faults_of(&met).as_str()), (of, faults), "{text}");
    }
}
