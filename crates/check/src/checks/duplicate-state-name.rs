use super::prelude::*;
use std::collections::HashMap;

pub(super) static RULE: Rule = Rule {
    id: "duplicate-state-name",
    category: Category::Graph,
    stage: Stage::Deploy,
    severity: Severity::Error,
    page: include_str!("duplicate-state-name.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    let mut seen: HashMap<&str, StateId> = HashMap::with_capacity(ctx.definition.states().len());
    // Two in the same `States` are a duplicate key, and reported as that.
    for state in ctx.definition.states().iter().filter(|s| !s.replaced) {
        let Some(name) = state.name.known() else { continue };
        let first = *seen.entry(name).or_insert(state.id);
        if first != state.id {
            let first = ctx.definition.state(first);
            let node = ctx.definition.object(state.object).node;
            let other = ctx.definition.object(first.object).node;
            report.add(
                Finding::new(
                    Place::span(node, state.name.span()),
                    format!("two states of this state machine are named `{name}`"),
                )
                .label("named again here")
                .related(Place::span(other, first.name.span()), "first named here")
                .help("names are unique in the whole state machine, branches and item processors included")
                .aws(AwsCode::DuplicateStateName, format!("Duplicate State name: {name}"), node),
            );
        }
    }
}
