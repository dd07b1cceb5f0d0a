//! What can be folded, and what is selected step by step.

use crate::scene::Scene;
use crate::snapshot::Snapshot;
use asl_syntax::{Kind, Node, Span};
use tower_lsp::ls_types::{FoldingRange, Position, Range, SelectionRange};

/// Objects and arrays of more than one line.
pub fn folding(snapshot: &Snapshot) -> Vec<FoldingRange> {
    let mut out = Vec::new();
    let ruler = snapshot.ruler();
    for scene in snapshot.scenes() {
        let containers = scene.tree().nodes().filter(|n| !n.is_key() && matches!(n.kind(), Kind::Object | Kind::Array));
        for node in containers {
            let whole = node.key().map_or(node.span(), |key| key.span().to(node.span()));
            let range = ruler.range(scene.span(trimmed(node, whole)));
            // A block of YAML may end with a bracket that is not its own.
            let is_closed = node.raw().starts_with(['{', '[']) && node.raw().ends_with(['}', ']']);
            // The line of a closing bracket stays.
            let end = range.end.line.saturating_sub(u32::from(is_closed));
            if end > range.start.line {
                out.push(FoldingRange { start_line: range.start.line, end_line: end, ..FoldingRange::default() });
            }
        }
    }
    out.sort_by_key(|it| (it.start_line, std::cmp::Reverse(it.end_line)));
    out.dedup_by_key(|it| it.start_line);
    out
}

/// Blank lines behind a block are no part of it.
fn trimmed(node: Node<'_>, span: Span) -> Span {
    let raw = node.raw();
    Span::new(span.start, node.span().start + raw.trim_end().len() as u32)
}

/// From what stands at each position outwards.
pub fn selection(snapshot: &Snapshot, positions: &[Position]) -> Vec<SelectionRange> {
    positions.iter().map(|position| at(snapshot, *position)).collect()
}

fn at(snapshot: &Snapshot, position: Position) -> SelectionRange {
    let mut spans = vec![Span::new(0, snapshot.text().len() as u32)];
    let offset = snapshot.offset(position);
    if let Some((scene, at)) = snapshot.scene_at(offset) {
        spans.extend(outwards(&scene, at).into_iter().map(|span| scene.span(span)));
    }
    let mut out: Option<SelectionRange> = None;
    let ruler = snapshot.ruler();
    let mut last: Option<Range> = None;
    for span in spans {
        let range = ruler.range(span);
        let is_inside = last.is_none_or(|outer| outer != range && outer.start <= range.start && range.end <= outer.end);
        if is_inside {
            last = Some(range);
            out = Some(SelectionRange { range, parent: out.map(Box::new) });
        }
    }
    out.unwrap_or(SelectionRange { range: Range::new(position, position), parent: None })
}

/// The spans around an offset, the outermost first.
fn outwards(scene: &Scene<'_>, at: u32) -> Vec<Span> {
    let cursor = scene.cursor(at);
    let node = cursor.spot.node();
    let mut spans = Vec::new();
    if let Some(text) = node.as_str() {
        let content = text.place(Span::new(0, text.text.len() as u32));
        if let Some(within) = cursor.within(text) {
            let word = word(text.text, within as usize);
            spans.push(text.place(Span::new(word.start as u32, word.end as u32)));
        }
        spans.push(content);
    }
    let mut next = Some(node);
    while let Some(node) = next {
        spans.push(node.span());
        if node.is_key() {
            let value = node.parent().into_iter().flat_map(Node::members).find(|m| m.key.node == node);
            spans.extend(value.map(|m| node.span().to(m.value.span())));
        } else if let Some(key) = node.key() {
            spans.push(key.span().to(node.span()));
        }
        next = node.parent();
    }
    spans.reverse();
    spans
}

/// The word around a byte of a text.
fn word(text: &str, at: usize) -> std::ops::Range<usize> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    let before = text.get(..at).unwrap_or_default();
    let behind = text.get(at..).unwrap_or_default();
    let start = before.trim_end_matches(is_part).len();
    start..at + behind.len() - behind.trim_start_matches(is_part).len()
}
