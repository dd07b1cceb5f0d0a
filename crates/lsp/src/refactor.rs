//! Changes of a state that a person may want: handlers of its errors.

use crate::complete::raised;
use crate::rename::workspace_edit;
use crate::scene::Scene;
use crate::snapshot::Snapshot;
use asl_catalogue::Resource;
use asl_check_core::Edit;
use asl_check_core::insert::{Value, member};
use asl_semantics::{Field, StateId, StateType};
use asl_syntax::Node;
use tower_lsp::ls_types::{CodeAction, CodeActionKind, CodeActionOrCommand, Range};

/// What can be done with the state around the beginning of a range.
pub fn actions(snapshot: &Snapshot, range: Range, only: Option<&[CodeActionKind]>) -> Vec<CodeActionOrCommand> {
    let wants = |kind: &CodeActionKind| {
        only.is_none_or(|kinds| {
            kinds.iter().any(|it| {
                let (it, kind) = (it.as_str(), kind.as_str());
                it.is_empty() || it == kind || kind.strip_prefix(it).is_some_and(|rest| rest.starts_with('.'))
            })
        })
    };
    let Some((scene, at)) = snapshot.scene_at(snapshot.offset(range.start)) else { return Vec::new() };
    let cursor = scene.cursor(at);
    let own = scene.definition.states().iter().find(|state| state.name.node == cursor.spot.node()).map(|it| it.id);
    let Some(id) = own.or_else(|| cursor.object.and_then(|object| object.state)) else { return Vec::new() };
    let offers = [retry(&scene, id), catch(&scene, id)];
    let action = |(title, edits): (String, Vec<Edit>)| {
        let edits = edits.iter().map(|edit| scene.edit(edit)).collect::<Option<Vec<_>>>()?;
        Some(CodeActionOrCommand::CodeAction(CodeAction {
            title,
            kind: Some(CodeActionKind::REFACTOR_REWRITE),
            edit: Some(workspace_edit(snapshot, edits)),
            ..CodeAction::default()
        }))
    };
    let is_wanted = wants(&CodeActionKind::REFACTOR_REWRITE);
    offers.into_iter().flatten().filter(|_| is_wanted).filter_map(action).collect()
}

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

fn retry(scene: &Scene<'_>, id: StateId) -> Option<(String, Vec<Edit>)> {
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
    Some((format!("Try `{}` again after errors that pass", scene.name(id)), vec![edit]))
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
fn catch(scene: &Scene<'_>, id: StateId) -> Option<(String, Vec<Edit>)> {
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
    Some((format!("Catch the errors of `{}`", scene.name(id)), edits))
}

/// A name that no state has, in at most 80 characters.
fn free_name(scene: &Scene<'_>, wanted: &str) -> String {
    let is_free = |name: &String| scene.definition.states().iter().all(|state| state.name.text != name);
    let short: String = wanted.chars().take(76).collect();
    let others = (2..1000).map(|number| format!("{short} {number}"));
    std::iter::once(short.clone()).chain(others).find(is_free).unwrap_or(short)
}
