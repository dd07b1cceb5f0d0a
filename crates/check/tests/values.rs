//! Values that are known, against what the fields take that get them.
#![allow(clippy::panic, reason = "a test stops where its data is broken")]

use asl_check_core::{Analysis, Diagnostic, Options};
use asl_syntax::{Source, json};
use serde_json::{Value, json};

const FUNCTION: &str = "arn:aws:lambda:us-east-1:111111111111:function:f";

/// What is told of a value in a field, once it is made by the state before, and once it is written where that can be.
fn told(language: &str, field: &str, value: &Value) -> Vec<Diagnostic> {
    let base = field.strip_suffix("Path").unwrap_or(field);
    let computed = match language {
        "JSONata" => json!("{% $states.input.d %}"),
        _ => json!("$.d"),
    };
    let inner = json!({"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, "StartAt": "X",
        "States": {"X": {"Type": "Pass", "End": true}}});
    let mut state = match base {
        "Seconds" | "Timestamp" => json!({"Type": "Wait"}),
        "TimeoutSeconds" => json!({"Type": "Task", "Resource": FUNCTION}),
        _ => json!({"Type": "Map", "ItemProcessor": inner}),
    };
    if state["Type"] == "Map" {
        let field = if language == "JSONata" { "Items" } else { "ItemsPath" };
        state[field] = if language == "JSONata" { json!([1]) } else { json!("$.i") };
    }
    state[field] = computed;
    state["End"] = true.into();
    let makes = if language == "JSONata" { "Output" } else { "Result" };
    let text = json!({"QueryLanguage": language, "StartAt": "A", "States": {
        "A": {"Type": "Pass", makes: {"d": value, "i": [1]}, "Next": "B"}, "B": state}});
    let tree = json::parse(Source::new(text.to_string()));
    let mut found = Analysis::new(&tree, &Options::default()).into_reported();
    found.retain(|it| it.rule.id != "throttling-not-retried");
    found
}

#[test]
fn values_that_a_field_does_not_take() {
    for (language, field, refused, taken) in [
        ("JSONata", "Seconds", json!([-1, 1.5, 100_000_000]), json!([0, 5, 99_999_999])),
        ("JSONata", "TimeoutSeconds", json!([-1, 1.5, 100_000_000]), json!([0, 1])),
        ("JSONata", "MaxConcurrency", json!([1.5]), json!([0, 40])),
        ("JSONata", "ToleratedFailureCount", json!([-1, 0.5]), json!([0, 5])),
        ("JSONata", "ToleratedFailurePercentage", json!([-1, 101]), json!([0, 50.5, 100])),
        ("JSONata", "Timestamp", json!(["2027-01-01", "soon"]), json!(["2027-01-01T00:00:00Z"])),
        (
            "JSONPath",
            "SecondsPath",
            json!(["soon", "1.5", -3, 1.5, 2_147_483_648_u64]),
            json!([0, 1.0, "5", 100_000_000]),
        ),
        ("JSONPath", "TimestampPath", json!(["soon", "5"]), json!(["2027-01-01T00:00:00+02:00"])),
        ("JSONPath", "TimeoutSecondsPath", json!([0, -1, 1.5, "soon"]), json!([1, "5"])),
        ("JSONPath", "MaxConcurrencyPath", json!(["x", 1.5]), json!([0, 3.0, " 5 "])),
        ("JSONPath", "ToleratedFailureCountPath", json!(["x", -1]), json!([0, "5"])),
        ("JSONPath", "ToleratedFailurePercentagePath", json!([150, "x", -0.5]), json!([0, 99.5, "50"])),
    ] {
        for value in refused.as_array().into_iter().flatten() {
            let found = told(language, field, value);
            let [one] = found.as_slice() else { panic!("{language} {field} {value}: {found:?}") };
            assert_eq!(one.rule.id, "wrong-value-type", "{one:?}");
            assert!(one.message.ends_with(&format!("is {value}")), "{}", one.message);
            let origins: Vec<_> = one.related.iter().map(|by| by.message.clone()).collect();
            assert_eq!(origins, [format!("`A` makes `d`: {value}")]);
        }
        for value in taken.as_array().into_iter().flatten() {
            let found = told(language, field, value);
            assert!(found.is_empty(), "{language} {field} {value}: {found:?}");
        }
    }
}

/// The help of the one thing that is told of states.
#[allow(clippy::needless_pass_by_value, reason = "calls read better so")]
fn help(language: &str, states: Value) -> String {
    let first = states.as_object().and_then(|it| it.keys().next().cloned());
    let text = json!({"QueryLanguage": language, "StartAt": first, "States": states});
    let tree = json::parse(Source::new(text.to_string()));
    let mut found = Analysis::new(&tree, &Options::default()).into_reported();
    found.retain(|it| !["throttling-not-retried", "unused-variable"].contains(&it.rule.id));
    let [one] = found.as_slice() else { panic!("{text}: {found:?}") };
    format!("{}; {}", one.message, one.help.as_deref().unwrap_or_default())
}

fn caught(catcher: &Value, next: &Value) -> Value {
    let mut catcher = catcher.clone();
    (catcher["ErrorEquals"], catcher["Next"]) = (json!(["States.ALL"]), json!("B"));
    json!({"A": {"Type": "Task", "Resource": FUNCTION, "Catch": [catcher], "End": true}, "B": next})
}

#[test]
fn a_cause_is_a_text() {
    let pass = json!({"Type": "Pass", "Parameters": {"m.$": "$.error.Cause.errorMessage"}, "End": true});
    let told = help("JSONPath", caught(&json!({"ResultPath": "$.error"}), &pass));
    assert!(told.ends_with("makes an object of it with States.StringToJson($.error.Cause)"), "{told}");
    let pass = json!({"Type": "Pass", "End": true});
    let output = json!({"Output": "{% $states.errorOutput.Cause.errorMessage %}"});
    let told = help("JSONata", caught(&output, &pass));
    assert!(told.ends_with("read it with $parse($states.errorOutput.Cause).errorMessage"), "{told}");
    // It may be null, which nobody writes for.
    for next in [
        json!({"Type": "Fail", "ErrorPath": "$.error.Error", "CausePath": "$.error.Cause"}),
        json!({"Type": "Pass", "Parameters": {"m.$": "States.StringToJson($.error.Cause)"}, "End": true}),
    ] {
        let states = caught(&json!({"ResultPath": "$.error"}), &next);
        let tree = json::parse(Source::new(json!({"StartAt": "A", "States": states}).to_string()));
        let analysis = Analysis::new(&tree, &Options::default());
        assert!(analysis.reported().all(|it| it.rule.id == "throttling-not-retried"), "{next}");
    }
}

#[test]
fn how_to_get_at_what_is_not_there() {
    let task = |resource: &str, parameters: Value| json!({"A": {"Type": "Task", "Resource": resource, "Parameters": parameters, "End": true}});
    let sends = json!({"QueueUrl": "u", "MessageBody": {"t.$": "$$.Task.Token"}});
    let told = help("JSONPath", task("arn:aws:states:::sqs:sendMessage", sends));
    assert!(told.contains("; add `.waitForTaskToken`"), "{told}");
    let told = help("JSONPath", task(FUNCTION, json!({"t.$": "$$.Task.Token"})));
    assert!(told.contains("arn:aws:states:::lambda:invoke.waitForTaskToken"), "{told}");
    let list = json!({"A": {"Type": "Pass", "Result": {"b": [1]}, "Next": "B"},
        "B": {"Type": "Pass", "InputPath": "$.b[1]", "End": true}});
    assert!(help("JSONPath", list).ends_with("; there is 1 item: it is [0]"));
    let write = json!({"TableName": "t", "Item": {"k": {"S": "x"}}});
    let mut states = task("arn:aws:states:::dynamodb:putItem", write);
    states["A"]["ResultSelector"] = json!({"n.$": "$.Attributes.k"});
    let told = help("JSONPath", states);
    assert!(told.ends_with("\"ReturnValues\": \"ALL_OLD\""), "{told}");
    for (written, meant) in [
        ("$name", "`$states.input.name`"),
        ("$input.x", "write `$states.input`"),
        ("$context.Execution.Id", "write `$states.context`"),
        ("$.order.items", "write `$states.input.order.items`"),
    ] {
        let told = help("JSONata", json!({"A": {"Type": "Pass", "Output": format!("{{% {written} %}}"), "End": true}}));
        assert!(told.ends_with(meant), "{written}: {told}");
    }
}

#[test]
fn variables_out_of_scope() {
    let map = |config: Value, inner: Value, next: Value| {
        let processor = json!({"ProcessorConfig": config, "StartAt": "X", "States": {"X": inner}});
        json!({"A": {"Type": "Pass", "Assign": {"a": 1}, "Next": "M"},
            "M": {"Type": "Map", "Items": [1], "ItemProcessor": processor, "Next": "Z"}, "Z": next})
    };
    let reads = |name: &str| json!({"Type": "Pass", "Output": format!("{{% ${name} %}}"), "End": true});
    let distributed = json!({"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"});
    let told = help("JSONata", map(distributed, reads("a"), json!({"Type": "Succeed"})));
    assert!(told.contains("out of its scope; each item of the distributed Map `M`"), "{told}");
    let assigns = json!({"Type": "Pass", "Assign": {"b": 1}, "End": true});
    let told = help("JSONata", map(json!({"Mode": "INLINE"}), assigns, reads("b")));
    assert!(told.contains("out of its scope; the variables inside of `M` end with it"), "{told}");
}
