use super::prelude::*;
use asl_infer::{Certainty, FaultKind};

pub(super) static RULE: Rule = Rule {
    id: "unknown-function",
    category: Category::Expressions,
    stage: Stage::Run,
    severity: Severity::Error,
    page: include_str!("unknown-function.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for problem in ctx.problems().filter(|problem| problem.fault.certainty >= Certainty::Possible) {
        let FaultKind::UnknownFunction { name } = &problem.fault.kind else { continue };
        let message = format!("there is no function `{name}` (in `{}`)", problem.state.name);
        let finding = Finding::new(Place::within(problem.text, problem.fault.span), message).label("not a function");
        let bare = name.trim_start_matches('$');
        let meant = ctx.suggest.closest(bare, asl_expressions::jsonata::functions_of_aws());
        report.add(match (bare, meant) {
            ("eval", _) => finding.help("AWS has taken `$eval` out; `$parse` reads JSON from a text"),
            (_, Some(meant)) => finding.help(format!("did you mean `${meant}`?")),
            (_, None) => finding,
        });
    }
}
