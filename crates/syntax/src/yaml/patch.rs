//! A text under repair: what was changed, and where each place of the changed text stands in the original.

use crate::Span;

/// Replaces `len` bytes at `at` by `put`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) at: usize,
    pub(super) len: usize,
    pub(super) put: String,
}

impl Edit {
    pub(super) fn insert(at: usize, put: impl Into<String>) -> Self {
        Self { at, len: 0, put: put.into() }
    }

    pub(super) fn remove(at: usize, len: usize) -> Self {
        Self { at, len, put: String::new() }
    }
}

/// Where one edit lies, before and after.
struct Change {
    old: (usize, usize),
    new: (usize, usize),
}

/// The text, after any number of repairs. Each layer was made on the text that the layer before had left.
pub(super) struct Patched<'t> {
    original: &'t str,
    current: Option<String>,
    layers: Vec<Vec<Change>>,
}

impl<'t> Patched<'t> {
    pub(super) fn new(original: &'t str) -> Self {
        Self { original, current: None, layers: Vec::new() }
    }

    pub(super) fn original(&self) -> &'t str {
        self.original
    }

    pub(super) fn text(&self) -> &str {
        self.current.as_deref().unwrap_or(self.original)
    }

    pub(super) fn is_changed(&self) -> bool {
        self.current.is_some()
    }

    /// The place in the original of an offset in the current text.
    pub(super) fn origin(&self, offset: usize) -> usize {
        self.layers.iter().rev().fold(offset, |at, layer| {
            let after = layer.partition_point(|change| change.new.0 <= at);
            match after.checked_sub(1).and_then(|i| layer.get(i)) {
                None => at,
                Some(change) if at < change.new.1 => change.old.0,
                Some(change) => change.old.1 + (at - change.new.1),
            }
        })
    }

    pub(super) fn origin_of(&self, span: Span) -> Span {
        if self.layers.is_empty() {
            return span;
        }
        let start = self.origin(span.start as usize) as u32;
        Span::new(start, (self.origin(span.end as usize) as u32).max(start))
    }

    /// Makes the edits; those that overlap an earlier one or fit no character boundary are left out.
    pub(super) fn apply(&mut self, mut edits: Vec<Edit>) {
        edits.sort_by_key(|edit| edit.at);
        let text = self.text();
        let mut out = String::with_capacity(text.len() + 64);
        let mut layer = Vec::with_capacity(edits.len());
        let mut done = 0;
        for edit in edits {
            let end = edit.at + edit.len;
            let (Some(before), true) = (text.get(done..edit.at), text.is_char_boundary(end)) else { continue };
            out.push_str(before);
            let start = out.len();
            out.push_str(&edit.put);
            layer.push(Change { old: (edit.at, end), new: (start, out.len()) });
            done = end;
        }
        out.push_str(text.get(done..).unwrap_or_default());
        self.current = Some(out);
        self.layers.push(layer);
    }
}
