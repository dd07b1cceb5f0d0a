//! Texts of Terraform: strings, heredocs, and files that are templates. What stands in `${…}` stays as it is written, since
//! only Terraform knows it.

use super::module::{Placed, span_of};
use asl_syntax::{Pieces, Quoting, Source, Span, Text, placeholder};
use hcl_edit::expr::Expression;

/// The text that a string or heredoc is; none, where directives (`%{ if … }`) make it.
pub(super) fn written(at: Placed<'_>) -> Option<Text> {
    let span = at.span();
    let raw = at.source.text().get(span.range())?;
    match raw.as_bytes().first()? {
        b'"' => quoted(Writer::of(at.expression, raw, span.start)),
        b'<' => heredoc(Writer::of(at.expression, raw, span.start)),
        _ => None,
    }
}

/// A file that is a template, as it is before it is filled.
pub(super) fn template(source: &Source) -> Option<Source> {
    let text = source.text();
    let mut out = Writer { raw: text, ..Writer::default() };
    out.template(0, text.len(), false)?;
    Some(if out.text == text { source.clone() } else { out.finish(Quoting::Verbatim).into_source(source) })
}

fn quoted(mut out: Writer<'_>) -> Option<Text> {
    out.template(1, out.raw.len().saturating_sub(1), true)?;
    Some(out.finish(Quoting::Escaped))
}

/// `<<EOF` or `<<-EOF`: the lines between, of the latter without the indentation that all share.
fn heredoc(mut out: Writer<'_>) -> Option<Text> {
    let raw = out.raw;
    let strips = raw.starts_with("<<-");
    let begin = raw.find('\n')? + 1;
    let end = raw.trim_end().rfind('\n')? + 1;
    let body = raw.get(begin..end)?;
    let width = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let lines = || body.split_inclusive('\n');
    let indent = if strips { lines().filter(|line| !line.trim().is_empty()).map(width).min().unwrap_or(0) } else { 0 };
    let mut at = begin;
    let mut read = begin;
    for line in lines() {
        let (from, to) = (at + indent.min(width(line)), at + line.len());
        // A placeholder may go on over lines.
        if read < to {
            read = out.template(from.max(read), to, false)?;
        }
        at = to;
    }
    Some(out.finish(Quoting::Indented(indent as u32)))
}

/// Decodes a text part by part.
#[derive(Default)]
struct Writer<'t> {
    raw: &'t str,
    /// Where it begins in the file.
    start: u32,
    /// Where in the file placeholders stand, if that is known: their braces and quotes need not balance.
    placeholders: Vec<Span>,
    text: String,
    pieces: Pieces,
}

impl<'t> Writer<'t> {
    fn of(expression: &Expression, raw: &'t str, start: u32) -> Self {
        let in_text = expression.as_string_template().map(|it| it.iter());
        let elements = in_text.or_else(|| expression.as_heredoc_template().map(|it| it.template.iter()));
        let interpolations = elements.into_iter().flatten().filter(|it| it.is_interpolation());
        Self { raw, start, placeholders: interpolations.map(span_of).collect(), ..Self::default() }
    }

    /// Where the placeholder ends that begins here.
    fn end_of_placeholder(&self, at: usize) -> Option<usize> {
        let (here, len) = (self.start + at as u32, self.raw.len());
        let known = self.placeholders.binary_search_by_key(&here, |it| it.start).ok();
        if let Some(known) = known.and_then(|index| self.placeholders.get(index)) {
            return Some(((known.end - self.start) as usize).min(len));
        }
        placeholder::find(self.raw, at).filter(|found| found.start as usize == at).map(|found| found.end as usize)
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

    /// Takes a stretch of a template, and the placeholder at its end to where that ends, and says where; none, if directives
    /// are in it.
    fn template(&mut self, from: usize, to: usize, has_escapes: bool) -> Option<usize> {
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
                    let end = self.end_of_placeholder(at).unwrap_or(at + 2);
                    if let Some(stand_in) = self.raw.get(at..end).and_then(stand_in) {
                        self.verbatim(plain, at);
                        self.put(&stand_in, at, end);
                        plain = end;
                    }
                    at = end;
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
        self.verbatim(plain, at);
        Some(at)
    }
}

/// What stands for a placeholder that can't stand in a string of JSON as it is written, or is very long: Terraform fills it
/// before anybody reads JSON.
fn stand_in(placeholder: &str) -> Option<String> {
    const LONGEST: usize = 200;
    let is_apart = |c: char| matches!(c, '"' | '\\') || c.is_control();
    let inside = placeholder.strip_prefix("${")?.strip_suffix('}')?;
    if inside.len() <= LONGEST && !inside.contains(is_apart) {
        return None;
    }
    // Of quotes nothing is left that could hide a brace.
    let plain = |c: char| match c {
        '"' => '\'',
        '\\' | '{' | '}' => ' ',
        c if c.is_control() => ' ',
        c => c,
    };
    Some(format!("${{{}}}", inside.chars().take(LONGEST).map(plain).collect::<String>()))
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
