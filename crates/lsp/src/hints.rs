//! Beside the text: the type that each state gives, and what can be done with it.

use crate::scene::Scene;
use crate::snapshot::Snapshot;
use asl_semantics::StateId;
use asl_syntax::Format;
use serde_json::json;
use tower_lsp::ls_types::{
    CodeLens, Command, InlayHint, InlayHintKind, InlayHintLabel, InlayHintTooltip, MarkupContent, MarkupKind, Range,
};

/// So many characters of a type are shown beside the text, and so many where the pointer rests on it.
const SHORT: (usize, usize) = (48, 2000);

/// What each state of a range gives, behind it.
pub fn types(snapshot: &Snapshot, range: Range) -> Vec<InlayHint> {
    if !snapshot.terms.hints {
        return Vec::new();
    }
    let scenes = snapshot.scenes();
    let mut out: Vec<InlayHint> = scenes.flat_map(|scene| of_scene(&scene, range)).collect();
    out.sort_by_key(|hint| (hint.position.line, hint.position.character));
    out
}

fn of_scene(scene: &Scene<'_>, range: Range) -> Vec<InlayHint> {
    scene.definition.states().iter().filter_map(|state| of_state(scene, state.id, range)).collect()
}

fn of_state(scene: &Scene<'_>, id: StateId, range: Range) -> Option<InlayHint> {
    let state = scene.definition.state(id);
    let node = scene.object(id).node;
    // A block has no end that one sees.
    let is_block = scene.tree().format() == Format::Yaml && !node.raw().starts_with('{');
    let place = if is_block { state.name.span() } else { node.span() };
    let position = scene.range(place).end;
    if position < range.start || range.end < position {
        return None;
    }
    let output = &scene.state_types(id)?.output;
    if output.is_never() || output.is_wholly_unknown() {
        return None;
    }
    let value = format!("```asl-type\n{}\n```", output.short(SHORT.1));
    Some(InlayHint {
        position,
        label: InlayHintLabel::String(format!("→ {}", output.short(SHORT.0))),
        kind: Some(InlayHintKind::TYPE),
        text_edits: None,
        tooltip: Some(InlayHintTooltip::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value })),
        padding_left: Some(true),
        padding_right: None,
        data: None,
    })
}

/// What can be done with each definition and each state: `asl-check.run` and `asl-check.testState`, which the editor brings.
pub fn lenses(snapshot: &Snapshot) -> Vec<CodeLens> {
    if !snapshot.terms.lenses {
        return Vec::new();
    }
    let mut out = Vec::new();
    for scene in snapshot.scenes().filter(|scene| !scene.definition.states().is_empty()) {
        let uri = snapshot.uri.as_str();
        let first = scene.range(asl_syntax::Span::at(scene.tree().root().span().start));
        let machine = scene.part.name;
        out.push(lens(first, "Run", "asl-check.run", json!({"uri": uri, "machine": machine})));
        for state in scene.definition.states() {
            let argument = json!({"uri": uri, "machine": machine, "state": state.name.text});
            out.push(lens(scene.range(state.name.span()), "Test this state", "asl-check.testState", argument));
        }
    }
    out
}

fn lens(range: Range, title: &str, command: &str, argument: serde_json::Value) -> CodeLens {
    let command = Command { title: title.to_owned(), command: command.to_owned(), arguments: Some(vec![argument]) };
    CodeLens { range, command: Some(command), data: None }
}
