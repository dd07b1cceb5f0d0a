//! Paths of names and indexes, until the evaluator of all paths is here.

use asl_syntax::jsonpath::{Path, Root, Step, StepKind};
use serde_json::Value;
use std::borrow::Cow;

use crate::Scope;

/// The value of a path, if it has one.
pub(super) fn evaluate<'v>(path: &Path<'_>, scope: &Scope<'v>) -> Option<Cow<'v, Value>> {
    let root = match path.root {
        Root::Input => scope.input,
        Root::Context => scope.context,
        Root::Variable { name, .. } => scope.variables.get(name)?,
        Root::Current => return None,
    };
    path.steps.iter().try_fold(root, step).map(Cow::Borrowed)
}

fn step<'v>(value: &'v Value, step: &Step<'_>) -> Option<&'v Value> {
    match &step.kind {
        StepKind::Name { name, .. } => value.get(&*name.text),
        StepKind::Index(index) => {
            let items = value.as_array()?;
            let from_end = i64::try_from(items.len()).ok()?.checked_add(*index)?;
            items.get(usize::try_from(if *index < 0 { from_end } else { *index }).ok()?)
        }
        _ => None,
    }
}
