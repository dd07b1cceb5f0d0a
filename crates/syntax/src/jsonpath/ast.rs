//! The tree of a path, and what can be asked of it.

use std::borrow::Cow;
use std::fmt;

use crate::Span;

/// A path: a root and the steps from it.
#[derive(Clone, Debug, PartialEq)]
pub struct Path<'t> {
    /// Where the path starts.
    pub root: Root<'t>,
    /// The steps in order.
    pub steps: Vec<Step<'t>>,
    /// From the `$` to the end of the last step, without blanks around.
    pub span: Span,
}

/// Where a path starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Root<'t> {
    /// `$`: the input of the state, or whatever the field at hand calls its input.
    Input,
    /// `$$`: the context object.
    Context,
    /// `$name`: a workflow variable.
    Variable {
        /// Without the `$`.
        name: &'t str,
        /// Of the name, without the `$`.
        span: Span,
    },
    /// `@`: the node under test; only inside a filter or the arguments of a function.
    Current,
}

/// One step.
#[derive(Clone, Debug, PartialEq)]
pub struct Step<'t> {
    /// What it does.
    pub kind: StepKind<'t>,
    /// With its dot or brackets.
    pub span: Span,
}

/// What a step does.
#[derive(Clone, Debug, PartialEq)]
pub enum StepKind<'t> {
    /// `.name`, `['name']`.
    Name {
        /// The field.
        name: Name<'t>,
        /// How it is written.
        style: Style,
    },
    /// `['a', 'b']`.
    Names(Vec<Name<'t>>),
    /// `[0]`, `[-1]`.
    Index(i64),
    /// `[0, 1]`.
    Indexes(Vec<i64>),
    /// `[1:]`, `[:2]`, `[0:10:2]`.
    Slice {
        /// First index, from the end when negative.
        start: Option<i64>,
        /// One past the last index, from the end when negative.
        end: Option<i64>,
        /// Distance; Jayway reads over it.
        step: Option<i64>,
    },
    /// `.*`, `[*]`.
    Wildcard(Style),
    /// `..`: the step that follows is looked for at every depth.
    Descend,
    /// `[?(...)]`.
    Filter(Box<Expr<'t>>),
    /// `.length()` and its like, whether or not Jayway has such a function.
    Call {
        /// As written; no escapes are decoded.
        name: Name<'t>,
        /// May be empty.
        args: Vec<Argument<'t>>,
    },
    /// Could not be read; there is an error for it.
    Invalid,
}

/// How a name or a wildcard is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// After a dot or `..`.
    Dot,
    /// In brackets.
    Bracket,
    /// Right after a bracket or a star, without a dot: `$[0]name`. Jayway takes it.
    Bare,
}

/// The name of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name<'t> {
    /// Escapes decoded.
    pub text: Cow<'t, str>,
    /// Without dot and quotes.
    pub span: Span,
}

/// An argument of a function at the end of a path.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument<'t> {
    /// A path or a literal.
    pub value: Value<'t>,
    /// Without blanks around.
    pub span: Span,
}

/// A side of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Operand<'t> {
    /// A path or a literal.
    pub value: Value<'t>,
    /// With quotes.
    pub span: Span,
}

/// A path or a literal.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'t> {
    /// `@.a`, `$.a`.
    Path(Path<'t>),
    /// Anything else.
    Literal(Literal<'t>),
}

/// A literal in a filter or in the arguments of a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Literal<'t> {
    /// In single or double quotes; escapes decoded.
    String(Cow<'t, str>),
    /// As written.
    Number(&'t str),
    /// `true`, `false`.
    Bool(bool),
    /// `null`.
    Null,
    /// `/pattern/flags`.
    Regex {
        /// Between the slashes, as written.
        pattern: &'t str,
        /// The letters after the second slash.
        flags: &'t str,
    },
    /// A JSON array or object, as written and not looked into.
    Json(&'t str),
    /// A word without quotes (`@.type == tool_use`): deployed definitions have it.
    Word(&'t str),
}

/// A condition of a filter.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr<'t> {
    /// What it is.
    pub kind: ExprKind<'t>,
    /// With its parentheses.
    pub span: Span,
}

/// The kinds of condition.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind<'t> {
    /// `a || b || ...`.
    Or(Vec<Expr<'t>>),
    /// `a && b && ...`.
    And(Vec<Expr<'t>>),
    /// `!a`.
    Not(Box<Expr<'t>>),
    /// A path alone: is there such a node?
    Exists(Path<'t>),
    /// Two sides and what is between them.
    Compare {
        /// Left of the operator.
        left: Operand<'t>,
        /// The operator.
        operator: Operator,
        /// Where the operator is.
        operator_span: Span,
        /// Right of the operator; `true` where `empty` or `exists` stands last.
        right: Operand<'t>,
    },
}

/// An operator between two sides; the words are written in either case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `==`.
    Equal,
    /// `===`: equal in type as well.
    SameEqual,
    /// `!=`.
    NotEqual,
    /// `!==`.
    NotSameEqual,
    /// `<`.
    Less,
    /// `<=`.
    LessEqual,
    /// `>`.
    Greater,
    /// `>=`.
    GreaterEqual,
    /// `=~`.
    Matches,
    /// `in`.
    In,
    /// `nin`.
    NotIn,
    /// `subsetof`.
    SubsetOf,
    /// `anyof`.
    AnyOf,
    /// `noneof`.
    NoneOf,
    /// `size`.
    Size,
    /// `empty`.
    Empty,
    /// `contains`.
    Contains,
    /// `all`.
    All,
    /// `exists`.
    Exists,
    /// `type`.
    Type,
}

impl Operator {
    pub(super) const TABLE: [(&'static str, Self); 20] = [
        ("==", Self::Equal),
        ("===", Self::SameEqual),
        ("!=", Self::NotEqual),
        ("!==", Self::NotSameEqual),
        ("<", Self::Less),
        ("<=", Self::LessEqual),
        (">", Self::Greater),
        (">=", Self::GreaterEqual),
        ("=~", Self::Matches),
        ("in", Self::In),
        ("nin", Self::NotIn),
        ("subsetof", Self::SubsetOf),
        ("anyof", Self::AnyOf),
        ("noneof", Self::NoneOf),
        ("size", Self::Size),
        ("empty", Self::Empty),
        ("contains", Self::Contains),
        ("all", Self::All),
        ("exists", Self::Exists),
        ("type", Self::Type),
    ];

    /// As it is written.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        Self::TABLE.iter().find(|row| row.1 == self).map_or("==", |row| row.0)
    }

    pub(super) fn find(word: &str) -> Option<Self> {
        Self::TABLE.iter().find(|row| row.0.eq_ignore_ascii_case(word)).map(|row| row.1)
    }
}

/// The first thing that keeps a path from being a Reference Path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReferenceFault {
    /// Of the step.
    pub span: Span,
    /// What it is.
    pub what: Obstacle,
}

/// What a Reference Path may not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// `.*`, `[*]`.
    Wildcard,
    /// `..`.
    Descent,
    /// `['a', 'b']`.
    SeveralNames,
    /// `[0, 1]`.
    SeveralIndexes,
    /// `[1:2]`.
    Slice,
    /// `[?(@.a)]`; the `@` inside comes with it.
    Filter,
    /// `.length()`.
    Function,
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Wildcard => "a wildcard",
            Self::Descent => "a descent (`..`)",
            Self::SeveralNames => "a list of names",
            Self::SeveralIndexes => "a list of indexes",
            Self::Slice => "a slice",
            Self::Filter => "a filter",
            Self::Function => "a function call",
        })
    }
}

/// Something that is taken as it stands, but hardly as it was meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Oddity {
    /// Where it is.
    pub span: Span,
    /// What it is.
    pub kind: OddityKind,
}

/// The kinds of [`Oddity`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OddityKind {
    /// An unquoted name with a blank in it: newer versions of Jayway refuse it, and AWS asks for brackets.
    Blank,
    /// An unquoted name with a bracket, a parenthesis, a quote or a comma in it, most often one too many.
    Punctuation,
    /// A name right after a bracket, without a dot.
    Bare,
    /// A word without quotes as a literal in a filter.
    Word,
}

impl StepKind<'_> {
    fn obstacle(&self) -> Option<Obstacle> {
        Some(match self {
            Self::Wildcard(_) => Obstacle::Wildcard,
            Self::Descend => Obstacle::Descent,
            Self::Names(_) => Obstacle::SeveralNames,
            Self::Indexes(_) => Obstacle::SeveralIndexes,
            Self::Slice { .. } => Obstacle::Slice,
            Self::Filter(_) => Obstacle::Filter,
            Self::Call { .. } => Obstacle::Function,
            Self::Name { .. } | Self::Index(_) | Self::Invalid => return None,
        })
    }
}

impl<'t> Path<'t> {
    /// Does the path name at most one node, so that its value stands for itself and not in a list of matches? A path
    /// that ends in a function gives one value as well.
    #[must_use]
    pub fn is_definite(&self) -> bool {
        match self.steps.last() {
            Some(Step { kind: StepKind::Call { .. }, .. }) => true,
            _ => self.steps.iter().all(|s| matches!(s.kind.obstacle(), None | Some(Obstacle::Function))),
        }
    }

    /// The first step that keeps this from being a Reference Path. A negative index is none: the grammar does not say.
    #[must_use]
    pub fn reference_fault(&self) -> Option<ReferenceFault> {
        self.steps.iter().find_map(|s| s.kind.obstacle().map(|what| ReferenceFault { span: s.span, what }))
    }

    /// Calls `visit` with this path and every path inside it, in the order of the text.
    pub fn walk(&self, visit: &mut impl FnMut(&Path<'t>)) {
        // Through a trait object, so that the recursion does not instantiate itself.
        self.walk_dyn(visit);
    }

    fn walk_dyn(&self, visit: &mut dyn FnMut(&Path<'t>)) {
        visit(self);
        for step in &self.steps {
            match &step.kind {
                StepKind::Filter(expr) => expr.walk_dyn(visit),
                StepKind::Call { args, .. } => {
                    for arg in args {
                        if let Value::Path(path) = &arg.value {
                            path.walk_dyn(visit);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// The workflow variables that the path reads, also within filters: name, and span of the name.
    #[must_use]
    pub fn variables(&self) -> Vec<(&'t str, Span)> {
        let mut found = Vec::new();
        self.walk_dyn(&mut |path| {
            if let Root::Variable { name, span } = path.root {
                found.push((name, span));
            }
        });
        found
    }

    /// The first thing in the path that is taken, but hardly as it was meant.
    #[must_use]
    pub fn oddity(&self) -> Option<Oddity> {
        self.steps.iter().find_map(|step| match &step.kind {
            StepKind::Name { name, style: Style::Dot } => odd_name(name),
            StepKind::Name { name, style: Style::Bare } => {
                Some(odd_name(name).unwrap_or(Oddity { span: name.span, kind: OddityKind::Bare }))
            }
            StepKind::Filter(expr) => expr.oddity(),
            _ => None,
        })
    }
}

fn odd_name(name: &Name) -> Option<Oddity> {
    let odd = |kind| Some(Oddity { span: name.span, kind });
    if name.text.contains([' ', '\t', '\n', '\r']) {
        odd(OddityKind::Blank)
    } else if name.text.contains(['[', ']', '(', ')', '{', '}', '\'', '"', ',']) {
        odd(OddityKind::Punctuation)
    } else {
        None
    }
}

impl<'t> Expr<'t> {
    fn walk_dyn(&self, visit: &mut dyn FnMut(&Path<'t>)) {
        match &self.kind {
            ExprKind::Or(parts) | ExprKind::And(parts) => parts.iter().for_each(|p| p.walk_dyn(visit)),
            ExprKind::Not(inner) => inner.walk_dyn(visit),
            ExprKind::Exists(path) => path.walk_dyn(visit),
            ExprKind::Compare { left, right, .. } => {
                for side in [left, right] {
                    if let Value::Path(path) = &side.value {
                        path.walk_dyn(visit);
                    }
                }
            }
        }
    }

    fn oddity(&self) -> Option<Oddity> {
        match &self.kind {
            ExprKind::Or(parts) | ExprKind::And(parts) => parts.iter().find_map(Expr::oddity),
            ExprKind::Not(inner) => inner.oddity(),
            ExprKind::Exists(path) => path.oddity(),
            ExprKind::Compare { left, right, .. } => [left, right].into_iter().find_map(|side| match &side.value {
                Value::Path(path) => path.oddity(),
                Value::Literal(Literal::Word(_)) => Some(Oddity { span: side.span, kind: OddityKind::Word }),
                Value::Literal(_) => None,
            }),
        }
    }
}
