//! Where the bytes of a scalar's value come from.
//!
//! The parser gives values, but no map from a value to its source. So the token is read once more here, by the same rules;
//! if the outcome is not the parser's value, the value still is the parser's, and all of it stands for the whole token.

use crate::tree::unquoted;
use crate::{Pieces, Span};

/// A scalar as the parser gives it.
pub(super) struct Token<'v> {
    /// Its place in the original text: quotes included; of a block scalar from its `|` or `>` on.
    pub(super) span: Span,
    pub(super) value: &'v str,
    /// Of a block scalar.
    pub(super) block: Option<Block>,
}

/// What the parser knows of a block scalar.
#[derive(Clone, Copy)]
pub(super) struct Block {
    /// Of its lines.
    pub(super) indent: usize,
    /// `>`, not `|`.
    pub(super) folded: bool,
    /// Where the next token begins.
    pub(super) limit: usize,
}

/// The value with its map to the source; nothing if the value stands verbatim in the source, between quotes or bare.
pub(super) fn decode(original: &str, token: &Token) -> Option<(String, Pieces)> {
    let raw = original.get(token.span.range()).unwrap_or_default();
    if unquoted(raw) == token.value {
        return None;
    }
    let mut out = Decoder { original, at: token.span.start as usize, value: String::new(), pieces: Pieces::default() };
    if let Some(block) = token.block {
        out.block(block, token.value.len());
    } else {
        out.flow(token.span.end as usize);
    }
    if out.value == token.value && !out.pieces.is_identity() {
        return Some((out.value, out.pieces));
    }
    let mut pieces = Pieces::default();
    pieces.push_opaque(token.value.len() as u32, token.span);
    Some((token.value.to_owned(), pieces))
}

/// Reads one token.
struct Decoder<'t> {
    original: &'t str,
    at: usize,
    value: String,
    pieces: Pieces,
}

impl Decoder<'_> {
    fn peek(&self) -> Option<u8> {
        self.original.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &[u8] {
        self.original.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// Takes the next `len` bytes as they are.
    fn verbatim(&mut self, len: usize) {
        let text = self.original.get(self.at..self.at + len).unwrap_or_default();
        if !text.is_empty() {
            self.value.push_str(text);
            self.pieces.push(text.len() as u32, Span::new(self.at as u32, (self.at + len) as u32));
        }
        self.at += len;
    }

    fn put(&mut self, c: char, start: usize, end: usize) {
        self.value.push(c);
        self.pieces.push(c.len_utf8() as u32, Span::new(start as u32, end as u32));
    }

    /// Steps over a line break; gives its place.
    fn line_break(&mut self) -> Option<(usize, usize)> {
        let len = match self.rest() {
            [b'\r', b'\n', ..] => 2,
            [b'\r' | b'\n', ..] => 1,
            _ => return None,
        };
        let start = self.at;
        self.at += len;
        Some((start, self.at))
    }

    fn blanks(&mut self) {
        self.at += self.rest().iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
    }

    /// A plain or quoted scalar that ends at `end`, its closing quote included.
    fn flow(&mut self, end: usize) {
        let quote = self.peek().filter(|b| matches!(b, b'"' | b'\''));
        let closed = quote.is_some() && end > self.at + 1 && self.original.as_bytes().get(end - 1).copied() == quote;
        let end = if closed { end - 1 } else { end };
        self.at += usize::from(quote.is_some());
        while self.at < end {
            let special = |b: &u8| matches!(b, b' ' | b'\t' | b'\r' | b'\n' | b'\\' | b'\'');
            let plain = self.rest().iter().take(end - self.at).take_while(|b| !special(b)).count();
            self.verbatim(plain);
            match self.peek() {
                _ if self.at >= end => break,
                Some(b' ' | b'\t' | b'\r' | b'\n') => self.white(end),
                Some(b'\\') if quote == Some(b'"') => self.escape(end),
                Some(b'\'') if quote == Some(b'\'') => {
                    let len = if self.rest().starts_with(b"''") { 2 } else { 1 };
                    self.put('\'', self.at, self.at + len);
                    self.at += len;
                }
                _ => self.verbatim(1),
            }
        }
        if self.pieces.is_identity() {
            self.pieces.push(0, Span::at(end as u32));
        }
    }

    /// Blanks within a line stay; line breaks with the blanks around them are folded.
    fn white(&mut self, end: usize) {
        let start = self.at;
        self.blanks();
        let after = self.at.min(end);
        if !matches!(self.peek(), Some(b'\r' | b'\n')) || self.at >= end {
            self.at = start;
            self.verbatim(after - start);
            return;
        }
        self.fold(start, true);
    }

    /// One line break is a space, more of them are one fewer; `space` is false after an escaped break.
    fn fold(&mut self, start: usize, space: bool) {
        let mut first = space;
        let mut only = space;
        while let Some((from, to)) = self.line_break() {
            if !std::mem::take(&mut first) {
                self.put('\n', from, to);
                only = false;
            }
            self.blanks();
        }
        if only {
            self.put(' ', start, self.at);
        }
    }

    fn escape(&mut self, end: usize) {
        let start = self.at;
        if matches!(self.rest(), [_, b'\r' | b'\n', ..]) {
            self.at += 1;
            self.line_break();
            self.blanks();
            self.fold(start, false);
            return;
        }
        let (c, len) = escaped(self.original.get(start..end).unwrap_or_default()).unwrap_or(('\u{fffd}', 1));
        self.put(c, start, start + len);
        self.at = start + len;
    }

    /// A block scalar: the header's line, then lines without their indentation.
    fn block(&mut self, block: Block, value_len: usize) {
        self.at += self.rest().iter().take_while(|b| !matches!(b, b'\r' | b'\n')).count();
        let _header = self.line_break();
        let mut breaks: Vec<(usize, usize)> = Vec::new();
        // Of the line before: was there one, and did it begin with a blank?
        let mut before: Option<bool> = None;
        loop {
            self.at += self.rest().iter().take(block.indent).take_while(|b| **b == b' ').count();
            if let Some(found) = self.line_break() {
                breaks.push(found);
                continue;
            }
            if self.at >= block.limit {
                break;
            }
            let blank = matches!(self.peek(), Some(b' ' | b'\t'));
            self.breaks(&breaks, block.folded && before == Some(false) && !blank);
            breaks.clear();
            before = Some(blank);
            let len = self.rest().iter().take_while(|b| !matches!(b, b'\r' | b'\n')).count();
            self.verbatim(len);
            breaks.extend(self.line_break());
        }
        // Chomping: as many as the parser left.
        let left = value_len.saturating_sub(self.value.len());
        for (from, to) in breaks.into_iter().take(left) {
            self.put('\n', from, to);
        }
        if self.pieces.is_identity() {
            self.pieces.push(0, Span::at(block.limit as u32));
        }
    }

    fn breaks(&mut self, breaks: &[(usize, usize)], folded: bool) {
        match breaks {
            [(from, to)] if folded => self.put(' ', *from, *to),
            [_, more @ ..] if folded => more.iter().for_each(|(from, to)| self.put('\n', *from, *to)),
            all => all.iter().for_each(|(from, to)| self.put('\n', *from, *to)),
        }
    }
}

/// The character that the escape at the start of `text` stands for, and its length; nothing for what is no escape.
pub(super) fn escaped(text: &str) -> Option<(char, usize)> {
    let simple = match text.as_bytes().get(1)? {
        b'0' => '\0',
        b'a' => '\u{7}',
        b'b' => '\u{8}',
        b't' | b'\t' => '\t',
        b'n' => '\n',
        b'v' => '\u{b}',
        b'f' => '\u{c}',
        b'r' => '\r',
        b'e' => '\u{1b}',
        b' ' => ' ',
        b'"' => '"',
        b'/' => '/',
        b'\\' => '\\',
        b'N' => '\u{85}',
        b'_' => '\u{a0}',
        b'L' => '\u{2028}',
        b'P' => '\u{2029}',
        b'x' => return char::from_u32(hex(text, 2, 2)?).map(|c| (c, 4)),
        b'U' => return char::from_u32(hex(text, 2, 8)?).map(|c| (c, 10)),
        b'u' => {
            let unit = hex(text, 2, 4)?;
            if let 0xd800..=0xdbff = unit {
                let low = text.get(6..8).filter(|s| *s == "\\u").and_then(|_| hex(text, 8, 4))?;
                let code = 0x10000 + ((unit - 0xd800) << 10) + low.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
                return char::from_u32(code).map(|c| (c, 12));
            }
            return char::from_u32(unit).map(|c| (c, 6));
        }
        _ => return None,
    };
    Some((simple, 2))
}

fn hex(text: &str, at: usize, len: usize) -> Option<u32> {
    let digits = text.get(at..at + len)?;
    digits.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok()).flatten()
}
