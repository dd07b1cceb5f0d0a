//! Changes of a state that a person may want: handlers of its errors, a Pass in front of it, another query language.

mod extract;
mod handlers;
mod translate;

use crate::actions::{is_wanted, workspace_edit};
use crate::scene::Scene;
use crate::snapshot::Snapshot;
use asl_check_core::fix::edited;
use asl_check_core::{Edit, Stage, hosted};
use asl_semantics::StateId;
use std::cell::LazyCell;
use tower_lsp::ls_types::{CodeAction, CodeActionKind, CodeActionOrCommand, Range, TextEdit};

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
    let before = LazyCell::new(|| refusals(snapshot));
    changes(&scene, id, |kind| is_wanted(kind, only))
        .into_iter()
        .filter_map(|change| action(&scene, &change, || *before))
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

/// How much AWS would refuse in a document.
fn refusals(of: &Snapshot) -> usize {
    let found = hosted::of_file(&of.content, &of.options());
    found.iter().filter(|it| it.rule.stage == Stage::Deploy).count()
}

/// A change as the client takes it; none, where it can't be made, or AWS would refuse more of what comes of it than it
/// refused before.
fn action(scene: &Scene<'_>, change: &Change, before: impl Fn() -> usize) -> Option<CodeAction> {
    let edits = change.edits.iter().map(|edit| scene.in_file(edit)).collect::<Option<Vec<_>>>()?;
    let snapshot = scene.snapshot;
    let after = snapshot.with_text(edited(snapshot.text(), edits.iter().collect())?);
    if refusals(&after) > before() {
        return None;
    }
    let edits = edits.into_iter().map(|edit| TextEdit::new(snapshot.range(edit.span), edit.text)).collect();
    Some(CodeAction {
        title: change.title.clone(),
        kind: Some(change.kind.clone()),
        edit: Some(workspace_edit(&snapshot.uri, snapshot.version, edits, snapshot.terms.versioned_edits)),
        ..CodeAction::default()
    })
}
