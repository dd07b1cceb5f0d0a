//! The figures on the page of limits: what is just within one goes, and what is just beyond does not.
#![allow(clippy::expect_used, reason = "a test stops where its data is broken")]

use asl_check_core::Workflow as WorkflowType;
use asl_expressions::jsonata::{Dialect, Program};
use asl_expressions::{Limits, Seeded, Value};
use asl_interpret::answers::Samples;
use asl_interpret::{Options, Run, Status, run};
use asl_lsp::complete::complete;
use asl_lsp::document::Document;
use asl_lsp::ls_types::{Position, Uri};
use asl_lsp::snapshot::Snapshot;
use asl_lsp::terms::Terms;
use asl_semantics::Definition;
use asl_semantics::plan::Workflow;
use asl_syntax::{Fault, Source, intrinsic, json, jsonata, jsonpath, yaml};
use asl_tests::{diagnose, is_refused};
use asl_types::{Array, Kinds, Object, Type};
use serde_json::json;
use std::path::Path;

/// The page says so, whatever the lines are.
fn page_says(words: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/src/limits.md");
    let page = std::fs::read_to_string(path).expect("the page");
    let one_line = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(one_line.contains(words), "docs/src/limits.md does not say `{words}`");
}

/// Something between so many signs.
fn nested(count: usize, open: &str, inner: &str, close: &str) -> String {
    format!("{}{inner}{}", open.repeat(count), close.repeat(count))
}

#[test]
fn texts() {
    page_says("| a text | 8 MiB; what is larger is not read");
    assert_eq!(Source::new(" ".repeat(8 << 20)).fault(), None);
    assert_eq!(Source::new(" ".repeat((8 << 20) + 1)).fault(), Some(Fault::TooLarge((8 << 20) + 1)));

    page_says("Definitions of more than 1,048,576 characters are refused");
    let frame = r#"{"StartAt": "A", "Comment": "", "States": {"A": {"Type": "Succeed"}}}"#;
    for (characters, refused) in [(1_048_576, false), (1_048_577, true)] {
        // Of two bytes each.
        let filled = frame.replace(r#""""#, &format!("\"{}\"", "é".repeat(characters - frame.len())));
        assert_eq!(filled.chars().count(), characters);
        let found = diagnose(Path::new("a.asl.json"), &filled, WorkflowType::Standard);
        assert_eq!(is_refused(&found), refused, "{characters}");
    }
}

#[test]
fn trees() {
    page_says("| JSON and YAML | 500 levels, 50 syntax errors told; aliases of YAML stand for 100,000 nodes |");
    for (levels, errors) in [(500, 0), (501, 1)] {
        let text = nested(levels, "[", "", "]");
        assert_eq!(json::parse(Source::new(text.clone())).errors().len(), errors, "{levels}");
        assert_eq!(yaml::parse(Source::new(text)).errors().len(), errors, "{levels}");
    }
    let members: Vec<String> = (0..120).map(|i| format!("\"k{i}\": \u{1}")).collect();
    assert_eq!(json::parse(Source::new(format!("{{{}}}", members.join(",\n")))).errors().len(), 50);
    for (aliases, errors) in [(100, 0), (101, 1)] {
        let (items, all) = (vec!["1"; 999].join(", "), vec!["*a"; aliases].join(", "));
        let tree = yaml::parse(Source::new(format!("a: &a [{items}]\nb: [{all}]\n")));
        assert_eq!(tree.errors().len(), errors, "{aliases} aliases of 1000 nodes");
    }
}

#[test]
fn expressions() {
    page_says("| a path or a call of an intrinsic function | 64 levels |");
    let path = |count| jsonpath::parse(&format!("$[?({}@.a)]", "!".repeat(count))).errors.len();
    // The filter and its parentheses are two.
    assert_eq!([path(62), path(63)], [0, 1]);
    let call = |count| intrinsic::parse(&nested(count, "States.Array(", "1", ")")).errors.len();
    assert_eq!([call(64), call(65)], [0, 1]);

    page_says("| an expression of JSONata | 500 levels; its tree 1,000 |");
    let levels = |count| jsonata::parse(&nested(count, "[", "1", "]")).errors.len();
    assert_eq!([levels(499), levels(500)], [0, 1]);
    let tree = |count| jsonata::parse(&nested(count, "", "1", " + 1")).errors.len();
    assert_eq!([tree(990), tree(1000)], [0, 1]);
}

#[test]
fn evaluations() {
    page_says("50 million steps and 512 MiB, and go 10,000 deep");
    let Limits { steps, depth, bytes } = Limits::default();
    assert_eq!((steps, depth, bytes), (50_000_000, 10_000, 512 << 20));

    let evaluate = |text: &str| {
        let program = Program::new(&jsonata::parse(text).expr).expect("a program");
        program.run(None, &[], Dialect::Aws, Limits::default(), &mut Seeded::new(0, 0)).map(drop)
    };
    page_says("`1 + $f($n - 1)` calls itself 3,331 times");
    let calls = |count| format!("($f := function($n) {{ $n = 0 ? 0 : 1 + $f($n - 1) }}; $f({count}))");
    assert!(evaluate(&calls(3331)).is_ok());
    assert!(evaluate(&calls(3332)).is_err());

    page_says("A range has 10 million items.");
    assert!(evaluate("$count([1..10000001])").is_err_and(|error| error.message.contains("10000001")));
}

#[test]
fn schemas_and_types() {
    page_says("| a JSON Schema | 64 levels, 20,000 schemas |");
    let of = |schema: &Value| Type::from_json_schema(schema).expect("a schema");
    // A text that is read as one, and not as anything.
    let is_read = |it: &Type| it.kinds() == Kinds::STRING;
    let deep = |levels: usize| {
        let inner = json!({"type": "string"});
        let schema = (1..levels).fold(inner, |it, _| json!({"type": "object", "properties": {"a": it}}));
        is_read(&(1..levels).fold(of(&schema), |it, _| it.field("a")))
    };
    assert_eq!([deep(64), deep(65)], [true, false]);
    let many = |count: usize| {
        let items = vec![json!({"type": "number"}); count];
        let properties = json!({"a": {"prefixItems": items}, "b": {"type": "string"}});
        is_read(&of(&json!({"type": "object", "properties": properties})).field("b"))
    };
    // Those around the items are three.
    assert_eq!([many(19_997), many(19_998)], [true, false]);

    page_says("| a type | 160 fields, 24 items, 4 shapes of objects side by side;");
    let fields = |count| Object::closed((0..count).map(|i| (format!("f{i}").into(), Type::number()))).fields().count();
    assert_eq!([fields(160), fields(161)], [160, 0]);
    let items = |count| Array::exact(std::iter::repeat_n(Type::number(), count)).known().len();
    assert_eq!([items(24), items(25)], [24, 0]);
    let shapes = |count: usize| {
        let one = |i: usize| Type::of(&json!({"kind": format!("k{i}"), "only": {format!("f{i}"): 1}}));
        let all = (0..count).fold(Type::never(), |all, i| all.join(&one(i)));
        all.sets().objects.as_ref().map_or(0, |objects| objects.shapes().len())
    };
    assert_eq!([shapes(4), shapes(5)], [4, 1]);
}

#[test]
fn an_editor() {
    page_says("1,000 findings of a document, 1,000 suggestions at a place");
    assert_eq!(asl_lsp::diagnostics::MOST, 1000);
    for (states, is_incomplete) in [(1000, false), (1001, true)] {
        let states: Vec<String> = (0..states).map(|i| format!("\"S{i}\": {{\"Type\": \"Succeed\"}}")).collect();
        let text = format!("{{\"StartAt\": \"\",\n\"States\": {{{}}}}}", states.join(", "));
        let uri: Uri = "file:///a.asl.json".parse().expect("an address");
        let snapshot = Snapshot::new(&uri, Document::new(text, 1), Terms::default());
        let list = complete(&snapshot, Position::new(0, 13)).expect("suggestions");
        assert_eq!((list.items.len(), list.is_incomplete), (1000, is_incomplete));
    }
}

/// Runs a definition with samples, and looks at what came of it.
fn ran<T>(definition: &Value, express: bool, look: impl FnOnce(&Run<'_>) -> T) -> T {
    let tree = json::parse(Source::new(definition.to_string()));
    let definition = Definition::new(&tree);
    let workflow = Workflow::new(&definition).expect("a plan");
    let options = Options { express, ..Options::default() };
    look(&run(&workflow, json!({}), &options, &mut Samples).expect("a run"))
}

#[test]
fn runs() {
    page_says("| data between states | 256 KiB, as on AWS |");
    let result = |bytes: usize| {
        // The quotes are two.
        let pass = json!({"Type": "Pass", "Result": "x".repeat(bytes - 2), "End": true});
        ran(&json!({"StartAt": "A", "States": {"A": pass}}), false, |run| run.error.clone())
    };
    assert_eq!([result(262_144), result(262_145)], [None, Some("States.DataLimitExceeded".to_owned())]);

    page_says("| 25,000 events, as on AWS |");
    let round = json!({"StartAt": "A", "States": {
        "A": {"Type": "Pass", "Next": "B"},
        "B": {"Type": "Choice", "Choices": [{"Variable": "$.x", "IsPresent": true, "Next": "C"}], "Default": "A"},
        "C": {"Type": "Succeed"},
    }});
    assert_eq!(ran(&round, false, |run| (run.status, run.events.len())), (Status::Failed, 25_000));

    page_says("| an Express execution | five minutes of virtual time, as on AWS");
    let wait = |seconds: u32| {
        let wait = json!({"Type": "Wait", "Seconds": seconds, "End": true});
        ran(&json!({"StartAt": "A", "States": {"A": wait}}), true, |run| run.status)
    };
    assert_eq!([wait(299), wait(300)], [Status::Succeeded, Status::TimedOut]);
}
