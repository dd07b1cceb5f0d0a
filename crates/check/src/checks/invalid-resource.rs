use super::prelude::*;
use asl_catalogue::{Fault, Resource};

pub(super) static RULE: Rule = Rule {
    id: "invalid-resource",
    category: Category::Integrations,
    stage: Stage::Deploy,
    severity: Severity::Error,
    page: include_str!("invalid-resource.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for (text, resource) in ctx.tasks().filter_map(|t| t.resource) {
        let (message, theirs) = match resource {
            Err(Fault::NoArn) => {
                (format!("`{}` is not an ARN", text.text), "Value is not a valid resource ARN".to_owned())
            }
            Err(Fault::Unsupported) => {
                (format!("a task can't use `{}`", text.text), super::unknown_integration::not_recognized(text.text))
            }
            Ok(Resource::Function { qualifier: Some(qualifier), .. }) if !is_qualifier(qualifier) => (
                format!("`{qualifier}` is not a version or alias of a function"),
                "Value is not a valid resource ARN".to_owned(),
            ),
            Ok(_) => continue,
        };
        let help = "e.g. \"arn:aws:states:::lambda:invoke\", or the ARN of a Lambda function or an activity";
        report.add(Finding::new(text, message).help(help).schema(theirs, text.node));
    }
}

fn is_qualifier(text: &str) -> bool {
    let is_hidden = asl_syntax::placeholder::is_hidden(text);
    is_hidden
        || !text.is_empty()
            && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '$' | '-' | '_' | '.' | '{' | '}'))
}
