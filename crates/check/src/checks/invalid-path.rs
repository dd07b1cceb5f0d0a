use super::prelude::*;
use asl_semantics::shape;

pub(super) static RULE: Rule = Rule {
    id: "invalid-path",
    category: Category::Expressions,
    stage: Stage::Deploy,
    severity: Severity::Error,
    page: include_str!("invalid-path.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for expression in ctx.expressions.iter() {
        let (Role::Path | Role::ReferencePath | Role::PathOrCall, Some(text)) = (expression.role, expression.text())
        else {
            continue;
        };
        let field = expression.field;
        let finding = match &expression.body {
            Body::Other => not_a_path(expression, text),
            Body::Path(path) => match path.errors.first() {
                Some(error) => Finding::new(
                    Place::within(text, error.span),
                    format!("`{field}` is not a valid path: {}", error.message),
                )
                .maybe_help(error.help.clone()),
                None => continue,
            },
            Body::Call(_) if expression.role != Role::PathOrCall => {
                Finding::new(text, format!("`{field}` takes a path, not the call of an intrinsic function"))
                    .help("call it in a `.$` key of Parameters or ResultSelector before, and read the result here")
            }
            Body::Call(call) => match call.errors.first() {
                Some(error) => Finding::new(
                    Place::within(text, error.span),
                    format!("`{field}` is not a valid call: {}", error.message),
                )
                .maybe_help(error.help.clone()),
                None => continue,
            },
            Body::Jsonata(..) | Body::HalfOpen | Body::Unknown => continue,
        };
        let compares = field == Field::Variable || shape::is_operator(field);
        let theirs = if compares && !text.text.starts_with('$') {
            "Value is not a Reference Path: Reference path didn't start with '$'"
        } else {
            "Value must be a valid JSONPath."
        };
        report.add(finding.schema(theirs, expression.node));
    }
}

fn not_a_path<'t>(expression: &Expression<'t>, text: Str<'t>) -> Finding<'t> {
    let finding =
        Finding::new(text, format!("`{}` takes a path, and `{}` does not begin with `$`", expression.field, text.text));
    let is_name = !text.text.is_empty() && text.text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
    if is_name { finding.help(format!("write \"$.{}\"", text.text.trim_start_matches('.'))) } else { finding }
}
