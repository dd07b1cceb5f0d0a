//! Bindings, and the scopes that they are seen in.

use super::val::Val;
use asl_types::Absence;
use std::rc::Rc;

/// The name of a binding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// A variable, without its `$`.
    Named(Rc<str>),
    /// What a `%` refers to.
    Ancestor(u32),
}

/// A scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FrameId(usize);

#[derive(Debug)]
struct Frame {
    parent: Option<FrameId>,
    bindings: Vec<(Key, Binding)>,
    /// How many branches and loops it was opened within.
    level: usize,
}

#[derive(Clone, Debug)]
pub(super) struct Binding {
    pub(super) val: Val,
    /// It is there on some of the ways only.
    pub(super) sometimes: bool,
}

/// All scopes of an evaluation.
#[derive(Debug)]
pub(super) struct Frames {
    scopes: Vec<Frame>,
    /// How many branches and loops the walk is within. What is bound outside of them may stay as it was.
    pub(super) level: usize,
    /// Scopes up to here are outside of the loop that is watched.
    watched: usize,
    /// What was bound in them since.
    touched: Vec<Slot>,
}

/// Where a binding lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    frame: FrameId,
    at: usize,
}

impl Frames {
    pub(super) fn new(bindings: impl IntoIterator<Item = (Key, Val)>) -> (Self, FrameId) {
        let mut frames = Self { scopes: Vec::new(), level: 0, watched: 0, touched: Vec::new() };
        let root = frames.open(None, bindings);
        (frames, root)
    }

    /// A scope within another.
    pub(super) fn open(&mut self, parent: Option<FrameId>, bindings: impl IntoIterator<Item = (Key, Val)>) -> FrameId {
        let bindings = bindings.into_iter().map(|(key, val)| (key, Binding { val, sometimes: false })).collect();
        self.scopes.push(Frame { parent, bindings, level: self.level });
        FrameId(self.scopes.len() - 1)
    }

    /// Binds a name in a scope.
    pub(super) fn bind(&mut self, frame: FrameId, key: Key, val: Val) {
        let (id, level) = (frame, self.level);
        let Some(frame) = self.scopes.get_mut(id.0) else { return };
        let always = frame.level == level;
        let at = frame.bindings.iter().rposition(|(bound, _)| *bound == key);
        match at.and_then(|at| frame.bindings.get_mut(at)) {
            Some((_, old)) if always => *old = Binding { val, sometimes: false },
            Some((_, old)) => old.val = old.val.join(&val),
            None => frame.bindings.push((key, Binding { val, sometimes: !always })),
        }
        if id.0 < self.watched {
            self.touched.push(Slot { frame: id, at: at.unwrap_or(frame.bindings.len() - 1) });
        }
    }

    /// Takes note of what is bound in the scopes that there are.
    pub(super) fn watch(&mut self) -> (usize, Vec<Slot>) {
        (std::mem::replace(&mut self.watched, self.scopes.len()), std::mem::take(&mut self.touched))
    }

    /// What was bound since; what is outside of the loop around counts there too.
    pub(super) fn unwatch(&mut self, (watched, mut touched): (usize, Vec<Slot>)) -> Vec<Slot> {
        self.watched = watched;
        let ours = std::mem::take(&mut self.touched);
        touched.extend(ours.iter().filter(|slot| slot.frame.0 < watched));
        self.touched = touched;
        ours
    }

    /// It may have been bound to anything, or not at all.
    pub(super) fn forget(&mut self, slot: Slot) {
        self.set(slot, Binding { val: Val::anything(), sometimes: true });
    }

    /// Is a name bound in the outermost scope, and in none within?
    pub(super) fn is_outermost(&self, from: FrameId, name: &Rc<str>) -> bool {
        self.slots(from, &Key::Named(Rc::clone(name))).next().is_some_and(|slot| slot.frame.0 == 0)
    }

    /// Where a name is bound; the innermost first.
    fn slots(&self, from: FrameId, key: &Key) -> impl Iterator<Item = Slot> {
        let mut at = Some(from);
        std::iter::from_fn(move || {
            let id = at?;
            let frame = self.scopes.get(id.0)?;
            at = frame.parent;
            // The last of a name counts: bindings made at once may repeat one.
            Some(frame.bindings.iter().rposition(|(bound, _)| bound == key).map(|at| Slot { frame: id, at }))
        })
        .flatten()
    }

    pub(super) fn at(&self, slot: Slot) -> Option<&Binding> {
        self.scopes.get(slot.frame.0)?.bindings.get(slot.at).map(|(_, binding)| binding)
    }

    pub(super) fn set(&mut self, slot: Slot, new: Binding) {
        let binding = self.scopes.get_mut(slot.frame.0).and_then(|frame| frame.bindings.get_mut(slot.at));
        if let Some((_, binding)) = binding {
            *binding = new;
        }
    }

    /// The binding that a name certainly has.
    pub(super) fn find(&self, from: FrameId, key: &Key) -> Option<Slot> {
        let slot = self.slots(from, key).next()?;
        self.at(slot).is_some_and(|binding| !binding.sometimes).then_some(slot)
    }

    /// What a name is bound to; whether it may be bound to nothing; none where it certainly is not bound.
    pub(super) fn get(&self, from: FrameId, key: &Key) -> Option<(Val, bool)> {
        let mut found: Option<Val> = None;
        for binding in self.slots(from, key).filter_map(|slot| self.at(slot)) {
            let val = found.map_or_else(|| binding.val.clone(), |found| found.join(&binding.val));
            if !binding.sometimes {
                return Some((val, false));
            }
            found = Some(val);
        }
        found.map(|val| (val.or_absent(Absence::Known), true))
    }
}
