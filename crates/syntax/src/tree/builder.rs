//! Trees in the making.

use super::{Decoded, Format, Kind, NONE, NodeId, Raw, Tree};
use crate::{Pieces, Source, Span, SyntaxError};

/// Makes a tree from what a parser meets, in document order.
#[derive(Debug)]
pub struct Builder {
    nodes: Vec<Raw>,
    decoded: Vec<Decoded>,
    tags: Vec<(NodeId, Box<str>)>,
    ambiguous: Vec<(NodeId, &'static str)>,
    /// Of every open container: its number, and how many values are in it so far.
    open: Vec<(u32, u32)>,
}

impl Builder {
    /// For a text of so many bytes.
    pub fn new(text_len: usize) -> Self {
        Self {
            nodes: Vec::with_capacity(text_len / 16 + 4),
            decoded: Vec::new(),
            tags: Vec::new(),
            ambiguous: Vec::new(),
            open: Vec::new(),
        }
    }

    fn push(&mut self, kind: Kind, span: Span, decoded: u32) -> u32 {
        let id = self.nodes.len() as u32;
        let (parent, index) = match self.open.last_mut() {
            Some((parent, count)) => {
                *count += 1;
                (*parent, *count - 1)
            }
            None => (NONE, 0),
        };
        self.nodes.push(Raw { kind, decoded, span, parent, end: id + 1, index });
        id
    }

    /// A value without parts.
    pub fn leaf(&mut self, kind: Kind, span: Span) -> NodeId {
        NodeId(self.push(kind, span, NONE))
    }

    /// A string; `decoded` where the value differs from the source between the quotes.
    pub fn string(&mut self, span: Span, decoded: Option<(String, Pieces)>) -> NodeId {
        let index = decoded.map(|(text, pieces)| self.text(text, pieces));
        self.string_of(span, index)
    }

    /// Keeps a decoded text; gives its number, for as many strings as have it.
    pub(crate) fn text(&mut self, text: String, pieces: Pieces) -> u32 {
        self.decoded.push(Decoded { text: text.into_boxed_str(), pieces });
        self.decoded.len() as u32 - 1
    }

    /// The decoded text of this number.
    pub(crate) fn decoded_text(&self, text: Option<u32>) -> Option<&str> {
        self.decoded.get(text? as usize).map(|decoded| &*decoded.text)
    }

    /// A string whose value is the text of this number, or stands verbatim in the source.
    pub(crate) fn string_of(&mut self, span: Span, text: Option<u32>) -> NodeId {
        NodeId(self.push(Kind::String, span, text.unwrap_or(NONE)))
    }

    /// Gives a node its tag.
    pub(crate) fn tag(&mut self, id: NodeId, tag: &str) {
        self.tags.push((id, tag.into()));
    }

    /// Records what the other kind of YAML reader makes of a scalar.
    pub(crate) fn mark_as_ambiguous(&mut self, id: NodeId, what: &'static str) {
        self.ambiguous.push((id, what));
    }

    /// A member's name; its value must follow.
    pub fn key(&mut self, span: Span, decoded: Option<(String, Pieces)>) -> NodeId {
        let id = self.string(span, decoded);
        self.mark_as_key(id);
        id
    }

    /// Turns the string that was read last into the name of a member.
    pub(crate) fn mark_as_key(&mut self, id: NodeId) {
        if let Some(raw) = self.nodes.get_mut(id.0 as usize) {
            raw.end = NONE;
        }
    }

    /// Begins an array or an object.
    pub fn open(&mut self, kind: Kind, start: u32) -> NodeId {
        let id = self.push(kind, Span::at(start), NONE);
        self.open.push((id, 0));
        NodeId(id)
    }

    /// Ends what was opened last.
    pub fn close(&mut self, end: u32) {
        let next = self.nodes.len() as u32;
        if let Some(raw) = self.open.pop().and_then(|(id, _)| self.nodes.get_mut(id as usize)) {
            raw.span.end = end.max(raw.span.start);
            raw.end = next;
        }
    }

    /// How many arrays and objects are open.
    pub(crate) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Makes a tree; without any node its root is missing.
    pub fn finish(mut self, source: Source, format: Format, mut errors: Vec<SyntaxError>) -> Tree {
        let end = source.text().len() as u32;
        while !self.open.is_empty() {
            self.close(end);
        }
        if self.nodes.is_empty() {
            self.leaf(Kind::Missing, Span::new(0, end));
        }
        errors.sort_by_key(|e| e.span.start);
        self.tags.sort_by_key(|(id, _)| *id);
        let Self { nodes, decoded, tags, ambiguous, .. } = self;
        Tree { source, format, nodes, decoded, tags, ambiguous, rewritten: Vec::new(), part: None, errors }
    }
}
