//! Where a `%` finds what it refers to.

use super::super::errors;
use super::super::plan::{Kind, Node, Slot};
use super::Lowered;
use crate::Error;
use std::rc::Rc;

/// Looks for the step that a `%` refers to in a step before it. One that the slot has found binds what it is applied to.
pub(super) fn seek(node: &mut Node, slot: &Rc<Slot>) -> Result<(), Error> {
    match &mut node.kind {
        Kind::Name(_) | Kind::Wildcard => {
            slot.level.set(slot.level.get() - 1);
            if slot.level.get() == 0 {
                if let Some(known) = &node.step.ancestor {
                    slot.label.set(known.label.get());
                }
                node.step.ancestor = Some(Rc::clone(slot));
                node.step.tuple = true;
            }
            Ok(())
        }
        Kind::Parent(_) => {
            slot.level.set(slot.level.get() + 1);
            Ok(())
        }
        Kind::Block(parts) => match parts.last_mut() {
            Some(last) => {
                node.step.tuple = true;
                seek(last, slot)
            }
            None => Ok(()),
        },
        Kind::Path { steps, .. } => {
            node.step.tuple = true;
            let mut steps = steps.iter_mut().rev();
            if let Some(last) = steps.next() {
                seek(last, slot)?;
            }
            while slot.level.get() > 0 {
                let Some(step) = steps.next() else { break };
                seek(step, slot)?;
            }
            Ok(())
        }
        _ => Err(errors::no_parent(node.span)),
    }
}

/// Gives every `%` of the last step of a path its step; those that need one before the path are left to what is around.
pub(super) fn resolve(path: &mut Lowered, slots: Vec<Rc<Slot>>) -> Result<(), Error> {
    let Kind::Path { steps, .. } = &mut path.node.kind else { return Ok(()) };
    for slot in slots {
        let mut index = steps.len().checked_sub(2);
        while slot.level.get() > 0 {
            let Some(mut at) = index else {
                path.seeking.push(Rc::clone(&slot));
                break;
            };
            // Steps in a row that bind the focus stay at the same place.
            let focuses = |at: usize| steps.get(at).is_some_and(|step| step.step.focus.is_some());
            while at > 0 && focuses(at) && focuses(at - 1) {
                at -= 1;
            }
            index = at.checked_sub(1);
            if let Some(step) = steps.get_mut(at) {
                seek(step, &slot)?;
            }
        }
    }
    Ok(())
}
