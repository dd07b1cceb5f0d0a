use super::prelude::*;
use crate::call;
use asl_catalogue::{Pattern, Resource};
use asl_syntax::Member;

pub(super) static RULE: Rule = Rule {
    id: "task-token-not-passed",
    category: Category::Integrations,
    stage: Stage::Run,
    severity: Severity::Error,
    page: include_str!("task-token-not-passed.md"),
    check,
};

/// Parameters that say who gets a message, and where it goes.
const ADDRESSES: [&str; 10] = [
    "ApiEndpoint",
    "Cluster",
    "FunctionName",
    "Method",
    "Qualifier",
    "QueueUrl",
    "StateMachineArn",
    "TargetArn",
    "TaskDefinition",
    "TopicArn",
];

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for task in ctx.tasks() {
        let (Some((text, Ok(resource))), Some(language)) = (task.resource, task.object.language) else { continue };
        if resource.pattern() != Some(Pattern::WaitForTaskToken) || !is_offered(resource) {
            continue;
        }
        let field = call::parameters(language);
        let Some(given) = ctx.get(task.object, field) else { continue };
        // To whom a message goes is not what it says.
        let is_address = |key: Str<'_>| {
            let name = key.text.strip_suffix(".$").unwrap_or(key.text);
            matches!(resource, Resource::Optimized { .. }) && ADDRESSES.contains(&name)
        };
        let is_passed = if given.kind() == Kind::Object {
            let said = |it: &Member<'_>| !is_address(it.key);
            given.members().filter(said).any(|it| it.key.has_placeholder() || mentions_token(it.value, language))
        } else {
            mentions_token(given, language)
        };
        if is_passed || given.is_unknown() {
            continue;
        }
        let path = match language {
            QueryLanguage::JsonPath => "\"TaskToken.$\": \"$$.Task.Token\"",
            QueryLanguage::Jsonata => "\"TaskToken\": \"{% $states.context.Task.Token %}\"",
        };
        let message = format!("{} waits for a token that it passes to nobody", ctx.describe(task.object));
        let finding = Finding::new(text, message).related(given, format!("`{}` does not hold it", field.name()));
        report.add(
            finding
                .label("nobody can end this task")
                .help(format!("pass it on where the receiver looks for it: {path}")),
        );
    }
}

/// Does the integration offer the pattern? If not, that is reported.
fn is_offered(resource: Resource<'_>) -> bool {
    match resource {
        Resource::Optimized { .. } => {
            resource.action().is_none_or(|action| action.patterns().any(|it| it == Pattern::WaitForTaskToken))
        }
        _ => true,
    }
}

/// Does any of the strings say something of the token, or may it?
fn mentions_token(node: Node<'_>, language: QueryLanguage) -> bool {
    match node.kind() {
        Kind::Object => node.members().any(|it| it.key.has_placeholder() || mentions_token(it.value, language)),
        Kind::Array => node.items().any(|item| mentions_token(item, language)),
        Kind::String => node.as_str().is_none_or(|text| {
            let root = if language == QueryLanguage::Jsonata { "$states" } else { "$$" };
            text.has_placeholder() || asl_infer::may_read_token(text.text, root)
        }),
        Kind::Missing | Kind::Unknown => true,
        _ => node.is_unknown(),
    }
}
