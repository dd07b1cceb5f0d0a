//! Shapes that look alike become one. Models give every list and every limited string a name of its own, and that name is
//! not kept.

use super::model::{Service, Shape};
use std::collections::HashMap;

/// Puts one in the place of all that are equal, also of those that hold themselves: all count as equal at first, and are
/// told apart by what they hold until no round finds a new difference.
pub(super) fn fold(service: &mut Service) {
    let shapes = &service.shapes.0;
    let mut classes = vec![0; shapes.len()];
    let mut count = 1;
    loop {
        let mut seen: HashMap<Shape, usize> = HashMap::new();
        let next: Vec<usize> = shapes
            .iter()
            .map(|shape| {
                let mut shape = shape.clone();
                renumber(&mut shape, &classes);
                let fresh = seen.len();
                *seen.entry(shape).or_insert(fresh)
            })
            .collect();
        classes = next;
        if seen.len() == count {
            break;
        }
        count = seen.len();
    }
    let mut folded: Vec<Option<Shape>> = vec![None; count];
    for (shape, class) in service.shapes.0.drain(..).zip(&classes) {
        if let Some(place @ None) = folded.get_mut(*class) {
            let mut shape = shape;
            renumber(&mut shape, &classes);
            *place = Some(shape);
        }
    }
    service.shapes.0.extend(folded.into_iter().flatten());
    for action in &mut service.actions {
        for id in [&mut action.input, &mut action.output, &mut action.sync, &mut action.sync2].into_iter().flatten() {
            *id = class(*id, &classes);
        }
    }
}

fn renumber(shape: &mut Shape, classes: &[usize]) {
    shape.of = class(shape.of, classes);
    shape.key = class(shape.key, classes);
    for member in &mut shape.members {
        member.shape = class(member.shape, classes);
    }
}

fn class(id: usize, classes: &[usize]) -> usize {
    classes.get(id).copied().unwrap_or_default()
}
