//! Handlers of errors, where a state has none.

use super::Change;
use crate::complete::raised;
use crate::scene::Scene;
use asl_catalogue::Resource;
use asl_check_core::insert::{Value, member};
use asl_semantics::{Field, StateId, StateType};
use asl_syntax::Node;
use tower_lsp::ls_types::CodeActionKind;

/// May it fail at its work, and has nothing been written about that yet?
fn lacks(scene: &Scene<'_>, id: StateId, field: Field) -> bool {
    let does_work =
        matches!(scene.definition.state(id).kind, Some(StateType::Task | StateType::Map | StateType::Parallel));
    does_work && scene.definition.get(scene.object(id), field).is_none()
}

/// The member of a state in front of which handlers are written: what leads on from it, which stands last.
fn anchor<'s>(scene: &Scene<'s>, id: StateId) -> Option<Node<'s>> {
    let object = scene.object(id);
    let own = |field| scene.definition.get(object, field);
    own(Field::Next).or_else(|| own(Field::End)).or_else(|| object.node.members().last().map(|m| m.value))
}

/// What may pass is tried again.
pub(super) fn retry(scene: &Scene<'_>, id: StateId) -> Option<Change> {
    if !lacks(scene, id, Field::Retry) {
        return None;
    }
    let names = Value::List(transient(scene, id).iter().map(|name| Value::text(name)).collect());
    let number = |text: &str| Value::Scalar(text.to_owned());
    let retrier = Value::Object(vec![
        ("ErrorEquals", names),
        ("IntervalSeconds", number("1")),
        ("MaxAttempts", number("3")),
        ("BackoffRate", number("2")),
        ("JitterStrategy", Value::text("FULL")),
    ]);
    let edit = member(anchor(scene, id)?, "Retry", &Value::List(vec![retrier]))?;
    let title = format!("Try `{}` again after errors that pass", scene.name(id));
    Some(Change { title, kind: CodeActionKind::REFACTOR_REWRITE, edits: vec![edit] })
}

/// Errors of a state that may be gone a moment later.
fn transient(scene: &Scene<'_>, id: StateId) -> Vec<String> {
    const PASSING: [&str; 7] =
        ["Throttl", "TooManyRequests", "ServiceException", "SdkClient", "InternalServer", "Unavailable", "AWSLambda"];
    match scene.resource(id) {
        Some(Resource::Optimized { service: "http", .. }) => {
            let statuses = [429, 502, 503, 504].map(|status| format!("States.Http.StatusCode.{status}"));
            return statuses.into_iter().chain(["States.Http.Socket".to_owned()]).collect();
        }
        Some(_) => {}
        None => return vec!["States.TaskFailed".to_owned()],
    }
    let passes = |name: &String| PASSING.iter().any(|part| name.contains(part));
    let names: Vec<String> = raised(scene, id).into_iter().filter(passes).collect();
    if names.is_empty() { vec!["States.TaskFailed".to_owned()] } else { names }
}

/// What is caught leads to a Fail state of the same machine, or to a new one.
pub(super) fn catch(scene: &Scene<'_>, id: StateId) -> Option<Change> {
    if !lacks(scene, id, Field::Catch) {
        return None;
    }
    let machine = scene.definition.machine(scene.definition.state(id).machine);
    let is_end = |id: &&StateId| scene.definition.state(**id).kind == Some(StateType::Fail);
    let known = machine.states.iter().find(is_end).map(|id| scene.name(*id).to_owned());
    let target = known.clone().unwrap_or_else(|| free_name(scene, &format!("{} failed", scene.name(id))));
    let catcher = Value::Object(vec![
        ("ErrorEquals", Value::List(vec![Value::text("States.ALL")])),
        ("Next", Value::text(&target)),
    ]);
    let mut edits = vec![member(anchor(scene, id)?, "Catch", &Value::List(vec![catcher]))?];
    if known.is_none() {
        let fail = Value::Object(vec![("Type", Value::text("Fail")), ("Error", Value::text("Failed"))]);
        edits.push(member(scene.object(id).node, &target, &fail)?);
    }
    let title = format!("Catch the errors of `{}`", scene.name(id));
    Some(Change { title, kind: CodeActionKind::REFACTOR_REWRITE, edits })
}

/// A name that no state has, in at most 80 characters.
pub(super) fn free_name(scene: &Scene<'_>, wanted: &str) -> String {
    let is_free = |name: &String| scene.definition.states().iter().all(|state| state.name.text != name);
    let short: String = wanted.chars().take(76).collect();
    let others = (2..1000).map(|number| format!("{short} {number}"));
    std::iter::once(short.clone()).chain(others).find(is_free).unwrap_or(short)
}
