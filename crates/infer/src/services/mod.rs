//! What is known of tasks that call a service: what the catalogue says that they give.

mod model;
mod shape;
mod token;

pub use token::{may_carry_token, may_read_token};

use crate::{Answer, Errors, Tasks};
use asl_catalogue::{Pattern, Resource, Standing, Support};
use asl_semantics::plan::{State, Task};
use asl_syntax::placeholder::is_hidden;
use asl_types::Type;
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
    /// It calls a model of Bedrock.
    is_model: bool,
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
}

impl Tasks for Services {
    fn answer(&self, state: &State<'_>, task: &Task<'_>, arguments: &Type) -> Answer {
        let Known { result, is_job, is_model } = self.known(task.resource);
        // A job that was given the token may end its task with any result.
        let result = if is_job && state.arguments.as_ref().is_some_and(may_carry_token) {
            Type::unknown()
        } else if is_model {
            model::with_body(result, arguments)
        } else {
            result
        };
        Answer { result, errors: Errors::unknown() }
    }
}

fn known(resource: &str) -> Known {
    let resource = Resource::parse(resource, is_hidden).ok();
    let pattern = resource.as_ref().and_then(Resource::pattern);
    Known {
        result: resource.as_ref().and_then(made).unwrap_or_else(Type::unknown),
        is_job: matches!(pattern, Some(Pattern::Sync | Pattern::Sync2)),
        is_model: resource.as_ref().is_some_and(model::is_call),
    }
}

/// The type of a result, where the catalogue has it.
fn made(resource: &Resource<'_>) -> Option<Type> {
    let action = resource.action()?;
    if action.support() != Support::Offered || action.service().standing() == Standing::Retired {
        return None;
    }
    Some(shape::result(action.result(resource.pattern()?)?, action.service().is_optimized()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use asl_types::Absence;

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
}
