use super::prelude::*;
use asl_semantics::plan::errors::{ALL, TASK_FAILED, is_named};
use std::collections::HashMap;

pub(super) static RULE: Rule = Rule {
    id: "shadowed-handler",
    category: Category::Errors,
    stage: Stage::Run,
    severity: Severity::Warning,
    page: include_str!("shadowed-handler.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for kind in [ObjectKind::Retrier, ObjectKind::Catcher] {
        let mut of = None;
        // The names that entries of the same state have so far, each with the place where it came first among them.
        let mut before: HashMap<&str, (usize, Str<'t>)> = HashMap::new();
        for object in ctx.objects(|it| it == kind).filter(|it| it.state.is_some()) {
            if of != object.state {
                of = object.state;
                before.clear();
            }
            let names: Vec<Str<'t>> = names(ctx, object);
            let taker = |name: Str<'t>| {
                let may = [before.get(name.text), before.get(TASK_FAILED)].into_iter().flatten();
                may.filter(|(_, it)| takes(it.text, name.text)).min_by_key(|(at, _)| *at).map(|(_, it)| (name, *it))
            };
            let takers: Vec<(Str<'t>, Str<'t>)> = names.iter().filter_map(|name| taker(*name)).collect();
            // Entries that share some names with others are written by tools, and do no harm.
            if let Some((name, taker)) = takers.first().filter(|_| takers.len() == names.len()) {
                report.add(shadowed(ctx, object, *name, *taker));
            }
            for name in names {
                let at = before.len();
                before.entry(name.text).or_insert((at, name));
            }
        }
    }
}

fn names<'t>(ctx: &Context<'_, 't>, object: &Object<'t>) -> Vec<Str<'t>> {
    let all = ctx.get(object, Field::ErrorEquals).into_iter().flat_map(Node::items);
    all.filter_map(Node::as_str).filter(|name| name.known().is_some()).collect()
}

/// Does one name take every error that the other could? `States.ALL` before others is refused at deployment. AWS does not
/// say whether a missed heartbeat is a failed task to it.
fn takes(earlier: &str, later: &str) -> bool {
    let takes_others =
        || ![ALL, TASK_FAILED, "States.HeartbeatTimeout"].contains(&later) && is_named(later, &[earlier]);
    earlier != ALL && (earlier == later || takes_others())
}

fn shadowed<'t>(ctx: &Context<'_, 't>, object: &Object<'t>, name: Str<'t>, taker: Str<'t>) -> Finding<'t> {
    let message = format!("{} is never asked: `{}` is taken by one before it", ctx.describe(object), name.text);
    let words = match taker.text {
        text if text == name.text => "it is taken here".to_owned(),
        text => format!("`{text}` takes it, as it takes every error of a task"),
    };
    Finding::new(name, message).label("has no effect").related(taker, words).help(
        "the first entry that names an error is the only one that is asked: put the particular before the general",
    )
}
