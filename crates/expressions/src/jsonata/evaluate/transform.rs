//! `|pattern|update, delete|`

use super::Evaluator;
use crate::jsonata::errors;
use crate::jsonata::fault::Outcome;
use crate::jsonata::frame::Frame;
use crate::jsonata::functions::copy;
use crate::jsonata::plan::Transform;
use crate::jsonata::value::{Fields, Object, Val};
use std::collections::HashMap;
use std::rc::Rc;

/// What has become of the objects that were changed, by where the unchanged ones lie. They stay where they are: the
/// original is kept alive.
type Changed = HashMap<*const Object, Val>;

impl Evaluator<'_> {
    /// A copy of a value in which every object that the pattern finds is changed.
    pub(super) fn transform(&mut self, plan: &Transform, value: &Val, frame: &Rc<Frame>) -> Outcome {
        if value.is_undefined() {
            return Ok(Val::Undefined);
        }
        // Each object of the copy lies at a place of its own, by which a match is known.
        let copy = copy(self, value)?;
        let matches = self.eval(&plan.pattern, &copy, frame)?;
        let mut changed = Changed::new();
        for found in matches.items() {
            let Val::Object(object) = found else {
                if !found.is_undefined() {
                    self.edit(plan, found, frame)?;
                }
                continue;
            };
            // An earlier match may lie within this one, or be the same.
            let current = if changed.is_empty() { found.clone() } else { self.rebuilt(found, &changed)? };
            let edited = self.edit(plan, &current, frame)?;
            changed.insert(Rc::as_ptr(object), edited);
        }
        self.rebuilt(&copy, &changed)
    }

    fn edit(&mut self, plan: &Transform, current: &Val, frame: &Rc<Frame>) -> Outcome {
        let mut fields = match current {
            Val::Object(object) => object.fields.clone(),
            _ => Fields::default(),
        };
        match self.eval(&plan.update, current, frame)? {
            Val::Undefined => {}
            Val::Object(update) => {
                for (key, value) in &update.fields {
                    fields.insert(Rc::clone(key), value.clone());
                }
            }
            other => return Err(errors::transform_update(&other).at(plan.update.span)),
        }
        if let Some(delete) = &plan.delete {
            let updated = Val::object(fields.clone());
            let names = self.eval(delete, &updated, frame)?;
            if !names.is_undefined() {
                for name in names.items() {
                    let Some(name) = name.as_text() else {
                        return Err(errors::transform_delete(&names).at(delete.span));
                    };
                    fields.shift_remove(name);
                }
            }
        }
        Self::bounded(Val::object(fields))
    }

    /// The value with what has changed put in its place.
    fn rebuilt(&mut self, value: &Val, changed: &Changed) -> Outcome {
        self.spend(1)?;
        Ok(match value {
            Val::Object(object) => {
                let fields = match changed.get(&Rc::as_ptr(object)) {
                    Some(Val::Object(edited)) => &edited.fields,
                    _ => &object.fields,
                };
                let mut out = Fields::default();
                for (key, value) in fields {
                    out.insert(Rc::clone(key), self.rebuilt(value, changed)?);
                }
                Val::object(out)
            }
            Val::Array(array) => {
                let items =
                    array.items.iter().map(|item| self.rebuilt(item, changed)).collect::<Outcome<Vec<Val>>>()?;
                Val::marked(items, array.marks)
            }
            other => other.clone(),
        })
    }
}
