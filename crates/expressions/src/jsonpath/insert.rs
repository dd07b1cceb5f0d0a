//! A value set where a reference path says.

use super::Absent;
use super::fault;
use super::walk::place_of;
use asl_syntax::Span;
use asl_syntax::jsonpath::{Path, Step, StepKind};
use serde_json::{Map, Value};

/// Sets what a reference path names, as `ResultPath` does: objects that are missing are made, what is there is replaced.
/// An index must be one that the array has.
///
/// The root of the path does not count; it is `into`.
pub fn insert(path: &Path<'_>, mut into: Value, value: Value) -> Result<Value, Absent> {
    if let Some(fault) = path.reference_fault() {
        let message = format!("A reference path cannot have {}", fault.what);
        return Err(Absent { message, span: fault.span });
    }
    *place(path, &mut into)? = value;
    Ok(into)
}

fn place<'v>(path: &Path<'_>, into: &'v mut Value) -> Result<&'v mut Value, Absent> {
    let mut node = into;
    let mut made = false;
    for (at, step) in path.steps.iter().enumerate() {
        let before = path.steps.get(..at).unwrap_or(&[]);
        node = match &step.kind {
            StepKind::Name { name, .. } => {
                if made {
                    *node = Value::Object(Map::new());
                }
                let Value::Object(fields) = node else { return Err(no_object(node, before, step)) };
                made = !fields.contains_key(&*name.text);
                fields.entry(&*name.text).or_insert(Value::Null)
            }
            StepKind::Index(index) => {
                made = false;
                let Value::Array(items) = node else { return Err(no_array(node, path, at, step.span)) };
                match place_of(*index, items.len()).and_then(|place| items.get_mut(place)) {
                    Some(item) => item,
                    None => return Err(no_element(path, at, step.span)),
                }
            }
            _ => node,
        };
    }
    Ok(node)
}

fn no_object(node: &Value, before: &[Step], step: &Step) -> Absent {
    Absent { message: fault::no_object(node, before, Some(step)), span: step.span }
}

fn no_array(node: &Value, path: &Path, at: usize, span: Span) -> Absent {
    let (before, rest) = path.steps.split_at_checked(at).unwrap_or((&path.steps, &[]));
    Absent { message: fault::no_array(node, before, rest), span }
}

fn no_element(path: &Path, at: usize, span: Span) -> Absent {
    let steps = path.steps.get(..=at).unwrap_or(&path.steps);
    Absent { message: format!("No results for path: ${}", fault::fragments(steps)), span }
}
