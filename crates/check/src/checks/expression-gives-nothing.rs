use super::prelude::*;
use super::read_elsewhere;
use crate::trail;
use asl_infer::{Certainty, Expression as Said, FaultKind, Problem};
use asl_types::{Kinds, Type};
use std::collections::HashSet;

pub(super) static RULE: Rule = Rule {
    id: "expression-gives-nothing",
    category: Category::DataFlow,
    stage: Stage::Run,
    severity: Severity::Error,
    page: include_str!("expression-gives-nothing.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    let certain = |problem: &&Problem<'_, '_>| {
        problem.fault.certainty == Certainty::Certain && matches!(problem.expression, Said::Jsonata(..))
    };
    // What explains that there is nothing is told; that there is nothing follows.
    let mut told = HashSet::new();
    for problem in ctx.problems().filter(certain) {
        let node = problem.text.node.id();
        let explains = !matches!(problem.fault.kind, FaultKind::Nothing | FaultKind::Function);
        if explains {
            told.insert(node);
        }
        if let FaultKind::NoField { name, of } = &problem.fault.kind {
            report.add(no_field(ctx, problem, name, of));
        }
    }
    for problem in ctx.problems().filter(certain).filter(|problem| !told.contains(&problem.text.node.id())) {
        let (what, label) = match problem.fault.kind {
            FaultKind::Nothing => ("nothing", "this has no value, whatever the input is"),
            FaultKind::Function => ("a function, which is no value", "this is a function"),
            _ => continue,
        };
        let message = format!("the expression for `{}` in `{}` gives {what}", problem.field, problem.state.name);
        report.add(Finding::new(problem.text, message).label(label));
    }
}

fn no_field<'t>(ctx: &Context<'_, 't>, problem: &Problem<'_, 't>, name: &str, of: &Type) -> Finding<'t> {
    let state = problem.state.name;
    let kinds = of.kinds();
    let message = if kinds == Kinds::OBJECT {
        format!("the expression for `{}` in `{state}` finds no `{name}`", problem.field)
    } else {
        format!("the expression for `{}` in `{state}` asks {} for `{name}`", problem.field, kinds.words())
    };
    let finding = Finding::new(Place::within(problem.text, problem.fault.span), message)
        .label(format!("there is {}", trail::show(&of.clone().present())));
    let names = of.sets().objects.as_ref().map(|objects| objects.merged());
    let names: Vec<&str> = names.iter().flat_map(asl_types::Object::names).collect();
    let finding = match ctx.suggest.closest(name, names.iter().copied()) {
        Some(close) => finding.help(format!("did you mean `{close}`?")),
        None => finding.maybe_help(read_elsewhere::help(problem, Some(name), of)),
    };
    trail::explain(ctx, problem, finding)
}
