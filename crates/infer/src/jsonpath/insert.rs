//! A type set where a reference path says.

use super::place::{item_of, position};
use crate::{Certainty, FaultKind, Faults};
use asl_syntax::jsonpath::{Path, Step, StepKind};
use asl_types::{Absence, Array, Kinds, Object, Sets, Type, Unknown};
use std::sync::Arc;

/// What comes of setting a value where a reference path says, as `ResultPath` does: objects that are missing are made, what
/// is there is replaced. An index must be one that the array has. Never, where it certainly fails.
///
/// The root of the path does not count; it is `into`.
pub fn insert(path: &Path<'_>, into: &Type, value: &Type, faults: &mut Faults) -> Type {
    if let Some(fault) = path.reference_fault() {
        let message = format!("A reference path cannot have {}", fault.what);
        faults.add(Certainty::Certain, fault.span, FaultKind::Other(message));
        return Type::never();
    }
    place(&path.steps, into, value, Certainty::Certain, faults)
}

fn place(steps: &[Step], node: &Type, value: &Type, most: Certainty, faults: &mut Faults) -> Type {
    let Some((step, rest)) = steps.split_first() else { return value.clone() };
    let wanted = match step.kind {
        StepKind::Name { .. } => Kinds::OBJECT,
        StepKind::Index(_) => Kinds::ARRAY,
        _ => return place(rest, node, value, most, faults),
    };
    if let Some(certainty) = Certainty::of_kind(node, wanted) {
        faults.add(certainty.min(most), step.span, FaultKind::WrongKind { wanted, of: node.clone() });
    }
    // What comes after is not reached where this fails.
    let fits = node.only(wanted);
    match &step.kind {
        StepKind::Index(index) => {
            let array = fits.sets().arrays.as_deref();
            array.map_or_else(Type::never, |array| place_item(array, *index, step, rest, value, most, faults))
        }
        StepKind::Name { name, .. } => {
            let objects = fits.sets().objects.as_deref();
            let most =
                if objects.is_some_and(|it| it.shapes().len() > 1) { most.min(Certainty::Possible) } else { most };
            let changed = objects.and_then(|objects| {
                objects.map(|shape| Some(place_field(shape, &name.text, rest, value, most, faults)))
            });
            Sets { objects: changed.map(Arc::new), ..Sets::default() }.into()
        }
        _ => Type::never(),
    }
}

fn place_field(
    shape: &Object,
    name: &str,
    rest: &[Step],
    value: &Type,
    most: Certainty,
    faults: &mut Faults,
) -> Object {
    let field = shape.field(name);
    let mut placed = Type::never();
    if field.has_value() {
        let most = if field.absence() == Absence::Never { most } else { most.min(Certainty::Possible) };
        placed = place(rest, &field.clone().present(), value, most, faults);
    }
    if let Some(certainty) = Certainty::of_absence(&field) {
        placed = placed.join(&make(rest, value, certainty.min(most), faults));
    }
    shape.with(name, placed)
}

/// What is made where there is nothing.
fn make(steps: &[Step], value: &Type, most: Certainty, faults: &mut Faults) -> Type {
    let Some((step, rest)) = steps.split_first() else { return value.clone() };
    match &step.kind {
        StepKind::Name { name, .. } => {
            let made = make(rest, value, most, faults);
            if made.is_never() {
                return made;
            }
            // Where nobody knows whether there is something, what it has beside is not known either.
            let around = if most == Certainty::Unproven { Object::open(Unknown::Opaque) } else { Object::closed([]) };
            Type::object(around.with(&name.text, made))
        }
        StepKind::Index(_) => {
            let kind = FaultKind::WrongKind { wanted: Kinds::ARRAY, of: Type::null() };
            faults.add(most, step.span, kind);
            Type::never()
        }
        _ => make(rest, value, most, faults),
    }
}

fn place_item(
    array: &Array,
    index: i64,
    step: &Step,
    rest: &[Step],
    value: &Type,
    most: Certainty,
    faults: &mut Faults,
) -> Type {
    let item = item_of(array, index);
    if let Some(certainty) = Certainty::of_absence(&item) {
        faults.add(certainty.min(most), step.span, FaultKind::NoItem { index, of: Type::array(array.clone()) });
    }
    if !item.has_value() {
        return Type::never();
    }
    let placed = place(rest, &item.present(), value, most, faults);
    if placed.is_never() {
        return placed;
    }
    let Some(index) = position(array, index) else {
        // It may be any of them.
        return Type::array(array.map(|item| item.join(&placed)));
    };
    // Those before it are there as well.
    let mut items: Vec<Type> = (0..index).map(|at| array.item(at).present()).collect();
    items.push(placed);
    items.extend(array.known().iter().skip(index + 1).cloned());
    Type::array(Array::new(items, array.rest().clone()))
}
