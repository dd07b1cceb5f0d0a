//! What a walk finds out of a workflow, and how long it takes.
#![allow(clippy::expect_used, reason = "a test stops where its data is broken")]

mod common;

use asl_infer::{Facts, Memo, Settings, Silent, infer_again};
use asl_semantics::Definition;
use asl_semantics::plan::Workflow;
use asl_syntax::{Source, json};
use asl_types::{Type, Unknown};
use common::{UnknownTasks, walked};
use serde_json::{Map, Value, json};
use std::collections::HashSet;
use std::time::Instant;

/// Each operand of a long expression may be no number, and is looked for in it.
#[test]
fn long_expressions_take_no_longer_than_they_must() {
    let sums: Vec<String> = (0..16_000).map(|at| format!("$states.input.f{at} + 1")).collect();
    let pass = json!({"Type": "Pass", "Output": format!("{{% [{}] %}}", sums.join(", ")), "End": true});
    let definition = json!({"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": pass}});
    let begun = Instant::now();
    let count = walked(&definition, |_, _, facts| facts.problems().len());
    assert!(count > 10_000, "{count} problems");
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
}

/// A problem is told of the field that is written: a path has one of its own.
#[test]
fn problems_name_the_field_that_is_written() {
    for path in ["$.flag", "$.nothing"] {
        let given = json!({"Type": "Pass", "Result": {"flag": true}, "Next": "B"});
        let wait = json!({"Type": "Wait", "SecondsPath": path, "End": true});
        let told = |facts: &Facts<'_, '_>| facts.problems().iter().map(|it| it.field.clone()).collect::<Vec<_>>();
        let fields = walked(&json!({"StartAt": "A", "States": {"A": given, "B": wait}}), |_, _, facts| told(facts));
        assert_eq!(fields, ["SecondsPath"], "{path}");
    }
}

/// What the strings of a state say is looked up when what is known of it is recalled.
#[test]
fn large_states_are_recalled_no_slower_than_they_must() {
    let fields: Map<_, _> = (0..40_000).map(|at| (format!("f{at}.$"), format!("$.a.f{at}.b").into())).collect();
    let pass = json!({"Type": "Pass", "Parameters": fields, "End": true});
    let tree = json::parse(Source::new(json!({"StartAt": "A", "States": {"A": pass}}).to_string()));
    let definition = Definition::new(&tree);
    let workflow = Workflow::new(&definition).expect("a plan");
    let input = Type::unknown_from(Unknown::input());
    let settings = Settings { input: &input, tasks: &UnknownTasks };
    let mut memo = Memo::default();
    let before = infer_again(&workflow, settings, &mut Silent, &mut memo);
    let begun = Instant::now();
    let after = infer_again(&workflow, settings, &mut Silent, &mut memo);
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
    assert_eq!(format!("{:?}", after.problems().last()), format!("{:?}", before.problems().last()));
    assert_eq!(after.problems().len(), before.problems().len());
    assert!(after.problems().len() >= 40_000);
}

#[test]
fn each_problem_has_a_number_of_its_own() {
    let fields: Map<_, _> = (0..25_000).map(|at| (format!("f{at}.$"), format!("$.a.f{at}.b").into())).collect();
    let pass = json!({"Type": "Pass", "Parameters": fields, "Next": "B"});
    let wait = json!({"Type": "Wait", "SecondsPath": "$.f0.nothing", "End": true});
    walked(&json!({"StartAt": "A", "States": {"A": pass, "B": wait}}), |_, _, facts| {
        let numbers: HashSet<usize> = facts.problems().iter().map(|it| it.id).collect();
        assert_eq!(numbers.len(), facts.problems().len());
    });
}

/// A distributed Map goes over an object too.
#[test]
fn what_a_map_goes_over_when_it_is_no_list() {
    let told = |mode: &str, items: &Value| {
        let processor = json!({"ProcessorConfig": {"Mode": mode, "ExecutionType": "STANDARD"},
            "StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}});
        let mut map = json!({"Type": "Map", "ItemProcessor": processor, "End": true});
        if !items.is_null() {
            map["Items"] = if items == "null" { Value::Null } else { items.clone() };
        }
        let make = json!({"Type": "Pass", "Output": {"a": 1, "b": 2}, "Next": "M"});
        let definition = json!({"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": make, "M": map}});
        walked(&definition, |_, _, facts| (facts.problems().len(), facts.output().to_string()))
    };
    let object = [Value::Null, json!({"a": 1, "b": 2}), json!({"a": "{% 1 %}", "b": 2}), json!("{% $states.input %}")];
    for items in object {
        assert_eq!(told("DISTRIBUTED", &items), (0, "[...1 | 2]".to_owned()), "{items}");
        assert_eq!(told("INLINE", &items).0, 1, "{items}");
    }
    for items in [json!(5), json!("x"), json!(true), json!("null"), json!("{% 5 %}")] {
        assert_eq!((told("DISTRIBUTED", &items).0, told("INLINE", &items).0), (1, 1), "{items}");
    }
    for items in [json!([]), json!(["{% 1 %}"]), json!("${items}")] {
        assert_eq!((told("DISTRIBUTED", &items).0, told("INLINE", &items).0), (0, 0), "{items}");
    }
}

/// What failed stands among the outputs of those that did not, as AWS's record of it.
#[test]
fn what_is_tolerated_stands_in_the_result() {
    let output = |more: Value| {
        let task =
            json!({"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "ResultPath": null, "End": true});
        let processor = json!({"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
            "StartAt": "T", "States": {"T": task}});
        let mut map = json!({"Type": "Map", "ItemProcessor": processor, "End": true});
        map.as_object_mut().expect("an object").extend(more.as_object().cloned().unwrap_or_default());
        let make = json!({"Type": "Pass", "Result": [1, 1], "Next": "M"});
        walked(&json!({"StartAt": "A", "States": {"A": make, "M": map}}), |_, _, facts| facts.output().to_string())
    };
    assert_eq!(output(json!({})), "[...1]");
    assert_eq!(output(json!({"ToleratedFailurePercentage": 5})), "[...]");
}

#[test]
fn a_number_that_a_field_does_not_take_is_an_error_foreseen() {
    for (bytes, is_foreseen) in [(262_144, false), (262_145, true)] {
        let batcher = json!({"MaxInputBytesPerBatch": format!("{{% {bytes} %}}")});
        let processor = json!({"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
            "StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}});
        let map = json!({"Type": "Map", "Items": [1], "ItemBatcher": batcher, "ItemProcessor": processor, "End": true});
        let definition = json!({"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": map}});
        let may_fail = walked(&definition, |_, _, facts| facts.errors().contains("States.QueryEvaluationError"));
        assert_eq!(may_fail, is_foreseen, "{bytes}");
    }
}
