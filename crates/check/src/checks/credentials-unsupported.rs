use super::prelude::*;
use asl_catalogue::Resource;

pub(super) static RULE: Rule = Rule {
    id: "credentials-unsupported",
    category: Category::Integrations,
    stage: Stage::Deploy,
    severity: Severity::Error,
    page: include_str!("credentials-unsupported.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for task in ctx.tasks() {
        let (Some((_, Ok(Resource::Activity))), Some(entry)) =
            (task.resource, ctx.definition.entry(task.object, Field::Credentials))
        else {
            continue;
        };
        report.add(
            Finding::new(
                Place::span(entry.member.value, entry.member.key.span()),
                "an activity takes no `Credentials`",
            )
            .help("its worker runs with a role of its own: remove them")
            .schema("The field 'Credentials' is not supported for activities", entry.member.value),
        );
    }
}
