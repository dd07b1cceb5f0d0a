//! Values that are known, against what the fields take that get them.

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
