use super::prelude::*;
use asl_semantics::MachineId;
use std::collections::HashMap;

pub(super) static RULE: Rule = Rule {
    id: "variable-of-outer-scope",
    category: Category::Variables,
    stage: Stage::Deploy,
    page: include_str!("variable-of-outer-scope.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    let mut assigned: HashMap<(MachineId, &str), Str<'t>> = HashMap::new();
    let mut all: Vec<(MachineId, &str, Str<'t>, Node<'t>)> = Vec::new();
    for object in ctx.definition.objects() {
        let Some(assign) = ctx.definition.entry(object, Field::Assign).filter(|e| e.spec.is_some()) else { continue };
        for member in assign.member.value.members() {
            let Some(name) = member.key.known().map(|k| k.strip_suffix(".$").unwrap_or(k)) else { continue };
            assigned.entry((object.machine, name)).or_insert(member.key);
            all.push((object.machine, name, member.key, member.value));
        }
    }
    for (machine, name, key, value) in all {
        // A distributed Map's children are executions of their own: what holds for outer names there is not known.
        let scopes = ctx.definition.enclosing(machine).take_while(|m| !is_distributed(ctx, m.id)).filter_map(|m| m.owner);
        let outer = scopes.map(|owner| ctx.definition.state(owner).machine).find_map(|m| assigned.get(&(m, name)));
        if let Some(outer) = outer {
            report.add(
                Finding::new(Place::span(value, key.span()), format!("`{name}` is a variable of an outer scope: it can be read here, not assigned"))
                    .related(Place::span(outer.node, outer.span()), "assigned in the outer scope here")
                    .help("take another name, and pass the value out as output")
                    .schema(format!("The variable name '{name}' was already defined in a parent scope."), value),
            );
        }
    }
}

fn is_distributed(ctx: &Context<'_, '_>, machine: MachineId) -> bool {
    let object = ctx.definition.object(ctx.definition.machine(machine).object);
    super::distributed_map::mode(ctx, object).is_some_and(|mode| mode.as_str().is_none_or(|m| m.text != "INLINE"))
}
