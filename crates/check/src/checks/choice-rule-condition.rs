use super::prelude::*;
use asl_semantics::{Entry, shape};

pub(super) static RULE: Rule = Rule {
    id: "choice-rule-condition",
    category: Category::Choice,
    stage: Stage::Deploy,
    severity: Severity::Error,
    page: include_str!("choice-rule-condition.md"),
    check,
};

const FORMS: [Field; 5] = [Field::And, Field::Or, Field::Not, Field::Variable, Field::Condition];

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for object in ctx.objects(|kind| matches!(kind, ObjectKind::ChoiceRule | ObjectKind::NestedRule)) {
        let Some(language) = object.language else { continue };
        let entries = ctx.definition.entries(object);
        if entries.iter().any(|e| e.member.key.has_placeholder()) {
            continue; // any operator may stand behind it
        }
        let given: Vec<&Entry<'t>> = entries.iter().filter(|e| e.field.is_some_and(|f| FORMS.contains(&f))).collect();
        let operators: Vec<&Entry<'t>> = entries.iter().filter(|e| e.field.is_some_and(shape::is_operator)).collect();
        // An unknown operator, or one of the other language, is the fault then.
        let is_told = entries.iter().any(|e| e.spec.is_none_or(|s| s.language.is_some_and(|l| l != language)));
        if let Some(finding) = form(ctx, object, language, &given, &operators) {
            report.add(finding.absent_in(object.node).follows_if(is_told));
        } else if given.first().is_some_and(|e| e.field == Some(Field::Variable))
            && let Some(finding) = operator(ctx, object, &operators)
        {
            report.add(finding.follows_if(is_told));
        }
    }
}

/// Exactly one of `And`, `Or`, `Not`, `Variable` (`JSONPath`) or `Condition` (`JSONata`).
fn form<'t>(
    ctx: &Context<'_, 't>,
    object: &Object<'t>,
    language: QueryLanguage,
    given: &[&Entry<'t>],
    operators: &[&Entry<'t>],
) -> Option<Finding<'t>> {
    let theirs = "The object must have only one of the following fields, [And, Or, Not, Variable, Condition]";
    let finding = match given {
        [_] => return None,
        [] => {
            let (message, help) = match (language, operators.first()) {
                (QueryLanguage::Jsonata, _) => {
                    ("has no `Condition`".to_owned(), "e.g. \"Condition\": \"{% $states.input.x = 1 %}\"")
                }
                (QueryLanguage::JsonPath, Some(operator)) => (
                    format!("has `{}` and no `Variable` to compare", operator.member.key.text),
                    "e.g. \"Variable\": \"$.x\"",
                ),
                (QueryLanguage::JsonPath, None) => {
                    ("has no condition".to_owned(), "e.g. \"Variable\": \"$.x\", \"NumericEquals\": 1, or And, Or, Not")
                }
            };
            Finding::new(object.node, format!("{} {message}", ctx.describe(object))).help(help)
        }
        [first, .., last] => {
            let (one, other) = (first.member.key, last.member.key);
            let message = format!("{} has both `{}` and `{}`", ctx.describe(object), one.text, other.text);
            Finding::new(Place::span(last.member.value, other.span()), message)
                .related(Place::span(first.member.value, one.span()), "the other one")
                .help("one rule has one condition: put the second one into a rule of its own, or join them with And or Or")
        }
    };
    Some(finding.schema(theirs, object.node))
}

/// Exactly one operator beside a `Variable`.
fn operator<'t>(ctx: &Context<'_, 't>, object: &Object<'t>, operators: &[&Entry<'t>]) -> Option<Finding<'t>> {
    let names: Vec<&str> = shape::operators().map(Field::name).collect();
    match operators {
        [_] => None,
        [] => {
            let theirs = format!("This object should have only one of the following fields: {}", theirs(&names));
            let message = format!("{} has a `Variable` and nothing to compare it with", ctx.describe(object));
            Some(
                Finding::new(object.node, message)
                    .help("e.g. \"StringEquals\": \"x\" or \"IsPresent\": true")
                    .schema(theirs, object.node),
            )
        }
        [first, .., last] => {
            let (one, other) = (first.member.key, last.member.key);
            let message = format!("{} compares in two ways: `{}` and `{}`", ctx.describe(object), one.text, other.text);
            let theirs = format!("There should only be one of the following fields: {}", theirs(&names));
            Some(
                Finding::new(Place::span(last.member.value, other.span()), message)
                    .label("one too many")
                    .related(Place::span(first.member.value, one.span()), "the other one")
                    .help("join two comparisons with And or Or")
                    .schema(theirs, object.node),
            )
        }
    }
}
