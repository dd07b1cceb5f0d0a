//! What workflows require of their input.

mod common;

use asl_infer::requires::{Requirements, requires};
use common::walked;
use serde_json::{Value, json};

/// The requirements of a definition, and the names of the states from which there is no end.
fn of(definition: &Value) -> (String, Vec<String>) {
    walked(definition, |definition, workflow, facts| {
        let Requirements { input, conflicts } = requires(workflow, facts);
        let conflict = |(state, conflict): &(_, asl_infer::requires::Conflict)| {
            let name = definition.state(*state).name.text;
            format!("{name}: {} {} {}", conflict.names.join("."), conflict.one.0.words(), conflict.other.0.words())
        };
        (input.to_type().to_string(), conflicts.iter().map(conflict).collect())
    })
}

#[expect(clippy::needless_pass_by_value, reason = "it is made where it is given")]
fn states(start: &str, states: Value) -> Value {
    json!({"StartAt": start, "States": states})
}

/// A Pass that builds something.
#[expect(clippy::needless_pass_by_value, reason = "it is made where it is given")]
fn build(template: Value, next: &str) -> Value {
    let mut state = json!({"Type": "Pass", "Parameters": template, "ResultPath": "$.made"});
    state[if next.is_empty() { "End" } else { "Next" }] = if next.is_empty() { true.into() } else { next.into() };
    state
}

#[test]
fn what_every_way_reads_is_required() {
    let sum = json!({"a.$": "States.MathAdd($.n, 1)", "b.$": "$.who.name"});
    let definition =
        states("A", json!({"A": build(sum, "B"), "B": {"Type": "Wait", "SecondsPath": "$.pause", "End": true}}));
    assert_eq!(of(&definition).0, "{n: number, pause: number | string, who: {name: unknown, ...}, ...}");
}

#[test]
fn a_workflow_that_reads_nothing_requires_nothing() {
    assert_eq!(of(&states("A", json!({"A": {"Type": "Succeed"}}))).0, "unknown");
}

#[test]
fn what_a_task_answers_is_no_input() {
    let task = json!({"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:111111111111:function:f", "Next": "B"});
    let definition = states("A", json!({"A": task, "B": build(json!({"b.$": "$.answer"}), "")}));
    assert_eq!(of(&definition).0, "unknown");
}

#[test]
fn what_some_ways_read_is_optional() {
    let choice = json!({"Type": "Choice", "Default": "C",
        "Choices": [{"Variable": "$.kind", "StringEquals": "b", "Next": "B"}]});
    let definition = states(
        "A",
        json!({"A": choice, "B": build(json!({"b.$": "States.MathAdd($.n, 1)"}), ""), "C": build(json!({"c.$": "$.m"}), "")}),
    );
    assert_eq!(of(&definition).0, "{kind: string, m?: unknown, n?: number, ...}");
}

#[test]
fn what_is_guarded_is_optional() {
    let choice = |default: &str| json!({"Type": "Choice", "Default": default, "Choices": [{"Variable": "$.n", "IsPresent": true, "Next": "B"}]});
    let rest = json!({"B": build(json!({"b.$": "States.MathAdd($.n, 1)"}), ""), "C": {"Type": "Succeed"},
        "D": {"Type": "Fail", "Error": "NoNumber"}});
    let with = |default: &str| {
        let mut all = rest.clone();
        all["A"] = choice(default);
        of(&states("A", all)).0
    };
    assert_eq!(with("C"), "{n?: number, ...}");
    // The other way never succeeds.
    assert_eq!(with("D"), "{n: number, ...}");
}

#[test]
fn what_is_caught_need_not_be() {
    let task = json!({"Type": "Task", "QueryLanguage": "JSONata", "Resource": "arn:aws:states:::lambda:invoke",
        "Arguments": {"FunctionName": "f", "Payload": "{% $states.input.job %}"},
        "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "B"}], "End": true});
    let definition = states("A", json!({"A": task, "B": {"Type": "Succeed"}}));
    assert_eq!(of(&definition).0, "{job?: unknown, ...}");
}

#[test]
fn a_loop_comes_to_rest() {
    let choice = json!({"Type": "Choice", "Default": "A",
        "Choices": [{"Variable": "$.done", "BooleanEquals": true, "Next": "C"}]});
    let definition = states(
        "A",
        json!({"A": build(json!({"a.$": "$.first"}), "B"), "B": choice, "C": build(json!({"c.$": "$.last"}), "")}),
    );
    assert_eq!(of(&definition).0, "{done: boolean, first: unknown, last: unknown, ...}");
}

#[test]
fn branches_demand_together_and_items_perhaps() {
    let branch = |template: Value| states("P", json!({"P": build(template, "")}));
    let parallel = json!({"Type": "Parallel", "ResultPath": "$.both", "Next": "B",
        "Branches": [branch(json!({"x.$": "$.a"})), {"StartAt": "Q", "States": {"Q": build(json!({"x.$": "$.b"}), "")}}]});
    let map = json!({"Type": "Map", "ItemsPath": "$.list", "End": true, "ItemProcessor":
        {"StartAt": "I", "States": {"I": build(json!({"x.$": "$$.Execution.Input.deep"}), "")}}});
    let definition = states("A", json!({"A": parallel, "B": map}));
    assert_eq!(of(&definition).0, "{a: unknown, b: unknown, deep?: unknown, list: [...{...}], ...}");
}

#[test]
fn items_are_what_a_map_wants_of_each() {
    let template = json!({"id.$": "$.id", "cents.$": "States.MathAdd($.price, 0)"});
    let inner = json!({"StartAt": "I", "States": {"I": build(template, "")}});
    for path in ["$.order.lines", "$.order.lines[*]"] {
        let map = json!({"Type": "Map", "ItemsPath": path, "ItemProcessor": inner, "End": true});
        let found = of(&states("A", json!({"A": map}))).0;
        assert_eq!(found, "{order: {lines: [...{id: unknown, price: number, ...}], ...}, ...}", "{path}");
    }
    let map = json!({"Type": "Map", "ItemProcessor": inner, "End": true,
        "ItemSelector": {"id.$": "$$.Map.Item.Value.sku", "price": 1}});
    assert_eq!(of(&states("A", json!({"A": map}))).0, "[...{sku: unknown, ...}]");
}

#[test]
fn jsonata_keeps_the_place_of_what_it_passes_on() {
    let price = json!({"Type": "Pass", "Output": "{% $states.input.price * 2 %}", "End": true});
    let map = json!({"Type": "Map", "Items": "{% $states.input.lines %}", "Next": "B",
        "ItemProcessor": {"StartAt": "P", "States": {"P": price}}, "Assign": {"who": "{% $states.input.customer %}"}});
    let greet = json!({"Type": "Pass", "Output": "{% $who.name %}", "End": true});
    let mut definition = states("A", json!({"A": map, "B": greet}));
    definition["QueryLanguage"] = "JSONata".into();
    assert_eq!(of(&definition).0, "{customer: {name: unknown, ...}, lines: [...{price: number, ...}], ...}");
}

#[test]
fn what_only_one_way_wants_contradicts_nothing_before() {
    let (sum, parts) = (json!({"x.$": "States.MathAdd($.n, 1)"}), json!({"x.$": "States.StringSplit($.n, ',')"}));
    let choice = json!({"Type": "Choice", "Default": "C",
        "Choices": [{"Variable": "$.kind", "StringEquals": "b", "Next": "B"}]});
    let definition =
        states("A", json!({"A": build(parts, "D"), "D": choice, "B": build(sum, ""), "C": {"Type": "Succeed"}}));
    assert_eq!(of(&definition), ("{kind: string, n: string, ...}".to_owned(), Vec::new()));
}

#[test]
fn jsonata_demands_what_it_cannot_do_without() {
    let pass = |output: &str| {
        let pass = json!({"Type": "Pass", "Output": format!("{{% {output} %}}"), "End": true});
        let mut definition = states("A", json!({"A": pass}));
        definition["QueryLanguage"] = "JSONata".into();
        of(&definition).0
    };
    assert_eq!(pass("$states.input.a.b"), "{a: {b: unknown, ...}, ...}");
    assert_eq!(pass("$states.input.n * 2"), "{n: number, ...}");
    assert_eq!(pass("$states.input.n > 2 ? $states.input.a : 5"), "{n?: number | string, ...}");
    assert_eq!(pass("{'a': $states.input.a}"), "unknown");
    assert_eq!(pass("$exists($states.input.a) ? $states.input.a + 1 : 0"), "unknown");
}

#[test]
fn a_condition_of_jsonata_tells_what_it_looked_at() {
    let choice = json!({"Type": "Choice", "Default": "C",
        "Choices": [{"Condition": "{% $states.input.n > 5 %}", "Next": "B"}]});
    let mut definition = states("A", json!({"A": choice, "B": {"Type": "Succeed"}, "C": {"Type": "Succeed"}}));
    definition["QueryLanguage"] = "JSONata".into();
    assert_eq!(of(&definition).0, "{n: number | string, ...}");
}

#[test]
fn two_needs_of_one_run_contradict_each_other() {
    let (sum, parts) = (json!({"x.$": "States.MathAdd($.n, 1)"}), json!({"x.$": "States.StringSplit($.n, ',')"}));
    let chain = states("A", json!({"A": build(sum.clone(), "B"), "B": build(parts.clone(), "")}));
    assert_eq!(of(&chain).1, ["A: n a number a string"]);
    let branch = |name: &str, template: &Value| {
        let mut inner = serde_json::Map::new();
        inner.insert(name.to_owned(), build(template.clone(), ""));
        states(name, inner.into())
    };
    let parallel = json!({"Type": "Parallel", "End": true, "Branches": [branch("P", &sum), branch("Q", &parts)]});
    assert_eq!(of(&states("A", json!({"A": parallel}))).1, ["A: n a number a string"]);
}

#[test]
fn what_a_choice_tells_apart_is_no_contradiction() {
    let (sum, parts) = (json!({"x.$": "States.MathAdd($.n, 1)"}), json!({"x.$": "States.StringSplit($.n, ',')"}));
    for rule in [
        json!({"Variable": "$.n", "IsNumeric": true, "Next": "B"}),
        json!({"Variable": "$.kind", "StringEquals": "sum", "Next": "B"}),
    ] {
        let choice = json!({"Type": "Choice", "Choices": [rule], "Default": "C"});
        let definition = states("A", json!({"A": choice, "B": build(sum.clone(), ""), "C": build(parts.clone(), "")}));
        let (input, conflicts) = of(&definition);
        assert_eq!(conflicts, [""; 0]);
        assert!(input.contains("number | string"), "{input}");
    }
}

#[test]
fn a_need_that_may_fail_and_be_caught_contradicts_nothing() {
    let task = |catch: Value| {
        json!({"Type": "Task", "QueryLanguage": "JSONata", "Resource": "arn:aws:states:::lambda:invoke", "Output": "{% $states.input %}",
            "Arguments": {"FunctionName": "f", "Payload": "{% $states.input.n + 1 %}"}, "Catch": catch, "Next": "B"})
    };
    let parts = build(json!({"x.$": "States.StringSplit($.n, ',')"}), "");
    let with = |catch: Value| of(&states("A", json!({"A": task(catch), "B": parts, "C": {"Type": "Succeed"}}))).1;
    assert_eq!(with(json!([])), ["A: n a number a string"]);
    assert_eq!(with(json!([{"ErrorEquals": ["States.QueryEvaluationError"], "Next": "C"}])), [""; 0]);
}

/// Each state reads another field, and they are written down from the last to the first.
#[test]
fn long_chains_take_no_longer_than_they_must() {
    let count = 3000;
    let mut all = serde_json::Map::new();
    for at in (0..count).rev() {
        let next = if at + 1 == count { String::new() } else { format!("S{}", at + 1) };
        all.insert(format!("S{at}"), build(json!({"x.$": format!("$.f{at}")}), &next));
    }
    let begun = std::time::Instant::now();
    let (input, conflicts) = of(&states("S0", all.into()));
    assert!(input.starts_with("{f0: unknown, f1: ") && conflicts.is_empty(), "{input}");
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
}
