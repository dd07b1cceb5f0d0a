//! Arrays and objects that an expression builds.

use super::{Evaluator, Marks};
use crate::jsonata::errors;
use crate::jsonata::fault::Outcome;
use crate::jsonata::frame::Frame;
use crate::jsonata::plan::{Key, Node};
use crate::jsonata::tuple::Tuple;
use crate::jsonata::value::{Fields, Hash, Val};
use asl_syntax::Span;
use indexmap::IndexMap;
use std::rc::Rc;

/// The items that share a key, and the pair that made it.
struct Group {
    pair: usize,
    items: Vec<Val>,
    tuples: Vec<Tuple>,
}

impl Evaluator<'_> {
    /// `[a, b]`: what is no array in brackets itself is spread.
    pub(super) fn array(&mut self, items: &[Node], constructed: bool, input: &Val, frame: &Rc<Frame>) -> Outcome {
        let mut out = Vec::with_capacity(items.len());
        for item in items {
            match self.eval(item, input, frame)? {
                Val::Undefined => {}
                Val::Array(array) if !item.is_array() => {
                    self.room((out.len() + array.items.len()) * size_of::<Val>())?;
                    self.spend(array.items.len() / 4)?;
                    // An array that nobody else holds need not be copied: most ranges are such.
                    match Rc::try_unwrap(array) {
                        Ok(own) if out.is_empty() => out = own.items,
                        Ok(own) => out.extend(own.items),
                        Err(shared) => out.extend(shared.items.iter().cloned()),
                    }
                }
                value => out.push(value),
            }
        }
        Self::bounded(Val::marked(out, Marks { constructed, ..Marks::default() }))
    }

    /// `{key: value}`, over each item of the input. Items whose keys are equal share a value.
    pub(super) fn group(&mut self, pairs: &[(Node, Node)], input: &Val, frame: &Rc<Frame>, span: Span) -> Outcome {
        if !matches!(input, Val::Array(_) | Val::Tuples(_)) {
            return self.object(pairs, input, frame, span);
        }
        let mut groups: IndexMap<Rc<str>, Group, Hash> = IndexMap::default();
        if let Val::Tuples(tuples) = input {
            for tuple in tuples.iter() {
                let scope = Frame::with(frame, tuple.bindings.clone());
                self.keys(pairs, &tuple.focus, Some(tuple), &scope, &mut groups, span)?;
            }
        } else {
            let nothing = [Val::Undefined];
            // Even of nothing an object is made.
            let items = match input.items() {
                [] => &nothing,
                items => items,
            };
            for item in items {
                self.keys(pairs, item, None, frame, &mut groups, span)?;
            }
        }
        let mut fields = Fields::default();
        for (key, group) in groups {
            let Some((_, value)) = pairs.get(group.pair) else { continue };
            let value = if group.tuples.is_empty() {
                let items = self.one_or_all(group.items)?;
                self.eval(value, &items, frame)?
            } else {
                let merged = self.merge(group.tuples)?;
                let scope = Frame::with(frame, merged.bindings);
                self.eval(value, &merged.focus, &scope)?
            };
            if !value.is_undefined() {
                fields.insert(key, value);
            }
        }
        Self::bounded(Val::object(fields))
    }

    /// `{key: value}` of one item.
    fn object(&mut self, pairs: &[(Node, Node)], item: &Val, frame: &Rc<Frame>, span: Span) -> Outcome {
        let mut keys: Vec<(Rc<str>, &Node)> = Vec::with_capacity(pairs.len());
        for (key, value) in pairs {
            let Some(name) = self.key(key, item, frame, span)? else { continue };
            if pairs.len() > 1 && keys.iter().any(|(known, _)| *known == name) {
                return Err(errors::same_key(&name).at(key.span));
            }
            self.spend(keys.len() / 8)?;
            keys.push((name, value));
        }
        let mut fields = Fields::with_capacity_and_hasher(keys.len(), Hash::default());
        for (key, value) in keys {
            let value = self.eval(value, item, frame)?;
            if !value.is_undefined() {
                fields.insert(key, value);
            }
        }
        Self::bounded(Val::object(fields))
    }

    fn key(&mut self, key: &Node, item: &Val, frame: &Rc<Frame>, span: Span) -> Outcome<Option<Rc<str>>> {
        match self.eval(key, item, frame)? {
            Val::Undefined => Ok(None),
            Val::Text(text) => Ok(Some(Rc::from(&**text))),
            other => Err(errors::key_type(&other).at(span)),
        }
    }

    fn keys(
        &mut self,
        pairs: &[(Node, Node)],
        item: &Val,
        tuple: Option<&Tuple>,
        frame: &Rc<Frame>,
        groups: &mut IndexMap<Rc<str>, Group, Hash>,
        span: Span,
    ) -> Outcome<()> {
        for (pair, (key, _)) in pairs.iter().enumerate() {
            let key_span = key.span;
            let Some(key) = self.key(key, item, frame, span)? else { continue };
            let new = || Group { pair, items: Vec::new(), tuples: Vec::new() };
            let group = groups.entry(Rc::clone(&key)).or_insert_with(new);
            if group.pair != pair {
                return Err(errors::same_key(&key).at(key_span));
            }
            match tuple {
                Some(tuple) => group.tuples.push(tuple.clone()),
                None => group.items.push(item.clone()),
            }
        }
        Ok(())
    }

    /// The items of a group as the value that its expression sees; arrays among them are joined.
    fn one_or_all(&mut self, items: Vec<Val>) -> Outcome {
        let items = match <[Val; 1]>::try_from(items) {
            Ok([only]) => return Ok(only),
            Err(items) => items,
        };
        let mut joined: Vec<Val> = Vec::new();
        for item in items {
            match item {
                Val::Undefined => {}
                Val::Array(array) => self.extend(&mut joined, &array.items)?,
                other => joined.push(other),
            }
        }
        Ok(if joined.is_empty() { Val::Undefined } else { Val::array(joined) })
    }

    /// Tuples of one group as one tuple: what each binds is joined.
    fn merge(&mut self, tuples: Vec<Tuple>) -> Outcome<Tuple> {
        let mut focus = Vec::new();
        let mut bindings: Vec<(Key, Vec<Val>)> = Vec::new();
        for tuple in tuples {
            focus.push(tuple.focus);
            for (key, value) in tuple.bindings {
                match bindings.iter_mut().find(|(bound, _)| *bound == key) {
                    Some((_, values)) => values.push(value),
                    None => bindings.push((key, vec![value])),
                }
            }
        }
        let focus = self.one_or_all(focus)?;
        let joined = |(key, values)| Ok((key, self.one_or_all(values)?));
        Ok(Tuple { focus, bindings: bindings.into_iter().map(joined).collect::<Outcome<_>>()? })
    }
}
