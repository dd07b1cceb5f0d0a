//! The canonical text of a path: `Display`.
//!
//! Parsing it gives the same path but for spans, and but for the style of an unquoted name with anything beyond
//! letters, digits, `_` and `-`: such a name is printed in brackets, as AWS asks for.

use std::fmt::{self, Display, Formatter, Write};

use super::ast::{Expr, ExprKind, Literal, Path, Root, Step, StepKind, Style, Value};

impl Display for Path<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.root {
            Root::Input => f.write_char('$')?,
            Root::Context => f.write_str("$$")?,
            Root::Variable { name, .. } => write!(f, "${name}")?,
            Root::Current => f.write_char('@')?,
        }
        let mut after_descend = false;
        for step in &self.steps {
            print_step(step, after_descend, f)?;
            after_descend = matches!(step.kind, StepKind::Descend);
        }
        Ok(())
    }
}

fn print_step(step: &Step, after_descend: bool, f: &mut Formatter) -> fmt::Result {
    let dot = if after_descend { "" } else { "." };
    match &step.kind {
        StepKind::Name { name, style } => {
            if *style != Style::Bracket && is_plain(&name.text) {
                write!(f, "{dot}{}", name.text)
            } else {
                f.write_char('[')?;
                print_name(&name.text, f)?;
                f.write_char(']')
            }
        }
        StepKind::Names(names) => {
            f.write_char('[')?;
            for (i, name) in names.iter().enumerate() {
                f.write_str(if i == 0 { "" } else { "," })?;
                print_name(&name.text, f)?;
            }
            f.write_char(']')
        }
        StepKind::Index(index) => write!(f, "[{index}]"),
        StepKind::Indexes(indexes) => {
            f.write_char('[')?;
            for (i, index) in indexes.iter().enumerate() {
                write!(f, "{}{index}", if i == 0 { "" } else { "," })?;
            }
            // `[0,]` is a list of one.
            f.write_str(if indexes.len() == 1 { ",]" } else { "]" })
        }
        StepKind::Slice { start, end, step } => {
            f.write_char('[')?;
            print_number(*start, f)?;
            f.write_char(':')?;
            print_number(*end, f)?;
            if step.is_some() {
                f.write_char(':')?;
                print_number(*step, f)?;
            }
            f.write_char(']')
        }
        StepKind::Wildcard(Style::Bracket) => f.write_str("[*]"),
        StepKind::Wildcard(_) => write!(f, "{dot}*"),
        StepKind::Descend => f.write_str(".."),
        StepKind::Filter(expr) => write!(f, "[?({expr})]"),
        StepKind::Call { name, args } => {
            // A backslash that has nothing to escape must not take the parenthesis.
            let backslashes = name.text.len() - name.text.trim_end_matches('\\').len();
            let blank = if backslashes % 2 == 1 { " " } else { "" };
            write!(f, "{dot}{}{blank}(", name.text)?;
            for (i, arg) in args.iter().enumerate() {
                f.write_str(if i == 0 { "" } else { ", " })?;
                print_value(&arg.value, '"', f)?;
            }
            f.write_char(')')
        }
        StepKind::Invalid => Ok(()),
    }
}

/// Can the name stand after a dot, in a filter as well?
fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-') || !c.is_ascii())
}

/// A backslash is doubled only where it would escape what follows.
fn print_name(name: &str, f: &mut Formatter) -> fmt::Result {
    f.write_char('\'')?;
    let mut chars = name.chars().peekable();
    while let Some(c) = chars.next() {
        let escape = c == '\'' || (c == '\\' && matches!(chars.peek(), None | Some('\\' | '\'')));
        if escape {
            f.write_char('\\')?;
        }
        f.write_char(c)?;
    }
    f.write_char('\'')
}

fn print_number(number: Option<i64>, f: &mut Formatter) -> fmt::Result {
    number.map_or(Ok(()), |n| write!(f, "{n}"))
}

fn print_value(value: &Value, quote: char, f: &mut Formatter) -> fmt::Result {
    match value {
        Value::Path(path) => path.fmt(f),
        Value::Literal(literal) => print_literal(literal, quote, f),
    }
}

fn print_literal(literal: &Literal, quote: char, f: &mut Formatter) -> fmt::Result {
    match literal {
        Literal::String(text) => {
            f.write_char(quote)?;
            for c in text.chars() {
                if c == quote || c == '\\' {
                    f.write_char('\\')?;
                }
                f.write_char(c)?;
            }
            f.write_char(quote)
        }
        Literal::Number(raw) | Literal::Json(raw) | Literal::Word(raw) => f.write_str(raw),
        Literal::Bool(value) => write!(f, "{value}"),
        Literal::Null => f.write_str("null"),
        Literal::Regex { pattern, flags } => write!(f, "/{pattern}/{flags}"),
    }
}

impl Display for Expr<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ExprKind::Or(parts) => print_chain(parts, " || ", |p| matches!(p, ExprKind::Or(_)), f),
            ExprKind::And(parts) => print_chain(parts, " && ", |p| matches!(p, ExprKind::Or(_) | ExprKind::And(_)), f),
            ExprKind::Not(inner) if matches!(inner.kind, ExprKind::Exists(_)) => write!(f, "!{inner}"),
            ExprKind::Not(inner) => write!(f, "!({inner})"),
            ExprKind::Exists(path) => path.fmt(f),
            ExprKind::Compare { left, operator, right, .. } => {
                print_value(&left.value, '\'', f)?;
                write!(f, " {} ", operator.symbol())?;
                print_value(&right.value, '\'', f)
            }
        }
    }
}

fn print_chain(parts: &[Expr], symbol: &str, wrap: fn(&ExprKind) -> bool, f: &mut Formatter) -> fmt::Result {
    for (i, part) in parts.iter().enumerate() {
        f.write_str(if i == 0 { "" } else { symbol })?;
        if wrap(&part.kind) {
            write!(f, "({part})")?;
        } else {
            write!(f, "{part}")?;
        }
    }
    Ok(())
}
