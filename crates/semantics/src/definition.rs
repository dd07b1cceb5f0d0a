//! The typed model of a definition: its objects, machines and states, every field optional and with its place.
//!
//! Built in one walk over the tree. Nothing is refused here: what is missing is absent, what is of the wrong kind stays a
//! node, and a placeholder is unknown. The rules of `check` say what is wrong with it.

use crate::Field;
use crate::shape::{FieldSpec, ObjectKind, QueryLanguage, Shape, StateType};
use asl_syntax::{Kind, Member, Node, Str, Tree};
use std::collections::HashMap;
use std::ops::Range;

/// An object's number in its definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ObjectId(pub(crate) u32);

/// A state's number in its definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StateId(pub(crate) u32);

/// A machine's number in its definition; the outermost is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MachineId(pub(crate) u32);

impl StateId {
    /// As an index into [`Definition::states`].
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

impl MachineId {
    /// The outermost machine.
    pub const TOP: Self = Self(0);
}

/// A definition as it was written.
#[derive(Debug)]
pub struct Definition<'t> {
    /// The tree that it was read from.
    pub tree: &'t Tree,
    /// Every object of the language, in document order; a parent comes before its children.
    objects: Vec<Object<'t>>,
    entries: Vec<Entry<'t>>,
    /// Every `States` with its start, in document order; the first is the outermost.
    machines: Vec<Machine<'t>>,
    /// All states of all machines, in document order.
    states: Vec<State<'t>>,
}

/// A member of an object of the language.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'t> {
    /// The field, if the language has one of this name anywhere.
    pub field: Option<Field>,
    /// What this object's table says of it; `None`: the object has no such field.
    pub spec: Option<&'static FieldSpec>,
    /// Name and value.
    pub member: Member<'t>,
}

/// An object of the language: a machine, a state, a retrier …
#[derive(Debug)]
pub struct Object<'t> {
    /// Its number.
    pub id: ObjectId,
    /// What it is.
    pub kind: ObjectKind,
    /// Its place.
    pub node: Node<'t>,
    /// The object that it belongs to.
    pub parent: Option<ObjectId>,
    /// The state that it is, or belongs to.
    pub state: Option<StateId>,
    /// The machine that it is, or belongs to.
    pub machine: MachineId,
    /// The language that its expressions are in; `None`: not known here.
    pub language: Option<QueryLanguage>,
    entries: Range<u32>,
    /// One past its last descendant.
    end: u32,
}

/// A `States` with its start: the whole definition, a branch, an item processor.
#[derive(Debug)]
pub struct Machine<'t> {
    /// Its number.
    pub id: MachineId,
    /// The object that it is.
    pub object: ObjectId,
    /// The state that it is a part of.
    pub owner: Option<StateId>,
    /// Its states, in order; of two with the same name, both.
    pub states: Vec<StateId>,
    /// Name to state; of two with the same name, the last.
    by_name: HashMap<&'t str, StateId>,
    /// Does a placeholder stand in some state's name, or for all states, so that any name may turn out to exist?
    has_unknown_name: bool,
}

/// A state.
#[derive(Debug)]
pub struct State<'t> {
    /// Its number.
    pub id: StateId,
    /// Its name.
    pub name: Str<'t>,
    /// The object that it is.
    pub object: ObjectId,
    /// The machine that it is in.
    pub machine: MachineId,
    /// Its type, if it is known.
    pub kind: Option<StateType>,
    /// Is there a later state of the same name in the same `States`, or does it lie inside of one that is replaced so? Most
    /// readers drop it then.
    pub replaced: bool,
    /// The machines inside: branches or the item processor.
    pub inner: Vec<MachineId>,
}

impl Object<'_> {
    /// Does it have fields of this language (`None`: of both)? As long as its own is not known, of any.
    pub fn speaks(&self, language: Option<QueryLanguage>) -> bool {
        language.is_none() || self.language.is_none() || language == self.language
    }
}

impl<'t> Definition<'t> {
    /// Reads the model off a tree. If the root is no object, there is nothing in it.
    pub fn new(tree: &'t Tree) -> Self {
        let mut builder = Builder {
            out: Self { tree, objects: Vec::new(), entries: Vec::new(), machines: Vec::new(), states: Vec::new() },
            top: Some(QueryLanguage::JsonPath),
        };
        let root = tree.root();
        if root.kind() == Kind::Object {
            builder.top = language_of(root, Some(QueryLanguage::JsonPath));
            let place = Place { parent: None, state: None, machine: MachineId::TOP, language: builder.top };
            builder.object(ObjectKind::StateMachine, root, place);
        }
        builder.spread_replaced();
        builder.out
    }

    /// All objects, parents first.
    pub fn objects(&self) -> &[Object<'t>] {
        &self.objects
    }

    /// All machines, the outermost first.
    pub fn machines(&self) -> &[Machine<'t>] {
        &self.machines
    }

    /// All states.
    pub fn states(&self) -> &[State<'t>] {
        &self.states
    }

    /// The object of this number.
    pub fn object(&self, id: ObjectId) -> &Object<'t> {
        &self.objects[id.0 as usize]
    }

    /// The state of this number.
    pub fn state(&self, id: StateId) -> &State<'t> {
        &self.states[id.0 as usize]
    }

    /// The machine of this number.
    pub fn machine(&self, id: MachineId) -> &Machine<'t> {
        &self.machines[id.0 as usize]
    }

    /// The language of the whole definition; `None`: not known here.
    pub fn language(&self) -> Option<QueryLanguage> {
        self.objects.first().map_or(Some(QueryLanguage::JsonPath), |o| o.language)
    }

    /// The members of an object, in order.
    pub fn entries(&self, object: &Object<'t>) -> &[Entry<'t>] {
        self.entries.get(object.entries.start as usize..object.entries.end as usize).unwrap_or_default()
    }

    /// The member of this name; of two, the last.
    pub fn entry(&self, object: &Object<'t>, field: Field) -> Option<&Entry<'t>> {
        self.entries(object).iter().rev().find(|e| e.field == Some(field))
    }

    /// The value of a field.
    pub fn get(&self, object: &Object<'t>, field: Field) -> Option<Node<'t>> {
        self.entry(object, field).map(|e| e.member.value)
    }

    /// The objects of one kind directly in another one: its retriers, its rules.
    pub fn children(&self, object: &Object<'t>, kind: ObjectKind) -> impl Iterator<Item = &Object<'t>> {
        let id = object.id;
        let inside = self.objects.get(id.0 as usize + 1..object.end as usize).unwrap_or_default();
        inside.iter().filter(move |o| o.parent == Some(id) && o.kind == kind)
    }

    /// The state that an object is, or belongs to.
    pub fn state_of(&self, object: &Object<'t>) -> Option<&State<'t>> {
        object.state.map(|id| self.state(id))
    }

    /// The machines from this one out to the outermost.
    pub fn enclosing(&self, machine: MachineId) -> impl Iterator<Item = &Machine<'t>> {
        let outwards = move |m: &&Machine<'t>| m.owner.map(|s| self.machine(self.state(s).machine));
        std::iter::successors(self.machines.get(machine.0 as usize), outwards)
    }
}

impl Machine<'_> {
    /// The state of this name.
    pub fn find(&self, name: &str) -> Option<StateId> {
        self.by_name.get(name).copied()
    }

    /// Does a placeholder stand in some state's name, or for all states, so that any name may turn out to exist?
    pub fn has_unknown_name(&self) -> bool {
        self.has_unknown_name
    }
}

/// The query language that an object sets for itself, or else the one around it.
fn language_of(node: Node<'_>, otherwise: Option<QueryLanguage>) -> Option<QueryLanguage> {
    let Some(value) = node.get(Field::QueryLanguage.name()) else { return otherwise };
    match value.as_str().and_then(Str::known) {
        Some("JSONPath") => Some(QueryLanguage::JsonPath),
        Some("JSONata") => Some(QueryLanguage::Jsonata),
        _ => None,
    }
}

/// Where an object stands.
#[derive(Clone, Copy)]
struct Place {
    parent: Option<ObjectId>,
    state: Option<StateId>,
    machine: MachineId,
    language: Option<QueryLanguage>,
}

struct Builder<'t> {
    out: Definition<'t>,
    /// The language of the whole definition, which inner states inherit whatever the state around them sets.
    top: Option<QueryLanguage>,
}

impl<'t> Builder<'t> {
    fn object(&mut self, kind: ObjectKind, node: Node<'t>, place: Place) -> ObjectId {
        let id = ObjectId(self.out.objects.len() as u32);
        let start = self.out.entries.len() as u32;
        self.out.entries.extend(node.members().map(|member| {
            let field = Field::of(member.key.text);
            Entry { field, spec: field.and_then(|f| kind.spec(f)), member }
        }));
        let entries = start..self.out.entries.len() as u32;
        let Place { parent, state, machine, language } = place;
        self.out.objects.push(Object {
            id,
            kind,
            node,
            parent,
            state,
            machine,
            language,
            entries: entries.clone(),
            end: 0,
        });
        let machine = if kind.is_machine() { self.machine(id, state) } else { machine };
        let inside = Place { parent: Some(id), machine, ..place };
        for index in entries {
            let Entry { spec: Some(spec), member, .. } = self.out.entries[index as usize] else { continue };
            self.inside(spec.shape, member.value, inside);
        }
        self.out.objects[id.0 as usize].end = self.out.objects.len() as u32;
        id
    }

    /// The objects inside a field's value.
    fn inside(&mut self, shape: Shape, value: Node<'t>, place: Place) {
        match shape {
            Shape::Object(kind) if value.kind() == Kind::Object => {
                self.object(kind, value, place);
            }
            Shape::Objects(kind, _) => {
                for item in value.items().filter(|n| n.kind() == Kind::Object) {
                    self.object(kind, item, place);
                }
            }
            Shape::States => self.states(value, place),
            _ => {}
        }
    }

    /// What lies inside a replaced state is replaced with it. Owners come before what they own.
    fn spread_replaced(&mut self) {
        for index in 0..self.out.states.len() {
            let machine = self.out.states[index].machine;
            let owner = self.out.machine(machine).owner;
            if owner.is_some_and(|o| self.out.state(o).replaced) {
                self.out.states[index].replaced = true;
            }
        }
    }

    fn machine(&mut self, object: ObjectId, owner: Option<StateId>) -> MachineId {
        let id = MachineId(self.out.machines.len() as u32);
        self.out.machines.push(Machine {
            id,
            object,
            owner,
            states: Vec::new(),
            by_name: HashMap::new(),
            has_unknown_name: self.out.object(object).node.is_open(),
        });
        self.out.objects[object.0 as usize].machine = id;
        if let Some(owner) = owner {
            self.out.states[owner.index()].inner.push(id);
        }
        id
    }

    fn states(&mut self, states: Node<'t>, place: Place) {
        if states.is_unknown() {
            self.out.machines[place.machine.0 as usize].has_unknown_name = true;
            return;
        }
        // Members that are no objects are no states, but their names count as transition targets.
        for member in states.members() {
            let node = member.value;
            let kind = node.get(Field::Type.name()).and_then(Node::as_str).and_then(|t| StateType::of(t.text));
            let id = StateId(self.out.states.len() as u32);
            let object = ObjectId(self.out.objects.len() as u32);
            let machine = place.machine;
            self.out.states.push(State {
                id,
                name: member.key,
                object,
                machine,
                kind,
                replaced: false,
                inner: Vec::new(),
            });
            let scope = &mut self.out.machines[machine.0 as usize];
            scope.states.push(id);
            scope.has_unknown_name |= member.key.has_placeholder();
            if let Some(earlier) = scope.by_name.insert(member.key.text, id) {
                self.out.states[earlier.index()].replaced = true;
            }
            let language = language_of(node, self.top);
            self.object(
                ObjectKind::State(kind),
                node,
                Place { parent: place.parent, state: Some(id), machine, language },
            );
        }
    }
}
