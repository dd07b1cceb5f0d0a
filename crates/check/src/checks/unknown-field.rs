use super::prelude::*;
use asl_semantics::Entry;

pub(super) static RULE: Rule = Rule {
    id: "unknown-field",
    category: Category::Fields,
    stage: Stage::Deploy,
    severity: Severity::Error,
    page: include_str!("unknown-field.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    // Credentials is a payload template: other keys were not seen to be refused.
    for object in ctx.objects(|kind| kind != ObjectKind::Credentials) {
        let mut stray = 0;
        for entry in ctx.definition.entries(object) {
            if entry.spec.is_some() || entry.member.key.has_placeholder() {
                continue;
            }
            // JSONata has no nested rules: that they are there is the fault, and it is reported.
            let is_nested = object.kind == ObjectKind::NestedRule && object.language == Some(QueryLanguage::Jsonata);
            if is_stray_state(object, entry) {
                // One bracket too many puts all that follow outside: the first one speaks for them.
                stray += 1;
                report.add(stray_state(object, entry).follows_if(stray > 1));
            } else {
                report.add(unknown(ctx, object, entry).follows_if(is_nested));
            }
        }
    }
}

/// Is it a state, but not in `States`?
pub(super) fn is_stray_state(object: &Object<'_>, entry: &Entry<'_>) -> bool {
    object.kind.is_machine() && entry.spec.is_none() && entry.member.value.get(Field::Type.name()).is_some()
}

fn stray_state<'t>(object: &Object<'t>, entry: &Entry<'t>) -> Finding<'t> {
    let key = entry.member.key;
    Finding::new(
        Place::span(entry.member.value, key.span()),
        format!("state `{}` stands outside of `States`", key.text),
    )
    .help("most likely a bracket before it closes `States` too early")
    .schema(format!("Field '{}' is not supported", key.text), object.node)
}

fn unknown<'t>(ctx: &Context<'_, 't>, object: &Object<'t>, entry: &Entry<'t>) -> Finding<'t> {
    let key = entry.member.key;
    let name = key.text;
    let owners = entry.field.map(owners).unwrap_or_default();
    let message = match object.kind {
        ObjectKind::State(Some(t)) if !owners.is_empty() => {
            format!("{} states have no `{name}` (state `{}`)", t.name(), object.state.map_or("", |id| ctx.name(id)))
        }
        _ => format!("{} has no field `{name}`", ctx.describe(object)),
    };
    let finding = Finding::new(Place::span(entry.member.value, key.span()), message)
        .schema(format!("Field '{name}' is not supported"), object.node);
    if let Some(stem) = name.strip_suffix(".$") {
        return finding.help(format!("only keys inside a payload template end in `.$`; `{stem}` itself takes no path"));
    }
    if let Some(meant) = ctx.meant_field(object, name) {
        return finding
            .help(format!("did you mean `{meant}`?"))
            .safe_fix(format!("rename it to `{meant}`"), Edit::value(key, meant));
    }
    match (object.kind, entry.field) {
        (ObjectKind::State(_), _) if !owners.is_empty() => finding.help(format!("{} states have it", list(&owners))),
        (ObjectKind::NestedRule, Some(Field::Next)) => finding.help("only the rule at the top says where to go next"),
        (ObjectKind::Processor, Some(Field::QueryLanguage)) => finding.help("set it in the states that need it"),
        _ => finding.help(format!("its fields: {}", list(&fields(object, name)))),
    }
}

/// The types of states that have a field.
fn owners(field: Field) -> Vec<&'static str> {
    let has = |t: &StateType| ObjectKind::State(Some(*t)).spec(field).is_some();
    StateType::ALL.iter().filter(|t| has(t)).map(|t| t.name()).collect()
}

/// The fields that it could be: those that begin alike, or else all.
fn fields(object: &Object<'_>, name: &str) -> Vec<&'static str> {
    let all = || object.kind.fields().filter(|s| object.speaks(s.language)).map(|s| s.field.name());
    let head = name.get(..4).unwrap_or(name);
    let alike: Vec<_> = all().filter(|f| f.starts_with(head)).collect();
    if alike.is_empty() { all().take(24).collect() } else { alike }
}
