use super::prelude::*;
use asl_semantics::Entry;

pub(super) static RULE: Rule = Rule {
    id: "exclusive-fields",
    category: Category::Fields,
    stage: Stage::Deploy,
    page: include_str!("exclusive-fields.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for object in ctx.definition.objects() {
        for group in object.kind.groups() {
            let given: Vec<&Entry<'t>> = group.fields.iter().filter_map(|f| ctx.definition.entry(object, *f)).collect();
            let [first, .., last] = in_order(given)[..] else { continue };
            let names: Vec<&str> = group.fields.iter().map(|f| f.name()).collect();
            let (one, other) = (first.member.key, last.member.key);
            let message = format!("{} has both `{}` and `{}`", ctx.describe(object), one.text, other.text);
            report.add(
                Finding::new(Place::span(last.member.value, other.span()), message)
                    .label("one too many")
                    .related(Place::span(first.member.value, one.span()), "the other one")
                    .help(format!("keep one of {}", list(&names)))
                    .schema(format!("There should only be one of the following fields: [{}]", names.join(", ")), object.node),
            );
        }
    }
}

fn in_order<'a, 't>(mut entries: Vec<&'a Entry<'t>>) -> Vec<&'a Entry<'t>> {
    entries.sort_by_key(|e| e.member.value.id());
    entries
}
