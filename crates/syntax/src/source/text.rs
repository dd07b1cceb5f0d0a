//! Texts in the making, put together of parts that stand here and there in a file.

use super::{Pieces, Quoting, Source};
use crate::Span;

/// A text and where in a file each of its bytes comes from.
#[derive(Clone, Debug, Default)]
pub struct Text {
    value: String,
    pieces: Pieces,
    quoting: Option<Quoting>,
}

impl Text {
    /// A text with its map, and how it is written in the file.
    pub fn new(value: String, pieces: Pieces, quoting: Quoting) -> Self {
        Self { value, pieces, quoting: Some(quoting) }
    }

    /// A text of which all stands for one place in the file.
    pub fn standing_for(text: &str, place: Span) -> Self {
        let mut out = Self::default();
        out.push_for(text, place);
        out
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.value
    }

    /// The text, with its map.
    pub fn into_parts(self) -> (String, Pieces) {
        (self.value, self.pieces)
    }

    /// Adds another.
    pub fn push(&mut self, other: &Self) {
        self.value.push_str(&other.value);
        self.pieces.append(&other.pieces);
        self.quoting = match (self.quoting, other.quoting) {
            (Some(one), Some(other)) => Some(one.and(other)),
            (one, other) => one.or(other),
        };
    }

    /// Adds a text that stands for a place in the file.
    pub fn push_for(&mut self, text: &str, place: Span) {
        if !text.is_empty() {
            self.value.push_str(text);
            self.pieces.push_opaque(text.len() as u32, place);
        }
    }

    /// A part of it.
    #[must_use]
    pub fn part(&self, span: Span) -> Self {
        let value = self.value.get(span.range()).unwrap_or_default().to_owned();
        Self { pieces: self.pieces.part(span), value, quoting: self.quoting }
    }

    /// The place in the file of a span of it.
    pub fn origin(&self, span: Span) -> Span {
        self.pieces.origin(span)
    }

    /// As a text to be parsed, whose places are those of the file that the outer text stands in.
    pub fn into_source(self, outer: &Source) -> Source {
        let mut pieces = outer.compose(&self.pieces);
        if pieces.is_identity() {
            pieces.push(0, Span::at(0));
        }
        // Of a text in a text nobody knows how to write it but where the outer one is the file.
        let quoting = self.quoting.filter(|_| outer.pieces.is_identity()).unwrap_or(Quoting::Unknown);
        Source::embedded(self.value, pieces, quoting)
    }
}
