use super::prelude::*;
use asl_catalogue::{Resource, STORAGE_READERS, STORAGE_WRITER};

pub(super) static RULE: Rule = Rule {
    id: "item-reader",
    category: Category::Map,
    stage: Stage::Deploy,
    severity: Severity::Error,
    page: include_str!("item-reader.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for object in ctx.definition.objects() {
        match object.kind {
            ObjectKind::ItemReader => resource(ctx, report, object, &STORAGE_READERS),
            ObjectKind::ResultWriter => resource(ctx, report, object, &[STORAGE_WRITER]),
            ObjectKind::ReaderConfig => reader_config(ctx, report, object),
            _ => {}
        }
    }
}

fn resource<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>, object: &Object<'t>, allowed: &[&str]) {
    let Some(text) = ctx.get(object, Field::Resource).and_then(Node::as_str) else { return };
    let known = match Resource::parse(text.text, asl_syntax::placeholder::is_hidden) {
        Ok(Resource::Optimized { service, action, suffix }) => {
            text.has_placeholder() || allowed.contains(&format!("{service}:{action}{suffix}").as_str())
        }
        Ok(Resource::Unknown) => true,
        Ok(_) | Err(_) => false,
    };
    if !known {
        let arns: Vec<String> = allowed.iter().map(|a| format!("arn:aws:states:::{a}")).collect();
        report.add(
            Finding::new(text, format!("{} can't use `{}`", ctx.describe(object), text.text))
                .help(format!("write {}", list(&arns).replace(" and ", " or ")))
                .schema("The field 'Resource' does not match any of the allowed values", text.node),
        );
    }
}

fn reader_config<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>, object: &Object<'t>) {
    let word = |field| ctx.get(object, field).map(|n| n.as_str().and_then(Str::known).unwrap_or("?"));
    let has = |field| ctx.get(object, field).is_some();
    let needs = |field: Field, why: &str, theirs: String| {
        Finding::new(object.node, format!("{} has no `{field}`: {why}", ctx.describe(object)))
            .absent_in(object.node)
            .schema(theirs, object.node)
            .follows_if(ctx.is_mistyped(object, field))
    };
    let input = word(Field::InputType);
    if input == Some("CSV") && !has(Field::CSVHeaderLocation) {
        let theirs = "The field 'CSVHeaderLocation' is required".to_owned();
        let finding =
            needs(Field::CSVHeaderLocation, "a CSV file has its headers in the FIRST_ROW, or they are GIVEN", theirs);
        report.add(if word(Field::ManifestType) == Some("S3_INVENTORY") {
            finding.help("an S3 inventory says itself what its files are: leave out InputType")
        } else {
            finding
        });
    }
    let is_lines = matches!(input, Some("JSON" | "JSONL"));
    if word(Field::CSVHeaderLocation) == Some("GIVEN") && !has(Field::CSVHeaders) && !is_lines {
        report.add(needs(
            Field::CSVHeaders,
            "the headers are to be GIVEN",
            "These fields are required: [CSVHeaders]".to_owned(),
        ));
    }
    if word(Field::Transformation) == Some("LOAD_AND_FLATTEN") && !has(Field::InputType) {
        report.add(needs(
            Field::InputType,
            "LOAD_AND_FLATTEN reads files of one type",
            "The field 'InputType' is required".to_owned(),
        ));
    }
    // Seen to be refused: headers beside JSON lines, and a manifest of JSON files.
    let misplaced: &[Field] = match input {
        Some("JSON" | "JSONL") => &[Field::CSVHeaderLocation, Field::CSVHeaders],
        _ => &[],
    };
    let manifest =
        (input == Some("JSON") && word(Field::ManifestType) == Some("ATHENA_DATA")).then_some(Field::ManifestType);
    for field in misplaced.iter().copied().chain(manifest) {
        if let Some(entry) = ctx.definition.entry(object, field) {
            let place = Place::span(entry.member.value, entry.member.key.span());
            let message = format!("`{field}` does not go with the InputType {}", input.unwrap_or_default());
            report.add(Finding::new(place, message).schema(format!("Field '{field}' is not supported"), object.node));
        }
    }
    if let Some(text) = ctx.get(object, Field::ItemsPointer).and_then(Node::as_str)
        && let Some(pointer) = text.known().filter(|p| !p.is_empty() && !p.starts_with('/'))
    {
        report.add(
            Finding::new(text, format!("`{pointer}` is not a JSON Pointer: it begins with `/`"))
                .help(format!("write \"/{}\"", pointer.trim_start_matches("$.").replace('.', "/")))
                .schema(
                    format!("Invalid input: JSON Pointer expression must start with '/': \"{pointer}\""),
                    text.node,
                ),
        );
    }
}
