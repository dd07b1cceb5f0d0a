//! Strings and numbers of JSON.

use super::Parser;
use crate::tree::Kind;
use crate::{Pieces, Span, SyntaxError};

/// A string's span with quotes, and its value where that differs from the source.
pub(super) type Scanned = (Span, Option<(String, Pieces)>);

/// One past the closing quote of the string that opens at `start`; of one without end, the end of the line.
pub(super) fn end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    loop {
        match bytes.get(at) {
            Some(b'"') => return at + 1,
            Some(b'\\') => at += 2,
            Some(b'\n') | None => return at.min(bytes.len()),
            Some(_) => at += 1,
        }
    }
}

/// What keeps a token from being a JSON number.
pub(super) fn number_fault(token: &str) -> Option<&'static str> {
    let rest = token.strip_prefix('-').unwrap_or(token);
    let digits = |s: &str| s.bytes().take_while(u8::is_ascii_digit).count();
    let whole = digits(rest);
    if whole == 0 {
        return Some("expected a digit");
    }
    if whole > 1 && rest.starts_with('0') {
        return Some("it begins with 0");
    }
    let mut rest = rest.get(whole..).unwrap_or_default();
    if let Some(fraction) = rest.strip_prefix('.') {
        let n = digits(fraction);
        if n == 0 {
            return Some("expected a digit after `.`");
        }
        rest = fraction.get(n..).unwrap_or_default();
    }
    if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        let n = digits(exponent);
        if n == 0 {
            return Some("expected a digit in the exponent");
        }
        rest = exponent.get(n..).unwrap_or_default();
    }
    (!rest.is_empty()).then_some("something follows the digits")
}

/// May a quote, a backslash or a control character be among eight bytes? None is where it says so.
fn may_end(word: u64) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let has_less = |word: u64, than: u64| word.wrapping_sub(ONES * than) & !word & (ONES * 0x80);
    let is_among = |byte: u8| has_less(word ^ (ONES * u64::from(byte)), 1);
    has_less(word, 0x20) | is_among(b'"') | is_among(b'\\') != 0
}

impl Parser<'_> {
    pub(super) fn string(&mut self) {
        let (span, decoded) = self.scan_string();
        self.out.string(span, decoded);
    }

    /// Reads the string at hand. Most have no escapes: one pass finds the closing quote, and nothing is copied.
    pub(super) fn scan_string(&mut self) -> Scanned {
        let start = self.at;
        let mut at = start + 1;
        while let Some(word) = self.bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
            if may_end(u64::from_le_bytes(*word)) {
                break;
            }
            at += 8;
        }
        while let Some(b) = self.bytes.get(at) {
            match b {
                b'"' => {
                    self.at = at + 1;
                    return (Span::new(start as u32, self.at as u32), None);
                }
                b'\\' | 0..=0x1f => break,
                _ => at += 1,
            }
        }
        self.slow_string(start)
    }

    fn slow_string(&mut self, start: usize) -> Scanned {
        let mut value = String::new();
        let mut pieces = Pieces::default();
        let mut at = start + 1;
        loop {
            let run = self.bytes.get(at..).unwrap_or_default().iter();
            let plain = run.take_while(|b| !matches!(b, b'"' | b'\\' | 0..=0x1f)).count();
            let text = self.text.get(at..at + plain).unwrap_or_default();
            if !text.is_empty() {
                value.push_str(text);
                pieces.push(plain as u32, Span::new(at as u32, (at + plain) as u32));
            }
            at += plain;
            let (decoded, end) = match self.bytes.get(at) {
                Some(b'"') => {
                    at += 1;
                    break;
                }
                Some(b'\\') => self.escape(at),
                Some(b'\n' | b'\r') if self.ends_with_line(at) => {
                    at = self.unterminated(start, at, &mut value, &mut pieces);
                    break;
                }
                Some(control) => {
                    self.raw_control(at, *control);
                    (char::from(*control), at + 1)
                }
                None => {
                    at = self.unterminated(start, at, &mut value, &mut pieces);
                    break;
                }
            };
            value.push(decoded);
            pieces.push(decoded.len_utf8() as u32, Span::new(at as u32, end as u32));
            at = end;
        }
        self.at = at;
        if pieces.is_identity() {
            pieces.push(0, Span::at(start as u32 + 1));
        }
        (Span::new(start as u32, at as u32), Some((value, pieces)))
    }

    fn raw_control(&mut self, at: usize, control: u8) {
        let span = Span::new(at as u32, at as u32 + 1);
        let (name, write) = match control {
            b'\n' => ("a line break".to_owned(), "\\n".to_owned()),
            b'\r' => ("a carriage return".to_owned(), "\\r".to_owned()),
            b'\t' => ("a tab".to_owned(), "\\t".to_owned()),
            other => (format!("the control character U+{other:04X}"), format!("\\u{other:04x}")),
        };
        let said = self.errors.last().is_some_and(|e| e.message.starts_with(&name));
        if !said {
            let error = SyntaxError::new(span, format!("{name} stands bare in a string"));
            self.error(error.with_help(format!("write `{write}`")));
        }
    }

    /// Does the text after a line break look like JSON again, so that the quote was forgotten?
    fn ends_with_line(&self, at: usize) -> bool {
        let rest = self.bytes.get(at..).unwrap_or_default();
        // What is not told by the next few lines is not told at all.
        let next = rest
            .iter()
            .take(500)
            .find(|b| !matches!(b, b' ' | b'\t' | b'\r' | b'\n' | b'{' | b'}' | b'[' | b']' | b','));
        matches!(next, None | Some(b'"'))
    }

    /// The string has no closing quote: it ends with its line, before a comma that stands last.
    fn unterminated(&mut self, start: usize, at: usize, value: &mut String, pieces: &mut Pieces) -> usize {
        let trimmed = value.trim_end().len();
        value.truncate(trimmed);
        let cut = usize::from(value.ends_with(',') && value.pop().is_some());
        *pieces = pieces.part(Span::new(0, value.len() as u32));
        let blanks = self.text.get(..at).map_or(0, |s| s.len() - s.trim_end().len());
        let end = at.saturating_sub(blanks + cut).max(start + 1);
        self.error(
            SyntaxError::new(Span::at(end as u32), "the string has no closing `\"`")
                .with_help(format!("it opens with {}", self.text.get(start..end).map_or("`\"`".to_owned(), head))),
        );
        end
    }

    /// Decodes the escape at hand; gives the character and the place behind it.
    fn escape(&mut self, at: usize) -> (char, usize) {
        let simple = match self.bytes.get(at + 1) {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(at),
            _ => {
                let next = self.text.get(at + 1..).and_then(|s| s.chars().next());
                let end = at + 1 + next.map_or(0, char::len_utf8);
                let token = self.text.get(at..end).unwrap_or("\\");
                let error =
                    SyntaxError::new(Span::new(at as u32, end as u32), format!("`{token}` is not an escape of JSON"));
                self.error(error.with_help("a backslash itself is written `\\\\`"));
                // Kept as written; the character after it is read next.
                return ('\\', at + 1);
            }
        };
        (simple, at + 2)
    }

    fn unicode_escape(&mut self, at: usize) -> (char, usize) {
        let Some(unit) = self.hex4(at + 2) else {
            let digits = self
                .bytes
                .get(at + 2..)
                .unwrap_or_default()
                .iter()
                .take(4)
                .take_while(|b| b.is_ascii_hexdigit())
                .count();
            let end = at + 2 + digits;
            self.error(SyntaxError::new(
                Span::new(at as u32, end as u32),
                "expected four hexadecimal digits after `\\u`",
            ));
            return ('\u{fffd}', end);
        };
        if let Some(c) = char::from_u32(unit) {
            return (c, at + 6);
        }
        let low = (self.bytes.get(at + 6..at + 8) == Some(b"\\u")).then(|| self.hex4(at + 8)).flatten();
        match low {
            Some(low @ 0xdc00..=0xdfff) if unit < 0xdc00 => {
                let code = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
                (char::from_u32(code).unwrap_or('\u{fffd}'), at + 12)
            }
            // A lone surrogate: Java keeps it, a UTF-8 text can't. No definition depends on it.
            _ => ('\u{fffd}', at + 6),
        }
    }

    fn hex4(&self, at: usize) -> Option<u32> {
        let digits = self.text.get(at..at + 4)?;
        digits.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok()).flatten()
    }

    pub(super) fn single_quoted_value(&mut self) {
        let start = self.at as u32;
        match self.single_quoted() {
            Some(span) => self.out.string(span, None),
            None => self.out.leaf(Kind::Missing, Span::new(start, self.at as u32)),
        };
    }

    /// `'text'`, or `'text"`: an error; gives the place of the string that was meant, if it has an end.
    pub(super) fn single_quoted(&mut self) -> Option<Span> {
        let start = self.at;
        let rest = self.text.get(start + 1..).unwrap_or_default();
        let line = rest.split('\n').next().unwrap_or_default();
        let single = line.find('\'');
        let ends = |at: &usize| ends_string(line.get(at + 1..).unwrap_or_default());
        let len = single.filter(ends).or_else(|| line.find('"').filter(ends)).or(single);
        let end = start + 1 + len.map_or(line.len(), |len| len + 1);
        let span = Span::new(start as u32, end as u32);
        let mut error = SyntaxError::new(span, "JSON strings are in double quotes").with_help("write `\"` for `'`");
        let inner = len.and_then(|len| line.get(..len));
        if let Some(inner) = inner.filter(|inner| !inner.contains(['"', '\\'])) {
            error = error.with_fix(span, format!("\"{inner}\""));
        }
        self.error(error);
        self.at = self.at.max(end);
        inner.map(|_| span)
    }
}

/// Does what follows a quote look as if the quote ended a string?
fn ends_string(after: &str) -> bool {
    let after = after.trim_start();
    after.is_empty() || after.starts_with([':', ',', '}', ']'])
}

/// The beginning of a text, quoted for a message.
fn head(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(30) {
        Some((cut, _)) => format!("`{}…`", line.get(..cut).unwrap_or_default()),
        None => format!("`{line}`"),
    }
}
