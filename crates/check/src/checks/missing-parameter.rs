use super::prelude::*;
use crate::call;
use asl_catalogue::Resource;

pub(super) static RULE: Rule = Rule {
    id: "missing-parameter",
    category: Category::Integrations,
    stage: Stage::Deploy,
    severity: Severity::Error,
    page: include_str!("missing-parameter.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for task in ctx.tasks() {
        let Some((text, Ok(resource @ Resource::Optimized { service, action, .. }))) = task.resource else { continue };
        let (Some(known), Some(language)) = (resource.action(), task.object.language) else { continue };
        let needed: Vec<&str> = known.required().collect();
        let field = call::parameters(language);
        let Some(given) = ctx.get(task.object, field) else {
            let other = [Field::Parameters, Field::Arguments].into_iter().any(|f| ctx.get(task.object, f).is_some());
            let mistyped = ctx.is_mistyped(task.object, field);
            let required = if needed.is_empty() { String::new() } else { format!(" with {}", list(&needed)) };
            report.add(
                Finding::new(
                    task.object.node,
                    format!("{} calls {service}:{action} and has no `{field}`", ctx.describe(task.object)),
                )
                .help(format!("add \"{field}\"{required}"))
                .schema(format!("{field} field is required for resource ARN: {}", text.text), task.object.node)
                .follows_if(other || mistyped),
            );
            continue;
        };
        if given.kind() != Kind::Object || given.is_unknown() {
            continue; // computed as a whole
        }
        for name in needed {
            let is_it = |key: &str| {
                key == name || (language == QueryLanguage::JsonPath && key.strip_suffix(".$") == Some(name))
            };
            if given.members().any(|m| is_it(m.key.text) || m.key.has_placeholder()) {
                continue;
            }
            report.add(
                Finding::new(
                    given,
                    format!("{service}:{action} in {} needs the parameter `{name}`", ctx.describe(task.object)),
                )
                .maybe_help(near(given, name, language))
                .absent_in(given)
                .schema(format!("The field '{name}' is required but was missing"), given),
            );
        }
    }
}

/// A parameter that is most likely the missing one, mistyped.
fn near(given: Node<'_>, name: &str, language: QueryLanguage) -> Option<String> {
    let is_jsonata = language == QueryLanguage::Jsonata;
    if is_jsonata && given.members().any(|m| m.key.text.strip_suffix(".$") == Some(name)) {
        return Some(format!("in JSONata no key ends in `.$`: write `{name}` with {{% … %}}"));
    }
    let keys = given.members().map(|m| m.key.text.strip_suffix(".$").unwrap_or(m.key.text));
    let typo = closest(name, keys)?;
    Some(format!("`{typo}` was probably meant to be `{name}`"))
}
