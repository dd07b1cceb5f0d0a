//! What is evaluated: the tree of an expression with its paths laid out step by step.
//!
//! Two walks read it: the evaluator here, over values, and the one of `asl-infer`, over types.

pub use super::pattern::Pattern;
pub use super::signature::{Kinds, Param, Signature, Times};
pub use super::value::Text;
use asl_syntax::Span;
use asl_syntax::jsonata::BinaryOp;
use std::cell::Cell;
use std::rc::Rc;

/// The name of a binding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// A variable, without its `$`.
    Named(Rc<str>),
    /// What a `%` refers to; every one has a number of its own, or shares that of another to the same step.
    Ancestor(u32),
}

/// What a `%` looks for: the number of its binding, and how many steps up it still has to go.
#[derive(Debug)]
pub struct Slot {
    /// The number of its binding.
    pub label: Cell<u32>,
    /// Steps that are left to go up.
    pub level: Cell<i32>,
}

/// An expression.
#[derive(Debug)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// Where it is written.
    pub span: Span,
    /// `[]` follows it.
    pub keep_array: bool,
    /// An array in brackets that begins or ends a path.
    pub constructed: bool,
    /// The filters behind what is no path.
    pub predicates: Vec<Node>,
    /// `{…}` behind it.
    pub group: Option<Vec<(Node, Node)>>,
    /// What it does as a step of a path, beyond being evaluated.
    pub step: Step,
}

/// What a step of a path does beside being evaluated.
#[derive(Debug, Default)]
pub struct Step {
    /// In order.
    pub stages: Vec<Stage>,
    /// `@$v`
    pub focus: Option<Rc<str>>,
    /// `#$i`
    pub index: Option<Rc<str>>,
    /// A `%` further on refers to what this step is applied to.
    pub ancestor: Option<Rc<Slot>>,
    /// Its results carry bindings.
    pub tuple: bool,
}

/// What follows a step within it.
#[derive(Debug)]
pub enum Stage {
    /// `[…]`
    Filter(Node),
    /// `#$i` after a filter.
    Index(Rc<str>),
}

/// What an expression is.
#[derive(Debug)]
pub enum Kind {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A number, its sign included.
    Number(f64),
    /// A string.
    Text(Rc<Text>),
    /// `/a/`
    Regex(Rc<Pattern>),
    /// The field of what it is applied to.
    Name(Rc<str>),
    /// The name is without its `$`: empty for `$`, `$` for `$$`.
    Variable(Rc<str>),
    /// `*`
    Wildcard,
    /// `**`
    Descendants,
    /// `%`
    Parent(Rc<Slot>),
    /// `a.b`
    Path {
        /// One after the other.
        steps: Vec<Node>,
        /// One result stays an array.
        keep_singleton: bool,
    },
    /// `a + b`
    Binary {
        /// Which.
        op: BinaryOp,
        /// Left of it.
        lhs: Box<Node>,
        /// Right of it.
        rhs: Box<Node>,
    },
    /// `-a`
    Negate(Box<Node>),
    /// `[a, b]`
    Array(Vec<Node>),
    /// `{key: value}`
    Object(Vec<(Node, Node)>),
    /// `$v := value`
    Assign {
        /// Without its `$`.
        name: Rc<str>,
        /// What it is bound to.
        value: Box<Node>,
    },
    /// `(a; b)`
    Block(Vec<Node>),
    /// `test ? then : otherwise`
    Condition {
        /// Left of the `?`.
        test: Box<Node>,
        /// Where it holds.
        then: Box<Node>,
        /// Where it does not.
        otherwise: Option<Box<Node>>,
    },
    /// `f(a)`
    Call(Call),
    /// A call with `?` among its arguments, which are absent here.
    Partial {
        /// What is called.
        callee: Box<Node>,
        /// What is known of its arguments.
        args: Vec<Option<Node>>,
    },
    /// `function($a){ body }`
    Lambda(Rc<Lambda>),
    /// Only as a step of a path.
    Sort(Vec<Term>),
    /// `|pattern|update, delete|`
    Transform(Rc<Transform>),
}

/// A call.
#[derive(Debug)]
pub struct Call {
    /// What is called.
    pub callee: Box<Node>,
    /// With what.
    pub args: Vec<Node>,
}

/// A function that is written in the expression.
#[derive(Debug)]
pub struct Lambda {
    /// The names of its parameters.
    pub params: Vec<Rc<str>>,
    /// What it takes, where that is written.
    pub signature: Option<Signature>,
    /// What it gives.
    pub body: Node,
}

/// One term of a sort.
#[derive(Debug)]
pub struct Term {
    /// The last first.
    pub descending: bool,
    /// The value to sort by.
    pub expr: Node,
}

/// A change of the objects that a pattern finds.
#[derive(Debug)]
pub struct Transform {
    /// Finds the objects.
    pub pattern: Node,
    /// The fields to set.
    pub update: Node,
    /// The names of fields to take away.
    pub delete: Option<Node>,
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
    pub fn callee_name(&self) -> Option<&Rc<str>> {
        match &self.kind {
            Kind::Variable(name) => Some(name),
            Kind::Path { steps, .. } => match steps.first().map(|step| &step.kind) {
                Some(Kind::Name(name)) => Some(name),
                _ => None,
            },
            _ => None,
        }
    }

    /// Is it an array in brackets?
    pub fn is_array(&self) -> bool {
        matches!(self.kind, Kind::Array(_))
    }
}
