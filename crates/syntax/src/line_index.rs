//! Lines and columns of a text.

use crate::Span;

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
}
