//! A state of JSONPath in JSONata, where that means the same.
//!
//! Only paths of plain names are taken: where such a path leads to a value in JSONPath, it leads to the same in JSONata. What
//! fails on some data may fail in another way, or not at all. Calls of intrinsic functions, lists with something computed in
//! them and fields that work on each other's results are left alone.

use super::Change;
use crate::complete::in_jsonata;
use crate::rename::written;
use crate::scene::Scene;
use asl_check_core::Edit;
use asl_check_core::insert::{Value, member};
use asl_expressions::jsonata::is_function_of_aws;
use asl_semantics::{Entry, Field, ObjectKind, QueryLanguage, StateId, StateType};
use asl_syntax::jsonpath::{self, Root, StepKind};
use asl_syntax::{Kind, Node, Str};
use tower_lsp::ls_types::CodeActionKind;

/// The change; none, where it is not certain.
pub(super) fn to_jsonata(scene: &Scene<'_>, id: StateId) -> Option<Change> {
    let object = scene.object(id);
    let kind = scene.definition.state(id).kind?;
    let is_taken = matches!(kind, StateType::Task | StateType::Pass | StateType::Wait | StateType::Succeed);
    if !is_taken || object.language != Some(QueryLanguage::JsonPath) {
        return None;
    }
    let mut edits = Vec::new();
    let entries = scene.definition.entries(object);
    let has = |field| entries.iter().any(|it| it.field == Some(field));
    // Their results go into each other.
    if has(Field::ResultPath) && (has(Field::ResultSelector) || kind == StateType::Pass) {
        return None;
    }
    for entry in entries {
        edits.extend(translated(entry, kind)?);
    }
    for catcher in scene.definition.children(object, ObjectKind::Catcher) {
        for entry in scene.definition.entries(catcher) {
            match entry.field? {
                Field::ErrorEquals | Field::Next | Field::Comment => {}
                Field::ResultPath => edits.extend(placed(entry, "$states.errorOutput")?),
                _ => return None,
            }
        }
    }
    if let Some(entry) = scene.definition.entry(object, Field::QueryLanguage) {
        edits.push(Edit::value(entry.member.value.as_str()?, "JSONata"));
    } else {
        let first = object.node.members().next()?;
        edits.push(member(first.value, "QueryLanguage", &Value::text("JSONata"))?);
    }
    let title = format!("Write `{}` in JSONata", scene.name(id));
    Some(Change { title, kind: CodeActionKind::REFACTOR_REWRITE, edits })
}

/// The edits of a member; none, where it can't be said in JSONata for certain.
fn translated(entry: &Entry<'_>, kind: StateType) -> Option<Vec<Edit>> {
    let (key, value) = (entry.member.key, entry.member.value);
    let mut edits = Vec::new();
    let named = |name: &str| Edit::value(key, name);
    let root = if kind == StateType::Task { "$states.result" } else { "$states.input" };
    match entry.field? {
        Field::Type | Field::Comment | Field::Resource | Field::Next | Field::End | Field::Retry | Field::Catch => {}
        Field::QueryLanguage | Field::TimeoutSeconds | Field::HeartbeatSeconds | Field::Seconds | Field::Timestamp => {}
        Field::Parameters => {
            edits.push(named(if kind == StateType::Task { "Arguments" } else { "Output" }));
            template(value, "$states.input", &mut edits)?;
        }
        Field::ResultSelector => {
            edits.push(named("Output"));
            template(value, "$states.result", &mut edits)?;
        }
        Field::Result => {
            edits.push(named("Output"));
            plain(value)?;
        }
        Field::ResultPath => edits.extend(placed(entry, root)?),
        Field::SecondsPath => edits.extend([named("Seconds"), computed(value.as_str()?, "$states.input")?]),
        Field::TimestampPath => edits.extend([named("Timestamp"), computed(value.as_str()?, "$states.input")?]),
        Field::TimeoutSecondsPath => {
            edits.extend([named("TimeoutSeconds"), computed(value.as_str()?, "$states.input")?]);
        }
        Field::HeartbeatSecondsPath => {
            edits.extend([named("HeartbeatSeconds"), computed(value.as_str()?, "$states.input")?]);
        }
        _ => return None,
    }
    Some(edits)
}

/// Where a result goes, as an output.
fn placed(entry: &Entry<'_>, result: &str) -> Option<Vec<Edit>> {
    let value = entry.member.value;
    let text = match value.as_str() {
        None if value.kind() == Kind::Null => "$states.input".to_owned(),
        None => return None,
        Some(text) => {
            let parsed = jsonpath::parse(text.known()?);
            match parsed.path.steps.as_slice() {
                _ if !parsed.errors.is_empty() || parsed.path.root != Root::Input => return None,
                [] => result.to_owned(),
                [step] => match &step.kind {
                    StepKind::Name { name, .. } => {
                        format!("$merge([$states.input, {{{}: {result}}}])", quoted(&name.text)?)
                    }
                    _ => return None,
                },
                _ => return None,
            }
        }
    };
    let format = value.tree().format();
    let written = written(&format!("{{% {text} %}}"), format);
    Some(vec![Edit::value(entry.member.key, "Output"), Edit::new(value.span(), written)])
}

/// The edits of a payload template.
fn template(value: Node<'_>, input: &str, edits: &mut Vec<Edit>) -> Option<()> {
    match value.kind() {
        Kind::Object if !value.is_unknown() => {
            for member in value.members() {
                match member.key.text.strip_suffix(".$") {
                    Some(name) => {
                        edits.push(Edit::value(member.key, name));
                        edits.push(computed(member.value.as_str()?, input)?);
                    }
                    None => template(member.value, input, edits)?,
                }
            }
            Some(())
        }
        _ => plain(value),
    }
}

/// Something that JSONata takes as it stands.
fn plain(value: Node<'_>) -> Option<()> {
    let is_plain = |it: Node<'_>| {
        let has_suffix = it.members().any(|member| member.key.text.ends_with(".$"));
        let is_half = it.as_str().is_some_and(|text| text.text.starts_with("{%") || text.text.ends_with("%}"));
        !has_suffix && !is_half
    };
    value.descendants().all(is_plain).then_some(())
}

/// A path in the place of itself.
fn computed(text: Str<'_>, input: &str) -> Option<Edit> {
    let expression = expression(text.known()?, input)?;
    let format = text.node.tree().format();
    Some(Edit::new(text.span(), written(&format!("{{% {expression} %}}"), format)))
}

fn expression(path: &str, input: &str) -> Option<String> {
    let parsed = jsonpath::parse(path);
    if !parsed.errors.is_empty() {
        return None;
    }
    let mut out = match parsed.path.root {
        Root::Input => input.to_owned(),
        Root::Context => "$states.context".to_owned(),
        // A function has the name in JSONata.
        Root::Variable { name, .. } if is_function_of_aws(name) => return None,
        Root::Variable { name, .. } => format!("${name}"),
        Root::Current => return None,
    };
    for step in &parsed.path.steps {
        let StepKind::Name { name, .. } = &step.kind else { return None };
        out.extend([".", &in_jsonata(&name.text)?]);
    }
    Some(out)
}

fn quoted(name: &str) -> Option<String> {
    (!name.contains(['\'', '\\']) && !name.contains(char::is_control)).then(|| format!("'{name}'"))
}
