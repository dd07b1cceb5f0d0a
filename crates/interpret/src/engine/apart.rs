//! What limits a child execution of a distributed Map: it has its own events, and as an express one its own time.

use super::{EXPRESS_SECONDS, EXPRESS_TRANSITIONS, Engine, MAX_EVENTS, What, seconds_to_millis, too_many_events};
use crate::Failure;
use crate::failure::RUNTIME;
use std::cell::Cell;
use std::rc::Rc;

/// A child execution, shared by the frames that belong to it.
#[derive(Debug)]
pub(super) struct Apart {
    express: bool,
    events: Cell<u64>,
}

impl Apart {
    fn new(express: bool) -> Self {
        Self { express, events: Cell::new(0) }
    }

    /// Counts an event, which is told nowhere.
    pub(super) fn count(&self) {
        self.events.set(self.events.get().saturating_add(1));
    }

    /// Why it may not go on.
    fn overrun(&self) -> Option<Failure> {
        let events = self.events.get();
        if self.express {
            return (events / 2 >= EXPRESS_TRANSITIONS).then(Failure::timeout);
        }
        (events >= MAX_EVENTS).then(|| Failure::new(RUNTIME, too_many_events()))
    }
}

impl Engine<'_, '_, '_> {
    /// Makes a frame a child execution of its own.
    pub(super) fn set_apart(&mut self, f: usize, express: bool) {
        self.frames[f].apart = Some(Rc::new(Apart::new(express)));
        if express {
            self.due(seconds_to_millis(EXPRESS_SECONDS), f, 0, What::End);
        }
    }

    /// Ends the child execution that a frame belongs to, if that has gone on for too long.
    pub(super) fn ends_overrun(&mut self, f: usize) -> bool {
        let Some(failure) = self.frames[f].apart.as_ref().and_then(|apart| apart.overrun()) else { return false };
        let mut root = f;
        while let Some((parent, _)) = self.frames[root].parent.filter(|(parent, _)| self.shares(f, *parent)) {
            root = parent;
        }
        self.end_apart(root, failure);
        true
    }

    /// Ends a child execution, given by its outermost frame, with all that runs inside of it.
    pub(super) fn end_apart(&mut self, root: usize, failure: Failure) {
        if self.frames[root].alive {
            let state = self.frames[root].state();
            self.abort_others(root, state);
            self.scope_failed(root, failure);
        }
    }

    /// Do two frames belong to one child execution?
    fn shares(&self, f: usize, other: usize) -> bool {
        match (&self.frames[f].apart, &self.frames[other].apart) {
            (Some(one), Some(other)) => Rc::ptr_eq(one, other),
            _ => false,
        }
    }
}
