//! What `DescribeExecution` says of an execution that has ended, as results and files hold it.

use crate::context::Identity;
use asl_expressions::Value;
use serde_json::{Map, json};

/// An execution that has ended.
#[derive(Debug)]
pub(crate) struct Description<'d> {
    pub(crate) identity: &'d Identity,
    pub(crate) input: &'d Value,
    /// `SUCCEEDED` …
    pub(crate) status: &'d str,
    pub(crate) output: Option<&'d Value>,
    pub(crate) error: Option<&'d str>,
    pub(crate) cause: Option<&'d str>,
    pub(crate) started: Value,
    pub(crate) stopped: Value,
}

impl Description<'_> {
    /// The object, in AWS's order; input and output are texts.
    pub(crate) fn object(&self) -> Map<String, Value> {
        let mut out = Map::new();
        let mut put = |key: &str, value: Value| out.insert(key.to_owned(), value);
        if let Some(cause) = self.cause {
            put("Cause", cause.into());
        }
        if let Some(error) = self.error {
            put("Error", error.into());
        }
        put("ExecutionArn", self.identity.execution_arn.as_str().into());
        put("Input", self.input.to_string().into());
        put("InputDetails", json!({"Included": true}));
        put("Name", self.identity.execution_name.as_str().into());
        if let Some(output) = self.output {
            put("Output", output.to_string().into());
            put("OutputDetails", json!({"Included": true}));
            put("RedriveCount", 0.into());
            put("RedriveStatus", "NOT_REDRIVABLE".into());
            put("RedriveStatusReason", "Execution is SUCCEEDED and cannot be redriven".into());
        }
        put("StartDate", self.started.clone());
        put("StateMachineArn", self.identity.machine_arn.as_str().into());
        put("Status", self.status.into());
        put("StopDate", self.stopped.clone());
        out
    }
}
