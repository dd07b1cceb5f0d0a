use super::prelude::*;
use asl_syntax::jsonata::Expr;

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
        let mut told: Vec<&str> = Vec::new();
        for found in parsed.expr.context_references() {
            let name = name(found);
            // AWS tells each name of an expression once.
            if told.contains(&name) {
                continue;
            }
            told.push(name);
            let what = format!("{} of {}", expression.field, ctx.describe(ctx.definition.object(expression.object)));
            let message = format!("`{name}` refers to nothing in {what}: an expression has no input of its own");
            let words = format!("Reference to '{name}' at the top level is not supported.");
            report.add(Finding::new(Place::within(text, found.span.shifted(*start)), message).help(help(name)).aws(
                AwsCode::UnsupportedJsonataExpression,
                words,
                expression.node,
            ));
        }
    }
}

/// As AWS names it.
fn name(expr: &Expr) -> &str {
    match expr.variable() {
        Some("") => "$",
        Some(_) => "$$",
        None => expr.field().unwrap_or_default(),
    }
}

fn help(name: &str) -> String {
    match name {
        "$" => "what the state gets is `$states.input`".to_owned(),
        "$$" => "what the state gets is `$states.input`, the context object `$states.context`".to_owned(),
        name => format!(
            "a field of what the state gets is `$states.input.{name}`, a variable `${name}`, and a text stands in quotes: \
             `'{name}'`"
        ),
    }
}
