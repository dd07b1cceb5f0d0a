//! The state graph: which state leads to which, machine by machine.

use crate::shape::{ObjectKind, StateType};
use crate::{Definition, Entry, Field, MachineId, StateId};
use asl_syntax::{Node, Str};
use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{Dfs, EdgeRef, Reversed};
use std::collections::hash_map;
use std::collections::{HashMap, HashSet, VecDeque};

/// A transition as it is written.
#[derive(Clone, Copy, Debug)]
pub struct Transition<'t> {
    /// The state that it leaves; `None`: a machine's start.
    pub from: Option<StateId>,
    /// The machine that it is in.
    pub machine: MachineId,
    /// `Next`, `Default` or `StartAt`.
    pub field: Field,
    /// The kind of object that names it: a state, a catcher, a choice rule, a machine.
    pub by: ObjectKind,
    /// The value that names the target.
    pub node: Node<'t>,
    /// The name, if it is a string.
    pub name: Option<Str<'t>>,
    /// The state that it leads to, if there is one of this name in the same machine.
    pub target: Option<StateId>,
    /// Is the field given more than once, so that another target may have been meant?
    pub is_repeated: bool,
}

impl Transition<'_> {
    /// Does it certainly lead nowhere: its name is known, and no state could bear it?
    pub fn dangles(&self, definition: &Definition<'_>) -> bool {
        let known = self.name.is_some_and(|n| n.known().is_some());
        self.target.is_none() && known && !definition.machine(self.machine).has_unknown_name()
    }
}

/// The graph of all machines of a definition; its nodes bear the states' numbers.
#[derive(Debug)]
pub struct Graph<'t> {
    transitions: Vec<Transition<'t>>,
    /// By state: the places of the transitions that lead to it.
    into: Vec<Vec<usize>>,
    states: DiGraph<StateId, ()>,
    reachable: Vec<bool>,
    /// By machine: does a placeholder hide a transition?
    hidden: Vec<bool>,
    /// By machine: is a transition wrong or missing?
    broken: Vec<bool>,
}

impl<'t> Graph<'t> {
    /// Reads the graph off a definition.
    pub fn new(definition: &Definition<'t>) -> Self {
        let transitions = transitions(definition);
        let mut graph = DiGraph::with_capacity(definition.states().len(), transitions.len());
        for state in definition.states() {
            graph.add_node(state.id);
        }
        let machines = definition.machines().len();
        let (mut hidden, mut broken) = (vec![false; machines], vec![false; machines]);
        for transition in &transitions {
            let machine = transition.machine.0 as usize;
            broken[machine] |= transition.is_repeated;
            match (transition.from, transition.target) {
                (Some(from), Some(to)) => {
                    graph.add_edge(node(from), node(to), ());
                }
                (None, Some(_)) => {}
                (_, None) if is_unsure(transition.node) => hidden[machine] = true,
                (_, None) if transition.name.is_none() || transition.dangles(definition) => broken[machine] = true,
                (_, None) => hidden[machine] = true,
            }
        }
        for state in definition.states().iter().filter(|s| !s.replaced && is_vague(definition, s.id)) {
            broken[state.machine.0 as usize] = true;
        }
        for state in definition.states() {
            let object = definition.object(state.object);
            let decides = [Field::Type, Field::Choices, Field::Catch].into_iter();
            let unsure = decides.filter_map(|f| definition.get(object, f)).any(is_unsure);
            hidden[state.machine.0 as usize] |= unsure || object.node.is_open();
        }
        let mut started = vec![false; machines];
        for start in transitions.iter().filter(|t| t.from.is_none()) {
            started[start.machine.0 as usize] = true;
        }
        for (broken, started) in broken.iter_mut().zip(started) {
            *broken |= !started;
        }
        let reachable = reachable(&graph, &transitions);
        let mut into = vec![Vec::new(); definition.states().len()];
        for (at, transition) in transitions.iter().enumerate() {
            if let Some(to) = transition.target {
                into[to.index()].push(at);
            }
        }
        Self { transitions, into, states: graph, reachable, hidden, broken }
    }

    /// All transitions, in document order within each machine.
    pub fn transitions(&self) -> &[Transition<'t>] {
        &self.transitions
    }

    /// The transitions that lead to a state, those that start its machine among them.
    pub fn transitions_into(&self, state: StateId) -> impl Iterator<Item = &Transition<'t>> {
        self.into[state.index()].iter().filter_map(|at| self.transitions.get(*at))
    }

    /// Does a path lead from its machine's start to this state?
    pub fn is_reachable(&self, state: StateId) -> bool {
        self.reachable[state.index()]
    }

    /// Does a placeholder hide a transition of this machine, so that what seems out of reach may not be?
    pub fn is_hidden(&self, machine: MachineId) -> bool {
        self.hidden[machine.0 as usize]
    }

    /// Is a transition of this machine wrong or missing, so that what is out of reach only follows from that?
    pub fn is_broken(&self, machine: MachineId) -> bool {
        self.broken[machine.0 as usize]
    }

    /// Where a state leads to.
    pub fn successors(&self, state: StateId) -> impl Iterator<Item = StateId> {
        self.states.neighbors(node(state)).map(|n| StateId(n.index() as u32))
    }

    /// The states from which a path leads to this one.
    pub fn before(&self, state: StateId) -> HashSet<StateId> {
        let reversed = Reversed(&self.states);
        let mut dfs = Dfs::new(reversed, node(state));
        let mut out = HashSet::new();
        while let Some(found) = dfs.next(reversed) {
            out.insert(StateId(found.index() as u32));
        }
        out
    }

    /// The transitions that go back: to a state that is no farther from the start than the one that they leave. Those that
    /// go back farthest come first.
    pub fn back_transitions(&self, machine: MachineId) -> Vec<&Transition<'t>> {
        let mut distance: HashMap<StateId, usize> = HashMap::new();
        let inside = || self.transitions.iter().filter(move |t| t.machine == machine);
        let mut queue: VecDeque<StateId> = inside().filter(|t| t.from.is_none()).filter_map(|t| t.target).collect();
        distance.extend(queue.iter().map(|id| (*id, 0)));
        while let Some(id) = queue.pop_front() {
            let next = distance.get(&id).map_or(0, |d| d + 1);
            for successor in self.successors(id) {
                if let hash_map::Entry::Vacant(entry) = distance.entry(successor) {
                    entry.insert(next);
                    queue.push_back(successor);
                }
            }
        }
        let far = |id: Option<StateId>| id.and_then(|id| distance.get(&id).copied());
        let mut back: Vec<_> =
            inside().filter(|t| matches!((far(t.from), far(t.target)), (Some(a), Some(b)) if b <= a)).collect();
        back.sort_by_key(|t| far(t.target));
        back
    }

    /// The loops that, once entered, no transition leaves and no state ends: sets of states, each in document order.
    pub fn endless_loops(&self, definition: &Definition<'t>) -> Vec<Vec<StateId>> {
        let mut loops: Vec<Vec<StateId>> = kosaraju_scc(&self.states)
            .into_iter()
            .filter(|members| self.is_closed_cycle(members))
            .map(|members| members.into_iter().map(|n| StateId(n.index() as u32)).collect::<Vec<_>>())
            .filter(|members| members.iter().all(|id| self.is_reachable(*id) && !ends(definition, *id)))
            .collect();
        for members in &mut loops {
            members.sort();
        }
        loops.sort();
        loops
    }

    fn is_closed_cycle(&self, members: &[NodeIndex]) -> bool {
        let mut edges = members.iter().flat_map(|n| self.states.edges(*n)).peekable();
        let inside: HashSet<_> = members.iter().copied().collect();
        edges.peek().is_some() && edges.all(|e| inside.contains(&e.target()))
    }
}

/// By state: does a path lead to it from its machine's start?
fn reachable(graph: &DiGraph<StateId, ()>, transitions: &[Transition<'_>]) -> Vec<bool> {
    let mut reachable = vec![false; graph.node_count()];
    let mut dfs = Dfs::empty(graph);
    for start in transitions.iter().filter(|t| t.from.is_none()).filter_map(|t| t.target) {
        dfs.move_to(node(start));
        while let Some(found) = dfs.next(graph) {
            reachable[found.index()] = true;
        }
    }
    reachable
}

/// Is it not known here what this value is?
fn is_unsure(node: Node<'_>) -> bool {
    node.is_unknown() || node.tree().is_ambiguous(node)
}

fn node(state: StateId) -> NodeIndex {
    NodeIndex::new(state.index())
}

/// May this state end its machine? Of one that is not known well enough, yes.
pub fn ends(definition: &Definition<'_>, id: StateId) -> bool {
    let state = definition.state(id);
    match state.kind {
        Some(StateType::Succeed | StateType::Fail) | None => true,
        Some(StateType::Choice) => false,
        Some(_) => {
            let object = definition.object(state.object);
            match definition.get(object, Field::End) {
                Some(end) => end.as_bool() != Some(false),
                None => definition.get(object, Field::Next).is_none_or(|n| n.as_str().is_none()),
            }
        }
    }
}

/// The fields that name other states, or hold what does.
const LEADING: [Field; 4] = [Field::Next, Field::Default, Field::Choices, Field::Catch];

/// Could this state lead somewhere that is not written where it should be? Fields that its type lacks may have been meant
/// to lead on, too.
fn is_vague(definition: &Definition<'_>, id: StateId) -> bool {
    let state = definition.state(id);
    let object = definition.object(state.object);
    let has = |field| definition.get(object, field).is_some();
    let leads = |e: &Entry<'_>| e.spec.is_none() && e.field.is_some_and(|f| LEADING.contains(&f));
    if definition.entries(object).iter().any(leads) {
        return true;
    }
    match state.kind {
        None => true,
        Some(StateType::Succeed | StateType::Fail) => false,
        Some(StateType::Choice) => {
            definition.get(object, Field::Choices).is_none_or(|c| !c.is_unknown() && c.items().next().is_none())
        }
        Some(_) => !has(Field::Next) && !has(Field::End),
    }
}

fn transitions<'t>(definition: &Definition<'t>) -> Vec<Transition<'t>> {
    let mut out = Vec::with_capacity(definition.states().len() * 2);
    for object in definition.objects() {
        let fields: &[Field] = match object.kind {
            kind if kind.is_machine() => &[Field::StartAt],
            // A fault of another kind may stand beside them: these lead on whatever the state's type is said to be.
            ObjectKind::State(_) => &[Field::Next, Field::Default],
            ObjectKind::Catcher | ObjectKind::ChoiceRule => &[Field::Next],
            _ => &[],
        };
        let machine = definition.machine(object.machine);
        let from = if object.kind.is_machine() { None } else { object.state };
        if from.is_some_and(|id| definition.state(id).replaced) {
            continue;
        }
        for field in fields {
            // A field that the state's type lacks leads nowhere, and is reported for itself.
            let Some(entry) = definition.entry(object, *field).filter(|e| e.spec.is_some()) else { continue };
            let is_repeated = definition.entries(object).iter().filter(|e| e.field == Some(*field)).count() > 1;
            let name = entry.member.value.as_str();
            let target = name.and_then(|n| machine.find(n.text));
            let node = entry.member.value;
            out.push(Transition {
                from,
                machine: object.machine,
                field: *field,
                by: object.kind,
                node,
                name,
                target,
                is_repeated,
            });
        }
    }
    out
}
