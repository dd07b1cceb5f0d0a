use super::prelude::*;
use asl_syntax::jsonata::{Expr, ExprKind};
use std::collections::{HashMap, HashSet};

pub(super) static RULE: Rule = Rule {
    id: "top-level-reference",
    category: Category::Expressions,
    stage: Stage::Deploy,
    severity: Severity::Error,
    page: include_str!("top-level-reference.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for expression in ctx.expressions.iter() {
        let (Body::Jsonata(start, parsed), Some(text)) = (&expression.body, expression.text()) else { continue };
        if !parsed.errors.is_empty() {
            continue;
        }
        let references = parsed.expr.context_references();
        if references.is_empty() {
            continue;
        }
        let what = format!("{} of {}", expression.field, ctx.describe(ctx.definition.object(expression.object)));
        let written = text.text.get(*start as usize..).unwrap_or_default();
        let ends = ends(&parsed.expr);
        // AWS tells each name of an expression once.
        let mut told: HashSet<&str> = HashSet::new();
        for found in references {
            let name = name(found);
            if !told.insert(name) {
                continue;
            }
            let end = ends.get(&found.span.start).copied().unwrap_or_default();
            let behind = written.get(found.span.end as usize..end as usize).unwrap_or_default();
            let message = format!("`{name}` refers to nothing in {what}: an expression has no input of its own");
            let words = format!("Reference to '{name}' at the top level is not supported.");
            let finding =
                Finding::new(Place::within(text, found.span.shifted(*start)), message).help(help(name, behind));
            report.add(finding.aws(AwsCode::UnsupportedJsonataExpression, words, expression.node));
        }
    }
}

/// Where the paths of an expression end, by where they begin.
fn ends(whole: &Expr) -> HashMap<u32, u32> {
    let mut ends = HashMap::new();
    whole.walk(|it| {
        if matches!(it.kind, ExprKind::Path(_) | ExprKind::Predicate(_)) {
            let end = ends.entry(it.span.start).or_insert(it.span.end);
            *end = it.span.end.max(*end);
        }
    });
    ends
}

/// As AWS names it.
fn name(expr: &Expr) -> &str {
    match expr.variable() {
        Some("") => "$",
        Some(_) => "$$",
        None => expr.field().unwrap_or_default(),
    }
}

/// `behind` is the rest of the path, as it is written: `.items` of `$.items`.
fn help(name: &str, behind: &str) -> String {
    match name {
        "$" => format!("what the state gets is `$states.input`: write `$states.input{behind}`"),
        "$$" => format!(
            "what the state gets is `$states.input{behind}`, and what AWS knows of the execution is in `$states.context`"
        ),
        name => format!(
            "a field of what the state gets is `$states.input.{name}{behind}`, a variable `${name}`, and a text stands in \
             quotes: `'{name}'`"
        ),
    }
}
