use super::prelude::*;
use asl_semantics::{Entry, shape};

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
        let of_other = |e: &&Entry<'t>| e.spec.is_some_and(|s| s.language.is_some_and(|l| l != language));
        let wrong: Vec<&Entry<'t>> = ctx.definition.entries(object).iter().filter(of_other).collect();
        // One object in the wrong language is one fault: its first field speaks for the rest.
        for (i, entry) in wrong.iter().enumerate() {
            let Some(other) = entry.spec.and_then(|s| s.language) else { continue };
            report.add(
                finding(ctx, object, entry, &wrong, (language, other))
                    .follows_if(i > 0 || object.kind == ObjectKind::NestedRule),
            );
        }
    }
}

fn finding<'t>(
    ctx: &Context<'_, 't>,
    object: &Object<'t>,
    entry: &Entry<'t>,
    wrong: &[&Entry<'t>],
    (language, other): (QueryLanguage, QueryLanguage),
) -> Finding<'t> {
    let (is, has) = (language.name(), other.name());
    let names: Vec<&str> = wrong.iter().map(|e| e.member.key.text).collect();
    let are = if names.len() == 1 { format!("is a {has} field") } else { format!("are {has} fields") };
    let message = format!("{} {are}, but {} is in {is}", list(&names), ctx.describe(object));
    let field = entry.member.key.text;
    let theirs = format!(
        "The QueryLanguage is set to '{is}', but field '{field}' is only supported for the '{has}' QueryLanguage"
    );
    let finding = Finding::new(Place::span(entry.member.value, entry.member.key.span()), message);
    let setting = setting(ctx, object);
    let finding = match setting {
        Some(place) => finding.related(place, format!("{is} is chosen here")),
        None => finding,
    };
    let help = entry.field.map(advice).unwrap_or_default();
    // JSONPath is what one gets without asking: then the setting was most likely forgotten.
    let help = match (setting, other) {
        (None, QueryLanguage::Jsonata) => format!("add \"QueryLanguage\": \"JSONata\" to the state; or {help}"),
        _ => help,
    };
    finding.help(help).schema(theirs, object.node)
}

/// Where the language of an object is set, if it is.
fn setting<'t>(ctx: &Context<'_, 't>, object: &Object<'t>) -> Option<Node<'t>> {
    let state = ctx.definition.state_of(object).map(|s| ctx.definition.object(s.object));
    let set = |o: &Object<'t>| ctx.get(o, Field::QueryLanguage);
    state.and_then(set).or_else(|| ctx.definition.objects().first().and_then(set))
}

fn advice(field: Field) -> String {
    let text = match field {
        Field::Parameters => {
            "in JSONata write `Arguments` (in a Map: `ItemSelector`), with {% … %} instead of `.$` keys"
        }
        Field::ResultSelector | Field::ResultPath | Field::OutputPath | Field::Result => {
            "in JSONata `Output` says what the state gives, e.g. {% $states.result %}"
        }
        Field::InputPath => "in JSONata the input is $states.input",
        Field::ItemsPath => "in JSONata write `Items`",
        Field::Arguments => "in JSONPath write `Parameters`, with `.$` keys instead of {% … %}",
        Field::Output => "in JSONPath `ResultSelector`, `ResultPath` and `OutputPath` shape the output",
        Field::Items => "in JSONPath write `ItemsPath`",
        Field::Condition => "in JSONPath a rule has a `Variable` and an operator",
        // `StringEqualsPath` and the like are operators of a rule.
        _ if field.name().ends_with("Path") && !shape::is_operator(field) => {
            let stem = field.name().trim_end_matches("Path");
            return format!("in JSONata write `{stem}` with an expression: {{% … %}}");
        }
        // `Variable`, `And` and the like, and operators.
        _ => "in JSONata a rule has a `Condition`, e.g. {% $states.input.x = 1 %}",
    };
    text.to_owned()
}
