//! Paths: steps, filters, and the streams of results that carry bindings.

use super::{Evaluator, context, numeric};
use crate::jsonata::fault::Outcome;
use crate::jsonata::frame::Frame;
use crate::jsonata::plan::{Key, Kind, Node, Stage};
use crate::jsonata::tuple::Tuple;
use crate::jsonata::value::Val;
use std::rc::Rc;

impl Evaluator<'_> {
    pub(super) fn path(
        &mut self,
        node: &Node,
        steps: &[Node],
        keep_singleton: bool,
        input: &Val,
        frame: &Rc<Frame>,
    ) -> Outcome {
        // A variable begins anew; anything else is applied to each item of the input.
        let absolute = steps.first().is_some_and(|step| matches!(step.kind, Kind::Variable(_)));
        // What is no array is the one item of its sequence.
        let mut items = input.clone();
        let mut result = Val::Undefined;
        let mut tuples: Option<Vec<Tuple>> = None;
        let mut streaming = false;
        for (at, step) in steps.iter().enumerate() {
            streaming |= step.step.tuple;
            let last = at + 1 == steps.len();
            let whole = at == 0 && absolute || !matches!(items, Val::Array(_));
            if at == 0 && step.constructed {
                result = self.eval(step, &items, frame)?;
            } else if streaming {
                let items = if at == 0 && absolute { std::slice::from_ref(&items) } else { items.items() };
                tuples = Some(self.tuple_step(step, items, tuples, frame)?);
            } else if whole && !matches!(step.kind, Kind::Sort(_)) {
                let found = self.step_from(step, &items, frame)?;
                result = spread(found, last);
            } else {
                result = self.step(step, &items, frame, last)?;
            }
            if !streaming && is_empty(&result) {
                if !last {
                    result = Val::Undefined;
                }
                break;
            }
            if step.step.focus.is_none() {
                items = result.clone();
            }
        }
        let tuples = streaming.then(|| tuples.unwrap_or_default());
        if let Some(tuples) = &tuples {
            result = if node.step.tuple {
                Val::Tuples(Rc::new(tuples.clone()))
            } else {
                Val::sequence(tuples.iter().map(|tuple| tuple.focus.clone()).collect())
            };
        }
        if keep_singleton {
            result = keep(result);
        }
        if let Some(pairs) = &node.group {
            let grouped = tuples.map_or(result, |tuples| Val::Tuples(Rc::new(tuples)));
            return self.group(pairs, &grouped, frame, node.span);
        }
        Ok(result)
    }

    /// Applies a step to each item and puts the results into one sequence.
    fn step(&mut self, step: &Node, items: &Val, frame: &Rc<Frame>, last: bool) -> Outcome {
        if let Kind::Sort(terms) = &step.kind {
            let sorted = self.sort(terms, items, frame, step.span)?;
            return self.stages(&step.step.stages, sorted, frame);
        }
        let mut results = Vec::with_capacity(items.items().len());
        let mut arrays = false;
        for item in items.items() {
            let result = self.step_from(step, item, frame)?;
            if !result.is_undefined() {
                arrays |= matches!(result, Val::Array(_));
                results.push(result);
            }
        }
        if !arrays {
            return Ok(Val::sequence(results));
        }
        if results.len() == 1 {
            return Ok(spread(results.pop().unwrap_or_default(), last));
        }
        let mut flat = Vec::with_capacity(results.len());
        for result in results {
            match &result {
                Val::Array(array) if !array.marks.constructed => self.extend(&mut flat, &array.items)?,
                _ => flat.push(result),
            }
        }
        Ok(Val::sequence(flat))
    }

    /// Applies a step to one item.
    fn step_from(&mut self, step: &Node, item: &Val, frame: &Rc<Frame>) -> Outcome {
        let mut result = self.eval(step, item, frame)?;
        for stage in &step.step.stages {
            if let Stage::Filter(predicate) = stage {
                result = self.filter(predicate, &result, frame)?;
            }
        }
        Ok(result)
    }

    fn stages(&mut self, stages: &[Stage], mut value: Val, frame: &Rc<Frame>) -> Outcome {
        for stage in stages {
            match stage {
                Stage::Filter(predicate) => value = self.filter(predicate, &value, frame)?,
                Stage::Index(name) => {
                    if let Val::Tuples(tuples) = &value {
                        value = numbered((**tuples).clone(), Some(name));
                    }
                }
            }
        }
        Ok(value)
    }

    /// Applies a step to each tuple; the results keep what was bound and bind what the step names.
    fn tuple_step(
        &mut self,
        step: &Node,
        items: &[Val],
        tuples: Option<Vec<Tuple>>,
        frame: &Rc<Frame>,
    ) -> Outcome<Vec<Tuple>> {
        let results = if let Kind::Sort(terms) = &step.kind {
            if let Some(tuples) = tuples {
                self.sort(terms, &Val::Tuples(Rc::new(tuples)), frame, step.span)?
            } else {
                let sorted = self.sort(terms, &Val::array(items.to_vec()), frame, step.span)?;
                let tuples = sorted.items().iter().cloned().map(Tuple::new).collect();
                numbered(tuples, step.step.index.as_ref())
            }
        } else {
            let tuples = tuples.unwrap_or_else(|| items.iter().cloned().map(Tuple::new).collect());
            let mut results = Vec::new();
            for tuple in &tuples {
                let scope = Frame::with(frame, tuple.bindings.clone());
                let found = self.eval(step, &tuple.focus, &scope)?;
                let count = match &found {
                    Val::Tuples(inner) => inner.len(),
                    other => other.items().len(),
                };
                self.spend(1 + tuple.bindings.len() + count)?;
                self.room((results.len() + count) * tuple.size())?;
                extend(&mut results, tuple, &found, step);
            }
            Val::Tuples(Rc::new(results))
        };
        Ok(match self.stages(&step.step.stages, results, frame)? {
            Val::Tuples(tuples) => Rc::try_unwrap(tuples).unwrap_or_else(|shared| (*shared).clone()),
            _ => Vec::new(),
        })
    }

    /// Keeps the items for which the predicate is true, or whose index it gives.
    pub(super) fn filter(&mut self, predicate: &Node, value: &Val, frame: &Rc<Frame>) -> Outcome {
        if let Val::Tuples(tuples) = value {
            return self.filter_tuples(predicate, tuples, frame);
        }
        if value.is_undefined() {
            // Nothing has no items, but it is the one item of its sequence for a predicate that gives an index.
            return Ok(Val::Undefined);
        }
        let items = value.items();
        if let Kind::Number(number) = &predicate.kind {
            let found = position(*number, items.len()).and_then(|at| items.get(at)).cloned();
            return Ok(match found {
                Some(array @ Val::Array(_)) => array,
                Some(item) => Val::sequence(vec![item]),
                None => Val::sequence(Vec::new()),
            });
        }
        let mut kept = Vec::new();
        for (at, item) in items.iter().enumerate() {
            let verdict = self.eval(predicate, item, frame)?;
            self.keep_if(&verdict, at, items.len(), || kept.push(item.clone()))?;
        }
        Ok(Val::sequence(kept))
    }

    fn filter_tuples(&mut self, predicate: &Node, tuples: &[Tuple], frame: &Rc<Frame>) -> Outcome {
        let mut kept = Vec::new();
        if let Kind::Number(number) = &predicate.kind {
            kept.extend(position(*number, tuples.len()).and_then(|at| tuples.get(at)).cloned());
        } else {
            for (at, tuple) in tuples.iter().enumerate() {
                let scope = Frame::with(frame, tuple.bindings.clone());
                let verdict = self.eval(predicate, &tuple.focus, &scope)?;
                self.keep_if(&verdict, at, tuples.len(), || kept.push(tuple.clone()))?;
            }
        }
        Ok(Val::Tuples(Rc::new(kept)))
    }

    /// The field of an object, or those of the objects in an array.
    pub(in crate::jsonata) fn lookup(&mut self, input: &Val, name: &str) -> Outcome {
        match input {
            Val::Object(object) => Ok(object.fields.get(name).cloned().unwrap_or_default()),
            Val::Array(array) => {
                self.spend(array.items.len() / 8)?;
                let mut found = Vec::new();
                for item in &array.items {
                    match self.lookup(item, name)? {
                        Val::Undefined => {}
                        Val::Array(inner) => self.extend(&mut found, &inner.items)?,
                        value => found.push(value),
                    }
                }
                Ok(Val::sequence(found))
            }
            _ => Ok(Val::Undefined),
        }
    }

    pub(super) fn wildcard(&mut self, input: &Val) -> Outcome {
        let mut found = Vec::new();
        let mut flattened = false;
        let values: Vec<&Val> = match context(input) {
            Val::Object(object) => object.fields.values().collect(),
            Val::Array(array) => array.items.iter().collect(),
            _ => Vec::new(),
        };
        self.spend(values.len() / 8)?;
        for value in values {
            if let Val::Array(array) = value {
                flattened = true;
                self.flatten(&array.items, &mut found)?;
            } else {
                found.push(value.clone());
            }
        }
        Ok(if flattened { Val::array(found) } else { Val::sequence(found) })
    }

    fn flatten(&mut self, items: &[Val], out: &mut Vec<Val>) -> Outcome<()> {
        self.spend(items.len())?;
        for item in items {
            match item {
                Val::Array(array) => self.flatten(&array.items, out)?,
                other => out.push(other.clone()),
            }
        }
        Ok(())
    }

    pub(super) fn descendants(&mut self, input: &Val) -> Outcome {
        let mut found = Vec::new();
        if !input.is_undefined() {
            self.descend(input, &mut found)?;
        }
        Ok(match found.as_slice() {
            [only] => only.clone(),
            _ => Val::sequence(found),
        })
    }

    fn descend(&mut self, value: &Val, out: &mut Vec<Val>) -> Outcome<()> {
        self.spend(1)?;
        if !matches!(value, Val::Array(_)) {
            out.push(value.clone());
        }
        match value {
            Val::Array(array) => array.items.iter().try_for_each(|item| self.descend(item, out)),
            Val::Object(object) => object.fields.values().try_for_each(|item| self.descend(item, out)),
            _ => Ok(()),
        }
    }

    /// Keeps an item for which a predicate holds, or once for each time that it gives the item's index.
    fn keep_if(&mut self, verdict: &Val, at: usize, length: usize, mut keep: impl FnMut()) -> Outcome<()> {
        let indexes = match verdict {
            Val::Array(array) if !array.items.is_empty() => {
                self.spend(array.items.len() / 8)?;
                let mut all = Vec::with_capacity(array.items.len());
                for item in &array.items {
                    all.push(numeric(item)?);
                }
                all.into_iter().collect::<Option<Vec<f64>>>()
            }
            other => numeric(other)?.map(|number| vec![number]),
        };
        match indexes {
            Some(indexes) => indexes.iter().filter(|index| position(**index, length) == Some(at)).for_each(|_| keep()),
            None if verdict.is_true() => keep(),
            None => {}
        }
        Ok(())
    }
}

fn is_empty(result: &Val) -> bool {
    match result {
        Val::Undefined => true,
        Val::Array(array) => array.items.is_empty(),
        _ => false,
    }
}

/// The only result of a step as the sequence of what it has found. An array that ends a path is left as it is; on the way
/// its marks do not matter.
fn spread(result: Val, last: bool) -> Val {
    match &result {
        Val::Array(array) if array.marks.constructed && (!last || array.marks.sequence) => Val::sequence(vec![result]),
        Val::Array(array) if last && array.marks.sequence => result.remarked(|marks| *marks = super::Marks::SEQUENCE),
        _ => result,
    }
}

/// Marks a result so that one item stays an array.
fn keep(result: Val) -> Val {
    let result = match result {
        Val::Undefined => return Val::Undefined,
        Val::Array(array) if !array.marks.constructed || array.marks.sequence => Val::Array(array),
        // An array in brackets is the one item.
        other => Val::sequence(vec![other]),
    };
    result.remarked(|marks| marks.keep_singleton = true)
}

/// The tuples that one tuple becomes by what was found from it.
fn extend(results: &mut Vec<Tuple>, tuple: &Tuple, found: &Val, step: &Node) {
    let found = match found {
        Val::Undefined => return,
        Val::Tuples(inner) => {
            for one in inner.iter() {
                let mut next = tuple.clone();
                next.focus = one.focus.clone();
                for (key, value) in &one.bindings {
                    next.bind(key.clone(), value.clone());
                }
                results.push(next);
            }
            return;
        }
        other => other.items(),
    };
    for (at, value) in found.iter().enumerate() {
        let mut next = tuple.clone();
        match &step.step.focus {
            Some(name) => next.bind(Key::Named(Rc::clone(name)), value.clone()),
            None => next.focus = value.clone(),
        }
        if let Some(name) = &step.step.index {
            next.bind(Key::Named(Rc::clone(name)), index(at));
        }
        if let Some(slot) = &step.step.ancestor {
            next.bind(Key::of(slot), tuple.focus.clone());
        }
        results.push(next);
    }
}

/// Tuples that know their position, if it has a name.
fn numbered(mut tuples: Vec<Tuple>, name: Option<&Rc<str>>) -> Val {
    for (at, tuple) in tuples.iter_mut().enumerate() {
        if let Some(name) = name {
            tuple.bind(Key::Named(Rc::clone(name)), index(at));
        }
    }
    Val::Tuples(Rc::new(tuples))
}

fn index(at: usize) -> Val {
    Val::Number(at as f64)
}

/// Where an index points to, counted from the end if negative.
fn position(number: f64, length: usize) -> Option<usize> {
    let at = number.floor();
    let at = if at < 0.0 { at + length as f64 } else { at };
    #[expect(clippy::cast_sign_loss, reason = "it is checked to be in range")]
    (at >= 0.0 && at < length as f64).then_some(at as usize)
}
