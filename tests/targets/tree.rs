//! Every part of a tree, asked for everything, and what is told of it.

use asl_check_core::Diagnostic;
use asl_syntax::{LineIndex, Node, Span, SyntaxError, Tree};
use std::hint::black_box;

/// Asks every node for all that it knows and makes sure that every place lies in the text, on characters.
pub(super) fn look_through(tree: &Tree) {
    let text = tree.source().text();
    let lines = LineIndex::new(text);
    for node in tree.nodes() {
        look_at(node, text, &lines);
    }
    for error in tree.errors() {
        look_at_error(error, text);
    }
    for (id, _) in tree.ambiguous() {
        assert!(tree.is_ambiguous(tree.node(*id)));
    }
    let below = tree.root().descendants().count();
    assert_eq!(below, tree.nodes().filter(|node| !node.is_key()).count(), "the root holds every value");
}

/// Makes sure that a span is a part of the text.
pub(super) fn place(text: &str, span: Span) {
    assert!(text.get(span.range()).is_some(), "{span:?} is no place in {} bytes", text.len());
}

/// Makes sure that a message is one line.
pub(super) fn is_one_line(message: &str) {
    assert!(!message.contains('\n'), "{message:?} is more than one line");
}

fn look_at(node: Node<'_>, text: &str, lines: &LineIndex) {
    place(text, node.span());
    let position = lines.position(text, node.span().start);
    assert!(position.line >= 1 && position.column >= 1);
    if let Some(string) = node.as_str() {
        for (at, c) in string.text.char_indices() {
            place(text, string.place(Span::new(at as u32, (at + c.len_utf8()) as u32)));
        }
        place(text, string.place(Span::at(string.text.len() as u32)));
    }
    if let Some(parent) = node.parent() {
        assert!(parent.holds(node));
    }
    for item in node.items() {
        assert_eq!(item.parent(), Some(node));
    }
    for member in node.members() {
        assert!(member.key.node.is_key());
        assert_eq!(member.value.parent(), Some(node));
        assert_eq!(member.value.key().map(|key| key.text), Some(member.key.text));
    }
    black_box((node.as_bool(), node.as_f64(), node.is_unknown(), node.tag(), node.content()));
    black_box((node.pointer(), node.aws_location()));
}

/// Makes sure that an error is told in one line, with places in the text.
pub(super) fn look_at_error(error: &SyntaxError, text: &str) {
    let related = error.related.iter().map(|(span, _)| *span);
    let fix = error.fix.iter().map(|(span, _)| *span);
    for span in [error.span].into_iter().chain(related).chain(fix) {
        place(text, span);
    }
    is_one_line(&error.message);
}

/// The same of a finding.
pub(super) fn look_at_diagnostic(diagnostic: &Diagnostic, text: &str) {
    let related = diagnostic.related.iter().map(|related| related.span);
    let edits = diagnostic.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
    for span in [diagnostic.span].into_iter().chain(related).chain(edits) {
        place(text, span);
    }
    is_one_line(&diagnostic.message);
}
