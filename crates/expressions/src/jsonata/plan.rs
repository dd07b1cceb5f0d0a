//! What is evaluated: the tree of an expression with its paths laid out step by step.

use super::pattern::Pattern;
use super::signature::Signature;
use super::value::Text;
use asl_syntax::Span;
use asl_syntax::jsonata::BinaryOp;
use std::cell::Cell;
use std::rc::Rc;

/// The name of a binding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// A variable, without its `$`.
    Named(Rc<str>),
    /// What a `%` refers to; every one has a number of its own, or shares that of another to the same step.
    Ancestor(u32),
}

/// What a `%` looks for: the number of its binding, and how many steps up it still has to go.
#[derive(Debug)]
pub(super) struct Slot {
    pub(super) label: Cell<u32>,
    pub(super) level: Cell<i32>,
}

/// An expression.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) span: Span,
    /// `[]` follows it.
    pub(super) keep_array: bool,
    /// An array in brackets that begins or ends a path.
    pub(super) constructed: bool,
    /// The filters behind what is no path.
    pub(super) predicates: Vec<Node>,
    /// `{…}` behind it.
    pub(super) group: Option<Vec<(Node, Node)>>,
    /// What it does as a step of a path, beyond being evaluated.
    pub(super) step: Step,
}

/// What a step of a path does beside being evaluated.
#[derive(Debug, Default)]
pub(super) struct Step {
    /// In order.
    pub(super) stages: Vec<Stage>,
    /// `@$v`
    pub(super) focus: Option<Rc<str>>,
    /// `#$i`
    pub(super) index: Option<Rc<str>>,
    /// A `%` further on refers to what this step is applied to.
    pub(super) ancestor: Option<Rc<Slot>>,
    /// Its results carry bindings.
    pub(super) tuple: bool,
}

/// What follows a step within it.
#[derive(Debug)]
pub(super) enum Stage {
    Filter(Node),
    /// `#$i` after a filter.
    Index(Rc<str>),
}

#[derive(Debug)]
pub(super) enum Kind {
    Null,
    Bool(bool),
    Number(f64),
    Text(Rc<Text>),
    Regex(Rc<Pattern>),
    Name(Rc<str>),
    /// The name is without its `$`: empty for `$`, `$` for `$$`.
    Variable(Rc<str>),
    Wildcard,
    Descendants,
    Parent(Rc<Slot>),
    Path {
        steps: Vec<Node>,
        /// One result stays an array.
        keep_singleton: bool,
    },
    Binary {
        op: BinaryOp,
        lhs: Box<Node>,
        rhs: Box<Node>,
    },
    Negate(Box<Node>),
    Array(Vec<Node>),
    Object(Vec<(Node, Node)>),
    Assign {
        name: Rc<str>,
        value: Box<Node>,
    },
    Block(Vec<Node>),
    Condition {
        test: Box<Node>,
        then: Box<Node>,
        otherwise: Option<Box<Node>>,
    },
    Call(Call),
    /// A call with `?` among its arguments, which are absent here.
    Partial {
        callee: Box<Node>,
        args: Vec<Option<Node>>,
    },
    Lambda(Rc<Lambda>),
    /// Only as a step of a path.
    Sort(Vec<Term>),
    Transform(Rc<Transform>),
}

#[derive(Debug)]
pub(super) struct Call {
    pub(super) callee: Box<Node>,
    pub(super) args: Vec<Node>,
}

#[derive(Debug)]
pub(super) struct Lambda {
    pub(super) params: Vec<Rc<str>>,
    pub(super) signature: Option<Signature>,
    pub(super) body: Node,
}

#[derive(Debug)]
pub(super) struct Term {
    pub(super) descending: bool,
    pub(super) expr: Node,
}

#[derive(Debug)]
pub(super) struct Transform {
    pub(super) pattern: Node,
    pub(super) update: Node,
    pub(super) delete: Option<Node>,
}

impl Node {
    pub(super) fn new(kind: Kind, span: Span) -> Self {
        Self {
            kind,
            span,
            keep_array: false,
            constructed: false,
            predicates: Vec::new(),
            group: None,
            step: Step::default(),
        }
    }

    /// The name by which errors call it as a callee: that of a variable, or of a field taken for a function.
    pub(super) fn callee_name(&self) -> Option<&Rc<str>> {
        match &self.kind {
            Kind::Variable(name) => Some(name),
            Kind::Path { steps, .. } => match steps.first().map(|step| &step.kind) {
                Some(Kind::Name(name)) => Some(name),
                _ => None,
            },
            _ => None,
        }
    }

    pub(super) fn is_array(&self) -> bool {
        matches!(self.kind, Kind::Array(_))
    }
}
