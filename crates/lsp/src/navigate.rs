//! Where a name is made, and each place where it is meant.

use crate::snapshot::Snapshot;
use crate::symbol::Use;
use tower_lsp::ls_types::{
    DocumentHighlight, DocumentHighlightKind, GotoDefinitionResponse, Location, Position, Range,
};

/// Where what stands at a position is made: a state, a variable's assignments, the file that a template names.
pub fn definition(snapshot: &Snapshot, position: Position) -> Option<GotoDefinitionResponse> {
    let offset = snapshot.offset(position);
    if let Some(link) = crate::links::at(snapshot, offset) {
        let target = link.target?;
        return Some(GotoDefinitionResponse::Scalar(Location::new(target, Range::default())));
    }
    let (scene, at) = snapshot.scene_at(offset)?;
    let symbol = scene.symbol(&scene.cursor(at))?;
    let made = scene.uses(&symbol).into_iter().filter(|it| it.is_declaration);
    let places: Vec<Location> = made.map(|it| scene.location(it.span())).collect();
    (!places.is_empty()).then_some(GotoDefinitionResponse::Array(places))
}

/// Each place where what stands at a position is meant.
pub fn references(snapshot: &Snapshot, position: Position, with_declaration: bool) -> Option<Vec<Location>> {
    let (scene, at) = snapshot.scene_at(snapshot.offset(position))?;
    let symbol = scene.symbol(&scene.cursor(at))?;
    let uses = scene.uses(&symbol).into_iter().filter(|it| with_declaration || !it.is_declaration);
    Some(uses.map(|it| scene.location(it.span())).collect())
}

/// The same, to be shown in the text.
pub fn highlights(snapshot: &Snapshot, position: Position) -> Option<Vec<DocumentHighlight>> {
    let (scene, at) = snapshot.scene_at(snapshot.offset(position))?;
    let symbol = scene.symbol(&scene.cursor(at))?;
    let highlight = |it: Use<'_>| DocumentHighlight {
        range: scene.range(it.span()),
        kind: Some(if it.is_declaration { DocumentHighlightKind::WRITE } else { DocumentHighlightKind::READ }),
    };
    Some(scene.uses(&symbol).into_iter().map(highlight).collect())
}
