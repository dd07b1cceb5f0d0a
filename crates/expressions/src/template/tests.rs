//! Templates, evaluated.

use super::{Environment, Failure, Template};
use crate::{Data, Limits, Scope, Seeded};
use asl_syntax::{Source, json};
use serde_json::{Map, Value, json};

fn evaluated(jsonata: bool, text: &str, input: &Value) -> Result<String, Box<Failure>> {
    let tree = json::parse(Source::new(text));
    let template = if jsonata { Template::jsonata(tree.root(), "Output") } else { Template::json_path(tree.root()) };
    let context = json!({"State": {"Name": "A"}});
    let mut variables = Map::new();
    variables.insert("v".to_owned(), json!([1, 2]));
    let states = json!({"input": input, "context": context});
    let bound = [("states", Data::from(&states)), ("v", Data::from(&variables["v"]))];
    let mut environment = Environment {
        scope: Scope { input, context: &context, variables: &variables },
        variables: &bound,
        limits: Limits::default(),
        world: &mut Seeded::new(0, 1),
    };
    template.unwrap().evaluate(&mut environment).map(|value| value.to_string())
}

#[test]
fn plain_members_come_first_and_computed_ones_in_the_order_of_a_hash_map() {
    let input = json!({"a": {"b": "x"}, "n": 1});
    let text = r#"{"z.$": "$.n", "k": {"deep.$": "$$.State.Name"}, "a.$": "$.a", "l": [{"m.$": "$v[1]"}, "$.n"],
        "f.$": "States.Format('{}', $.n)"}"#;
    let expected = r#"{"k":{"deep":"A"},"l":[{"m":2},"$.n"],"a":{"b":"x"},"f":"1","z":1}"#;
    assert_eq!(evaluated(false, text, &input).as_deref(), Ok(expected));
}

#[test]
fn a_path_that_finds_nothing_is_told_in_the_words_of_aws() {
    let text = r#"{"value.$": "$.no_such_jsonpath"}"#;
    let failure = evaluated(false, text, &json!({"a": 1})).unwrap_err();
    assert_eq!(failure.error, "States.Runtime");
    assert_eq!(
        failure.cause,
        "The JSONPath '$.no_such_jsonpath' specified for the field 'value.$' could not be found in the input '{\"a\":1}'"
    );
    assert_eq!(text.get(failure.span.range()), Some(".no_such_jsonpath"));
}

#[test]
fn jsonata_is_evaluated_wherever_it_stands() {
    let text = r#"{"a": "{% $states.input.x + 1 %}", "b": ["{% $v %}", " {% 1 %}"], "c.$": "$.x"}"#;
    let expected = r#"{"a":3,"b":[[1,2]," {% 1 %}"],"c.$":"$.x"}"#;
    assert_eq!(evaluated(true, text, &json!({"x": 2})).as_deref(), Ok(expected));
}

#[test]
fn what_jsonata_cannot_give_is_told_with_field_and_place() {
    let said = |text: &str| evaluated(true, text, &json!({})).map_err(|failure| (failure.cause, failure.location));
    let field = || Some("Output/r".to_owned());
    let expression = "The JSONata expression";
    for (inner, why) in [
        ("$nothing", "returned nothing (undefined)."),
        ("function($x){$x}", "returned an unsupported result type."),
        ("$randomSeeded(1)", "threw an error during evaluation. T1006: Attempted to invoke a non-function"),
        (
            "'hello' + 5",
            "threw an error during evaluation. T2001: The left side of the \"+\" operator must evaluate to a number",
        ),
    ] {
        let expected = format!("{expression} '{inner}' specified for the field 'Output/r' {why}");
        assert_eq!(said(&format!(r#"{{"r": "{{% {inner} %}}"}}"#)), Err((expected, field())));
    }
}

#[test]
fn a_fault_has_its_place_through_escapes() {
    let text = r#"{"r": "{% \"\u0041\" & (1 + 'x') %}"}"#;
    let failure = evaluated(true, text, &json!({})).unwrap_err();
    assert_eq!(text.get(failure.span.range()), Some("1 + 'x'"));
}
