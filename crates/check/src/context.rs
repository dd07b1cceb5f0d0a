//! All that a rule may look at.

use crate::Options;
use crate::arguments::Arguments;
use crate::call::Call;
use crate::suggest::Suggest;
use asl_catalogue::{Fault, Resource};
use asl_infer::requires::Conflict;
use asl_infer::{Certainty, Expression, Facts, FaultKind, Problem};
use asl_semantics::{Definition, Entry, Expressions, Field, Graph, Object, ObjectId, ObjectKind, StateId, StateType};
use asl_syntax::{Kind, Node, Str, Tree, placeholder};
use std::collections::{HashMap, HashSet};

/// A definition with all that was found out about it before the rules run.
#[derive(Debug)]
pub struct Context<'a, 't> {
    /// The model.
    pub definition: &'a Definition<'t>,
    /// Its graph.
    pub graph: &'a Graph<'t>,
    /// Its paths, calls and expressions, parsed.
    pub expressions: &'a Expressions<'t>,
    /// What does not stand in the definition.
    pub options: &'a Options,
    /// What is known of the data that flows through it; nothing, where AWS refuses it.
    pub facts: Option<&'a Facts<'a, 't>>,
    /// The states from which no input of the workflow leads to an end, and why.
    pub(crate) conflicts: Vec<(StateId, Conflict)>,
    pub(crate) tasks: Vec<Task<'a, 't>>,
    /// Those of them that call a known action, and what they pass to it.
    pub(crate) calls: Vec<Call<'a, 't>>,
    /// What those of Bedrock pass, as far as its type is known.
    pub(crate) arguments: Arguments,
    pub(crate) mistyped: Mistyped<'t>,
    pub(crate) suggest: Suggest,
}

/// Of objects with unknown names: the names that most likely stand for a field, and which.
pub(crate) type Mistyped<'t> = HashMap<ObjectId, Vec<(&'t str, &'static str)>>;

/// After so many unknown names in one object nobody mistyped anything.
const MOST_TYPOS: usize = 30;

/// Finds the mistyped fields of all objects.
pub(crate) fn mistyped<'t>(definition: &Definition<'t>, suggest: &Suggest) -> Mistyped<'t> {
    let mut out = Mistyped::new();
    for object in definition.objects() {
        // A real field at the wrong place is not mistyped; and Credentials may have other names.
        let is_odd = |e: &&Entry<'t>| e.spec.is_none() && e.field.is_none() && object.kind != ObjectKind::Credentials;
        let entries = definition.entries(object);
        if !entries.iter().any(|e| is_odd(&e)) {
            continue;
        }
        let given: HashSet<Field> = entries.iter().filter_map(|e| e.field).collect();
        let free = object.kind.fields().filter(|s| object.speaks(s.language) && !given.contains(&s.field));
        let free: Vec<&'static str> = free.map(|s| s.field.name()).collect();
        let names = entries.iter().filter(is_odd).take(MOST_TYPOS).map(|e| e.member.key.text);
        let found = names.filter_map(|name| suggest.closest(name, free.iter().copied()).map(|field| (name, field)));
        out.insert(object.id, found.collect());
    }
    out
}

/// A Task state and what it does.
#[derive(Clone, Copy, Debug)]
pub struct Task<'a, 't> {
    /// The state.
    pub object: &'a Object<'t>,
    /// Its resource, if it has one that is a string.
    pub resource: Option<(Str<'t>, Result<Resource<'t>, Fault>)>,
}

impl<'a, 't> Task<'a, 't> {
    pub(crate) fn all(definition: &'a Definition<'t>) -> Vec<Self> {
        let is_task = |o: &&Object<'t>| o.kind == ObjectKind::State(Some(StateType::Task));
        let read = |object| {
            let text = definition.get(object, Field::Resource).and_then(Node::as_str);
            let resource = text.map(|t| (t, Resource::parse(t.text, placeholder::is_hidden)));
            Task { object, resource }
        };
        definition.objects().iter().filter(is_task).map(read).collect()
    }
}

impl<'a, 't> Context<'a, 't> {
    /// The tree under all of it.
    pub fn tree(&self) -> &'t Tree {
        self.definition.tree
    }

    /// What may go wrong with the data, as far as it is known.
    pub(crate) fn problems(&self) -> impl Iterator<Item = &'a Problem<'a, 't>> + use<'a, 't> {
        let problems = self.facts.into_iter().flat_map(Facts::problems);
        problems.filter(|problem| problem.fault.certainty > Certainty::Unproven)
    }

    /// What may go wrong only because the data is not known; none, where nobody wants to be told.
    pub(crate) fn unproven(&self) -> impl Iterator<Item = &'a Problem<'a, 't>> + use<'a, 't> {
        let problems = self.facts.filter(|_| self.options.strict).into_iter().flat_map(Facts::problems);
        problems.filter(|problem| is_unproven(problem))
    }

    /// The Task states.
    pub fn tasks(&self) -> impl Iterator<Item = Task<'a, 't>> + '_ {
        self.tasks.iter().copied()
    }

    /// The Task state that is this object.
    pub(crate) fn task(&self, object: ObjectId) -> Option<Task<'a, 't>> {
        // They stand in the order of the objects.
        let at = self.tasks.binary_search_by_key(&object, |task| task.object.id).ok()?;
        self.tasks.get(at).copied()
    }

    /// The objects of one kind.
    pub fn objects(&self, kind: impl Fn(ObjectKind) -> bool) -> impl Iterator<Item = &'a Object<'t>> {
        self.definition.objects().iter().filter(move |o| kind(o.kind))
    }

    /// The value of an object's field.
    pub fn get(&self, object: &Object<'t>, field: Field) -> Option<Node<'t>> {
        self.definition.get(object, field)
    }

    /// The name of a field of an object, as it is written there.
    pub fn key(&self, object: &Object<'t>, field: Field) -> Option<Str<'t>> {
        self.definition.entry(object, field).map(|e| e.member.key)
    }

    /// The field that an unknown name of an object most likely stands for: one that it has, and was not given.
    pub fn meant_field(&self, object: &Object<'t>, name: &str) -> Option<&'static str> {
        let mistyped = self.mistyped.get(&object.id)?;
        mistyped.iter().find(|(n, _)| *n == name).map(|(_, field)| *field)
    }

    /// Was this field most likely meant by an unknown name of the object? That is reported as such.
    pub fn is_mistyped(&self, object: &Object<'t>, field: Field) -> bool {
        self.mistyped.get(&object.id).is_some_and(|m| m.iter().any(|(_, f)| *f == field.name()))
    }

    /// The states that a state stands in, from the nearest outwards.
    pub(crate) fn around(&self, state: &Object<'_>) -> impl Iterator<Item = &'a Object<'t>> + use<'a, 't> {
        let definition = self.definition;
        let owner = |id: StateId| definition.machine(definition.state(id).machine).owner;
        let first = state.state.and_then(owner);
        std::iter::successors(first, move |id| owner(*id)).map(|id| definition.object(definition.state(id).object))
    }

    /// The name of a state.
    pub fn name(&self, id: StateId) -> &'t str {
        self.definition.state(id).name.text
    }

    /// What a person calls an object: "state `A`", "a retrier of state `A`".
    pub fn describe(&self, object: &Object<'t>) -> String {
        match (object.kind, object.state) {
            (ObjectKind::State(_), Some(id)) => format!("state `{}`", self.name(id)),
            (kind, Some(id)) => format!("{} of state `{}`", kind.name(), self.name(id)),
            (kind, None) => kind.name().to_owned(),
        }
    }
}

/// Does it go wrong only because the data is not known? What is known may still be a value that does not fit, which no type
/// tells. Of data that is not known, a path of JSONata may make an array, and then it is possible that it goes wrong.
fn is_unproven(problem: &Problem<'_, '_>) -> bool {
    let by_type = !matches!(
        problem.fault.kind,
        FaultKind::Other(_) | FaultKind::UnknownVariable { .. } | FaultKind::UnknownFunction { .. }
    );
    let is_jsonata = matches!(problem.expression, Expression::Jsonata(..));
    match problem.fault.certainty {
        Certainty::Unproven => !matches!(problem.fault.kind, FaultKind::Other(_)),
        Certainty::Possible => is_jsonata && by_type,
        Certainty::Certain => false,
    }
}

/// Is it an expression of JSONata, or half of one, to a field that takes some?
pub(crate) fn is_expression(text: &str) -> bool {
    text.starts_with("{%") || text.ends_with("%}")
}

/// What a value is, in words.
pub(crate) fn kind_of(node: Node<'_>) -> &'static str {
    match node.kind() {
        Kind::Null if node.raw().is_empty() => "nothing",
        Kind::Null => "null",
        Kind::Bool(_) => "a boolean",
        Kind::Number => "a number",
        Kind::String => "a string",
        Kind::Array => "an array",
        Kind::Object => "an object",
        Kind::Missing | Kind::Unknown => "an unknown value",
    }
}

/// A value as it is shown in a message: short ones as they stand, others by their kind.
pub(crate) fn show(node: Node<'_>) -> String {
    let raw = node.raw();
    let is_short = raw.len() <= 60 && !raw.contains('\n') && !raw.is_empty();
    if is_short { format!("`{raw}`") } else { kind_of(node).to_owned() }
}
