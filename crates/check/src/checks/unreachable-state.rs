use super::prelude::*;
use asl_semantics::Machine;
use std::collections::HashSet;

pub(super) static RULE: Rule = Rule {
    id: "unreachable-state",
    category: Category::Graph,
    stage: Stage::Deploy,
    severity: Severity::Error,
    page: include_str!("unreachable-state.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    let definition = ctx.definition;
    // What an unreachable state leads to is unreachable too: that is one fault, told at the head.
    let mut led_to = vec![false; definition.states().len()];
    for state in definition.states().iter().filter(|s| !ctx.graph.is_reachable(s.id)) {
        for next in ctx.graph.successors(state.id).filter(|n| *n != state.id) {
            led_to[next.index()] = true;
        }
    }
    // A transition that names it from another `States` was meant to lead to it; that is reported.
    let dangling = ctx.graph.transitions().iter().filter(|t| t.dangles(definition)).filter_map(|t| t.name);
    let wanted: HashSet<&str> = dangling.map(|name| name.text).collect();
    // Without a start AWS looks for nothing that is reached from it.
    let starts = |m: &&Machine<'t>| ctx.get(definition.object(m.object), Field::StartAt).is_some();
    for machine in definition.machines().iter().filter(|m| !ctx.graph.is_hidden(m.id)).filter(starts) {
        let unreachable: Vec<StateId> = machine
            .states
            .iter()
            .copied()
            .filter(|id| !ctx.graph.is_reachable(*id) && !definition.state(*id).replaced)
            .collect();
        // A loop of unreachable states has no head: its first state stands for it.
        let has_head = unreachable.iter().any(|id| !led_to[id.index()]);
        for (i, id) in unreachable.iter().enumerate() {
            let is_head = if has_head { !led_to[id.index()] } else { i == 0 };
            let state = definition.state(*id);
            let node = definition.object(state.object).node;
            report.add(
                Finding::new(
                    Place::span(node, state.name.span()),
                    format!("no transition leads to state `{}`", state.name.text),
                )
                .help("lead to it with `Next`, `Default`, a choice rule or a catcher, or remove it")
                .aws(AwsCode::MissingTransitionTarget, format!("State \"{}\" is not reachable.", state.name.text), node)
                .follows_if(!is_head || ctx.graph.is_broken(machine.id) || wanted.contains(state.name.text)),
            );
        }
    }
}
