//! `[...]`.

use super::ast::{Name, StepKind, Style};
use super::filter;
use super::parser::{Parser, Read};
use super::text::{closing_quote, is_blank_char, shorten, unescape};
use crate::Span;

impl<'t> Parser<'t> {
    /// The subscript whose `[` is at hand.
    pub(super) fn subscript(&mut self) -> Read<StepKind<'t>> {
        let open = self.pos;
        self.pos += 1;
        self.skip_blanks();
        match self.peek() {
            Some(b'\'' | b'"') => self.names(open),
            Some(b'0'..=b'9' | b'-' | b':') => self.numbers(open),
            Some(b'*') => {
                self.pos += 1;
                self.close(open)?;
                Ok(StepKind::Wildcard(Style::Bracket))
            }
            Some(b'?') => {
                let expr = filter::filter(self, open)?;
                Ok(StepKind::Filter(Box::new(expr)))
            }
            Some(b']') => {
                self.pos += 1;
                let help = "write `[0]` for the first element, `[*]` for all";
                self.fail_with(self.span_from(open), "nothing stands between `[` and `]`", help)
            }
            None => self.fail(self.here(), "expected an index, a name in quotes, `*` or `?` after `[`"),
            Some(_) => self.strange(open),
        }
    }

    /// A subscript that starts with something that none starts with.
    fn strange<T>(&mut self, open: usize) -> Read<T> {
        let start = self.pos;
        let rest = self.rest();
        let raw = rest.get(..rest.find([']', ',']).unwrap_or(rest.len())).unwrap_or("");
        let raw = raw.trim_end_matches(is_blank_char);
        let span = Span::new(start as u32, (start + raw.len()) as u32);
        if raw.is_empty() {
            return self.fail(self.here(), format!("expected an index or a name in quotes, found {}", self.found()));
        }
        if raw.starts_with('(') {
            let whole = self.text.get(open..open + raw.len() + 2).unwrap_or("");
            let help = if whole.contains("length-1") || whole.contains("length - 1") {
                "write `[-1]` for the last element"
            } else {
                "write an index, a slice such as `[1:]`, or a filter `[?(...)]`"
            };
            return self.fail_with(span, "a subscript cannot be computed", help);
        }
        if raw.starts_with(['$', '@']) {
            let help = "fetch the element with `States.ArrayGetItem`, or select it with a filter `[?(...)]`";
            return self.fail_with(span, format!("a subscript cannot be computed: `{}`", shorten(raw)), help);
        }
        if raw.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ')) {
            let message = format!("a name in brackets needs quotes: `{}`", shorten(raw));
            return self.fail_with(span, message, format!("write `['{}']`", shorten(raw)));
        }
        self.fail(
            self.here(),
            format!("expected an index, a name in quotes, `*` or `?` after `[`, found {}", self.found()),
        )
    }

    /// The `]`, after blanks.
    pub(super) fn close(&mut self, open: usize) -> Read<()> {
        let end = self.pos;
        self.skip_blanks();
        if self.eat(b']') {
            return Ok(());
        }
        let opening = shorten(self.slice(open, end).trim_end_matches(is_blank_char));
        let message = format!("expected `]` to close the subscript that opens at `{opening}`");
        if self.peek().is_none() {
            self.fail(self.here(), message)
        } else {
            self.fail(self.here(), format!("{message}, found {}", self.found()))
        }
    }

    fn names(&mut self, open: usize) -> Read<StepKind<'t>> {
        let first = self.quoted_name()?;
        self.skip_blanks();
        if self.peek() != Some(b',') {
            self.close(open)?;
            return Ok(StepKind::Name { name: first, style: Style::Bracket });
        }
        let mut names = vec![first];
        while self.eat(b',') {
            self.skip_blanks();
            if !matches!(self.peek(), Some(b'\'' | b'"')) {
                return self.fail(self.here(), format!("expected a name in quotes after `,`, found {}", self.found()));
            }
            names.push(self.quoted_name()?);
            self.skip_blanks();
        }
        self.close(open)?;
        Ok(StepKind::Names(names))
    }

    /// A backslash escapes the quote and itself. Before anything else it stays: AWS was recorded to find the field
    /// `Test\""Name"` by `$['Test\""Name"']`.
    fn quoted_name(&mut self) -> Read<Name<'t>> {
        let (raw, span, quote) = self.quoted()?;
        Ok(Name { text: unescape(raw, |c| c == quote || c == '\\'), span })
    }

    /// What stands between the quote at hand and its like, with its span and the quote.
    pub(super) fn quoted(&mut self) -> Read<(&'t str, Span, char)> {
        let start = self.pos;
        let Some(close) = closing_quote(self.text.as_bytes(), start) else {
            let quote = if self.peek() == Some(b'"') { '"' } else { '\'' };
            let raw = shorten(self.slice(start, self.text.len()));
            return self.fail(self.here(), format!("expected `{quote}` to close the quote that opens at `{raw}`"));
        };
        self.pos = close + 1;
        let quote = if self.text.as_bytes().get(start) == Some(&b'"') { '"' } else { '\'' };
        Ok((self.slice(start + 1, close), Span::new(start as u32 + 1, close as u32), quote))
    }

    fn numbers(&mut self, open: usize) -> Read<StepKind<'t>> {
        let first = self.integer()?;
        self.skip_blanks();
        if self.peek() == Some(b':') {
            let mut parts = [first, None, None];
            for part in parts.iter_mut().skip(1) {
                self.skip_blanks();
                if !self.eat(b':') {
                    break;
                }
                self.skip_blanks();
                *part = self.integer()?;
            }
            let [start, end, step] = parts;
            self.close(open)?;
            return Ok(StepKind::Slice { start, end, step });
        }
        let Some(first) = first else {
            return self.fail(self.here(), format!("expected an index, found {}", self.found()));
        };
        if self.peek() != Some(b',') {
            self.close(open)?;
            return Ok(StepKind::Index(first));
        }
        let mut indexes = vec![first];
        while self.eat(b',') {
            self.skip_blanks();
            match self.integer()? {
                Some(index) => indexes.push(index),
                // `[0,]`: Jayway splits at the commas and drops what is empty at the end.
                None if self.peek() == Some(b']') => break,
                None => return self.fail(self.here(), format!("expected an index after `,`, found {}", self.found())),
            }
            self.skip_blanks();
        }
        self.close(open)?;
        Ok(StepKind::Indexes(indexes))
    }

    /// The integer at hand, if there is one.
    fn integer(&mut self) -> Read<Option<i64>> {
        let start = self.pos;
        let minus = self.eat(b'-');
        while self.peek().is_some_and(|b| b.is_ascii_digit()) {
            self.pos += 1;
        }
        let raw = self.slice(start, self.pos);
        if raw.is_empty() {
            return Ok(None);
        }
        if minus && raw.len() == 1 {
            return self.fail(self.here(), format!("expected digits after `-`, found {}", self.found()));
        }
        match raw.parse() {
            Ok(number) => Ok(Some(number)),
            Err(_) => self.fail(self.span_from(start), format!("the index `{}` is out of range", shorten(raw))),
        }
    }
}
