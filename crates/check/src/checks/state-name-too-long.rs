use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "state-name-too-long",
    category: Category::Graph,
    stage: Stage::Deploy,
    severity: Severity::Error,
    page: include_str!("state-name-too-long.md"),
    check,
};

/// Source: the service's quotas, and the type `StateName` of its API.
const MAX: usize = 80;

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for state in ctx.definition.states() {
        let Some(name) = state.name.known().filter(|n| n.len() > MAX) else { continue };
        let length = name.chars().count();
        if length > MAX {
            let message = format!("the name of this state has {length} characters, AWS takes at most {MAX}: `{name}`");
            let theirs = "Invalid State name: State exceeds the 80-character limit allowed by the service";
            let node = ctx.definition.object(state.object).node;
            report.add(
                Finding::new(Place::span(node, state.name.span()), message)
                    .help("shorten it, and put the rest into `Comment`")
                    .aws(AwsCode::InvalidStateName, theirs, node),
            );
        }
    }
}
