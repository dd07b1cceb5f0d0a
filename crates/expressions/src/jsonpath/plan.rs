//! A path made ready: what its filters and calls need is worked out once.

use super::fault::{Fault, Kind};
use super::filter::Filter;
use super::lenient;
use super::pattern::Pattern;
use asl_syntax::Span;
use asl_syntax::jsonpath::{self as syntax, Path, Root, Step, StepKind};
use serde_json::Value;
use std::borrow::Cow;
use std::cell::OnceCell;

/// Steps to take from a root.
#[derive(Debug)]
pub(super) struct Plan<'p> {
    pub(super) root: Root<'p>,
    pub(super) steps: &'p [Step<'p>],
    /// By the index of the step; empty where no step needs any.
    extras: Vec<Option<Extra<'p>>>,
    /// The value stands for itself and not in a list of matches.
    pub(super) definite: bool,
    /// Names and indexes only.
    pub(super) plain: bool,
    /// There is a call among the steps.
    pub(super) calls: bool,
    pub(super) span: Span,
}

#[derive(Debug)]
enum Extra<'p> {
    Filter(Filter<'p>),
    Arguments(Vec<Argument<'p>>),
}

/// What a function is given.
#[derive(Debug)]
pub(super) enum Argument<'p> {
    Path(Plan<'p>),
    Json(Value),
}

impl<'p> Plan<'p> {
    pub(super) fn new(path: &'p Path<'p>) -> Result<Self, Fault> {
        let steps = path.steps.as_slice();
        let is_call = |s: &Step| matches!(s.kind, StepKind::Call { .. });
        let scans = matches!(steps.first(), Some(Step { kind: StepKind::Descend, .. }));
        // `$..a.sum()` is to Jayway `$.sum($..a)`, and what else the function was given is forgotten.
        if scans
            && steps.last().is_some_and(is_call)
            && let Some((inner, outer)) = steps.iter().position(is_call).and_then(|at| steps.split_at_checked(at))
        {
            let inner = Self::of(path.root, inner, path.span)?;
            let mut plan = Self::of(path.root, outer, path.span)?;
            if let Some(first) = plan.extras.first_mut() {
                *first = Some(Extra::Arguments(vec![Argument::Path(inner)]));
            }
            return Ok(plan);
        }
        Self::of(path.root, steps, path.span)
    }

    fn of(root: Root<'p>, steps: &'p [Step<'p>], span: Span) -> Result<Self, Fault> {
        let last = steps.len().saturating_sub(1);
        let definite = steps.iter().enumerate().all(|(at, step)| is_definite(step, at == last));
        let plain = steps.iter().all(|s| matches!(s.kind, StepKind::Name { .. } | StepKind::Index(_)));
        let mut out = Self { root, steps, extras: Vec::new(), definite, plain, calls: false, span };
        if plain {
            return Ok(out);
        }
        for (at, step) in steps.iter().enumerate() {
            let extra = match &step.kind {
                StepKind::Filter(condition) => Extra::Filter(Filter::new(condition)?),
                StepKind::Call { args, .. } => {
                    out.calls = true;
                    Extra::Arguments(arguments(args)?)
                }
                _ => continue,
            };
            out.extras.resize_with(steps.len(), || None);
            if let Some(place) = out.extras.get_mut(at) {
                *place = Some(extra);
            }
        }
        Ok(out)
    }

    /// Of the step at an index.
    pub(super) fn filter(&self, at: usize) -> Option<&Filter<'p>> {
        match self.extras.get(at) {
            Some(Some(Extra::Filter(filter))) => Some(filter),
            _ => None,
        }
    }

    /// Of the step at an index.
    pub(super) fn arguments(&self, at: usize) -> &[Argument<'p>] {
        match self.extras.get(at) {
            Some(Some(Extra::Arguments(arguments))) => arguments,
            _ => &[],
        }
    }

    /// Is the step at an index the last one?
    pub(super) fn is_leaf(&self, at: usize) -> bool {
        at + 1 == self.steps.len()
    }
}

/// Does the step lead to one node at most? A list of names at the end gives one object.
pub(super) fn is_definite(step: &Step, leaf: bool) -> bool {
    match &step.kind {
        StepKind::Name { .. } | StepKind::Index(_) | StepKind::Call { .. } | StepKind::Invalid => true,
        StepKind::Names(_) => leaf,
        StepKind::Indexes(indexes) => indexes.len() == 1,
        StepKind::Slice { .. } | StepKind::Wildcard(_) | StepKind::Descend | StepKind::Filter(_) => false,
    }
}

/// Jayway looks for paths, objects, strings and numbers, and reads over all else.
fn arguments<'p>(args: &'p [syntax::Argument<'p>]) -> Result<Vec<Argument<'p>>, Fault> {
    let mut out = Vec::with_capacity(args.len());
    for arg in args {
        out.push(match &arg.value {
            syntax::Value::Path(path) => Argument::Path(Plan::new(path)?),
            syntax::Value::Literal(syntax::Literal::String(text)) => {
                Argument::Json(Value::String(text.clone().into_owned()))
            }
            syntax::Value::Literal(syntax::Literal::Number(text) | syntax::Literal::Json(text)) => {
                Argument::Json(json(text, arg.span)?)
            }
            syntax::Value::Literal(_) => continue,
        });
    }
    Ok(out)
}

fn json(text: &str, span: Span) -> Result<Value, Fault> {
    lenient::parse(text)
        .ok_or_else(|| Fault::new(Kind::Failed, span, format!("Could not parse the JSON literal {text}")))
}

/// A side of a comparison.
#[derive(Debug)]
pub(super) enum Side<'p> {
    /// From the node under test.
    Current(Plan<'p>),
    /// From a root: the same for every node under test, so found once. Nothing where there is no such node.
    Outer(Plan<'p>, OnceCell<Option<Cow<'p, Value>>>),
    Literal(Literal<'p>),
}

/// A literal of a filter.
#[derive(Debug)]
pub(super) enum Literal<'p> {
    Text(&'p str),
    Number { value: f64, text: &'p str },
    Bool(bool),
    Null,
    Json(Value),
    Pattern(Pattern),
}

impl<'p> Side<'p> {
    pub(super) fn new(side: &'p syntax::Operand<'p>) -> Result<Self, Fault> {
        let literal = match &side.value {
            syntax::Value::Path(path) if path.root == Root::Current => return Ok(Self::Current(Plan::new(path)?)),
            syntax::Value::Path(path) => return Ok(Self::Outer(Plan::new(path)?, OnceCell::new())),
            syntax::Value::Literal(literal) => literal,
        };
        Ok(Self::Literal(match literal {
            syntax::Literal::String(text) => Literal::Text(text),
            syntax::Literal::Word(text) => Literal::Text(text),
            syntax::Literal::Number(text) => Literal::Number { value: text.parse().unwrap_or(f64::NAN), text },
            syntax::Literal::Bool(value) => Literal::Bool(*value),
            syntax::Literal::Null => Literal::Null,
            syntax::Literal::Json(text) => Literal::Json(json(text, side.span)?),
            syntax::Literal::Regex { pattern, flags } => match Pattern::new(pattern, flags) {
                Ok(pattern) => Literal::Pattern(pattern),
                Err(error) => {
                    let message = format!("The pattern /{pattern}/{flags} cannot be read: {error}");
                    return Err(Fault::new(Kind::Failed, side.span, message));
                }
            },
        }))
    }
}
