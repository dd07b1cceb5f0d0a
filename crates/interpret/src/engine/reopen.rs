//! States whose machines had been started, opened again for a redrive.

use super::Engine;
use super::group::{Group, Item};
use crate::context::MapItem;
use crate::event::EventKind;
use crate::failure::Failure;
use crate::payload::Payload;
use asl_expressions::Value;
use asl_semantics::plan::{Kind, Machine, Map, State};
use std::rc::Rc;

impl<'p, 't> Engine<'p, 't, '_> {
    /// Opens a Parallel state again; gives what each branch gets.
    pub(super) fn open_parallel(
        &mut self,
        f: usize,
        state: &'p State<'t>,
        branches: &'p [Machine<'t>],
        started: u64,
    ) -> Result<Vec<Item>, Failure> {
        let input = self.effective_input(f, state)?;
        let input = self.arguments(f, state, &input)?;
        self.open(f, None, branches.len(), started);
        let about = Rc::new(MapItem { index: 0, value: Value::Null, key: None, source: None });
        Ok(branches.iter().map(|_| Item { input: input.clone(), about: Rc::clone(&about), weight: 1 }).collect())
    }

    /// Opens an inline Map again; gives its items.
    pub(super) fn open_map(
        &mut self,
        f: usize,
        state: &'p State<'t>,
        map: &'p Map<'t>,
        started: u64,
    ) -> Result<Vec<Item>, Failure> {
        let input = self.effective_input(f, state)?;
        let values = self.items(f, state, map, &input)?;
        let items = self.selected(f, state, &input, values)?;
        let limit = self.concurrency(f, map, &input)?;
        self.open(f, Some(map), items.len(), started);
        if let Some(group) = &mut self.frames[f].group {
            group.limit = limit;
        }
        Ok(items)
    }

    fn open(&mut self, f: usize, map: Option<&'p Map<'t>>, total: usize, started: u64) {
        let frame = &mut self.frames[f];
        frame.visit += 1;
        frame.group = Some(Group::new(map, total, started));
    }

    /// A machine inside had ended well before.
    pub(super) fn note_result(&mut self, f: usize, index: usize, output: Payload) {
        if let Some(result) = self.frames[f].group.as_mut().and_then(|group| group.results.get_mut(index)) {
            *result = Some(output);
        }
    }

    /// A frame for a machine inside; where it is is still to be said.
    pub(super) fn open_child(
        &mut self,
        f: usize,
        state: &'p State<'t>,
        index: usize,
        item: Item,
        last: u64,
    ) -> Option<usize> {
        let (machine, is_map) = match &state.kind {
            Kind::Parallel(branches) => (branches.get(index)?, false),
            Kind::Map(map) => (&map.processor, true),
            _ => return None,
        };
        let child = self.child(f, state, machine, item.input.clone(), last, is_map.then_some(index));
        if is_map {
            self.frames[child].item = Some(item.about);
        }
        self.frames[child].parent = Some((f, index));
        self.frames[f].group.as_mut()?.running.push((child, index));
        Some(child)
    }

    /// Lets a machine inside begin.
    pub(super) fn begin_child(&mut self, child: usize, state: &'p State<'t>) {
        let frame = &self.frames[child];
        let (start, input) = (frame.machine.start, frame.input.clone());
        if let (Kind::Map(_), Some((_, index))) = (&state.kind, frame.parent) {
            self.follow(child, EventKind::IterationStarted { name: state.name, index });
        }
        self.enter(child, start, input);
    }
}
