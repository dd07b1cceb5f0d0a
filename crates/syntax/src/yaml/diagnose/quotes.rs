//! Quotes that are missing, not closed, or closed too early; escapes that are none.

use super::{Case, Fix};
use crate::Span;
use crate::SyntaxError;
use crate::yaml::decode::escaped;
use crate::yaml::lines;
use crate::yaml::patch::Edit;
use crate::yaml::read::shorten;

impl Case<'_> {
    /// The quote at `open` has no partner: it gets one at the end of its line.
    pub(super) fn unclosed_quote(&self, open: usize) -> Option<Fix> {
        let quote = *self.text.as_bytes().get(open)?;
        let end = lines::end(self.text, open);
        let mut raw = self.text.get(open..end)?.trim_end();
        if !self.reading.flows.is_empty() {
            raw = raw.trim_end_matches([',', ']', '}', ' ']);
        }
        // A backslash before the new quote would take it away again.
        raw = raw.trim_end_matches('\\');
        let at = open + raw.len().max(1);
        let quote = char::from(quote);
        let error = SyntaxError::new(Span::at(at as u32), format!("the text has no closing `{quote}`"));
        let error = error.with_help(format!("it opens with `{}`", shorten(raw)));
        Some(Fix::new(error, vec![Edit::insert(at, quote)]))
    }

    /// Something follows a closing quote. Either the quote was to close nothing, because an earlier one had no partner, or a
    /// comma is missing, or the text itself has quotes.
    pub(super) fn behind_quote(&self) -> Option<Fix> {
        let before = self.text.get(..self.at)?.trim_end();
        let quote = *before.as_bytes().last()?;
        let from = self.reading.last_end.min(self.at);
        if let Some(open) = self.odd_quote(from, quote) {
            return self.unclosed_quote(open);
        }
        let end = lines::end(self.text, self.at);
        let rest = self.text.get(self.at..end)?;
        let shown = shorten(lines::without_comment(rest));
        if !self.reading.flows.is_empty() {
            let place = before.len();
            let next = shown.split([',', ':', ']', '}']).next().unwrap_or_default();
            let error = SyntaxError::new(Span::at(place as u32), format!("expected `,` before `{next}`"));
            return Some(Fix::new(error, vec![Edit::insert(place, ",")]));
        }
        let quote = char::from(quote);
        let help = if quote == '"' {
            "a `\"` within double quotes is written `\\\"`"
        } else {
            "a `'` within single quotes is written `''`"
        };
        let cut = lines::without_comment(rest).len();
        if let Some(fix) = self.inner_quotes(before.len() - 1, self.at + cut, quote) {
            return Some(Fix { error: fix.error.with_help(help), ..fix });
        }
        let message = format!("`{shown}` follows the closing `{quote}` of a text");
        let error = SyntaxError::new(self.span(self.at, self.at + cut), message).with_help(help);
        Some(Fix::new(error, vec![Edit::remove(self.at, cut)]))
    }

    /// `'it's fine'`: the text ends with the same quote that closed it too early. Those between get what they lack.
    fn inner_quotes(&self, closing: usize, end: usize, quote: char) -> Option<Fix> {
        // On a line longer than that nobody can tell which quote was meant.
        const LONGEST: usize = 4096;
        let line = lines::start(self.text, self.at);
        if end - line > LONGEST {
            return None;
        }
        let from = self.reading.last_end.max(line);
        let open = from + self.text.get(from..closing)?.find(quote)?;
        let inner = self.text.get(open + 1..end)?.strip_suffix(quote)?;
        let put = if quote == '"' { "\\" } else { "'" };
        let is_bare = |i: &usize| quote == '\'' || !inner.get(..*i).is_some_and(|s| s.ends_with('\\'));
        let places: Vec<usize> =
            inner.match_indices(quote).map(|(i, _)| i).filter(is_bare).map(|i| open + 1 + i).collect();
        let first = *places.first()?;
        let name = if quote == '"' { "double" } else { "single" };
        let message = format!("this `{quote}` ends a text in {name} quotes that goes on behind it");
        let error = SyntaxError::new(self.span(first, first + 1), message);
        Some(Fix::new(error, places.into_iter().map(|at| Edit::insert(at, put)).collect()))
    }

    /// The last quote of the first line, from `from` to the stop's line, that has an odd number of them; only if the text
    /// in question runs over several lines.
    fn odd_quote(&self, from: usize, quote: u8) -> Option<usize> {
        let mut at = from;
        while at < lines::start(self.text, self.at) {
            let end = lines::end(self.text, at);
            let line = self.text.as_bytes().get(at..end)?;
            let is_quote = |i: &usize| line.get(*i) == Some(&quote) && (*i == 0 || line.get(i - 1) != Some(&b'\\'));
            let found: Vec<usize> = (0..line.len()).filter(is_quote).collect();
            if found.len() % 2 == 1 {
                return found.last().map(|i| at + i);
            }
            at = lines::next(self.text, at)?;
        }
        None
    }

    /// `"\d"`: the backslash is doubled, so that the text stays as it is written.
    pub(super) fn escapes(&self) -> Option<Fix> {
        let mut at = self.at + 1;
        let mut edits = Vec::new();
        let mut first = None;
        loop {
            let rest = self.text.get(at..)?;
            at += rest.find(['"', '\\']).unwrap_or(rest.len());
            let rest = self.text.get(at..)?;
            if !rest.starts_with('\\') {
                break;
            }
            if let Some(len) = escape_len(rest) {
                at += len;
            } else if is_surrogate(rest) {
                // JSON allows half a pair; its reader puts the same in its place.
                edits.push(Edit { at, len: 6, put: "\\ufffd".to_owned() });
                at += 6;
            } else {
                edits.push(Edit::insert(at, "\\"));
                let len = 1 + rest.chars().nth(1).map_or(0, char::len_utf8);
                first = first.or(Some(self.span(at, at + len)));
                at += len;
            }
        }
        let span = first.unwrap_or(Span::at(self.at as u32));
        let token = self.text.get(span.range()).unwrap_or_default();
        let error = SyntaxError::new(span, format!("`{token}` is not an escape of YAML"));
        let error = error
            .with_help("in double quotes a backslash itself is written `\\\\`; in single quotes it stands for itself");
        (!edits.is_empty()).then(|| Fix::new(error, edits))
    }

    /// A value that must be quoted, from `from` to the end of its line, because of how it begins.
    pub(super) fn to_be_quoted(&self, from: usize) -> Option<Fix> {
        let c = self.text.get(from..)?.chars().next()?;
        let what = match c {
            '*' => "`*` begins an alias".to_owned(),
            '&' => "`&` begins an anchor".to_owned(),
            '|' | '>' => format!("`{c}` begins a text on the lines below"),
            '%' => "`%` begins a directive".to_owned(),
            '`' => "a backquote can't begin an unquoted text".to_owned(),
            _ => format!("`{c}` can't begin an unquoted text"),
        };
        let value = self.value_from(from);
        let error = SyntaxError::new(self.span(from, from + value.len()), format!("{what}: this value must be quoted"));
        let error = error.with_help(format!("write `\"{}\"`", shorten(value)));
        Some(Fix { error, ..self.quoted(from, value) })
    }

    /// The rest of a line as far as it is one value.
    pub(super) fn value_from(&self, from: usize) -> &str {
        let line = self.text.get(from..lines::end(self.text, from)).unwrap_or_default();
        let value = lines::without_comment(line);
        if self.reading.flows.is_empty() {
            return value;
        }
        let end = value.find([',', ']', '}']).unwrap_or(value.len());
        value.get(..end).unwrap_or_default().trim_end()
    }

    /// Puts a value in quotes; one that has both kinds of them in it is taken out.
    pub(super) fn quoted(&self, from: usize, value: &str) -> Fix {
        let to = from + value.len();
        let error = SyntaxError::new(self.span(from, to), "this text must be quoted");
        let quote = if value.contains('\'') { "\"" } else { "'" };
        if value.contains('\'') && value.contains(['"', '\\']) {
            return Fix::losing(error, vec![Edit::remove(from, value.len())]);
        }
        Fix::new(error, vec![Edit::insert(from, quote), Edit::insert(to, quote)])
    }
}

fn escape_len(rest: &str) -> Option<usize> {
    if rest.get(1..).is_some_and(|s| s.starts_with(['\n', '\r'])) {
        return Some(2);
    }
    escaped(rest.get(..12).unwrap_or(rest)).map(|(_, len)| len)
}

fn is_surrogate(rest: &str) -> bool {
    let digits = rest.strip_prefix("\\u").and_then(|s| s.get(..4)).unwrap_or_default();
    matches!(u32::from_str_radix(digits, 16), Ok(0xd800..=0xdfff))
}
