//! What can't be judged in a text that could not be read as written.

use crate::Rule;
use crate::diagnostic::Finding;
use asl_syntax::{Format, NodeId, Span, Tree};
use std::collections::HashSet;

/// The places of a tree that nothing but its syntax errors should be said of.
#[derive(Debug, Default)]
pub(crate) struct Doubt {
    /// What the parser could not read; in JSON, where a quote turns all that follows inside out, up to the line's end.
    spans: Vec<Span>,
    /// Objects and arrays that lack something, or have too much: nobody knows what is missing in them.
    unread: HashSet<NodeId>,
}

impl Doubt {
    pub(crate) fn new(tree: &Tree) -> Self {
        let text = tree.source().text();
        let to_line_end = |span: Span| {
            let rest = text.get(span.start as usize..).unwrap_or_default();
            let end = rest.find('\n').map_or(text.len(), |i| span.start as usize + i);
            Span::new(span.start, end as u32)
        };
        let mut spans: Vec<Span> = Vec::new();
        for error in tree.errors() {
            // Errors come in order: those of one line are covered by its first.
            if spans.last().is_none_or(|last| last.end <= error.span.start) {
                spans.push(if tree.format() == Format::Json { to_line_end(error.span) } else { error.span });
            }
        }
        let mut unread = HashSet::new();
        for error in tree.errors() {
            let mut node = Some(tree.root().deepest_at(error.span.start));
            while let Some(object) = node {
                unread.insert(object.id());
                // What was left unread may belong to any of those around.
                node = object.parent().filter(|_| error.gives_up);
            }
        }
        Self { spans, unread }
    }

    /// Does a finding speak of something that could not be read?
    pub(crate) fn covers(&self, rule: &Rule, finding: &Finding<'_>) -> bool {
        if self.spans.is_empty() || rule.id == "syntax-error" {
            return false;
        }
        let place = finding.place.span;
        // The first span that does not end before it; a place where something is missing counts as touched.
        let next = self.spans.partition_point(|s| s.end < place.start);
        let touches = |s: &Span| s.start < place.end + u32::from(s.is_empty()) && place.start < s.end.max(s.start + 1);
        self.spans.get(next..).unwrap_or_default().iter().take(2).any(touches)
            || finding.absent_in.is_some_and(|object| self.unread.contains(&object))
    }
}
