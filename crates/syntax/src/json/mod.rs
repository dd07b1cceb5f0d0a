//! JSON with a span for every key and value, read to the end whatever is wrong with it.
//!
//! What AWS's reader refuses is an error here: comments, trailing commas, single quotes, leading zeros. One thing is not:
//! `${Name}` where a value stands, since a template fills it in before AWS sees the text.

mod containers;
mod string;

use crate::tree::{Builder, Format, Kind, Tree};
use crate::{Source, Span, SyntaxError, placeholder};

/// Deeper nesting is an error and is skipped, so that no later walk over the tree can run out of stack.
pub const MAX_DEPTH: usize = 500;

/// After this many errors nothing more is told: the text is not JSON, and saying so once more helps nobody.
const MAX_ERRORS: usize = 50;

/// With more errors than this besides the one that is told, the rest of a line is not read.
const MAX_UNTOLD: usize = 30;

/// Reads a JSON text.
pub fn parse(source: Source) -> Tree {
    let text = source.text();
    let mut parser = Parser {
        text,
        bytes: text.as_bytes(),
        at: if text.starts_with('\u{feff}') { 3 } else { 0 },
        out: Builder::new(text.len()),
        errors: Vec::new(),
        told_until: 0,
        untold: 0,
        ended: false,
        comments: None,
        owners: Vec::new(),
        members_end: 0,
    };
    parser.document();
    let Parser { out, errors, .. } = parser;
    out.finish(source, Format::Json, errors)
}

struct Parser<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    out: Builder,
    errors: Vec<SyntaxError>,
    /// End of the line of the last error.
    told_until: usize,
    /// How many errors its line had besides.
    untold: usize,
    /// Something was found to be open at the end of the text.
    ended: bool,
    /// Index of the error about comments, and how many there were: one report for all of them.
    comments: Option<(usize, u32)>,
    /// Of every open container: where its bracket stands, and the key in front of it.
    owners: Vec<Owner>,
    /// Where the last placeholder ended that stands for members of an object.
    members_end: usize,
}

#[derive(Clone, Copy)]
struct Owner {
    bracket: u32,
    key: Option<Span>,
}

impl Parser<'_> {
    /// Tells an error; of several in one line, which mostly follow from each other, only the first.
    fn error(&mut self, error: SyntaxError) {
        if error.span.start as usize >= self.told_until {
            self.untold = 0;
            self.error_in_any_case(error);
            return;
        }
        // A quote too many turns the rest of a line inside out: what is read of it then is of no use to anybody.
        self.untold += 1;
        if self.untold > MAX_UNTOLD {
            // Never back: the error may be told of a place that was passed.
            self.at = self.told_until.min(self.bytes.len()).max(self.at);
            if let Some(last) = self.errors.last_mut() {
                last.gives_up = true;
            }
        }
    }

    fn error_in_any_case(&mut self, error: SyntaxError) {
        if self.errors.len() >= MAX_ERRORS {
            self.told_until = usize::MAX;
            return;
        }
        let start = error.span.start as usize;
        if start >= self.told_until {
            let rest = self.bytes.get(start..).unwrap_or_default();
            self.told_until = rest.iter().position(|b| *b == b'\n').map_or(usize::MAX, |i| start + i + 1);
        }
        self.errors.push(error);
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn here(&self) -> Span {
        let len = self.text.get(self.at..).and_then(|s| s.chars().next()).map_or(0, char::len_utf8);
        Span::new(self.at as u32, (self.at + len) as u32)
    }

    /// Skips blanks; comments too, which are an error.
    fn blanks(&mut self) {
        loop {
            while let Some(b @ (b' ' | b'\n' | b'\r' | b'\t')) = self.peek() {
                self.at += 1;
                if b == b'\n' {
                    self.indent();
                }
            }
            match (self.peek(), self.bytes.get(self.at + 1)) {
                (Some(b'/'), Some(b'/')) => self.comment(2, "\n", 0),
                (Some(b'/'), Some(b'*')) => self.comment(2, "*/", 2),
                (Some(b'#'), _) => self.comment(1, "\n", 0),
                _ => return,
            }
        }
    }

    /// Skips spaces, eight at a time.
    fn indent(&mut self) {
        const SPACES: u64 = u64::from_le_bytes(*b"        ");
        while let Some(word) = self.bytes.get(self.at..).and_then(<[u8]>::first_chunk::<8>) {
            let spaces = (u64::from_le_bytes(*word) ^ SPACES).trailing_zeros() / 8;
            self.at += spaces as usize;
            if spaces < 8 {
                return;
            }
        }
    }

    /// Skips a comment, which opens with so many bytes, up to its end and so many bytes of that.
    fn comment(&mut self, opening: usize, until: &str, closing: usize) {
        let start = self.at;
        let inside = start + opening;
        let rest = self.text.get(inside..).unwrap_or_default();
        self.at = rest.find(until).map_or(self.bytes.len(), |i| inside + i + closing);
        match &mut self.comments {
            Some((index, count)) => {
                *count += 1;
                if let Some(error) = self.errors.get_mut(*index) {
                    error.message = format!("{COMMENT} ({count} comments in this text)");
                }
            }
            None if self.errors.len() < MAX_ERRORS => {
                self.comments = Some((self.errors.len(), 1));
                let error = SyntaxError::new(Span::new(start as u32, self.at as u32), COMMENT);
                self.error_in_any_case(
                    error.with_help("put the text into a `Comment` field, or write the definition in YAML"),
                );
            }
            None => {}
        }
    }

    fn document(&mut self) {
        self.blanks();
        match self.peek() {
            // That nothing is no definition, the checker says.
            None => return,
            // `"States": {` without a brace before it: members of an object that was not copied along.
            Some(b'"') if self.looks_like_member() => {
                self.error(
                    SyntaxError::new(self.here(), "expected `{` before the first member")
                        .with_help("a JSON document is one value: put `{` before this and `}` at the end"),
                );
                self.object(None, false);
            }
            _ => self.value(None),
        }
        self.blanks();
        if self.at < self.bytes.len() {
            self.error(
                SyntaxError::new(self.here(), format!("expected the end of the text, found {}", self.found()))
                    .with_help(
                        "a JSON document is one value: remove what follows, or the bracket that closed too early",
                    ),
            );
        }
    }

    /// Is the string at hand followed by a colon?
    fn looks_like_member(&self) -> bool {
        let end = string::end(self.bytes, self.at);
        let rest = self.bytes.get(end..).unwrap_or_default();
        rest.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b':')
    }

    /// Names what stands at hand, for messages.
    fn found(&self) -> String {
        match self.text.get(self.at..).and_then(|s| s.chars().next()) {
            None => "the end of the text".to_owned(),
            Some(c) if c.is_control() => format!("the control character U+{:04X}", c as u32),
            Some('"') => {
                let end = string::end(self.bytes, self.at);
                let token = self.text.get(self.at..end).unwrap_or_default();
                if token.len() <= 40 { format!("`{token}`") } else { "a string".to_owned() }
            }
            Some(c) if c.is_alphanumeric() || c == '-' => {
                format!("`{}`", self.text.get(self.at..self.word_end()).unwrap_or_default())
            }
            Some(c) => format!("`{c}`"),
        }
    }

    /// One past the run of letters, digits and the like at hand.
    fn word_end(&self) -> usize {
        let is_word = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'+' | b'.' | b'$') || *b >= 0x80;
        let len = self.bytes.get(self.at..).unwrap_or_default().iter().take_while(|b| is_word(b)).count();
        self.at + len
    }

    /// Reads one value; `key` is the name in front of it. Leaves exactly one node.
    fn value(&mut self, key: Option<Span>) {
        match self.peek() {
            Some(b'"') => self.string(),
            Some(b'{') if self.may_nest() => {
                self.object(key, true);
            }
            Some(b'[') if self.may_nest() => self.array(key),
            Some(b'{' | b'[') => self.too_deep(),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') if self.word("true") => self.literal(Kind::Bool(true), 4),
            Some(b'f') if self.word("false") => self.literal(Kind::Bool(false), 5),
            Some(b'n') if self.word("null") => self.literal(Kind::Null, 4),
            Some(b'$') if self.bytes.get(self.at + 1) == Some(&b'{') && self.placeholder() => {}
            Some(b'\'') => self.single_quoted_value(),
            Some(b'<') => self.unknown_word(),
            Some(b) if b.is_ascii_alphabetic() || matches!(b, b'+' | b'.' | b'_' | b'$') || b >= 0x80 => {
                self.unknown_word();
            }
            _ => {
                self.error(SyntaxError::new(self.missing_place(), format!("expected a value, found {}", self.found())));
                self.out.leaf(Kind::Missing, Span::at(self.at as u32));
            }
        }
    }

    /// Right behind the last thing that was read: where a missing value belongs.
    fn missing_place(&self) -> Span {
        let before = self.bytes.get(..self.at).unwrap_or_default();
        let end = before.iter().rposition(|b| !b.is_ascii_whitespace()).map_or(self.at, |i| i + 1);
        if self.at >= self.bytes.len() || end < self.at { Span::at(end as u32) } else { self.here() }
    }

    fn may_nest(&self) -> bool {
        self.out.depth() < MAX_DEPTH
    }

    /// Skips a container that lies too deep, by its brackets.
    fn too_deep(&mut self) {
        let start = self.at;
        let message = format!("nested more than {MAX_DEPTH} levels deep; what lies deeper is not read");
        self.error(SyntaxError::new(self.here(), message));
        self.skip_value();
        self.out.leaf(Kind::Missing, Span::new(start as u32, self.at as u32));
    }

    fn word(&self, word: &str) -> bool {
        self.text.get(self.at..self.word_end()) == Some(word)
    }

    fn literal(&mut self, kind: Kind, len: usize) {
        self.out.leaf(kind, Span::new(self.at as u32, (self.at + len) as u32));
        self.at += len;
    }

    fn placeholder(&mut self) -> bool {
        let Some(mut end) = placeholder::end_of(self.bytes, self.at + 2) else { return false };
        // `${Count}0` and the like are one value too.
        while let Some(b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'.' | b'-') = self.bytes.get(end) {
            end += 1;
        }
        self.literal(Kind::Unknown, end - self.at);
        true
    }

    fn number(&mut self) {
        let end = self.word_end();
        let token = self.text.get(self.at..end).unwrap_or_default();
        let span = Span::new(self.at as u32, end as u32);
        if let Some(fault) = string::number_fault(token) {
            let fits = token.parse::<f64>().is_ok();
            self.error(SyntaxError::new(span, format!("`{token}` is not a JSON number: {fault}")));
            self.out.leaf(if fits { Kind::Number } else { Kind::Missing }, span);
        } else {
            self.out.leaf(Kind::Number, span);
        }
        self.at = self.at.max(end);
    }

    fn unknown_word(&mut self) {
        let end = self.word_end().max(self.at + self.here().len() as usize);
        let token = self.text.get(self.at..end).unwrap_or_default();
        let span = Span::new(self.at as u32, end as u32);
        let (kind, help) = match token {
            "True" | "TRUE" => (Kind::Bool(true), Some("write `true`".to_owned())),
            "False" | "FALSE" => (Kind::Bool(false), Some("write `false`".to_owned())),
            "None" | "Null" | "NULL" | "undefined" => (Kind::Null, Some("write `null`".to_owned())),
            "NaN" | "Infinity" => (Kind::Missing, Some("JSON has finite numbers only".to_owned())),
            word if word.starts_with(char::is_alphabetic) => {
                (Kind::Missing, Some(format!("strings are quoted: `\"{word}\"`")))
            }
            _ => (Kind::Missing, None),
        };
        let mut error = SyntaxError::new(span, format!("`{token}` is not a JSON value"));
        error.help = help;
        error.fix = match kind {
            Kind::Bool(value) => Some((span, value.to_string())),
            Kind::Null => Some((span, "null".to_owned())),
            _ => None,
        };
        self.error(error);
        self.out.leaf(kind, span);
        self.at = self.at.max(end);
    }
}

const COMMENT: &str = "JSON has no comments; AWS refuses the definition";

#[cfg(test)]
mod tests;
