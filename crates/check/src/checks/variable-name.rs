use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "variable-name",
    category: Category::Variables,
    stage: Stage::Deploy,
    severity: Severity::Error,
    page: include_str!("variable-name.md"),
    check,
};

/// Source: the states language, section on variables.
const MAX: usize = 80;

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for object in ctx.definition.objects() {
        let Some(assign) = ctx.definition.entry(object, Field::Assign).filter(|e| e.spec.is_some()) else { continue };
        for member in assign.member.value.members() {
            let Some(name) = assigned(object, member.key) else { continue };
            let place = Place::span(member.value, member.key.span());
            let theirs_at = assign.member.value;
            if name == "states" {
                report.add(
                    Finding::new(
                        place,
                        "`states` is reserved: it is the variable that gives input, result and context",
                    )
                    .help("take another name")
                    .aws(
                        AwsCode::ReservedVariableName,
                        "Cannot assign to reserved variable '$states'.",
                        theirs_at,
                    ),
                );
            } else if let Some(why) = fault(name) {
                let theirs = format!("Invalid variable name '{name}': the variable name contains invalid characters.");
                report.add(
                    Finding::new(place, format!("`{name}` is not a name for a variable: {why}"))
                        .help("a letter first, then letters, digits and `_`; a part of a variable can't be assigned")
                        .aws(AwsCode::InvalidVariableName, theirs, theirs_at),
                );
            }
        }
    }
}

/// The variable that a key of `Assign` names; `None`: a placeholder hides it.
pub(super) fn assigned<'t>(object: &Object<'t>, key: Str<'t>) -> Option<&'t str> {
    let name = key.known()?;
    let is_template = object.language != Some(QueryLanguage::Jsonata);
    Some(name.strip_suffix(".$").filter(|_| is_template).unwrap_or(name))
}

fn fault(name: &str) -> Option<String> {
    let first = name.chars().next();
    let wrong = name.chars().find(|c| !c.is_alphanumeric() && *c != '_' && c.is_ascii());
    match (first, wrong) {
        (None, _) => Some("it is empty".to_owned()),
        (_, Some(c)) => Some(format!("`{c}` can't stand in it")),
        (Some(c), _) if c.is_ascii() && !c.is_ascii_alphabetic() => Some(format!("it begins with `{c}`")),
        _ if name.chars().count() > MAX => Some(format!("it is longer than {MAX} characters")),
        _ => None,
    }
}
