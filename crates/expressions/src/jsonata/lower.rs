//! From the tree of the text to what is evaluated. Paths within paths become one, filters go to the step that they follow,
//! and every `%` finds the step that it refers to (see [`ancestry`]).

mod ancestry;

use super::errors;
use super::pattern::Pattern;
use super::plan::{Call, Key, Kind, Lambda, Node, Slot, Stage, Term, Transform};
use super::signature::Signature;
use super::value::Text;
use crate::Error;
use ancestry::{resolve, seek};
use asl_syntax::jsonata::{self as ast, BinaryOp, Expr, ExprKind};
use std::cell::Cell;
use std::rc::Rc;

/// What an expression becomes, with the `%` in it that have not found their step.
struct Lowered {
    node: Node,
    seeking: Vec<Rc<Slot>>,
}

impl From<Node> for Lowered {
    fn from(node: Node) -> Self {
        Self { node, seeking: Vec::new() }
    }
}

/// Lowers a whole expression. Fails with a syntax code where the tree has a hole, or a `%` cannot have a step to refer to.
/// One that has found none has no value: the parser reports those that the reference refuses.
/// Also gives the names of its variables, in order.
pub(super) fn lower(expr: &Expr) -> Result<(Node, Vec<Rc<str>>), Error> {
    let mut lowering = Lowering { labels: 0, names: Vec::new() };
    let node = lowering.expr(expr)?.node;
    let mut names = lowering.names;
    names.sort_unstable();
    names.dedup();
    Ok((node, names))
}

struct Lowering {
    labels: u32,
    /// The names of variables that were met, some of them more than once.
    names: Vec<Rc<str>>,
}

type Result<T, E = Error> = std::result::Result<T, E>;

impl Lowering {
    /// The name of a variable; one that was met just before is shared.
    fn name(&mut self, name: &str) -> Rc<str> {
        const NEAR: usize = 8;
        if let Some(known) = self.names.iter().rev().take(NEAR).find(|known| ***known == *name) {
            return Rc::clone(known);
        }
        let name: Rc<str> = Rc::from(name);
        if !name.is_empty() {
            self.names.push(Rc::clone(&name));
        }
        name
    }

    fn expr(&mut self, expr: &Expr) -> Result<Lowered> {
        let span = expr.span;
        let leaf = |kind| Ok(Lowered::from(Node::new(kind, span)));
        match &expr.kind {
            ExprKind::Missing | ExprKind::Error(_) | ExprKind::Placeholder => Err(errors::not_readable(span)),
            ExprKind::Null => leaf(Kind::Null),
            ExprKind::Bool(value) => leaf(Kind::Bool(*value)),
            ExprKind::Number(value) => leaf(Kind::Number(*value)),
            ExprKind::String(text) => leaf(Kind::Text(Rc::new(Text::new(text.as_str())))),
            ExprKind::Regex(regex) => leaf(Kind::Regex(Rc::new(Pattern::new(&regex.pattern, &regex.flags, span)?))),
            ExprKind::Field { name, .. } => {
                let name = Node::new(Kind::Name(Rc::from(name.as_str())), span);
                leaf(Kind::Path { steps: vec![name], keep_singleton: false })
            }
            ExprKind::Variable(name) => leaf(Kind::Variable(self.name(name))),
            ExprKind::Wildcard => leaf(Kind::Wildcard),
            ExprKind::Descendants => leaf(Kind::Descendants),
            ExprKind::Parent => {
                let slot = Rc::new(Slot { label: Cell::new(self.labels), level: Cell::new(1) });
                self.labels += 1;
                leaf(Kind::Parent(slot))
            }
            ExprKind::Path(steps) => self.path(steps, expr),
            ExprKind::Binary(node) => self.binary(node, expr),
            ExprKind::Negate(operand) => self.negate(operand, expr),
            ExprKind::Array(items) => {
                let (items, seeking) = self.all(items)?;
                Ok(Lowered { node: Node::new(Kind::Array(items), span), seeking })
            }
            ExprKind::Object(pairs) => {
                let mut seeking = Vec::new();
                let pairs = self.pairs(pairs, &mut seeking)?;
                Ok(Lowered { node: Node::new(Kind::Object(pairs), span), seeking })
            }
            ExprKind::Group(node) => {
                let mut base = self.expr(&node.base)?;
                // A `%` in here is bound by nothing, and finds nothing.
                let pairs = self.pairs(&node.pairs, &mut Vec::new())?;
                base.node.group = Some(pairs);
                Ok(base)
            }
            ExprKind::Predicate(node) => self.predicate(node),
            ExprKind::KeepArray(node) => self.keep_array(&node.base),
            ExprKind::Sort(node) => self.sort(node, expr),
            ExprKind::Focus(node) => self.focus(node),
            ExprKind::Index(node) => self.index(node),
            ExprKind::Assign(node) => {
                let Some(name) = node.target.variable() else { return Err(errors::not_readable(span)) };
                let Lowered { node: value, seeking } = self.part(&node.value)?;
                let kind = Kind::Assign { name: self.name(name), value: Box::new(value) };
                Ok(Lowered { node: Node::new(kind, span), seeking })
            }
            ExprKind::Block(parts) => {
                let (parts, seeking) = self.all(parts)?;
                let constructed = parts.iter().any(begins_with_array);
                let mut node = Node::new(Kind::Block(parts), span);
                node.constructed = constructed;
                Ok(Lowered { node, seeking })
            }
            ExprKind::Condition(node) => self.condition(node, expr),
            ExprKind::Call(node) => self.call(node, expr),
            ExprKind::Lambda(node) => self.lambda(node, expr),
            ExprKind::Transform(node) => {
                let pattern = self.expr(&node.pattern)?.node;
                let update = self.expr(&node.update)?.node;
                let delete = node.delete.as_ref().map(|delete| self.expr(delete)).transpose()?.map(|it| it.node);
                leaf(Kind::Transform(Rc::new(Transform { pattern, update, delete })))
            }
        }
    }

    /// An operand: what it still looks for, the expression around it looks for.
    fn part(&mut self, expr: &Expr) -> Result<Lowered> {
        let mut lowered = self.expr(expr)?;
        if let Kind::Parent(slot) = &lowered.node.kind {
            lowered.seeking.push(Rc::clone(slot));
        }
        Ok(lowered)
    }

    fn all(&mut self, exprs: &[Expr]) -> Result<(Vec<Node>, Vec<Rc<Slot>>)> {
        let mut nodes = Vec::with_capacity(exprs.len());
        let mut seeking = Vec::new();
        for expr in exprs {
            let part = self.part(expr)?;
            nodes.push(part.node);
            seeking.extend(part.seeking);
        }
        Ok((nodes, seeking))
    }

    fn pairs(&mut self, pairs: &[ast::Pair], seeking: &mut Vec<Rc<Slot>>) -> Result<Vec<(Node, Node)>> {
        let mut out = Vec::with_capacity(pairs.len());
        for pair in pairs {
            let (key, value) = (self.part(&pair.key)?, self.part(&pair.value)?);
            seeking.extend(key.seeking);
            seeking.extend(value.seeking);
            out.push((key.node, value.node));
        }
        Ok(out)
    }

    fn path(&mut self, steps: &[Expr], expr: &Expr) -> Result<Lowered> {
        let mut steps = steps.iter();
        let Some(first) = steps.next() else { return Err(errors::not_readable(expr.span)) };
        let mut path = self.expr(first)?;
        for step in steps {
            let step = self.expr(step)?;
            path = join(path, step, expr)?;
        }
        Ok(path)
    }

    fn binary(&mut self, node: &ast::Binary, expr: &Expr) -> Result<Lowered> {
        let (lhs, rhs) = (self.part(&node.lhs)?, self.part(&node.rhs)?);
        // The reference does not look for the step of a `%` on either side of `~>`.
        let seeking = if node.op == BinaryOp::Apply { Vec::new() } else { [lhs.seeking, rhs.seeking].concat() };
        let keep_array = node.op == BinaryOp::Apply && (lhs.node.keep_array || rhs.node.keep_array);
        let kind = Kind::Binary { op: node.op, lhs: Box::new(lhs.node), rhs: Box::new(rhs.node) };
        let mut node = Node::new(kind, expr.span);
        node.keep_array = keep_array;
        Ok(Lowered { node, seeking })
    }

    fn negate(&mut self, operand: &Expr, expr: &Expr) -> Result<Lowered> {
        let Lowered { node, seeking } = self.part(operand)?;
        if let Kind::Number(value) = node.kind {
            return Ok(Node { kind: Kind::Number(-value), span: expr.span, ..node }.into());
        }
        Ok(Lowered { node: Node::new(Kind::Negate(Box::new(node)), expr.span), seeking })
    }

    fn predicate(&mut self, node: &ast::Predicate) -> Result<Lowered> {
        let mut base = self.expr(&node.base)?;
        let filter = self.part(&node.filter)?;
        for slot in &filter.seeking {
            if slot.level.get() == 1 {
                at_last_step(&mut base.node, |step| seek(step, slot))?;
            } else {
                slot.level.set(slot.level.get() - 1);
            }
        }
        base.seeking.extend(filter.seeking.into_iter().filter(|slot| slot.level.get() > 0));
        match &mut base.node.kind {
            Kind::Path { steps, .. } => {
                if let Some(step) = steps.last_mut() {
                    step.step.stages.push(Stage::Filter(filter.node));
                }
            }
            _ => base.node.predicates.push(filter.node),
        }
        Ok(base)
    }

    /// `base[]` marks the step before its filters.
    fn keep_array(&mut self, base: &Expr) -> Result<Lowered> {
        let mut lowered = self.expr(base)?;
        lowered.node.keep_array = true;
        if let Kind::Path { steps, keep_singleton } = &mut lowered.node.kind {
            *keep_singleton = true;
            if let Some(step) = steps.last_mut() {
                step.keep_array = true;
            }
        }
        Ok(lowered)
    }

    fn sort(&mut self, node: &ast::Sort, expr: &Expr) -> Result<Lowered> {
        let base = self.expr(&node.base)?;
        let mut path = into_path(base);
        let mut terms = Vec::with_capacity(node.terms.len());
        let mut seeking = Vec::new();
        for term in &node.terms {
            let lowered = self.part(&term.expr)?;
            seeking.extend(lowered.seeking);
            terms.push(Term { descending: term.descending, expr: lowered.node });
        }
        if let Kind::Path { steps, .. } = &mut path.node.kind {
            steps.push(Node::new(Kind::Sort(terms), expr.span));
        }
        path.node.span = expr.span;
        resolve(&mut path, seeking)?;
        Ok(path)
    }

    fn focus(&mut self, node: &ast::Bind) -> Result<Lowered> {
        let mut base = self.expr(&node.base)?;
        at_last_step(&mut base.node, |step| {
            step.step.focus = Some(Rc::from(node.variable.text.as_str()));
            step.step.tuple = true;
        });
        Ok(base)
    }

    fn index(&mut self, node: &ast::Bind) -> Result<Lowered> {
        let base = self.expr(&node.base)?;
        let mut path = if matches!(base.node.kind, Kind::Path { .. }) {
            base
        } else {
            let mut base = base;
            base.node.step.stages = base.node.predicates.drain(..).map(Stage::Filter).collect();
            into_path(base)
        };
        let name: Rc<str> = Rc::from(node.variable.text.as_str());
        at_last_step(&mut path.node, |step| {
            if step.step.stages.is_empty() {
                step.step.index = Some(name);
            } else {
                step.step.stages.push(Stage::Index(name));
            }
            step.step.tuple = true;
        });
        Ok(path)
    }

    fn condition(&mut self, node: &ast::Condition, expr: &Expr) -> Result<Lowered> {
        let test = self.part(&node.test)?;
        let then = self.part(&node.then)?;
        let otherwise = node.otherwise.as_ref().map(|otherwise| self.part(otherwise)).transpose()?;
        let mut seeking = [test.seeking, then.seeking].concat();
        let otherwise = otherwise.map(|otherwise| {
            seeking.extend(otherwise.seeking);
            Box::new(otherwise.node)
        });
        let kind = Kind::Condition { test: Box::new(test.node), then: Box::new(then.node), otherwise };
        Ok(Lowered { node: Node::new(kind, expr.span), seeking })
    }

    fn call(&mut self, node: &ast::Call, expr: &Expr) -> Result<Lowered> {
        let mut seeking = Vec::new();
        let mut args = Vec::with_capacity(node.args.len());
        for arg in &node.args {
            if matches!(arg.kind, ExprKind::Placeholder) {
                args.push(None);
            } else {
                let arg = self.part(arg)?;
                seeking.extend(arg.seeking);
                args.push(Some(arg.node));
            }
        }
        let callee = Box::new(self.expr(&node.callee)?.node);
        let kind = if node.is_partial() {
            Kind::Partial { callee, args }
        } else {
            Kind::Call(Call { callee, args: args.into_iter().flatten().collect() })
        };
        Ok(Lowered { node: Node::new(kind, expr.span), seeking })
    }

    fn lambda(&mut self, node: &ast::Lambda, expr: &Expr) -> Result<Lowered> {
        let signature = node.signature.as_ref().map(|it| Signature::parse(&it.text));
        let lambda = Lambda {
            params: node.params.iter().map(|param| Rc::from(param.text.as_str())).collect(),
            signature: signature.flatten(),
            body: self.expr(&node.body)?.node,
        };
        Ok(Node::new(Kind::Lambda(Rc::new(lambda)), expr.span).into())
    }
}

fn begins_with_array(node: &Node) -> bool {
    match &node.kind {
        Kind::Path { steps, .. } => steps.first().is_some_and(|step| step.constructed),
        _ => node.constructed,
    }
}

/// Does something to the last step of a path, or to what is no path.
fn at_last_step<R>(node: &mut Node, change: impl FnOnce(&mut Node) -> R) -> R {
    if let Kind::Path { steps, .. } = &mut node.kind
        && let Some(last) = steps.last_mut()
    {
        return change(last);
    }
    change(node)
}

/// What is no path becomes the only step of one.
fn into_path(base: Lowered) -> Lowered {
    if matches!(base.node.kind, Kind::Path { .. }) {
        return base;
    }
    let span = base.node.span;
    let mut seeking = base.seeking;
    if let Kind::Parent(slot) = &base.node.kind {
        seeking.push(Rc::clone(slot));
    }
    Lowered { node: Node::new(Kind::Path { steps: vec![base.node], keep_singleton: false }, span), seeking }
}

/// `path.step`
fn join(path: Lowered, rest: Lowered, expr: &Expr) -> Result<Lowered> {
    let mut path = into_path(path);
    path.node.span = expr.span;
    let Kind::Path { steps, keep_singleton } = &mut path.node.kind else { return Ok(path) };
    let mut seeking = rest.seeking;
    // All but the last were looked at when that was joined to them: a path may have very many.
    let looked_at = steps.len().saturating_sub(1);
    if let Kind::Path { steps: more, .. } = rest.node.kind {
        steps.extend(more);
    } else {
        let mut step = rest.node;
        if let Kind::Parent(slot) = &step.kind {
            seeking.push(Rc::clone(slot));
        }
        step.step.stages.extend(step.predicates.drain(..).map(Stage::Filter));
        steps.push(step);
    }
    for step in steps.iter_mut().skip(looked_at) {
        if let Kind::Text(name) = &step.kind {
            step.kind = Kind::Name(Rc::from(&***name));
        }
        *keep_singleton |= step.keep_array;
    }
    let last = steps.len().saturating_sub(1);
    for at in [0, last] {
        if let Some(step) = steps.get_mut(at) {
            step.constructed |= step.is_array();
        }
    }
    resolve(&mut path, seeking)?;
    Ok(path)
}

impl Key {
    pub(super) fn of(slot: &Slot) -> Self {
        Self::Ancestor(slot.label.get())
    }
}
