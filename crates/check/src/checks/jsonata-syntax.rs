use super::prelude::*;
use asl_syntax::jsonata::{BinaryOp, Error, Expr, ExprKind};

pub(super) static RULE: Rule = Rule {
    id: "jsonata-syntax",
    category: Category::Expressions,
    stage: Stage::Deploy,
    severity: Severity::Error,
    page: include_str!("jsonata-syntax.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for expression in ctx.expressions.iter() {
        let (Body::Jsonata(start, parsed), Some(text)) = (&expression.body, expression.text()) else { continue };
        // What the parser says after its first error may follow from that.
        if let Some(error) = parsed.errors.first() {
            let place = Place::within(text, error.span.shifted(*start));
            report.add(Finding::new(place, format!("JSONata: {}", error.message)).maybe_help(error.help.clone()).aws(
                AwsCode::InvalidJsonataExpression,
                words(error, text.text.get(*start as usize..).unwrap_or_default()),
                expression.node,
            ));
        } else if let Some((op, span)) = newer(&parsed.expr) {
            report.add(of_newer(op, Place::within(text, span.shifted(*start)), expression.node));
        }
    }
}

/// The first operator of a newer version than that of AWS (2.0.6, says its guide in transforming-data), and where it is.
fn newer(expr: &Expr) -> Option<(&'static str, Span)> {
    let mut first: Option<(&'static str, Span)> = None;
    expr.walk(|it| {
        if let ExprKind::Binary(node) = &it.kind
            && matches!(node.op, BinaryOp::Default | BinaryOp::Coalesce)
            && first.is_none_or(|(_, span)| node.op_span < span)
        {
            first = Some((node.op.as_str(), node.op_span));
        }
    });
    first
}

fn of_newer<'t>(op: &str, place: Place<'t>, node: Node<'t>) -> Finding<'t> {
    // To the older version the second character begins an expression, and none can begin so.
    let (symbol, help) = match op {
        "??" => ("?", "write `$exists(x) ? x : y` for `x ?? y`"),
        _ => (":", "write `x ? x : y` for `x ?: y`"),
    };
    Finding::new(place, format!("`{op}` came with JSONata 2.1, and Step Functions has 2.0.6")).help(help).aws(
        AwsCode::InvalidJsonataExpression,
        format!("The symbol \"{symbol}\" cannot be used as a unary operator"),
        node,
    )
}

/// The words of the reference implementation, which AWS passes on without the code; ours, where they are about a value that
/// the parser does not keep.
fn words(error: &Error, text: &str) -> String {
    let token = text.get(error.span.start as usize..error.span.end as usize).unwrap_or_default();
    let token = serde_json::Value::from(token);
    let wanted = serde_json::Value::from(error.wanted.unwrap_or_default());
    match error.code {
        "S0101" => "String literal must be terminated by a matching quote".to_owned(),
        "S0105" => "Quoted property name must be terminated with a backquote (`)".to_owned(),
        "S0106" => "Comment has no closing tag".to_owned(),
        "S0201" => format!("Syntax error: {token}"),
        "S0202" => format!("Expected {wanted}, got {token}"),
        "S0203" => format!("Expected {wanted} before end of expression"),
        "S0204" => format!("Unknown operator: {token}"),
        "S0207" => "Unexpected end of expression".to_owned(),
        "S0209" => "A predicate cannot follow a grouping expression in a step".to_owned(),
        "S0210" => "Each step can only have one grouping expression".to_owned(),
        "S0211" => format!("The symbol {token} cannot be used as a unary operator"),
        "S0212" => "The left side of := must be a variable name (start with $)".to_owned(),
        "S0301" => "Empty regular expressions are not allowed".to_owned(),
        "S0302" => "No terminating / in regular expression".to_owned(),
        _ => error.message.clone(),
    }
}
