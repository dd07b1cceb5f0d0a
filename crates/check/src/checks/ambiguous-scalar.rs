use super::prelude::*;
use crate::fix::quoted;

pub(super) static RULE: Rule = Rule {
    id: "ambiguous-scalar",
    category: Category::Syntax,
    stage: Stage::Run,
    severity: Severity::Warning,
    page: include_str!("ambiguous-scalar.md"),
    check,
};

/// The same text at many places is one habit, and one report.
fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    let mut told: Vec<&str> = Vec::new();
    let all = ctx.tree().ambiguous();
    for (i, (id, meaning)) in all.iter().enumerate() {
        let node = ctx.tree().node(*id);
        let text = node.raw();
        if told.contains(&text) {
            continue;
        }
        told.push(text);
        let mut finding =
            Finding::new(place(node), format!("`{text}` is {meaning}, and {} to other readers", here(node)))
                .help(format!("quote it if it is text: \"{text}\"; if it is not, write it as JSON does"));
        let same = |node: &Node<'t>| node.raw() == text;
        for again in all.iter().skip(i + 1).map(|(id, _)| ctx.tree().node(*id)).filter(same).take(8) {
            finding = finding.related(place(again), "here too");
        }
        report.add(match node.kind() {
            Kind::String => finding.fix("quote it", Edit::new(node.span(), quoted(text))),
            _ => finding,
        });
    }
}

fn here(node: Node<'_>) -> &'static str {
    if node.kind() == Kind::Number { "a number" } else { "text" }
}

fn place(node: Node<'_>) -> Place<'_> {
    Place::span(node, node.span())
}
