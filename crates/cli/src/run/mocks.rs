//! Mock files: their form is told from their content.

use crate::output;
use asl_check_core::closest;
use asl_expressions::Value;
use asl_interpret::answers::{Answers, MockConfig, Recorded, Samples, Short};
use asl_semantics::plan::{Kind, Machine};
use std::path::Path;

/// Who answers for tasks, and whether by what did happen once. A mock for none of the `states` is noticed.
pub(super) fn read(
    file: Option<&Path>,
    states: Option<&Machine<'_>>,
    machine: Option<&str>,
    case: Option<&str>,
) -> Result<(Box<dyn Answers>, bool), String> {
    let Some(path) = file else { return Ok((Box::new(Samples), false)) };
    let failed = |what: String| format!("{}: {what}", path.display());
    let text = std::fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
    let value: Value = serde_json::from_str(&text).map_err(|error| failed(format!("this is no JSON: {error}")))?;
    let Value::Object(fields) = value else {
        return Err(failed("a mock file holds an object".to_owned()));
    };
    if MockConfig::is_one(&fields) {
        return Ok((Box::new(MockConfig::new(&fields, machine, case).map_err(failed)?), false));
    }
    if let Some(case) = case {
        return Err(failed(format!("this mock file has no test cases, so there is no `{case}`")));
    }
    if Recorded::is_one(&fields) {
        return Ok((Box::new(Recorded::new(&fields).map_err(failed)?), true));
    }
    let short = Short::new(&fields).map_err(failed)?;
    let mut known = Vec::new();
    if let Some(states) = states {
        names(states, &mut known);
    }
    for state in short.states().filter(|state| states.is_some() && !known.contains(state)) {
        let hint = closest(state, known.iter().copied()).map(|name| format!("; did you mean `{name}`?"));
        output::note(&failed(format!("there is no state `{state}`{}", hint.unwrap_or_default())));
    }
    Ok((Box::new(short), false))
}

/// The names of all states.
fn names<'t>(machine: &Machine<'t>, out: &mut Vec<&'t str>) {
    for state in &machine.states {
        out.push(state.name);
        match &state.kind {
            Kind::Parallel(branches) => branches.iter().for_each(|branch| names(branch, out)),
            Kind::Map(map) => names(&map.processor, out),
            _ => {}
        }
    }
}
