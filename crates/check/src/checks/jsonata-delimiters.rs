use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "jsonata-delimiters",
    category: Category::Expressions,
    stage: Stage::Deploy,
    severity: Severity::Error,
    page: include_str!("jsonata-delimiters.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for expression in ctx.expressions.iter().filter(|e| matches!(e.body, Body::HalfOpen)) {
        let Some(text) = expression.text() else { continue };
        let opens = text.text.starts_with("{%");
        let (has, lacks) =
            if opens { ("opens with `{%`", "close with `%}`") } else { ("closes with `%}`", "open with `{%`") };
        let length = text.text.len() as u32;
        let edge = if opens { Span::at(length) } else { Span::at(0) };
        let finding = Finding::new(Place::within(text, edge), format!("the expression {has} and does not {lacks}"))
            .help("JSONata stands between `{%` and `%}`, with nothing outside of them")
            .schema("JSONata string must start with {% and end with %}", expression.node);
        let missing = match (opens, text.text.ends_with('%')) {
            (true, true) => "}",
            (true, false) => " %}",
            (false, _) => "{% ",
        };
        report.add(finding.safe_fix(format!("write `{}`", missing.trim()), Edit::new(text.place(edge), missing)));
    }
}
