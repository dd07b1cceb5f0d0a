use super::{computed_parameters, prelude::*};
use crate::call::{Call, Part, plain_text};
use asl_catalogue::Shape as Takes;

pub(super) static RULE: Rule = Rule {
    id: "wrong-parameter-type",
    category: Category::Integrations,
    stage: Stage::Run,
    severity: Severity::Error,
    page: include_str!("wrong-parameter-type.md"),
    check,
};

/// No JSON is in a text of at most so many characters.
const LONG: f64 = 1024.0;

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for call in &ctx.calls {
        computed_parameters::check(ctx, call, report);
        for part in &call.parts {
            let &Part::Value(node, shape) = part else { continue };
            if node.kind() == Kind::String && plain_text(node, call.language).is_none() {
                continue;
            }
            if let Some(text) = no_number_of_an_item(call, node) {
                let message =
                    format!("`{}` of {} holds a number in a text, and `{text}` is none", call.way(node), call.name());
                report.add(Finding::new(node, format!("{message} ({})", ctx.describe(call.task.object))));
                continue;
            }
            if fits(node, shape) || may_be_made_text(call, node, shape) || ctx.tree().is_ambiguous(node) {
                continue;
            }
            let message = format!(
                "`{}` of {} is {}, not {} ({})",
                call.way(node),
                call.name(),
                shape.noun(),
                show(node),
                ctx.describe(call.task.object)
            );
            report.add(Finding::new(node, message).maybe_help(help(node, shape)));
        }
    }
}

/// The text that stands where the digits of a number are wanted, in an item of a table: `{"N": "five"}`.
fn no_number_of_an_item<'t>(call: &Call<'_, 't>, node: Node<'t>) -> Option<&'t str> {
    let is_item = call.action.service().name() == "dynamodb" && node.key()?.text == "N";
    let text = node.as_str().filter(|_| is_item)?.known()?;
    let is_alone = node.parent()?.members().count() == 1;
    let is_number = text.parse::<f64>().is_ok_and(f64::is_finite);
    (is_alone && !is_number).then_some(text)
}

/// A text that can be long may be JSON, and Step Functions was seen to make it of an object in actions of the SDK.
fn may_be_made_text(call: &Call<'_, '_>, node: Node<'_>, shape: Takes<'_>) -> bool {
    matches!(node.kind(), Kind::Object | Kind::Array) && is_long_text(shape) && !call.action.service().is_optimized()
}

/// Does it take any text, of any length?
pub(super) fn is_long_text(shape: Takes<'_>) -> bool {
    let Takes::String(text) = shape else { return false };
    let is_long = text.bounds().most.is_none_or(|most| most.number() > LONG);
    is_long && text.pattern().is_none() && text.values().next().is_none()
}

/// Is it a value of a table's item? A text for one was seen to be taken.
pub(super) fn is_attribute(shape: Takes<'_>) -> bool {
    matches!(shape, Takes::Structure(of) if ["S", "N", "M"].iter().all(|it| of.member(it).is_some()))
}

/// May a value stand for a shape? What reads as the wanted kind of value may be taken for it.
fn fits(node: Node<'_>, shape: Takes<'_>) -> bool {
    let text = || node.as_str().map_or("", |text| text.text);
    match (node.kind(), shape) {
        (Kind::Null | Kind::Missing | Kind::Unknown, _) | (_, Takes::Json | Takes::Text | Takes::Blob(_)) => true,
        (Kind::String, Takes::String(_) | Takes::Timestamp) => true,
        (Kind::String, Takes::Number(_)) => text().trim().parse::<f64>().is_ok(),
        (Kind::String, Takes::Boolean) => matches!(text().to_ascii_lowercase().as_str(), "true" | "false"),
        (Kind::Number, Takes::Number(_) | Takes::Timestamp) => true,
        (Kind::Bool(_), Takes::Boolean) => true,
        (Kind::String, Takes::Structure(_)) => is_attribute(shape),
        (Kind::Object, Takes::Structure(_) | Takes::Map(_)) | (Kind::Array, Takes::List(_)) => true,
        _ => false,
    }
}

fn help(node: Node<'_>, shape: Takes<'_>) -> Option<String> {
    match (node.kind(), shape) {
        (Kind::Number | Kind::Bool(_), Takes::String(_)) => Some(format!("write \"{}\"", node.raw())),
        (Kind::String | Kind::Object, Takes::List(list)) if fits(node, list.items()) => {
            Some("put it in brackets: it is a list of one then".to_owned())
        }
        (Kind::Object | Kind::Array, Takes::String(_)) => {
            Some("`States.JsonToString` in JSONPath, or `$string` in JSONata, makes a text of it".to_owned())
        }
        _ => None,
    }
}
