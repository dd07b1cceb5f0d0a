//! Reading a type that a person wrote, or that was printed.

use crate::print::is_plain;
use crate::{Absence, Array, Object, Type};
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::{self, Display, Formatter};
use std::str::FromStr;
use std::sync::Arc;

/// A text that is no type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// The byte at which it is none.
    pub at: usize,
    /// Why, in words.
    pub message: String,
}

impl Display for ParseError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} (at byte {})", self.message, self.at)
    }
}

impl Error for ParseError {}

/// No text of a type is longer.
const LONGEST: usize = 1 << 20;

/// Brackets are nested no deeper: as deep as a type, and a pair around each.
const DEEPEST: usize = 2 * crate::bulk::MOST_DEPTH + 2;

impl FromStr for Type {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        if text.len() > LONGEST {
            return Err(ParseError { at: LONGEST, message: "a type of more than a mebibyte is not read".to_owned() });
        }
        let mut parser = Parser { text, at: 0, depth: 0 };
        let of = parser.alternatives()?;
        match parser.peek() {
            None => Ok(of),
            Some(_) => Err(parser.expected("`|` or the end")),
        }
    }
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
}

type Parsed<T> = Result<T, ParseError>;

impl<'t> Parser<'t> {
    /// What stands between strokes.
    fn alternatives(&mut self) -> Parsed<Type> {
        let mut all = self.alternative()?;
        while self.take("|") {
            all = all.join(&self.alternative()?);
        }
        Ok(all)
    }

    fn alternative(&mut self) -> Parsed<Type> {
        match self.peek() {
            Some(b'{') => self.nested(Self::object).map(Type::object),
            Some(b'[') => self.nested(Self::array).map(Type::array),
            Some(b'(') => self.nested(Self::group),
            Some(b'"') => self.quoted().map(|text| Type::string_of(&text)),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b'a'..=b'z' | b'A'..=b'Z' | b'_') => self.word(),
            _ => Err(self.expected("a type")),
        }
    }

    fn nested<T>(&mut self, inner: fn(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth == DEEPEST {
            return Err(self.error("a type that is nested so deep is not read"));
        }
        self.depth += 1;
        self.at += 1;
        let read = inner(self);
        self.depth -= 1;
        read
    }

    fn group(&mut self) -> Parsed<Type> {
        let of = self.alternatives()?;
        if self.take(")") { Ok(of) } else { Err(self.expected("`|` or `)`")) }
    }

    fn object(&mut self) -> Parsed<Object> {
        let mut fields: BTreeMap<Arc<str>, Type> = BTreeMap::new();
        if self.take("}") {
            return Ok(Object::closed([]));
        }
        loop {
            if self.take("...") {
                let (rest, absence) = self.rest(b'}')?;
                return self.end("}").map(|()| Object::new(fields, rest.with_absence(absence)));
            }
            let (name, of) = self.field(&fields)?;
            fields.insert(name, of);
            if self.take("}") {
                return Ok(Object::closed(fields));
            }
            if !self.take(",") {
                return Err(self.expected("`,` or `}`"));
            }
        }
    }

    fn field(&mut self, others: &BTreeMap<Arc<str>, Type>) -> Parsed<(Arc<str>, Type)> {
        let start = self.start();
        let name: Arc<str> = match self.peek() {
            Some(b'"') => self.quoted()?.into(),
            _ => self.while_of(is_plain_byte).into(),
        };
        if name.is_empty() && self.at == start {
            return Err(self.expected("the name of a field"));
        }
        if others.contains_key(&name) {
            return Err(ParseError { at: start, message: format!("the field `{name}` is there twice") });
        }
        let mark = self.mark();
        if !self.take(":") {
            return Err(self.expected("`:` and the type of the field"));
        }
        let of = self.alternatives()?;
        let absence = of.absence().max(mark);
        Ok((name, of.with_absence(absence)))
    }

    fn array(&mut self) -> Parsed<Array> {
        let mut items = Vec::new();
        if self.take("]") {
            return Ok(Array::exact([]));
        }
        loop {
            if self.take("...") {
                let (rest, absence) = self.rest(b']')?;
                return self.end("]").map(|()| Array::ending(items, rest, absence));
            }
            let of = self.alternatives()?;
            let absence = of.absence().max(self.mark());
            items.push(of.with_absence(absence));
            if self.take("]") {
                return Ok(Array::exact(items));
            }
            if !self.take(",") {
                return Err(self.expected("`,` or `]`"));
            }
        }
    }

    /// What stands behind three dots.
    fn rest(&mut self, close: u8) -> Parsed<(Type, Absence)> {
        let absence = self.mark().max(Absence::Unproven);
        let rest = if self.peek() == Some(close) { Type::unknown() } else { self.alternatives()? };
        Ok((rest, absence))
    }

    fn end(&mut self, close: &str) -> Parsed<()> {
        if self.take(close) { Ok(()) } else { Err(self.expected(&format!("`{close}`: nothing follows what has dots"))) }
    }

    fn mark(&mut self) -> Absence {
        if self.take("??") {
            Absence::Unproven
        } else if self.take("?") {
            Absence::Known
        } else {
            Absence::Never
        }
    }

    fn word(&mut self) -> Parsed<Type> {
        let start = self.start();
        let word = self.while_of(is_plain_byte);
        Ok(match word {
            "null" => Type::null(),
            "boolean" => Type::boolean(),
            "true" => Type::boolean_of(true),
            "false" => Type::boolean_of(false),
            "number" => Type::number(),
            "string" => Type::string(),
            "any" => Type::of_any_kind(),
            "unknown" => Type::unknown(),
            "never" => Type::never(),
            "missing" => Type::absent(),
            "unproven" => Type::never().with_absence(Absence::Unproven),
            _ => return Err(ParseError { at: start, message: format!("`{word}` is no type") }),
        })
    }

    fn number(&mut self) -> Parsed<Type> {
        let start = self.start();
        let digits = self.while_of(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'+' | b'.'));
        // JSON tells what a number looks like, and the standard library reads it to the last bit.
        let is_json = serde_json::from_str::<serde_json::Number>(digits).is_ok();
        let value = digits.parse().ok().filter(|value: &f64| is_json && value.is_finite());
        let error = || ParseError { at: start, message: format!("`{digits}` is no number") };
        value.map(Type::number_of).ok_or_else(error)
    }

    fn quoted(&mut self) -> Parsed<String> {
        let start = self.start();
        let mut is_escaped = false;
        let rest = self.text.get(start..).unwrap_or_default();
        let end = rest.bytes().skip(1).position(|b| {
            let is_end = b == b'"' && !is_escaped;
            is_escaped = b == b'\\' && !is_escaped;
            is_end
        });
        let Some(end) = end else {
            return Err(ParseError { at: start, message: "the text has no end".to_owned() });
        };
        self.at = start + end + 2;
        let text = self.text.get(start..self.at).unwrap_or_default();
        serde_json::from_str(text).map_err(|_| ParseError { at: start, message: format!("{text} is no text of JSON") })
    }

    fn while_of(&mut self, is_part: impl Fn(u8) -> bool) -> &'t str {
        let rest = self.text.get(self.start()..).unwrap_or_default();
        let length = rest.bytes().position(|b| !is_part(b)).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    fn take(&mut self, token: &str) -> bool {
        let start = self.start();
        let is_there = self.text.get(start..).is_some_and(|rest| rest.starts_with(token));
        if is_there {
            self.at += token.len();
        }
        is_there
    }

    fn peek(&mut self) -> Option<u8> {
        let start = self.start();
        self.text.as_bytes().get(start).copied()
    }

    /// Where the next token is.
    fn start(&mut self) -> usize {
        while self.text.as_bytes().get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
        self.at
    }

    fn expected(&mut self, what: &str) -> ParseError {
        let start = self.start();
        let found = self.text.get(start..).and_then(|rest| rest.chars().next());
        let found = found.map_or_else(|| "the end".to_owned(), |it| format!("`{it}`"));
        self.error(&format!("expected {what}, found {found}"))
    }

    fn error(&mut self, message: &str) -> ParseError {
        ParseError { at: self.start(), message: message.to_owned() }
    }
}

fn is_plain_byte(byte: u8) -> bool {
    std::str::from_utf8(&[byte]).is_ok_and(is_plain)
}
