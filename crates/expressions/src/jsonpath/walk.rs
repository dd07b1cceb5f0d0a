//! The way along the steps.

use super::Absent;
use super::fault::{self, Fault, Kind};
use super::functions;
use super::plan::Plan;
use crate::Scope;
use asl_syntax::Span;
use asl_syntax::jsonpath::{Name, Path, Root, Step, StepKind};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::cell::Cell;

/// What a node costs; parts of this are less work.
pub(super) const NODE: usize = 64;
/// A million nodes.
const MOST_WORK: usize = 1_000_000 * NODE;
/// Steps that fan out, one within the other: deeper than data and far from the end of the stack.
const MAX_DEPTH: u32 = 256;

pub(super) fn evaluate<'v>(path: &Path<'_>, scope: &Scope<'v>) -> Result<Cow<'v, Value>, Absent> {
    let document = root(path.root, scope).ok_or_else(|| undefined(path).absent)?;
    let budget = Budget { work: Cell::new(MOST_WORK), depth: Cell::new(0) };
    let evaluation = Evaluation { scope, document, budget: &budget, require: false, inner: false };
    let value = Plan::new(path).and_then(|plan| evaluation.value(&plan, document));
    value.map_err(|fault| fault.absent)
}

fn root<'v>(root: Root, scope: &Scope<'v>) -> Option<&'v Value> {
    match root {
        Root::Input | Root::Current => Some(scope.input),
        Root::Context => Some(scope.context),
        Root::Variable { name, .. } => scope.variables.get(name),
    }
}

fn undefined(path: &Path) -> Fault {
    let (name, span) = match path.root {
        Root::Variable { name, span } => (name, span),
        _ => ("", path.span),
    };
    Fault::new(Kind::NotFound, span, format!("No results for path: ${name}"))
}

/// What is left.
#[derive(Debug)]
pub(super) struct Budget {
    work: Cell<usize>,
    depth: Cell<u32>,
}

/// One level down, until dropped.
struct Deeper<'b>(&'b Cell<u32>);

impl Drop for Deeper<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get().saturating_sub(1));
    }
}

/// How a path is evaluated.
#[derive(Clone, Copy, Debug)]
pub(super) struct Evaluation<'a> {
    scope: &'a Scope<'a>,
    /// What `$` is inside of filters and arguments: where the path as a whole starts.
    pub(super) document: &'a Value,
    budget: &'a Budget,
    /// A missing field is an error even beyond an indefinite step: for the question whether a path exists.
    require: bool,
    /// Nobody will read the message.
    inner: bool,
}

impl<'a> Evaluation<'a> {
    /// For the paths within a filter.
    pub(super) fn inside(self) -> Self {
        Self { inner: true, ..self }
    }

    /// For a path that is asked for its existence.
    pub(super) fn requiring(self) -> Self {
        Self { inner: true, require: true, ..self }
    }

    /// The node that a path within a filter or an argument starts from.
    pub(super) fn root(&self, plan: &Plan) -> Option<&'a Value> {
        match plan.root {
            Root::Input | Root::Current => Some(self.document),
            other => root(other, self.scope),
        }
    }

    pub(super) fn charge(&self, work: usize, span: Span) -> Result<(), Fault> {
        match self.budget.work.get().checked_sub(work) {
            Some(left) => {
                self.budget.work.set(left);
                Ok(())
            }
            None => Err(Fault::new(Kind::Failed, span, "The path reaches more than 1000000 nodes")),
        }
    }

    fn deeper(&self, span: Span) -> Result<Deeper<'a>, Fault> {
        let depth = &self.budget.depth;
        if depth.get() >= MAX_DEPTH {
            let message = format!("The path fans out more than {MAX_DEPTH} times, one within the other");
            return Err(Fault::new(Kind::Failed, span, message));
        }
        depth.set(depth.get() + 1);
        Ok(Deeper(depth))
    }

    /// The value of a path that starts at a node.
    pub(super) fn value<'n>(&self, plan: &Plan<'a>, start: &'n Value) -> Result<Cow<'n, Value>, Fault> {
        if plan.plain {
            return match self.advance(plan, 0, start, true)? {
                Some((_, node)) => Ok(Cow::Borrowed(node)),
                None => Err(self.no_results(plan, plan.span)),
            };
        }
        let mut found = Vec::new();
        self.walk(plan, 0, start, true, &mut found)?;
        if plan.definite {
            // A call in the middle leaves its result as well; the last one counts.
            return found.pop().ok_or_else(|| self.no_results(plan, plan.span));
        }
        let items = found.into_iter().map(|value| self.owned(value, plan.span));
        Ok(Cow::Owned(Value::Array(items.collect::<Result<_, _>>()?)))
    }

    fn owned(&self, value: Cow<'_, Value>, span: Span) -> Result<Value, Fault> {
        match value {
            Cow::Borrowed(value) => self.copy(value, span),
            Cow::Owned(value) => Ok(value),
        }
    }

    /// A copy, paid for.
    pub(super) fn copy(&self, value: &Value, span: Span) -> Result<Value, Fault> {
        self.pay(value, span)?;
        Ok(value.clone())
    }

    pub(super) fn pay(&self, value: &Value, span: Span) -> Result<(), Fault> {
        match value {
            Value::String(text) => self.charge(NODE + text.len() / 2, span),
            Value::Array(items) => {
                self.charge(NODE, span)?;
                items.iter().try_for_each(|item| self.pay(item, span))
            }
            Value::Object(fields) => {
                self.charge(NODE, span)?;
                fields.iter().try_for_each(|(name, field)| {
                    self.charge(name.len() / 2, span)?;
                    self.pay(field, span)
                })
            }
            _ => self.charge(NODE, span),
        }
    }

    /// As far as names and indexes go from the step at `at`; nothing where a node is missing and that is no error.
    fn advance<'n>(
        &self,
        plan: &Plan<'a>,
        mut at: usize,
        mut node: &'n Value,
        definite: bool,
    ) -> Result<Option<(usize, &'n Value)>, Fault> {
        while let Some(step) = plan.steps.get(at) {
            let next = match (&step.kind, node) {
                (StepKind::Name { name, .. }, Value::Object(fields)) => fields.get(&*name.text),
                (StepKind::Index(index), Value::Array(items)) => element(items, *index),
                (StepKind::Name { .. }, _) if definite => return Err(self.no_object(plan, at, node)),
                (StepKind::Index(_), _) if definite => return Err(self.no_array(plan, at, node)),
                (StepKind::Name { .. } | StepKind::Index(_), _) => return Ok(None),
                _ => break,
            };
            match next {
                Some(next) => node = next,
                None => return self.missing(plan, at, step, definite),
            }
            at += 1;
        }
        Ok(Some((at, node)))
    }

    /// The name or the index of a step leads nowhere.
    #[cold]
    fn missing<T>(&self, plan: &Plan<'a>, at: usize, step: &Step, definite: bool) -> Result<Option<T>, Fault> {
        let named = matches!(step.kind, StepKind::Name { .. });
        if named && !plan.is_leaf(at) && (definite || self.require) {
            let way = |text: &mut String| text.push_str(&fault::way(plan.steps.get(..=at).unwrap_or(plan.steps)));
            return Err(self.fault(Kind::NotFound, step.span, "Missing property in path ", way));
        }
        if (named && self.require) || (definite && plan.definite && !plan.calls) {
            return Err(self.no_results(plan, step.span));
        }
        Ok(None)
    }

    /// Takes the steps from `at` on; `definite` says whether all before are.
    fn walk<'n>(
        &self,
        plan: &Plan<'a>,
        at: usize,
        node: &'n Value,
        definite: bool,
        found: &mut Vec<Cow<'n, Value>>,
    ) -> Result<(), Fault> {
        let Some((at, node)) = self.advance(plan, at, node, definite)? else { return Ok(()) };
        let Some(step) = plan.steps.get(at) else {
            found.push(Cow::Borrowed(node));
            return Ok(());
        };
        let _deeper = self.deeper(step.span)?;
        match &step.kind {
            StepKind::Names(names) => self.names(plan, at, names, node, definite, found),
            StepKind::Indexes(indexes) => {
                let Some(items) = self.items(plan, at, node, definite)? else { return Ok(()) };
                let definite = definite && indexes.len() == 1;
                let chosen = indexes.iter().filter_map(|index| element(items, *index));
                self.each(plan, at + 1, chosen, definite, found)
            }
            StepKind::Slice { start, end, .. } => {
                let Some(items) = self.items(plan, at, node, definite)? else { return Ok(()) };
                let chosen = slice(*start, *end, items.len()).filter_map(|index| element(items, index));
                self.each(plan, at + 1, chosen, false, found)
            }
            StepKind::Wildcard(_) => match node {
                Value::Array(items) => self.each(plan, at + 1, items.iter(), false, found),
                Value::Object(fields) => self.each(plan, at + 1, fields.values(), false, found),
                _ => Ok(()),
            },
            StepKind::Descend => self.scan(plan, at + 1, node, found),
            StepKind::Filter(_) => self.filter(plan, at, node, definite, found),
            StepKind::Call { name, .. } => self.call(plan, at, name, node, definite, found),
            // The first two are behind, and a path with the third is never evaluated by intent.
            StepKind::Name { .. } | StepKind::Index(_) | StepKind::Invalid => Ok(()),
        }
    }

    fn each<'n>(
        &self,
        plan: &Plan<'a>,
        at: usize,
        nodes: impl Iterator<Item = &'n Value>,
        definite: bool,
        found: &mut Vec<Cow<'n, Value>>,
    ) -> Result<(), Fault> {
        for node in nodes {
            self.charge(NODE, plan.span)?;
            self.walk(plan, at, node, definite, found)?;
        }
        Ok(())
    }

    fn items<'n>(
        &self,
        plan: &Plan<'a>,
        at: usize,
        node: &'n Value,
        definite: bool,
    ) -> Result<Option<&'n [Value]>, Fault> {
        match node {
            Value::Array(items) => Ok(Some(items)),
            _ if definite => Err(self.no_array(plan, at, node)),
            _ => Ok(None),
        }
    }

    /// A list of names gives one object with the fields that are there.
    fn names<'n>(
        &self,
        plan: &Plan<'a>,
        at: usize,
        names: &[Name],
        node: &'n Value,
        definite: bool,
        found: &mut Vec<Cow<'n, Value>>,
    ) -> Result<(), Fault> {
        let Value::Object(fields) = node else {
            return if definite { Err(self.no_object(plan, at, node)) } else { Ok(()) };
        };
        let step = plan.steps.get(at);
        let span = step.map_or(plan.span, |s| s.span);
        let way = |text: &mut String| text.push_str(&fault::way(plan.steps.get(..=at).unwrap_or(plan.steps)));
        if !plan.is_leaf(at) {
            let message = "Multi properties can only be used as path leafs: ";
            return Err(self.fault(Kind::Invalid, span, message, way));
        }
        let mut merged = Map::new();
        for name in names {
            match fields.get(&*name.text) {
                Some(field) => {
                    merged.insert(name.text.clone().into_owned(), self.copy(field, span)?);
                }
                None if self.require => return Err(self.fault(Kind::NotFound, span, "Missing property in path ", way)),
                None => {}
            }
        }
        found.push(Cow::Owned(Value::Object(merged)));
        Ok(())
    }

    /// The step at `at`, wherever it can be taken: a container first, then what is in it.
    fn scan<'n>(
        &self,
        plan: &Plan<'a>,
        at: usize,
        node: &'n Value,
        found: &mut Vec<Cow<'n, Value>>,
    ) -> Result<(), Fault> {
        let Some(step) = plan.steps.get(at) else { return Ok(()) };
        // A stack of our own, as data may be deep.
        let mut stack = vec![node];
        while let Some(node) = stack.pop() {
            self.charge(NODE, step.span)?;
            if self.can_take(plan, at, step, node)? {
                self.walk(plan, at, node, false, found)?;
            }
            match node {
                Value::Array(items) => stack.extend(items.iter().rev().filter(|n| is_container(n))),
                Value::Object(fields) => stack.extend(fields.values().rev().filter(|n| is_container(n))),
                _ => {}
            }
        }
        Ok(())
    }

    fn can_take(&self, plan: &Plan<'a>, at: usize, step: &Step, node: &Value) -> Result<bool, Fault> {
        Ok(match (&step.kind, node) {
            (StepKind::Name { name, .. }, Value::Object(fields)) => fields.contains_key(&*name.text),
            (StepKind::Names(names), Value::Object(fields)) => {
                !plan.is_leaf(at) || names.iter().all(|name| fields.contains_key(&*name.text))
            }
            (StepKind::Index(_) | StepKind::Indexes(_) | StepKind::Slice { .. }, Value::Array(_)) => true,
            (StepKind::Wildcard(_), _) => is_container(node),
            // Jayway asks the array itself before it asks the elements; objects among them get their turn anyway.
            (StepKind::Filter(_), Value::Array(_)) => match plan.filter(at) {
                Some(filter) => filter.accepts(self, node, step.span)?,
                None => false,
            },
            (StepKind::Filter(_), Value::Object(_)) => true,
            _ => false,
        })
    }

    /// An object is tested itself, an array element by element.
    fn filter<'n>(
        &self,
        plan: &Plan<'a>,
        at: usize,
        node: &'n Value,
        definite: bool,
        found: &mut Vec<Cow<'n, Value>>,
    ) -> Result<(), Fault> {
        let (Some(filter), Some(step)) = (plan.filter(at), plan.steps.get(at)) else { return Ok(()) };
        let nodes = match node {
            Value::Object(_) => std::slice::from_ref(node),
            Value::Array(items) => items,
            _ if definite => {
                let rest = |text: &mut String| {
                    text.push_str(&fault::fragments(plan.steps.get(at..).unwrap_or(&[])));
                    text.push_str(" can not be applied to primitives. Current context is: ");
                    text.push_str(&fault::context(node, plan.steps.get(..at).unwrap_or(&[])));
                };
                return Err(self.fault(Kind::Invalid, step.span, "Filter: ", rest));
            }
            _ => return Ok(()),
        };
        for node in nodes {
            if filter.accepts(self, node, step.span)? {
                self.walk(plan, at + 1, node, false, found)?;
            }
        }
        Ok(())
    }

    fn call<'n>(
        &self,
        plan: &Plan<'a>,
        at: usize,
        name: &Name,
        node: &'n Value,
        definite: bool,
        found: &mut Vec<Cow<'n, Value>>,
    ) -> Result<(), Fault> {
        let result = functions::call(self, name, plan.arguments(at), node)?;
        if plan.is_leaf(at) {
            found.push(Cow::Owned(result));
            return Ok(());
        }
        let mut further = Vec::new();
        self.walk(plan, at + 1, &result, definite, &mut further)?;
        let mut owned = Vec::with_capacity(further.len());
        for value in further {
            owned.push(Cow::Owned(self.owned(value, plan.span)?));
        }
        found.push(Cow::Owned(result));
        found.append(&mut owned);
        Ok(())
    }

    /// A fault with the end of its message, which is worth making only where somebody reads it.
    #[cold]
    fn fault(&self, kind: Kind, span: Span, start: &str, end: impl FnOnce(&mut String)) -> Fault {
        let mut message = String::new();
        if !self.inner {
            message.push_str(start);
            end(&mut message);
        }
        Fault::new(kind, span, message)
    }

    fn no_results(&self, plan: &Plan<'a>, span: Span) -> Fault {
        let end = |text: &mut String| text.push_str(&fault::fragments(plan.steps));
        self.fault(Kind::NotFound, span, "No results for path: $", end)
    }

    fn no_object(&self, plan: &Plan<'a>, at: usize, node: &Value) -> Fault {
        let (before, step) = (plan.steps.get(..at).unwrap_or(&[]), plan.steps.get(at));
        let span = step.map_or(plan.span, |s| s.span);
        self.fault(Kind::NotFound, span, "", |text| text.push_str(&fault::no_object(node, before, step)))
    }

    fn no_array(&self, plan: &Plan<'a>, at: usize, node: &Value) -> Fault {
        let before = plan.steps.get(..at).unwrap_or(&[]);
        let span = plan.steps.get(at).map_or(plan.span, |s| s.span);
        if fault::class(node, before) == "null" {
            let way = |text: &mut String| {
                text.push_str(&fault::way(before));
                text.push_str(" is null");
            };
            return self.fault(Kind::NotFound, span, "The path ", way);
        }
        let rest = plan.steps.get(at..).unwrap_or(&[]);
        self.fault(Kind::NotFound, span, "", |text| text.push_str(&fault::no_array(node, before, rest)))
    }
}

fn is_container(value: &Value) -> bool {
    value.is_array() || value.is_object()
}

/// The element that an index means.
pub(super) fn element(items: &[Value], index: i64) -> Option<&Value> {
    place_of(index, items.len()).and_then(|place| items.get(place))
}

/// Where an index leads to in an array of so many elements: a negative one counts from the end.
pub(super) fn place_of(index: i64, count: usize) -> Option<usize> {
    let place = if index < 0 { index.checked_add_unsigned(count as u64)? } else { index };
    usize::try_from(place).ok()
}

/// The indexes of a slice. With both bounds given Jayway counts from one to the other, through zero where the first is
/// negative; with one alone a negative bound is meant from the end.
fn slice(start: Option<i64>, end: Option<i64>, len: usize) -> std::ops::Range<i64> {
    let len = i64::try_from(len).unwrap_or(i64::MAX);
    let from_end = |bound: i64| if bound < 0 { len.saturating_add(bound) } else { bound };
    match (start, end) {
        (None, None) => 0..len,
        (Some(start), None) => from_end(start).max(0)..len,
        (None, Some(end)) => 0..from_end(end).min(len),
        (Some(start), Some(end)) => start.max(-len)..end.min(len),
    }
}
