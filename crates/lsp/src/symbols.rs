//! The states of a document as an outline, and as names to be searched for.

use crate::scene::Scene;
use crate::snapshot::Snapshot;
use asl_semantics::{MachineId, StateId, StateType};
use tower_lsp::ls_types::{DocumentSymbol, Location, Range, SymbolInformation, SymbolKind};

/// The outline: states, those of nested machines below them; of a template, its state machines first.
pub fn outline(snapshot: &Snapshot) -> Vec<DocumentSymbol> {
    let mut out = Vec::new();
    for scene in snapshot.scenes() {
        // What is no object has no machine, not even the outermost one.
        let states = scene.definition.machines().first().map_or_else(Vec::new, |top| machine(&scene, top.id));
        match scene.part.name {
            None => out.extend(states),
            Some(name) => {
                let range = scene.range(scene.tree().root().span());
                let children = states.into_iter().filter(|it| within(it, &range)).collect();
                out.push(symbol(name, "state machine", SymbolKind::MODULE, (range, range), children));
            }
        }
    }
    out
}

/// Editors refuse what lies outside of its parent; a text with placeholders may stand anywhere.
fn within(it: &DocumentSymbol, parent: &Range) -> bool {
    parent.start <= it.range.start && it.range.end <= parent.end
}

fn machine(scene: &Scene<'_>, id: MachineId) -> Vec<DocumentSymbol> {
    scene.definition.machine(id).states.iter().map(|id| state(scene, *id)).collect()
}

fn state(scene: &Scene<'_>, id: StateId) -> DocumentSymbol {
    let state = scene.definition.state(id);
    let kind = state.kind;
    let selection = scene.range(state.name.span());
    let whole = scene.range(state.name.span().to(scene.object(id).node.span()));
    let range = if whole.start <= selection.start && selection.end <= whole.end { whole } else { selection };
    let children =
        state.inner.iter().flat_map(|inner| machine(scene, *inner)).filter(|it| within(it, &range)).collect();
    let name = if state.name.text.is_empty() { "(no name)" } else { state.name.text };
    symbol(name, kind.map_or("", StateType::name), symbol_kind(kind), (range, selection), children)
}

const fn symbol_kind(kind: Option<StateType>) -> SymbolKind {
    match kind {
        Some(StateType::Task) => SymbolKind::FUNCTION,
        Some(StateType::Choice) => SymbolKind::ENUM,
        Some(StateType::Parallel | StateType::Map) => SymbolKind::NAMESPACE,
        Some(StateType::Fail | StateType::Succeed) => SymbolKind::EVENT,
        Some(StateType::Wait) => SymbolKind::OPERATOR,
        Some(StateType::Pass) => SymbolKind::VARIABLE,
        None => SymbolKind::OBJECT,
    }
}

#[allow(deprecated, reason = "the protocol's own type has a field that it deprecates")]
fn symbol(
    name: &str,
    detail: &str,
    kind: SymbolKind,
    (range, selection_range): (Range, Range),
    children: Vec<DocumentSymbol>,
) -> DocumentSymbol {
    DocumentSymbol {
        name: name.to_owned(),
        detail: Some(detail.to_owned()).filter(|it| !it.is_empty()),
        kind,
        tags: None,
        deprecated: None,
        range,
        selection_range,
        children: Some(children).filter(|it| !it.is_empty()),
    }
}

/// The states of a document whose name has the letters of a query, in order.
#[allow(deprecated, reason = "the protocol's own type has a field that it deprecates")]
pub fn search(snapshot: &Snapshot, query: &str) -> Vec<SymbolInformation> {
    let mut out = Vec::new();
    for scene in snapshot.scenes() {
        for state in scene.definition.states().iter().filter(|state| has_letters(state.name.text, query)) {
            out.push(SymbolInformation {
                name: state.name.text.to_owned(),
                kind: symbol_kind(state.kind),
                tags: None,
                deprecated: None,
                location: Location::new(snapshot.uri.clone(), scene.range(state.name.span())),
                container_name: scene.part.name.map(str::to_owned),
            });
        }
    }
    out
}

fn has_letters(name: &str, query: &str) -> bool {
    let mut letters = name.chars().flat_map(char::to_lowercase);
    query.chars().flat_map(char::to_lowercase).all(|wanted| letters.any(|c| c == wanted))
}

#[cfg(test)]
mod tests {
    use super::has_letters;

    #[test]
    fn letters_in_order() {
        assert!(has_letters("Load Order", "lo"));
        assert!(has_letters("Load Order", "LDOR"));
        assert!(!has_letters("Load Order", "ol "));
    }
}
