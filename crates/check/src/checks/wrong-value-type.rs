use super::prelude::*;
use crate::trail;
use asl_infer::{Certainty, Expression as Said, FaultKind, Problem};
use asl_types::{Kinds, Type};

pub(super) static RULE: Rule = Rule {
    id: "wrong-value-type",
    category: Category::DataFlow,
    stage: Stage::Run,
    severity: Severity::Error,
    page: include_str!("wrong-value-type.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for problem in ctx.problems().filter(|problem| problem.fault.certainty == Certainty::Certain) {
        let (wanted, of) = match &problem.fault.kind {
            FaultKind::WrongKind { wanted, of } => (wanted, of),
            FaultKind::Unfit { wanted, of } => {
                report.add(unfit(ctx, problem, wanted, of));
                continue;
            }
            _ => continue,
        };
        if problem.field == "ResultPath" {
            report.add(into_scalar(problem, of));
        } else if is_whole(problem) {
            report.add(of_field(ctx, problem, *wanted, of));
        }
    }
}

/// Is it the value that is wrong, not a step on the way to it?
fn is_whole(problem: &Problem<'_, '_>) -> bool {
    matches!(problem.expression, Said::None) || problem.fault.span.len() as usize >= problem.text.text.len()
}

fn of_field<'t>(ctx: &Context<'_, 't>, problem: &Problem<'_, 't>, wanted: Kinds, of: &Type) -> Finding<'t> {
    let state = problem.state.name;
    let (what, place) = match (problem.expression, written(problem)) {
        (Said::None, None) => ("the input".to_owned(), problem.text.into()),
        (Said::None, Some(value)) => ("what is written".to_owned(), Place::from(value)),
        _ => (format!("`{}`", problem.text.text), problem.text.into()),
    };
    let message =
        format!("`{}` of `{state}` takes {}, and {what} is {}", problem.field, wanted.words(), of.kinds().words());
    let finding = Finding::new(place, message).label(format!("this is {}", trail::show(of)));
    trail::explain(ctx, problem, finding)
}

/// The value of a field that computes nothing: its problem is told at its key.
fn written<'t>(problem: &Problem<'_, 't>) -> Option<Node<'t>> {
    let value = problem.state.node.get(&problem.field)?;
    value.key().filter(|key| key.node == problem.text.node).map(|_| value)
}

/// The value is of the right type, and none that the field takes.
fn unfit<'t>(ctx: &Context<'_, 't>, problem: &Problem<'_, 't>, wanted: &str, of: &Type) -> Finding<'t> {
    let (state, field, text) = (problem.state.name, &problem.field, problem.text.text);
    let message = format!("`{field}` of `{state}` takes {wanted}, and `{text}` is {}", trail::show(of));
    let finding = Finding::new(problem.text, message).label("the state fails of this value");
    match problem.expression {
        Said::Jsonata(..) => trail::tell_origin(ctx, problem.state.id, problem.text.node, &[], finding),
        _ => trail::explain(ctx, problem, finding),
    }
}

/// A result has no place in what is no object.
fn into_scalar<'t>(problem: &Problem<'_, 't>, of: &Type) -> Finding<'t> {
    let state = problem.state.name;
    let place = Place::within(problem.text, problem.fault.span);
    let message = format!(
        "`ResultPath` of `{state}` can't put anything at `{}`: it leads into {}",
        problem.text.text,
        of.kinds().words()
    );
    Finding::new(place, message)
        .label(format!("there is {}", trail::show(of)))
        .help("a result can be put into an object only; `null` keeps the input as it is, and `$` puts the result in its place")
}
