//! Scalars: where each stands, of which kind it is, and its text.

use granit_parser::{ScalarStyle, Tag};

use super::{Reader, shorten};
use crate::tree::{Kind, unquoted};
use crate::yaml::decode::{self, Block, Token};
use crate::yaml::record::{Meaning, NONE, What, meaning};
use crate::yaml::scalar;
use crate::{Span, SyntaxError, placeholder};

impl Reader<'_, '_> {
    pub(super) fn scalar(
        &mut self,
        value: &str,
        style: ScalarStyle,
        with: (usize, Option<&Tag>),
        at: &granit_parser::Span,
    ) {
        let (current, span) = self.spans(at);
        let unmasked = self.unmasked(value, span);
        let value = unmasked.as_deref().unwrap_or(value);
        let (anchor, tag) = with;
        let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
        let number = if style == ScalarStyle::Plain && current.is_empty() {
            self.empty(current, tag)
        } else {
            let token = if is_block {
                let limit = span.end as usize;
                let indent = at.indent.unwrap_or(usize::MAX);
                let block = Block { indent, folded: style == ScalarStyle::Folded, limit };
                Token { span: self.block_span(current, span), value, block: Some(block) }
            } else {
                Token { span, value, block: None }
            };
            self.end = self.end.max(token.span.end);
            // Even without content: the next search for a `|` must not begin before this one.
            self.out.last_end = current.end as usize;
            self.text(&token, style == ScalarStyle::Plain, tag)
        };
        self.keep_tag(number, tag, at);
        self.anchor(anchor, number);
    }

    /// The value with its placeholders, if they were masked for the parser.
    fn unmasked(&self, value: &str, span: Span) -> Option<String> {
        if !self.patched.is_changed() || !value.contains("$_") {
            return None;
        }
        let raw = self.patched.original().get(span.range())?;
        let mut out = String::with_capacity(value.len());
        let mut rest = value;
        let mut at = 0;
        while let Some(found) = placeholder::find(raw, at) {
            let word = mask(found.len() as usize);
            // Between quotes nothing was masked.
            let Some((before, after)) = rest.split_once(&word) else { break };
            out.push_str(before);
            out.push_str(raw.get(found.range())?);
            rest = after;
            at = found.end as usize;
        }
        Some(out + rest)
    }

    /// A block scalar begins at its `|` or `>`, which the parser does not tell, and ends with its last line.
    fn block_span(&self, current: Span, span: Span) -> Span {
        let text = self.patched.text();
        let start = self.patched.origin(header(text, self.out.last_end, current.start as usize)) as u32;
        let raw = self.patched.original().get(start as usize..span.end as usize).unwrap_or_default();
        Span::new(start, start + raw.trim_end().len() as u32)
    }

    /// Nothing stands where a value may stand.
    fn empty(&mut self, current: Span, tag: Option<&Tag>) -> usize {
        let text = self.patched.text();
        let rest = text.get(current.start as usize..).unwrap_or_default();
        let gap = rest.bytes().take_while(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n')).count();
        let colon = self.frames.last().is_some_and(|f| f.is_map) && rest.as_bytes().get(gap) == Some(&b':');
        let here = current.start as usize + if colon && !self.at_key() && tag.is_none() { gap + 1 } else { 0 };
        let span = Span::at(self.patched.origin(here) as u32);
        if self.at_key() {
            self.error(SyntaxError::new(span, "there is no key before the `:`"));
            return self.leaf(Kind::Missing, span);
        }
        let line_end = self.line_end(span.start);
        let lost = self.holes.iter().any(|hole| span.start <= hole.end && hole.start <= line_end);
        let kind = if lost { Kind::Missing } else { Kind::Null };
        let is_text = tag.is_some_and(|tag| meaning(tag) == Meaning::Text);
        if is_text && !lost {
            self.add_size(1);
            return self.push(What::Text, span);
        }
        self.leaf(kind, span)
    }

    /// Where the line with this place ends, in the original. Places are asked for in order, so each line is read once.
    fn line_end(&mut self, at: u32) -> u32 {
        if at >= self.line_end {
            let rest = self.patched.original().get(at as usize..).unwrap_or_default();
            self.line_end = at + rest.find('\n').unwrap_or(rest.len()) as u32;
        }
        self.line_end
    }

    fn text(&mut self, token: &Token, plain: bool, tag: Option<&Tag>) -> usize {
        let at_key = self.at_key();
        let plain_untagged = plain && tag.is_none_or(|tag| meaning(tag) == Meaning::Unknown);
        if at_key && plain_untagged && token.value == "<<" {
            let owner = self.frames.last().map(|frame| frame.record);
            if let Some(record) = owner.and_then(|at| self.out.records.get_mut(at)) {
                record.merges = true;
            }
            return self.push(What::Merge, token.span);
        }
        let (kind, note) = if plain_untagged { scalar::resolve(token.value) } else { (Kind::String, 0) };
        let kind = match tag {
            _ if at_key => Kind::String,
            Some(tag) => self.tagged_kind(tag, token, kind),
            None => kind,
        };
        // The value of a number is its source text: quotes and folds would be in the way.
        let span = if kind == Kind::Number { bare(token, self.patched.original()) } else { token.span };
        let in_the_way = kind == Kind::Number && self.patched.original().get(span.range()) != Some(token.value);
        let kind = if in_the_way { Kind::Unknown } else { kind };
        self.add_size(1);
        if kind != Kind::String {
            let number = self.push(What::Leaf(kind), span);
            return self.with_note(number, note);
        }
        let text = match decode::decode(self.patched.original(), token) {
            Some(decoded) => {
                self.out.texts.push(decoded);
                self.out.texts.len() as u32 - 1
            }
            None => NONE,
        };
        let number = self.push(What::Text, span);
        if let Some(record) = self.out.records.get_mut(number) {
            record.text = text;
        }
        // `1e3` as a key is a text in any case.
        self.with_note(number, if at_key && matches!(scalar::resolve(token.value).0, Kind::Number) { 0 } else { note })
    }

    fn with_note(&mut self, number: usize, note: scalar::Note) -> usize {
        if let Some(record) = self.out.records.get_mut(number) {
            record.note = note;
        }
        number
    }

    /// The kind that a standard tag asks for.
    fn tagged_kind(&mut self, tag: &Tag, token: &Token, plain: Kind) -> Kind {
        let resolved = scalar::resolve(token.value).0;
        match (meaning(tag), resolved) {
            (Meaning::Text, _) => Kind::String,
            (Meaning::Unknown, _) => plain,
            (Meaning::Null, _) => Kind::Null,
            (Meaning::Bool, Kind::Bool(_)) | (Meaning::Number, Kind::Number) | (_, Kind::Unknown) => resolved,
            (wanted, _) => {
                let value = shorten(token.value);
                let what = if wanted == Meaning::Bool { "a boolean" } else { "a number" };
                let message =
                    format!("`{value}` is not {what}, which its tag `{}` makes of it", shorten(&tag.original()));
                self.error(SyntaxError::new(token.span, message));
                Kind::Missing
            }
        }
    }
}

/// The span between the quotes.
fn bare(token: &Token, original: &str) -> Span {
    let raw = original.get(token.span.range()).unwrap_or_default();
    let is_quoted = unquoted(raw).len() < raw.len();
    if is_quoted { Span::new(token.span.start + 1, token.span.end - 1) } else { token.span }
}

/// The `|` or `>` of the block scalar whose text begins at `limit`; before it may stand the end of a key, `-`, comments,
/// a tag and an anchor.
fn header(text: &str, from: usize, limit: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    let mut fresh = true;
    while at < limit {
        match bytes.get(at) {
            Some(b'|' | b'>') => return at,
            Some(b'#') if fresh => {
                at += text.get(at..limit).and_then(|rest| rest.find('\n')).unwrap_or(limit - at);
            }
            Some(b'&' | b'!') => {
                let rest = bytes.get(at..).unwrap_or_default();
                at += rest.iter().take_while(|b| !b.is_ascii_whitespace()).count();
            }
            Some(b) => {
                fresh = b.is_ascii_whitespace();
                at += 1;
            }
            None => break,
        }
    }
    from.min(limit)
}

/// A word as long as the placeholder for which it stands before the parser.
pub(in crate::yaml) fn mask(len: usize) -> String {
    format!("${}", "_".repeat(len.saturating_sub(1)))
}
