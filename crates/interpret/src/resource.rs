//! What a task's `Resource` comes to: who runs it, and how it answers.

use crate::Failure;
use crate::answers::Outcome;
use crate::event::{ResourceName, Worker};
use asl_catalogue::{Pattern, Resource, is_forbidden_header};
use asl_expressions::Value;
use std::rc::Rc;

/// A resource as the interpreter sees it.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) worker: Worker,
    /// How it waits; a suffix that is none counts as the answer to the request.
    pub(crate) pattern: Pattern,
    /// What AWS calls the task in a message: the service, or the ARN of a function.
    pub(crate) called: String,
}

impl Target {
    /// Refuses what AWS does not start the task with, whatever the definition says.
    pub(crate) fn check(&self, parameters: &Value) -> Result<(), Failure> {
        let Worker::Service(name) = &self.worker else { return Ok(()) };
        let wrong = match name.service.as_str() {
            "apigateway" => fields_that_are_no_lists(parameters),
            "http" => forbidden_headers(parameters).into_iter().collect(),
            _ => Vec::new(),
        };
        if wrong.is_empty() {
            return Ok(());
        }
        Err(Failure::runtime(format!(
            "The Parameters '{parameters}' could not be used to start the Task: [{}]",
            wrong.join(", ")
        )))
    }

    /// How long the integration waits for an answer by itself, whatever timeout the task has: milliseconds, and how it fails
    /// then.
    fn patience(&self) -> Option<(i64, Failure)> {
        match &self.worker {
            Worker::Service(name) if name.service == "http" => {
                Some((60_000, Failure::new("States.Http.Socket", "The HTTP request timed out.")))
            }
            _ => None,
        }
    }

    /// An answer and the milliseconds before it; what stands in its place where the integration does not wait so long.
    pub(crate) fn in_its_time(&self, delay: i64, outcome: Outcome) -> (i64, Outcome) {
        match self.patience() {
            Some((most, failure)) if delay > most || outcome == Outcome::Never => (most, Outcome::Throw(failure)),
            _ => (delay, outcome),
        }
    }

    /// Reads an ARN. What is no resource that is known counts as a service of that name.
    pub(crate) fn of(arn: &str) -> Self {
        let service = |service: String, action: &str, suffix: &str| {
            let pattern = Pattern::of(suffix).unwrap_or(Pattern::RequestResponse);
            let name = ResourceName { service: service.clone(), action: format!("{action}{suffix}") };
            Self { worker: Worker::Service(Rc::new(name)), pattern, called: service }
        };
        match Resource::parse(arn, |_| false) {
            Ok(Resource::Function { .. }) => {
                Self { worker: Worker::Function, pattern: Pattern::RequestResponse, called: arn.to_owned() }
            }
            Ok(Resource::Activity) => {
                Self { worker: Worker::Activity, pattern: Pattern::RequestResponse, called: arn.to_owned() }
            }
            Ok(Resource::Optimized { service: name, action, suffix }) => service(name.to_owned(), action, suffix),
            Ok(Resource::Sdk { service: name, action, suffix }) => service(format!("aws-sdk:{name}"), action, suffix),
            Ok(Resource::Unknown) | Err(_) => service(arn.to_owned(), "", ""),
        }
    }
}

/// A header and a query parameter of an API Gateway task may have several values: each is a list.
fn fields_that_are_no_lists(parameters: &Value) -> Vec<String> {
    let is_list = |value: &Value| value.as_object().is_none_or(|fields| fields.values().all(Value::is_array));
    let wrong = ["Headers", "QueryParameters"].into_iter().filter(|field| !is_list(&parameters[*field]));
    wrong.map(|field| format!("The value of the field '{field}' has an invalid format")).collect()
}

fn forbidden_headers(parameters: &Value) -> Option<String> {
    let names = parameters["Headers"].as_object()?.keys().map(|name| name.to_ascii_lowercase());
    let names: Vec<String> = names.filter(|name| is_forbidden_header("http", name)).collect();
    (!names.is_empty()).then(|| format!("The 'Headers' field contains unsupported values: [{}]", names.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// As AWS said it.
    #[test]
    fn headers_that_an_http_task_may_not_set() {
        let target = Target::of("arn:aws:states:::http:invoke");
        let parameters = json!({"Headers": {"Authorization": "x", "Accept": "y", "X-Amz-Date": "z"}});
        let cause = target.check(&parameters).unwrap_err().cause.unwrap();
        let end = "to start the Task: [The 'Headers' field contains unsupported values: [authorization, x-amz-date]]";
        assert!(cause.ends_with(end), "{cause}");
        assert!(target.check(&json!({"Headers": {"Accept": "y"}})).is_ok() && target.check(&json!({})).is_ok());
    }
}
