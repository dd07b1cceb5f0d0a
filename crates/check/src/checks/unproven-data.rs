use super::prelude::*;
use crate::trail;
use asl_infer::{FaultKind, Problem};
use asl_types::{Type, Unknown};
use std::collections::HashSet;

pub(super) static RULE: Rule = Rule {
    id: "unproven-data",
    category: Category::DataFlow,
    stage: Stage::Run,
    severity: Severity::Warning,
    page: include_str!("unproven-data.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    // What a string reads first is told: what it reads of that follows. And a field of the input that was read is there.
    let (mut told, mut read) = (HashSet::new(), HashSet::new());
    for problem in ctx.unproven() {
        let is_known = match &problem.fault.kind {
            FaultKind::NoField { name, of } => place(&of.field(name)).is_some_and(|place| !read.insert(place)),
            _ => false,
        };
        if !is_known && told.insert(problem.text.node.id()) {
            report.add(finding(ctx, problem));
        }
    }
}

fn finding<'t>(ctx: &Context<'_, 't>, problem: &Problem<'_, 't>) -> Finding<'t> {
    let (what, of) = doubt(&problem.fault.kind);
    let (text, state) = (problem.text.text, problem.state.name);
    let subject = match problem.expression {
        asl_infer::Expression::None => format!("`{}`", problem.field),
        _ if text.chars().count() <= 60 && !text.contains('\n') => format!("`{text}`"),
        _ => format!("the expression for `{}`", problem.field),
    };
    let message = format!("{subject} may fail in `{state}`: {what}");
    let place = match problem.expression {
        asl_infer::Expression::None => problem.text.into(),
        _ => Place::within(problem.text, problem.fault.span),
    };
    let finding = Finding::new(place, message).label("nobody says what this is");
    if of.is_some_and(is_of_input) {
        finding.help("`--input-schema`, or `input-schema` in asl-check.toml, tells what executions are started with")
    } else {
        let finding = finding.help("a Choice state may look at it before: `IsPresent`, `IsNumeric` …");
        trail::explain_unknown(ctx, problem, finding)
    }
}

/// What is not proven, and the value that it is about.
fn doubt(kind: &FaultKind) -> (String, Option<&Type>) {
    match kind {
        FaultKind::NoField { name, of } => (format!("nobody says that there is `{name}`"), Some(of)),
        FaultKind::NoItem { index, of } => (format!("nobody says that there is an item {index}"), Some(of)),
        FaultKind::WrongKind { wanted, of } => (format!("nobody says that it is {}", wanted.words()), Some(of)),
        FaultKind::Unfit { wanted, of } => (format!("nobody says that it is {wanted}"), Some(of)),
        FaultKind::NoMatch => ("nobody says that it finds anything".to_owned(), None),
        FaultKind::UnknownVariable { name } => (format!("nobody says that `${name}` is assigned"), None),
        FaultKind::Argument { function, index, wanted, of } => {
            (format!("nobody says that argument {index} of `{function}` is {wanted}"), Some(of))
        }
        FaultKind::Operand { operator, wanted, of } => {
            (format!("nobody says that each side of `{operator}` is {wanted}"), Some(of))
        }
        FaultKind::Nothing => ("nobody says that it gives anything".to_owned(), None),
        FaultKind::Function => ("it may give a function".to_owned(), None),
        FaultKind::UnknownFunction { name } => (format!("nobody says that there is `{name}`"), None),
        FaultKind::Arity { function, .. } => (format!("`{function}` may get another number of arguments"), None),
        FaultKind::Other(words) => (words.clone(), None),
    }
}

/// The place in the input that a value is from.
fn place(of: &Type) -> Option<String> {
    match &of.sets().unknown {
        Unknown::Input(origin) => Some(format!("{:?}", origin.steps())),
        _ => None,
    }
}

/// Is it, or is something in it, unknown because nobody says what executions are started with?
fn is_of_input(of: &Type) -> bool {
    let is_input = |of: &Type| matches!(of.sets().unknown, Unknown::Input(_));
    let shapes = of.sets().objects.as_ref().map_or(&[][..], |objects| objects.shapes());
    is_input(of) || shapes.iter().any(|shape| is_input(shape.rest()))
}
