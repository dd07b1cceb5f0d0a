use super::prelude::*;
use asl_infer::Problem;
use asl_infer::requires::Conflict;

pub(super) static RULE: Rule = Rule {
    id: "contradictory-input",
    category: Category::DataFlow,
    stage: Stage::Run,
    severity: Severity::Error,
    page: include_str!("contradictory-input.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    let mut told = Vec::new();
    for (_, conflict) in &ctx.conflicts {
        let pair = (conflict.one.1, conflict.other.1);
        let problem = |id| ctx.facts.and_then(|facts| facts.problem(id));
        let (Some(one), Some(other)) = (problem(pair.0), problem(pair.1)) else { continue };
        if !told.contains(&pair) {
            told.push(pair);
            report.add(finding(conflict, one, other));
        }
    }
}

fn finding<'t>(conflict: &Conflict, one: &Problem<'_, 't>, other: &Problem<'_, 't>) -> Finding<'t> {
    let what = match conflict.names.as_slice() {
        [] => "the input of the workflow".to_owned(),
        names => format!("`{}` of the input of the workflow", names.join(".")),
    };
    let (wanted, elsewhere) = (conflict.other.0.words(), conflict.one.0.words());
    let message = format!(
        "{what} must be {wanted} in `{}`, and {elsewhere} in `{}`: no execution gets through both",
        other.state.name, one.state.name
    );
    Finding::new(place(other), message)
        .label(format!("must be {wanted}"))
        .related(place(one), format!("must be {elsewhere}"))
        .help("where the two are for different inputs, a Choice state tells them apart")
}

fn place<'t>(problem: &Problem<'_, 't>) -> Place<'t> {
    match problem.expression {
        asl_infer::Expression::None => problem.text.into(),
        _ => Place::within(problem.text, problem.fault.span),
    }
}
