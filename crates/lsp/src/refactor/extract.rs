//! What a Task is given, built in a Pass in front of it, where it can be seen and tested by itself.

use super::Change;
use super::handlers::free_name;
use crate::scene::Scene;
use crate::symbol::Symbol;
use asl_check_core::Edit;
use asl_check_core::insert::{Value, member};
use asl_semantics::{Expression, Field, ObjectKind, QueryLanguage, StateId, StateType};
use asl_syntax::{Kind, Node};
use tower_lsp::ls_types::CodeActionKind;

/// Fields of a JSONPath Task that read the input beside its parameters.
const READERS: [Field; 6] = [
    Field::InputPath,
    Field::ResultPath,
    Field::TimeoutSecondsPath,
    Field::HeartbeatSecondsPath,
    Field::Credentials,
    Field::Assign,
];

/// The change; none, where something else in the state reads the input, which will be another one.
pub(super) fn pass(scene: &Scene<'_>, id: StateId) -> Option<Change> {
    let object = scene.object(id);
    let is_task = scene.definition.state(id).kind == Some(StateType::Task);
    // Blocks of YAML are not moved.
    if !is_task || !object.node.raw().starts_with('{') || scene.definition.state(id).replaced {
        return None;
    }
    let language = object.language?;
    let (field, built) = match language {
        QueryLanguage::JsonPath => (Field::Parameters, "Parameters"),
        QueryLanguage::Jsonata => (Field::Arguments, "Output"),
    };
    let given = scene.definition.get(object, field).filter(|it| it.kind() == Kind::Object)?;
    if reads_elsewhere(scene, id, language) || is_of_the_task(given) {
        return None;
    }
    let name = free_name(scene, &format!("Prepare {}", scene.name(id)));
    let mut members = vec![("Type", Value::text("Pass"))];
    if scene.definition.entry(object, Field::QueryLanguage).is_some() {
        members.push(("QueryLanguage", Value::text(language.name())));
    }
    members.push((built, Value::Scalar(given.raw().to_owned())));
    members.push(("Next", Value::text(scene.name(id))));
    let mut edits = vec![member(object.node, &name, &Value::Object(members))?];
    edits.push(match language {
        QueryLanguage::JsonPath => Edit::new(given.span(), one_by_one(given)?),
        QueryLanguage::Jsonata => Edit::new(given.span(), "\"{% $states.input %}\""),
    });
    let meant = scene.uses(&Symbol::State(id)).into_iter().filter(|it| !it.is_declaration);
    edits.extend(meant.map(|it| Edit::value(it.text, &name)));
    let title = format!("Build the input of `{}` in a Pass state", scene.name(id));
    Some(Change { title, kind: CodeActionKind::REFACTOR_EXTRACT, edits })
}

/// Does anything but the parameters read the input of the state?
fn reads_elsewhere(scene: &Scene<'_>, id: StateId, language: QueryLanguage) -> bool {
    let object = scene.object(id);
    let mut handlers = scene.definition.children(object, ObjectKind::Catcher);
    match language {
        QueryLanguage::JsonPath => {
            READERS.iter().any(|field| scene.definition.entry(object, *field).is_some())
                || handlers.any(|it| scene.definition.entry(it, Field::ResultPath).is_some())
        }
        QueryLanguage::Jsonata => scene
            .expressions()
            .iter()
            .filter(|it| scene.definition.object(it.object).state == Some(id) && it.field != Field::Arguments)
            .filter_map(Expression::text)
            .any(|text| {
                let known = ["result", "context", "errorOutput"];
                let mut read = text.text.split("$states").skip(1);
                read.any(|rest| !known.iter().any(|it| rest.strip_prefix('.').is_some_and(|rest| rest.starts_with(it))))
            }),
    }
}

/// Does it read what only the state itself has, its token or its name, or the context object in a way that may lead there?
fn is_of_the_task(given: Node<'_>) -> bool {
    let is_of_all = |rest: &str| [".Execution", ".StateMachine", ".Map"].iter().any(|part| rest.starts_with(part));
    let in_states = |rest: &str| match rest.strip_prefix(".context") {
        Some(rest) => !is_of_all(rest),
        None => !rest.starts_with(".input"),
    };
    given.descendants().filter_map(Node::as_str).any(|it| {
        it.text.split("$$").skip(1).any(|rest| !is_of_all(rest)) || it.text.split("$states").skip(1).any(in_states)
    })
}

/// Parameters that take each member of the input as it is: AWS wants to see the names of those that an action needs.
fn one_by_one(given: Node<'_>) -> Option<String> {
    let names = given.members().map(|member| member.key.text.strip_suffix(".$").unwrap_or(member.key.text));
    let members = names.map(|name| {
        let is_bare =
            name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(|c| c.is_ascii_alphanumeric());
        is_bare.then(|| format!("\"{name}.$\": \"$.{name}\""))
    });
    let members: Option<Vec<String>> = members.collect();
    Some(format!("{{ {} }}", members?.join(", ")))
}
