//! What an expression reads of the context that it is evaluated in.

use super::{Expr, ExprKind};

impl Expr {
    /// The names, `$` and `$$` that are about the context of the whole expression, in the order in which they are written:
    /// not those behind a step, in a predicate, a sort or a group, which have a context of their own, nor those in a function
    /// or a transform, which may get one. `$$` is about it wherever it stands.
    pub fn context_references(&self) -> Vec<&Self> {
        let mut found = Vec::new();
        self.walk(|it| {
            if it.variable() == Some("$") {
                found.push(it);
            }
        });
        let mut stack = vec![self];
        while let Some(expr) = stack.pop() {
            match &expr.kind {
                ExprKind::Field { .. } => found.push(expr),
                ExprKind::Variable(name) if name.is_empty() => found.push(expr),
                ExprKind::Path(steps) => stack.extend(steps.first()),
                ExprKind::Group(node) => stack.push(&node.base),
                ExprKind::Predicate(node) => stack.push(&node.base),
                ExprKind::Sort(node) => stack.push(&node.base),
                ExprKind::Assign(node) => stack.push(&node.value),
                ExprKind::Lambda(_) | ExprKind::Transform(_) => {}
                _ => expr.each_child(|child| stack.push(child)),
            }
        }
        found.sort_by_key(|it| it.span);
        found
    }
}

#[cfg(test)]
mod tests {
    use crate::jsonata::parse;

    fn read(text: &str) -> Vec<&str> {
        let parsed = parse(text);
        assert!(parsed.errors.is_empty(), "{text}");
        parsed.expr.context_references().iter().map(|it| &text[it.span.start as usize..it.span.end as usize]).collect()
    }

    #[test]
    fn what_has_no_context_of_its_own_is_found() {
        assert_eq!(read("phone"), ["phone"]);
        assert_eq!(read("'a' & phone.number[0] & $x"), ["phone"]);
        assert_eq!(read("$count(items) + [a, {'k': `b c`}].d"), ["items", "a", "`b c`"]);
        assert_eq!(read("($x := $.y; $)"), ["$", "$"]);
        assert_eq!(read("$states.input.a[$$.b = c]"), ["$$"]);
        assert_eq!(read("a ? b : c ~> $sum()"), ["a", "b", "c"]);
    }

    #[test]
    fn what_has_one_is_not() {
        for text in [
            "$states.input.items[price > 5].name",
            "$states.input.items^(>price){id: $sum(price)}",
            "$map($states.input.items, function($v) { $v.a & b })",
            "$states.input ~> |items|{'a': b}|",
            "$states.input.items.(a + $.b)",
            "$states.input.items@$i#$n.($i.a)",
        ] {
            assert_eq!(read(text), [] as [&str; 0], "{text}");
        }
    }
}
