//! Functions that an expression defines, with their signatures.

use super::ast::{Expr, ExprKind, Lambda, Name, Signature};
use super::lexer::{Sym, Tok};
use super::parser::Parser;
use super::recover::What;
use crate::Span;

/// Where a part of a signature's text is written: its offsets in the signature and in the source.
type Part = (usize, u32);

impl Parser<'_> {
    /// A function, of which the parameters are read.
    pub(super) fn lambda(&mut self, keyword_span: Span, args: Vec<Expr>) -> ExprKind {
        let params = args.into_iter().enumerate().filter_map(|(at, arg)| self.param(at + 1, &arg)).collect();
        let signature = if self.token.tok == Tok::Sym(Sym::Less) { self.signature() } else { None };
        let body = if self.expect(Sym::OpenBrace, "before the body of the function", None) {
            self.single(Sym::CloseBrace, What::Body, false)
        } else if self.at_item() {
            self.child(0)
        } else {
            self.missing()
        };
        ExprKind::Lambda(Box::new(Lambda { keyword_span, params, signature, body }))
    }

    fn param(&mut self, number: usize, arg: &Expr) -> Option<Name> {
        // The reference also takes `$a[]`.
        let inner = arg.kept();
        if let Some(name) = inner.variable() {
            return Some(Name { text: name.to_owned(), span: inner.span });
        }
        if self.is_damaged(arg.span) {
            return None;
        }
        let message = format!("parameter {number} of the function is {}, not a variable", self.quote(arg.span));
        let help = arg.field().map(|name| format!("write `${name}`"));
        self.report("S0208", arg.span, message, help);
        arg.field().map(|name| Name { text: name.to_owned(), span: arg.span })
    }

    fn signature(&mut self) -> Option<Signature> {
        let start = self.token.span;
        let mut text = String::new();
        let mut parts = Vec::new();
        let mut depth = 0_u32;
        let mut apart = false;
        loop {
            match self.token.tok {
                Tok::Sym(Sym::Less) => depth += 1,
                Tok::Sym(Sym::Greater) => depth -= 1,
                Tok::End | Tok::Sym(Sym::OpenBrace) => break,
                _ => {}
            }
            let piece = self.lexer.slice(self.token.span);
            let quoted = matches!(self.token.tok, Tok::String(_) | Tok::Regex { .. } | Tok::Name { quoted: true });
            // Without a blank these would be read as another token.
            if !text.is_empty() && (apart || quoted || piece.starts_with('=') && text.ends_with(['<', '>'])) {
                text.push(' ');
            }
            apart = quoted;
            parts.push((text.len(), self.token.span.start));
            text.push_str(piece);
            if depth == 0 {
                break;
            }
            self.advance(false);
        }
        let span = start.to(self.token.span);
        if !self.expect(Sym::Greater, "to close the signature", None) {
            return None;
        }
        if !self.check_signature(&text, &parts) {
            while self.token.tok == Tok::Sym(Sym::Greater) {
                self.skip(false);
            }
        }
        Some(Signature { text, span })
    }

    /// Reports what the reference refuses in a signature.
    fn check_signature(&mut self, text: &str, parts: &[Part]) -> bool {
        let bytes = text.as_bytes();
        // The type that a `<...>` would apply to, and the quantifiers after it.
        let mut last = 0_u8;
        let mut quantifiers = 0_u32;
        let mut at = 1;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b':' => break,
                b's' | b'n' | b'b' | b'l' | b'o' | b'a' | b'f' | b'j' | b'x' => {
                    last = byte;
                    quantifiers = 0;
                }
                b'-' | b'?' | b'+' => {
                    // A second `?` is a lazy quantifier of the regular expression that the reference makes.
                    quantifiers += 1;
                    if last != 0 && (quantifiers > 2 || quantifiers == 2 && byte == b'+') {
                        let message = format!("`{}` cannot follow another quantifier", char::from(byte));
                        let help = Some("after a type there is one of `-`, `?` and `+`".to_owned());
                        self.report("S0201", source_span(parts, at, 1), message, help);
                        return false;
                    }
                }
                b'(' => {
                    let end = closing(bytes, at, b'(', b')');
                    let choice = text.get(at + 1..end).unwrap_or("");
                    if let Some(inner) = choice.find('<') {
                        let message = "a choice of types cannot hold a type with a parameter".to_owned();
                        let help = Some("name the type without its `<...>`".to_owned());
                        self.report("S0402", source_span(parts, at + 1 + inner, 1), message, help);
                        return false;
                    }
                    last = byte;
                    quantifiers = 0;
                    at = end;
                }
                b'<' if matches!(last, b'a' | b'f') => at = closing(bytes, at, b'<', b'>'),
                b'<' => {
                    let message = if last == 0 {
                        "a type parameter without a type before it".to_owned()
                    } else {
                        format!(
                            "the type `{}` has no parameter",
                            if last == b'(' { "(...)".into() } else { char::from(last).to_string() }
                        )
                    };
                    let help = Some("only arrays, `a<...>`, and functions, `f<...>`, have a type parameter".to_owned());
                    self.report("S0401", source_span(parts, at, 1), message, help);
                    return false;
                }
                _ => {}
            }
            at += 1;
        }
        true
    }
}

/// The offset of the bracket that closes the one at `start`, or the end.
fn closing(bytes: &[u8], start: usize, open: u8, close: u8) -> usize {
    let mut depth = 0_usize;
    for (at, &byte) in bytes.iter().enumerate().skip(start) {
        if byte == open {
            depth += 1;
        } else if byte == close {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return at;
            }
        }
    }
    bytes.len()
}

/// Where a piece of a signature is in the source.
fn source_span(parts: &[Part], offset: usize, len: u32) -> Span {
    let part = parts.partition_point(|part| part.0 <= offset).checked_sub(1).and_then(|at| parts.get(at));
    let (from, source) = part.copied().unwrap_or_default();
    let start = source + offset.saturating_sub(from) as u32;
    Span::new(start, start + len)
}
