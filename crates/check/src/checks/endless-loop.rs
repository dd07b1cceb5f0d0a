use super::prelude::*;
use asl_semantics::{MachineId, Transition, graph};
use std::collections::HashMap;

pub(super) static RULE: Rule = Rule {
    id: "endless-loop",
    category: Category::Graph,
    stage: Stage::Run,
    severity: Severity::Warning,
    page: include_str!("endless-loop.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    let definition = ctx.definition;
    let loops = ctx.graph.endless_loops(definition);
    if loops.is_empty() {
        return;
    }
    // Where the whole machine has no end, that is the fault, and it is reported.
    let top_ends = definition.machine(MachineId::TOP).states.iter().any(|id| graph::ends(definition, *id));
    let mut leaving: HashMap<StateId, Vec<&Transition<'t>>> = HashMap::new();
    for transition in ctx.graph.transitions() {
        if let Some(from) = transition.from {
            leaving.entry(from).or_default().push(transition);
        }
    }
    for members in loops {
        let Some(first) = members.first().map(|id| definition.state(*id)) else { continue };
        if ctx.graph.is_hidden(first.machine) {
            continue;
        }
        let is_all = first.machine == MachineId::TOP && !top_ends;
        let names: Vec<&str> = members.iter().take(5).map(|id| ctx.name(*id)).collect();
        let message = match members.len() {
            1 => format!("state `{}` leads only to itself: an execution that enters it never ends", first.name.text),
            n => format!(
                "no transition leaves the loop of {} ({n} states): an execution that enters it never ends",
                list(&names)
            ),
        };
        let inside = |id: &StateId| members.binary_search(id).is_ok();
        let of_loop = members.iter().filter_map(|id| leaving.get(id)).flatten();
        let entry = of_loop.copied().find(|t| t.target.is_some_and(|id| inside(&id)));
        let node = definition.object(first.object).node;
        let mut finding = Finding::new(Place::span(node, first.name.span()), message)
            .help("give one of its states a way out: a choice rule, a catcher, or \"End\": true");
        if let Some(back) = entry {
            finding = finding.related(back.node, "a transition of the loop");
        }
        report.add(finding.follows_if(is_all || ctx.graph.is_broken(first.machine)));
    }
}
