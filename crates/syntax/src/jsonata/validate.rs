//! What the reference refuses after parsing, when it turns a tree into paths of steps.
//!
//! The reference flattens `a.b[c]^(d).e` into one path of steps that carry their predicates, and looks for the step that
//! each `%` means. This does the same on a sketch of the tree that holds only what the refusals depend on.

use super::Error;
use super::ast::{BinaryOp, Expr, ExprKind, Pair, Sort};
use crate::Span;

/// Reports what is wrong in a tree.
pub(super) fn check(expr: &Expr, errors: &mut Vec<Error>) {
    let mut checker =
        Checker { nodes: Vec::new(), lists: Vec::new(), slots: Vec::new(), errors, steps_left: 20_000_000 };
    let root = checker.lower(expr);
    let mut open = checker.seeking(root).map(<[usize]>::to_vec).unwrap_or_default();
    if let Kind::Parent(slot) = checker.kind(root) {
        open.push(*slot);
    }
    for slot in open {
        checker.no_parent(slot, "the input of the whole expression has no parent");
    }
}

/// What matters of an expression.
#[derive(Clone)]
enum Kind {
    Name,
    String,
    Number,
    Value,
    Wildcard,
    Parent(usize),
    Block(Option<usize>),
    Path(Vec<usize>),
    Sort,
    /// Anything of which `%` cannot tell the parent, with words for it.
    Other(&'static str),
    /// Something is wrong with it already.
    Unknown,
}

// Each of them is a fact of its own.
#[allow(clippy::struct_excessive_bools)]
struct Node {
    kind: Kind,
    span: Span,
    /// The list of slots whose parent is sought further out. Lists are shared, as in the reference.
    seeking: Option<usize>,
    group: bool,
    /// Predicates of what is not (yet) a step, and those of a step.
    predicate: bool,
    stages: bool,
    focus: bool,
    /// Of a path: how many steps were seen to be no literals.
    checked: usize,
}

/// One `%`: how many steps up its object is.
struct Slot {
    level: i64,
    span: Span,
    reported: bool,
}

struct Checker<'e> {
    nodes: Vec<Node>,
    lists: Vec<Vec<usize>>,
    slots: Vec<Slot>,
    errors: &'e mut Vec<Error>,
    /// A bound on the search for parents, which is quadratic in the length of a path of `%`.
    steps_left: u32,
}

impl Checker<'_> {
    fn add(&mut self, kind: Kind, span: Span) -> usize {
        let node =
            Node { kind, span, seeking: None, group: false, predicate: false, stages: false, focus: false, checked: 0 };
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    fn kind(&self, id: usize) -> &Kind {
        self.nodes.get(id).map_or(&Kind::Unknown, |node| &node.kind)
    }

    fn steps(&self, id: usize) -> Option<&[usize]> {
        if let Kind::Path(steps) = self.kind(id) { Some(steps) } else { None }
    }

    /// The last step of a path; anything else is its own.
    fn last(&self, id: usize) -> usize {
        self.steps(id).and_then(|steps| steps.last().copied()).unwrap_or(id)
    }

    fn seeking(&self, id: usize) -> Option<&[usize]> {
        let list = self.nodes.get(id)?.seeking?;
        self.lists.get(list).map(Vec::as_slice)
    }

    fn change(&mut self, id: usize, change: impl FnOnce(&mut Node)) {
        if let Some(node) = self.nodes.get_mut(id) {
            change(node);
        }
    }

    fn is(&self, id: usize, test: impl FnOnce(&Node) -> bool) -> bool {
        self.nodes.get(id).is_some_and(test)
    }

    fn report(&mut self, code: &'static str, span: Span, message: &str, help: Option<&str>) {
        let (message, help) = (message.to_owned(), help.map(str::to_owned));
        self.errors.push(Error { code, span, message, help, wanted: None });
    }

    fn lower(&mut self, expr: &Expr) -> usize {
        let span = expr.span;
        let kind = match &expr.kind {
            ExprKind::Missing | ExprKind::Error(_) => Kind::Unknown,
            ExprKind::Null | ExprKind::Bool(_) => Kind::Value,
            ExprKind::Number(_) => Kind::Number,
            ExprKind::String(_) => Kind::String,
            ExprKind::Regex(_) => Kind::Other("a regular expression"),
            ExprKind::Variable(_) => Kind::Other("a variable"),
            ExprKind::Descendants => Kind::Other("`**`"),
            ExprKind::Placeholder => Kind::Other("a placeholder"),
            ExprKind::Wildcard => Kind::Wildcard,
            ExprKind::Field { .. } => {
                let name = self.add(Kind::Name, span);
                Kind::Path(vec![name])
            }
            ExprKind::Parent => {
                self.slots.push(Slot { level: 1, span, reported: false });
                Kind::Parent(self.slots.len() - 1)
            }
            _ => return self.lower_compound(expr),
        };
        let id = self.add(kind, span);
        if let ExprKind::Error(parts) = &expr.kind {
            for part in parts {
                self.lower(part);
            }
        }
        id
    }

    fn lower_compound(&mut self, expr: &Expr) -> usize {
        let span = expr.span;
        match &expr.kind {
            ExprKind::Path(steps) => self.lower_path(steps, span),
            ExprKind::Predicate(node) => self.lower_predicate(&node.base, &node.filter, node.brackets),
            ExprKind::KeepArray(node) => self.lower(&node.base),
            ExprKind::Group(node) => self.lower_group(&node.base, &node.pairs, node.braces),
            ExprKind::Sort(node) => self.lower_sort(node, span),
            ExprKind::Focus(node) => self.lower_focus(&node.base, node.op_span.to(node.variable.span)),
            ExprKind::Index(node) => self.lower_index(&node.base, span),
            ExprKind::Negate(operand) => {
                let inner = self.lower(operand);
                if matches!(self.kind(inner), Kind::Number) {
                    self.change(inner, |node| node.span = span);
                    return inner;
                }
                let id = self.add(Kind::Other("a negation"), span);
                self.push_seeking(id, inner);
                id
            }
            ExprKind::Block(items) => {
                let id = self.add(Kind::Block(None), span);
                let parts = self.lower_all(id, items.iter());
                self.change(id, |node| node.kind = Kind::Block(parts));
                id
            }
            ExprKind::Array(items) => {
                let id = self.add(Kind::Other("an array"), span);
                self.lower_all(id, items.iter());
                id
            }
            ExprKind::Object(pairs) => {
                let id = self.add(Kind::Other("an object"), span);
                self.lower_all(id, pairs.iter().flat_map(|pair| [&pair.key, &pair.value]));
                id
            }
            ExprKind::Call(node) => {
                let id = self.add(Kind::Other("a call"), span);
                self.lower_all(id, node.args.iter());
                self.lower(&node.callee);
                id
            }
            ExprKind::Binary(node) => {
                let what = match node.op {
                    BinaryOp::Default | BinaryOp::Coalesce => "a condition",
                    _ => "the result of an operator",
                };
                let id = self.add(Kind::Other(what), span);
                if node.op == BinaryOp::Apply {
                    self.lower(&node.lhs);
                    self.lower(&node.rhs);
                } else {
                    self.lower_all(id, [&node.lhs, &node.rhs].into_iter());
                }
                id
            }
            ExprKind::Assign(node) => {
                let id = self.add(Kind::Other("an assignment"), span);
                self.lower(&node.target);
                self.lower_all(id, std::iter::once(&node.value));
                id
            }
            ExprKind::Condition(node) => {
                let id = self.add(Kind::Other("a condition"), span);
                self.lower_all(id, [&node.test, &node.then].into_iter().chain(&node.otherwise));
                id
            }
            // The rest does not pass the search for parents on.
            _ => {
                let id = self.add(Kind::Other("a function"), span);
                expr.each_child(|child| {
                    self.lower(child);
                });
                id
            }
        }
    }

    /// Parts whose `%` are sought outside of `id`; gives the last one.
    fn lower_all<'x>(&mut self, id: usize, parts: impl Iterator<Item = &'x Expr>) -> Option<usize> {
        let mut last = None;
        for part in parts {
            let part = self.lower(part);
            self.push_seeking(id, part);
            last = Some(part);
        }
        last
    }

    fn lower_path(&mut self, steps: &[Expr], span: Span) -> usize {
        let mut steps = steps.iter();
        let Some(first) = steps.next() else { return self.add(Kind::Unknown, span) };
        let first = self.lower(first);
        let path = self.as_path(first, span);
        if let Kind::Parent(slot) = *self.kind(first) {
            let list = self.new_list(vec![slot]);
            self.change(path, |node| node.seeking = Some(list));
        }
        for step in steps {
            let step = self.lower(step);
            if let Some(inner) = self.steps(step) {
                let inner = inner.to_vec();
                self.extend(path, &inner);
            } else {
                self.change(step, |node| node.stages |= std::mem::take(&mut node.predicate));
                self.extend(path, &[step]);
            }
            self.check_steps(path);
            self.resolve(path);
        }
        path
    }

    fn extend(&mut self, path: usize, more: &[usize]) {
        self.change(path, |node| {
            if let Kind::Path(steps) = &mut node.kind {
                steps.extend_from_slice(more);
            }
        });
    }

    fn as_path(&mut self, id: usize, span: Span) -> usize {
        if self.steps(id).is_some() { id } else { self.add(Kind::Path(vec![id]), span) }
    }

    /// Literals as steps: a string is a name, the others are refused.
    fn check_steps(&mut self, path: usize) {
        let checked = self.nodes.get(path).map_or(0, |node| node.checked);
        let new = self.steps(path).and_then(|steps| steps.get(checked..)).unwrap_or_default().to_vec();
        for &step in &new {
            let Some(node) = self.nodes.get_mut(step) else { continue };
            match node.kind {
                Kind::String => node.kind = Kind::Name,
                Kind::Number | Kind::Value => {
                    node.kind = Kind::Unknown;
                    let span = node.span;
                    let help = "put the name of a field in quotes; select by position with `[...]`";
                    self.report("S0213", span, "a literal other than a string cannot be a step of a path", Some(help));
                }
                _ => {}
            }
        }
        self.change(path, |node| node.checked += new.len());
    }

    fn lower_predicate(&mut self, base: &Expr, filter: &Expr, brackets: Span) -> usize {
        let result = self.lower(base);
        let step = self.last(result);
        if self.is(step, |node| node.group) {
            let help = "filter before grouping, or put the grouping in parentheses";
            self.report("S0209", brackets, "a predicate cannot follow a grouping", Some(help));
        }
        let filter = self.lower(filter);
        if let Some(slots) = self.seeking(filter) {
            let slots = slots.to_vec();
            for slot in slots {
                match self.level(slot) {
                    1 => self.seek(step, slot),
                    level => self.set_level(slot, level - 1),
                }
            }
            self.push_seeking(step, filter);
        }
        self.change(step, |node| if result == step { node.predicate = true } else { node.stages = true });
        result
    }

    fn lower_group(&mut self, base: &Expr, pairs: &[Pair], braces: Span) -> usize {
        let result = self.lower(base);
        if self.is(result, |node| node.group) {
            let help = "put the first grouping in parentheses";
            self.report("S0210", braces, "a grouping cannot follow another grouping of the same step", Some(help));
        }
        for pair in pairs {
            self.lower(&pair.key);
            self.lower(&pair.value);
        }
        self.change(result, |node| node.group = true);
        result
    }

    fn lower_sort(&mut self, node: &Sort, span: Span) -> usize {
        let base = self.lower(&node.base);
        let path = self.as_path(base, span);
        let sort = self.add(Kind::Sort, span);
        self.lower_all(sort, node.terms.iter().map(|term| &term.expr));
        self.extend(path, &[sort]);
        self.resolve(path);
        path
    }

    fn lower_focus(&mut self, base: &Expr, span: Span) -> usize {
        let result = self.lower(base);
        let step = self.last(result);
        if self.is(step, |node| node.stages || node.predicate) {
            let help = "bind first, then filter: `step@$v[...]`";
            self.report("S0215", span, "a variable cannot be bound with `@` after a predicate", Some(help));
        } else if matches!(self.kind(step), Kind::Sort) {
            self.report(
                "S0216",
                span,
                "a variable cannot be bound with `@` after a sort",
                Some("bind first, then sort"),
            );
        }
        self.change(step, |node| node.focus = true);
        result
    }

    fn lower_index(&mut self, base: &Expr, span: Span) -> usize {
        let result = self.lower(base);
        if self.steps(result).is_none() {
            self.change(result, |node| node.stages |= std::mem::take(&mut node.predicate));
        }
        self.as_path(result, span)
    }

    fn new_list(&mut self, list: Vec<usize>) -> usize {
        self.lists.push(list);
        self.lists.len() - 1
    }

    /// The parents that `part` seeks, `whole` seeks too.
    fn push_seeking(&mut self, whole: usize, part: usize) {
        let Some(node) = self.nodes.get(part) else { return };
        let parent = if let Kind::Parent(slot) = node.kind { Some(slot) } else { None };
        let list = match (node.seeking, parent) {
            (None, None) => return,
            (Some(list), _) => list,
            (None, Some(_)) => self.new_list(Vec::new()),
        };
        if let (Some(slot), Some(slots)) = (parent, self.lists.get_mut(list)) {
            slots.push(slot);
        }
        match self.nodes.get(whole).and_then(|node| node.seeking) {
            None => self.change(whole, |node| node.seeking = Some(list)),
            Some(own) => {
                let more = self.lists.get(list).cloned().unwrap_or_default();
                self.steps_left = self.steps_left.saturating_sub(more.len() as u32);
                if self.steps_left > 0
                    && let Some(slots) = self.lists.get_mut(own)
                {
                    slots.extend(more);
                }
            }
        }
    }

    /// Seeks the parents that the last step of a path asks for in the steps before it.
    fn resolve(&mut self, path: usize) {
        let Some(steps) = self.steps(path) else { return };
        let count = steps.len();
        let Some(&end) = steps.last() else { return };
        let parent = if let Kind::Parent(slot) = *self.kind(end) { Some(slot) } else { None };
        let list = self.nodes.get(end).and_then(|node| node.seeking);
        if let (Some(slot), Some(seeking)) = (parent, list.and_then(|list| self.lists.get_mut(list))) {
            seeking.push(slot);
        }
        let all = match (list.and_then(|list| self.lists.get(list)), parent) {
            (Some(seeking), _) => seeking.clone(),
            (None, Some(slot)) => vec![slot],
            (None, None) => return,
        };
        for slot in all {
            let mut at = count.saturating_sub(1);
            while self.level(slot) > 0 {
                let Some(mut step) = self.step_before(path, &mut at) else {
                    self.seek_outside(path, slot);
                    break;
                };
                // Of neighbouring steps that bind the focus only the first counts.
                while self.is(step, |node| node.focus)
                    && at
                        .checked_sub(1)
                        .and_then(|before| self.steps(path)?.get(before))
                        .is_some_and(|&id| self.is(id, |node| node.focus))
                    && let Some(earlier) = self.step_before(path, &mut at)
                {
                    step = earlier;
                }
                self.seek(step, slot);
            }
        }
    }

    /// The step before the one numbered `before`, which becomes its number.
    fn step_before(&self, path: usize, before: &mut usize) -> Option<usize> {
        *before = before.checked_sub(1)?;
        self.steps(path)?.get(*before).copied()
    }

    fn seek_outside(&mut self, path: usize, slot: usize) {
        if let Some(list) = self.nodes.get(path).and_then(|node| node.seeking) {
            if let Some(slots) = self.lists.get_mut(list) {
                slots.push(slot);
            }
        } else {
            let list = self.new_list(vec![slot]);
            self.change(path, |node| node.seeking = Some(list));
        }
    }

    /// Goes one step up, through `id`.
    fn seek(&mut self, id: usize, slot: usize) {
        self.steps_left = self.steps_left.saturating_sub(1);
        if self.steps_left == 0 {
            self.set_level(slot, 0);
            return;
        }
        let level = self.level(slot);
        match self.kind(id) {
            Kind::Name | Kind::Wildcard => self.set_level(slot, level - 1),
            Kind::Parent(_) => self.set_level(slot, level + 1),
            Kind::Block(None) => {}
            Kind::Unknown => self.set_level(slot, 0),
            Kind::Block(Some(last)) => self.seek(*last, slot),
            Kind::Path(steps) => {
                let mut before = steps.len();
                while let Some(step) = self.step_before(id, &mut before) {
                    self.seek(step, slot);
                    if self.level(slot) <= 0 {
                        break;
                    }
                }
            }
            Kind::String => self.no_parent(slot, "a string has none"),
            Kind::Number | Kind::Value => self.no_parent(slot, "a literal has none"),
            Kind::Sort => self.no_parent(slot, "a sort does not tell it"),
            Kind::Other(what) => {
                let why = format!("{what} does not tell it");
                self.no_parent(slot, &why);
            }
        }
    }

    fn level(&self, slot: usize) -> i64 {
        self.slots.get(slot).map_or(0, |slot| slot.level)
    }

    fn set_level(&mut self, slot: usize, level: i64) {
        if let Some(slot) = self.slots.get_mut(slot) {
            slot.level = level;
        }
    }

    fn no_parent(&mut self, slot: usize, why: &str) {
        let Some(slot) = self.slots.get_mut(slot) else { return };
        slot.level = 0;
        if !std::mem::replace(&mut slot.reported, true) {
            let span = slot.span;
            let help = "before `%` there are as many field names as it goes up, as in `a.b.%`";
            self.report("S0217", span, &format!("the parent that `%` means cannot be determined: {why}"), Some(help));
        }
    }
}
