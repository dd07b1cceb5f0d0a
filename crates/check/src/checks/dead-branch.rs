use super::prelude::*;
use asl_infer::{FaultKind, RuleFacts};

pub(super) static RULE: Rule = Rule {
    id: "dead-branch",
    category: Category::Choice,
    stage: Stage::Advice,
    severity: Severity::Note,
    page: include_str!("dead-branch.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    let Some(facts) = ctx.facts else { return };
    for choice in ctx.objects(|kind| kind == ObjectKind::State(Some(StateType::Choice))) {
        let Some(known) = choice.state.and_then(|id| facts.state(id)) else { continue };
        let rules = ctx.definition.children(choice, ObjectKind::ChoiceRule);
        for (at, (rule, of_rule)) in rules.zip(&known.rules).enumerate() {
            // Whoever writes `true` or `false` for a condition knows that.
            if is_constant(ctx, rule) {
                continue;
            }
            match *of_rule {
                RuleFacts { is_asked: true, may_match: false, may_miss: true } => report.add(never(ctx, choice, rule)),
                RuleFacts { is_asked: true, may_match: true, may_miss: false } => {
                    let after = known.rules.len() - at - 1;
                    report.add_all(always(ctx, choice, rule, after));
                }
                _ => {}
            }
        }
    }
}

fn never<'t>(ctx: &Context<'_, 't>, choice: &Object<'t>, rule: &Object<'t>) -> Finding<'t> {
    let target = ctx.get(rule, Field::Next).and_then(Node::as_str);
    let to = target.map(|name| format!(" to `{}`", name.text)).unwrap_or_default();
    let message = format!("{} never takes this way{to}", ctx.describe(choice));
    let finding = Finding::new(place(ctx, rule), message).label("false for all data that can get here");
    finding.follows_if(compares_another_type(ctx, rule))
}

/// That is a fault of its own.
fn compares_another_type(ctx: &Context<'_, '_>, rule: &Object<'_>) -> bool {
    let whole = rule.node.span();
    let is_inside = |span: Span| whole.start <= span.start && span.end <= whole.end;
    ctx.problems().any(|it| matches!(it.fault.kind, FaultKind::Operand { .. }) && is_inside(it.text.node.span()))
}

/// Nothing, where no other way is left anyhow.
fn always<'t>(ctx: &Context<'_, 't>, choice: &Object<'t>, rule: &Object<'t>, after: usize) -> Option<Finding<'t>> {
    let default = ctx.get(choice, Field::Default);
    if after == 0 && default.is_none() {
        return None;
    }
    let rest = match (after, default) {
        (0, _) => "`Default`".to_owned(),
        (1, _) => "the rule after it".to_owned(),
        (n, _) => format!("the {n} rules after it"),
    };
    let message = format!("{} never gets to {rest}", ctx.describe(choice));
    let finding = Finding::new(place(ctx, rule), message).label("true for all data that can get here");
    Some(match default.filter(|_| after == 0) {
        Some(default) => finding.related(default, "never taken"),
        None => finding,
    })
}

/// What the rule asks.
fn place<'t>(ctx: &Context<'_, 't>, rule: &Object<'t>) -> Place<'t> {
    let asked = [Field::Variable, Field::Condition, Field::And, Field::Or, Field::Not];
    match asked.into_iter().find_map(|field| ctx.definition.entry(rule, field)) {
        Some(entry) if entry.field == Some(Field::Variable) || entry.field == Some(Field::Condition) => {
            entry.member.value.into()
        }
        Some(entry) => Place::span(entry.member.value, entry.member.key.span()),
        None => rule.node.into(),
    }
}

fn is_constant(ctx: &Context<'_, '_>, rule: &Object<'_>) -> bool {
    let Some(condition) = ctx.get(rule, Field::Condition) else { return false };
    let text = condition.as_str().map(|text| text.text.replace(char::is_whitespace, ""));
    matches!(text.as_deref(), Some("{%true%}" | "{%false%}")) || condition.as_bool().is_some()
}
