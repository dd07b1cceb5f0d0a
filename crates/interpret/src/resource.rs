//! What a task's `Resource` comes to: who runs it, and how it answers.

use crate::Failure;
use crate::event::{ResourceName, Worker};
use asl_catalogue::Resource;
use asl_expressions::Value;
use std::rc::Rc;

/// How a task ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pattern {
    /// With the answer to the request.
    Response,
    /// When the job is done.
    Sync,
    /// When somebody sends its token back.
    Callback,
}

/// A resource as the interpreter sees it.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) worker: Worker,
    pub(crate) pattern: Pattern,
    /// What AWS calls the task in a message: the service, or the ARN of a function.
    pub(crate) called: String,
}

impl Target {
    /// Refuses what AWS does not start the task with, whatever the definition says.
    pub(crate) fn check(&self, parameters: &Value) -> Result<(), Failure> {
        let Worker::Service(name) = &self.worker else { return Ok(()) };
        if name.service != "apigateway" {
            return Ok(());
        }
        // A header and a query parameter may have several values: each is a list.
        let is_list = |value: &Value| value.as_object().is_none_or(|fields| fields.values().all(Value::is_array));
        let wrong = ["Headers", "QueryParameters"].into_iter().filter(|field| !is_list(&parameters[*field]));
        let wrong: Vec<String> =
            wrong.map(|field| format!("The value of the field '{field}' has an invalid format")).collect();
        if wrong.is_empty() {
            return Ok(());
        }
        Err(Failure::runtime(format!(
            "The Parameters '{parameters}' could not be used to start the Task: [{}]",
            wrong.join(", ")
        )))
    }

    /// Reads an ARN. What is no resource that is known counts as a service of that name.
    pub(crate) fn of(arn: &str) -> Self {
        let service = |service: String, action: &str, suffix: &str| {
            let pattern = match suffix {
                ".waitForTaskToken" => Pattern::Callback,
                suffix if suffix.starts_with(".sync") => Pattern::Sync,
                _ => Pattern::Response,
            };
            let name = ResourceName { service: service.clone(), action: format!("{action}{suffix}") };
            Self { worker: Worker::Service(Rc::new(name)), pattern, called: service }
        };
        match Resource::parse(arn, |_| false) {
            Ok(Resource::Function { .. }) => {
                Self { worker: Worker::Function, pattern: Pattern::Response, called: arn.to_owned() }
            }
            Ok(Resource::Activity) => {
                Self { worker: Worker::Activity, pattern: Pattern::Response, called: arn.to_owned() }
            }
            Ok(Resource::Optimized { service: name, action, suffix }) => service(name.to_owned(), action, suffix),
            Ok(Resource::Sdk { service: name, action, suffix }) => service(format!("aws-sdk:{name}"), action, suffix),
            Ok(Resource::Unknown) | Err(_) => service(arn.to_owned(), "", ""),
        }
    }
}
