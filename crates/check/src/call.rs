//! What Tasks pass to the actions of services, beside what those take.

use crate::context::{Task, is_expression};
use asl_catalogue::{Action, Resource, Shape, Structure, Support};
use asl_semantics::{Definition, Field, QueryLanguage};
use asl_syntax::{Kind, Node, Str};
use asl_types::Type;

/// A Task that calls a known action, with parameters that stand in the definition.
#[derive(Debug)]
pub(crate) struct Call<'a, 't> {
    pub(crate) task: Task<'a, 't>,
    pub(crate) action: Action<'static>,
    pub(crate) given: Node<'t>,
    pub(crate) language: QueryLanguage,
    /// All parts of what is given, the outer before the inner.
    pub(crate) parts: Vec<Part<'t>>,
}

/// What a call is made of.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Part<'t> {
    /// An object of known members.
    Object(Node<'t>, Structure<'static>),
    /// A member that such an object does not have.
    Unknown {
        /// As it is written.
        key: Str<'t>,
        /// Without the `.$` of JSONPath.
        name: &'t str,
        /// What it stands in.
        object: Node<'t>,
        /// What that should be.
        structure: Structure<'static>,
    },
    /// A value that stands as it is.
    Value(Node<'t>, Shape<'static>),
    /// One that a path, a call or an expression gives.
    Computed(Str<'t>, Shape<'static>),
}

impl<'a, 't> Call<'a, 't> {
    /// All calls of a definition.
    pub(crate) fn all(definition: &'a Definition<'t>, tasks: &[Task<'a, 't>]) -> Vec<Self> {
        tasks.iter().filter_map(|task| Self::of(definition, *task)).collect()
    }

    fn of(definition: &'a Definition<'t>, task: Task<'a, 't>) -> Option<Self> {
        let (_, Ok(resource)) = task.resource? else { return None };
        let language = task.object.language?;
        let given = definition.get(task.object, parameters(language))?;
        if given.kind() != Kind::Object || given.is_unknown() {
            return None;
        }
        let action = resource.action().filter(|action| action.support() == Support::Offered)?;
        let mut call = Self { task, action, given, language, parts: Vec::new() };
        let mut parts = Vec::new();
        if let Some(input) = action.input() {
            call.walk(given, Shape::Structure(input), &mut parts);
        }
        call.parts = parts;
        Some(call)
    }

    /// What a person calls the action: `aws-sdk:s3:getObject`.
    pub(crate) fn name(&self) -> String {
        name(self.action)
    }

    /// The way from the parameters to a part of them.
    pub(crate) fn way(&self, part: Node<'t>) -> String {
        way(self.given, part)
    }

    /// What the parameters have at the place of a part of them, if all of them are this.
    pub(crate) fn at(&self, part: Node<'t>, arguments: &Type) -> Type {
        let Some(owner) = part.parent().filter(|_| part.id() != self.given.id()) else { return arguments.clone() };
        let around = self.at(owner, arguments).present();
        if let Some(key) = part.key() {
            return around.field(self.split(key.text).0);
        }
        // Behind the items of which something is known, all are alike.
        let known = around.sets().arrays.as_ref().map_or(0, |array| array.known().len());
        around.item(owner.items().take(known).position(|it| it.id() == part.id()).unwrap_or(known))
    }

    /// The name of a key, and whether its value is computed.
    pub(crate) fn split<'k>(&self, key: &'k str) -> (&'k str, bool) {
        match key.strip_suffix(".$") {
            Some(name) if self.language == QueryLanguage::JsonPath => (name, true),
            _ => (key, false),
        }
    }

    /// Does an object have a member of a name, or one whose name is hidden?
    pub(crate) fn may_have(&self, object: Node<'t>, name: &str) -> bool {
        object.members().any(|member| self.split(member.key.text).0 == name || member.key.has_placeholder())
    }

    fn walk(&self, node: Node<'t>, shape: Shape<'static>, parts: &mut Vec<Part<'t>>) {
        if node.is_unknown() || is_computed(node, self.language) {
            return computed(node, shape, parts);
        }
        parts.push(Part::Value(node, shape));
        match (node.kind(), shape) {
            (Kind::Object, Shape::Structure(structure)) => {
                parts.push(Part::Object(node, structure));
                for member in node.members().filter(|member| !member.key.has_placeholder()) {
                    let (name, is_computed) = self.split(member.key.text);
                    match structure.member(name) {
                        Some(known) if is_computed => computed(member.value, known.shape(), parts),
                        Some(known) => self.walk(member.value, known.shape(), parts),
                        None => parts.push(Part::Unknown { key: member.key, name, object: node, structure }),
                    }
                }
            }
            (Kind::Object, Shape::Map(map)) => {
                for member in node.members() {
                    if self.split(member.key.text).1 {
                        computed(member.value, map.values(), parts);
                    } else {
                        self.walk(member.value, map.values(), parts);
                    }
                }
            }
            (Kind::Array, Shape::List(list)) => {
                node.items().for_each(|item| self.walk(item, list.items(), parts));
            }
            _ => {}
        }
    }
}

fn computed<'t>(node: Node<'t>, shape: Shape<'static>, parts: &mut Vec<Part<'t>>) {
    parts.extend(node.as_str().filter(|text| !text.has_placeholder()).map(|text| Part::Computed(text, shape)));
}

/// A string that stands as it is, and is meant to: what looks like a path or a call is told as that.
pub(crate) fn plain_text(node: Node<'_>, language: QueryLanguage) -> Option<Str<'_>> {
    let text = node.as_str().filter(|text| !text.text.is_empty() && !is_computed(node, language))?;
    (!["$", "States."].iter().any(|it| text.text.starts_with(it))).then_some(text)
}

/// The way from a value to a part of it: `Overrides.ContainerOverrides[0].Name`.
pub(crate) fn way<'t>(outer: Node<'t>, part: Node<'t>) -> String {
    let pointer = part.pointer();
    let mut steps: Vec<(Option<Str<'t>>, &str)> = Vec::new();
    let outwards = std::iter::successors(Some(part), |node| node.parent());
    for (node, step) in outwards.take_while(|node| node.id() != outer.id()).zip(pointer.rsplit('/')) {
        steps.push((node.key(), step));
    }
    let mut out = String::new();
    for (key, step) in steps.into_iter().rev() {
        match key {
            Some(key) if out.is_empty() => out.push_str(key.text),
            Some(key) => out.extend([".", key.text]),
            // In a pointer, that of an item is its number.
            None => out.extend(["[", step, "]"]),
        }
    }
    out
}

/// What a person calls an action: `aws-sdk:s3:getObject`.
pub(crate) fn name(action: Action<'_>) -> String {
    let sdk = if action.service().is_optimized() { "" } else { "aws-sdk:" };
    format!("{sdk}{}:{}", action.service().name(), action.name())
}

/// The field that parameters stand in.
pub(crate) fn parameters(language: QueryLanguage) -> Field {
    match language {
        QueryLanguage::JsonPath => Field::Parameters,
        QueryLanguage::Jsonata => Field::Arguments,
    }
}

/// The action of the SDK that an optimised integration calls.
pub(crate) fn called(action: Action<'static>) -> Option<Action<'static>> {
    let (service, name) = action.stands_for()?.split_once(':')?;
    Resource::Sdk { service, action: name, suffix: "" }.action()
}

/// Is it an expression of JSONata, or text that a template fills in?
pub(crate) fn is_computed(node: Node<'_>, language: QueryLanguage) -> bool {
    node.as_str()
        .is_some_and(|text| text.has_placeholder() || language == QueryLanguage::Jsonata && is_expression(text.text))
}
