//! The language server's features over definitions that people published.
#![allow(clippy::print_stdout, reason = "figures are told")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test stops where its data is broken")]

use asl_check_core::Settings;
use asl_lsp::complete::{complete, help, offers, states};
use asl_lsp::document::Document;
use asl_lsp::lines::Encoding;
use asl_lsp::ls_types::{FormattingOptions, Position, Range, TextEdit, Uri};
use asl_lsp::scene::Scene;
use asl_lsp::snapshot::Snapshot;
use asl_lsp::symbol::Symbol;
use asl_lsp::terms::Terms;
use asl_lsp::{format, hints, hover, links, navigate, ranges, refactor, rename, symbols, tokens};
use asl_tests::{data, rows};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// No state bears it.
const OTHER: &str = "Another name of it";

/// States that come back in quotes: `Yes` and `No` without them are booleans to half of the readers of YAML.
const QUOTED: usize = 2;

fn files() -> Option<Vec<PathBuf>> {
    let folder = data("corpus/dev")?;
    Some(rows(&folder).iter().filter_map(|row| Some(folder.join(row["path"].as_str()?))).collect())
}

fn open(path: &Path, text: String) -> Snapshot {
    let terms = Terms { encoding: Encoding::Utf8, snippets: true, hints: true, lenses: true, ..Terms::default() };
    let uri = Uri::from_file_path(path).expect("a path");
    Snapshot::with_settings(&uri, Document::new(text, 1), terms, Settings::default())
}

fn read(path: &Path) -> Option<Snapshot> {
    String::from_utf8(std::fs::read(path).ok()?).ok().map(|text| open(path, text))
}

/// A text after edits that don't overlap, in order.
fn edited(snapshot: &Snapshot, edits: &[TextEdit]) -> String {
    let text = snapshot.text();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let (start, end) = (snapshot.offset(edit.range.start) as usize, snapshot.offset(edit.range.end) as usize);
        assert!(at <= start, "edits overlap: {edits:?}");
        out.push_str(&text[at..start]);
        out.push_str(&edit.new_text);
        at = end;
    }
    out + &text[at..]
}

/// The definition with this number, and the states of a name in it.
fn of_name<'s>(snapshot: &'s Snapshot, index: usize, name: &str) -> Option<(Scene<'s>, Symbol)> {
    let scene = snapshot.scenes().find(|scene| scene.part.index == index)?;
    let state = scene.definition.states().iter().find(|state| state.name.text == name)?.id;
    Some((scene, Symbol::State(state)))
}

#[test]
fn another_name_and_back_is_what_it_was() {
    let Some(files) = files() else { return };
    let (mut renamed, mut withheld, mut changed) = (0, 0, Vec::new());
    for path in files {
        let Some(snapshot) = read(&path) else { continue };
        for scene in snapshot.scenes() {
            for state in scene.definition.states().iter().filter(|state| !state.replaced && !state.name.text.is_empty())
            {
                let name = state.name.text;
                let Ok(there) = rename::edits(&scene, &Symbol::State(state.id), OTHER) else {
                    withheld += 1;
                    continue;
                };
                let other = open(&path, edited(&snapshot, &there));
                let (found, symbol) = of_name(&other, scene.part.index, OTHER)
                    .unwrap_or_else(|| panic!("{}: {name} is gone: {there:?}", path.display()));
                let left = found.graph().transitions().iter().filter(|it| it.name.is_some_and(|it| it.text == name));
                let machine = found.definition.states().iter().find(|it| it.name.text == OTHER).map(|it| it.machine);
                assert_eq!(left.filter(|it| Some(it.machine) == machine).count(), 0, "{}: {name}", path.display());
                let back = rename::write(&found, &symbol, name).map(|back| edited(&other, &back));
                renamed += 1;
                if back.as_deref() != Some(snapshot.text()) {
                    changed.push(format!("{}: {name}: {there:?}", path.display()));
                }
            }
        }
    }
    println!("{renamed} states had another name for a while, {withheld} can't have one where they stand");
    assert!(renamed > 1000 && changed.len() <= QUOTED, "{} of {renamed}\n{}", changed.len(), changed.join("\n"));
}

#[test]
fn what_is_offered_at_a_transition_is_what_is_in_scope() {
    let Some(files) = files() else { return };
    let mut seen = 0;
    for path in files {
        let Some(snapshot) = read(&path) else { continue };
        for scene in snapshot.scenes() {
            for transition in scene.graph().transitions().iter().filter(|it| it.name.is_some()) {
                let cursor = scene.cursor(transition.node.span().start + 1);
                let offered: Vec<String> = offers(&scene, &cursor).into_iter().map(|offer| offer.label).collect();
                let machine = scene.definition.machine(transition.machine);
                let names = machine.states.iter().map(|id| scene.name(*id));
                let expected: BTreeSet<&str> = names.collect();
                let place = || format!("{}: {}", path.display(), transition.node.pointer());
                assert_eq!(offered.len(), expected.len(), "{}", place());
                assert!(offered.iter().all(|it| expected.contains(&**it)), "{}: {offered:?}", place());
                assert!(states(&scene, transition.machine).eq(offered.iter().map(|it| &**it)), "{}", place());
                seen += 1;
            }
        }
    }
    println!("{seen} transitions");
    assert!(seen > 1000, "{seen}");
}

#[test]
fn whatever_is_asked_anywhere_is_answered() {
    let Some(files) = files() else { return };
    let options = FormattingOptions { tab_size: 2, insert_spaces: true, ..FormattingOptions::default() };
    for path in files {
        let Some(snapshot) = read(&path) else { continue };
        let step = (snapshot.text().len() / 12).max(1) | 1;
        let ruler = snapshot.ruler();
        for at in (0..=snapshot.text().len()).step_by(step) {
            let position = ruler.position(at as u32);
            let _ = hover::hover(&snapshot, position);
            let _ = complete(&snapshot, position);
            let _ = help(&snapshot, position);
            let _ = navigate::definition(&snapshot, position);
            let _ = navigate::references(&snapshot, position, true);
            let _ = rename::prepare(&snapshot, position);
            let _ = ranges::selection(&snapshot, &[position]);
            let _ = refactor::actions(&snapshot, Range::new(position, position), None);
        }
        let whole = Range::new(Position::new(0, 0), Position::new(u32::MAX, 0));
        let _ = (hints::types(&snapshot, whole), hints::lenses(&snapshot), links::links(&snapshot));
        let _ = (symbols::outline(&snapshot), ranges::folding(&snapshot), tokens::tokens(&snapshot, None));
        let laid_out = edited(&snapshot, &format::format(&snapshot, &options));
        let again = open(&path, laid_out.clone());
        assert!(format::format(&again, &options).is_empty(), "{} is not laid out yet:\n{laid_out}", path.display());
    }
}
