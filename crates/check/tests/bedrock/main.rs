//! The bodies of Bedrock's models: the schemas under `crates/catalogue/data/bedrock/`, and the rule that reads them, against bodies that
//! were written after AWS's pages on each family.
#![allow(clippy::unwrap_used, reason = "a test stops where its data is broken")]

mod calls;

use asl_catalogue::bedrock::{Family, Model, Operation, families, model, models};
use asl_check_core::{Analysis, Options};
use asl_syntax::{Source, json};
use serde_json::{Value, json};

/// Of each family: bodies that its models take, and bodies that they refuse.
fn bodies() -> Value {
    serde_json::from_str(include_str!("bodies.json")).unwrap()
}

fn list<'v>(all: &'v Value, family: Family, which: &str) -> &'v [Value] {
    all[family.name()][which].as_array().map_or(&[], Vec::as_slice)
}

fn validator(schema: &Value) -> jsonschema::Validator {
    assert!(schema["properties"].is_object(), "a schema that was not read holds for all");
    jsonschema::draft202012::new(schema).unwrap()
}

#[test]
fn schemas_are_schemas() {
    let all = bodies();
    assert_eq!(families().count(), all.as_object().map_or(0, serde_json::Map::len));
    for family in families() {
        let has_answer = family.operation() == Operation::Invoke;
        for schema in [Some(family.request()), has_answer.then(|| family.response())].into_iter().flatten() {
            assert!(jsonschema::meta::is_valid(schema), "{}", family.name());
        }
    }
}

#[test]
fn schemas_hold_for_what_models_take() {
    let all = bodies();
    for family in families() {
        let request = validator(family.request());
        let (taken, refused) = (list(&all, family, "holds"), list(&all, family, "refused"));
        assert!(taken.len() >= 2 && refused.len() >= 2, "{}", family.name());
        for body in taken {
            let errors: Vec<String> = request.iter_errors(body).map(|error| error.to_string()).collect();
            assert_eq!(errors, [""; 0], "{}: {body}", family.name());
        }
        for body in refused {
            assert!(!request.is_valid(body), "{}: {body}", family.name());
        }
    }
}

/// A sample of an answer stands in for one in runs.
#[test]
fn answers_that_are_shown_are_answers() {
    for family in families().filter(|it| it.operation() == Operation::Invoke) {
        let example = family.example().unwrap_or_else(|| panic!("{} shows none", family.name()));
        let response = validator(family.response());
        let errors: Vec<String> = response.iter_errors(example).map(|error| error.to_string()).collect();
        assert_eq!(errors, [""; 0], "{}", family.name());
        let known = family.response()["properties"].as_object().map_or(0, |all| {
            let shown = |name: &String| example.get(name.as_str()).is_some();
            all.keys().filter(|name| shown(name)).count()
        });
        assert!(known > 0, "{} shows nothing that its schema names", family.name());
        assert!(!response.is_valid(&json!([])), "{}", family.name());
    }
}

/// A model of a family, that is there today where there is one.
fn called(family: Family) -> Option<&'static str> {
    let of = |id: &&str| model(id).and_then(Model::family).is_some_and(|it| it.name() == family.name());
    let still = |id: &&str| model(id).is_some_and(|it| it.ends().is_none());
    models().filter(of).find(still).or_else(|| models().find(of))
}

/// What the rule says of a body.
fn told(resource: &str, arguments: &Value) -> Vec<String> {
    let resource = format!("arn:aws:states:::{resource}");
    let task = json!({"Type": "Task", "Resource": resource, "Arguments": arguments, "End": true});
    let definition = json!({"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": task}});
    let analysis = Analysis::new(&json::parse(Source::new(definition.to_string())), &Options::default());
    let found = analysis.reported().filter(|it| it.rule.id == "bedrock-body");
    found.map(|it| it.message.clone()).collect()
}

/// What it says of it in each of the actions that call the family's models.
fn told_of(family: Family, id: &str, body: &Value) -> Vec<Vec<String>> {
    let output = json!({"S3OutputDataConfig": {"S3Uri": "s3://answers/"}});
    let invoke = json!({"ModelId": id, "Body": body});
    let text = json!({"ModelId": id, "Body": body.to_string()});
    let start = json!({"ModelId": id, "ModelInput": body, "OutputDataConfig": output});
    match family.operation() {
        Operation::Invoke => {
            vec![told("bedrock:invokeModel", &invoke), told("aws-sdk:bedrockruntime:invokeModel", &text)]
        }
        Operation::Async => vec![told("aws-sdk:bedrockruntime:startAsyncInvoke", &start)],
        Operation::Stream => Vec::new(),
    }
}

#[test]
fn the_rule_agrees() {
    let all = bodies();
    for family in families() {
        let id = called(family).unwrap_or_else(|| panic!("{} has no model", family.name()));
        for body in list(&all, family, "holds") {
            for told in told_of(family, id, body) {
                assert_eq!(told, [""; 0], "{id}: {body}");
            }
        }
        for body in list(&all, family, "refused") {
            for told in told_of(family, id, body) {
                assert_ne!(told, [""; 0], "{id}: {body}");
            }
        }
    }
}
