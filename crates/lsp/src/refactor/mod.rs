//! Changes of a state that a person may want: handlers of its errors, a Pass in front of it, another query language.

mod extract;
mod handlers;
mod translate;

use crate::rename::workspace_edit;
use crate::scene::Scene;
use crate::snapshot::Snapshot;
use asl_check_core::fix::edited;
use asl_check_core::{Diagnostic, Edit, Stage, hosted};
use asl_semantics::StateId;
use tower_lsp::ls_types::{CodeAction, CodeActionKind, CodeActionOrCommand, Range};

/// A change, and what it is called.
struct Change {
    title: String,
    kind: CodeActionKind,
    edits: Vec<Edit>,
}

/// What can be done with the state around the beginning of a range.
pub fn actions(snapshot: &Snapshot, range: Range, only: Option<&[CodeActionKind]>) -> Vec<CodeActionOrCommand> {
    let Some((scene, at)) = snapshot.scene_at(snapshot.offset(range.start)) else { return Vec::new() };
    let cursor = scene.cursor(at);
    let own = scene.definition.states().iter().find(|state| state.name.node == cursor.spot.node()).map(|it| it.id);
    let Some(id) = own.or_else(|| cursor.object.and_then(|object| object.state)) else { return Vec::new() };
    changes(&scene, id, |kind| is_wanted(kind, only))
        .into_iter()
        .filter_map(|change| action(&scene, &change))
        .map(CodeActionOrCommand::CodeAction)
        .collect()
}

fn changes(scene: &Scene<'_>, id: StateId, wants: impl Fn(&CodeActionKind) -> bool) -> Vec<Change> {
    let (rewrite, extract) = (CodeActionKind::REFACTOR_REWRITE, CodeActionKind::REFACTOR_EXTRACT);
    let mut out = Vec::new();
    if wants(&rewrite) {
        out.extend([handlers::retry(scene, id), handlers::catch(scene, id), translate::to_jsonata(scene, id)]);
    }
    if wants(&extract) {
        out.push(extract::pass(scene, id));
    }
    out.into_iter().flatten().collect()
}

/// Kinds are trees: who asks for `refactor` means all that lie below.
fn is_wanted(kind: &CodeActionKind, only: Option<&[CodeActionKind]>) -> bool {
    let holds = |it: &CodeActionKind| {
        let (it, kind) = (it.as_str(), kind.as_str());
        it.is_empty() || it == kind || kind.strip_prefix(it).is_some_and(|rest| rest.starts_with('.'))
    };
    only.is_none_or(|kinds| kinds.iter().any(holds))
}

/// A change as the client takes it; none, where it can't be made, or AWS would refuse what comes of it and did not before.
fn action(scene: &Scene<'_>, change: &Change) -> Option<CodeAction> {
    let edits = change.edits.iter().map(|edit| scene.in_file(edit)).collect::<Option<Vec<_>>>()?;
    let snapshot = scene.snapshot;
    let after = snapshot.with_text(edited(snapshot.text(), edits.iter().collect())?);
    let refusals = |of: &Snapshot| {
        let found = hosted::of_file(&of.content, &of.options());
        found.iter().filter(|it: &&Diagnostic| it.rule.stage == Stage::Deploy).count()
    };
    if refusals(&after) > refusals(snapshot) {
        return None;
    }
    let edits = change.edits.iter().map(|edit| scene.edit(edit)).collect::<Option<Vec<_>>>()?;
    Some(CodeAction {
        title: change.title.clone(),
        kind: Some(change.kind.clone()),
        edit: Some(workspace_edit(snapshot, edits)),
        ..CodeAction::default()
    })
}
