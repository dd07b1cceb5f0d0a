//! `[?(...)]`.

use super::fault::{Fault, Kind};
use super::operand::Node;
use super::plan::{Plan, Side};
use super::walk::{Evaluation, NODE};
use asl_syntax::Span;
use asl_syntax::jsonpath::{Expr, ExprKind, Operator};
use serde_json::Value;
use std::cmp::Ordering;

/// A match costs as much as this many nodes: a pattern may look back and ahead.
const MATCH: usize = 100 * NODE;

/// A condition made ready.
#[derive(Debug)]
pub(super) enum Filter<'p> {
    Or(Vec<Filter<'p>>),
    And(Vec<Filter<'p>>),
    Not(Box<Filter<'p>>),
    Exists(Plan<'p>),
    Compare(Box<Compare<'p>>),
}

/// Two sides and what is between them.
#[derive(Debug)]
pub(super) struct Compare<'p> {
    left: Side<'p>,
    operator: Operator,
    right: Side<'p>,
    span: Span,
}

impl<'p> Filter<'p> {
    pub(super) fn new(condition: &'p Expr<'p>) -> Result<Self, Fault> {
        let all = |parts: &'p [Expr<'p>]| parts.iter().map(Self::new).collect::<Result<Vec<_>, _>>();
        Ok(match &condition.kind {
            ExprKind::Or(parts) => Self::Or(all(parts)?),
            ExprKind::And(parts) => Self::And(all(parts)?),
            ExprKind::Not(inner) => Self::Not(Box::new(Self::new(inner)?)),
            ExprKind::Exists(path) => Self::Exists(Plan::new(path)?),
            ExprKind::Compare { left, operator, right, .. } => {
                let (left, right) = (Side::new(left)?, Side::new(right)?);
                Self::Compare(Box::new(Compare { left, operator: *operator, right, span: condition.span }))
            }
        })
    }

    /// Is the node one that is asked for? What cannot be compared makes the whole condition false, `!` or not.
    pub(super) fn accepts(&self, evaluation: &Evaluation<'p>, node: &Value, span: Span) -> Result<bool, Fault> {
        evaluation.charge(NODE, span)?;
        match self.holds(&evaluation.inside(), node) {
            Err(fault) if fault.kind != Kind::Failed => Ok(false),
            answer => answer,
        }
    }

    fn holds(&self, evaluation: &Evaluation<'p>, node: &Value) -> Result<bool, Fault> {
        match self {
            Self::Or(parts) => any(parts.iter(), |part| part.holds(evaluation, node)),
            Self::And(parts) => Ok(!any(parts.iter(), |part| part.holds(evaluation, node).map(|holds| !holds))?),
            Self::Not(inner) => Ok(!inner.holds(evaluation, node)?),
            // Jayway looks for a `$` that stands alone in the node under test as well.
            Self::Exists(plan) => match evaluation.requiring().value(plan, node) {
                Ok(_) => Ok(true),
                Err(fault) if fault.kind == Kind::NotFound => Ok(false),
                Err(fault) => Err(fault),
            },
            Self::Compare(compare) => {
                let left = compare.left.hold(evaluation, node)?;
                let right = compare.right.hold(evaluation, node)?;
                let comparison = Comparison { evaluation, span: compare.span };
                comparison.holds(left.node(), compare.operator, right.node())
            }
        }
    }
}

fn any<T>(items: impl Iterator<Item = T>, mut test: impl FnMut(T) -> Result<bool, Fault>) -> Result<bool, Fault> {
    for item in items {
        if test(item)? {
            return Ok(true);
        }
    }
    Ok(false)
}

struct Comparison<'c, 'a> {
    evaluation: &'c Evaluation<'a>,
    span: Span,
}

impl Comparison<'_, '_> {
    fn holds(&self, left: Node, operator: Operator, right: Node) -> Result<bool, Fault> {
        let order = |wanted: fn(Ordering) -> bool| Ok(left.order(right).is_some_and(wanted));
        match operator {
            Operator::Equal => Ok(left.equals(right)),
            Operator::NotEqual => Ok(!left.equals(right)),
            Operator::SameEqual => Ok(left.same(right)),
            Operator::NotSameEqual => Ok(!left.same(right)),
            Operator::Less => order(Ordering::is_lt),
            Operator::LessEqual => order(Ordering::is_le),
            Operator::Greater => order(Ordering::is_gt),
            Operator::GreaterEqual => order(Ordering::is_ge),
            Operator::Matches => self.matches(left, right),
            Operator::In => self.is_in(left, right),
            Operator::NotIn => Ok(!self.is_in(left, right)?),
            Operator::SubsetOf => self.lists(left, right, |left, right| {
                Ok(!any(left.iter(), |item| Ok(!self.contains(right, Node::item(item))?))?)
            }),
            Operator::AnyOf => self.lists(left, right, |left, right| self.share(left, right)),
            Operator::NoneOf => self.lists(left, right, |left, right| Ok(!self.share(left, right)?)),
            Operator::Size => Ok(size(left, right)),
            Operator::Empty => self.empty(left, right),
            Operator::Contains => match (left, right) {
                (Node::Text(left), Node::Text(right)) => Ok(left.contains(right)),
                _ => match self.list(left)? {
                    Some(items) => self.contains(items, right),
                    None => Ok(false),
                },
            },
            Operator::Exists => match (left, right) {
                (Node::Bool(left), Node::Bool(right)) => Ok(left == right),
                (Node::Bool(_), _) | (_, Node::Bool(_)) => Err(self.expected("boolean")),
                _ => Err(Fault::new(Kind::Failed, self.span, "Failed to evaluate exists expression")),
            },
            // Jayway has both for filters that are built in Java; what is written in a path is never of the kind that
            // they want on the right.
            Operator::All => Err(self.expected("value list")),
            Operator::Type => Err(self.expected("class")),
        }
    }

    fn expected(&self, what: &str) -> Fault {
        Fault::new(Kind::Invalid, self.span, format!("Expected {what} node"))
    }

    /// The elements of an array. Among them Jayway can have neither arrays nor objects.
    fn list<'n>(&self, node: Node<'n>) -> Result<Option<&'n [Value]>, Fault> {
        let Some(Value::Array(items)) = node.json() else { return Ok(None) };
        self.evaluation.charge(work(items), self.span)?;
        if items.iter().any(|item| item.is_array() || item.is_object()) {
            return Err(Fault::new(Kind::Failed, self.span, "Could not determine value type"));
        }
        Ok(Some(items))
    }

    fn contains(&self, items: &[Value], node: Node) -> Result<bool, Fault> {
        self.evaluation.charge(work(items), self.span)?;
        Ok(items.iter().any(|item| node.equals(Node::item(item))))
    }

    fn share(&self, left: &[Value], right: &[Value]) -> Result<bool, Fault> {
        any(left.iter(), |item| self.contains(right, Node::item(item)))
    }

    fn is_in(&self, left: Node, right: Node) -> Result<bool, Fault> {
        match (self.list(right)?, right.json()) {
            (Some(items), _) => self.contains(items, left),
            (None, Some(_)) => Ok(false),
            (None, None) => Err(self.expected("value list")),
        }
    }

    /// For two lists; false where one is an object.
    fn lists(
        &self,
        left: Node,
        right: Node,
        test: impl FnOnce(&[Value], &[Value]) -> Result<bool, Fault>,
    ) -> Result<bool, Fault> {
        match (self.list(right)?, self.list(left)?) {
            (Some(right), Some(left)) => test(left, right),
            _ if right.json().is_none() => Err(self.expected("value list")),
            (Some(_), None) if left.json().is_none() => Err(self.expected("value list")),
            _ => Ok(false),
        }
    }

    fn empty(&self, left: Node, right: Node) -> Result<bool, Fault> {
        let empty = match left {
            Node::Text(text) => text.is_empty(),
            _ => match left.json() {
                Some(Value::Array(items)) => items.is_empty(),
                Some(Value::Object(fields)) => fields.is_empty(),
                _ => return Ok(false),
            },
        };
        match right {
            Node::Bool(wanted) => Ok(empty == wanted),
            _ => Err(self.expected("boolean")),
        }
    }

    /// One side is a pattern, and the other a text or a list of which one matches.
    fn matches(&self, left: Node, right: Node) -> Result<bool, Fault> {
        let (pattern, other) = match (left, right) {
            (Node::Pattern(_), Node::Pattern(_)) => return Ok(false),
            (Node::Pattern(pattern), other) | (other, Node::Pattern(pattern)) => (pattern, other),
            _ => return Ok(false),
        };
        let one = |node: Node| {
            let input = node.input();
            self.evaluation.charge(MATCH + input.len() / 4, self.span)?;
            let gave_up = || Fault::new(Kind::Failed, self.span, "The pattern takes too long to match");
            pattern.matches(&input).ok_or_else(gave_up)
        };
        match self.list(other)? {
            Some(items) => any(items.iter(), |item| one(Node::item(item))),
            None => one(other),
        }
    }
}

/// What it costs to look at each element of a list: a string that may be JSON or a path is read to its end.
fn work(items: &[Value]) -> usize {
    let read = |text: &str| if text.trim_start().starts_with(['[', '{', '$', '@']) { text.len() } else { 0 };
    items.iter().map(|item| 1 + item.as_str().map_or(0, read)).sum()
}

/// The length of a string in UTF-16 units, the size of an array; an object has none.
fn size(left: Node, right: Node) -> bool {
    let Node::Number(wanted) = right else { return false };
    let size = match left {
        Node::Text(text) => Some(text.encode_utf16().count()),
        _ => match left.json() {
            Some(Value::Array(items)) => Some(items.len()),
            Some(_) => None,
            None => return false,
        },
    };
    size.map_or(-1, |size| i64::try_from(size).unwrap_or(i64::MAX)) == wanted.whole()
}
