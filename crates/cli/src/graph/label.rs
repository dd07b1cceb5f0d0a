//! The words in a picture: what a state does, when a rule holds, which errors are caught.

use asl_semantics::shape::is_operator;
use asl_semantics::{Definition, Field, Object, State, StateType};
use asl_syntax::{Kind, Node};

/// What a state does, in a few words; empty, where its name and type say all.
pub(super) fn detail(definition: &Definition<'_>, state: &State<'_>) -> String {
    let object = definition.object(state.object);
    let get = |field| definition.get(object, field).map(words);
    let first = |fields: &[(Field, &str)]| {
        fields.iter().find_map(|(field, after)| get(*field).map(|text| format!("{text}{after}"))).unwrap_or_default()
    };
    match state.kind {
        Some(StateType::Task) => get(Field::Resource).map(|arn| resource(&arn)).unwrap_or_default(),
        Some(StateType::Wait) => first(&[
            (Field::Seconds, " s"),
            (Field::SecondsPath, " s"),
            (Field::Timestamp, ""),
            (Field::TimestampPath, ""),
        ]),
        Some(StateType::Fail) => first(&[(Field::Error, ""), (Field::ErrorPath, "")]),
        Some(StateType::Map) => {
            let items = first(&[(Field::Items, ""), (Field::ItemsPath, "")]);
            if items.is_empty() { "each item".to_owned() } else { format!("each of {items}") }
        }
        Some(StateType::Parallel) => "side by side".to_owned(),
        _ => String::new(),
    }
}

/// The part of a resource that says what is called.
fn resource(arn: &str) -> String {
    let pieces: Vec<&str> = arn.splitn(6, ':').collect();
    match pieces[..] {
        ["arn", _, "states", "", "", call] => call.strip_prefix("aws-sdk:").unwrap_or(call).to_owned(),
        ["arn", _, "states", _, _, rest] => rest.replacen(':', " ", 1),
        ["arn", _, "lambda", _, _, rest] => format!("lambda {}", rest.strip_prefix("function:").unwrap_or(rest)),
        _ => arn.to_owned(),
    }
}

/// When a choice rule holds.
pub(super) fn condition(rule: Node<'_>) -> String {
    if let Some(condition) = rule.get(Field::Condition.name()) {
        return words(condition);
    }
    let joined = |node: Node<'_>, word: &str| {
        let parts: Vec<String> = node.items().map(|rule| grouped(rule, node.items().count() > 1)).collect();
        parts.join(word)
    };
    if let Some(all) = rule.get("And") {
        return joined(all, " and ");
    }
    if let Some(any) = rule.get("Or") {
        return joined(any, " or ");
    }
    if let Some(other) = rule.get("Not") {
        return format!("not {}", grouped(other, true));
    }
    let variable = rule.get("Variable").map(words).unwrap_or_default();
    let operator = rule.members().find(|member| Field::of(member.key.text).is_some_and(is_operator));
    operator.map_or(variable.clone(), |member| comparison(&variable, member.key.text, member.value))
}

/// A rule as a part of another one.
fn grouped(rule: Node<'_>, is_one_of_several: bool) -> String {
    let is_compound = rule.get("And").or(rule.get("Or")).is_some_and(|parts| parts.items().count() > 1);
    let text = condition(rule);
    if is_compound && is_one_of_several { format!("({text})") } else { text }
}

fn comparison(variable: &str, operator: &str, operand: Node<'_>) -> String {
    if let Some(what) = operator.strip_prefix("Is") {
        let not = if operand.as_bool() == Some(false) { "not " } else { "" };
        return format!("{variable} is {not}{}", what.to_lowercase());
    }
    let (kind, is_path) = operator.strip_suffix("Path").map_or((operator, false), |kind| (kind, true));
    let kinds = ["String", "Numeric", "Boolean", "Timestamp"];
    let sign = match kinds.iter().find_map(|prefix| kind.strip_prefix(prefix)).unwrap_or(kind) {
        "Equals" => "=",
        "LessThan" => "<",
        "LessThanEquals" => "≤",
        "GreaterThan" => ">",
        "GreaterThanEquals" => "≥",
        "Matches" => "like",
        other => other,
    };
    let operand = match operand.as_str() {
        Some(text) if !is_path => format!("\"{}\"", text.text),
        _ => words(operand),
    };
    format!("{variable} {sign} {operand}")
}

/// The errors that a retrier or catcher names.
pub(super) fn errors(definition: &Definition<'_>, object: &Object<'_>) -> String {
    let names = definition.get(object, Field::ErrorEquals).into_iter().flat_map(Node::items);
    names.map(words).collect::<Vec<_>>().join(", ")
}

/// What a retrier does.
pub(super) fn retry(definition: &Definition<'_>, object: &Object<'_>) -> String {
    let times = definition.get(object, Field::MaxAttempts).map_or("3".to_owned(), words);
    format!("{times} × {}", errors(definition, object))
}

/// A value as a reader writes it down: a string without its quotes, an expression without its brackets.
fn words(node: Node<'_>) -> String {
    let text = node.as_str().map_or(node.raw(), |text| text.text);
    let inside = text.trim().strip_prefix("{%").and_then(|text| text.strip_suffix("%}")).unwrap_or(text);
    let inside = if matches!(node.kind(), Kind::Object | Kind::Array) { "…" } else { inside };
    inside.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Cut to so many characters.
pub(super) fn short(text: &str, most: usize) -> String {
    if text.char_indices().nth(most).is_none() {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}

/// Cut into lines of so many characters, at blanks where there are some; what goes beyond the last line is left out.
pub(super) fn lines(text: &str, width: usize, most: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        if out.len() + 1 >= most {
            out.push(short(rest, width));
            break;
        }
        let Some((end, _)) = rest.char_indices().nth(width) else {
            out.push(rest.to_owned());
            break;
        };
        let head = rest.get(..end).unwrap_or_default();
        let at = head.rfind(' ').filter(|at| *at >= end / 3).unwrap_or(end);
        let (line, after) = rest.split_at(at);
        out.push(line.trim_end().to_owned());
        rest = after.trim_start();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use asl_syntax::{Source, json};

    fn said(rule: &str) -> String {
        let tree = json::parse(Source::new(rule));
        condition(tree.root())
    }

    #[test]
    fn rules_are_said_as_one_would_read_them() {
        assert_eq!(said(r#"{"Variable": "$.n", "NumericGreaterThanEquals": 3, "Next": "A"}"#), "$.n ≥ 3");
        assert_eq!(said(r#"{"Variable": "$.s", "StringEquals": "a", "Next": "A"}"#), "$.s = \"a\"");
        assert_eq!(said(r#"{"Variable": "$.s", "StringEqualsPath": "$.t"}"#), "$.s = $.t");
        assert_eq!(said(r#"{"Variable": "$.s", "IsPresent": false}"#), "$.s is not present");
        assert_eq!(said(r#"{"Condition": "{% $states.input.a > 1 %}"}"#), "$states.input.a > 1");
        let or = r#"{"Or": [{"Variable": "$.a", "IsNull": true}, {"And": [{"Variable": "$.b", "BooleanEquals": true},
            {"Not": {"Variable": "$.c", "StringMatches": "x*"}}]}]}"#;
        assert_eq!(said(or), "$.a is null or ($.b = true and not $.c like \"x*\")");
        assert_eq!(said("{}"), "");
    }

    #[test]
    fn resources_are_shortened_to_what_is_called() {
        assert_eq!(resource("arn:aws:states:::bedrock:invokeModel"), "bedrock:invokeModel");
        assert_eq!(resource("arn:aws:states:::aws-sdk:s3:getObject"), "s3:getObject");
        assert_eq!(resource("arn:aws:lambda:us-east-1:1:function:pay:live"), "lambda pay:live");
        assert_eq!(resource("arn:aws:states:us-east-1:1:activity:pack"), "activity pack");
        assert_eq!(resource("${Function}"), "${Function}");
    }

    #[test]
    fn texts_are_cut_between_characters() {
        assert_eq!(short("äöü", 3), "äöü");
        assert_eq!(short("äöüß", 3), "äö…");
        assert_eq!(lines("one two three four", 9, 2), ["one two", "three fo…"].map(str::to_owned));
        assert_eq!(lines("ääääää", 4, 3), ["ääää", "ää"].map(str::to_owned));
    }
}
