use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "ambiguous-scalar",
    category: Category::Syntax,
    stage: Stage::Run,
    page: include_str!("ambiguous-scalar.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for (id, meaning) in ctx.tree().ambiguous() {
        let node = ctx.tree().node(*id);
        let text = node.raw();
        report.add(
            Finding::new(Place::span(node, node.span()), format!("`{text}` is text to some YAML readers and {meaning} to others"))
                .warning()
                .help(format!("quote it: \"{text}\"")),
        );
    }
}
