//! What is known of tasks that call a service: what the catalogue says that they give.

mod example;
mod model;
mod shape;
mod token;
mod write;

pub use token::{may_carry_token, may_read_token};

use crate::{Answer, Errors, Tasks};
use asl_catalogue::{Pattern, Resource, Shape, Standing, Support};
use asl_semantics::plan::{State, Task};
use asl_syntax::placeholder::is_hidden;
use asl_types::Type;
use serde_json::{Map, Value};
use std::cell::RefCell;
use std::collections::HashMap;

/// Knows of tasks what the catalogue says. Services are read as they are met, and each result is made once.
///
/// A result holds what the service's model names, and nothing else: Step Functions is behind the model where it is not at
/// one with it. Nothing is told to be always there.
#[derive(Debug, Default)]
pub struct Services {
    /// By resource.
    known: RefCell<HashMap<String, Known>>,
}

/// What is known of a resource.
#[derive(Clone, Debug)]
struct Known {
    /// What a task gives.
    result: Type,
    /// Somebody works for the task, and may end it with its token.
    is_job: bool,
    /// How it calls a model of Bedrock, if it does.
    calls: Option<model::Calls>,
    /// How it writes an item, if it does.
    writes: Option<write::Writes>,
}

impl Services {
    /// What a task with this resource gives, if nobody ends it with its token.
    pub fn result(&self, resource: &str) -> Type {
        self.known(resource).result
    }

    fn known(&self, resource: &str) -> Known {
        if let Some(known) = self.known.borrow().get(resource) {
            return known.clone();
        }
        let made = known(resource);
        self.known.borrow_mut().insert(resource.to_owned(), made.clone());
        made
    }

    /// What a task gives that is called with these arguments. Does it hand on the token that it can be ended with?
    pub fn given(&self, resource: &str, hands_on_token: bool, arguments: &Type) -> Type {
        let Known { result, is_job, calls, writes } = self.known(resource);
        // A job that was given the token may end its task with any result.
        if is_job && hands_on_token {
            return Type::unknown();
        }
        if let Some(writes) = writes {
            return write::given(writes, result, arguments);
        }
        if calls == Some(model::Calls::Read) { model::with_body(result, arguments) } else { result }
    }

    /// A small result that it may give, the same each time: one of a call that went well. An empty object, where nobody knows.
    pub fn sample(&self, resource: &str, hands_on_token: bool, arguments: &Type) -> Value {
        let given = self.given(resource, hands_on_token, arguments);
        let unknown = || Value::Object(Map::new());
        if given.is_wholly_unknown() {
            return unknown();
        }
        let read = Resource::parse(resource, is_hidden).ok();
        let shape = read.as_ref().and_then(shape_of);
        let sample = shape.and_then(|(shape, is_optimized)| example::example(shape, is_optimized));
        let calls = self.known(resource).calls;
        let sample = sample.map(|it| match calls {
            Some(calls) => model::with_answer(it, calls, arguments),
            None => it,
        });
        sample.filter(|it| given.contains(it)).or_else(|| given.sample()).unwrap_or_else(unknown)
    }
}

impl Tasks for Services {
    fn answer(&self, state: &State<'_>, task: &Task<'_>, arguments: &Type) -> Answer {
        let hands_on_token = self.known(task.resource).is_job && state.arguments.as_ref().is_some_and(may_carry_token);
        Answer { result: self.given(task.resource, hands_on_token, arguments), errors: Errors::unknown() }
    }
}

fn known(resource: &str) -> Known {
    let resource = Resource::parse(resource, is_hidden).ok();
    let pattern = resource.as_ref().and_then(Resource::pattern);
    Known {
        result: resource.as_ref().and_then(made).unwrap_or_else(Type::unknown),
        is_job: matches!(pattern, Some(Pattern::Sync | Pattern::Sync2)),
        calls: resource.as_ref().and_then(model::calls),
        writes: resource.as_ref().and_then(write::writes),
    }
}

/// The type of a result, where the catalogue has it.
fn made(resource: &Resource<'_>) -> Option<Type> {
    shape_of(resource).map(|(shape, is_optimized)| shape::result(shape, is_optimized))
}

/// The shape of a result, and whether it is that of an integration of its own.
fn shape_of(resource: &Resource<'_>) -> Option<(Shape<'static>, bool)> {
    let action = resource.action()?;
    if action.support() != Support::Offered || action.service().standing() == Standing::Retired {
        return None;
    }
    Some((action.result(resource.pattern()?)?, action.service().is_optimized()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use asl_types::Absence;
    use serde_json::json;

    fn result(resource: &str) -> Type {
        Services::default().result(&format!("arn:aws:states:::{resource}"))
    }

    #[test]
    fn what_a_service_never_gives_is_not_there() {
        let got = result("aws-sdk:dynamodb:getItem");
        assert!(!got.field("Itm").has_value(), "{got}");
        let name = got.field("Item").field("name");
        assert_eq!(name.absence(), Absence::Unproven);
        assert_eq!(name.field("S").present(), Type::string());
        assert!(name.field("NULL").has_value() && name.field("Nul").has_value(), "its spelling is not proven");
        assert!(name.field("M").field("a").field("L").item(0).field("S").has_value());
    }

    #[test]
    fn integrations_of_their_own() {
        let lambda = result("lambda:invoke");
        assert!(lambda.field("Payload").is_wholly_unknown());
        assert_eq!(lambda.field("StatusCode").present(), Type::number());
        assert!(lambda.field("SdkHttpMetadata").field("HttpStatusCode").has_value());
        assert!(!lambda.field("Payloads").has_value());
        assert_eq!(result("states:startExecution.sync").field("Output").present(), Type::string());
        assert!(result("states:startExecution.sync:2").field("Output").is_unknown());
        assert!(result("sqs:sendMessage.waitForTaskToken").is_wholly_unknown());
        assert!(!result("bedrock:invokeModel").field("Bodies").has_value());
        let message = result("bedrockagentcore:invokeHarness").field("Output").field("Message");
        assert_eq!(message.field("Content").item(0).field("Text").present(), Type::string());
        assert!(!message.field("Contents").has_value());
        let job = result("bedrock:createModelCustomizationJob.sync");
        assert!(job.field("OutputModelArn").has_value() && !job.field("OutputModel").has_value());
        assert!(result("athena:startQueryExecution.sync").field("QueryExecution").field("Status").has_value());
    }

    #[test]
    fn what_is_not_certain_is_unknown() {
        for resource in
            ["aws-sdk:nothing:here", "aws-sdk:dynamodb:${Action}", "lambda:invoke${Suffix}", "ecs:runTask.x"]
        {
            assert!(result(resource).is_wholly_unknown(), "{resource}");
        }
        let invoked = result("aws-sdk:lambda:invoke");
        assert!(invoked.field("Payload").is_wholly_unknown(), "nobody said how bytes are shown");
        assert!(result("states:startExecution").field("StartDate").is_wholly_unknown());
        assert_eq!(result("aws-sdk:s3:getObject").field("Body").present(), Type::string());
        assert_eq!(result("aws-sdk:sfn:startExecution").field("StartDate").present(), Type::string());
    }

    #[test]
    fn both_spellings_of_a_name_will_do() {
        let databases = result("aws-sdk:rds:describeDBInstances");
        for name in ["DbInstances", "DBInstances"] {
            assert!(databases.field(name).has_value(), "{name}");
        }
    }

    #[test]
    fn large_results_are_cut_off() {
        for service in ["ec2", "quicksight", "sagemaker", "wafv2", "medialive", "connect"] {
            let Some(service) = asl_catalogue::sdk(service) else { continue };
            for action in service.actions() {
                let of = result(&format!("aws-sdk:{}:{}", service.name(), action.name()));
                assert!(of.depth() <= 40, "{}", action.name());
            }
        }
    }

    #[test]
    fn samples_are_results() {
        let services = Services::default();
        let sample = |resource: &str| services.sample(&format!("arn:aws:states:::{resource}"), false, &Type::unknown());
        assert_eq!(sample("aws-sdk:dynamodb:getItem")["Item"], json!({"key": {"S": "sample S"}}));
        let invoked = sample("lambda:invoke");
        assert_eq!((&invoked["Payload"], &invoked["StatusCode"]), (&json!({}), &json!(200)));
        let query = sample("athena:startQueryExecution.sync");
        assert_eq!(query["QueryExecution"]["Status"]["State"], "SUCCEEDED", "{query}");
        let objects = sample("aws-sdk:s3:listObjectsV2");
        assert!(objects["Contents"][0]["Key"].is_string() && objects["NextContinuationToken"].is_null(), "{objects}");
        assert_eq!(sample("sqs:sendMessage.waitForTaskToken"), json!({}));
        assert_eq!(sample("aws-sdk:nothing:here"), json!({}));
    }

    /// Every action has one, which is small and needs no second thought.
    #[test]
    fn all_samples_are_results() {
        let services = Services::default();
        let sdk = ["dynamodb", "s3", "ec2", "sagemaker", "glue", "rekognition", "iam", "sfn", "sqs"];
        let sdk = sdk.into_iter().filter_map(asl_catalogue::sdk).map(|service| ("aws-sdk:", service));
        let own = asl_catalogue::optimized_services().filter_map(asl_catalogue::optimized);
        let mut met = (0, 0);
        for (prefix, service) in sdk.chain(own.map(|service| ("", service))) {
            let ways = if prefix.is_empty() { &["", ".sync", ".sync:2"][..] } else { &[""] };
            for (action, way) in service.actions().flat_map(|action| ways.iter().map(move |way| (action, way))) {
                let resource = format!("arn:aws:states:::{prefix}{}:{}{way}", service.name(), action.name());
                let read = Resource::parse(&resource, is_hidden).ok();
                let Some((shape, is_optimized)) = read.as_ref().and_then(shape_of) else { continue };
                let sample = example::example(shape, is_optimized).unwrap_or_default();
                assert_eq!(services.result(&resource).refusal(&sample), None, "{resource}: {sample}");
                assert!(sample.to_string().len() < 16_384, "{resource}: {sample}");
                let counted = if is_optimized { &mut met.1 } else { &mut met.0 };
                *counted += 1;
            }
        }
        assert!(met.0 > 1000 && met.1 > 50, "{met:?}");
    }
}
