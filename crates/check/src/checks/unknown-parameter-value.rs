use super::prelude::*;
use crate::call::{Part, plain_text};
use asl_catalogue::Shape as Takes;

pub(super) static RULE: Rule = Rule {
    id: "unknown-parameter-value",
    category: Category::Integrations,
    stage: Stage::Run,
    severity: Severity::Error,
    page: include_str!("unknown-parameter-value.md"),
    check,
};

/// Longer lists, such as those of types of instances, grow every month, and by names that resemble each other.
const MOST_VALUES: usize = 60;

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for call in &ctx.calls {
        for part in &call.parts {
            let &Part::Value(node, Takes::String(text)) = part else { continue };
            let Some(given) = plain_text(node, call.language) else { continue };
            let values: Vec<&str> = text.values().collect();
            if values.is_empty() || values.contains(&given.text) {
                continue;
            }
            let message = format!(
                "`{}` is none of the values that `{}` of {} takes ({})",
                given.text,
                call.way(node),
                call.name(),
                ctx.describe(call.task.object)
            );
            let finding = Finding::new(node, message);
            if let Some(meant) = values.iter().find(|value| value.eq_ignore_ascii_case(given.text)) {
                let finding = finding.help(format!("it is spelled `{meant}`"));
                report.add(finding.fix(format!("write `{meant}`"), Edit::value(given, meant)).possible());
            } else if values.len() > MOST_VALUES {
                // It may be newer than what is known.
            } else if let Some(meant) =
                closest(given.text, values.iter().copied()).filter(|it| has_same_digits(it, given.text))
            {
                let finding = finding.help(format!("did you mean `{meant}`?"));
                report.add(finding.fix(format!("write `{meant}`"), Edit::value(given, meant)));
            } else {
                let shown = values.get(..12).map_or_else(|| list(&values), |some| format!("{} and others", list(some)));
                report.add(finding.help(format!("it takes {shown}, as far as is known")).possible());
            }
        }
    }
}
