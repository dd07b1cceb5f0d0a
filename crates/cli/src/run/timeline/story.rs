//! The events of a run as what they tell: visits of states, and within them what happened, in order.

use asl_interpret::{Event, EventKind, Note, NoteKind, Payload, Run};
use asl_semantics::StateType;
use std::collections::HashMap;
use std::rc::Rc;

/// Variables with their new values.
pub(super) type Assigned = Option<Rc<Vec<(String, Payload)>>>;

/// A run, told.
pub(super) struct Story<'r, 't> {
    pub(super) visits: Vec<Visit<'r, 't>>,
    /// Machines that were walked; the first is the whole execution.
    pub(super) scopes: Vec<Scope>,
}

/// A state from entry to exit.
pub(super) struct Visit<'r, 't> {
    pub(super) name: &'t str,
    pub(super) state: StateType,
    pub(super) time: i64,
    pub(super) input: &'r Payload,
    pub(super) steps: Vec<Step<'r, 't>>,
    pub(super) exit: Option<(i64, &'r Payload, &'r Assigned)>,
    scope: usize,
}

/// Something that happened in a state.
pub(super) enum Step<'r, 't> {
    Event(&'r Event<'t>),
    Note(&'r Note<'t>),
    /// Machines within it were started.
    Group {
        time: i64,
        scopes: Vec<usize>,
    },
}

/// The execution, a branch, an iteration.
pub(super) struct Scope {
    pub(super) index: usize,
    pub(super) end: End,
    pub(super) visits: Vec<usize>,
    owner: Option<usize>,
}

/// How an iteration ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum End {
    /// It did not say.
    Open,
    Succeeded,
    Failed,
    Aborted,
}

impl<'r, 't> Story<'r, 't> {
    pub(super) fn of(run: &'r Run<'t>) -> Self {
        let mut reader = Reader {
            story: Self { visits: Vec::new(), scopes: Vec::new() },
            entered: HashMap::new(),
            iterations: HashMap::new(),
            running: HashMap::new(),
        };
        reader.scope(None, 0);
        let mut notes = run.notes.iter().peekable();
        for event in &run.events {
            while let Some(note) = notes.next_if(|note| note.after < event.id) {
                reader.note(note);
            }
            let previous = event.previous.checked_sub(1).and_then(|at| run.events.get(usize::try_from(at).ok()?));
            reader.event(event, previous);
        }
        notes.for_each(|note| reader.note(note));
        reader.story
    }

    /// The way through a machine: what makes it one like another.
    pub(super) fn route(&self, scope: usize) -> Vec<Vec<&str>> {
        let visits = self.scopes.get(scope).into_iter().flat_map(|scope| &scope.visits);
        visits.filter_map(|visit| self.visits.get(*visit)).map(Visit::route).collect()
    }
}

impl Visit<'_, '_> {
    /// The name of the state, the errors in it, and where it leads.
    pub(super) fn route(&self) -> Vec<&str> {
        let told = self.steps.iter().flat_map(|step| {
            let Step::Note(note) = step else { return [None, None] };
            match &note.kind {
                NoteKind::Chosen { next, .. } => [Some(*next), None],
                NoteKind::Caught { failure, next } => [failure.error.as_deref(), Some(*next)],
                NoteKind::Retry { failure, .. } | NoteKind::Failed { failure } => [failure.error.as_deref(), None],
            }
        });
        std::iter::once(self.name).chain(told.flatten()).collect()
    }
}

struct Reader<'r, 't> {
    story: Story<'r, 't>,
    /// Visits by the event that entered the state.
    entered: HashMap<u64, usize>,
    /// Scopes by the event that started an iteration.
    iterations: HashMap<u64, usize>,
    /// The scope of an iteration, by visit and index.
    running: HashMap<(usize, usize), usize>,
}

impl<'r, 't> Reader<'r, 't> {
    fn scope(&mut self, owner: Option<usize>, index: usize) -> usize {
        let at = self.story.scopes.len();
        self.story.scopes.push(Scope { index, end: End::Open, visits: Vec::new(), owner });
        if let Some(Step::Group { scopes, .. }) =
            owner.and_then(|owner| self.story.visits.get_mut(owner)).and_then(|visit| visit.steps.last_mut())
        {
            scopes.push(at);
        }
        at
    }

    fn visit(&mut self, entered: u64) -> Option<&mut Visit<'r, 't>> {
        self.entered.get(&entered).and_then(|at| self.story.visits.get_mut(*at))
    }

    fn note(&mut self, note: &'r Note<'t>) {
        if let Some(visit) = self.visit(note.state) {
            visit.steps.push(Step::Note(note));
        }
    }

    fn event(&mut self, event: &'r Event<'t>, previous: Option<&'r Event<'t>>) {
        match &event.kind {
            EventKind::StateEntered { state, name, input } => {
                let scope = self.scope_after(previous);
                let at = self.story.visits.len();
                let visit =
                    Visit { name, state: *state, time: event.time, input, steps: Vec::new(), exit: None, scope };
                self.story.visits.push(visit);
                self.entered.insert(event.id, at);
                if let Some(scope) = self.story.scopes.get_mut(scope) {
                    scope.visits.push(at);
                }
            }
            EventKind::StateExited { output, assigned, .. } => {
                if let Some(visit) = self.visit(event.state) {
                    visit.exit = Some((event.time, output, assigned));
                }
            }
            EventKind::ParallelStarted | EventKind::MapStarted { .. } => {
                if let Some(visit) = self.visit(event.state) {
                    visit.steps.push(Step::Group { time: event.time, scopes: Vec::new() });
                }
            }
            EventKind::IterationStarted { name, index } => {
                let owner = previous.and_then(|previous| self.around(previous, name));
                let scope = self.scope(owner, *index);
                self.iterations.insert(event.id, scope);
                if let Some(owner) = owner {
                    self.running.insert((owner, *index), scope);
                }
            }
            EventKind::IterationSucceeded { name, index } => self.ended(event, name, *index, End::Succeeded),
            EventKind::IterationFailed { name, index } => self.ended(event, name, *index, End::Failed),
            EventKind::IterationAborted { name, index } => self.ended(event, name, *index, End::Aborted),
            _ => {
                if let Some(visit) = self.visit(event.state) {
                    visit.steps.push(Step::Event(event));
                }
            }
        }
    }

    /// The machine in which a state is entered.
    fn scope_after(&mut self, previous: Option<&Event<'t>>) -> usize {
        let Some(previous) = previous else { return 0 };
        let visit = self.entered.get(&previous.state).copied();
        match previous.kind {
            EventKind::ParallelStarted => {
                let started = visit.and_then(|visit| self.story.visits.get(visit)).and_then(|it| it.steps.last());
                let index = if let Some(Step::Group { scopes, .. }) = started { scopes.len() } else { 0 };
                self.scope(visit, index)
            }
            EventKind::IterationStarted { .. } => self.iterations.get(&previous.id).copied().unwrap_or(0),
            _ => visit.and_then(|visit| self.story.visits.get(visit)).map_or(0, |visit| visit.scope),
        }
    }

    /// The visit of a state by its name, from an event within it.
    fn around(&self, event: &Event<'t>, name: &str) -> Option<usize> {
        let mut at = self.entered.get(&event.state).copied();
        if let (None, Some(scope)) = (at, self.iterations.get(&event.id)) {
            at = self.story.scopes.get(*scope)?.owner;
        }
        while let Some(visit) = at.and_then(|at| self.story.visits.get(at)) {
            if visit.name == name {
                return at;
            }
            at = self.story.scopes.get(visit.scope)?.owner;
        }
        None
    }

    fn ended(&mut self, event: &Event<'t>, name: &str, index: usize, end: End) {
        let scope = self.around(event, name).and_then(|owner| self.running.get(&(owner, index)));
        if let Some(scope) = scope.and_then(|scope| self.story.scopes.get_mut(*scope)) {
            scope.end = end;
        }
    }
}
