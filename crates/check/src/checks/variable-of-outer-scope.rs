use super::prelude::*;
use asl_semantics::MachineId;
use std::collections::{HashMap, HashSet};

pub(super) static RULE: Rule = Rule {
    id: "variable-of-outer-scope",
    category: Category::Variables,
    stage: Stage::Deploy,
    severity: Severity::Error,
    page: include_str!("variable-of-outer-scope.md"),
    check,
};

/// A name in the value of an `Assign`.
struct Assigned<'t> {
    state: StateId,
    machine: MachineId,
    key: Str<'t>,
    value: Node<'t>,
}

/// AWS was seen to accept an inner name that only the Map or Parallel around it assigns, at its end or in its catchers: what
/// counts as outer is what was assigned on the way there.
fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    let mut by_name: HashMap<&str, Vec<Assigned<'t>>> = HashMap::new();
    for object in ctx.definition.objects() {
        let Some(assign) = ctx.definition.entry(object, Field::Assign).filter(|e| e.spec.is_some()) else { continue };
        let Some(state) = object.state else { continue };
        for member in assign.member.value.members() {
            let Some(name) = super::variable_name::assigned(object, member.key) else { continue };
            let assigned = Assigned { state, machine: object.machine, key: member.key, value: member.value };
            by_name.entry(name).or_default().push(assigned);
        }
    }
    // What comes before a Map or Parallel is found out once.
    let mut before: HashMap<StateId, HashSet<StateId>> = HashMap::new();
    for (name, all) in &by_name {
        let scopes: HashSet<MachineId> = all.iter().map(|a| a.machine).collect();
        if scopes.len() < 2 {
            continue;
        }
        let mut outer_of: HashMap<MachineId, Option<&Assigned<'t>>> = HashMap::new();
        for inner in all {
            let outer = *outer_of.entry(inner.machine).or_insert_with(|| outer(ctx, inner.machine, all, &mut before));
            if let Some(outer) = outer {
                report.add(
                    Finding::new(
                        Place::span(inner.value, inner.key.span()),
                        format!("`{name}` is a variable of an outer scope: it can be read here, not assigned"),
                    )
                    .related(Place::span(outer.value, outer.key.span()), "assigned in the outer scope here")
                    .help("take another name, and pass the value out as output")
                    .schema(format!("The variable name '{name}' was already defined in a parent scope."), inner.value),
                );
            }
        }
    }
}

/// The assignment of an outer scope that comes before the machine at hand.
fn outer<'a, 't>(
    ctx: &Context<'_, 't>,
    machine: MachineId,
    all: &'a [Assigned<'t>],
    before: &mut HashMap<StateId, HashSet<StateId>>,
) -> Option<&'a Assigned<'t>> {
    ctx.definition.enclosing(machine).filter_map(|m| m.owner).find_map(|owner| {
        let scope = ctx.definition.state(owner).machine;
        let earlier = before.entry(owner).or_insert_with(|| ctx.graph.before(owner));
        all.iter().find(|a| a.machine == scope && a.state != owner && earlier.contains(&a.state))
    })
}
