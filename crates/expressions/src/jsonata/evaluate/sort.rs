//! `^(…)`

use super::{Evaluator, Marks};
use crate::jsonata::errors;
use crate::jsonata::fault::Outcome;
use crate::jsonata::frame::Frame;
use crate::jsonata::plan::Term;
use crate::jsonata::value::Val;
use asl_syntax::Span;
use std::cmp::Ordering;
use std::rc::Rc;

/// Does the first come after the second?
type After<'a, T> = dyn FnMut(&mut Evaluator<'_>, &T, &T) -> Outcome<bool> + 'a;

impl Evaluator<'_> {
    /// Sorts by terms; equal items stay in order.
    pub(super) fn sort(&mut self, terms: &[Term], input: &Val, frame: &Rc<Frame>, span: Span) -> Outcome {
        if let Val::Tuples(tuples) = input {
            let mut keyed = Vec::with_capacity(tuples.len());
            for tuple in tuples.iter() {
                let scope = Frame::with(frame, tuple.bindings.clone());
                keyed.push((self.keys_of(terms, &tuple.focus, &scope)?, tuple.clone()));
            }
            let sorted =
                self.merge_sort(keyed, &mut |this, a, b| Ok(this.compare(terms, &a.0, &b.0, span)?.is_gt()))?;
            return Ok(Val::Tuples(Rc::new(sorted.into_iter().map(|(_, tuple)| tuple).collect())));
        }
        let mut keyed = Vec::with_capacity(input.items().len());
        for item in input.items() {
            keyed.push((self.keys_of(terms, item, frame)?, item.clone()));
        }
        let sorted = self.merge_sort(keyed, &mut |this, a, b| Ok(this.compare(terms, &a.0, &b.0, span)?.is_gt()))?;
        Ok(Val::marked(sorted.into_iter().map(|(_, item)| item).collect(), Marks::SEQUENCE))
    }

    fn keys_of(&mut self, terms: &[Term], item: &Val, frame: &Rc<Frame>) -> Outcome<Vec<Val>> {
        terms.iter().map(|term| self.eval(&term.expr, item, frame)).collect()
    }

    /// Numbers or texts in order.
    pub(in crate::jsonata) fn sorted_by_value(&mut self, items: Vec<Val>) -> Outcome<Vec<Val>> {
        self.merge_sort(items, &mut |this, a, b| {
            Ok(match (a, b) {
                (Val::Number(a), Val::Number(b)) => a > b,
                (Val::Text(a), Val::Text(b)) => this.order_of_texts(a, b)?.is_gt(),
                _ => false,
            })
        })
    }

    /// A stable sort by whether one item comes after another. It asks in the order of the reference: which two values an
    /// error names, and what a function does beside answering, may show.
    pub(in crate::jsonata) fn merge_sort<T>(&mut self, items: Vec<T>, after: &mut After<'_, T>) -> Outcome<Vec<T>> {
        if items.len() <= 1 {
            return Ok(items);
        }
        let mut left = items;
        let right = left.split_off(left.len() / 2);
        let left = self.merge_sort(left, after)?;
        let right = self.merge_sort(right, after)?;
        self.spend(left.len() + right.len())?;
        let mut merged = Vec::with_capacity(left.len() + right.len());
        let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
        while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
            let next = if after(self, a, b)? { right.next() } else { left.next() };
            merged.extend(next);
        }
        merged.extend(left.chain(right));
        Ok(merged)
    }

    fn compare(&mut self, terms: &[Term], a: &[Val], b: &[Val], span: Span) -> Outcome<Ordering> {
        for ((term, a), b) in terms.iter().zip(a).zip(b) {
            let order = match (a, b) {
                (Val::Undefined, Val::Undefined) => Ordering::Equal,
                // Where there is no value, it comes last in either direction.
                (Val::Undefined, _) => return Ok(Ordering::Greater),
                (_, Val::Undefined) => return Ok(Ordering::Less),
                (Val::Number(a), Val::Number(b)) => a.partial_cmp(b).unwrap_or(Ordering::Equal),
                (Val::Text(a), Val::Text(b)) => self.order_of_texts(a, b)?,
                (Val::Number(_) | Val::Text(_), Val::Number(_) | Val::Text(_)) => {
                    return Err(errors::sort_types(a, b).at(span));
                }
                _ => return Err(errors::sort_type().at(span)),
            };
            let order = if term.descending { order.reverse() } else { order };
            if order.is_ne() {
                return Ok(order);
            }
        }
        Ok(Ordering::Equal)
    }
}
