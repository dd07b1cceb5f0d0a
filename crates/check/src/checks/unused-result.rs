use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "unused-result",
    category: Category::DataFlow,
    stage: Stage::Advice,
    severity: Severity::Note,
    page: include_str!("unused-result.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for object in ctx.objects(|kind| matches!(kind, ObjectKind::State(Some(_)))) {
        let Some(result_path) = ctx.definition.entry(object, Field::ResultPath).filter(|it| it.spec.is_some()) else {
            continue;
        };
        let value = result_path.member.value;
        let place = Place::span(value, result_path.member.key.span());
        if value.kind() != Kind::Null {
            continue;
        }
        let made = [Field::ResultSelector, Field::Result].into_iter().find_map(|it| ctx.definition.entry(object, it));
        if let Some(made) = made.filter(|it| it.spec.is_some()) {
            let key = made.member.key;
            let message = format!("{} makes a result with `{}` and throws it away", ctx.describe(object), key.text);
            report.add(
                Finding::new(place, message)
                    .label("`null` drops the result")
                    .related(Place::span(made.member.value, key.span()), "made here"),
            );
        }
    }
}
