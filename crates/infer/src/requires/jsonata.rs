//! What expressions of JSONata say of the input. Evaluation forgets where in the input a value is from, since a path may go
//! through arrays; here only what is plainly a place in it counts.

use super::learn::origin;
use super::{Demand, Reading};
use crate::{Certainty, Fault, FaultKind, Variables};
use asl_syntax::Span;
use asl_syntax::jsonata::{BinaryOp, Expr, ExprKind};
use asl_types::{Kinds, Type};
use std::cell::OnceCell;
use std::collections::BTreeSet;

/// An expression, and what it reads.
#[derive(Clone, Debug)]
pub(crate) struct Read<'e> {
    expr: &'e Expr,
    /// The variables, `states` among them.
    variables: &'e Variables,
    /// All parts of the expression by their spans; made when first asked for, since a long expression may have many faults.
    parts: OnceCell<Vec<&'e Expr>>,
    /// The names that the expression binds itself somewhere; made when first asked for.
    bound: OnceCell<BTreeSet<&'e str>>,
}

impl<'e> Read<'e> {
    pub(crate) fn new(expr: &'e Expr, variables: &'e Variables) -> Self {
        Self { expr, variables, parts: OnceCell::new(), bound: OnceCell::new() }
    }

    /// What must be there for the expression to give anything, as far as that is plain.
    pub(crate) fn value(&self) -> Demand {
        self.value_of(self.expr)
    }

    fn value_of(&self, expr: &Expr) -> Demand {
        match &expr.kind {
            ExprKind::Binary(binary) if is_strict(binary.op) => {
                self.value_of(&binary.lhs).both(&self.value_of(&binary.rhs))
            }
            ExprKind::Block(items) => match items.as_slice() {
                [only] => self.value_of(only),
                _ => Demand::default(),
            },
            _ => self.at(expr, Demand::default(), Reading::Mapped).unwrap_or_default(),
        }
    }

    /// What the whole of it must be.
    pub(crate) fn kind(&self, kinds: Kinds, by: Option<usize>) -> Option<Demand> {
        self.at(self.expr, Demand::kinds(kinds, by), Reading::Mapped)
    }

    /// What must be so for a fault not to happen. Its span is within the expression's own text. Where a part of an expression
    /// may not be of any kind, it may be nothing.
    pub(crate) fn fault(&self, fault: &Fault, by: Option<usize>) -> Option<Demand> {
        // Of an input that nobody knows, a path may make an array, so that it is possible that it fails.
        if fault.certainty == Certainty::Certain || !fault.is_always {
            return None;
        }
        let kinds = match &fault.kind {
            FaultKind::Argument { wanted, .. } => Kinds::from_words(wanted)?,
            FaultKind::Operand { wanted, .. } => Kinds::from_words(wanted)?,
            _ => return None,
        };
        self.at(self.part(fault.span)?, Demand::kinds(kinds, by), Reading::Lenient)
    }

    fn at(&self, expr: &Expr, demand: Demand, reading: Reading) -> Option<Demand> {
        let of = self.place(expr)?;
        Some(demand.at(&origin(&of)?.steps(), reading))
    }

    /// What the expression gives, if nothing is known of it but its place in the input: that place. Otherwise, what it is
    /// said to give.
    pub(crate) fn placed(&self, given: Type) -> Type {
        match self.place(self.expr) {
            Some(place) if origin(&place).is_some() && given.is_unknown() => place.with_absence(given.absence()),
            _ => given,
        }
    }

    /// The type of a variable, or of what is behind names from there.
    fn place(&self, expr: &Expr) -> Option<Type> {
        let (head, names) = match &expr.kind {
            ExprKind::Variable(_) => (expr, &[][..]),
            ExprKind::Path(steps) => steps.split_first()?,
            _ => return None,
        };
        let name = head.variable()?;
        if self.bound.get_or_init(|| bound(self.expr)).contains(name) {
            return None;
        }
        let root = self.variables.get(name)?.clone();
        names.iter().try_fold(root, |of, step| match &step.kind {
            ExprKind::Field { name, .. } => Some(of.present().field(name)),
            _ => None,
        })
    }

    /// The part of the expression that has a span: the innermost, where several do.
    fn part(&self, span: Span) -> Option<&'e Expr> {
        let parts = self.parts.get_or_init(|| {
            let mut all = Vec::new();
            self.expr.walk(|it| all.push(it));
            all.sort_by_key(|it| it.span);
            all
        });
        let behind = parts.partition_point(|it| it.span <= span);
        parts.get(behind.checked_sub(1)?).copied().filter(|it| it.span == span)
    }
}

/// Does an operator give nothing where one of its sides is nothing?
fn is_strict(op: BinaryOp) -> bool {
    matches!(
        op,
        BinaryOp::Add
            | BinaryOp::Subtract
            | BinaryOp::Multiply
            | BinaryOp::Divide
            | BinaryOp::Remainder
            | BinaryOp::Less
            | BinaryOp::LessOrEqual
            | BinaryOp::Greater
            | BinaryOp::GreaterOrEqual
    )
}

/// The names that an expression binds itself somewhere.
fn bound(expr: &Expr) -> BTreeSet<&str> {
    let mut all = BTreeSet::new();
    expr.walk(|it| match &it.kind {
        ExprKind::Assign(assign) => all.extend(assign.target.variable()),
        ExprKind::Focus(bind) | ExprKind::Index(bind) => {
            all.insert(&*bind.variable.text);
        }
        ExprKind::Lambda(lambda) => all.extend(lambda.params.iter().map(|param| &*param.text)),
        _ => {}
    });
    all
}
