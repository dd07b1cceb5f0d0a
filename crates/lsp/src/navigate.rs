//! Where a name is made, and each place where it is meant.

use crate::scene::Scene;
use crate::snapshot::Snapshot;
use crate::symbol::{Symbol, Use};
use asl_syntax::Span;
use tower_lsp::ls_types::{
    DocumentHighlight, DocumentHighlightKind, GotoDefinitionResponse, Location, LocationLink, Position, Range,
};

/// Where what stands at a position is made: a state, a variable's assignments, the file that a template names.
pub fn definition(snapshot: &Snapshot, position: Position) -> Option<GotoDefinitionResponse> {
    let offset = snapshot.offset(position);
    if let Some(link) = crate::links::at(snapshot, offset) {
        let target = link.target?;
        return Some(GotoDefinitionResponse::Scalar(Location::new(target, Range::default())));
    }
    let (scene, at) = snapshot.scene_at(offset)?;
    let cursor = scene.cursor(at);
    let symbol = scene.symbol(&cursor)?;
    let origin = origin(&scene, &symbol, at)?;
    let made: Vec<LocationLink> = scene
        .uses(&symbol)
        .into_iter()
        .filter(|it| it.is_declaration)
        .map(|it| link(&scene, &symbol, origin, &it))
        .collect();
    (!made.is_empty()).then(|| GotoDefinitionResponse::Array(made.into_iter().map(location).collect()))
}

fn location(link: LocationLink) -> Location {
    Location::new(link.target_uri, link.target_selection_range)
}

fn link(scene: &Scene<'_>, symbol: &Symbol, origin: Span, it: &Use<'_>) -> LocationLink {
    let whole = match symbol {
        Symbol::State(id) => it.span().to(scene.object(*id).node.span()),
        Symbol::Variable(..) => it.span(),
    };
    LocationLink {
        origin_selection_range: Some(scene.range(origin)),
        target_uri: scene.snapshot.uri.clone(),
        target_range: scene.range(whole),
        target_selection_range: scene.range(it.span()),
    }
}

/// The place of the name that a person points at.
fn origin(scene: &Scene<'_>, symbol: &Symbol, at: u32) -> Option<Span> {
    let spans = scene.uses(symbol).into_iter().map(|it| it.span());
    spans.into_iter().find(|span| span.start.saturating_sub(1) <= at && at <= span.end)
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
