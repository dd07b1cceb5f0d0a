use super::prelude::*;
use crate::trail;
use asl_infer::{Certainty, FaultKind};

pub(super) static RULE: Rule = Rule {
    id: "never-true",
    category: Category::Choice,
    stage: Stage::Run,
    severity: Severity::Warning,
    page: include_str!("never-true.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for problem in ctx.problems() {
        let FaultKind::Operand { operator, wanted, of } = &problem.fault.kind else { continue };
        if problem.fault.certainty != Certainty::Certain || problem.field != "Variable" {
            continue;
        }
        let message = format!(
            "`{operator}` in `{}` is never true: `{}` is {}, not {wanted}",
            problem.state.name,
            problem.text.text,
            of.kinds().words()
        );
        let finding = Finding::new(problem.text, message).label(format!("this is {}", trail::show(of)));
        report.add(trail::explain(ctx, problem, finding));
    }
}
