use super::prelude::*;
use asl_syntax::jsonpath::Obstacle;

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
        // AWS was seen to refuse `*`, `?`, `@` and `..`; of slices and lists nothing is known.
        let refused = |o: Obstacle| matches!(o, Obstacle::Wildcard | Obstacle::Filter | Obstacle::Descent);
        let Some(fault) = path.path.reference_fault().filter(|f| path.errors.is_empty() && refused(f.what)) else { continue };
        let message = format!("`{}` takes a path to one place, and {} may find many", expression.field, fault.what);
        report.add(
            Finding::new(Place::within(text, fault.span), message)
                .help("a reference path has names and indexes only, e.g. $.a.b[0]")
                .schema("Value is not a Reference Path", expression.node),
        );
    }
}
