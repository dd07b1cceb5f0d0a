use super::prelude::*;
use asl_syntax::quoted;
use std::collections::HashMap;

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
    let mut places: HashMap<&str, Vec<Node<'t>>> = HashMap::new();
    let mut order: Vec<(&str, &'static str)> = Vec::new();
    for (id, meaning) in ctx.tree().ambiguous() {
        let node = ctx.tree().node(*id);
        let same = places.entry(node.raw()).or_default();
        if same.is_empty() {
            order.push((node.raw(), meaning));
        }
        same.push(node);
    }
    for (text, meaning) in order {
        let Some([node, again @ ..]) = places.get(text).map(Vec::as_slice) else { continue };
        let node = *node;
        let mut finding =
            Finding::new(place(node), format!("`{text}` is {meaning}, and {} to other readers", here(node)))
                .help(format!("quote it if it is text: \"{text}\"; if it is not, write it as JSON does"));
        for again in again.iter().take(8) {
            finding = finding.related(place(*again), "here too");
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
