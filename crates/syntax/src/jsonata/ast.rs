//! The tree of an expression.

use crate::Span;

/// An expression and where it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// All of its text, brackets included.
    pub span: Span,
}

/// The kinds of expression.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// Nothing is written where an expression is needed; the span is empty.
    Missing,
    /// What could be read of a part that does not fit the grammar.
    Error(Vec<Expr>),
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// `42`, `1.5e3`; never negative (see [`ExprKind::Negate`]).
    Number(f64),
    /// `"text"`, `'text'`, escapes decoded.
    String(String),
    /// `/pattern/flags`
    Regex(Box<Regex>),
    /// A field name: `name` or `` `name` ``.
    Field {
        /// Without the backquotes.
        name: String,
        /// Was it written in backquotes?
        quoted: bool,
    },
    /// `$name`; the name is without its `$`, so that of `$` is empty and that of `$$` is `$`.
    Variable(String),
    /// `*`
    Wildcard,
    /// `**`
    Descendants,
    /// `%`
    Parent,
    /// `a.b.c`: two or more steps. Predicates and bindings of a step are inside the step.
    Path(Vec<Expr>),
    /// `a + b` and all the other infix operators but `.` and `:=`.
    Binary(Box<Binary>),
    /// `-a`
    Negate(Box<Expr>),
    /// `[a, b..c]`; a range is a [`ExprKind::Binary`] of [`BinaryOp::Range`].
    Array(Vec<Expr>),
    /// `{key: value}`
    Object(Vec<Pair>),
    /// `base{key: value}`
    Group(Box<Group>),
    /// `base[filter]`
    Predicate(Box<Predicate>),
    /// `base[]`
    KeepArray(Box<KeepArray>),
    /// `base^(<a, >b)`
    Sort(Box<Sort>),
    /// `base@$v`
    Focus(Box<Bind>),
    /// `base#$i`
    Index(Box<Bind>),
    /// `$v := value`
    Assign(Box<Assign>),
    /// `(a; b)`
    Block(Vec<Expr>),
    /// `test ? then : otherwise`
    Condition(Box<Condition>),
    /// `callee(a, b)`; with a [`ExprKind::Placeholder`] among the arguments a partial application.
    Call(Box<Call>),
    /// The `?` that stands for an argument.
    Placeholder,
    /// `function($a, $b)<nn:n>{ body }`
    Lambda(Box<Lambda>),
    /// `|pattern|update, delete|`
    Transform(Box<Transform>),
}

/// A name and where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// A variable's name is without its `$`.
    pub text: String,
    /// A variable's span is with its `$`.
    pub span: Span,
}

/// A regular expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Regex {
    /// The text between the slashes, as written.
    pub pattern: String,
    /// Where that text is.
    pub pattern_span: Span,
    /// `i`, `m` or both.
    pub flags: String,
}

/// An infix operator with its operands.
#[derive(Clone, Debug, PartialEq)]
pub struct Binary {
    /// Which.
    pub op: BinaryOp,
    /// Where the operator is.
    pub op_span: Span,
    /// Left of it.
    pub lhs: Expr,
    /// Right of it.
    pub rhs: Expr,
}

/// The infix operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BinaryOp {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Remainder,
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `in`
    In,
    /// `and`
    And,
    /// `or`
    Or,
    /// `&`
    Concat,
    /// `..`, only among the items of an array.
    Range,
    /// `?:`, the right side when the left one is not true.
    Default,
    /// `??`, the right side when there is no left one.
    Coalesce,
    /// `~>`
    Apply,
}

impl BinaryOp {
    /// The operator as written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Remainder => "%",
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::In => "in",
            Self::And => "and",
            Self::Or => "or",
            Self::Concat => "&",
            Self::Range => "..",
            Self::Default => "?:",
            Self::Coalesce => "??",
            Self::Apply => "~>",
        }
    }
}

/// One `key: value`.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Left of the colon: any expression, most often a string.
    pub key: Expr,
    /// Right of the colon.
    pub value: Expr,
}

/// `base{key: value}`
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// What is grouped.
    pub base: Expr,
    /// From `{` to `}`.
    pub braces: Span,
    /// Between the braces.
    pub pairs: Vec<Pair>,
}

/// `base[filter]`
#[derive(Clone, Debug, PartialEq)]
pub struct Predicate {
    /// What is filtered.
    pub base: Expr,
    /// From `[` to `]`.
    pub brackets: Span,
    /// A condition or an index.
    pub filter: Expr,
}

/// `base[]`
#[derive(Clone, Debug, PartialEq)]
pub struct KeepArray {
    /// What stays an array when it has one item.
    pub base: Expr,
    /// `[]`
    pub brackets: Span,
}

/// `base^(terms)`
#[derive(Clone, Debug, PartialEq)]
pub struct Sort {
    /// What is sorted.
    pub base: Expr,
    /// The `^`.
    pub op_span: Span,
    /// By what; the first counts most.
    pub terms: Vec<SortTerm>,
}

/// One term of a sort.
#[derive(Clone, Debug, PartialEq)]
pub struct SortTerm {
    /// Was it written with `>`?
    pub descending: bool,
    /// The `<` or `>`, when there is one.
    pub order_span: Option<Span>,
    /// The value to sort by.
    pub expr: Expr,
}

/// `base@$v` or `base#$i`
#[derive(Clone, Debug, PartialEq)]
pub struct Bind {
    /// The step whose item or position is bound.
    pub base: Expr,
    /// The `@` or `#`.
    pub op_span: Span,
    /// The variable; its text is empty when none could be read.
    pub variable: Name,
}

/// `$v := value`
#[derive(Clone, Debug, PartialEq)]
pub struct Assign {
    /// A [`ExprKind::Variable`], when there is no error.
    pub target: Expr,
    /// The `:=`.
    pub op_span: Span,
    /// What it is bound to.
    pub value: Expr,
}

/// `test ? then : otherwise`
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// Left of the `?`.
    pub test: Expr,
    /// The `?`.
    pub op_span: Span,
    /// Between `?` and `:`.
    pub then: Expr,
    /// Right of the `:`, when there is one.
    pub otherwise: Option<Expr>,
}

/// `callee(args)`
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// What is called: most often a variable, as in `$sum(...)`.
    pub callee: Expr,
    /// From `(` to `)`.
    pub parens: Span,
    /// Between the parentheses.
    pub args: Vec<Expr>,
}

impl Call {
    /// The name without its `$` of a function called by name.
    pub fn name(&self) -> Option<&str> {
        self.callee.variable()
    }

    /// Is it a partial application?
    pub fn is_partial(&self) -> bool {
        self.args.iter().any(|arg| matches!(arg.kind, ExprKind::Placeholder))
    }
}

/// `function($a, $b)<nn:n>{ body }`
#[derive(Clone, Debug, PartialEq)]
pub struct Lambda {
    /// The word `function` or `λ`.
    pub keyword_span: Span,
    /// The parameters.
    pub params: Vec<Name>,
    /// The types of parameters and result, when given.
    pub signature: Option<Signature>,
    /// The text between the braces.
    pub body: Expr,
}

/// The signature of a lambda.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// From `<` to `>`, without blanks and comments.
    pub text: String,
    /// Where it is written.
    pub span: Span,
}

/// `|pattern|update, delete|`
#[derive(Clone, Debug, PartialEq)]
pub struct Transform {
    /// What is changed.
    pub pattern: Expr,
    /// The object of new fields.
    pub update: Expr,
    /// The names of fields to take away, when given.
    pub delete: Option<Expr>,
}

impl Expr {
    /// An expression of a kind at a place.
    pub const fn new(kind: ExprKind, span: Span) -> Self {
        Self { kind, span }
    }

    /// The name of a field, when the expression is just that.
    pub fn field(&self) -> Option<&str> {
        match &self.kind {
            ExprKind::Field { name, .. } => Some(name),
            _ => None,
        }
    }

    /// The name without its `$` of a variable, when the expression is just that.
    pub fn variable(&self) -> Option<&str> {
        match &self.kind {
            ExprKind::Variable(name) => Some(name),
            _ => None,
        }
    }

    /// The steps of a path; of anything else the expression itself as the only step.
    pub fn steps(&self) -> &[Self] {
        match &self.kind {
            ExprKind::Path(steps) => steps,
            _ => std::slice::from_ref(self),
        }
    }

    /// The step without its predicates, `[]`, `@$v` and `#$i`.
    #[must_use]
    pub fn head(&self) -> &Self {
        let mut at = self;
        loop {
            at = match &at.kind {
                ExprKind::Predicate(node) => &node.base,
                ExprKind::KeepArray(node) => &node.base,
                ExprKind::Focus(node) | ExprKind::Index(node) => &node.base,
                _ => return at,
            };
        }
    }

    /// The expression without its `[]`, which the reference ignores in some places.
    pub(super) fn kept(&self) -> &Self {
        let mut at = self;
        while let ExprKind::KeepArray(node) = &at.kind {
            at = &node.base;
        }
        at
    }

    /// The expressions directly below, in the order in which they are written.
    pub fn children(&self) -> Vec<&Self> {
        let mut all = Vec::new();
        self.each_child(|child| all.push(child));
        all
    }

    /// Calls `see` with this expression and all below, in the order in which they begin in the text.
    pub fn walk<'e>(&'e self, mut see: impl FnMut(&'e Self)) {
        let mut stack = vec![self];
        while let Some(expr) = stack.pop() {
            see(expr);
            let from = stack.len();
            expr.each_child(|child| stack.push(child));
            if let Some(new) = stack.get_mut(from..) {
                new.reverse();
            }
        }
    }

    /// Calls `see` with the expressions directly below, in the order in which they are written.
    pub(super) fn each_child<'e>(&'e self, mut see: impl FnMut(&'e Self)) {
        match &self.kind {
            ExprKind::Missing
            | ExprKind::Null
            | ExprKind::Bool(_)
            | ExprKind::Number(_)
            | ExprKind::String(_)
            | ExprKind::Regex(_)
            | ExprKind::Field { .. }
            | ExprKind::Variable(_)
            | ExprKind::Wildcard
            | ExprKind::Descendants
            | ExprKind::Parent
            | ExprKind::Placeholder => {}
            ExprKind::Error(items) | ExprKind::Path(items) | ExprKind::Array(items) | ExprKind::Block(items) => {
                items.iter().for_each(see);
            }
            ExprKind::Binary(node) => {
                see(&node.lhs);
                see(&node.rhs);
            }
            ExprKind::Negate(operand) => see(operand),
            ExprKind::Object(pairs) => pairs.iter().for_each(|pair| {
                see(&pair.key);
                see(&pair.value);
            }),
            ExprKind::Group(node) => {
                see(&node.base);
                for pair in &node.pairs {
                    see(&pair.key);
                    see(&pair.value);
                }
            }
            ExprKind::Predicate(node) => {
                see(&node.base);
                see(&node.filter);
            }
            ExprKind::KeepArray(node) => see(&node.base),
            ExprKind::Sort(node) => {
                see(&node.base);
                node.terms.iter().for_each(|term| see(&term.expr));
            }
            ExprKind::Focus(node) | ExprKind::Index(node) => see(&node.base),
            ExprKind::Assign(node) => {
                see(&node.target);
                see(&node.value);
            }
            ExprKind::Condition(node) => {
                see(&node.test);
                see(&node.then);
                node.otherwise.iter().for_each(see);
            }
            ExprKind::Call(node) => {
                see(&node.callee);
                node.args.iter().for_each(see);
            }
            ExprKind::Lambda(node) => see(&node.body),
            ExprKind::Transform(node) => {
                see(&node.pattern);
                see(&node.update);
                node.delete.iter().for_each(see);
            }
        }
    }
}
