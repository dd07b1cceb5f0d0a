//! Text to tokens, one at a time: whether `/` divides or begins a regular expression, the parser says.

use super::Error;
use crate::Span;

/// A token that is not a name or a literal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sym {
    Dot,
    OpenBracket,
    CloseBracket,
    OpenBrace,
    CloseBrace,
    OpenParen,
    CloseParen,
    Comma,
    At,
    Hash,
    Semicolon,
    Colon,
    Question,
    Plus,
    Minus,
    Star,
    Slash,
    Percent,
    Pipe,
    Equal,
    Less,
    Greater,
    Caret,
    Ampersand,
    StarStar,
    DotDot,
    Assign,
    NotEqual,
    LessEqual,
    GreaterEqual,
    Apply,
    Default,
    Coalesce,
    And,
    Or,
    In,
}

impl Sym {
    /// How strongly the symbol binds what is left of it; 0: not at all, an expression ends before it.
    pub(super) const fn power(self) -> u8 {
        match self {
            Self::OpenBracket | Self::OpenParen | Self::At | Self::Hash => 80,
            Self::Dot => 75,
            Self::OpenBrace => 70,
            Self::Star | Self::Slash | Self::Percent => 60,
            Self::Plus | Self::Minus | Self::Ampersand => 50,
            Self::Equal
            | Self::NotEqual
            | Self::Less
            | Self::LessEqual
            | Self::Greater
            | Self::GreaterEqual
            | Self::Caret
            | Self::Apply
            | Self::Default
            | Self::Coalesce
            | Self::In => 40,
            Self::And => 30,
            Self::Or => 25,
            Self::Question => 20,
            Self::Assign => 10,
            _ => 0,
        }
    }

    /// Can an expression begin with it?
    pub(super) const fn begins(self) -> bool {
        matches!(
            self,
            Self::Minus
                | Self::Star
                | Self::StarStar
                | Self::Percent
                | Self::OpenParen
                | Self::OpenBracket
                | Self::OpenBrace
                | Self::Pipe
                | Self::And
                | Self::Or
                | Self::In
        )
    }

    /// Is it a closing bracket?
    pub(super) const fn closes(self) -> bool {
        matches!(self, Self::CloseParen | Self::CloseBracket | Self::CloseBrace)
    }

    /// As written.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Dot => ".",
            Self::OpenBracket => "[",
            Self::CloseBracket => "]",
            Self::OpenBrace => "{",
            Self::CloseBrace => "}",
            Self::OpenParen => "(",
            Self::CloseParen => ")",
            Self::Comma => ",",
            Self::At => "@",
            Self::Hash => "#",
            Self::Semicolon => ";",
            Self::Colon => ":",
            Self::Question => "?",
            Self::Plus => "+",
            Self::Minus => "-",
            Self::Star => "*",
            Self::Slash => "/",
            Self::Percent => "%",
            Self::Pipe => "|",
            Self::Equal => "=",
            Self::Less => "<",
            Self::Greater => ">",
            Self::Caret => "^",
            Self::Ampersand => "&",
            Self::StarStar => "**",
            Self::DotDot => "..",
            Self::Assign => ":=",
            Self::NotEqual => "!=",
            Self::LessEqual => "<=",
            Self::GreaterEqual => ">=",
            Self::Apply => "~>",
            Self::Default => "?:",
            Self::Coalesce => "??",
            Self::And => "and",
            Self::Or => "or",
            Self::In => "in",
        }
    }

    fn two(first: u8, second: u8) -> Option<Self> {
        Some(match (first, second) {
            (b'.', b'.') => Self::DotDot,
            (b':', b'=') => Self::Assign,
            (b'!', b'=') => Self::NotEqual,
            (b'>', b'=') => Self::GreaterEqual,
            (b'<', b'=') => Self::LessEqual,
            (b'*', b'*') => Self::StarStar,
            (b'~', b'>') => Self::Apply,
            (b'?', b':') => Self::Default,
            (b'?', b'?') => Self::Coalesce,
            _ => return None,
        })
    }

    fn one(byte: u8) -> Option<Self> {
        Some(match byte {
            b'.' => Self::Dot,
            b'[' => Self::OpenBracket,
            b']' => Self::CloseBracket,
            b'{' => Self::OpenBrace,
            b'}' => Self::CloseBrace,
            b'(' => Self::OpenParen,
            b')' => Self::CloseParen,
            b',' => Self::Comma,
            b'@' => Self::At,
            b'#' => Self::Hash,
            b';' => Self::Semicolon,
            b':' => Self::Colon,
            b'?' => Self::Question,
            b'+' => Self::Plus,
            b'-' => Self::Minus,
            b'*' => Self::Star,
            b'/' => Self::Slash,
            b'%' => Self::Percent,
            b'|' => Self::Pipe,
            b'=' => Self::Equal,
            b'<' => Self::Less,
            b'>' => Self::Greater,
            b'^' => Self::Caret,
            b'&' => Self::Ampersand,
            _ => return None,
        })
    }
}

/// What a token is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Tok {
    End,
    Name { quoted: bool },
    Variable,
    String(String),
    Number(f64),
    Bool(bool),
    Null,
    Regex { pattern: Span, flags: Span },
    Sym(Sym),
}

/// A token at a place.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) tok: Tok,
    pub(super) span: Span,
    /// The lexer reported an error here: what the parser could say of it is a consequence.
    pub(super) tainted: bool,
}

/// Does a name end before this byte?
pub(super) const fn ends_name(byte: u8) -> bool {
    is_blank(byte)
        || matches!(
            byte,
            b'.' | b'[' | b']' | b'{' | b'}' | b'(' | b')' | b',' | b'@' | b'#' | b';' | b':' | b'?' | b'+' | b'-'
        )
        || matches!(byte, b'*' | b'/' | b'%' | b'|' | b'=' | b'<' | b'>' | b'^' | b'&' | b'!' | b'~')
}

const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0b)
}

/// The lexer.
pub(super) struct Lexer<'t> {
    pub(super) text: &'t str,
    pub(super) bytes: &'t [u8],
    pub(super) pos: usize,
    pub(super) tainted: bool,
    pub(super) errors: Vec<Error>,
}

impl<'t> Lexer<'t> {
    pub(super) const fn new(text: &'t str) -> Self {
        Self { text, bytes: text.as_bytes(), pos: 0, tainted: false, errors: Vec::new() }
    }

    pub(super) fn slice(&self, span: Span) -> &'t str {
        self.text.get(span.range()).unwrap_or("")
    }

    /// Leaves out the rest of the text.
    pub(super) const fn stop(&mut self) {
        self.pos = self.bytes.len();
    }

    pub(super) fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.pos + ahead).copied().unwrap_or(0)
    }

    pub(super) fn report(&mut self, code: &'static str, span: Span, message: String, help: Option<String>) {
        self.errors.push(Error { code, span, message, help, wanted: None });
    }

    pub(super) fn span(&self, start: usize) -> Span {
        Span::new(start as u32, self.pos as u32)
    }

    /// The next token. `infix`: an operator may follow, so `/` divides.
    pub(super) fn next(&mut self, infix: bool) -> Token {
        self.skip();
        let start = self.pos;
        let was_tainted = std::mem::take(&mut self.tainted);
        let tok = self.token(infix, start);
        let token = Token { tainted: self.tainted || was_tainted, span: self.span(start), tok };
        // What is unterminated runs up to the end, where closers will be missing.
        self.tainted &= self.pos >= self.bytes.len();
        token
    }

    /// Blanks, comments, and characters that are no operator.
    fn skip(&mut self) {
        loop {
            while is_blank(self.peek(0)) {
                self.pos += 1;
            }
            let start = self.pos;
            match (self.peek(0), self.peek(1)) {
                (b'/', b'*') => {
                    let from = start + 2;
                    if let Some(len) = self.text.get(from..).and_then(|rest| rest.find("*/")) {
                        self.pos = from + len + 2;
                        continue;
                    }
                    self.pos = self.bytes.len();
                    self.tainted = true;
                    let span = Span::new(start as u32, from as u32);
                    let help = Some("close it with `*/`".to_owned());
                    self.report("S0106", span, "the comment that begins here has no closing `*/`".to_owned(), help);
                }
                (b'!', next) if next != b'=' => self.no_operator("!", "use `$not(...)` to negate, `!=` to compare"),
                (b'~', next) if next != b'>' => self.no_operator("~", "`~>` passes a value on to a function"),
                _ => return,
            }
        }
    }

    fn no_operator(&mut self, what: &str, help: &str) {
        self.pos += 1;
        let tainted = std::mem::replace(&mut self.tainted, true);
        if !tainted {
            let span = self.span(self.pos - 1);
            self.report("S0204", span, format!("`{what}` is not an operator"), Some(help.to_owned()));
        }
    }

    fn token(&mut self, infix: bool, start: usize) -> Tok {
        let Some(&byte) = self.bytes.get(start) else { return Tok::End };
        if byte == b'/' && !infix {
            return self.regex(start);
        }
        if let Some(sym) = Sym::two(byte, self.peek(1)) {
            self.pos += 2;
            return Tok::Sym(sym);
        }
        if let Some(sym) = Sym::one(byte) {
            self.pos += 1;
            return Tok::Sym(sym);
        }
        match byte {
            b'"' | b'\'' => self.string(start, byte),
            b'0'..=b'9' => self.number(start),
            b'`' => self.quoted_name(start),
            _ => self.name(start),
        }
    }

    fn name(&mut self, start: usize) -> Tok {
        let rest = self.bytes.get(start..).unwrap_or_default();
        let len = rest.iter().position(|&byte| ends_name(byte)).unwrap_or(rest.len());
        self.pos += len.max(1);
        match self.slice(self.span(start)) {
            "and" => Tok::Sym(Sym::And),
            "or" => Tok::Sym(Sym::Or),
            "in" => Tok::Sym(Sym::In),
            "true" => Tok::Bool(true),
            "false" => Tok::Bool(false),
            "null" => Tok::Null,
            text if text.starts_with('$') => Tok::Variable,
            _ => Tok::Name { quoted: false },
        }
    }
}
