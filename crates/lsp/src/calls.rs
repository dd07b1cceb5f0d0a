//! Which state machines start which: nested executions, as far as documents and the files beside them tell.

use crate::scene::Scene;
use crate::snapshot::{Snapshot, path};
use asl_catalogue::Resource;
use asl_semantics::{Field, QueryLanguage, StateId};
use asl_syntax::Node;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tower_lsp::ls_types::{
    CallHierarchyIncomingCall, CallHierarchyItem, CallHierarchyOutgoingCall, Position, Range, SymbolKind,
};

/// What an item carries, to be found again.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Mark {
    index: usize,
}

/// The state machine around a position.
pub fn prepare(snapshot: &Snapshot, position: Position) -> Option<Vec<CallHierarchyItem>> {
    let (scene, _) = snapshot.scene_at(snapshot.offset(position))?;
    (!scene.definition.states().is_empty()).then(|| vec![item(&scene)])
}

/// What a state machine starts.
pub fn outgoing(documents: &[Arc<Snapshot>], of: &CallHierarchyItem) -> Vec<CallHierarchyOutgoingCall> {
    let Some(mark) = mark(of) else { return Vec::new() };
    let mut out: Vec<CallHierarchyOutgoingCall> = Vec::new();
    let scenes: Vec<Scene<'_>> = documents.iter().flat_map(|it| it.scenes()).collect();
    for scene in scenes.iter().filter(|it| it.snapshot.uri == of.uri && it.part.index == mark.index) {
        for (target, range) in starts(scene) {
            let Some(to) = scenes.iter().find(|other| is_called(other, &target)).map(item) else { continue };
            match out.iter_mut().find(|call| call.to.uri == to.uri && call.to.data == to.data) {
                Some(call) => call.from_ranges.push(range),
                None => out.push(CallHierarchyOutgoingCall { to, from_ranges: vec![range] }),
            }
        }
    }
    out
}

/// What starts a state machine.
pub fn incoming(documents: &[Arc<Snapshot>], of: &CallHierarchyItem) -> Vec<CallHierarchyIncomingCall> {
    let Some(mark) = mark(of) else { return Vec::new() };
    let here = documents.iter().filter(|it| it.uri == of.uri).flat_map(|it| it.scenes());
    let Some(called) = here.into_iter().find(|scene| scene.part.index == mark.index) else { return Vec::new() };
    let callers = documents.iter().flat_map(|it| it.scenes());
    callers
        .filter_map(|scene| {
            let started = starts(&scene).into_iter().filter(|(target, _)| is_called(&called, target));
            let from_ranges: Vec<Range> = started.map(|(_, range)| range).collect();
            (!from_ranges.is_empty()).then(|| CallHierarchyIncomingCall { from: item(&scene), from_ranges })
        })
        .collect()
}

fn mark(item: &CallHierarchyItem) -> Option<Mark> {
    Mark::deserialize(item.data.as_ref()?).ok()
}

fn item(scene: &Scene<'_>) -> CallHierarchyItem {
    let range = scene.range(scene.tree().root().span());
    let start = Range::new(range.start, range.start);
    CallHierarchyItem {
        name: name(scene),
        kind: SymbolKind::MODULE,
        tags: None,
        detail: Some("state machine".to_owned()),
        uri: scene.snapshot.uri.clone(),
        range,
        selection_range: start,
        data: serde_json::to_value(Mark { index: scene.part.index }).ok(),
    }
}

/// What a template calls it, or the file.
fn name(scene: &Scene<'_>) -> String {
    let file = path(&scene.snapshot.uri);
    let stem = || file.file_name().map_or(String::new(), |it| it.to_string_lossy().into_owned());
    scene.part.name.map_or_else(|| stem().split('.').next().unwrap_or_default().to_owned(), str::to_owned)
}

/// Is it what somebody starts under a name?
fn is_called(scene: &Scene<'_>, target: &str) -> bool {
    let same = |c: &char| c.is_alphanumeric();
    let bare = |text: &str| text.chars().filter(same).collect::<String>().to_lowercase();
    let (own, wanted) = (bare(&name(scene)), bare(target));
    !own.is_empty() && (own == wanted || wanted.strip_suffix("arn") == Some(&own))
}

/// The state machines that tasks start, by the names that they are given there, and where.
fn starts(scene: &Scene<'_>) -> Vec<(String, Range)> {
    scene.definition.states().iter().filter_map(|state| start(scene, state.id)).collect()
}

fn start(scene: &Scene<'_>, id: StateId) -> Option<(String, Range)> {
    let is_start = matches!(
        scene.resource(id)?,
        Resource::Optimized { service: "states", action: "startExecution", .. }
            | Resource::Sdk { service: "sfn", action: "startExecution" | "startSyncExecution", .. }
    );
    let object = scene.object(id);
    let field = match scene.language(object) {
        QueryLanguage::JsonPath => Field::Parameters,
        QueryLanguage::Jsonata => Field::Arguments,
    };
    let node = scene.definition.get(object, field).filter(|_| is_start)?.get("StateMachineArn")?;
    let text = node.as_str().map_or_else(|| node.content().unwrap_or(node).raw(), |text| text.text);
    // What is computed may be any machine.
    if text.starts_with("{%") {
        return None;
    }
    // Behind the name a version or an alias may stand.
    let name = match text.split_once(":stateMachine:") {
        Some((_, rest)) => rest.split(':').next()?,
        None => text.rsplit(':').next()?,
    };
    let target = name.trim_matches(['"', '\'', '$', '{', '}', ' ']).split('.').next()?;
    Some((target.to_owned(), scene.range(Node::span(node))))
}
