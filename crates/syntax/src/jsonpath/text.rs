//! Characters, quotes and escapes.

use std::borrow::Cow;

pub(crate) fn is_blank(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\n' | b'\r')
}

pub(crate) fn is_blank_char(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

/// Fit for a message: one line, not endless.
pub(crate) fn shorten(text: &str) -> String {
    const MOST: usize = 32;
    let mut out: String = text.chars().take(MOST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(MOST).is_some() {
        out.push_str("...");
    }
    out
}

/// Where the quote at `open` closes; a backslash takes the byte after it along.
pub(super) fn closing_quote(bytes: &[u8], open: usize) -> Option<usize> {
    let quote = *bytes.get(open)?;
    let mut at = open + 1;
    loop {
        match *bytes.get(at)? {
            b'\\' => at += 2,
            b if b == quote => return Some(at),
            _ => at += 1,
        }
    }
}

/// Where the bracket, brace or parenthesis at `open` closes, past quoted strings and nested ones of its kind.
pub(super) fn matching(bytes: &[u8], open: usize) -> Option<usize> {
    let opening = *bytes.get(open)?;
    let closing = match opening {
        b'[' => b']',
        b'{' => b'}',
        _ => b')',
    };
    let mut nesting = 0_u32;
    let mut at = open;
    loop {
        let b = *bytes.get(at)?;
        if matches!(b, b'\'' | b'"') {
            at = closing_quote(bytes, at)?;
        } else if b == opening {
            nesting += 1;
        } else if b == closing {
            nesting -= 1;
            if nesting == 0 {
                return Some(at);
            }
        }
        at += 1;
    }
}

/// Takes the backslash away before every character for which `escapable` holds.
pub(crate) fn unescape(raw: &str, escapable: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !raw.contains('\\') {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len());
    let mut chars = raw.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.peek() {
            Some(&next) if c == '\\' && escapable(next) => {
                out.push(next);
                chars.next();
            }
            _ => out.push(c),
        }
    }
    Cow::Owned(out)
}
