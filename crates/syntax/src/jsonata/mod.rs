//! `JSONata` 2.x: text to a tree with byte spans, whatever the text.
//!
//! [`parse`] reads any text to the end. What does not fit the grammar is reported once, with the code of the
//! `JSONata` reference implementation, and stands in the tree as [`ExprKind::Missing`] or [`ExprKind::Error`]; all
//! the rest is there, so later stages can look at it. The grammar, quirks included, is that of the reference 2.2.2.
//!
//! - [`Expr::walk`] visits a tree, [`Expr::children`] one level of it.
//! - [`print`] writes a tree as canonical text.
//!
//! The height of a tree is at most [`MAX_HEIGHT`], so recursive functions over it are safe.

mod ast;
mod context;
mod lambda;
mod lexer;
mod literals;
mod parser;
mod print;
mod recover;
#[cfg(test)]
mod tests;
mod validate;

pub use ast::{
    Assign, Binary, BinaryOp, Bind, Call, Condition, Expr, ExprKind, Group, KeepArray, Lambda, Name, Pair, Predicate,
    Regex, Signature, Sort, SortTerm, Transform,
};
pub use print::{print, quote};

use crate::{Span, SyntaxError};
use std::sync::Arc;

/// How deep brackets, operands and the like may be nested.
pub const MAX_DEPTH: u32 = 500;

/// The height of the highest tree: beyond nesting, chains such as `a + b + c` make a tree high.
pub const MAX_HEIGHT: u32 = 1000;

/// What [`parse`] makes of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// The tree, whole when there are no errors.
    pub expr: Arc<Expr>,
    /// Those of the grammar in the order in which they were met; without any, those of structure (S0209, S0210, S0213,
    /// S0215, S0216, S0217). The first is the one that the reference implementation stops at.
    pub errors: Vec<Error>,
}

/// A mistake in an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// The code of the reference implementation: `S0101` to `S0402`; `U1001` for what is nested too deep.
    pub code: &'static str,
    /// The token at fault; where something is missing, the empty span at which it was expected.
    pub span: Span,
    /// One line, lower case, no full stop.
    pub message: String,
    /// What to write instead, when it is known.
    pub help: Option<String>,
    /// The symbol that must stand there, where the code is about one.
    pub wanted: Option<&'static str>,
}

impl From<Error> for SyntaxError {
    fn from(error: Error) -> Self {
        Self { help: error.help, ..Self::new(error.span, error.message) }
    }
}

/// Reads an expression.
///
/// The spans count bytes of `text`, which is at most 4 GiB long.
///
/// ```
/// let parsed = asl_syntax::jsonata::parse("$sum(orders.(price * quantity)");
/// assert_eq!(parsed.errors[0].code, "S0203");
/// assert_eq!(parsed.errors[0].message, "expected `)` to close the call of `$sum` before the end");
/// ```
pub fn parse(text: &str) -> Parsed {
    let (expr, mut errors) = parser::Parser::new(text).whole();
    if errors.is_empty() && !is_plain(&expr) {
        validate::check(&expr, &mut errors);
    }
    Parsed { expr: Arc::new(expr), errors }
}

/// Has it nothing in it that [`validate`] may refuse? Most have not.
fn is_plain(expr: &Expr) -> bool {
    let is_literal = |step: &Expr| {
        matches!(step.kind, ExprKind::Null | ExprKind::Bool(_) | ExprKind::Number(_) | ExprKind::Negate(_))
    };
    let mut is_plain = match &expr.kind {
        ExprKind::Missing | ExprKind::Error(_) | ExprKind::Parent | ExprKind::Placeholder => false,
        ExprKind::Predicate(_) | ExprKind::KeepArray(_) | ExprKind::Group(_) => false,
        ExprKind::Sort(_) | ExprKind::Focus(_) | ExprKind::Index(_) => false,
        ExprKind::Path(steps) => !steps.iter().any(is_literal),
        _ => true,
    };
    expr.each_child(|child| is_plain = is_plain && self::is_plain(child));
    is_plain
}
