//! Texts, and where each byte of them stands in a file.
//!
//! A definition may be a file, or a string inside another file, behind escapes, folding and indentation. Every text
//! therefore carries its [`Pieces`]; spans are resolved through them when they are shown, and only then.

use crate::Span;

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
    text: String,
    pieces: Pieces,
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
        Self { text, pieces: Pieces::default(), fault: None }
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
                Self { text, pieces: Pieces::default(), fault: Some(Fault::NotUtf8(valid as u32)) }
            }
        }
    }

    /// A file that was not read because it has this many bytes.
    pub fn too_large(bytes: u64) -> Self {
        Self { fault: Some(Fault::TooLarge(bytes)), ..Self::default() }
    }

    /// A text inside a file, with the map to it.
    pub fn embedded(text: impl Into<String>, pieces: Pieces) -> Self {
        Self { pieces, ..Self::new(text) }
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
}

/// Line starts of a file, to tell lines and columns.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
    /// Characters before every [`STRIDE`]th byte: a line may be as long as the file.
    characters: Vec<u32>,
}

const STRIDE: usize = 1024;

/// A place as people count: both from 1, the column in Unicode characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Character in the line, from 1.
    pub column: u32,
    /// Byte in the file, from 0.
    pub offset: u32,
}

impl LineIndex {
    /// Reads the line starts; `\n` and `\r\n` end lines.
    pub fn new(text: &str) -> Self {
        let mut starts = Vec::with_capacity(text.len() / 32 + 1);
        starts.push(0);
        let (words, rest) = text.as_bytes().as_chunks::<8>();
        for (at, word) in words.iter().enumerate() {
            let mut found = line_breaks(u64::from_le_bytes(*word));
            while found != 0 {
                starts.push(at as u32 * 8 + found.trailing_zeros() / 8 + 1);
                found &= found - 1;
            }
        }
        let before = text.len() - rest.len();
        starts.extend((before..).zip(rest).filter(|(_, b)| **b == b'\n').map(|(at, _)| at as u32 + 1));
        let mut characters = Vec::with_capacity(text.len() / STRIDE + 2);
        let mut count = 0;
        characters.push(count);
        for chunk in text.as_bytes().chunks(STRIDE) {
            count += starts_of_characters(chunk);
            characters.push(count);
        }
        Self { starts, characters }
    }

    /// The place of a byte offset in the text that the index was made of.
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let offset = offset.min(text.len() as u32);
        let line = self.starts.partition_point(|s| *s <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let bom = u32::from(start == 0 && offset >= 3 && text.starts_with('\u{feff}'));
        let column = self.before(text, offset).saturating_sub(self.before(text, start)) - bom + 1;
        Position { line: line as u32, column, offset }
    }

    /// How many characters begin before a byte.
    fn before(&self, text: &str, offset: u32) -> u32 {
        let stride = offset as usize / STRIDE;
        let rest = text.as_bytes().get(stride * STRIDE..offset as usize).unwrap_or_default();
        self.characters.get(stride).copied().unwrap_or(0) + starts_of_characters(rest)
    }

    /// The line that holds a byte, with its line break; the last one goes on without end.
    pub fn line(&self, offset: u32) -> Span {
        let next = self.starts.partition_point(|s| *s <= offset).max(1);
        let start = self.starts.get(next - 1).copied().unwrap_or(0);
        Span::new(start, self.starts.get(next).copied().unwrap_or(u32::MAX))
    }

    /// Number of lines.
    pub fn lines(&self) -> usize {
        self.starts.len()
    }
}

fn starts_of_characters(bytes: &[u8]) -> u32 {
    // So few fit into a byte, which is counted many at a time.
    let count = |few: &[u8]| few.iter().map(|b| u8::from(b & 0xc0 != 0x80)).sum::<u8>();
    bytes.chunks(128).map(|few| u32::from(count(few))).sum()
}

/// The bytes of a word that are line breaks, each as its highest bit.
fn line_breaks(word: u64) -> u64 {
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    let others = word ^ 0x0a0a_0a0a_0a0a_0a0a;
    // No byte carries into the next.
    !(((others & LOW) + LOW) | others | LOW)
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
    }

    #[test]
    fn columns_count_characters_and_not_the_byte_order_mark() {
        let text = "\u{feff}{\n \"é\": 1}\r\n";
        let index = LineIndex::new(text);
        assert_eq!(index.position(text, 3), Position { line: 1, column: 1, offset: 3 });
        let one = text.find('1').map_or(0, |i| i as u32);
        assert_eq!(index.position(text, one), Position { line: 2, column: 7, offset: one });
    }

    #[test]
    fn line_breaks_are_found_wherever_they_stand() {
        let mut text = String::new();
        for at in 0..200_u32 {
            text.push(['a', '\n', '\u{b}', '\t', 'é', '\u{8a0a}'][(at * at % 7 % 6) as usize]);
            let starts = text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i as u32 + 1);
            let index = LineIndex::new(&text);
            assert!(std::iter::once(0).chain(starts).eq(index.starts.iter().copied()), "{text:?}");
            assert_eq!(starts_of_characters(text.as_bytes()) as usize, text.chars().count());
        }
    }

    #[test]
    fn what_is_no_text_keeps_what_stands_before_it() {
        let source = Source::from_bytes(b"{\"a\":\xff}".to_vec());
        assert_eq!(source.text(), "{\"a\":");
        assert_eq!(source.fault(), Some(Fault::NotUtf8(5)));
    }
}
