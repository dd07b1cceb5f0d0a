use super::prelude::*;
use super::read_elsewhere;
use crate::trail;
use asl_infer::{Certainty, Expression as Said, FaultKind, Problem, Reads};
use asl_syntax::jsonpath::Root;
use asl_types::Type;

pub(super) static RULE: Rule = Rule {
    id: "path-not-found",
    category: Category::DataFlow,
    stage: Stage::Run,
    severity: Severity::Error,
    page: include_str!("path-not-found.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for problem in ctx.problems() {
        if !matches!(problem.expression, Said::Path(_) | Said::Call(_))
            || problem.fault.certainty == Certainty::Unproven
        {
            continue;
        }
        let is_certain = problem.fault.certainty == Certainty::Certain;
        if !is_certain && !is_missing_on_a_way(ctx, problem) {
            continue;
        }
        if let Some(finding) = missing(ctx, problem) {
            report.add(if is_certain { finding } else { finding.possible() });
        }
    }
}

/// What is missing on some ways only may be asked for on the others only.
fn is_missing_on_a_way(ctx: &Context<'_, '_>, problem: &Problem<'_, '_>) -> bool {
    let reads_input = |way: &trail::Way<'_>| matches!(way.reads, Reads::Input | Reads::EffectiveInput);
    let way = trail::way(problem).filter(reads_input);
    way.is_some_and(|way| trail::is_missing_on_a_way(ctx, problem.state.id, &way.names))
}

fn missing<'t>(ctx: &Context<'_, 't>, problem: &Problem<'_, 't>) -> Option<Finding<'t>> {
    let (what, of, name) = match &problem.fault.kind {
        FaultKind::NoField { name, of } => (no_field(problem, name, of), of, Some(name.as_str())),
        FaultKind::NoItem { index, of } => (format!("{} has no item {index}", before(problem)), of, None),
        // That is another rule's.
        _ if problem.field == "ResultPath" => return None,
        FaultKind::WrongKind { of, .. } if is_on_the_way(problem) => {
            (format!("{} is {}", before(problem), of.kinds().words()), of, None)
        }
        _ => return None,
    };
    let may = if problem.fault.certainty == Certainty::Certain { "finds nothing" } else { "may find nothing" };
    let message = format!("`{}` {may} in `{}`: {what}", problem.text.text, problem.state.name);
    let mut finding = Finding::new(Place::within(problem.text, problem.fault.span), message).label(label(of));
    if let Some(help) = help(ctx, problem, of, name) {
        finding = finding.help(help);
    }
    Some(trail::explain(ctx, problem, finding))
}

/// Is it a path that goes on into a value, not a field that takes another?
fn is_on_the_way(problem: &Problem<'_, '_>) -> bool {
    problem.fault.span.len() < problem.text.text.len() as u32
}

fn no_field(problem: &Problem<'_, '_>, name: &str, of: &Type) -> String {
    let kinds = of.kinds();
    if !kinds.meets(asl_types::Kinds::OBJECT) && kinds != asl_types::Kinds::NONE {
        return format!("{} is {}", before(problem), kinds.words());
    }
    format!("{} has no `{name}`", before(problem))
}

/// The part of the path before the step at fault.
fn before(problem: &Problem<'_, '_>) -> String {
    let text = problem.text.text.get(..problem.fault.span.start as usize).unwrap_or_default();
    let text = text.trim_end_matches(['.', '[', '\'', '"']);
    let text = text.rsplit([' ', ',', '(']).next().unwrap_or(text);
    match (text, problem.reads) {
        ("$", Reads::Result) => "the result".to_owned(),
        ("$", Reads::ErrorOutput) => "the error output".to_owned(),
        ("$", _) => "the input".to_owned(),
        ("$$", _) => "the context object".to_owned(),
        _ => format!("`{text}`"),
    }
}

fn label(of: &Type) -> String {
    format!("there is {}", trail::show(&of.clone().present()))
}

fn help(ctx: &Context<'_, '_>, problem: &Problem<'_, '_>, of: &Type, name: Option<&str>) -> Option<String> {
    if matches!(problem.fault.kind, FaultKind::NoItem { .. }) {
        return counted(of);
    }
    if let Some(help) = read_elsewhere::help(problem, name, of) {
        return Some(help);
    }
    if of.kinds() == asl_types::Kinds::ARRAY {
        return Some("an array has items: take one, e.g. [0], or all of them with [*]".to_owned());
    }
    let objects = of.sets().objects.as_ref()?.merged();
    let names: Vec<&str> = objects.names().collect();
    if let Some(close) = name.and_then(|name| ctx.suggest.closest(name, names.iter().copied())) {
        return Some(format!("did you mean `{close}`?"));
    }
    let is_context = matches!(problem.expression, Said::Path(path) if path.root == Root::Context);
    if is_context {
        return Some(format!("there is {}", list(&names)));
    }
    None
}

/// How many items there are, where that is known.
fn counted(of: &Type) -> Option<String> {
    let array = of.sets().arrays.as_ref().filter(|array| array.most() == Some(array.least()))?;
    Some(match array.least() {
        0 => "there are no items".to_owned(),
        1 => "there is 1 item: it is [0]".to_owned(),
        count => format!("there are {count} items: the first is [0], the last [{}]", count - 1),
    })
}
