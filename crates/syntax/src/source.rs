//! Texts, and where each byte of them stands in a file.
//!
//! A definition may be a file, or a string inside another file, behind escapes, folding and indentation. Every text
//! therefore carries its [`Pieces`]; spans are resolved through them when they are shown, and only then.

mod quoting;
mod text;

pub use quoting::{Quoting, quoted};
pub use text::Text;

use crate::Span;
use std::sync::Arc;

/// How the bytes of a decoded text map to the text that it was decoded from.
///
/// No pieces at all means that both are the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pieces(Vec<Piece>);

/// One run of decoded bytes. Runs of equal length on both sides are verbatim: byte `i` came from byte `i`. Of any other
/// run (an escape, a folded line break, a placeholder) every decoded byte stands for the whole origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// In the decoded text.
    pub decoded: Span,
    /// In the text that it was decoded from.
    pub origin: Span,
}

impl Piece {
    const fn is_verbatim(self) -> bool {
        self.decoded.len() == self.origin.len()
    }
}

impl Pieces {
    /// Adds a run that stands for the whole origin, even if it should be as long.
    pub fn push_opaque(&mut self, decoded_len: u32, origin: Span) {
        if decoded_len == origin.len() && decoded_len > 1 {
            self.push(1, origin);
            self.push(decoded_len - 1, origin);
        } else {
            self.push(decoded_len, origin);
        }
    }

    /// Adds a run at the end; verbatim neighbours are joined.
    pub fn push(&mut self, decoded_len: u32, origin: Span) {
        let start = self.0.last().map_or(0, |p| p.decoded.end);
        let piece = Piece { decoded: Span::new(start, start + decoded_len), origin };
        match self.0.last_mut() {
            Some(last) if last.is_verbatim() && piece.is_verbatim() && last.origin.end == origin.start => {
                last.decoded.end = piece.decoded.end;
                last.origin.end = origin.end;
            }
            _ => self.0.push(piece),
        }
    }

    /// Are decoded text and origin the same text?
    pub fn is_identity(&self) -> bool {
        self.0.is_empty()
    }

    /// The runs of another text behind those of this one.
    pub fn append(&mut self, other: &Self) {
        for piece in other.iter() {
            self.push(piece.decoded.len(), piece.origin);
        }
    }

    /// The runs of a part of the decoded text, as a text of its own.
    pub fn part(&self, span: Span) -> Self {
        let mut out = Self::default();
        for piece in self.iter().filter(|p| p.decoded.start < span.end && span.start < p.decoded.end) {
            let decoded = Span::new(piece.decoded.start.max(span.start), piece.decoded.end.min(span.end));
            if piece.is_verbatim() {
                out.push(decoded.len(), decoded.shifted_between(piece.decoded.start, piece.origin.start));
            } else {
                out.push_opaque(decoded.len(), piece.origin);
            }
        }
        out
    }

    /// Does the span come from one stretch of the origin, no more and no less, but for gaps of so many bytes?
    fn is_contiguous(&self, span: Span, gap: u32) -> bool {
        let touched = |p: &&Piece| p.decoded.start < span.end && span.start < p.decoded.end;
        let mut end = None;
        for piece in self.0.iter().filter(touched) {
            let is_cut = piece.decoded.start < span.start || span.end < piece.decoded.end;
            if is_cut && !piece.is_verbatim() || end.is_some_and(|end| !(end..=end + gap).contains(&piece.origin.start))
            {
                return false;
            }
            end = Some(piece.origin.end);
        }
        true
    }

    /// The runs, in order, without gaps on the decoded side.
    pub fn iter(&self) -> impl Iterator<Item = Piece> + '_ {
        self.0.iter().copied()
    }

    /// Where a span of the decoded text came from.
    pub fn origin(&self, span: Span) -> Span {
        if self.0.is_empty() {
            return span;
        }
        let start = self.piece_at(span.start);
        let begin = self.place(start, span.start, false);
        if span.is_empty() {
            return Span::at(begin);
        }
        let last = self.piece_at(span.end.saturating_sub(1));
        Span::new(begin, self.place(last, span.end, true).max(begin))
    }

    /// Which byte of the decoded text came from a byte of the origin: the first, if several did; none, if none did. Where one
    /// run ends and no other begins, the end of the former.
    fn decoded(&self, offset: u32) -> Option<u32> {
        if self.0.is_empty() {
            return Some(offset);
        }
        let inside = |p: &&Piece| p.origin.start <= offset && offset < p.origin.end;
        if let Some(p) = self.0.iter().find(inside) {
            return Some(p.decoded.start + if p.is_verbatim() { offset - p.origin.start } else { 0 });
        }
        self.0.iter().rev().find(|p| p.origin.end == offset).map(|p| p.decoded.end)
    }

    fn piece_at(&self, offset: u32) -> usize {
        self.0.partition_point(|p| p.decoded.end <= offset).min(self.0.len().saturating_sub(1))
    }

    fn place(&self, index: usize, offset: u32, as_end: bool) -> u32 {
        let Some(p) = self.0.get(index) else { return offset };
        if p.is_verbatim() {
            p.origin.start + offset.saturating_sub(p.decoded.start).min(p.decoded.len())
        } else if as_end || offset >= p.decoded.end {
            p.origin.end
        } else {
            p.origin.start
        }
    }
}

/// The largest text that is read, in bytes. AWS takes definitions of up to 1,048,576 characters; what is far larger is no
/// definition, and reading it would only cost memory.
pub const MAX_TEXT: usize = 8 * 1024 * 1024;

/// A text to be parsed.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// Parts of a tree are trees of the same text.
    text: Arc<str>,
    pieces: Pieces,
    quoting: Quoting,
    fault: Option<Fault>,
}

/// Why bytes are no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The byte at this offset starts no UTF-8 character; the text ends before it.
    NotUtf8(u32),
    /// More than [`MAX_TEXT`] bytes; nothing was kept.
    TooLarge(u64),
}

impl Source {
    /// A text that is a file, or is treated as one.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.len() > MAX_TEXT {
            return Self::too_large(text.len() as u64);
        }
        Self { text: text.into(), ..Self::default() }
    }

    /// A file's bytes. What is not UTF-8 leaves the text before it and a [`Fault`].
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        if bytes.len() > MAX_TEXT {
            return Self::too_large(bytes.len() as u64);
        }
        match String::from_utf8(bytes) {
            Ok(text) => Self::new(text),
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let text = String::from_utf8_lossy(error.as_bytes().get(..valid).unwrap_or_default()).into_owned();
                Self { text: text.into(), fault: Some(Fault::NotUtf8(valid as u32)), ..Self::default() }
            }
        }
    }

    /// A file that was not read because it has this many bytes.
    pub fn too_large(bytes: u64) -> Self {
        Self { fault: Some(Fault::TooLarge(bytes)), ..Self::default() }
    }

    /// A text inside a file, with the map to it and how it is written there.
    pub fn embedded(text: impl Into<String>, pieces: Pieces, quoting: Quoting) -> Self {
        Self { pieces, quoting, ..Self::new(text) }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Why the bytes are not (all) text.
    pub fn fault(&self) -> Option<Fault> {
        self.fault
    }

    /// The place in the file of a span of this text.
    pub fn resolve(&self, span: Span) -> Span {
        self.pieces.origin(span)
    }

    /// The runs of a text that was decoded from this one, as runs of the file.
    fn compose(&self, pieces: &Pieces) -> Pieces {
        if self.pieces.is_identity() {
            return pieces.clone();
        }
        let mut out = Pieces::default();
        for piece in pieces.iter() {
            if piece.is_verbatim() {
                out.append(&self.pieces.part(piece.origin));
            } else {
                out.push_opaque(piece.decoded.len(), self.resolve(piece.origin));
            }
        }
        out
    }

    /// The place in this text of a byte of the file; none, where it is no part of it.
    pub fn locate(&self, offset: u32) -> Option<u32> {
        self.pieces.decoded(offset)
    }

    /// What to put where in the file to have this text in the place of a span of it; none, where the span is no one
    /// stretch of the file, or the text can't be written there.
    pub fn edit(&self, span: Span, text: &str) -> Option<(Span, String)> {
        if self.pieces.is_identity() && self.quoting == Quoting::Verbatim {
            return Some((span, text.to_owned()));
        }
        let is_one = self.pieces.is_identity() || self.pieces.is_contiguous(span, self.quoting.indentation());
        is_one.then(|| Some((self.resolve(span), self.quoting.write(text)?))).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_go_through_escapes() {
        // origin `"a\nbc"` at 10, decoded `a⏎bc`
        let mut pieces = Pieces::default();
        pieces.push(1, Span::new(11, 12));
        pieces.push(1, Span::new(12, 14));
        pieces.push(2, Span::new(14, 16));
        assert_eq!(pieces.origin(Span::new(0, 1)), Span::new(11, 12));
        assert_eq!(pieces.origin(Span::new(1, 2)), Span::new(12, 14));
        assert_eq!(pieces.origin(Span::new(2, 3)), Span::new(14, 15));
        assert_eq!(pieces.origin(Span::new(1, 4)), Span::new(12, 16));
        assert_eq!(pieces.origin(Span::at(4)), Span::at(16));
        let back = [10, 11, 12, 13, 14, 15, 16, 17].map(|offset| pieces.decoded(offset));
        assert_eq!(back, [None, Some(0), Some(1), Some(1), Some(2), Some(3), Some(4), None]);
    }

    #[test]
    fn a_part_of_what_stands_for_a_place_stands_for_all_of_it() {
        let place = Span::new(10, 13);
        let mut pieces = Pieces::default();
        pieces.push_opaque(6, place);
        let part = pieces.part(Span::new(1, 4));
        assert!((0..3).all(|at| part.origin(Span::new(at, at + 1)) == place));
    }

    #[test]
    fn what_is_no_text_keeps_what_stands_before_it() {
        let source = Source::from_bytes(b"{\"a\":\xff}".to_vec());
        assert_eq!(source.text(), "{\"a\":");
        assert_eq!(source.fault(), Some(Fault::NotUtf8(5)));
    }
}
