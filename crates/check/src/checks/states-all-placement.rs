use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "states-all-placement",
    category: Category::Errors,
    stage: Stage::Deploy,
    severity: Severity::Error,
    page: include_str!("states-all-placement.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for object in ctx.objects(|kind| matches!(kind, ObjectKind::State(_))) {
        for field in [Field::Retry, Field::Catch] {
            let Some(list) = ctx.get(object, field) else { continue };
            let entries: Vec<Node<'t>> = list.items().collect();
            for (i, entry) in entries.iter().enumerate() {
                let names: Vec<Node<'t>> = entry.get("ErrorEquals").into_iter().flat_map(Node::items).collect();
                let Some(all) = names.iter().copied().find(|n| n.as_str().is_some_and(|s| s.text == "States.ALL"))
                else {
                    continue;
                };
                let (problem, other) = if names.len() > 1 {
                    ("stands beside other errors", names.iter().copied().find(|n| *n != all))
                } else if i + 1 < entries.len() {
                    ("stands before other entries, which it hides", entries.get(i + 1).copied())
                } else {
                    continue;
                };
                let message = format!("`States.ALL` in {field} of {} {problem}", ctx.describe(object));
                let finding = Finding::new(all, message)
                    .help("States.ALL stands alone in its ErrorEquals, in the last entry")
                    .schema("States.ALL must appear alone and at end of list", list);
                report.add(match other {
                    Some(other) => finding.related(other, "this one"),
                    None => finding,
                });
            }
        }
    }
}
