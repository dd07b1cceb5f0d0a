use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "jsonata-syntax",
    category: Category::Expressions,
    stage: Stage::Deploy,
    severity: Severity::Error,
    page: include_str!("jsonata-syntax.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for expression in ctx.expressions.iter() {
        let (Body::Jsonata(start, parsed), Some(text)) = (&expression.body, expression.text()) else { continue };
        // What the parser says after its first error may follow from that.
        if let Some(error) = parsed.errors.first() {
            let place = Place::within(text, error.span.shifted(*start));
            report.add(
                Finding::new(place, format!("JSONata: {}", error.message))
                    .maybe_help(error.help.clone())
                    .schema(format!("{}: {}", error.code, error.message), expression.node),
            );
        }
    }
}
