use super::prelude::*;
use asl_semantics::FieldSpec;

pub(super) static RULE: Rule = Rule {
    id: "missing-field",
    category: Category::Fields,
    stage: Stage::Deploy,
    severity: Severity::Error,
    page: include_str!("missing-field.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for object in ctx.definition.objects() {
        // One of the wrong type is reported; and what a placeholder hides may be what is missing.
        if object.node.kind() != Kind::Object || object.node.is_open() {
            continue;
        }
        let missing: Vec<&FieldSpec> =
            object.kind.fields().filter(|s| s.required && !is_given(ctx, object, s)).collect();
        if !missing.is_empty() {
            report.add(missing_fields(ctx, object, &missing));
        }
        for group in object.kind.groups().iter().filter(|g| g.required) {
            if group.fields.iter().all(|f| ctx.get(object, *f).is_none()) {
                let names: Vec<&str> = group.fields.iter().filter(|f| fits(object, **f)).map(|f| f.name()).collect();
                let all: Vec<&str> = group.fields.iter().map(|f| f.name()).collect();
                let theirs = format!("This object should have only one of the following fields: {}", theirs(&all));
                let message = match names.as_slice() {
                    [one, other] => format!("{} has neither `{one}` nor `{other}`", ctx.describe(object)),
                    _ => format!("{} has none of {}", ctx.describe(object), list(&names)),
                };
                report.add(
                    Finding::new(object.node, message)
                        .maybe_help(advice(group.fields))
                        .absent_in(object.node)
                        .schema(theirs, object.node)
                        .follows_if(group.fields.iter().any(|f| ctx.is_mistyped(object, *f))),
                );
            }
        }
    }
}

fn missing_fields<'t>(ctx: &Context<'_, 't>, object: &Object<'t>, missing: &[&FieldSpec]) -> Finding<'t> {
    let names: Vec<&str> = missing.iter().map(|s| s.field.name()).collect();
    let message = format!("{} has no {}", ctx.describe(object), list(&names).replace(" and ", " and no "));
    let theirs = match (object.kind, missing) {
        (ObjectKind::State(_), [FieldSpec { field: Field::Type, .. }]) => "The field 'Type' is required".to_owned(),
        (ObjectKind::Credentials, _) => "The field 'RoleArn' is required but was missing".to_owned(),
        _ => format!("These fields are required: {}", theirs(&names)),
    };
    let help = match missing.first().map(|s| s.field) {
        Some(Field::Type) => Some("one of Task, Pass, Choice, Wait, Succeed, Fail, Parallel, Map".to_owned()),
        Some(Field::StartAt) => {
            first_state(ctx, object).map(|name| format!("name the first state: \"StartAt\": \"{name}\""))
        }
        Some(Field::Resource) => Some("a task names what it does, e.g. \"arn:aws:states:::lambda:invoke\"".to_owned()),
        _ => None,
    };
    Finding::new(object.node, message)
        .maybe_help(help)
        .absent_in(object.node)
        .schema(theirs, object.node)
        .follows_if(missing.iter().all(|s| ctx.is_mistyped(object, s.field)))
}

fn is_given(ctx: &Context<'_, '_>, object: &Object<'_>, spec: &FieldSpec) -> bool {
    let other_language = spec.language.is_some_and(|l| object.language != Some(l));
    let as_template = object.kind == ObjectKind::Credentials
        && ctx
            .definition
            .entries(object)
            .iter()
            .any(|e| e.member.key.text.strip_suffix(".$") == Some(spec.field.name()));
    other_language || as_template || ctx.get(object, spec.field).is_some()
}

fn fits(object: &Object<'_>, field: Field) -> bool {
    object.speaks(object.kind.spec(field).and_then(|s| s.language))
}

fn first_state<'t>(ctx: &Context<'_, 't>, object: &Object<'t>) -> Option<&'t str> {
    ctx.get(object, Field::States)?.members().next().map(|m| m.key.text)
}

fn advice(group: &[Field]) -> Option<String> {
    if group.contains(&Field::Next) {
        Some("name the state that follows with \"Next\", or end here with \"End\": true".to_owned())
    } else if group.contains(&Field::Seconds) {
        Some("a Wait state says how long, e.g. \"Seconds\": 10, or until when".to_owned())
    } else {
        group.contains(&Field::ItemProcessor).then(|| "a Map runs an ItemProcessor for each item".to_owned())
    }
}
