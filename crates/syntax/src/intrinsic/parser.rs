//! The parser of calls.

use super::Parsed;
use super::ast::{Arg, ArgKind, Call, Text};
use crate::jsonpath::{embedded, is_blank, is_blank_char, shorten, unescape};
use crate::{Span, SyntaxError};

/// Deeper nesting is an error, so that the stack stays bounded; AWS allows ten calls in all.
const MAX_DEPTH: u32 = 64;

/// An error is on record after which the rest of the text says nothing.
struct Lost;

type Read<T> = Result<T, Lost>;

pub(super) fn whole(text: &str) -> Parsed<'_> {
    let mut p = Parser { text, pos: 0, depth: 0, errors: Vec::new() };
    p.skip_blanks();
    let start = p.pos;
    let mut call = Call { name: "", name_span: Span::at(start as u32), args: Vec::new(), span: Span::at(start as u32) };
    let name = p.name();
    if name.is_empty() {
        let message = format!("expected a call such as `States.Format(...)`, found {}", p.found());
        p.error(p.here(), message);
        return Parsed { call: call.into(), errors: p.errors };
    }
    call.name = name;
    call.name_span = p.span_from(start);
    call.span = call.name_span;
    if p.call(&mut call).is_ok() {
        p.skip_blanks();
        // An error before may be why the call ends here.
        if p.pos < text.len() && p.errors.is_empty() {
            let end = text.trim_end_matches(is_blank_char).len();
            let span = Span::new(p.pos as u32, end as u32);
            let help = if p.peek() == Some(b')') { "take the parenthesis away" } else { "take it away" };
            let found = p.found();
            p.error_with(span, format!("the call ends before {found}"), help);
        }
    }
    Parsed { call: call.into(), errors: p.errors }
}

struct Parser<'t> {
    text: &'t str,
    pos: usize,
    depth: u32,
    errors: Vec<SyntaxError>,
}

impl<'t> Parser<'t> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.pos).copied()
    }

    fn skip_blanks(&mut self) {
        while self.peek().is_some_and(is_blank) {
            self.pos += 1;
        }
    }

    fn take_while(&mut self, belongs: impl Fn(u8) -> bool) -> &'t str {
        let start = self.pos;
        while self.peek().is_some_and(&belongs) {
            self.pos += 1;
        }
        self.text.get(start..self.pos).unwrap_or("")
    }

    fn name(&mut self) -> &'t str {
        self.take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_'))
    }

    fn span_from(&self, start: usize) -> Span {
        Span::new(start as u32, self.pos as u32)
    }

    fn here(&self) -> Span {
        let len = self.text.get(self.pos..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        Span::new(self.pos as u32, (self.pos + len) as u32)
    }

    fn found(&self) -> String {
        match self.text.get(self.pos..).and_then(|rest| rest.chars().next()) {
            None => "the end of the text".to_owned(),
            Some(c) if c.is_control() || c == ' ' => "a blank".to_owned(),
            Some(c) => format!("`{c}`"),
        }
    }

    fn error(&mut self, span: Span, message: impl Into<String>) {
        self.errors.push(SyntaxError::new(span, message));
    }

    fn error_with(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.errors.push(SyntaxError::new(span, message).with_help(help));
    }

    /// What follows the name of a call. The call is filled in as far as it can be read.
    fn call(&mut self, call: &mut Call<'t>) -> Read<()> {
        let read = self.arguments(call);
        call.span = Span::new(call.name_span.start, self.pos as u32);
        read
    }

    fn arguments(&mut self, call: &mut Call<'t>) -> Read<()> {
        let name = shorten(call.name);
        self.skip_blanks();
        if self.peek() != Some(b'(') {
            let message = format!("expected `(` after `{name}`, found {}", self.found());
            self.error(self.here(), message);
            return Err(Lost);
        }
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            self.error(call.name_span, format!("calls are nested more than {MAX_DEPTH} deep"));
            return Err(Lost);
        }
        self.pos += 1;
        self.skip_blanks();
        if self.peek() == Some(b')') {
            self.pos += 1;
            self.depth -= 1;
            return Ok(());
        }
        loop {
            self.skip_blanks();
            let errors = self.errors.len();
            self.argument(call)?;
            let invalid = self.errors.len() > errors;
            let end = self.pos;
            self.skip_blanks();
            match self.peek() {
                Some(b',') => self.pos += 1,
                Some(b')') => {
                    self.pos += 1;
                    self.depth -= 1;
                    return Ok(());
                }
                // What is missing here may be missing because of the error before.
                _ if invalid => return Err(Lost),
                None => {
                    self.pos = end;
                    let message = format!("expected `)` to close the call that opens at `{name}(`");
                    self.error(Span::at(end as u32), message);
                    return Err(Lost);
                }
                Some(b) => {
                    let message =
                        format!("expected `,` or `)` among the arguments of `{name}`, found {}", self.found());
                    let after_text = matches!(call.args.last(), Some(Arg { kind: ArgKind::String(_), .. }));
                    if after_text && end == self.pos && (b.is_ascii_alphanumeric() || b == b'\'') {
                        self.error_with(self.here(), message, "write `\\'` for a quote inside a string");
                    } else {
                        self.error(self.here(), message);
                    }
                    return Err(Lost);
                }
            }
        }
    }

    fn argument(&mut self, call: &mut Call<'t>) -> Read<()> {
        let start = self.pos;
        let kind = match self.peek() {
            Some(b'\'') => self.string()?,
            Some(b'$') => {
                let found = embedded(self.text, start);
                self.errors.extend(found.errors);
                self.pos = found.end;
                if found.lost {
                    return Err(Lost);
                }
                ArgKind::Path(found.path)
            }
            Some(b'0'..=b'9' | b'-' | b'+') => self.number(),
            Some(b) if b.is_ascii_alphabetic() || b == b'_' => return self.word(call),
            Some(b'.') => self.number(),
            Some(b'"') => self.double_quoted()?,
            Some(b',' | b')') | None => {
                let help = if call.args.is_empty() {
                    "put a value first"
                } else {
                    "put a value there, or take the comma away"
                };
                let message = format!("expected an argument of `{}`, found {}", shorten(call.name), self.found());
                if self.peek().is_none() {
                    self.error(self.here(), message);
                    return Err(Lost);
                }
                self.error_with(self.here(), message, help);
                ArgKind::Invalid
            }
            Some(_) => self.strange(),
        };
        call.args.push(Arg { kind, span: self.span_from(start) });
        Ok(())
    }

    /// `true`, `null`, a nested call, or a word that stands for nothing.
    fn word(&mut self, outer: &mut Call<'t>) -> Read<()> {
        let start = self.pos;
        let name = self.name();
        let span = self.span_from(start);
        let after = self.pos;
        self.skip_blanks();
        if self.peek() == Some(b'(') {
            let mut call = Call { name, name_span: span, args: Vec::new(), span };
            let read = self.call(&mut call);
            let span = call.span;
            outer.args.push(Arg { kind: ArgKind::Call(call), span });
            return read;
        }
        self.pos = after;
        let kind = match name {
            "true" => ArgKind::Bool(true),
            "false" => ArgKind::Bool(false),
            "null" => ArgKind::Null,
            _ => {
                let rest = self.take_while(|b| !is_blank(b) && !matches!(b, b',' | b'(' | b')' | b'\''));
                let whole = shorten(self.text.get(start..self.pos).unwrap_or(""));
                let lower = name.to_ascii_lowercase();
                let (message, help) = if rest.is_empty() && matches!(lower.as_str(), "true" | "false" | "null") {
                    (format!("`{whole}` is no value"), format!("write `{lower}`"))
                } else if name.starts_with("States.") {
                    (format!("expected `(` after `{whole}`"), format!("write `{whole}(...)`"))
                } else {
                    let help = format!("write `'{whole}'` for the text, `$.{whole}` for the field of the input");
                    (format!("`{whole}` is no value"), help)
                };
                self.error_with(self.span_from(start), message, help);
                ArgKind::Invalid
            }
        };
        outer.args.push(Arg { kind, span: self.span_from(start) });
        Ok(())
    }

    fn number(&mut self) -> ArgKind<'t> {
        let start = self.pos;
        let raw = self.take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'+' | b'_'));
        let digits = raw.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+' | b'e' | b'E'));
        if digits && raw.parse::<f64>().is_ok() {
            return ArgKind::Number(raw);
        }
        self.error(self.span_from(start), format!("`{}` is no number", shorten(raw)));
        ArgKind::Invalid
    }

    /// `'...'`. Only the first bad escape is reported: who writes one writes several.
    fn string(&mut self) -> Read<ArgKind<'t>> {
        let bytes = self.text.as_bytes();
        let open = self.pos;
        let mut at = open + 1;
        let mut escapes = false;
        let mut bad = None;
        loop {
            match bytes.get(at) {
                None => {
                    let raw = shorten(self.text.get(open..).unwrap_or(""));
                    let span = Span::new(open as u32, open as u32 + 1);
                    let message = format!("expected `'` to close the string that opens at `{raw}`");
                    if escapes && self.text.get(at - 2..).is_some_and(|tail| tail == "\\'") {
                        self.error_with(span, message, "`\\'` is a quote inside the string, not its end");
                    } else {
                        self.error(span, message);
                    }
                    self.pos = self.text.len();
                    return Err(Lost);
                }
                Some(b'\'') => break,
                Some(b'\\') => {
                    escapes = true;
                    if bytes.get(at + 1).is_some_and(|b| matches!(b, b'\'' | b'{' | b'}' | b'\\')) {
                        at += 1;
                    } else if bad.is_none() {
                        bad = Some(at);
                    }
                }
                Some(_) => {}
            }
            at += 1;
        }
        self.pos = at + 1;
        let raw = self.text.get(open + 1..at).unwrap_or("");
        if let Some(bad) = bad {
            self.bad_escape(bad);
        }
        let value = unescape(raw, |c| matches!(c, '\'' | '{' | '}' | '\\'));
        Ok(ArgKind::String(Text { value, raw, span: Span::new(open as u32 + 1, at as u32) }))
    }

    fn bad_escape(&mut self, at: usize) {
        let next = self.text.get(at + 1..).and_then(|rest| rest.chars().next());
        let span = Span::new(at as u32, at as u32 + 1);
        let message = match next {
            Some(c) if !c.is_control() => format!("`\\{c}` is no escape of a string in a call"),
            _ => "`\\` escapes nothing here".to_owned(),
        };
        let help = match next {
            Some('"') => "write `\"` without a backslash: only `'`, `{`, `}` and `\\` are escaped".to_owned(),
            Some('n' | 't' | 'r') => {
                "put the line break or tab itself into the string, or write `\\\\` for a backslash".to_owned()
            }
            _ => "write `\\\\` for a backslash; the other escapes are `\\'`, `\\{` and `\\}`".to_owned(),
        };
        self.error_with(span, message, help);
    }

    /// `"..."`, which is no string here.
    fn double_quoted(&mut self) -> Read<ArgKind<'t>> {
        let start = self.pos;
        let rest = self.text.get(start + 1..).unwrap_or("");
        let Some(len) = rest.find('"') else {
            self.error_with(self.here(), "a string stands in single quotes", "write `'...'`");
            self.pos = self.text.len();
            return Err(Lost);
        };
        self.pos = start + len + 2;
        let inner = shorten(rest.get(..len).unwrap_or(""));
        self.error_with(self.span_from(start), "a string stands in single quotes", format!("write `'{inner}'`"));
        Ok(ArgKind::Invalid)
    }

    fn strange(&mut self) -> ArgKind<'t> {
        let message = format!("expected a string, a number, a path or a call, found {}", self.found());
        let help = match self.peek() {
            Some(b'{') => Some("put the text in single quotes, or build an object with `States.StringToJson`"),
            Some(b'[') => Some("build an array with `States.Array(...)`"),
            Some(b'@') => Some("`@` stands only in a filter; a path starts with `$`"),
            _ => None,
        };
        let span = self.here();
        match help {
            Some(help) => self.error_with(span, message, help),
            None => self.error(span, message),
        }
        self.take_while(|b| !matches!(b, b',' | b')' | b'\''));
        ArgKind::Invalid
    }
}
