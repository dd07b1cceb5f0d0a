use super::prelude::*;
use crate::jackson;
use asl_syntax::Member;
use std::collections::HashMap;

pub(super) static RULE: Rule = Rule {
    id: "duplicate-key",
    category: Category::Syntax,
    stage: Stage::Deploy,
    severity: Severity::Error,
    page: include_str!("duplicate-key.md"),
    check,
};

/// Up to this many members, comparing each with each costs less than a table.
const FEW: usize = 12;

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    let mut is_first = true;
    let mut members: Vec<Member<'t>> = Vec::new();
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for node in ctx.tree().nodes().filter(|n| n.kind() == Kind::Object) {
        members.clear();
        members.extend(node.members().filter(|it| !it.stands_for_others()));
        if members.len() <= FEW {
            for (i, member) in members.iter().enumerate() {
                if let Some(first) =
                    members.get(..i).and_then(|before| before.iter().find(|m| m.key.text == member.key.text))
                {
                    report.add(duplicate(ctx, *first, *member, &mut is_first));
                }
            }
            continue;
        }
        seen.clear();
        for (i, member) in members.iter().enumerate() {
            let first = *seen.entry(member.key.text).or_insert(i);
            if first < i
                && let Some(first) = members.get(first)
            {
                report.add(duplicate(ctx, *first, *member, &mut is_first));
            }
        }
    }
}

fn duplicate<'t>(ctx: &Context<'_, 't>, first: Member<'t>, second: Member<'t>, is_first: &mut bool) -> Finding<'t> {
    let name = second.key.text;
    let finding = Finding::new(
        Place::span(second.value, second.key.span()),
        format!("`{name}` is given twice in the same object"),
    )
    .label("given again here")
    .related(Place::span(first.value, first.key.span()), "first given here")
    .help("rename one of them, or remove it");
    // AWS stops at the first one, and to speak in its words costs a walk over the text.
    if !std::mem::replace(is_first, false) {
        return finding;
    }
    let fault = jackson::fault_at(
        ctx.tree().text(),
        second.key.span().end.saturating_sub(ctx.tree().extent().start),
        &format!("Duplicate field '{name}'"),
    );
    finding.aws_at(AwsCode::InvalidJsonDescription, fault.message, Some(fault.location))
}
