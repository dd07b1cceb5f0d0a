use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "not-an-object",
    category: Category::Syntax,
    stage: Stage::Deploy,
    severity: Severity::Error,
    page: include_str!("not-an-object.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    let tree = ctx.tree();
    let root = tree.root();
    if matches!(root.kind(), Kind::Object | Kind::Unknown)
        || !tree.errors().is_empty()
        || tree.source().fault().is_some()
    {
        return;
    }
    let is_empty = tree.source().text().trim_start_matches('\u{feff}').trim().is_empty();
    let message = if is_empty {
        "the file is empty: a state machine is an object with `StartAt` and `States`".to_owned()
    } else {
        format!("a state machine is an object, and this is {}", kind_of(root))
    };
    let finding = Finding::new(root, message)
        .help("the smallest one: {\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Succeed\"}}}");
    let theirs = "Definition must be a valid JSON object";
    report.add(finding.aws_at(AwsCode::SchemaValidationFailed, theirs, None));
}
