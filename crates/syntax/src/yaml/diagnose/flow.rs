//! Brackets and commas.

use super::{Case, Fix};
use crate::yaml::lines;
use crate::yaml::patch::Edit;
use crate::yaml::read::{mask, shorten};
use crate::{Span, SyntaxError, placeholder};

impl Case<'_> {
    /// Something is wrong between brackets.
    pub(super) fn in_flow(&self) -> Option<Fix> {
        let outer = *self.reading.flows.first()?;
        if self.text.get(..self.at)?.ends_with('$') && self.text.get(self.at..)?.starts_with('{') {
            return self.placeholders(outer);
        }
        if self.close_point(outer).is_some_and(|point| point < self.at) {
            return self.unclosed_bracket(outer);
        }
        self.missing_comma()
    }

    /// `${Name}` as a value between brackets: no YAML, but a template fills it in before anything reads the text. All of them
    /// become words for the parser, of the same length.
    fn placeholders(&self, outer: usize) -> Option<Fix> {
        let bytes = self.text.as_bytes();
        let mut edits = Vec::new();
        let mut at = outer;
        let mut fresh = true;
        let mut depth = 0_usize;
        while let Some(b) = bytes.get(at) {
            match b {
                b'"' | b'\'' if fresh => at = closing_quote(bytes, at),
                b'[' | b'{' => depth += 1,
                b']' | b'}' => depth = depth.saturating_sub(1),
                b'$' if bytes.get(at + 1) == Some(&b'{') => {
                    if let Some(end) = placeholder::end_of(bytes, at + 2) {
                        edits.push(Edit { at, len: end - at, put: mask(end - at) });
                        at = end - 1;
                    }
                }
                _ => {}
            }
            fresh = matches!(b, b'[' | b'{' | b',' | b':') || (fresh && b.is_ascii_whitespace());
            at += 1;
            // Outside of brackets the parser needs no help.
            if depth == 0 {
                break;
            }
        }
        let is_here = |edit: &Edit| edit.at <= self.at && self.at < edit.at + edit.len;
        let error = SyntaxError::new(self.char_at(self.at), "a placeholder between brackets must be quoted");
        edits.iter().any(is_here).then(|| Fix { silent: true, ..Fix::new(error, edits) })
    }

    /// The bracket at `open` is not closed: it is closed where the text goes on outside, or at the end.
    pub(super) fn unclosed_bracket(&self, open: usize) -> Option<Fix> {
        let outer = self.reading.flows.first().copied().unwrap_or(open).min(open);
        let point = self.close_point(outer).unwrap_or(self.text.len());
        let before = self.text.get(..point)?.trim_end();
        let mut point = before.len();
        // A comment at the end would swallow the bracket.
        let (start, line) = lines::line(self.text, point);
        let kept = if lines::is_blank(line) { "" } else { lines::without_comment(line) };
        if kept.len() < point - start {
            point = start + kept.len();
        }
        let (open, closers) = brackets(self.text.get(outer..point)?, outer)?;
        let bracket = self.text.get(open..=open)?;
        let closer = closers.chars().next()?;
        let many = closers.chars().count();
        let message = format!("`{bracket}` is not closed: expected `{closer}` after what stands in it");
        let error = SyntaxError::new(self.span(open, open + 1), message);
        let help = if many > 1 {
            format!("{many} brackets are open here: close them with `{closers}`")
        } else {
            format!("put `{closer}` at its end")
        };
        Some(Fix::new(error.with_help(help), vec![Edit::insert(point, closers)]))
    }

    /// Where the text goes on outside the bracket: the first line below that is indented no deeper than the bracket's own and
    /// begins like a member or a list entry. In a text that is all in brackets there is no outside.
    fn close_point(&self, outer: usize) -> Option<usize> {
        let (start, line) = lines::line(self.text, outer);
        let indent = lines::indent(line);
        if start + indent == outer {
            return None;
        }
        let mut at = lines::next(self.text, outer)?;
        loop {
            let (begin, line) = lines::line(self.text, at);
            let inner = line.trim_start();
            let begins =
                inner.starts_with("- ") || (!inner.starts_with(['"', '\'', '{', '[']) && lines::colon(inner).is_some());
            if !lines::is_blank(line) && lines::indent(line) <= indent && begins {
                return Some(begin);
            }
            at = lines::next(self.text, at)?;
        }
    }

    pub(super) fn stray_bracket(&self) -> Fix {
        let span = self.char_at(self.at);
        let bracket = self.text.get(span.range()).unwrap_or_default();
        let error = SyntaxError::new(span, format!("`{bracket}` closes nothing"));
        let error = error.with_help("remove it, or quote the text that it is part of");
        Fix::losing(error, vec![Edit::remove(self.at, span.len() as usize)])
    }

    /// `[1, 2}`: the inner bracket was forgotten if there is an outer one that fits, otherwise the wrong one was taken.
    pub(super) fn mismatch(&self, open: char, close: char) -> Option<Fix> {
        let outer = self.reading.flows.first().copied().unwrap_or(self.at).min(self.at);
        let place = wrong_bracket(self.text.get(outer..)?, outer)?;
        let before = self.close_point(outer).filter(|point| *point < place);
        if before.is_some_and(|point| brackets(self.text.get(outer..point).unwrap_or_default(), outer).is_some()) {
            return self.unclosed_bracket(outer);
        }
        let right = if open == '[' { ']' } else { '}' };
        let message = format!("expected `{right}` to close `{open}`, found `{close}`");
        let error = SyntaxError::new(self.char_at(place), message);
        let fits_outside =
            self.text.get(outer..self.at).is_some_and(|s| brackets(s, outer).is_some_and(|(_, c)| c.contains(close)));
        let edit = if fits_outside {
            Edit::insert(place, right)
        } else {
            Edit { at: place, len: close.len_utf8(), put: right.to_string() }
        };
        Some(Fix::new(error, vec![edit]))
    }

    /// Two things stand side by side: a comma goes before the second one.
    fn missing_comma(&self) -> Option<Fix> {
        let start = lines::start(self.text, self.at);
        let before = self.text.get(start..self.at)?;
        let begin = before.rfind([',', '{', '[', ':']).map_or(0, |i| i + 1);
        let token = before.get(begin..)?;
        let lead = token.len() - token.trim_start().len();
        let here = self.text.get(self.at..)?.chars().next();
        // `{"a": 1 "b": 2}`: for the parser `1 "b"` is one text, and the colon is what it did not expect.
        let place = if here == Some(':') {
            start + begin + lead + token.trim().rfind([' ', '\t'])?
        } else {
            self.text.get(..self.at)?.trim_end().len()
        };
        let rest = self.text.get(place..lines::end(self.text, place))?.trim();
        let end = rest.find([',', ':', '}', ']']).unwrap_or(rest.len());
        let next = rest.get(..end).unwrap_or_default();
        if next.is_empty() {
            return None;
        }
        let error = SyntaxError::new(Span::at(place as u32), format!("expected `,` before `{}`", shorten(next)));
        Some(Fix::new(error, vec![Edit::insert(place, ",")]))
    }
}

/// The brackets that are open at the end of a stretch that begins at `offset`: the place of the innermost one, and what
/// closes them all. Nothing if none is.
fn brackets(text: &str, offset: usize) -> Option<(usize, String)> {
    let (stack, _) = scan(text);
    let innermost = stack.last()?.0 + offset;
    Some((innermost, stack.iter().rev().map(|(_, open)| if *open == b'[' { ']' } else { '}' }).collect()))
}

/// The first bracket that closes one of the other kind.
fn wrong_bracket(text: &str, offset: usize) -> Option<usize> {
    scan(text).1.map(|at| at + offset)
}

/// Reads over quotes and comments; gives what is open at the end, and the first closing bracket that does not fit.
fn scan(text: &str) -> (Vec<(usize, u8)>, Option<usize>) {
    let bytes = text.as_bytes();
    let mut stack = Vec::new();
    let mut at = 0;
    // A quote opens a text only where a value may begin.
    let mut fresh = true;
    while let Some(b) = bytes.get(at) {
        match b {
            b'"' | b'\'' if fresh => at = closing_quote(bytes, at),
            b'#' if at == 0 || bytes.get(at - 1).is_some_and(u8::is_ascii_whitespace) => at = lines::end(text, at),
            b'[' | b'{' => stack.push((at, *b)),
            b']' | b'}' => match stack.last() {
                Some((_, open)) if (*open == b'[') == (*b == b']') => {
                    stack.pop();
                    if stack.is_empty() {
                        break;
                    }
                }
                _ => return (stack, Some(at)),
            },
            _ => {}
        }
        let last = bytes.get(at).copied().unwrap_or(b' ');
        fresh = matches!(last, b'[' | b'{' | b',' | b':') || (fresh && last.is_ascii_whitespace());
        at += 1;
    }
    (stack, None)
}

/// The place of the quote that closes the one at `open`, or the end.
fn closing_quote(bytes: &[u8], open: usize) -> usize {
    let quote = bytes.get(open).copied();
    let mut at = open + 1;
    while let Some(b) = bytes.get(at) {
        match b {
            b'\\' if quote == Some(b'"') => at += 1,
            // A quote within single quotes.
            b'\'' if quote == Some(b'\'') && bytes.get(at + 1) == Some(&b'\'') => at += 1,
            b if Some(*b) == quote => return at,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}
