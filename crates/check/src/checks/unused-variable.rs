use super::prelude::*;
use asl_semantics::variable_references;
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    id: "unused-variable",
    category: Category::Variables,
    stage: Stage::Advice,
    severity: Severity::Note,
    page: include_str!("unused-variable.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    // What a placeholder hides may read any.
    if ctx.facts.is_none() || ctx.expressions.iter().any(|it| matches!(it.body, Body::Unknown)) {
        return;
    }
    if !ctx.definition.objects().iter().any(|object| ctx.get(object, Field::Assign).is_some()) {
        return;
    }
    let references = variable_references(ctx.definition, ctx.expressions);
    let read: BTreeSet<&str> = references.values().flatten().map(String::as_str).collect();
    let mut told = BTreeSet::new();
    // What a catcher keeps is there to be looked at.
    for object in ctx.objects(|kind| kind != ObjectKind::Catcher) {
        let Some(assign) = ctx.definition.entry(object, Field::Assign).filter(|it| it.spec.is_some()) else { continue };
        for member in assign.member.value.members() {
            let Some(name) = super::variable_name::assigned(object, member.key).filter(|it| !read.contains(it)) else {
                continue;
            };
            if told.insert(name) {
                let message = format!("the variable `${name}` is assigned and never read");
                let place = Place::span(member.value, member.key.span());
                report.add(Finding::new(place, message).label("no field reads it"));
            }
        }
    }
}
