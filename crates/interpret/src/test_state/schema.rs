//! Does a mocked result look like what the service answers?
//!
//! Words for arrays, strings, numbers, least lengths, bounds of values, unexpected values and missing fields are AWS's as
//! recorded or documented. What it says of a boolean, of an object and of a text that is too long is not known; they go by
//! those. Nor is it known what it says of a result that is no object at all: nothing is said here.

use super::Mode;
use asl_catalogue::{Action, Bound, Bounds, Pattern, Resource, Shape, Structure, Text};
use asl_expressions::Value;

/// The first thing about a result that the service could not have answered.
pub(super) fn fault(resource: &str, result: &Value, mode: Mode) -> Option<String> {
    if mode == Mode::None {
        return None;
    }
    let resource = Resource::parse(resource, |_| false).ok()?;
    let action = resource.action().filter(is_checked)?;
    // With a task token the other side answers, and it may say anything.
    let pattern = resource.pattern().filter(|pattern| *pattern != Pattern::WaitForTaskToken)?;
    let Shape::Structure(structure) = action.result(pattern)? else { return None };
    in_structure(structure, result, mode).map(|fault| format!("Mock result schema validation error: {fault}"))
}

/// An integration that is no action of an API has no model to check with.
fn is_checked(action: &Action<'_>) -> bool {
    !action.service().is_optimized() || action.stands_for().is_some()
}

/// Members that the model does not have are ignored.
fn in_structure(structure: Structure<'_>, value: &Value, mode: Mode) -> Option<String> {
    let fields = value.as_object()?;
    structure.members().find_map(|member| match fields.get(member.name()) {
        None if member.is_required() && mode == Mode::Strict => {
            Some(format!("Required field '{}' is missing", member.name()))
        }
        None | Some(Value::Null) => None,
        Some(value) => in_field(member.name(), member.shape(), value, mode),
    })
}

/// What is inside of a list or map is told by the name of the field that holds it.
fn in_field(name: &str, shape: Shape<'_>, value: &Value, mode: Mode) -> Option<String> {
    let says = |what: &str| Some(format!("Field '{name}' {what}"));
    let is_fitting = match shape {
        Shape::Structure(_) | Shape::Map(_) => value.is_object(),
        Shape::List(_) => value.is_array(),
        Shape::String(_) | Shape::Blob(_) | Shape::Timestamp => value.is_string(),
        Shape::Number(_) => value.is_number(),
        Shape::Boolean => value.is_boolean(),
        Shape::Json | Shape::Text => true,
    };
    if !is_fitting {
        return says(&format!("must be {}", shape.noun()));
    }
    match shape {
        Shape::Structure(structure) => in_structure(structure, value, mode),
        Shape::List(list) => value.as_array()?.iter().find_map(|item| in_field(name, list.items(), item, mode)),
        Shape::Map(map) => value.as_object()?.values().find_map(|value| in_field(name, map.values(), value, mode)),
        Shape::String(text) => in_text(text, value.as_str()?).and_then(says),
        // Bytes may be written as base64, which is longer than they are: only too few can be told.
        Shape::Blob(text) => {
            is_short(text, value.as_str()?).then_some("is smaller than the minimum length").and_then(says)
        }
        Shape::Number(number) => {
            let value = value.as_f64()?;
            let (least, most) = bounds(number.bounds());
            if least.is_some_and(|least| value < least.number()) {
                return says("is less than the minimum value");
            }
            most.filter(|most| value > most.number()).and_then(|_| says("exceeds the maximum value"))
        }
        Shape::Boolean | Shape::Timestamp | Shape::Json | Shape::Text => None,
    }
}

fn in_text(text: Text<'_>, value: &str) -> Option<&'static str> {
    if text.values().next().is_some() {
        return (!text.values().any(|known| known == value)).then_some("is not an expected value");
    }
    if is_short(text, value) {
        return Some("is smaller than the minimum length");
    }
    bounds(text.bounds()).1.filter(|most| length(value) > most.number()).map(|_| "exceeds the maximum length")
}

fn is_short(text: Text<'_>, value: &str) -> bool {
    bounds(text.bounds()).0.is_some_and(|least| length(value) < least.number())
}

/// AWS checks with a model that is older than the newest: a bound that was widened since is still the narrower one.
fn bounds(bounds: Bounds) -> (Option<Bound>, Option<Bound>) {
    (bounds.least_before.or(bounds.least), bounds.most_before.or(bounds.most))
}

#[allow(clippy::cast_precision_loss, reason = "no text here is that long")]
fn length(text: &str) -> f64 {
    text.chars().count() as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn said(resource: &str, result: &Value, mode: Mode) -> Option<String> {
        let said = fault(&format!("arn:aws:states:::{resource}"), result, mode)?;
        said.strip_prefix("Mock result schema validation error: ").map(str::to_owned)
    }

    fn present(resource: &str, result: &Value) -> String {
        said(resource, result, Mode::Present).unwrap_or_default()
    }

    #[test]
    fn values_of_another_type() {
        assert_eq!(present("aws-sdk:ec2:describeVpcs", &json!({"Vpcs": {}})), "Field 'Vpcs' must be an array");
        let inside = json!({"Vpcs": [{"VpcId": "a"}, {"VpcId": 1}]});
        assert_eq!(present("aws-sdk:ec2:describeVpcs", &inside), "Field 'VpcId' must be a string");
        let attributes = json!({"Attributes": {"a": 1}});
        assert_eq!(present("aws-sdk:sqs:getQueueAttributes", &attributes), "Field 'Attributes' must be a string");
        assert_eq!(present("aws-sdk:sqs:getQueueAttributes", &json!({"Other": 1})), "");
        assert_eq!(present("aws-sdk:ec2:describeVpcs", &json!({"Vpcs": null})), "");
    }

    #[test]
    fn values_out_of_bounds() {
        let lambda =
            |field: &str, value: Value| present("aws-sdk:lambda:getFunctionConfiguration", &json!({field: value}));
        assert_eq!(lambda("Timeout", json!(0)), "Field 'Timeout' is less than the minimum value");
        assert_eq!(lambda("Timeout", json!(1)), "");
        assert_eq!(lambda("PackageType", json!("Box")), "Field 'PackageType' is not an expected value");
        assert_eq!(lambda("PackageType", json!("Zip")), "");
        let key = json!({"KeyMetadata": {"KeyId": ""}});
        assert_eq!(present("aws-sdk:kms:describeKey", &key), "Field 'KeyId' is smaller than the minimum length");
    }

    #[test]
    fn fields_that_are_always_there() {
        let start = "states:startExecution";
        let missing = "Required field 'ExecutionArn' is missing";
        assert_eq!(said(start, &json!({}), Mode::Strict).as_deref(), Some(missing));
        assert_eq!(said(start, &json!({}), Mode::Present), None);
        assert_eq!(said(start, &json!({"ExecutionArn": 1}), Mode::None), None);
    }

    #[test]
    fn a_job_that_is_waited_for_is_described() {
        let described = json!({"Output": {"a": 1}});
        let text = "Field 'Output' must be a string";
        assert_eq!(present("states:startExecution.sync", &described), text);
        assert_eq!(present("states:startExecution.sync:2", &described), "");
        assert_eq!(present("states:startExecution.waitForTaskToken", &json!({"ExecutionArn": 1})), "");
    }

    #[test]
    fn what_has_no_model_is_not_checked() {
        let answer = json!({"StatusCode": "none"});
        assert_eq!(present("http:invoke", &answer), "");
        assert_eq!(present("apigateway:invoke", &answer), "");
        assert_eq!(present("eks:call", &answer), "");
        assert_eq!(present("nothing:atAll", &answer), "");
        assert_eq!(present("lambda:invoke", &answer), "Field 'StatusCode' must be a number");
    }
}
