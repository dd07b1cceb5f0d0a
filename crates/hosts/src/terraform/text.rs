//! Texts of Terraform: strings, heredocs, and files that are templates. What stands in `${…}` stays as it is written, since
//! only Terraform knows it.

use super::module::Placed;
use asl_syntax::{Pieces, Quoting, Source, Span, Text, placeholder};

/// The text that a string or heredoc is; none, where directives (`%{ if … }`) make it.
pub(super) fn written(at: Placed<'_>) -> Option<Text> {
    let span = at.span();
    let raw = at.source.text().get(span.range())?;
    match raw.as_bytes().first()? {
        b'"' => quoted(raw, span.start),
        b'<' => heredoc(raw, span.start),
        _ => None,
    }
}

/// A file that is a template, as it is before it is filled.
pub(super) fn template(source: &Source) -> Option<Source> {
    let text = source.text();
    if !text.contains("$${") && !text.contains("%{") {
        return Some(source.clone());
    }
    let mut out = Writer::new(text, 0);
    out.template(0, text.len(), false)?;
    Some(out.finish(Quoting::Verbatim).into_source(source))
}

fn quoted(raw: &str, start: u32) -> Option<Text> {
    let mut out = Writer::new(raw, start);
    out.template(1, raw.len().saturating_sub(1), true)?;
    Some(out.finish(Quoting::Escaped))
}

/// `<<EOF` or `<<-EOF`: the lines between, of the latter without the indentation that all share.
fn heredoc(raw: &str, start: u32) -> Option<Text> {
    let strips = raw.starts_with("<<-");
    let begin = raw.find('\n')? + 1;
    let end = raw.trim_end().rfind('\n')? + 1;
    let body = raw.get(begin..end)?;
    let width = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let lines = || body.split_inclusive('\n');
    let indent = if strips { lines().filter(|line| !line.trim().is_empty()).map(width).min().unwrap_or(0) } else { 0 };
    let mut out = Writer::new(raw, start);
    let mut at = begin;
    for line in lines() {
        out.template(at + indent.min(width(line)), at + line.len(), false)?;
        at += line.len();
    }
    Some(out.finish(Quoting::Indented(indent as u32)))
}

/// Decodes a text part by part.
struct Writer<'t> {
    raw: &'t str,
    /// Where it begins in the file.
    start: u32,
    text: String,
    pieces: Pieces,
}

impl<'t> Writer<'t> {
    fn new(raw: &'t str, start: u32) -> Self {
        Self { raw, start, text: String::new(), pieces: Pieces::default() }
    }

    fn finish(self, quoting: Quoting) -> Text {
        Text::new(self.text, self.pieces, quoting)
    }

    fn verbatim(&mut self, from: usize, to: usize) {
        if let Some(text) = self.raw.get(from..to).filter(|text| !text.is_empty()) {
            self.text.push_str(text);
            self.pieces.push(text.len() as u32, Span::new(from as u32, to as u32).shifted(self.start));
        }
    }

    fn put(&mut self, text: &str, from: usize, to: usize) {
        self.text.push_str(text);
        self.pieces.push_opaque(text.len() as u32, Span::new(from as u32, to as u32).shifted(self.start));
    }

    /// Takes a stretch of a template; none, if directives are in it.
    fn template(&mut self, from: usize, to: usize, has_escapes: bool) -> Option<()> {
        let bytes = self.raw.as_bytes();
        let (mut at, mut plain) = (from, from);
        while at < to {
            match bytes.get(at..to)? {
                [b'%', b'%', b'{', ..] | [b'$', b'$', b'{', ..] => {
                    // Written twice, it is meant itself.
                    self.verbatim(plain, at);
                    plain = at + 1;
                    at += 3;
                }
                [b'%', b'{', ..] => return None,
                [b'$', b'{', ..] => {
                    // A line of a heredoc ends where the placeholder may not.
                    let end = placeholder::find(self.raw, at).filter(|found| found.start as usize == at);
                    at = end.map_or(at + 2, |found| (found.end as usize).min(to));
                }
                [b'\\', ..] if has_escapes => {
                    self.verbatim(plain, at);
                    let (c, len) = escape(self.raw.get(at..to)?)?;
                    self.put(c.encode_utf8(&mut [0; 4]), at, at + len);
                    at += len;
                    plain = at;
                }
                _ => at += 1,
            }
        }
        self.verbatim(plain, to);
        Some(())
    }
}

/// The character of an escape, and how long that is.
fn escape(text: &str) -> Option<(char, usize)> {
    let hex = |len: usize| char::from_u32(u32::from_str_radix(text.get(2..2 + len)?, 16).ok()?);
    Some(match text.as_bytes().get(1)? {
        b'n' => ('\n', 2),
        b'r' => ('\r', 2),
        b't' => ('\t', 2),
        b'"' => ('"', 2),
        b'\\' => ('\\', 2),
        b'u' => (hex(4)?, 6),
        b'U' => (hex(8)?, 10),
        _ => return None,
    })
}
