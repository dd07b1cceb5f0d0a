//! Another name for a state or a variable, at each place where it is meant.

use crate::actions::workspace_edit;
use crate::scene::Scene;
use crate::snapshot::Snapshot;
use crate::symbol::{Symbol, Use, is_variable_name};
use asl_check_core::Edit;
use asl_syntax::{Format, Node, Source, Span, quoted, yaml};
use tower_lsp::ls_types::{Position, PrepareRenameResponse, TextEdit, WorkspaceEdit};

/// Names of states are no longer than this.
const LONGEST: usize = 80;

/// What is renamed at a position, and the name that it has.
pub fn prepare(snapshot: &Snapshot, position: Position) -> Option<PrepareRenameResponse> {
    let (scene, at) = snapshot.scene_at(snapshot.offset(position))?;
    let cursor = scene.cursor(at);
    let symbol = scene.symbol(&cursor)?;
    let here = scene.uses(&symbol).into_iter().find(|it| {
        let span = it.span();
        it.text.node == cursor.spot.node() && (it.within.is_none() || span.start <= at + 1 && at <= span.end)
    })?;
    let span = here.within.map_or_else(|| content(&here), |within| here.text.place(within));
    Some(PrepareRenameResponse::RangeWithPlaceholder { range: scene.range(span), placeholder: name(&scene, &symbol) })
}

/// The place of a string's text, without its quotes.
fn content(it: &Use<'_>) -> Span {
    it.text.place(Span::new(0, it.text.text.len() as u32))
}

fn name(scene: &Scene<'_>, symbol: &Symbol) -> String {
    match symbol {
        Symbol::State(id) => scene.name(*id).to_owned(),
        Symbol::Variable(name, _) => name.clone(),
    }
}

/// The edits that give another name to what stands at a position; why there are none, in words.
pub fn rename(snapshot: &Snapshot, position: Position, new: &str) -> Result<Option<WorkspaceEdit>, String> {
    let Some((scene, at)) = snapshot.scene_at(snapshot.offset(position)) else { return Ok(None) };
    let cursor = scene.cursor(at);
    let Some(symbol) = scene.symbol(&cursor) else { return Ok(None) };
    let edits = edits(&scene, &symbol, new)?;
    Ok(Some(workspace_edit(&snapshot.uri, snapshot.version, edits, snapshot.terms.versioned_edits)))
}

/// The same, for a symbol.
pub fn edits(scene: &Scene<'_>, symbol: &Symbol, new: &str) -> Result<Vec<TextEdit>, String> {
    refuse(scene, symbol, new)?;
    write(scene, symbol, new).ok_or_else(|| "the definition can't be edited where it stands in this file".to_owned())
}

/// The same, whether or not it is a good name; none, where the definition can't be edited.
pub fn write(scene: &Scene<'_>, symbol: &Symbol, new: &str) -> Option<Vec<TextEdit>> {
    let uses = scene.uses(symbol);
    let edits: Option<Vec<TextEdit>> = uses.iter().map(|it| scene.edit(&edit(it, new)?)).collect();
    let mut edits = edits?;
    // A part of a template may be there for two definitions, or a definition for two ways of an anchor.
    edits.sort_by_key(|edit| (edit.range.start.line, edit.range.start.character));
    edits.dedup();
    Some(edits)
}

/// Why a name can't be given.
fn refuse(scene: &Scene<'_>, symbol: &Symbol, new: &str) -> Result<(), String> {
    match symbol {
        Symbol::State(id) => {
            let machine = scene.definition.state(*id).machine;
            let length = new.chars().count();
            let other = scene.definition.states().iter().find(|state| state.name.text == new && state.id != *id);
            if new.is_empty() || length > LONGEST {
                return Err(format!("the name of a state has 1 to {LONGEST} characters, and this has {length}"));
            }
            match other {
                Some(other) if other.machine == machine => Err(format!("there is a state `{new}` already")),
                Some(_) => Err(format!("there is a state `{new}` already, and names are unique in a definition")),
                None => Ok(()),
            }
        }
        Symbol::Variable(name, _) => {
            if !is_variable_name(new) {
                return Err(format!("`{new}` is no name of a variable: letters, digits and `_`, up to 80"));
            }
            if new == name {
                return Ok(());
            }
            if scene.variables().iter().any(|(other, ..)| other == new) {
                return Err(format!("there is a variable `${new}` already"));
            }
            if scene.means_its_own(name, new) {
                return Err(format!("`${new}` means something else where `${name}` is read"));
            }
            Ok(())
        }
    }
}

fn edit(it: &Use<'_>, new: &str) -> Option<Edit> {
    match it.within {
        None => Some(Edit::new(it.text.span(), as_before(it, new))),
        Some(within) => {
            let place = it.text.place(within);
            // An escape in the name would be written over.
            (place.len() == within.len()).then(|| Edit::new(place, new))
        }
    }
}

/// A value as it is written where a string stands: with its quotes, as far as the value allows.
fn as_before(it: &Use<'_>, new: &str) -> String {
    let format = it.text.node.tree().format();
    match (format, it.text.node.raw().chars().next()) {
        (Format::Yaml, Some('"')) => quoted(new),
        (Format::Yaml, Some('\'')) if !new.contains(char::is_control) => format!("'{}'", new.replace('\'', "''")),
        _ => written(new, format),
    }
}

/// A string as a value: in YAML without quotes where they are not needed.
pub fn written(text: &str, format: Format) -> String {
    if format == Format::Yaml && is_plain(text) { text.to_owned() } else { quoted(text) }
}

/// Does YAML read it as just this text, as a key too, and inside of brackets?
fn is_plain(text: &str) -> bool {
    if text.contains([',', '[', ']', '{', '}', '\n']) || text.contains(": ") || text.ends_with(':') {
        return false;
    }
    let tree = yaml::parse(Source::new(format!("- {text}\n")));
    let item = tree.root().items().next();
    tree.errors().is_empty()
        && tree.ambiguous().is_empty()
        && item.and_then(Node::as_str).is_some_and(|read| read.text == text)
        && item.is_some_and(|item| !item.raw().starts_with(['"', '\'', '|', '>', '&', '*', '!']))
}
