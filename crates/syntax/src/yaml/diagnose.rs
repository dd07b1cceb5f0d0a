//! What is wrong with a text where the parser stopped, and what to change so that the rest can be read.
//!
//! All places here are in the text as repaired so far.

mod flow;
mod indentation;
mod quotes;

use granit_parser::ErrorKind;

use super::lines;
use super::patch::Edit;
use super::read::{shorten, too_deep};
use super::record::{Reading, Stop};
use crate::{Span, SyntaxError};

/// An error, and the repair that lets the parser pass.
pub(super) struct Fix {
    pub(super) error: SyntaxError,
    /// Is it no error after all, only more than the parser can read?
    pub(super) silent: bool,
    pub(super) edits: Vec<Edit>,
    /// Does the repair leave a place without the value that was meant?
    pub(super) lost: bool,
    /// Is it known what is wrong, or is something taken out in the dark?
    pub(super) known: bool,
}

impl Fix {
    fn new(error: SyntaxError, edits: Vec<Edit>) -> Self {
        Self { error, edits, silent: false, lost: false, known: true }
    }

    fn losing(error: SyntaxError, edits: Vec<Edit>) -> Self {
        Self { error, edits, silent: false, lost: true, known: true }
    }
}

/// What the parser met, and where.
struct Case<'c> {
    text: &'c str,
    reading: &'c Reading,
    kind: &'c ErrorKind,
    at: usize,
}

/// Explains the stop and repairs the text. With `stuck`, a repair did not help: what stands there is taken out.
pub(super) fn fix(text: &str, reading: &Reading, stop: &Stop, stuck: bool) -> Fix {
    let at = stop.at.min(text.len());
    let case = Case { text, reading, kind: &stop.kind, at };
    if matches!(stop.kind, ErrorKind::RecursionLimitExceeded) {
        return Fix::new(too_deep(Span::at(at as u32)), Vec::new());
    }
    if stuck {
        return case.take_out();
    }
    case.known().unwrap_or_else(|| case.take_out())
}

impl Case<'_> {
    fn known(&self) -> Option<Fix> {
        use ErrorKind as E;
        match self.kind {
            E::TabInBlockIndentation
            | E::TabNotAllowed
            | E::TabInPlainScalar
            | E::TabInIndentation
            | E::TabAtBlockScalarStart
            | E::InvalidBlockEntryWhitespace => self.tabs(),
            E::UnclosedQuotedScalar | E::DocumentIndicatorInQuotedScalar => self.unclosed_quote(self.at),
            E::InvalidTrailingSingleQuotedScalar | E::InvalidTrailingDoubleQuotedScalar => self.behind_quote(),
            E::UnknownQuotedScalarEscape
            | E::InvalidQuotedScalarHexEscape
            | E::InvalidLowSurrogateHexEscape
            | E::InvalidLowSurrogate
            | E::MissingLowSurrogate
            | E::UnpairedLowSurrogate
            | E::InvalidUnicodeEscape => self.escapes(),
            E::UnexpectedCharacter { .. } => self.character(),
            E::BomInsideDocument => self.byte_order_mark(),
            E::MissingAnchorOrAliasName | E::InvalidBlockScalarHeader | E::ZeroBlockScalarIndent => {
                self.to_be_quoted(self.at)
            }
            E::CommentNotSeparated => Some(self.comment()),
            E::MisplacedFlowCollectionEnd => Some(self.stray_bracket()),
            E::MismatchedFlowCollectionEnd { open, close } => self.mismatch(*open, *close),
            E::UnclosedFlowCollection { .. } => self.unclosed_bracket(self.at),
            _ if !self.reading.flows.is_empty() => self.in_flow(),
            E::SimpleKeyExpected => self.no_colon(self.at),
            E::MappingValueNotAllowed | E::InvalidColonPlacement => self.colon(),
            E::ExpectedBlockMappingKey
            | E::ExpectedBlockSequenceEntry
            | E::InvalidIndentation
            | E::InvalidBlockScalarIndent
            | E::BlockSequenceEntryNotAllowed => self.misplaced_line(),
            _ => None,
        }
    }

    fn span(&self, from: usize, to: usize) -> Span {
        Span::new(from as u32, to.max(from).min(self.text.len()) as u32)
    }

    fn char_at(&self, at: usize) -> Span {
        let len = self.text.get(at..).and_then(|s| s.chars().next()).map_or(0, char::len_utf8);
        self.span(at, at + len)
    }

    /// The last resort: says what the parser has to say, and takes out the rest of the line, the whole of it, or, if nothing
    /// is left of that, the line before.
    fn take_out(&self) -> Fix {
        let (message, help) = describe(self.kind);
        let (start, line) = lines::line(self.text, self.at);
        let end = start + line.len();
        let rest = self.text.get(self.at..end).unwrap_or_default();
        let range = if !lines::is_blank(rest) {
            Some((self.at, end))
        } else if !lines::is_blank(line) {
            Some((start, end))
        } else {
            lines::before(self.text, start).next().map(|(begin, line)| (begin, begin + line.len()))
        };
        let shown = range.map_or(Span::at(self.at as u32), |(from, to)| {
            let raw = self.text.get(from..to).unwrap_or_default();
            let from = from + (raw.len() - raw.trim_start().len());
            self.span(from, from + raw.trim().len())
        });
        let error = SyntaxError { help: help.map(str::to_owned), ..SyntaxError::new(shown, message) };
        let edits = range.map(|(from, to)| Edit::remove(from, to - from)).into_iter().collect();
        Fix { error, edits, silent: false, lost: true, known: false }
    }

    /// `#` right behind something.
    fn comment(&self) -> Fix {
        let hash = self.text.get(self.at..).and_then(|s| s.find('#')).map_or(self.at, |i| self.at + i);
        let error = SyntaxError::new(self.char_at(hash), "a blank is missing before the `#` of this comment");
        Fix::new(error, vec![Edit::insert(hash, " ")])
    }

    fn byte_order_mark(&self) -> Option<Fix> {
        let at = self.at + self.text.get(self.at..)?.find('\u{feff}')?;
        let error = SyntaxError::new(self.char_at(at), "a byte order mark stands in the midst of the text");
        Some(Fix::new(error.with_help("remove the invisible character U+FEFF"), vec![Edit::remove(at, 3)]))
    }

    /// A character that can't begin a scalar, or no character of a text at all.
    fn character(&self) -> Option<Fix> {
        const MANY: usize = 1000;
        let bad = |c: &char| {
            !matches!(*c, '\t' | '\n' | '\r' | '\u{85}' | '\u{feff}')
                && (c.is_control() || matches!(*c, '\u{fffe}' | '\u{ffff}'))
        };
        let rest = self.text.get(self.at..)?;
        let (first, ErrorKind::UnexpectedCharacter { character }) = (rest.chars().next(), self.kind) else {
            return None;
        };
        if !bad(character) {
            let directive = *character == '%' && self.text.get(..self.at).is_some_and(|s| s.ends_with('{'));
            return match first {
                _ if directive => self.template(),
                Some(c) if c == *character => self.to_be_quoted(self.at),
                _ => None,
            };
        }
        let found: Vec<_> = rest.char_indices().filter(|(_, c)| bad(c)).take(MANY + 1).collect();
        let (at, c) = found.first().map(|(i, c)| (self.at + i, *c))?;
        let code = c as u32;
        if found.len() > MANY {
            let message = format!("this is no text: it is full of control characters such as U+{code:04X}");
            let error = SyntaxError::new(self.char_at(at), message);
            return Some(Fix::new(error.with_help("save the file as UTF-8"), Vec::new()));
        }
        let error =
            SyntaxError::new(self.char_at(at), format!("the control character U+{code:04X} stands in the text"));
        let error = error.with_help(format!("remove it, or write it in double quotes as `\\u{code:04x}`"));
        Some(Fix::new(error, found.into_iter().map(|(i, c)| Edit::remove(self.at + i, c.len_utf8())).collect()))
    }

    /// `{% if … %}`: the text is a template for another tool. All of these are taken out at once.
    fn template(&self) -> Option<Fix> {
        let mut edits = Vec::new();
        let mut at = 0;
        while let Some(start) = self.text.get(at..).and_then(|s| s.find("{%")).map(|i| at + i) {
            let Some(len) = self.text.get(start..).and_then(|s| s.find("%}")) else { break };
            edits.push(Edit::remove(start, len + 2));
            at = start + len + 2;
        }
        let first = edits.iter().find(|edit| edit.at + edit.len > self.at)?;
        let span = self.span(first.at, first.at + first.len);
        let error = SyntaxError::new(span, "`{% … %}` belongs to a template language: this text is not YAML yet");
        Some(Fix::new(error.with_help("check what the template tool makes of it"), edits))
    }

    /// A key without its colon: the line that holds `at`.
    fn no_colon(&self, at: usize) -> Option<Fix> {
        let (start, line) = lines::line(self.text, at);
        let from = start + (line.len() - line.trim_start().len());
        let word = lines::without_comment(line).trim_start();
        let end = from + word.len();
        if word.is_empty() {
            return None;
        }
        let name = word.find(':').and_then(|i| word.get(..i));
        if let Some(name) = name.filter(|name| is_word(name)) {
            let colon = from + name.len();
            let message = format!("expected a blank after `{}:`", shorten(name));
            let error = SyntaxError::new(Span::at(colon as u32 + 1), message);
            return Some(Fix::new(error, vec![Edit::insert(colon + 1, " ")]));
        }
        let key = word.trim_start_matches("- ");
        if is_word(key) || is_quoted(key) {
            let message = format!("expected `:` after `{}`", shorten(key));
            return Some(Fix::losing(SyntaxError::new(Span::at(end as u32), message), vec![Edit::insert(end, ":")]));
        }
        let message = format!("expected a member such as `Key: value`, found `{}`", shorten(word));
        let error = SyntaxError::new(self.span(from, end), message);
        let error = error.with_help("a text that goes on in a second line is indented deeper than its key");
        Some(Fix::losing(error, vec![Edit::remove(from, end - from)]))
    }
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '$' | '{' | '}'))
}

fn is_quoted(text: &str) -> bool {
    text.len() >= 2 && text.starts_with(['"', '\'']) && text.ends_with(['"', '\''])
}

/// The parser's errors in our words, where nothing better is known.
fn describe(kind: &ErrorKind) -> (&'static str, Option<&'static str>) {
    use ErrorKind as E;
    match kind {
        E::DuplicateVersionDirective
        | E::UnsupportedYamlMajorVersion
        | E::DuplicateTagDirective
        | E::MissingDocumentEndBeforeDirective
        | E::InvalidDirectiveTerminator
        | E::MissingYamlVersionSeparator
        | E::MissingDirectiveName
        | E::InvalidDirectiveName
        | E::DirectiveByteLimitExceeded { .. }
        | E::YamlVersionTooLong
        | E::MissingYamlVersion
        | E::InvalidTagDirectiveTerminator
        | E::ExpectedTagDirectiveBang => {
            ("this `%` directive can't be read", Some("a definition needs no directives: remove the line"))
        }
        E::ExpectedTagBang
        | E::InvalidGlobalTagCharacter
        | E::InvalidTagTerminator
        | E::MissingTagUri
        | E::UnclosedVerbatimTag
        | E::InvalidTagEscape
        | E::InvalidTagUtf8LeadingByte
        | E::InvalidTagUtf8TrailingByte
        | E::InvalidTagUtf8 => {
            ("this tag can't be read", Some("`!` begins a tag; a text that begins with `!` is quoted"))
        }
        E::UndeclaredTagHandle => {
            ("the prefix of this tag is not declared", Some("`!` begins a tag; a text that begins with `!` is quoted"))
        }
        E::ExpectedDocumentStart => {
            ("the document ended before this", Some("a document is one value: check the indentation"))
        }
        E::InvalidDocumentEnd => ("nothing may follow the end of a document on its line", None),
        E::InvalidSimpleKey => ("a key without `?` stands on one line and has at most 1024 characters", None),
        E::CommentInterceptedScalar => {
            ("a comment stands within a text of several lines", Some("quote the text, or move the comment"))
        }
        E::MappingValueNotAllowed | E::InvalidColonPlacement => {
            ("no `:` can stand here", Some("quote a text that has a `:` in it"))
        }
        E::MappingKeyNotAllowed => ("no key can stand here", Some("check the indentation")),
        E::SimpleKeyExpected => ("expected `:` after a key", None),
        E::ExpectedFlowMappingSeparator => ("expected `,` or `}`", None),
        E::ExpectedFlowSequenceSeparator => ("expected `,` or `]`", None),
        E::BlockSequenceEntryNotAllowed | E::BlockEntryInFlowCollection => {
            ("no list entry can begin here", Some("`- ` begins a list entry; a text that begins so is quoted"))
        }
        E::PlainScalarStartsWithDashFlowIndicator => {
            ("`-` and a bracket can't begin an unquoted text", Some("quote the text"))
        }
        _ => {
            ("this can't be read as YAML here", Some("check the indentation, and quote texts with special characters"))
        }
    }
}
