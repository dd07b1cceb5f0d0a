use super::prelude::*;
use asl_syntax::intrinsic::{self, Call};

pub(super) static RULE: Rule = Rule {
    id: "invalid-template-value",
    category: Category::Expressions,
    stage: Stage::Deploy,
    severity: Severity::Error,
    page: include_str!("invalid-template-value.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for expression in ctx.expressions.iter() {
        let (Some(key), Role::TemplateValue | Role::PathOrCall) = (expression.node.key(), expression.role) else {
            continue;
        };
        let Some(finding) = fault(expression, key.text) else { continue };
        let theirs = format!(
            "The value for the field '{}' must be a valid JSONPath or a valid intrinsic function call",
            key.text
        );
        report.add(finding.schema(theirs, expression.root));
    }
}

fn fault<'t>(expression: &Expression<'t>, key: &str) -> Option<Finding<'t>> {
    let Some(text) = expression.text() else {
        let message =
            format!("`{key}` takes a path or the call of an intrinsic function, not {}", show(expression.node));
        let stem = key.trim_end_matches(".$");
        return Some(Finding::new(expression.node, message).help(format!("to give the value itself, write `{stem}`")));
    };
    // Of the other role, `invalid-path` speaks.
    let is_template = expression.role == Role::TemplateValue;
    match &expression.body {
        Body::Other if is_template => Some(neither(text, key)),
        Body::Path(path) if is_template => path.errors.first().map(|error| {
            let message = format!("`{key}` is not a valid path: {}", error.message);
            Finding::new(Place::within(text, error.span), message).maybe_help(error.help.clone())
        }),
        Body::Call(call) if is_template && !call.errors.is_empty() => call.errors.first().map(|error| {
            let message = format!("`{key}` is not a valid call: {}", error.message);
            Finding::new(Place::within(text, error.span), message).maybe_help(error.help.clone())
        }),
        Body::Call(call) if call.errors.is_empty() => unknown_function(&call.call).map(|call| {
            let message = format!("there is no intrinsic function `{}`", call.name);
            let all: Vec<&str> = intrinsic::FUNCTIONS.iter().map(|f| f.name).collect();
            let meant = intrinsic::closest(call.name);
            let help = meant.map_or_else(|| format!("there are {}", list(&all)), |m| format!("did you mean `{m}`?"));
            Finding::new(Place::within(text, call.name_span), message).help(help)
        }),
        _ => None,
    }
}

fn neither<'t>(text: Str<'t>, key: &str) -> Finding<'t> {
    let value = text.text;
    let stem = key.trim_end_matches(".$");
    let message = format!("`{key}` takes a path or the call of an intrinsic function, and `{value}` is neither");
    let is_name = !value.is_empty() && value.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
    let help = if is_name {
        format!("a path begins with `$`: \"$.{value}\"; to give the text itself, write `{stem}` without `.$`")
    } else {
        format!("to give the text itself, write `{stem}` without `.$`")
    };
    Finding::new(text, message).help(help)
}

fn unknown_function<'a, 't>(call: &'a Call<'t>) -> Option<&'a Call<'t>> {
    if intrinsic::find(call.name).is_none() {
        return Some(call);
    }
    call.args.iter().find_map(|arg| match &arg.kind {
        intrinsic::ArgKind::Call(inner) => unknown_function(inner),
        _ => None,
    })
}
