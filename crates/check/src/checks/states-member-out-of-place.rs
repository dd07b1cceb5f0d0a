use super::prelude::*;
use asl_syntax::jsonata::Expr;

pub(super) static RULE: Rule = Rule {
    id: "states-member-out-of-place",
    category: Category::Expressions,
    stage: Stage::Deploy,
    severity: Severity::Error,
    page: include_str!("states-member-out-of-place.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for expression in ctx.expressions.iter() {
        let (Body::Jsonata(start, parsed), Some(text)) = (&expression.body, expression.text()) else { continue };
        let object = ctx.definition.object(expression.object);
        let shapes_output = matches!(expression.field, Field::Output | Field::Assign);
        let has_result = shapes_output
            && matches!(
                object.kind,
                ObjectKind::State(Some(StateType::Task | StateType::Parallel | StateType::Map) | None)
            );
        let has_error = shapes_output && object.kind == ObjectKind::Catcher;
        let mut told: Vec<&str> = Vec::new();
        parsed.expr.walk(|expr| {
            let Some((member, span)) = states_member(expr) else { return };
            let (is_there, where_it_is) = match member {
                "result" => (has_result, "it exists in Output and Assign of Task, Map and Parallel states only"),
                "errorOutput" => (has_error, "it exists in Output and Assign of a catcher only"),
                _ => return,
            };
            // Once an expression is enough.
            if !is_there && !told.contains(&member) {
                told.push(member);
                let place = Place::within(text, span.shifted(*start));
                let what = format!("{} of {}", expression.field, ctx.describe(object));
                report.add(
                    Finding::new(place, format!("there is no `$states.{member}` in {what}"))
                        .help(where_it_is)
                        .schema(format!("Field '$states.{member}' does not exist."), expression.node),
                );
            }
        });
    }
}

/// The member of `$states` that a path begins with.
fn states_member(expr: &Expr) -> Option<(&str, Span)> {
    let [root, member, ..] = expr.steps() else { return None };
    (root.variable() == Some("states")).then(|| member.head().field().map(|f| (f, member.head().span)))?
}
