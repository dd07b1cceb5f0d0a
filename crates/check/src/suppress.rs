//! Comments that ask not to be told: `asl-check: ignore rule-a, rule-b`.
//!
//! In the `Comment` of a state or of the whole definition they hold for all that stands in it. In YAML a comment holds for
//! what begins on its line, or on the next one where it stands alone.

use crate::RULES;
use crate::diagnostic::{Finding, Place};
use asl_semantics::{Definition, Field, ObjectKind};
use asl_syntax::{Format, Node, Span, Tree};
use std::collections::BTreeMap;

const MARK: &str = "asl-check: ignore";

/// What a text asks not to be told, by the ids of rules as they are written.
#[derive(Debug, Default)]
pub(crate) struct Suppressions<'t>(BTreeMap<&'t str, Vec<Suppression<'t>>>);

/// Where a rule is not to be told of.
#[derive(Debug)]
struct Suppression<'t> {
    /// Where it is written, to tell when it is of no use.
    place: Place<'t>,
    /// The value that it holds for.
    scope: Node<'t>,
    used: bool,
}

impl<'t> Suppressions<'t> {
    fn add(&mut self, rule: &'t str, place: Place<'t>, scope: Node<'t>) {
        self.0.entry(rule).or_default().push(Suppression { place, scope, used: false });
    }

    /// Does any of them ask not to be told of this finding?
    pub(crate) fn cover(&mut self, rule: &str, finding: &Finding<'_>) -> bool {
        let mut covered = false;
        // All are asked, so that each knows whether it was of use.
        for it in self.0.get_mut(rule).into_iter().flatten().filter(|it| it.scope.holds(finding.place.node)) {
            it.used = true;
            covered = true;
        }
        covered
    }
}

/// All of them.
pub(crate) fn collect<'t>(definition: &Definition<'t>) -> Suppressions<'t> {
    let mut out = Suppressions::default();
    for object in definition.objects() {
        if !matches!(object.kind, ObjectKind::StateMachine | ObjectKind::State(_)) {
            continue;
        }
        let Some(text) = definition.get(object, Field::Comment).and_then(Node::as_str) else { continue };
        for (rule, span) in rules(text.text) {
            out.add(rule, Place::within(text, span), object.node);
        }
    }
    if definition.tree.format() == Format::Yaml && definition.tree.text().contains(MARK) {
        comments(definition.tree, &mut out);
    }
    out
}

/// What those say that were of no use.
pub(crate) fn unused(suppressions: Suppressions<'_>) -> impl Iterator<Item = Finding<'_>> {
    let all = suppressions.0.into_iter().flat_map(|(rule, all)| all.into_iter().map(move |it| (rule, it)));
    all.filter(|(_, it)| !it.used).map(|(rule, it)| {
        if RULES.iter().any(|r| r.id == rule) {
            return Finding::new(it.place, format!("`{rule}` finds nothing here that could be ignored"))
                .help("remove it");
        }
        let meant = crate::closest(rule, RULES.iter().map(|r| r.id));
        Finding::new(it.place, format!("there is no rule `{rule}` to ignore"))
            .maybe_help(meant.map(|m| format!("did you mean `{m}`?")))
    })
}

/// The ids behind the mark, and where they stand.
fn rules(text: &str) -> impl Iterator<Item = (&str, Span)> {
    let start = text.find(MARK).map_or(text.len(), |at| at + MARK.len());
    let rest = text.get(start..).unwrap_or_default();
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let end = rest.find(|c: char| !is_part(c) && !matches!(c, ' ' | ',')).unwrap_or(rest.len());
    let mut at = start;
    rest.get(..end).unwrap_or_default().split_inclusive([' ', ',']).filter_map(move |piece| {
        let name = piece.trim_matches([' ', ',']);
        let begin = at + piece.find(name).unwrap_or(0);
        at += piece.len();
        // Behind the ids words may follow: an id has a hyphen, or is one that exists.
        let is_id = name.contains('-') || RULES.iter().any(|r| r.id == name);
        is_id.then(|| (name, Span::new(begin as u32, (begin + name.len()) as u32)))
    })
}

/// Comments of YAML: a `#` at the start of a line or behind a blank, and not within a value.
fn comments<'t>(tree: &'t Tree, out: &mut Suppressions<'t>) {
    let text = tree.source().text();
    let places = Places::of(tree);
    let mut start = tree.extent().start as usize;
    let mut next = 0;
    for line in tree.text().split_inclusive('\n') {
        let at = line.find(MARK).and_then(|mark| line.get(..mark)?.rfind('#'));
        if let Some(hash) = at {
            let offset = (start + hash) as u32;
            let before = line.get(..hash).unwrap_or_default();
            let is_comment = before.is_empty() || before.ends_with([' ', '\t']);
            let is_value = places.is_in_text(offset);
            let is_alone = before.trim().is_empty();
            // Of comments that follow each other, all hold for the same.
            if is_alone && next < start + line.len() {
                next = next_content(text, start + line.len());
            }
            let scope = places.begins_at(text, if is_alone { next } else { start });
            if let (true, false, Some(scope)) = (is_comment, is_value, scope) {
                let comment = text.get(start + hash..start + line.len()).unwrap_or_default();
                for (rule, span) in rules(comment) {
                    out.add(rule, Place::span(scope, span.shifted(offset)), scope);
                }
            }
        }
        start += line.len();
    }
}

/// The start of the next line that is neither blank nor a comment.
fn next_content(text: &str, mut at: usize) -> usize {
    for line in text.get(at..).unwrap_or_default().split_inclusive('\n') {
        let content = line.trim_start();
        if !content.is_empty() && !content.starts_with('#') {
            break;
        }
        at += line.len();
    }
    at
}

/// The values of a tree by where they begin, their names counted; of those that begin together, the outermost first.
struct Places<'t>(Vec<(usize, Node<'t>)>);

impl<'t> Places<'t> {
    fn of(tree: &'t Tree) -> Self {
        let start = |n: Node<'t>| n.key().map_or(n.span().start, |key| key.span().start) as usize;
        let inner = tree.root().descendants().filter(|n| n.parent().is_some());
        let mut all: Vec<(usize, Node<'t>)> = inner.map(|n| (start(n), n)).collect();
        // What an alias stands for was written before.
        all.sort_by_key(|(start, _)| *start);
        Self(all)
    }

    /// Does a byte stand in a text, and not between values?
    fn is_in_text(&self, offset: u32) -> bool {
        // Nothing begins inside of a text: of all that begin in front, it is the last.
        let in_front = self.0.partition_point(|(start, _)| *start <= offset as usize);
        let last = in_front.checked_sub(1).and_then(|at| self.0.get(at)).map(|(_, node)| *node);
        last.is_some_and(|it| it.as_str().is_some() && it.span().start <= offset && offset < it.span().end)
    }

    /// The outermost value that begins on the line that starts here.
    fn begins_at(&self, text: &str, line: usize) -> Option<Node<'t>> {
        let end = text.get(line..)?.find('\n').map_or(text.len(), |i| line + i);
        let behind = self.0.get(self.0.partition_point(|(start, _)| *start < line)..)?;
        let on_line = behind.iter().take_while(|(start, _)| *start < end).map(|(_, node)| *node);
        on_line.min_by_key(|node| node.id().index())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_stand_behind_the_mark() {
        let text = "Polls on purpose. asl-check: ignore endless-loop, wrong-type until May.";
        let found: Vec<&str> = rules(text)
            .map(|(id, span)| {
                assert_eq!(text.get(span.range()), Some(id));
                id
            })
            .collect();
        assert_eq!(found, ["endless-loop", "wrong-type"]);
        assert_eq!(rules("ignore endless-loop").count(), 0);
    }
}
