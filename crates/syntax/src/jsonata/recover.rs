//! What the parser says when the next token does not fit, and how it goes on.

use super::ast::{Expr, ExprKind};
use super::lexer::{Sym, Tok};
use super::parser::Parser;
use super::{Error, MAX_DEPTH};
use crate::Span;

/// What is being read, to name it in messages.
#[derive(Clone, Copy)]
pub(super) enum What {
    /// A call, with the callee's place.
    Call(Span),
    Params,
    Body,
    Array,
    Object,
    Block,
    Predicate,
    Sort,
    Transform,
}

/// How far a look ahead goes, in bytes.
const LOOK_AHEAD: usize = 2000;

fn sym_of(tok: &Tok) -> Option<Sym> {
    if let Tok::Sym(sym) = *tok { Some(sym) } else { None }
}

impl Parser<'_> {
    /// Reports at the current token, unless something was already said of it.
    pub(super) fn report_here(&mut self, code: &'static str, message: String, help: Option<String>) {
        let at = if self.token.tok == Tok::End { Span::at(self.prev.end) } else { self.token.span };
        if !self.token.tainted && self.reported_at != Some(self.token.span.start) {
            self.report(code, at, message, help);
        }
        self.reported_at = Some(self.token.span.start);
    }

    /// The same, where a symbol must stand.
    fn report_wanted(&mut self, code: &'static str, wanted: Sym, message: String, help: Option<String>) {
        let before = self.lexer.errors.len();
        self.report_here(code, message, help);
        if let Some(error) = self.lexer.errors.get_mut(before) {
            error.wanted = Some(wanted.as_str());
        }
    }

    pub(super) fn report(&mut self, code: &'static str, span: Span, message: String, help: Option<String>) {
        if !self.stopped {
            self.lexer.errors.push(Error { code, span, message, help, wanted: None });
        }
    }

    /// Was something reported in this part of the text?
    pub(super) fn is_damaged(&self, span: Span) -> bool {
        self.lexer.errors.last().is_some_and(|error| error.span.end >= span.start)
    }

    /// The current token for a message.
    pub(super) fn found(&self) -> String {
        if self.token.tok == Tok::End { "the end".to_owned() } else { self.quote(self.token.span) }
    }

    /// A piece of the text for a message.
    pub(super) fn quote(&self, span: Span) -> String {
        let text = self.lexer.slice(span);
        let mut short: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(30).collect();
        if short.len() < text.len() {
            short.push('…');
        }
        if short.contains('`') { format!("\"{short}\"") } else { format!("`{short}`") }
    }

    fn name(&self, what: What) -> String {
        match what {
            What::Call(callee) => format!("the call of {}", self.quote(callee)),
            What::Params => "the parameters".to_owned(),
            What::Body => "the body of the function".to_owned(),
            What::Array => "the array".to_owned(),
            What::Object => "the object".to_owned(),
            What::Block => "the block".to_owned(),
            What::Predicate => "the predicate".to_owned(),
            What::Sort => "the terms of the sort".to_owned(),
            What::Transform => "the transform".to_owned(),
        }
    }

    /// Nothing is there where an expression must be.
    pub(super) fn missing(&self) -> Expr {
        Expr::new(ExprKind::Missing, Span::at(self.prev.end))
    }

    /// No expression begins with the current token.
    pub(super) fn no_operand(&mut self) -> Expr {
        let expr = self.missing();
        let start = self.prev.is_empty();
        let after = if start { String::new() } else { format!(" after {}", self.quote(self.prev)) };
        if self.token.tok == Tok::End {
            let message = match self.open.last().copied() {
                Some(closer) => {
                    let message =
                        format!("expected an expression{after} and then `{}`, found the end", closer.as_str());
                    self.report_wanted("S0203", closer, message, None);
                    return expr;
                }
                None if start => "the expression is empty".to_owned(),
                None => format!("expected an expression{after}, found the end"),
            };
            self.report_here("S0207", message, None);
            return expr;
        }
        let message = format!("expected an expression{after}, found {}", self.found());
        let before = self.lexer.slice(self.prev);
        let here = self.lexer.slice(self.token.span);
        let adjacent = self.prev.end == self.token.span.start;
        let (message, help) = match (before, here) {
            ("=", "=") if adjacent => ("there is no operator `==`".to_owned(), "compare with `=`"),
            ("&", "&") if adjacent => ("there is no operator `&&`".to_owned(), "write `and`"),
            ("=", ">") if adjacent => ("there is no operator `=>`".to_owned(), "write `>=` to compare"),
            ("=", "<") if adjacent => ("there is no operator `=<`".to_owned(), "write `<=` to compare"),
            ("<", ">") if adjacent => ("there is no operator `<>`".to_owned(), "compare with `!=`"),
            ("!=", "=") if adjacent => ("there is no operator `!==`".to_owned(), "compare with `!=`"),
            (",", ")" | "]" | "}") => (message, "remove the `,`"),
            (_, "/") => (message, "right here `/` divides: bind the regular expression to a variable first"),
            ("[", "?") => (message, "a filter is just a condition, as in `[price < 10]`"),
            ("?", ":") => (message, "write `?:` without a blank"),
            _ => {
                self.report_here("S0211", message, None);
                return expr;
            }
        };
        let twice =
            adjacent && matches!((before, here), ("=", "=" | ">" | "<") | ("&", "&") | ("<", ">") | ("!=", "="));
        self.report_here("S0211", message, Some(help.to_owned()));
        if here == "/" && self.as_regex() {
            return self.expr(40);
        }
        if twice {
            // The two were meant as one operator: the operand comes after them.
            self.advance(false);
            return self.expr(40);
        }
        expr
    }

    /// Reads the current `/` as the start of a regular expression, if one is there.
    fn as_regex(&mut self) -> bool {
        let (count, end) = (self.lexer.errors.len(), self.lexer.pos);
        self.lexer.pos = self.token.span.start as usize;
        let token = self.lexer.next(false);
        let whole = self.lexer.errors.len() == count && matches!(token.tok, Tok::Regex { .. });
        if whole {
            self.token = token;
        } else {
            self.lexer.errors.truncate(count);
            self.lexer.pos = end;
            self.lexer.tainted = self.token.tainted && end >= self.lexer.bytes.len();
        }
        whole
    }

    /// Nested too deep: reports it once and leaves out the rest of the text.
    pub(super) fn too_deep(&mut self) -> Expr {
        let message =
            format!("the expression is nested more than {MAX_DEPTH} levels deep, or a chain of operators is too long");
        let help = Some("bind parts of it to variables".to_owned());
        let at = self.token.span;
        if self.token.tok == Tok::End {
            self.report_here("U1001", message, help);
        } else {
            self.report("U1001", at, message, help);
        }
        self.stopped = true;
        self.lexer.stop();
        self.prev = at;
        self.token.tok = Tok::End;
        self.token.span = Span::at(at.end);
        Expr::new(ExprKind::Error(Vec::new()), at)
    }

    /// After an item of a list: is there another? Without a `sep` there should not be.
    pub(super) fn more(&mut self, sep: Option<Sym>, close: Sym, what: What, bad: &mut bool) -> bool {
        if self.token.tok == Tok::End {
            return false;
        }
        let sym = sym_of(&self.token.tok);
        if sym.is_some() && sym == sep {
            self.advance(false);
            return true;
        }
        if sym == Some(close) || sym.is_some_and(|sym| self.is_awaited(sym)) {
            return false;
        }
        if !*bad {
            let either = sep.map_or_else(String::new, |sep| format!("`{}` or ", sep.as_str()));
            let message =
                format!("expected {either}`{}` in {}, found {}", close.as_str(), self.name(what), self.found());
            let help = self.more_help(sep, sym, what);
            self.report_wanted("S0202", close, message, help);
        }
        *bad = true;
        if sym.is_some_and(Sym::closes) {
            // A closer that nobody waits for: too many, or meant as ours.
            let ours = !self.is_ahead(close);
            self.skip(true);
            if !ours && sym_of(&self.token.tok) == sep {
                self.advance(false);
            }
            return !ours && !matches!(self.token.tok, Tok::End) && self.token.tok != Tok::Sym(close);
        }
        // A separator of another kind separates; anything else begins the next item.
        if matches!(sym, Some(Sym::Comma | Sym::Semicolon | Sym::Colon | Sym::DotDot | Sym::Pipe)) {
            self.skip(false);
            return !matches!(self.token.tok, Tok::Sym(sym) if sym.closes());
        }
        true
    }

    /// Does something that is open end with this symbol?
    fn is_awaited(&self, sym: Sym) -> bool {
        (sym.closes() || sym == Sym::Pipe) && self.open.contains(&sym)
    }

    /// Are there, as far as a quick look tells, closers enough in the text that follows for all that wait for them?
    fn is_ahead(&self, close: Sym) -> bool {
        let (open, closed) = match close {
            Sym::CloseParen => (b'(', b')'),
            Sym::CloseBracket => (b'[', b']'),
            Sym::CloseBrace => (b'{', b'}'),
            _ => return false,
        };
        let mut missing = self.open.iter().filter(|&&sym| sym == close).count();
        let rest = self.lexer.bytes.get(self.token.span.end as usize..).unwrap_or_default();
        for &byte in rest.iter().take(LOOK_AHEAD) {
            if byte == open {
                missing += 1;
            } else if byte == closed {
                missing = missing.saturating_sub(1);
                if missing == 0 {
                    return true;
                }
            }
        }
        false
    }

    /// Past a token that was reported: what the next one lacks is a consequence.
    pub(super) fn skip(&mut self, infix: bool) {
        self.advance(infix);
        self.reported_at = Some(self.token.span.start);
    }

    fn more_help(&self, sep: Option<Sym>, sym: Option<Sym>, what: What) -> Option<String> {
        let help = match (sym, what) {
            (Some(Sym::Semicolon), What::Body | What::Predicate | What::Array | What::Object | What::Call(_)) => {
                "put expressions that are separated by `;` in parentheses"
            }
            (Some(Sym::Pipe), _) if self.is_double() => "write `or`",
            (Some(Sym::DotDot), _) => "a range `a..b` is an item of an array: put it in `[` and `]`",
            (Some(Sym::Colon), What::Array) => "an object is written with `{` and `}`",
            (Some(Sym::Comma), What::Block) => "expressions in a block are separated by `;`",
            (None, _) if matches!(self.token.tok, Tok::String(_)) && sep.is_some() => "strings are joined with `&`",
            _ => return None,
        };
        Some(help.to_owned())
    }

    /// Does the text go on with the current character once more?
    pub(super) fn is_double(&self) -> bool {
        let span = self.token.span;
        self.lexer.bytes.get(span.end as usize) == self.lexer.bytes.get(span.start as usize)
    }

    /// The closer of what was opened last. `infix`: an operator may follow. `bad`: an error was reported inside.
    pub(super) fn close(&mut self, close: Sym, what: What, infix: bool, bad: bool) {
        self.open.pop();
        if self.token.tok == Tok::Sym(close) {
            self.advance(infix);
            return;
        }
        if !bad {
            let name = self.name(what);
            if self.token.tok == Tok::End {
                let message = format!("expected `{}` to close {name} before the end", close.as_str());
                self.report_wanted("S0203", close, message, None);
            } else {
                let message = format!("expected `{}` to close {name}, found {}", close.as_str(), self.found());
                self.report_wanted("S0202", close, message, None);
            }
        }
    }

    /// A token in the middle of something. Without it: an error, and nothing is read.
    pub(super) fn expect(&mut self, sym: Sym, purpose: &str, help: Option<&str>) -> bool {
        if self.token.tok == Tok::Sym(sym) {
            self.advance(false);
            return true;
        }
        let help = help.map(str::to_owned);
        if self.token.tok == Tok::End {
            self.report_wanted("S0203", sym, format!("expected `{}` {purpose} before the end", sym.as_str()), help);
        } else {
            let message = format!("expected `{}` {purpose}, found {}", sym.as_str(), self.found());
            self.report_wanted("S0202", sym, message, help);
        }
        false
    }

    /// One expression up to its closer; what else is there goes into an error node.
    pub(super) fn single(&mut self, close: Sym, what: What, infix: bool) -> Expr {
        self.open.push(close);
        let first = self.child(0);
        let mut bad = false;
        if !self.more(None, close, what, &mut bad) {
            self.close(close, what, infix, bad);
            return first;
        }
        let mut parts = vec![first];
        loop {
            if self.at_item() {
                parts.push(self.child(0));
            }
            if !self.more(None, close, what, &mut bad) {
                break;
            }
        }
        let span = parts.first().map_or(self.prev, |part| part.span).to(self.prev);
        self.close(close, what, infix, bad);
        Expr::new(ExprKind::Error(parts), span)
    }

    /// Can the current token begin or continue an expression (so that reading one makes progress)?
    pub(super) fn at_item(&self) -> bool {
        match self.token.tok {
            Tok::End => false,
            Tok::Sym(sym) => sym.begins() || sym.power() > 0,
            _ => true,
        }
    }
}
