//! `jsonencode({…})`: a value of Terraform as a tree.

use super::module::{DEEPEST, Placed, span_of};
use super::text;
use asl_syntax::{Builder, Format, Kind, Span, Text, Tree};
use hcl_edit::expr::{Expression, ObjectKey};

/// The tree of a value; what only Terraform knows is unknown.
pub(super) fn tree(at: Placed<'_>) -> Tree {
    let mut writer = Writer { at, out: Builder::new(at.source.text().len()) };
    writer.value(at.expression, 0);
    writer.out.finish(at.source.clone(), Format::Hcl, Vec::new())
}

struct Writer<'m> {
    at: Placed<'m>,
    out: Builder,
}

/// Values are nested so deep at most; the parser has a bound of its own.
const NESTED: usize = 100 + DEEPEST;

impl Writer<'_> {
    fn value(&mut self, expression: &Expression, depth: usize) {
        let span = span_of(expression);
        let kind = match expression {
            _ if depth > NESTED => Kind::Unknown,
            Expression::Null(_) => Kind::Null,
            Expression::Bool(value) => Kind::Bool(*value.value()),
            Expression::Number(_) => Kind::Number,
            Expression::Parenthesis(inner) => return self.value(inner.inner(), depth + 1),
            Expression::String(_) | Expression::StringTemplate(_) | Expression::HeredocTemplate(_) => {
                let is_one = |it: &hcl_edit::template::StringTemplate| it.as_single_element().is_some();
                // `"${value}"` is the value itself, of whatever type.
                let is_hidden = expression.as_string_template().is_some_and(is_one);
                match text::written(self.at.with(expression)).filter(|_| !is_hidden) {
                    Some(text) => {
                        self.out.string(span, Some(text.into_parts()));
                        return;
                    }
                    None => Kind::Unknown,
                }
            }
            Expression::Array(items) => {
                self.out.open(Kind::Array, span.start);
                items.iter().for_each(|item| self.value(item, depth + 1));
                return self.out.close(span.end);
            }
            Expression::Object(object) => {
                self.out.open(Kind::Object, span.start);
                for (key, value) in object {
                    self.key(key);
                    self.value(value.expr(), depth + 1);
                }
                return self.out.close(span.end);
            }
            _ => Kind::Unknown,
        };
        self.out.leaf(kind, span);
    }

    fn key(&mut self, key: &ObjectKey) {
        let (text, span) = match key {
            ObjectKey::Ident(name) => {
                (Text::new(name.as_str().to_owned(), one(span_of(name)), VERBATIM), span_of(name))
            }
            ObjectKey::Expression(Expression::Variable(name)) => {
                (Text::new(name.as_str().to_owned(), one(span_of(name)), VERBATIM), span_of(name))
            }
            ObjectKey::Expression(expression) => {
                let span = span_of(expression);
                let written = text::written(self.at.with(expression));
                (written.unwrap_or_else(|| Text::standing_for("${key}", span)), span)
            }
        };
        self.out.key(span, Some(text.into_parts()));
    }
}

const VERBATIM: asl_syntax::Quoting = asl_syntax::Quoting::Verbatim;

fn one(span: Span) -> asl_syntax::Pieces {
    let mut pieces = asl_syntax::Pieces::default();
    pieces.push(span.len(), span);
    pieces
}
