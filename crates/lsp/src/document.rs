//! An open document: its text, its lines and its version, kept up with what the client edits.

use crate::lines::{Encoding, Lines};
use tower_lsp::ls_types::{Range, TextDocumentContentChangeEvent};

/// A document as the client has it.
#[derive(Clone, Debug)]
pub struct Document {
    text: String,
    lines: Lines,
    version: i32,
}

impl Document {
    /// A document that was opened.
    pub fn new(text: String, version: i32) -> Self {
        let lines = Lines::new(&text);
        Self { text, lines, version }
    }

    /// Applies changes one after the other, each to what the one before it left.
    pub fn apply(&mut self, changes: Vec<TextDocumentContentChangeEvent>, version: i32, encoding: Encoding) {
        self.version = version;
        for change in changes {
            match change.range {
                Some(range) => self.replace(range, &change.text, encoding),
                None => *self = Self::new(change.text, version),
            }
        }
    }

    fn replace(&mut self, range: Range, new: &str, encoding: Encoding) {
        let start = self.lines.offset(&self.text, range.start, encoding);
        let end = self.lines.offset(&self.text, range.end, encoding);
        // A range that is the wrong way round means the same text.
        let old = start.min(end)..start.max(end);
        self.text.replace_range(old.clone(), new);
        self.lines.splice(&self.text, old, new.len());
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The number that the client gave to this state of the text.
    pub fn version(&self) -> i32 {
        self.version
    }

    /// Text and lines, to be analysed.
    pub fn into_parts(self) -> (String, Lines) {
        (self.text, self.lines)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tower_lsp::ls_types::Position;

    fn change(from: (u32, u32), to: (u32, u32), text: &str) -> TextDocumentContentChangeEvent {
        let range = Range::new(Position::new(from.0, from.1), Position::new(to.0, to.1));
        TextDocumentContentChangeEvent { range: Some(range), range_length: None, text: text.to_owned() }
    }

    #[test]
    fn changes_build_on_each_other() {
        let mut document = Document::new("{\n  \"\u{1f600}\": 1\n}\n".to_owned(), 1);
        let changes =
            vec![change((1, 5), (1, 5), "é"), change((1, 6), (1, 7), "\":\r\n"), change((0, 0), (0, 0), "\n")];
        document.apply(changes, 2, Encoding::Utf16);
        assert_eq!(document.text(), "\n{\n  \"\u{1f600}é\":\r\n: 1\n}\n");
        assert_eq!(document.version(), 2);
        let whole = TextDocumentContentChangeEvent { range: None, range_length: None, text: "a\nb".to_owned() };
        document.apply(vec![whole, change((1, 1), (1, 0), "c")], 3, Encoding::Utf8);
        assert_eq!(document.text(), "a\nc");
    }

    /// Pseudo-random edits, each checked against reading the whole text again.
    #[test]
    fn lines_keep_up_with_edits() {
        let pieces = ["", "\r", "\n", "\r\n", "a", "é\u{1f600}", "x\ry\n\nz", "\n\r"];
        let mut state = 7_u32;
        let mut random = |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) % below
        };
        let mut document = Document::new("a\r\nb\nc\rd".to_owned(), 0);
        for version in 1..5_000 {
            let mut place = || (random(8), random(6));
            let (from, to) = (place(), place());
            let piece = pieces[random(8) as usize];
            let encoding = if random(2) == 0 { Encoding::Utf8 } else { Encoding::Utf16 };
            document.apply(vec![change(from, to, piece)], version, encoding);
            assert_eq!(document.lines, Lines::new(&document.text), "{:?}", document.text);
            if document.text.len() > 200 {
                document.apply(vec![change((1, 0), (9, 9), "")], version, encoding);
            }
        }
    }
}
