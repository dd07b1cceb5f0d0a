use super::prelude::*;
use crate::trail;
use asl_semantics::{Expression as Written, State};
use asl_syntax::jsonata::ExprKind;
use asl_syntax::jsonpath::{Root, StepKind};
use asl_types::Type;

pub(super) static RULE: Rule = Rule {
    id: "growing-payload",
    category: Category::DataFlow,
    stage: Stage::Run,
    severity: Severity::Warning,
    page: include_str!("growing-payload.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    let Some(facts) = ctx.facts else { return };
    for written in ctx.expressions.iter().filter(|it| is_whole_input(it) && it.node.id() != it.root.id()) {
        let object = ctx.definition.object(written.object);
        let Some(state) = object.state.map(|id| ctx.definition.state(id)) else { continue };
        let keeps = match written.field {
            Field::Parameters => state.kind == Some(StateType::Pass) && ctx.get(object, Field::InputPath).is_none(),
            Field::Output => object.id == state.object,
            _ => false,
        };
        let Some(known) = facts.state(state.id).filter(|_| keeps && is_in_loop(ctx, state)) else { continue };
        let Some(names) = names(ctx, object, written) else { continue };
        if is_told_of(&known.input, &names) {
            let message = format!("each round through `{}` puts all data of the round before inside", state.name.text);
            report.add(
                Finding::new(written.node, message)
                    .label(format!("its input has a `{}` from the round before already", names.join(".")))
                    .help("data of more than 256 KiB fails an execution: keep the fields that are needed, one by one"),
            );
        }
    }
}

/// `$`, or `{% $states.input %}`
fn is_whole_input(written: &Written<'_>) -> bool {
    match &written.body {
        Body::Path(parsed) => parsed.path.root == Root::Input && parsed.path.steps.is_empty(),
        Body::Jsonata(_, parsed) => match &parsed.expr.kind {
            ExprKind::Path(steps) => match steps.as_slice() {
                [states, input] => {
                    matches!(&states.kind, ExprKind::Variable(name) if name == "states")
                        && matches!(&input.kind, ExprKind::Field { name, .. } if name == "input")
                }
                _ => false,
            },
            _ => false,
        },
        _ => false,
    }
}

fn is_in_loop(ctx: &Context<'_, '_>, state: &State<'_>) -> bool {
    let before = ctx.graph.before(state.id);
    ctx.graph.successors(state.id).any(|next| before.contains(&next))
}

/// Where in the output the input of the state stands.
fn names(ctx: &Context<'_, '_>, object: &Object<'_>, written: &Written<'_>) -> Option<Vec<String>> {
    let mut names = Vec::new();
    if let Some(path) = ctx.get(object, Field::ResultPath).filter(|_| written.field == Field::Parameters) {
        let text = path.as_str().and_then(Str::known)?;
        for step in &asl_syntax::jsonpath::parse(text).path.steps {
            let StepKind::Name { name, .. } = &step.kind else { return None };
            names.push(name.text.to_string());
        }
    }
    let (whole, root) = (written.node.pointer(), written.root.pointer());
    for name in asl_syntax::names_of_pointer(whole.strip_prefix(&root)?) {
        let is_template = written.field == Field::Parameters;
        names.push(name.strip_suffix(".$").filter(|_| is_template).map_or(name.clone(), str::to_owned));
    }
    Some(names)
}

/// Is it known of the names that something is there?
fn is_told_of(of: &Type, names: &[String]) -> bool {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let Some((last, before)) = names.split_last() else { return false };
    let around = trail::at(of, before);
    let shapes = around.sets().objects.as_ref().map(|objects| objects.merged());
    shapes.is_some_and(|shape| shape.names().any(|name| name == *last))
}
