use super::prelude::*;
use asl_syntax::jsonpath::{Obstacle, Parsed, Root};

pub(super) static RULE: Rule = Rule {
    id: "not-a-reference-path",
    category: Category::Expressions,
    stage: Stage::Deploy,
    severity: Severity::Error,
    page: include_str!("not-a-reference-path.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for expression in ctx.expressions.iter().filter(|e| e.role == Role::ReferencePath) {
        let (Body::Path(path), Some(text)) = (&expression.body, expression.text()) else { continue };
        if let Some(finding) = outside_of_the_input(expression, path, text) {
            report.add(finding.schema("Value is not a Reference Path", expression.node));
            continue;
        }
        // AWS was seen to refuse `*`, `?`, `@` and `..`; of slices and lists nothing is known.
        let refused = |o: Obstacle| matches!(o, Obstacle::Wildcard | Obstacle::Filter | Obstacle::Descent);
        let Some(fault) = path.path.reference_fault().filter(|f| path.errors.is_empty() && refused(f.what)) else {
            continue;
        };
        let message = format!("`{}` takes a path to one place, and {} may find many", expression.field, fault.what);
        report.add(
            Finding::new(Place::within(text, fault.span), message)
                .help("a reference path has names and indexes only, e.g. $.a.b[0]")
                .schema("Value is not a Reference Path", expression.node),
        );
    }
}

/// A result is put into the state's input: the context object and variables are no place for it.
fn outside_of_the_input<'t>(expression: &Expression<'t>, path: &Parsed<'t>, text: Str<'t>) -> Option<Finding<'t>> {
    let what = match path.path.root {
        Root::Context => "the context object",
        Root::Variable { .. } => "a variable",
        Root::Input | Root::Current => return None,
    };
    let is_result = expression.field == Field::ResultPath && path.errors.is_empty();
    let finding = Finding::new(text, format!("`ResultPath` can't put a result into {what}"));
    is_result.then(|| finding.help("it is a place in the state's input, e.g. $.result; `Assign` sets variables"))
}
