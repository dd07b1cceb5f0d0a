//! A tree as text.

use super::ast::{Expr, ExprKind, Pair};
use super::lexer::ends_name;
use std::fmt::Write as _;

/// The canonical text of a tree: parsed again, it gives the same tree but for the spans, if the tree is that of a text
/// without errors. Comments and the choice of quotes are lost. Where something is missing nothing is written.
pub fn print(expr: &Expr) -> String {
    let mut out = String::new();
    write(expr, &mut out);
    out
}

fn write(expr: &Expr, out: &mut String) {
    match &expr.kind {
        ExprKind::Missing => {}
        ExprKind::Error(parts) => list(parts, " ", out),
        ExprKind::Null => out.push_str("null"),
        ExprKind::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        ExprKind::Number(value) => number(*value, out),
        ExprKind::String(value) => quote(value, out),
        ExprKind::Regex(node) => {
            out.push('/');
            out.push_str(&node.pattern);
            out.push('/');
            out.push_str(&node.flags);
        }
        ExprKind::Field { name, quoted } => field(name, *quoted, out),
        ExprKind::Variable(name) => variable(name, out),
        ExprKind::Wildcard => out.push('*'),
        ExprKind::Descendants => out.push_str("**"),
        ExprKind::Parent => out.push('%'),
        ExprKind::Placeholder => out.push('?'),
        ExprKind::Path(steps) => list(steps, ".", out),
        ExprKind::Array(items) => {
            out.push('[');
            list(items, ", ", out);
            out.push(']');
        }
        ExprKind::Block(items) => {
            out.push('(');
            list(items, "; ", out);
            out.push(')');
        }
        ExprKind::Object(all) => pairs(all, out),
        ExprKind::Negate(operand) => {
            out.push('-');
            write(operand, out);
        }
        _ => compound(expr, out),
    }
}

fn compound(expr: &Expr, out: &mut String) {
    match &expr.kind {
        ExprKind::Binary(node) => {
            write(&node.lhs, out);
            let tight = node.op == super::BinaryOp::Range;
            out.push_str(if tight { "" } else { " " });
            out.push_str(node.op.as_str());
            out.push_str(if tight { "" } else { " " });
            write(&node.rhs, out);
        }
        ExprKind::Group(node) => {
            write(&node.base, out);
            pairs(&node.pairs, out);
        }
        ExprKind::Predicate(node) => {
            write(&node.base, out);
            out.push('[');
            write(&node.filter, out);
            out.push(']');
        }
        ExprKind::KeepArray(node) => {
            write(&node.base, out);
            out.push_str("[]");
        }
        ExprKind::Sort(node) => {
            write(&node.base, out);
            out.push_str("^(");
            for (at, term) in node.terms.iter().enumerate() {
                out.push_str(if at == 0 { "" } else { ", " });
                match term.order_span {
                    _ if term.descending => out.push('>'),
                    Some(_) => out.push('<'),
                    None => {}
                }
                write(&term.expr, out);
            }
            out.push(')');
        }
        ExprKind::Focus(node) | ExprKind::Index(node) => {
            write(&node.base, out);
            out.push(if matches!(expr.kind, ExprKind::Focus(_)) { '@' } else { '#' });
            variable(&node.variable.text, out);
        }
        ExprKind::Assign(node) => {
            write(&node.target, out);
            out.push_str(" := ");
            write(&node.value, out);
        }
        ExprKind::Condition(node) => {
            write(&node.test, out);
            out.push_str(" ? ");
            write(&node.then, out);
            if let Some(otherwise) = &node.otherwise {
                out.push_str(" : ");
                write(otherwise, out);
            }
        }
        ExprKind::Call(node) => {
            write(&node.callee, out);
            out.push('(');
            list(&node.args, ", ", out);
            out.push(')');
        }
        ExprKind::Lambda(node) => {
            out.push_str("function(");
            for (at, param) in node.params.iter().enumerate() {
                out.push_str(if at == 0 { "" } else { ", " });
                variable(&param.text, out);
            }
            out.push(')');
            out.push_str(node.signature.as_ref().map_or("", |signature| &signature.text));
            out.push_str(" { ");
            write(&node.body, out);
            out.push_str(" }");
        }
        ExprKind::Transform(node) => {
            out.push('|');
            write(&node.pattern, out);
            out.push('|');
            write(&node.update, out);
            if let Some(delete) = &node.delete {
                out.push_str(", ");
                write(delete, out);
            }
            out.push('|');
        }
        _ => {}
    }
}

fn list(items: &[Expr], between: &str, out: &mut String) {
    for (at, item) in items.iter().enumerate() {
        out.push_str(if at == 0 { "" } else { between });
        write(item, out);
    }
}

fn pairs(all: &[Pair], out: &mut String) {
    out.push('{');
    for (at, pair) in all.iter().enumerate() {
        out.push_str(if at == 0 { "" } else { ", " });
        write(&pair.key, out);
        out.push_str(": ");
        write(&pair.value, out);
    }
    out.push('}');
}

fn variable(name: &str, out: &mut String) {
    out.push('$');
    out.push_str(name);
}

fn number(value: f64, out: &mut String) {
    let size = value.abs();
    // Writing to a String does not fail.
    let _ =
        if size != 0.0 && !(1e-6..1e21).contains(&size) { write!(out, "{value:e}") } else { write!(out, "{value}") };
}

fn field(name: &str, quoted: bool, out: &mut String) {
    let plain = !name.is_empty() && !name.bytes().any(ends_name) && !name.starts_with(|c: char| c.is_ascii_digit());
    if plain && !quoted {
        out.push_str(name);
    } else {
        out.push('`');
        out.push_str(name);
        out.push('`');
    }
}

/// Adds a string in double quotes, as JavaScript writes it in JSON.
pub fn quote(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c < ' ' => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}
