//! Bindings, and the scopes that they are seen in.

use super::plan::Key;
use super::value::Val;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// A scope: its own bindings, then those of the scope around it.
#[derive(Debug, Default)]
pub(super) struct Frame {
    pub(super) parent: Option<Rc<Frame>>,
    bindings: RefCell<Vec<(Key, Val)>>,
    /// A function remembers this scope, and may be bound in it.
    pub(super) captured: Cell<bool>,
}

impl Frame {
    pub(super) fn within(parent: &Rc<Self>) -> Rc<Self> {
        Rc::new(Self { parent: Some(Rc::clone(parent)), ..Self::default() })
    }

    pub(super) fn with(parent: &Rc<Self>, bindings: Vec<(Key, Val)>) -> Rc<Self> {
        let bindings = RefCell::new(bindings);
        Rc::new(Self { parent: Some(Rc::clone(parent)), bindings, captured: Cell::new(false) })
    }

    pub(super) fn bind(&self, key: Key, value: Val) {
        let mut bindings = self.bindings.borrow_mut();
        match bindings.iter_mut().find(|(bound, _)| *bound == key) {
            Some((_, old)) => *old = value,
            None => bindings.push((key, value)),
        }
    }

    /// What a name is bound to; none where it is not bound.
    pub(super) fn variable(&self, name: &str) -> Option<Val> {
        self.find(|key| matches!(key, Key::Named(bound) if &**bound == name))
    }

    pub(super) fn ancestor(&self, label: u32) -> Option<Val> {
        self.find(|key| *key == Key::Ancestor(label))
    }

    fn find(&self, is: impl Fn(&Key) -> bool) -> Option<Val> {
        let mut at = Some(self);
        while let Some(frame) = at {
            // The last of a name counts: bindings made at once may repeat one.
            if let Some((_, value)) = frame.bindings.borrow().iter().rev().find(|(key, _)| is(key)) {
                return Some(value.clone());
            }
            at = frame.parent.as_deref();
        }
        None
    }

    /// Forgets all bindings, so that a function that is bound in its own scope goes.
    pub(super) fn clear(&self) {
        // Taken out first: what goes with them may look into this scope.
        drop(self.bindings.take());
    }
}
