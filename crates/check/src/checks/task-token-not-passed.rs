use super::prelude::*;
use crate::call;
use crate::context::Task;
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
        let Some(Kept { resource, field, given, language }) = kept(ctx, task) else { continue };
        let path = match language {
            QueryLanguage::JsonPath => "\"TaskToken.$\": \"$$.Task.Token\"",
            QueryLanguage::Jsonata => "\"TaskToken\": \"{% $states.context.Task.Token %}\"",
        };
        let message = format!("{} waits for a token that it passes to nobody", ctx.describe(task.object));
        let finding = Finding::new(resource, message);
        let finding = match given.descendants().filter_map(Node::as_str).find(|it| is_written_out(*it, language)) {
            Some(text) => finding.related(text, "this is plain text, and not the token"),
            None => finding.related(given, format!("`{}` does not hold it", field.name())),
        };
        report.add(
            finding
                .label("nobody can end this task")
                .help(format!("pass it on where the receiver looks for it: {path}")),
        );
    }
}

/// Is a text told of here, which was to be the token of the task?
pub(super) fn is_told_of<'t>(ctx: &Context<'_, 't>, object: &Object<'t>, text: Str<'t>) -> bool {
    names_token(text) && ctx.task(object.id).is_some_and(|task| kept(ctx, task).is_some())
}

fn names_token(text: Str<'_>) -> bool {
    text.text.contains("Task.Token")
}

/// Is it the way to the token, as plain text?
fn is_written_out(text: Str<'_>, language: QueryLanguage) -> bool {
    let is_computed = match language {
        QueryLanguage::JsonPath => text.node.key().is_some_and(|key| key.text.ends_with(".$")),
        QueryLanguage::Jsonata => is_expression(text.text),
    };
    names_token(text) && !is_computed
}

/// What a task passes on that keeps its token.
struct Kept<'t> {
    resource: Str<'t>,
    field: Field,
    given: Node<'t>,
    language: QueryLanguage,
}

fn kept<'t>(ctx: &Context<'_, 't>, task: Task<'_, 't>) -> Option<Kept<'t>> {
    let (Some((text, Ok(resource))), Some(language)) = (task.resource, task.object.language) else { return None };
    if resource.pattern() != Some(Pattern::WaitForTaskToken) || !is_offered(resource) {
        return None;
    }
    let field = call::parameters(language);
    let given = ctx.get(task.object, field)?;
    // To whom a message goes is not what it says.
    let is_address = |key: Str<'_>| {
        let name = key.text.strip_suffix(".$").unwrap_or(key.text);
        matches!(resource, Resource::Optimized { .. }) && ADDRESSES.contains(&name)
    };
    let is_passed = if given.kind() == Kind::Object {
        given.members().filter(|it| !is_address(it.key)).any(|it| member_mentions_token(it, language))
    } else {
        mentions_token(given, language, true)
    };
    (!is_passed && !given.is_unknown()).then_some(Kept { resource: text, field, given, language })
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

fn member_mentions_token(member: Member<'_>, language: QueryLanguage) -> bool {
    let is_computed = language == QueryLanguage::Jsonata || member.key.text.ends_with(".$");
    member.key.has_placeholder() || mentions_token(member.value, language, is_computed)
}

/// Does any of the strings that are computed say something of the token, or may it?
fn mentions_token(node: Node<'_>, language: QueryLanguage, is_computed: bool) -> bool {
    match node.kind() {
        Kind::Object => node.members().any(|it| member_mentions_token(it, language)),
        Kind::Array => node.items().any(|item| mentions_token(item, language, is_computed)),
        Kind::String => node.as_str().is_none_or(|text| {
            let reads = |root| asl_infer::may_read_token(text.text, root);
            text.has_placeholder()
                || match language {
                    QueryLanguage::Jsonata => is_expression(text.text) && reads("$states"),
                    QueryLanguage::JsonPath => is_computed && reads("$$"),
                }
        }),
        Kind::Missing | Kind::Unknown => true,
        _ => node.is_unknown(),
    }
}
