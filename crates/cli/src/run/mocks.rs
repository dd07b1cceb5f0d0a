//! Mock files: their form is told from their content.

use asl_expressions::Value;
use asl_interpret::answers::{Answers, MockConfig, Recorded, Samples, Short};
use std::path::Path;

/// Who answers for the tasks.
pub(super) fn read(file: Option<&Path>, machine: Option<&str>, case: Option<&str>) -> Result<Box<dyn Answers>, String> {
    let Some(path) = file else { return Ok(Box::new(Samples)) };
    let failed = |what: String| format!("{}: {what}", path.display());
    let text = std::fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
    let value: Value = serde_json::from_str(&text).map_err(|error| failed(format!("this is no JSON: {error}")))?;
    let Value::Object(fields) = value else {
        return Err(failed("a mock file holds an object".to_owned()));
    };
    Ok(if MockConfig::is_one(&fields) {
        Box::new(MockConfig::new(&fields, machine, case).map_err(failed)?)
    } else if Recorded::is_one(&fields) {
        Box::new(Recorded::new(&fields).map_err(failed)?)
    } else {
        Box::new(Short::new(&fields).map_err(failed)?)
    })
}
