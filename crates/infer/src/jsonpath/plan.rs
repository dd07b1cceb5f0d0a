//! Steps to take, as the evaluator over values orders them.

use asl_syntax::Span;
use asl_syntax::jsonpath::{self as syntax, Path, Root, Step, StepKind};

#[derive(Debug)]
pub(super) struct Plan<'p> {
    pub(super) root: Root<'p>,
    pub(super) steps: &'p [Step<'p>],
    /// What the first step, a call, is given instead of what is written.
    given: Option<Box<Plan<'p>>>,
    /// The value stands for itself and not in a list of matches.
    pub(super) definite: bool,
    /// There is a call among the steps.
    pub(super) calls: bool,
    pub(super) span: Span,
}

/// What a function is given.
#[derive(Debug)]
pub(super) enum Argument<'p> {
    Path(Plan<'p>),
    Literal(&'p syntax::Literal<'p>),
}

impl<'p> Plan<'p> {
    pub(super) fn new(path: &'p Path<'p>) -> Self {
        let steps = path.steps.as_slice();
        // `$..a.sum()` is to Jayway `$.sum($..a)`, and what else the function was given is forgotten.
        if matches!(steps.first(), Some(Step { kind: StepKind::Descend, .. }))
            && steps.last().is_some_and(is_call)
            && let Some((inner, outer)) = steps.iter().position(is_call).and_then(|at| steps.split_at_checked(at))
        {
            let given = Some(Box::new(Self::of(path.root, inner, path.span)));
            return Self { given, ..Self::of(path.root, outer, path.span) };
        }
        Self::of(path.root, steps, path.span)
    }

    fn of(root: Root<'p>, steps: &'p [Step<'p>], span: Span) -> Self {
        let last = steps.len().saturating_sub(1);
        Self {
            root,
            steps,
            given: None,
            definite: steps.iter().enumerate().all(|(at, step)| is_definite(step, at == last)),
            calls: steps.iter().any(is_call),
            span,
        }
    }

    /// Of the call at an index. Jayway reads over what is neither a path nor an object, string or number.
    pub(super) fn arguments(&self, at: usize) -> Vec<Argument<'p>> {
        if let (0, Some(given)) = (at, &self.given) {
            return vec![Argument::Path(Self::of(given.root, given.steps, given.span))];
        }
        let Some(Step { kind: StepKind::Call { args, .. }, .. }) = self.steps.get(at) else { return Vec::new() };
        let argument = |arg: &'p syntax::Argument<'p>| match &arg.value {
            syntax::Value::Path(path) => Some(Argument::Path(Self::new(path))),
            syntax::Value::Literal(
                literal @ (syntax::Literal::String(_) | syntax::Literal::Number(_) | syntax::Literal::Json(_)),
            ) => Some(Argument::Literal(literal)),
            syntax::Value::Literal(_) => None,
        };
        args.iter().filter_map(argument).collect()
    }

    /// Is the step at an index the last one?
    pub(super) fn is_leaf(&self, at: usize) -> bool {
        at + 1 == self.steps.len()
    }
}

/// Names and indexes only?
pub(super) fn is_plain(steps: &[Step]) -> bool {
    steps.iter().all(|step| matches!(step.kind, StepKind::Name { .. } | StepKind::Index(_)))
}

fn is_call(step: &Step) -> bool {
    matches!(step.kind, StepKind::Call { .. })
}

/// Does the step lead to one node at most? A list of names at the end gives one object.
fn is_definite(step: &Step, leaf: bool) -> bool {
    match &step.kind {
        StepKind::Name { .. } | StepKind::Index(_) | StepKind::Call { .. } | StepKind::Invalid => true,
        StepKind::Names(_) => leaf,
        StepKind::Indexes(indexes) => indexes.len() == 1,
        StepKind::Slice { .. } | StepKind::Wildcard(_) | StepKind::Descend | StepKind::Filter(_) => false,
    }
}
