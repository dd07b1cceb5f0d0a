//! Arrays and objects of JSON, and what to do where a comma, a colon or a bracket is missing.

use super::{MAX_ERRORS, MAX_UNTOLD, Owner, Parser, string};
use crate::tree::Kind;
use crate::{Span, SyntaxError, placeholder};

impl Parser<'_> {
    pub(super) fn array(&mut self, key: Option<Span>) {
        let start = self.at as u32;
        self.out.open(Kind::Array, start);
        self.owners.push(Owner { bracket: start, key });
        self.at += 1;
        let mut comma: Option<Span> = None;
        let mut first = true;
        loop {
            self.blanks();
            match self.peek() {
                Some(b']') => {
                    self.at += 1;
                    self.trailing_comma(comma, "]");
                    break;
                }
                None | Some(b'}') => {
                    self.not_closed("]");
                    break;
                }
                Some(b',') => {
                    let error = SyntaxError::new(self.here(), "expected a value, found `,`");
                    // Before it is told: telling may skip the rest of the line.
                    self.at += 1;
                    self.error(error);
                }
                Some(_) => {
                    if !first && comma.is_none() {
                        // `"Branches": [ {…} "Next": …`: the array was left open, its members go on outside.
                        if self.peek() == Some(b'"') && self.looks_like_member() {
                            self.not_closed("]");
                            break;
                        }
                        self.missing_comma();
                    }
                    first = false;
                    comma = self.part(|p| p.value(None));
                }
            }
        }
        self.owners.pop();
        self.out.close(self.at as u32);
    }

    pub(super) fn object(&mut self, key: Option<Span>, braced: bool) {
        let start = self.at as u32;
        self.out.open(Kind::Object, start);
        self.owners.push(Owner { bracket: start, key });
        self.at += usize::from(braced);
        // The missing opening brace was reported; the closing one may be there or not.
        let content_end = if braced { 0 } else { self.content_end() };
        let mut comma: Option<Span> = None;
        let mut first = true;
        loop {
            self.blanks();
            match self.peek() {
                Some(b'}') => {
                    self.at += 1;
                    self.trailing_comma(comma, "}");
                    if braced || self.at >= content_end {
                        break;
                    }
                }
                None if !braced => break,
                None | Some(b']') => {
                    self.not_closed("}");
                    break;
                }
                Some(b',') => {
                    let error = SyntaxError::new(self.here(), "expected a member, found `,`");
                    // Before it is told: telling may skip the rest of the line.
                    self.at += 1;
                    self.error(error);
                }
                Some(_) => {
                    if !first && comma.is_none() && !self.may_bring_comma() {
                        if self.belongs_outside() {
                            self.not_closed("}");
                            break;
                        }
                        self.missing_comma();
                    }
                    first = false;
                    comma = self.part(Self::member);
                }
            }
        }
        self.owners.pop();
        self.out.close(self.at as u32);
    }

    /// Reads one value or member and the comma behind it, and goes on in any case.
    fn part(&mut self, read: impl FnOnce(&mut Self)) -> Option<Span> {
        let before = self.at;
        read(self);
        self.blanks();
        let comma = self.comma();
        if self.at == before {
            self.skip_stray();
        }
        comma
    }

    /// Behind the last thing in the text but blanks and closing braces.
    fn content_end(&self) -> usize {
        self.bytes.iter().rposition(|b| !b.is_ascii_whitespace() && *b != b'}').map_or(0, |last| last + 1)
    }

    fn member(&mut self) {
        let stands_for_members = self.at_members();
        if let Some(key) = self.key() {
            if stands_for_members {
                self.out.leaf(Kind::Unknown, key);
                self.members_end = self.at;
                return;
            }
            self.blanks();
            self.colon_and_value(key);
        }
    }

    /// From the colon on; the key is read.
    fn colon_and_value(&mut self, key: Span) {
        if self.peek() == Some(b':') {
            self.at += 1;
            self.blanks();
        } else {
            let message = format!("expected `:` after `{}`, found {}", self.name(key), self.found());
            self.error(SyntaxError::new(Span::at(key.end), message));
            if !matches!(self.peek(), Some(b'"' | b'{' | b'[' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n' | b'$'))
                || (self.peek() == Some(b'"') && self.looks_like_member())
            {
                self.out.leaf(Kind::Missing, Span::at(key.end));
                return;
            }
        }
        match self.peek() {
            None | Some(b',' | b'}' | b']') => self.no_value(key),
            // `"Next":` and on the next line `"End": true`: the string is the next key.
            Some(b'"') if self.looks_like_member() => self.no_value(key),
            Some(_) => self.value(Some(key)),
        }
    }

    /// A member's name as it stands in the source, without its quotes.
    fn name(&self, key: Span) -> &str {
        let raw = self.text.get(key.range()).unwrap_or_default();
        raw.strip_prefix('"').and_then(|r| r.strip_suffix('"')).unwrap_or(raw)
    }

    fn no_value(&mut self, key: Span) {
        let place = self.missing_place();
        let message = format!("`{}` has no value: found {} after the `:`", self.name(key), self.found());
        self.error(SyntaxError::new(place, message));
        self.out.leaf(Kind::Missing, Span::at(place.start));
    }

    /// Reads a member's name. A bare word is an error and read as a name; what can't be one is an error and skipped.
    fn key(&mut self) -> Option<Span> {
        let start = self.at;
        let (span, decoded) = match self.peek() {
            Some(b'"') => self.scan_string(),
            Some(b'\'') => (self.single_quoted()?, None),
            Some(b'$') if self.bytes.get(self.at + 1) == Some(&b'{') && self.placeholder_key() => {
                (Span::new(start as u32, self.at as u32), None)
            }
            _ if self.word_end() > start => {
                self.at = self.word_end();
                let span = Span::new(start as u32, self.at as u32);
                let word = self.text.get(span.range()).unwrap_or_default();
                let error = SyntaxError::new(span, format!("the name `{word}` is not quoted"));
                self.error(error.with_help(format!("write `\"{word}\"`")).with_fix(span, format!("\"{word}\"")));
                (span, None)
            }
            next => {
                let error = SyntaxError::new(self.here(), format!("expected a quoted name, found {}", self.found()));
                match next {
                    Some(b'{' | b'[') => self.skip_value(),
                    _ => self.at += self.here().len() as usize,
                }
                self.error(error);
                return None;
            }
        };
        self.out.key(span, decoded);
        Some(span)
    }

    /// Does a placeholder stand here for members, or did one right before?
    fn may_bring_comma(&self) -> bool {
        let before = self.text.get(..self.at).unwrap_or_default().trim_end();
        self.at_members() || (self.members_end > 0 && before.len() == self.members_end)
    }

    /// Does a placeholder stand here that no colon follows? It brings members, and the commas around them.
    fn at_members(&self) -> bool {
        self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(b"${"))
            && placeholder::end_of(self.bytes, self.at + 2).is_some_and(|end| {
                let behind = self.bytes.get(end..).unwrap_or_default();
                behind.iter().find(|b| !b.is_ascii_whitespace()).is_some_and(|b| matches!(b, b',' | b'}' | b'"' | b'$'))
            })
    }

    fn placeholder_key(&mut self) -> bool {
        placeholder::end_of(self.bytes, self.at + 2).is_some_and(|end| {
            self.at = end;
            true
        })
    }

    /// Steps over a value by its brackets.
    pub(super) fn skip_value(&mut self) {
        let mut depth = 0_usize;
        while let Some(b) = self.peek() {
            match b {
                b'"' => {
                    self.at = string::end(self.bytes, self.at);
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return;
            }
        }
    }

    fn comma(&mut self) -> Option<Span> {
        (self.peek() == Some(b',')).then(|| {
            let span = self.here();
            self.at += 1;
            span
        })
    }

    fn trailing_comma(&mut self, comma: Option<Span>, closer: &str) {
        if let Some(span) = comma {
            self.error(
                SyntaxError::new(span, format!("trailing comma before `{closer}`: JSON does not allow it"))
                    .with_help("remove the comma")
                    .with_fix(span, ""),
            );
        }
    }

    fn missing_comma(&mut self) {
        let place = self.missing_place();
        // What is missing there was told already: the value before, or the bracket that should have closed.
        if self.errors.last().is_some_and(|e| e.span.start == place.start) {
            return;
        }
        let error = if self.peek() == Some(b'"') {
            SyntaxError::new(Span::at(place.start), format!("expected `,` before {}", self.found()))
                .with_fix(Span::at(place.start), ",")
        } else {
            let message = format!("expected `,` or a closing bracket, found {}", self.found());
            SyntaxError::new(Span::at(place.start), message)
        };
        self.error(error);
    }

    /// A member after a missing comma, on a line of its own that is indented no deeper than the key of the object at hand:
    /// the object's `}` was forgotten, not the comma.
    fn belongs_outside(&self) -> bool {
        let Some(Owner { key: Some(key), .. }) = self.owners.last().copied() else { return false };
        self.peek() == Some(b'"')
            && self.looks_like_member()
            && matches!((self.indentation(self.at), self.indentation(key.start as usize)), (Some(a), Some(b)) if a <= b)
    }

    /// The column of the first thing on a line, if this place is that.
    fn indentation(&self, at: usize) -> Option<usize> {
        let before = self.bytes.get(..at)?;
        let blanks = before.iter().rev().take(500).take_while(|b| matches!(b, b' ' | b'\t')).count();
        let line = before.len() - blanks;
        matches!(before.get(..line)?.last(), None | Some(b'\n')).then_some(blanks)
    }

    /// The innermost container ends without its bracket. At the end of the text the innermost one speaks for all.
    fn not_closed(&mut self, closer: &str) {
        let Some(owner) = self.owners.last().copied() else { return };
        let at_end = self.peek().is_none();
        if at_end && (std::mem::replace(&mut self.ended, true) || self.untold > MAX_UNTOLD) {
            return;
        }
        if self.errors.len() >= MAX_ERRORS {
            // Not even the places are looked for.
            self.told_until = usize::MAX;
            return;
        }
        let place = Span::at(self.missing_place().start);
        if at_end && self.errors.iter().any(|e| e.span.start >= place.start) {
            return;
        }
        let what = match owner.key {
            Some(key) => format!("the value of `{}`", self.name(key)),
            None if self.owners.len() == 1 => "the document".to_owned(),
            None => "what opened".to_owned(),
        };
        let line = self.text.get(..owner.bracket as usize).unwrap_or_default().matches('\n').count() + 1;
        let message = format!("expected `{closer}` to close {what} (opened on line {line}), found {}", self.found());
        let open = self.owners.len();
        let help = if at_end {
            (open > 1).then(|| format!("{open} brackets are still open here: close each one"))
        } else {
            (self.peek() == Some(b'"')).then(|| format!("write `{closer},` before it"))
        };
        let bracket = Span::new(owner.bracket, owner.bracket + 1);
        self.error_in_any_case(
            SyntaxError { help, ..SyntaxError::new(place, message) }.with_related(bracket, "opened here"),
        );
    }

    /// Nothing could be read here: step over one character, so that the text comes to an end.
    fn skip_stray(&mut self) {
        if self.peek().is_some_and(|b| !matches!(b, b'}' | b']' | b',')) {
            self.at += (self.here().len() as usize).max(1);
        }
    }
}
