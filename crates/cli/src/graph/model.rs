//! What there is to draw, read off a definition: machines inside of states inside of machines.

use super::{far, label};
use crate::definition::Chosen;
use asl_interpret::past::{Past, Status};
use asl_semantics::graph::ends;
use asl_semantics::{Definition, Field, Graph, Machine, MachineId, ObjectKind, State, StateId, StateType};
use asl_syntax::{LineIndex, Node};
use std::collections::HashMap;

/// A whole definition.
#[derive(Debug)]
pub(super) struct Picture {
    pub(super) title: String,
    pub(super) area: Area,
    /// Is there a history, so that states which were not entered can be told from those that were?
    pub(super) has_past: bool,
}

/// A machine: the whole, a branch, what is done for each item.
#[derive(Debug)]
pub(super) struct Area {
    /// What it is to the state around it, where there are several.
    pub(super) name: String,
    /// The states, in the order of the text, and then those that are missing.
    pub(super) boxes: Vec<Box>,
    pub(super) links: Vec<Link>,
    /// The first state, by its place in `boxes`.
    pub(super) start: Option<usize>,
}

/// A state.
#[derive(Debug)]
pub(super) struct Box {
    /// Unlike that of any other box of the picture.
    pub(super) id: usize,
    pub(super) name: String,
    /// What it is; nothing, if there is no such state or its type is unknown.
    pub(super) kind: Option<StateType>,
    /// What it does.
    pub(super) detail: String,
    pub(super) retries: Vec<String>,
    /// Its first and last line; none, if it is missing.
    pub(super) lines: Option<(u32, u32)>,
    /// May it end its machine?
    pub(super) ends: bool,
    pub(super) is_reachable: bool,
    /// How it went, and how often.
    pub(super) past: Option<(Status, usize)>,
    pub(super) inner: Vec<Area>,
}

/// A transition.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) kind: LinkKind,
    /// In full; the views shorten it.
    pub(super) label: String,
    pub(super) taken: bool,
    /// Is it told at the foot of its state, without a line?
    pub(super) is_far: bool,
}

impl Link {
    pub(super) fn is_line(&self) -> bool {
        !self.is_far
    }
}

impl Area {
    /// The links of a box that are only told.
    pub(super) fn far(&self, from: usize) -> impl Iterator<Item = &Link> {
        self.links.iter().filter(move |link| link.is_far && link.from == from)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LinkKind {
    Next,
    Choice,
    Default,
    Catch,
}

impl LinkKind {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Next => "next",
            Self::Choice => "choice",
            Self::Default => "default",
            Self::Catch => "catch",
        }
    }
}

impl Box {
    /// The name of its type, as a class or a word.
    pub(super) fn kind_name(&self) -> &'static str {
        match (self.kind, self.lines) {
            (Some(kind), _) => kind.name(),
            (None, Some(_)) => "State",
            (None, None) => "Missing",
        }
    }
}

impl Picture {
    pub(super) fn new(definition: &Definition<'_>, chosen: &Chosen, past: Option<&Past>) -> Self {
        let lines = LineIndex::new(chosen.text.text());
        let mut reader = Reader { definition, graph: Graph::new(definition), chosen, lines, past, ids: 0 };
        let title = chosen.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Self { title, area: reader.area(definition.machine(MachineId::TOP), String::new()), has_past: past.is_some() }
    }
}

struct Reader<'a, 't> {
    definition: &'a Definition<'t>,
    graph: Graph<'t>,
    chosen: &'a Chosen,
    lines: LineIndex,
    past: Option<&'a Past>,
    ids: usize,
}

impl<'t> Reader<'_, 't> {
    fn area(&mut self, machine: &Machine<'t>, name: String) -> Area {
        let definition = self.definition;
        let states: Vec<&State<'t>> = machine.states.iter().map(|id| definition.state(*id)).collect();
        let states: Vec<&State<'t>> = states.into_iter().filter(|state| !state.replaced).collect();
        let places: HashMap<StateId, usize> = states.iter().enumerate().map(|(at, state)| (state.id, at)).collect();
        let boxes = states.iter().map(|state| self.state(state)).collect();
        let mut area = Area { name, boxes, links: Vec::new(), start: None };
        let object = definition.object(machine.object);
        if let Some(start) = definition.get(object, Field::StartAt) {
            area.start = self.target(&mut area, machine, &places, start);
        }
        for (from, state) in states.iter().enumerate() {
            self.links(&mut area, machine, &places, from, state);
        }
        far::mark(&mut area);
        area
    }

    fn state(&mut self, state: &State<'t>) -> Box {
        let definition = self.definition;
        let id = self.next_id();
        let object = definition.object(state.object);
        let inner: Vec<&Machine<'t>> = state.inner.iter().map(|id| definition.machine(*id)).collect();
        let several = inner.len() > 1;
        let named = |at: usize| if several { format!("branch {}", at + 1) } else { String::new() };
        let inner = inner.into_iter().enumerate().map(|(at, machine)| self.area(machine, named(at))).collect();
        let name = state.name.text.to_owned();
        Box {
            id,
            kind: state.kind,
            detail: label::detail(definition, state),
            retries: definition
                .children(object, ObjectKind::Retrier)
                .map(|retrier| label::retry(definition, retrier))
                .collect(),
            lines: Some(self.lines(state)),
            ends: ends(definition, state.id),
            is_reachable: self.graph.is_reachable(state.id),
            past: self.past.and_then(|past| past.of(&name)),
            name,
            inner,
        }
    }

    /// The lines from a state's name to its end.
    fn lines(&self, state: &State<'t>) -> (u32, u32) {
        let (text, source) = (self.chosen.text.text(), self.chosen.tree.source());
        let line = |at: u32| self.lines.position(text, at).line;
        let object = self.definition.object(state.object);
        let first = line(source.resolve(state.name.span()).start);
        let end = source.resolve(object.node.span()).end;
        (first, line(end.saturating_sub(1)).max(first))
    }

    /// The transitions of a state: in a Choice, its rules before its default.
    fn links(
        &mut self,
        area: &mut Area,
        machine: &Machine<'t>,
        places: &HashMap<StateId, usize>,
        from: usize,
        state: &State<'t>,
    ) {
        let definition = self.definition;
        let object = definition.object(state.object);
        let mut found: Vec<(LinkKind, String, Node<'t>)> = Vec::new();
        let own = |field| definition.entry(object, field).filter(|entry| entry.spec.is_some());
        found.extend(own(Field::Next).map(|entry| (LinkKind::Next, String::new(), entry.member.value)));
        for rule in definition.children(object, ObjectKind::ChoiceRule) {
            let next = definition.get(rule, Field::Next);
            found.extend(next.map(|next| (LinkKind::Choice, label::condition(rule.node), next)));
        }
        found.extend(own(Field::Default).map(|entry| (LinkKind::Default, "otherwise".to_owned(), entry.member.value)));
        for catcher in definition.children(object, ObjectKind::Catcher) {
            let next = definition.get(catcher, Field::Next);
            found.extend(next.map(|next| (LinkKind::Catch, label::errors(definition, catcher), next)));
        }
        for (kind, label, next) in found {
            let Some(to) = self.target(area, machine, places, next) else { continue };
            let went = |past: &Past| past.went(&area.boxes[from].name, &area.boxes[to].name, kind == LinkKind::Catch);
            let taken = self.past.is_some_and(went);
            area.links.push(Link { from, to, kind, label, taken, is_far: false });
        }
    }

    /// The box that a transition leads to; where there is no such state, a new one stands for it.
    fn target(
        &mut self,
        area: &mut Area,
        machine: &Machine<'t>,
        places: &HashMap<StateId, usize>,
        next: Node<'t>,
    ) -> Option<usize> {
        let name = next.as_str()?.text;
        if let Some(at) = machine.find(name).and_then(|id| places.get(&id)) {
            return Some(*at);
        }
        if let Some(at) = area.boxes.iter().position(|it| it.lines.is_none() && it.name == name) {
            return Some(at);
        }
        area.boxes.push(Box {
            id: self.next_id(),
            name: name.to_owned(),
            kind: None,
            detail: String::new(),
            retries: Vec::new(),
            lines: None,
            ends: false,
            is_reachable: true,
            past: None,
            inner: Vec::new(),
        });
        Some(area.boxes.len() - 1)
    }

    fn next_id(&mut self) -> usize {
        self.ids += 1;
        self.ids
    }
}
