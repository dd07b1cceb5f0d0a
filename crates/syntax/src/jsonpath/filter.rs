//! `[?(...)]`.

use std::borrow::Cow;

use super::ast::{Expr, ExprKind, Literal, Operand, Operator, Value};
use super::parser::{Mode, Parser, Read};
use super::text::{closing_quote, is_blank_char, matching, shorten};
use crate::Span;

/// The filter whose `[` is at `open` and whose `?` is at hand, up to and with the `]`.
pub(super) fn filter<'t>(p: &mut Parser<'t>, open: usize) -> Read<Expr<'t>> {
    let question = p.here();
    p.pos += 1;
    p.skip_blanks();
    p.deeper()?;
    if p.peek() != Some(b'(') {
        if matches!(p.peek(), Some(b']' | b',')) {
            let help = "write the condition: `[?(@.name == 'value')]`";
            return p.fail_with(question, "the filter `?` has no condition", help);
        }
        let message = format!("expected `(` after `?`, found {}", p.found());
        return p.fail_with(p.here(), message, "put the condition in parentheses: `[?(...)]`");
    }
    let start = p.pos;
    p.pos += 1;
    let mut expr = or(p)?;
    close_paren(p, start)?;
    expr.span = p.span_from(start);
    p.skip_blanks();
    if matches!(p.peek(), Some(b'&' | b'|')) {
        let help = "wrap all of it: `[?((...) && (...))]`";
        return p.fail_with(p.here(), "the condition goes on after its closing parenthesis", help);
    }
    p.close(open)?;
    p.depth -= 1;
    Ok(expr)
}

fn close_paren(p: &mut Parser, open: usize) -> Read<()> {
    p.skip_blanks();
    if p.eat(b')') {
        return Ok(());
    }
    let raw = shorten(p.slice(open, p.pos).trim_end_matches(is_blank_char));
    let found = p.found();
    let message = format!("expected `)` to close the condition that opens at `{raw}`, found {found}");
    let rest = p.rest();
    if rest.starts_with(['&', '|']) {
        let help = if rest.starts_with('&') { "write `&&`" } else { "write `||`" };
        return p.fail_with(p.here(), message, help);
    }
    for (word, symbol) in [("and", "&&"), ("or", "||")] {
        let after = rest.get(word.len()..).unwrap_or("");
        if rest.get(..word.len()).is_some_and(|w| w.eq_ignore_ascii_case(word)) && after.starts_with([' ', '(']) {
            let span = Span::new(p.pos as u32, (p.pos + word.len()) as u32);
            return p.fail_with(span, format!("`{word}` is no operator"), format!("write `{symbol}`"));
        }
    }
    p.fail(p.here(), message)
}

fn or<'t>(p: &mut Parser<'t>) -> Read<Expr<'t>> {
    chain(p, "||", and, ExprKind::Or)
}

fn and<'t>(p: &mut Parser<'t>) -> Read<Expr<'t>> {
    chain(p, "&&", unary, ExprKind::And)
}

fn chain<'t>(
    p: &mut Parser<'t>,
    symbol: &str,
    part: fn(&mut Parser<'t>) -> Read<Expr<'t>>,
    make: fn(Vec<Expr<'t>>) -> ExprKind<'t>,
) -> Read<Expr<'t>> {
    let first = part(p)?;
    let mut parts = vec![first];
    loop {
        let end = p.pos;
        p.skip_blanks();
        if !p.rest().starts_with(symbol) {
            p.pos = end;
            break;
        }
        p.pos += symbol.len();
        p.skip_blanks();
        if matches!(p.peek(), None | Some(b')' | b']')) {
            return p.fail(p.here(), format!("expected a condition after `{symbol}`, found {}", p.found()));
        }
        parts.push(part(p)?);
    }
    if parts.len() == 1
        && let Some(only) = parts.pop()
    {
        return Ok(only);
    }
    let span = match (parts.first(), parts.last()) {
        (Some(first), Some(last)) => first.span.to(last.span),
        _ => p.here(),
    };
    Ok(Expr { kind: make(parts), span })
}

fn unary<'t>(p: &mut Parser<'t>) -> Read<Expr<'t>> {
    p.skip_blanks();
    let start = p.pos;
    match p.peek() {
        Some(b'!') => {
            p.pos += 1;
            p.deeper()?;
            let inner = unary(p)?;
            p.depth -= 1;
            Ok(Expr { kind: ExprKind::Not(Box::new(inner)), span: p.span_from(start) })
        }
        Some(b'(') => {
            p.pos += 1;
            p.deeper()?;
            let mut inner = or(p)?;
            close_paren(p, start)?;
            p.depth -= 1;
            inner.span = p.span_from(start);
            Ok(inner)
        }
        _ => comparison(p),
    }
}

fn comparison<'t>(p: &mut Parser<'t>) -> Read<Expr<'t>> {
    let start = p.pos;
    let left = operand(p, None)?;
    let end = p.pos;
    p.skip_blanks();
    let Some((operator, operator_span)) = operator(p)? else {
        // Blanks after a condition belong to nothing.
        p.pos = end;
        let Value::Path(path) = left.value else {
            let help = "compare it with something, or write a path such as `@.name`";
            return p.fail_with(left.span, "a literal alone is no condition", help);
        };
        return Ok(Expr { kind: ExprKind::Exists(path), span: left.span });
    };
    p.skip_blanks();
    let right = if matches!(operator, Operator::Empty | Operator::Exists) && p.peek().is_some_and(|b| ends_side(p, b)) {
        Operand { value: Value::Literal(Literal::Bool(true)), span: Span::at(operator_span.end) }
    } else {
        operand(p, Some(operator))?
    };
    let kind = ExprKind::Compare { left, operator, operator_span, right };
    Ok(Expr { kind, span: p.span_from(start) })
}

fn ends_side(p: &Parser, b: u8) -> bool {
    matches!(b, b')' | b']') || (matches!(b, b'&' | b'|') && p.peek_at(1) == Some(b))
}

/// The operator at hand, or nothing where a condition may end.
fn operator(p: &mut Parser) -> Read<Option<(Operator, Span)>> {
    let start = p.pos;
    let Some(b) = p.peek() else { return Ok(None) };
    let is_symbol = |b: u8| matches!(b, b'<' | b'>' | b'=' | b'!' | b'~');
    if is_symbol(b) {
        while p.peek().is_some_and(is_symbol) {
            p.pos += 1;
        }
        // `@.a==!x` is not in the language, so the longest run is the operator.
        let symbol = p.slice(start, p.pos);
        let span = p.span_from(start);
        if let Some(operator) = Operator::find(symbol) {
            return Ok(Some((operator, span)));
        }
        let instead = match symbol {
            "=" => Some("=="),
            "<>" | "!" => Some("!="),
            "=<" => Some("<="),
            "=>" => Some(">="),
            "~" | "~=" | "=~~" => Some("=~"),
            _ => None,
        };
        let message = format!("`{}` is no operator", shorten(symbol));
        return match instead {
            Some(instead) => p.fail_with(span, message, format!("write `{instead}`")),
            None => p.fail(span, message),
        };
    }
    if b.is_ascii_alphabetic() {
        while p.peek().is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_') {
            p.pos += 1;
        }
        let word = p.slice(start, p.pos);
        let span = p.span_from(start);
        if let Some(operator) = Operator::find(word) {
            return Ok(Some((operator, span)));
        }
        if word.eq_ignore_ascii_case("matches") {
            return Ok(Some((Operator::Matches, span)));
        }
        let message = format!("`{}` is no operator", shorten(word));
        if word.eq_ignore_ascii_case("and") || word.eq_ignore_ascii_case("or") {
            let symbol = if word.len() == 3 { "&&" } else { "||" };
            return p.fail_with(span, message, format!("write `{symbol}`"));
        }
        return p.fail(span, message);
    }
    Ok(None)
}

/// A side of a comparison; `after` is the operator before it, if any.
fn operand<'t>(p: &mut Parser<'t>, after: Option<Operator>) -> Read<Operand<'t>> {
    let start = p.pos;
    let literal = match p.peek() {
        Some(b'$' | b'@') => {
            let path = p.inner(Mode::Filter)?;
            return Ok(Operand { span: path.span, value: Value::Path(path) });
        }
        Some(b'\'' | b'"') => {
            let (raw, ..) = p.quoted()?;
            Literal::String(unescape_string(raw))
        }
        Some(b'/') => regex(p)?,
        Some(b'[' | b'{') => {
            let Some(close) = matching(p.text.as_bytes(), start) else {
                let raw = shorten(p.rest());
                return p.fail(p.here(), format!("the literal that opens at `{raw}` is never closed"));
            };
            p.pos = close + 1;
            Literal::Json(p.slice(start, p.pos))
        }
        _ => {
            while p.peek().is_some_and(|b| !p.ends_in_filter(b)) {
                p.pos += 1;
            }
            let raw = p.slice(start, p.pos);
            if raw.is_empty() {
                return no_operand(p, after);
            }
            let literal = word(raw);
            if let (Literal::Word(raw), None) = (&literal, after) {
                let message = format!("`{}` is neither a path nor a literal", shorten(raw));
                let help = format!("write `@.{}` for the field of the node", shorten(raw));
                return p.fail_with(p.span_from(start), message, help);
            }
            if matches!(literal, Literal::Word(_)) { more_words(p, start) } else { literal }
        }
    };
    Ok(Operand { value: Value::Literal(literal), span: p.span_from(start) })
}

/// `New York` without quotes: the word that starts at `start` goes on as long as nothing but words follows.
fn more_words<'t>(p: &mut Parser<'t>, start: usize) -> Literal<'t> {
    let first = p.pos;
    let mut end = first;
    loop {
        p.skip_blanks();
        let from = p.pos;
        while p.peek().is_some_and(|b| b.is_ascii_alphanumeric() || b >= 0x80 || matches!(b, b'_' | b'-')) {
            p.pos += 1;
        }
        let word = p.slice(from, p.pos);
        if word.is_empty() || word.eq_ignore_ascii_case("and") || word.eq_ignore_ascii_case("or") {
            break;
        }
        end = p.pos;
    }
    p.pos = end;
    p.skip_blanks();
    p.pos = if p.peek().is_some_and(|b| ends_side(p, b)) { end } else { first };
    Literal::Word(p.slice(start, p.pos))
}

fn no_operand<T>(p: &mut Parser, after: Option<Operator>) -> Read<T> {
    let found = p.found();
    match after {
        Some(operator) => p.fail(p.here(), format!("expected a value after `{}`, found {found}", operator.symbol())),
        None => p.fail_with(
            p.here(),
            format!("expected a condition, found {found}"),
            "a condition reads like `@.name == 'value'`",
        ),
    }
}

fn regex<'t>(p: &mut Parser<'t>) -> Read<Literal<'t>> {
    let start = p.pos;
    let Some(close) = closing_quote(p.text.as_bytes(), start) else {
        let raw = shorten(p.rest());
        return p.fail(p.here(), format!("expected `/` to close the pattern that opens at `{raw}`"));
    };
    let pattern = p.slice(start + 1, close);
    p.pos = close + 1;
    let flags = p.pos;
    while p.peek().is_some_and(|b| b.is_ascii_alphabetic()) {
        p.pos += 1;
    }
    Ok(Literal::Regex { pattern, flags: p.slice(flags, p.pos) })
}

/// What a run of characters without quotes stands for.
pub(super) fn word(raw: &str) -> Literal<'_> {
    match raw {
        "true" => Literal::Bool(true),
        "false" => Literal::Bool(false),
        "null" => Literal::Null,
        // `inf` and `nan` are numbers to Rust only.
        _ if raw.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '.')) && is_number(raw) => {
            Literal::Number(raw)
        }
        _ => Literal::Word(raw),
    }
}

fn is_number(raw: &str) -> bool {
    raw.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'+' | b'.' | b'e' | b'E'))
        && raw.parse::<f64>().is_ok()
}

/// The escapes of Java in a string of a filter.
pub(super) fn unescape_string(raw: &str) -> Cow<'_, str> {
    if !raw.contains('\\') {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        out.push_str(rest.get(..at).unwrap_or(""));
        rest = rest.get(at + 1..).unwrap_or("");
        let Some(c) = rest.chars().next() else {
            out.push('\\');
            break;
        };
        let plain = match c {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'u' => {
                let code = rest.get(1..5).filter(|h| h.bytes().all(|b| b.is_ascii_hexdigit()));
                if let Some(decoded) = code.and_then(|h| u32::from_str_radix(h, 16).ok()).and_then(char::from_u32) {
                    out.push(decoded);
                    rest = rest.get(5..).unwrap_or("");
                } else {
                    // Half of a pair, or no code at all: left as it is.
                    out.push_str("\\u");
                    rest = rest.get(1..).unwrap_or("");
                }
                continue;
            }
            other => other,
        };
        out.push(plain);
        rest = rest.get(c.len_utf8()..).unwrap_or("");
    }
    out.push_str(rest);
    Cow::Owned(out)
}
