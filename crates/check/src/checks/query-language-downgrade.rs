use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "query-language-downgrade",
    category: Category::Fields,
    stage: Stage::Deploy,
    severity: Severity::Error,
    page: include_str!("query-language-downgrade.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    let Some(top) = ctx.definition.objects().first().filter(|o| o.language == Some(QueryLanguage::Jsonata)) else {
        return;
    };
    for object in ctx.objects(|kind| matches!(kind, ObjectKind::State(_))) {
        let Some(value) = ctx.get(object, Field::QueryLanguage) else { continue };
        if object.language != Some(QueryLanguage::JsonPath) {
            continue;
        }
        let message = format!("{} goes back to JSONPath in a state machine that is in JSONata", ctx.describe(object));
        let mut finding = Finding::new(value, message)
            .help("take \"QueryLanguage\": \"JSONata\" from the top, and set it in the states that use it")
            .schema("'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine", object.node);
        if let Some(setting) = ctx.get(top, Field::QueryLanguage) {
            finding = finding.related(setting, "the whole state machine is set to JSONata here");
        }
        report.add(finding);
    }
}
