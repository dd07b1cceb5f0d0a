//! Places that a path of names and indexes leads to.

use super::plan::is_plain;
use asl_syntax::jsonpath::{Path, Step, StepKind};
use asl_types::{Absence, Array, Kinds, Object, Sets, Type};
use std::sync::Arc;

/// What is where a path leads from a root; absent, where there may be no such place. The root of the path does not count.
///
/// A path that has other steps than names and indexes tells nothing.
pub fn at(path: &Path<'_>, root: &Type) -> Type {
    if is_plain(&path.steps) { at_steps(&path.steps, root) } else { Type::unknown().with_absence(Absence::Unproven) }
}

/// The type of a root in which what is where a path leads was changed, in each of the objects that there may be. `change`
/// gets what is there, absent where there may be no such place, and gives what of it is left; where nothing is left, not
/// even absence, the object itself is none that there may be.
///
/// A path that has other steps than names and indexes changes nothing.
pub fn replace(path: &Path<'_>, root: &Type, change: &mut dyn FnMut(&Type) -> Type) -> Type {
    if is_plain(&path.steps) { replace_steps(&path.steps, root, change) } else { root.clone() }
}

fn at_steps(steps: &[Step], root: &Type) -> Type {
    let mut node = root.clone();
    for step in steps {
        let (wanted, next) = match &step.kind {
            StepKind::Name { name, .. } => (Kinds::OBJECT, node.field(&name.text)),
            StepKind::Index(index) => (Kinds::ARRAY, item(&node, *index)),
            _ => continue,
        };
        let misfit = if node.kinds().is_within(wanted) { Absence::Never } else { Absence::Known };
        let absence = next.absence().max(node.absence()).max(misfit);
        node = next.with_absence(absence);
    }
    node
}

fn replace_steps(steps: &[Step], node: &Type, change: &mut dyn FnMut(&Type) -> Type) -> Type {
    let Some((step, rest)) = steps.split_first() else { return change(node) };
    let wanted = if matches!(step.kind, StepKind::Index(_)) { Kinds::ARRAY } else { Kinds::OBJECT };
    let has_other = node.absence() != Absence::Never || !node.kinds().is_within(wanted);
    // Where there is no such place, all is as it was, if that may be.
    let stays = has_other && change(&Type::absent()).absence() != Absence::Never;
    let known = node.told();
    let mut sets = if stays { known } else { known.only(wanted) }.into_sets();
    sets.unknown = node.sets().unknown.clone();
    if let StepKind::Index(index) = &step.kind {
        sets.arrays = sets.arrays.and_then(|array| replace_item(&array, *index, rest, change)).map(Arc::new);
    } else if let StepKind::Name { name, .. } = &step.kind {
        let mut with = |shape: &Object| {
            let field = replace_steps(rest, &shape.field(&name.text), change);
            Some(shape.with(&name.text, field))
        };
        sets.objects = sets.objects.and_then(|objects| objects.map(&mut with)).map(Arc::new);
    }
    let out = Type::from(sets);
    if node.is_unknown() { replace_unknown(step, rest, node, out, change) } else { out }
}

/// What is unknown becomes an object or an array where there must be a place in it.
fn replace_unknown(
    step: &Step,
    rest: &[Step],
    node: &Type,
    known: Type,
    change: &mut dyn FnMut(&Type) -> Type,
) -> Type {
    let unknown = Type::unknown_from(node.sets().unknown.clone());
    let inside = match &step.kind {
        StepKind::Name { name, .. } => unknown.field(&name.text),
        _ => unknown.item(0),
    };
    let changed = replace_steps(rest, &inside, change);
    if changed.absence() != Absence::Never {
        return known;
    }
    let known = known.told();
    if !changed.has_value() {
        return known;
    }
    let container =
        match &step.kind {
            StepKind::Name { name, .. } => {
                let open = unknown.only(Kinds::OBJECT);
                let with = |shape: &Object| Some(shape.with(&name.text, changed.clone()));
                open.sets().objects.as_ref().and_then(|objects| objects.map(with)).map_or_else(Type::never, |objects| {
                    Sets { objects: Some(Arc::new(objects)), ..Sets::default() }.into()
                })
            }
            StepKind::Index(0) => Type::array(Array::new(vec![changed], Type::unknown())),
            _ => Type::array_of(Type::unknown()),
        };
    known.join(&container)
}

fn replace_item(array: &Array, index: i64, rest: &[Step], change: &mut dyn FnMut(&Type) -> Type) -> Option<Array> {
    let changed = replace_steps(rest, &item_of(array, index), change);
    if changed.is_never() {
        return None;
    }
    let Some(place) = position(array, index) else { return Some(array.clone()) };
    let mut items: Vec<Type> = (0..place).map(|at| array.item(at)).collect();
    if !changed.has_value() {
        return Some(Array::new(items, Type::never()));
    }
    if changed.absence() == Absence::Never {
        items = items.into_iter().map(Type::present).collect();
    }
    items.push(changed);
    items.extend(array.known().iter().skip(place + 1).cloned());
    Some(Array::new(items, array.rest().clone()))
}

/// What the item of an index may be where the value is an array that is known, or unknown; from the end where negative.
pub(super) fn item(node: &Type, index: i64) -> Type {
    if let Ok(index) = usize::try_from(index) {
        return node.item(index);
    }
    let known = node.sets().arrays.as_ref().map_or_else(Type::never, |array| item_of(array, index));
    if node.is_unknown() { known.join(&Type::unknown().with_absence(Absence::Unproven)) } else { known }
}

/// The same of an array.
pub(super) fn item_of(array: &Array, index: i64) -> Type {
    if let Ok(index) = usize::try_from(index) {
        return array.item(index);
    }
    let least = array.least();
    if array.most() == Some(least) {
        return from_end(least, index).map_or_else(Type::absent, |place| array.item(place));
    }
    // There is one if there are as many items as it is from the end; the array may be longer than it must.
    let count = usize::try_from(index.unsigned_abs()).unwrap_or(usize::MAX);
    let absence = array.item(count - 1).absence();
    let later = array.known().iter().skip(least.saturating_sub(count));
    later.fold(array.rest().clone(), |all, item| all.join(&item.clone().present())).with_absence(absence)
}

/// Which of the items of an array an index means, if that is one of those that are told apart.
pub(super) fn position(array: &Array, index: i64) -> Option<usize> {
    let place = match usize::try_from(index) {
        Ok(place) => Some(place),
        Err(_) if array.most() == Some(array.least()) => from_end(array.least(), index),
        Err(_) => None,
    };
    place.filter(|place| *place < Array::MOST_ITEMS)
}

fn from_end(length: usize, index: i64) -> Option<usize> {
    usize::try_from(index.unsigned_abs()).ok().and_then(|back| length.checked_sub(back))
}
