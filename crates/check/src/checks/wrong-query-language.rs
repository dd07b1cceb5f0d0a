use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "wrong-query-language",
    category: Category::Fields,
    stage: Stage::Deploy,
    severity: Severity::Error,
    page: include_str!("wrong-query-language.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for object in ctx.definition.objects() {
        let Some(language) = object.language else { continue };
        let mut is_first = true;
        for entry in ctx.definition.entries(object) {
            let Some(spec) = entry.spec else { continue };
            let Some(other) = spec.language.filter(|l| *l != language) else { continue };
            let (field, is, has) = (spec.field, language.name(), other.name());
            let message = format!("`{field}` is a {has} field, but {} is in {is}", ctx.describe(object));
            let theirs = format!(
                "The QueryLanguage is set to '{is}', but field '{field}' is only supported for the '{has}' QueryLanguage"
            );
            let finding = Finding::new(Place::span(entry.member.value, entry.member.key.span()), message);
            let finding = match setting(ctx, object) {
                Some(place) => finding.related(place, format!("{is} is chosen here")),
                None => finding,
            };
            // A rule with `Variable` and `StringEquals` is one rule in the wrong language, not two faults.
            let follows = object.kind == ObjectKind::NestedRule || !is_first && object.kind == ObjectKind::ChoiceRule;
            report.add(finding.help(advice(field, other)).schema(theirs, object.node).follows_if(follows));
            is_first = false;
        }
    }
}

/// Where the language of an object is set, if it is.
fn setting<'t>(ctx: &Context<'_, 't>, object: &Object<'t>) -> Option<Node<'t>> {
    let state = ctx.definition.state_of(object).map(|s| ctx.definition.object(s.object));
    let set = |o: &Object<'t>| ctx.get(o, Field::QueryLanguage);
    state.and_then(set).or_else(|| ctx.definition.objects().first().and_then(set))
}

fn advice(field: Field, of: QueryLanguage) -> String {
    let text = match field {
        Field::Parameters => "in JSONata write `Arguments` (in a Map: `ItemSelector`), with {% … %} instead of `.$` keys",
        Field::ResultSelector | Field::ResultPath | Field::OutputPath | Field::Result => {
            "in JSONata `Output` says what the state gives, e.g. {% $states.result %}"
        }
        Field::InputPath => "in JSONata the input is $states.input",
        Field::ItemsPath => "in JSONata write `Items`",
        Field::Variable => "in JSONata a rule has a `Condition`, e.g. {% $states.input.x = 1 %}",
        Field::Arguments => "in JSONPath write `Parameters`, with `.$` keys instead of {% … %}",
        Field::Output => "in JSONPath `ResultSelector`, `ResultPath` and `OutputPath` shape the output",
        Field::Items => "in JSONPath write `ItemsPath`",
        Field::Condition => "in JSONPath a rule has a `Variable` and an operator",
        _ if field.name().ends_with("Path") => {
            let stem = field.name().trim_end_matches("Path");
            return format!("in JSONata write `{stem}` with an expression: {{% … %}}");
        }
        _ => return format!("or set \"QueryLanguage\": \"{}\" for this state", of.name()),
    };
    text.to_owned()
}
