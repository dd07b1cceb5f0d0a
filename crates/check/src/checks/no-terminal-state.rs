use super::prelude::*;
use asl_semantics::{MachineId, graph};

pub(super) static RULE: Rule = Rule {
    id: "no-terminal-state",
    category: Category::Graph,
    stage: Stage::Deploy,
    severity: Severity::Error,
    page: include_str!("no-terminal-state.md"),
    check,
};

/// Whether AWS asks it of branches and item processors too is not known: of those, `endless-loop` speaks.
fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    let definition = ctx.definition;
    let Some(top) = definition.objects().first() else { return };
    let states = &definition.machine(MachineId::TOP).states;
    if states.iter().any(|id| certainly_ends(ctx, *id)) || ctx.get(top, Field::States).is_none_or(Node::is_unknown) {
        return;
    }
    // A state that is wrong in itself may have been meant to end; that is reported.
    let may_end = states.is_empty() || states.iter().any(|id| graph::ends(definition, *id));
    let place = ctx.key(top, Field::States).map_or(Place::from(top.node), |key| Place::span(top.node, key.span()));
    let mut finding = Finding::new(place, "no state ends this state machine");
    for back in ctx.graph.back_transitions(MachineId::TOP).into_iter().take(3) {
        finding = finding.related(back.node, "goes back here");
    }
    report.add(
        finding
            .help("end it with \"End\": true in its last state, or with a Succeed or Fail state")
            .aws_at(AwsCode::MissingEndState, "Workflow has no terminal state", None)
            .follows_if(may_end || ctx.graph.is_broken(MachineId::TOP)),
    );
}

fn certainly_ends(ctx: &Context<'_, '_>, id: StateId) -> bool {
    let state = ctx.definition.state(id);
    let object = ctx.definition.object(state.object);
    let end = ctx.get(object, Field::End);
    match state.kind {
        // What a placeholder hides may be what ends it.
        _ if object.node.is_open() => true,
        Some(StateType::Succeed | StateType::Fail) => true,
        Some(StateType::Choice) => false,
        None => ctx.get(object, Field::Type).is_some_and(Node::is_unknown),
        Some(_) => end.is_some_and(|n| n.as_bool() == Some(true) || n.is_unknown()),
    }
}
