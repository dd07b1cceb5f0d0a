//! Lines and columns as editors count them: from 0, in UTF-16 units or in bytes.

use asl_syntax::Span;
use std::ops::Range as Bytes;
use tower_lsp::ls_types::{Position, PositionEncodingKind, Range};

/// What a column counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units: what every client understands.
    #[default]
    Utf16,
}

impl Encoding {
    /// The one to use with a client that offers these.
    pub fn negotiate(offered: Option<&[PositionEncodingKind]>) -> Self {
        if offered.is_some_and(|kinds| kinds.contains(&PositionEncodingKind::UTF8)) { Self::Utf8 } else { Self::Utf16 }
    }

    /// As the protocol writes it.
    pub const fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
        }
    }

    fn units(self, c: char) -> usize {
        match self {
            Self::Utf8 => c.len_utf8(),
            Self::Utf16 => c.len_utf16(),
        }
    }

    /// Units in a part of a text. A character counts where it begins, so parts may be cut anywhere.
    fn count(self, bytes: &[u8]) -> usize {
        match self {
            Self::Utf8 => bytes.len(),
            // A byte that continues a character counts nothing, the first of four bytes counts for a surrogate pair. Sums
            // of few bytes fit into a byte, and those a processor takes many at a time.
            Self::Utf16 => {
                let units = |b: &u8| u8::from(b & 0xc0 != 0x80) + u8::from(*b >= 0xf0);
                bytes.chunks(64).map(|few| usize::from(few.iter().map(units).sum::<u8>())).sum()
            }
        }
    }
}

/// Where the lines of a text begin. `\n`, `\r\n` and a lone `\r` end a line, as the protocol has it; that is why this is
/// not `asl_syntax::LineIndex`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    /// Reads a whole text.
    pub fn new(text: &str) -> Self {
        let mut lines = Self { starts: vec![0] };
        lines.starts.extend((1..=text.len()).filter(|at| begins_line(text.as_bytes(), *at)));
        lines
    }

    /// Follows an edit: `text` is what came out of it, `old` the bytes that were replaced, `len` the bytes that stand
    /// there now. Only the new bytes are read.
    pub fn splice(&mut self, text: &str, old: Bytes<usize>, len: usize) {
        // Whether a line begins at an offset is decided by the bytes on both sides, so both ends of the edit are doubtful.
        let first = self.starts.partition_point(|s| *s < old.start.max(1));
        let last = self.starts.partition_point(|s| *s <= old.end).max(first);
        let end = old.start + len;
        for start in self.starts.iter_mut().skip(last) {
            *start = *start - old.end + end;
        }
        let fresh = (old.start.max(1)..=end).filter(|at| begins_line(text.as_bytes(), *at));
        self.starts.splice(first..last, fresh);
    }

    /// The bytes of a line without what ends it; none beyond the last line.
    fn content(&self, text: &str, line: usize) -> Option<Bytes<usize>> {
        let start = self.starts.get(line).copied()?.min(text.len());
        let end = self.starts.get(line + 1).copied().unwrap_or(text.len()).clamp(start, text.len());
        Some(start..start + without_end(text.get(start..end).unwrap_or_default()).len())
    }

    /// The byte that a position means. One beyond its line means the end of the line, one beyond the text the end of the
    /// text, and one inside of a character the beginning of the character.
    pub fn offset(&self, text: &str, position: Position, encoding: Encoding) -> usize {
        let Some(line) = self.content(text, position.line as usize) else { return text.len() };
        let mut left = position.character as usize;
        let mut offset = line.start;
        for c in text.get(line).unwrap_or_default().chars() {
            let units = encoding.units(c);
            if units > left {
                break;
            }
            left -= units;
            offset += c.len_utf8();
        }
        offset
    }
}

fn begins_line(bytes: &[u8], at: usize) -> bool {
    match at.checked_sub(1).and_then(|before| bytes.get(before)) {
        Some(b'\n') => true,
        Some(b'\r') => bytes.get(at) != Some(&b'\n'),
        _ => false,
    }
}

fn without_end(line: &str) -> &str {
    line.strip_suffix("\r\n").or_else(|| line.strip_suffix(['\n', '\r'])).unwrap_or(line)
}

/// Turns bytes into positions.
///
/// A definition may be one line of a megabyte with thousands of findings, so columns are not counted from the beginning of
/// the line: the units before every block of the text are known.
#[derive(Debug)]
pub struct Ruler<'a> {
    text: &'a str,
    lines: &'a Lines,
    encoding: Encoding,
    marks: &'a [usize],
}

const BLOCK: usize = 1024;

impl<'a> Ruler<'a> {
    /// For a text, its lines, and its marks in the same encoding.
    pub fn new(text: &'a str, lines: &'a Lines, encoding: Encoding, marks: &'a [usize]) -> Self {
        Self { text, lines, encoding, marks }
    }

    /// The units before every block of a text.
    pub fn marks(text: &str, encoding: Encoding) -> Vec<usize> {
        let mut units = 0;
        let marks = text.as_bytes().chunks(BLOCK).map(|block| {
            let before = units;
            units += encoding.count(block);
            before
        });
        marks.collect()
    }

    /// The position of a byte; one inside of a line's end is the end of the line.
    pub fn position(&self, offset: u32) -> Position {
        let mut offset = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.lines.starts.partition_point(|s| *s <= offset).saturating_sub(1);
        let content = self.lines.content(self.text, line).unwrap_or_default();
        let offset = offset.clamp(content.start, content.end);
        Position::new(line as u32, (self.units(offset) - self.units(content.start)) as u32)
    }

    /// The range of a span.
    pub fn range(&self, span: Span) -> Range {
        Range::new(self.position(span.start), self.position(span.end.max(span.start)))
    }

    /// Units in front of a byte.
    fn units(&self, offset: usize) -> usize {
        let block = (offset / BLOCK).min(self.marks.len().saturating_sub(1));
        let rest = self.text.as_bytes().get(block * BLOCK..offset).unwrap_or_default();
        self.marks.get(block).copied().unwrap_or(0) + self.encoding.count(rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position(text: &str, offset: usize, encoding: Encoding) -> (u32, u32) {
        let (lines, marks) = (Lines::new(text), Ruler::marks(text, encoding));
        let p = Ruler::new(text, &lines, encoding, &marks).position(offset as u32);
        (p.line, p.character)
    }

    #[test]
    fn columns_count_units_of_the_encoding() {
        let text = "\u{feff}a\r\n\u{1f600}é=1\rx";
        let one = text.find('1').unwrap();
        assert_eq!(position(text, 4, Encoding::Utf16), (0, 2), "a byte order mark that the client sent counts");
        assert_eq!(position(text, one, Encoding::Utf16), (1, 4));
        assert_eq!(position(text, one, Encoding::Utf8), (1, 7));
        assert_eq!(position(text, text.len(), Encoding::Utf16), (2, 1));
        assert_eq!(position(text, 5, Encoding::Utf16), (0, 2), "inside of a line's end");
        assert_eq!(position(text, 9, Encoding::Utf16), (1, 0), "inside of a character");
        assert_eq!(position(text, 4711, Encoding::Utf8), (2, 1), "beyond the text");
        assert_eq!(position("", 0, Encoding::Utf16), (0, 0));
    }

    #[test]
    fn positions_come_back_as_offsets() {
        let text = format!("{}\n\u{1f600}é\r\n\n{}", "aé\u{1f600}".repeat(700), "ü".repeat(1024));
        let lines = Lines::new(&text);
        for encoding in [Encoding::Utf8, Encoding::Utf16] {
            let marks = Ruler::marks(&text, encoding);
            let ruler = Ruler::new(&text, &lines, encoding, &marks);
            for (offset, c) in text.char_indices().filter(|(_, c)| *c != '\n') {
                let position = ruler.position(offset as u32);
                assert_eq!(lines.offset(&text, position, encoding), offset, "{c:?} at {position:?}");
            }
        }
    }

    #[test]
    fn wild_positions_are_clamped() {
        let text = "a\u{1f600}b\r\nc";
        let lines = Lines::new(text);
        let at = |line, column, encoding| lines.offset(text, Position::new(line, column), encoding);
        assert_eq!(at(0, u32::MAX, Encoding::Utf16), 6);
        assert_eq!(at(u32::MAX, 0, Encoding::Utf16), text.len());
        assert_eq!(at(1, 9, Encoding::Utf8), text.len());
        assert_eq!(at(0, 2, Encoding::Utf16), 1, "between surrogates");
        assert_eq!(at(0, 3, Encoding::Utf8), 1, "inside of a character");
        assert_eq!(Lines::new("").offset("", Position::new(3, 3), Encoding::Utf16), 0);
    }

    #[test]
    fn utf8_is_taken_if_it_is_offered() {
        let offered = [PositionEncodingKind::UTF16, PositionEncodingKind::UTF8];
        assert_eq!(Encoding::negotiate(Some(&offered)), Encoding::Utf8);
        assert_eq!(Encoding::negotiate(Some(&offered[..1])), Encoding::Utf16);
        assert_eq!(Encoding::negotiate(None), Encoding::Utf16);
    }
}
