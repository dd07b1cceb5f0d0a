use super::prelude::*;
use crate::trail;
use asl_infer::{Certainty, Expression as Said, FaultKind, Problem};

pub(super) static RULE: Rule = Rule {
    id: "wrong-arguments",
    category: Category::Expressions,
    stage: Stage::Run,
    severity: Severity::Error,
    page: include_str!("wrong-arguments.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for problem in ctx.problems().filter(|problem| problem.fault.certainty == Certainty::Certain) {
        let state = problem.state.name;
        let finding = match &problem.fault.kind {
            FaultKind::Arity { function, given, least, most } => {
                let message = format!("`{function}` in `{state}` takes {}, and gets {given}", counted(*least, *most));
                at(problem, message).label("the number of arguments is wrong")
            }
            FaultKind::Argument { function, index, wanted, of } => {
                let is = of.kinds().words();
                let message = format!("argument {index} of `{function}` in `{state}` must be {wanted}, and is {is}");
                at(problem, message).label(format!("this is {}", trail::show(of)))
            }
            FaultKind::Operand { operator, wanted, of } if matches!(problem.expression, Said::Jsonata(..)) => {
                let message =
                    format!("`{operator}` in `{state}` takes {wanted}, and one side of it is {}", of.kinds().words());
                at(problem, message).label(format!("this is {}", trail::show(of)))
            }
            FaultKind::Other(words) if !matches!(problem.expression, Said::None) => {
                at(problem, format!("`{state}` fails here: {words}")).label("this fails, whatever the input is")
            }
            _ => continue,
        };
        report.add(trail::explain(ctx, problem, finding));
    }
}

fn at<'t>(problem: &Problem<'_, 't>, message: String) -> Finding<'t> {
    Finding::new(Place::within(problem.text, problem.fault.span), message)
}

fn counted(least: usize, most: Option<usize>) -> String {
    let many = |count: usize| if count == 1 { "1 argument".to_owned() } else { format!("{count} arguments") };
    match most {
        Some(most) if most == least => many(least),
        Some(most) => format!("{least} to {}", many(most)),
        None => format!("{} or more", many(least)),
    }
}
