use super::prelude::*;
use asl_semantics::Entry;

pub(super) static RULE: Rule = Rule {
    id: "exclusive-fields",
    category: Category::Fields,
    stage: Stage::Deploy,
    severity: Severity::Error,
    page: include_str!("exclusive-fields.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for object in ctx.definition.objects() {
        for group in object.kind.groups() {
            // One in the wrong language is too many for that reason, which is reported.
            // One that a function of CloudFormation gives may not be there at all: `AWS::NoValue` takes it away.
            let fits =
                |e: &&Entry<'t>| e.spec.is_some_and(|s| object.speaks(s.language)) && !e.member.value.is_unknown();
            let given: Vec<&Entry<'t>> =
                group.fields.iter().filter_map(|f| ctx.definition.entry(object, *f)).filter(fits).collect();
            let given = in_order(given);
            let [first, .., last] = given[..] else { continue };
            let names: Vec<&str> = group.fields.iter().map(|f| f.name()).collect();
            let (one, other) = (first.member.key, last.member.key);
            let both = if given.len() == 2 { "both " } else { "" };
            let said: Vec<&str> = given.iter().map(|e| e.member.key.text).collect();
            let message = format!("{} has {both}{}", ctx.describe(object), list(&said));
            report.add(
                Finding::new(Place::span(last.member.value, other.span()), message)
                    .label("one too many")
                    .related(Place::span(first.member.value, one.span()), "the other one")
                    .help(format!("keep only one of {}", list(&names)))
                    .schema(
                        format!("There should only be one of the following fields: {}", theirs(&names)),
                        object.node,
                    ),
            );
        }
    }
}

fn in_order<'a, 't>(mut entries: Vec<&'a Entry<'t>>) -> Vec<&'a Entry<'t>> {
    entries.sort_by_key(|e| e.member.value.id());
    entries
}
