//! Roots, steps and subscripts.

use std::borrow::Cow;

use super::ast::{Argument, Literal, Name, Path, Root, Step, StepKind, Style, Value};
use super::text::{closing_quote, is_blank, is_blank_char, matching, shorten, unescape};
use super::{Parsed, filter};
use crate::{Span, SyntaxError};

/// Deeper nesting of filters, parentheses and arguments than this is an error, so that the stack stays bounded.
const MAX_DEPTH: u32 = 64;

/// An error is on record; whoever can resume does.
#[derive(Debug)]
pub(super) struct Failed;

pub(super) type Read<T> = Result<T, Failed>;

/// What ends an unquoted name besides `.`, `[` and `(`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// The text is the path: nothing does.
    Whole,
    /// Among arguments.
    Argument,
    /// In a filter.
    Filter,
}

/// What [`embedded`] gives.
pub(crate) struct Embedded<'t> {
    /// As much as could be read.
    pub(crate) path: Path<'t>,
    /// With spans into the whole text.
    pub(crate) errors: Vec<SyntaxError>,
    /// Where the path ends.
    pub(crate) end: usize,
    /// An error after which the rest of the text says nothing.
    pub(crate) lost: bool,
}

/// Parses the text as one path.
pub(super) fn whole(text: &str) -> Parsed<'_> {
    let blank = [' ', '\t', '\n', '\r'];
    let trimmed = text.trim_end_matches(blank);
    let mut p = Parser::new(trimmed, 0);
    p.skip_blanks();
    let path = p.top(Mode::Whole);
    Parsed { path: path.into(), errors: p.errors }
}

/// Parses the path that starts at `start`, up to a `,`, `)`, quote or blank outside of its brackets.
pub(crate) fn embedded(text: &str, start: usize) -> Embedded<'_> {
    let mut p = Parser::new(text, start);
    let path = p.top(Mode::Argument);
    Embedded { path, errors: p.errors, end: p.pos, lost: p.lost }
}

pub(super) struct Parser<'t> {
    pub(super) text: &'t str,
    pub(super) pos: usize,
    pub(super) depth: u32,
    errors: Vec<SyntaxError>,
    lost: bool,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str, pos: usize) -> Self {
        Self { text, pos, depth: 0, errors: Vec::new(), lost: false }
    }

    // --- the text

    pub(super) fn peek(&self) -> Option<u8> {
        self.peek_at(0)
    }

    pub(super) fn peek_at(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.pos + ahead).copied()
    }

    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let there = self.peek() == Some(byte);
        if there {
            self.pos += 1;
        }
        there
    }

    pub(super) fn skip_blanks(&mut self) {
        while self.peek().is_some_and(is_blank) {
            self.pos += 1;
        }
    }

    pub(super) fn slice(&self, start: usize, end: usize) -> &'t str {
        self.text.get(start..end).unwrap_or("")
    }

    pub(super) fn rest(&self) -> &'t str {
        self.text.get(self.pos..).unwrap_or("")
    }

    pub(super) fn span_from(&self, start: usize) -> Span {
        Span::new(start as u32, self.pos as u32)
    }

    /// The character at hand, or the empty span at the end.
    pub(super) fn here(&self) -> Span {
        let len = self.rest().chars().next().map_or(0, char::len_utf8);
        Span::new(self.pos as u32, (self.pos + len) as u32)
    }

    /// What is at hand, for messages.
    pub(super) fn found(&self) -> String {
        match self.rest().chars().next() {
            None => "the end of the path".to_owned(),
            Some(c) if is_blank_char(c) => "a blank".to_owned(),
            Some(c) if c.is_control() => "a control character".to_owned(),
            Some(c) => format!("`{c}`"),
        }
    }

    pub(super) fn fail<T>(&mut self, span: Span, message: impl Into<String>) -> Read<T> {
        self.errors.push(SyntaxError::new(span, message));
        Err(Failed)
    }

    pub(super) fn fail_with<T>(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) -> Read<T> {
        self.errors.push(SyntaxError::new(span, message).with_help(help));
        Err(Failed)
    }

    pub(super) fn deeper(&mut self) -> Read<()> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return self.fail(self.here(), format!("the path is nested more than {MAX_DEPTH} deep"));
        }
        Ok(())
    }

    // --- paths

    /// The outermost path: it records its errors, goes on after what it can step over, and always gives a path.
    fn top(&mut self, mode: Mode) -> Path<'t> {
        let start = self.pos;
        let mut path = Path { root: Root::Input, steps: Vec::new(), span: Span::at(start as u32) };
        match self.root(mode) {
            Ok(root) => path.root = root,
            Err(Failed) => self.give_up(),
        }
        while !self.lost && !self.at_end(mode) {
            let from = self.pos;
            if self.step(mode, &mut path.steps).is_err() {
                let step = self.resume(mode, from);
                path.steps.push(step);
                self.depth = 0;
            }
        }
        path.span = self.span_from(start);
        path
    }

    /// A path within a filter or within arguments.
    pub(super) fn inner(&mut self, mode: Mode) -> Read<Path<'t>> {
        self.deeper()?;
        let start = self.pos;
        let root = self.root(mode)?;
        let mut steps = Vec::new();
        while !self.at_end(mode) {
            self.step(mode, &mut steps)?;
        }
        self.depth -= 1;
        Ok(Path { root, steps, span: self.span_from(start) })
    }

    fn give_up(&mut self) {
        self.lost = true;
        self.pos = self.text.len();
    }

    /// After an error in the step that starts at `from`: to its end, if it has one.
    fn resume(&mut self, mode: Mode, from: usize) -> Step<'t> {
        self.pos = from;
        while self.eat(b'.') {}
        while !self.at_end(mode) && !matches!(self.peek(), Some(b'.' | b'[' | b'(')) {
            self.pos += 1;
        }
        if matches!(self.peek(), Some(b'[' | b'(')) {
            match matching(self.text.as_bytes(), self.pos) {
                Some(close) => self.pos = close + 1,
                None => self.give_up(),
            }
        }
        // What goes on without a dot or a bracket was most likely cut off by the mistake.
        let goes_on = self.at_end(mode) || matches!(self.peek(), Some(b'.' | b'['));
        if self.pos == from || !goes_on {
            self.give_up();
        }
        Step { kind: StepKind::Invalid, span: self.span_from(from) }
    }

    /// Is there no further step?
    fn at_end(&self, mode: Mode) -> bool {
        let Some(b) = self.peek() else { return true };
        match mode {
            Mode::Whole => false,
            Mode::Argument => is_blank(b) || matches!(b, b',' | b')' | b'\''),
            Mode::Filter => self.ends_in_filter(b),
        }
    }

    /// Does the byte at hand end a path or a word in a filter?
    pub(super) fn ends_in_filter(&self, b: u8) -> bool {
        is_blank(b)
            || matches!(b, b')' | b']' | b'<' | b'>' | b'=' | b'!' | b'~')
            || (matches!(b, b'&' | b'|') && self.peek_at(1) == Some(b))
    }

    fn root(&mut self, mode: Mode) -> Read<Root<'t>> {
        match self.peek() {
            Some(b'$') => self.pos += 1,
            Some(b'@') if self.depth > 0 => {
                self.pos += 1;
                return self.after_root(mode, Root::Current, "@");
            }
            Some(b'@') => {
                let help = "outside of a filter a path starts with `$`";
                return self.fail_with(self.here(), "`@` stands for the node that a filter looks at", help);
            }
            None => return self.fail_with(self.here(), "the path is empty", "write `$` for the whole input"),
            Some(_) => return self.no_root(),
        }
        if self.eat(b'$') {
            return self.after_root(mode, Root::Context, "$$");
        }
        let start = self.pos;
        if self.rest().starts_with(is_name_start) {
            let len = self.rest().find(|c| !is_name_part(c)).unwrap_or(self.rest().len());
            self.pos += len;
            let name = self.slice(start, self.pos);
            return self.after_root(
                mode,
                Root::Variable { name, span: self.span_from(start) },
                self.slice(start - 1, self.pos),
            );
        }
        self.after_root(mode, Root::Input, "$")
    }

    fn no_root<T>(&mut self) -> Read<T> {
        let rest = self.rest();
        let len = rest.find(|c: char| is_blank_char(c) || matches!(c, '.' | '[' | '(')).unwrap_or(rest.len());
        let len = if len == 0 { rest.chars().next().map_or(0, char::len_utf8) } else { len };
        let word = rest.get(..len).unwrap_or("");
        let span = Span::new(self.pos as u32, (self.pos + len) as u32);
        let message = format!("a path starts with `$`, not with `{}`", shorten(word));
        // A suggestion cut short would be none.
        let short = (1..=32).contains(&rest.chars().count());
        if short && rest.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '[' | ']')) {
            let dot = if rest.starts_with(['.', '[']) { "" } else { "." };
            return self.fail_with(span, message, format!("write `${dot}{rest}`"));
        }
        self.fail(span, message)
    }

    fn after_root(&mut self, mode: Mode, root: Root<'t>, shown: &str) -> Read<Root<'t>> {
        if self.at_end(mode) || matches!(self.peek(), Some(b'.' | b'[')) {
            return Ok(root);
        }
        let message = format!("expected `.` or `[` after `{}`, found {}", shorten(shown), self.found());
        match root {
            Root::Variable { .. } if self.peek() == Some(b'(') => {
                self.fail_with(self.here(), message, "a variable cannot be called")
            }
            Root::Variable { .. } => {
                self.fail_with(self.here(), message, "the name of a variable holds letters, digits and `_`")
            }
            _ if self.peek() == Some(b'{') => {
                self.fail_with(self.here(), message, "a placeholder of a template is not substituted here")
            }
            _ => self.fail(self.here(), message),
        }
    }

    // --- steps

    fn step(&mut self, mode: Mode, steps: &mut Vec<Step<'t>>) -> Read<()> {
        let start = self.pos;
        let mut style = Style::Bare;
        if self.eat(b'.') {
            style = Style::Dot;
            if self.eat(b'.') {
                if self.peek() == Some(b'.') {
                    while self.eat(b'.') {}
                    return self.fail(self.span_from(start), "more than two dots in a row");
                }
                steps.push(Step { kind: StepKind::Descend, span: self.span_from(start) });
                if self.at_end(mode) {
                    let message = "expected a name, `*` or `[` after `..`";
                    return self.fail(self.span_from(start), message);
                }
            } else if self.at_end(mode) {
                let help = "leave the dot out, or name a field after it";
                return self.fail_with(self.span_from(start), "the path ends with a `.`", help);
            }
        }
        if mode == Mode::Whole {
            self.skip_blanks();
        }
        match self.peek() {
            Some(b'[') => {
                let kind = self.subscript()?;
                steps.push(Step { kind, span: self.span_from(start) });
            }
            Some(b'*') => {
                self.pos += 1;
                steps.push(Step { kind: StepKind::Wildcard(style), span: self.span_from(start) });
            }
            _ => {
                let kind = self.name_or_call(mode, style)?;
                steps.push(Step { kind, span: self.span_from(start) });
            }
        }
        if mode == Mode::Whole {
            // `$.a [0]`: blanks belong to neither.
            let end = self.pos;
            self.skip_blanks();
            if !matches!(self.peek(), Some(b'.' | b'[')) {
                self.pos = end;
            }
        }
        Ok(())
    }

    /// `name` or `name(...)`. Everything belongs to a name but what ends it; a backslash before a punctuation mark
    /// takes the mark in (the specification has such names, Jayway has not, and neither is refused).
    fn name_or_call(&mut self, mode: Mode, style: Style) -> Read<StepKind<'t>> {
        let start = self.pos;
        let mut escaped = false;
        while let Some(b) = self.peek() {
            if b == b'\\' && self.peek_at(1).is_some_and(|next| next.is_ascii_punctuation()) {
                escaped = true;
                self.pos += 2;
            } else if matches!(b, b'.' | b'[' | b'(') || self.at_end(mode) {
                break;
            } else {
                self.pos += 1;
            }
        }
        let raw = self.slice(start, self.pos);
        let trimmed = raw.trim_end_matches(is_blank_char);
        if trimmed.is_empty() {
            return self.fail(self.here(), format!("expected a name, found {}", self.found()));
        }
        let span = Span::new(start as u32, (start + trimmed.len()) as u32);
        if self.peek() == Some(b'(') {
            let args = self.arguments(trimmed)?;
            return Ok(StepKind::Call { name: Name { text: Cow::Borrowed(trimmed), span }, args });
        }
        let text = if escaped { unescape(trimmed, |c| c.is_ascii_punctuation()) } else { Cow::Borrowed(trimmed) };
        Ok(StepKind::Name { name: Name { text, span }, style })
    }

    /// `(...)` after a name. Paths are read as such; of the rest Jayway only looks for its end, and so does this.
    fn arguments(&mut self, name: &str) -> Read<Vec<Argument<'t>>> {
        self.pos += 1;
        self.deeper()?;
        let mut args = Vec::new();
        loop {
            self.skip_blanks();
            match self.peek() {
                Some(b')') => {
                    self.pos += 1;
                    self.depth -= 1;
                    return Ok(args);
                }
                Some(b',') => self.pos += 1,
                None => {
                    let message = format!("expected `)` to close the call that opens at `{}(`", shorten(name));
                    return self.fail(self.here(), message);
                }
                Some(b'$' | b'@') => {
                    let start = self.pos;
                    let path = self.inner(Mode::Argument)?;
                    args.push(Argument { value: Value::Path(path), span: self.span_from(start) });
                    self.skip_blanks();
                    if self.peek().is_some_and(|b| !matches!(b, b',' | b')')) {
                        return self.fail(self.here(), format!("expected `,` or `)`, found {}", self.found()));
                    }
                }
                Some(_) => args.push(self.raw_argument()?),
            }
        }
    }

    fn raw_argument(&mut self) -> Read<Argument<'t>> {
        let bytes = self.text.as_bytes();
        let start = self.pos;
        let mut nesting = 0_u32;
        while let Some(b) = self.peek() {
            match b {
                b',' | b')' if nesting == 0 => break,
                b'"' => match closing_quote(bytes, self.pos) {
                    Some(close) => self.pos = close,
                    None => return self.fail(self.here(), "the string that opens here is never closed"),
                },
                b'(' | b'[' | b'{' => nesting += 1,
                b')' | b']' | b'}' => nesting = nesting.saturating_sub(1),
                _ => {}
            }
            self.pos += 1;
        }
        let raw = self.slice(start, self.pos).trim_end_matches(is_blank_char);
        let span = Span::new(start as u32, (start + raw.len()) as u32);
        Ok(Argument { value: Value::Literal(classify(raw)), span })
    }
}

fn is_name_start(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

/// More than `ID_Continue`: the marks in it are no letters to `char`, and a wrong name is for others to judge.
fn is_name_part(c: char) -> bool {
    c == '_' || c.is_ascii_alphanumeric() || !(c.is_ascii() || c.is_whitespace() || c.is_control())
}

/// A literal by its look.
fn classify(raw: &str) -> Literal<'_> {
    let bytes = raw.as_bytes();
    match bytes.first() {
        Some(b'"' | b'\'') if closing_quote(bytes, 0) == Some(raw.len() - 1) => {
            Literal::String(filter::unescape_string(raw.get(1..raw.len() - 1).unwrap_or("")))
        }
        Some(b'{' | b'[') if matching(bytes, 0) == Some(raw.len() - 1) => Literal::Json(raw),
        _ => filter::word(raw),
    }
}
