//! Functions on arrays and objects.

use super::super::call::Site;
use super::super::construct::shuffled;
use super::super::fold;
use super::super::function::Functions;
use super::super::marks::{Mark, Marks};
use super::super::sequence::Results;
use super::super::val::{Inner, Val, at_least};
use super::super::walk::Walker;
use super::{arg, array_of, given, unproven};
use crate::{Certainty, FaultKind};
use asl_types::{Absence, Array, Kinds, Literals, Number, Object, Sets, Type, Unknown};
use std::collections::BTreeSet;
use std::sync::Arc;

impl Walker {
    pub(super) fn collection(&mut self, name: &str, args: &[Val], site: &Site) -> Val {
        let first = arg(args, 0);
        match name {
            "append" => append(&first, &arg(args, 1)),
            "zip" => zip(args),
            "range" => Self::numbers(args),
            "keys" => keys(&first),
            _ if first.is_absent() => given(Val::never(), &[&first]),
            "reverse" => reverse(&first),
            "shuffle" => given(mixed(&first), &[&first]),
            "distinct" => distinct(&first),
            "lookup" => self.lookup_any(&first, &arg(args, 1), site),
            "spread" => spread(&first),
            "merge" => given(merge(&first), &[&first]),
            "clone" => given(copied(&first), &[&first]),
            "partition" => given(partition(&first, &arg(args, 1)), &[&first]),
            "parse" => self.parse(&first, site),
            _ => self.lost(site.span),
        }
    }

    /// `$range(first, last, step)`
    fn numbers(args: &[Val]) -> Val {
        let all: Vec<Val> = (0..3).map(|at| arg(args, at)).collect();
        let needed: Vec<&Val> = all.iter().collect();
        if needed.iter().any(|val| val.is_absent()) {
            return given(Val::never(), &needed);
        }
        if let Some(folded) = fold::call("range", &all).filter(|folded| folded.error.is_none()) {
            return given(folded.ty.into(), &needed);
        }
        let numbers = Array::new(vec![Type::number()], Type::number());
        unproven(given(Val::array(numbers, Mark::RAW, Inner::JSON), &needed))
    }

    /// `$lookup(value, name)`
    fn lookup_any(&mut self, val: &Val, name: &Val, site: &Site) -> Val {
        if name.is_absent() {
            return Val::absent();
        }
        let mut result = Val::never();
        let few = name.ty.sets().strings.few().map(<[_]>::to_vec);
        if let Some(few) = few.filter(|_| !name.ty.is_unknown()) {
            for name in few {
                result = result.join(&self.lookup(val, &name, site.span));
            }
        } else {
            result = Val::anything();
            result.functions = if val.inner.odd { Functions::any() } else { Functions::default() };
            result.inner = Inner { odd: val.inner.odd, ..result.inner };
        }
        result.or_absent(name.ty.absence())
    }

    /// `$parse(text)`
    fn parse(&mut self, text: &Val, site: &Site) -> Val {
        let folded = if text.may_be_absent() { None } else { fold::call("parse", std::slice::from_ref(text)) };
        if let Some(folded) = folded {
            if let Some(error) = folded.error {
                let certainty = if folded.always { Certainty::Certain } else { Certainty::Possible };
                self.fault(certainty, site.span, FaultKind::Other(error));
            }
            return folded.ty.into();
        }
        self.may_fail(site, "fails for what is no JSON");
        given(Type::unknown().into(), &[text])
    }
}

fn append(first: &Val, second: &Val) -> Val {
    let mut result = Val::never();
    if first.may_be_absent() {
        result = result.join(second);
    }
    if second.may_be_absent() && first.has_value() {
        result = result.join(&first.clone().present());
    }
    if first.has_value() && second.has_value() {
        let mut results = Results::new();
        for side in [first, second] {
            results.push_flat(&Val { marks: Marks::PLAIN, ..side.clone().present() });
        }
        result = result.join(&results.into_val(Mark::PLAIN));
    }
    result
}

fn mixed(val: &Val) -> Val {
    Val::array(shuffled(&array_of(val)), Mark::PLAIN, val.inner)
}

fn reverse(val: &Val) -> Val {
    let array = array_of(val);
    let exact = array.most() == Some(array.least());
    let reversed =
        if exact { Array::exact((0..array.least()).rev().map(|at| array.item(at))) } else { shuffled(&array) };
    // An array of one is given as it is.
    let marks = if array.least() > 1 { Marks::PLAIN } else { val.marks.join(Marks::PLAIN) };
    given(Val { marks, ..Val::array(reversed, Mark::PLAIN, val.inner) }, &[val])
}

fn distinct(val: &Val) -> Val {
    let (array, rest) = val.split_arrays();
    let mut result = rest.clone();
    if rest.ty.is_unknown() {
        result.marks = result.marks.join(Marks::of(Mark::RAW));
    }
    let Some(array) = array else { return result };
    let mut shorter = Array::of(array.any());
    if array.least() > 0
        && let Some(filled) = at_least(&shorter, 1)
    {
        shorter = filled;
    }
    if array.most() == Some(1) || array.most() == Some(0) {
        shorter = array.as_ref().clone();
    }
    let marks = val.marks.map(|mark| if mark.is_sequence() { Mark::RAW } else { Mark::PLAIN });
    let marks = if array.least() > 1 { marks } else { marks.join(val.marks) };
    result.join(&Val { marks, ..Val::array(shorter, Mark::PLAIN, val.inner) })
}

fn zip(args: &[Val]) -> Val {
    let arrays: Vec<Array> = args.iter().map(array_of).collect();
    let inner = args.iter().fold(Inner::JSON, |all, arg| all.join(arg.as_inner()));
    let least = args
        .iter()
        .zip(&arrays)
        .map(|(arg, array)| if arg.may_be_absent() { 0 } else { array.least() })
        .min()
        .unwrap_or(0);
    let most = arrays.iter().map(Array::most).min_by_key(|most| most.unwrap_or(usize::MAX)).flatten();
    if most == Some(least) && least <= Array::MOST_ITEMS {
        let row = |at: usize| Type::array(Array::exact(arrays.iter().map(|array| array.item(at).present())));
        return Val::array(Array::exact((0..least).map(row)), Mark::PLAIN, inner);
    }
    let row = Type::array(Array::exact(arrays.iter().map(Array::any)));
    let rows = if arrays.iter().any(|array| array.any().is_never()) { Array::exact([]) } else { Array::of(row) };
    Val::array(rows, Mark::PLAIN, inner)
}

/// `$keys(value)`
fn keys(val: &Val) -> Val {
    let mut names = Type::never();
    let mut count = Some(0);
    collect_keys(val, &mut names, &mut count, 0);
    let array = match count {
        Some(count) if count <= Array::MOST_ITEMS => Array::exact(std::iter::repeat_n(names, count)),
        _ => Array::of(names),
    };
    // Nothing has no names, which is not the same as nothing.
    Val { why: val.why.clone(), ..Val::array(array, Mark::RAW, Inner::JSON) }
}

/// Joins the names of fields; how many there are is known of one object alone.
fn collect_keys(val: &Val, names: &mut Type, count: &mut Option<usize>, depth: usize) {
    const DEEPEST: usize = 24;
    if val.ty.is_unknown() || depth > DEEPEST || val.inner.odd {
        *names = Type::string();
        *count = None;
        return;
    }
    if let Some(array) = &val.ty.sets().arrays {
        *count = None;
        collect_keys(&val.inside(array.any()), names, count, depth + 1);
    }
    let Some(objects) = &val.ty.sets().objects else { return };
    for shape in objects.shapes() {
        for name in shape.names() {
            *names = names.join(&Type::string_of(name));
        }
        if shape.is_open() {
            *names = Type::string();
        }
    }
    let fixed = match objects.shapes() {
        [only] if !only.is_open() && val.ty.kinds() == Kinds::OBJECT && !val.may_be_absent() => {
            only.fields().all(|(_, of)| of.absence() == Absence::Never).then(|| only.names().count())
        }
        _ => None,
    };
    *count = count.and(fixed);
}

/// `$spread(value)`: objects of one field each.
fn spread(val: &Val) -> Val {
    let parts = Kinds::ARRAY | Kinds::OBJECT;
    let rest = val.with_type(val.ty.without(parts));
    let mut result = rest.clone();
    if rest.ty.is_unknown() {
        result = result.join(&Val { marks: Marks::ANY, ..rest.clone() }).or_absent(Absence::Unproven);
    }
    let whole = val.with_type(val.ty.only(parts));
    if val.ty.kinds().meets(parts) {
        let known = Val { functions: Functions::default(), ..known_parts(&whole, val) };
        let mut items = Val::never();
        let mut least = 0;
        spread_into(&known, &mut items, &mut least, 0);
        let mut results = Results::new();
        if least > 0 {
            results.push(&items.clone().present());
        }
        results.push_many(&items, Absence::Unproven);
        result = result.join(&results.into_val(Mark::RAW));
    }
    result
}

/// Only the arrays and objects that are known.
fn known_parts(whole: &Val, val: &Val) -> Val {
    let own = val.ty.sets();
    let sets = Sets { arrays: own.arrays.clone(), objects: own.objects.clone(), ..Sets::default() };
    whole.with_type(sets.into())
}

fn spread_into(val: &Val, items: &mut Val, least: &mut usize, depth: usize) {
    const DEEPEST: usize = 24;
    if depth > DEEPEST || val.inner.odd || val.ty.is_unknown() {
        *items = items.join(&Val::anything().present());
        return;
    }
    let (array, rest) = val.split_arrays();
    if let Some(array) = array {
        let mut inside = 0;
        spread_into(&val.inside(array.any()), items, &mut inside, depth + 1);
        if array.least() > 0 && inside > 0 && val.ty.kinds() == Kinds::ARRAY {
            *least = 1;
        }
    }
    let others = rest.with_type(rest.ty.without(Kinds::OBJECT).present());
    if others.has_value() {
        *items = items.join(&others);
        *least = usize::from(!val.ty.kinds().meets(Kinds::ARRAY | Kinds::OBJECT));
    }
    let Some(objects) = &rest.ty.sets().objects else { return };
    for shape in objects.shapes() {
        let mut certain = false;
        for (name, of) in shape.fields().filter(|(_, of)| of.has_value()) {
            certain |= of.absence() == Absence::Never;
            let part = Type::object_of([(name, of.clone().present())]);
            *items = items.join(&val.inside(part));
        }
        if shape.is_open() {
            let part = Type::object(Object::new([], shape.rest().clone().with_absence(Absence::Unproven)));
            *items = items.join(&val.inside(part));
        }
        if certain && val.ty.kinds() == Kinds::OBJECT && objects.shapes().len() == 1 {
            *least = 1;
        }
    }
}

/// `$merge(objects)`: fields of later objects stand for those of earlier ones.
fn merge(val: &Val) -> Val {
    let array = array_of(val);
    let objects_of = |item: &Type| -> Vec<Object> {
        let mut shapes: Vec<Object> = Vec::new();
        if item.is_unknown() {
            shapes.push(Object::open(Unknown::Opaque));
        }
        shapes.extend(item.sets().objects.iter().flat_map(|objects| objects.shapes().iter().cloned()));
        shapes
    };
    let mut result = Type::object(Object::closed([]));
    for at in 0..array.known().len() {
        let item = array.item(at);
        let mut after = Type::never();
        for shape in objects_of(&item) {
            for own in result.sets().objects.iter().flat_map(|objects| objects.shapes()) {
                after = after.join(&Type::object(merged_with(own, &shape)));
            }
        }
        if item.absence() != Absence::Never {
            after = after.join(&result);
        }
        result = after;
    }
    if array.is_open() {
        let merged = |of: &Type| of.sets().objects.as_ref().map(|objects| objects.merged());
        let mut all = merged(&result).unwrap_or_else(|| Object::closed([]));
        for shape in objects_of(array.rest()) {
            let more = merged_with(&all, &shape);
            result = result.join(&Type::object(all.clone())).join(&Type::object(more.clone()));
            all = merged(&result).unwrap_or(more);
        }
        // What one of the shapes has set, another may set again.
        for shape in objects_of(array.rest()) {
            result = result.join(&Type::object(merged_with(&all, &shape)));
        }
    }
    Val { inner: val.inner, ..result.into() }
}

fn merged_with(before: &Object, after: &Object) -> Object {
    let names: BTreeSet<&str> = before.fields().chain(after.fields()).map(|(name, _)| name).collect();
    let field = |name: &str| {
        let (old, new) = (before.field(name), after.field(name));
        match new.absence() {
            Absence::Never => new,
            absence => {
                let left = old.absence().min(if new.has_value() {
                    Absence::Known.min(absence.max(old.absence()))
                } else {
                    old.absence()
                });
                old.join(&new.present()).with_absence(left)
            }
        }
    };
    let fields: Vec<(Arc<str>, Type)> = names.into_iter().map(|name| (Arc::from(name), field(name))).collect();
    let (old, new) = (before.rest(), after.rest());
    let absence = old.absence().max(new.absence());
    Object::new(fields, old.join(new).with_absence(absence))
}

/// `$partition(array, size)`
fn partition(val: &Val, size: &Val) -> Val {
    let array = array_of(val);
    let all = || Type::array(array.clone());
    if size.is_absent() {
        let whole = if array.least() > 0 { vec![all()] } else { Vec::new() };
        let rest = if whole.is_empty() { all() } else { Type::never() };
        return Val::array(Array::new(whole, rest), Mark::PLAIN, val.inner.join(Inner::JSON));
    }
    let inner = Inner { marks: val.inner.marks.join(Marks::PLAIN), ..val.inner };
    let literal = size.ty.as_value().and_then(|size| size.as_f64()).map(f64::floor);
    match literal {
        Some(size) if size < 1.0 => return Val::absent(),
        Some(size) if array.most() == Some(array.least()) && array.least() > 0 => {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "it is at least 1, and the cast saturates"
            )]
            let size = size as usize;
            let items: Vec<Type> = (0..array.least()).map(|at| array.item(at)).collect();
            let parts = items.chunks(size).map(|part| Type::array(Array::exact(part.iter().cloned())));
            return Val::array(Array::exact(parts), Mark::PLAIN, inner);
        }
        _ => {}
    }
    let part = at_least(&Array::of(array.any()), 1).map_or_else(Type::never, Type::array);
    let parts = Val::array(Array::of(part.join(&all())), Mark::PLAIN, inner);
    if literal.is_some() && !size.may_be_absent() { parts } else { unproven(parts) }
}

/// A copy, as it is after being written and read again: numbers have 15 digits.
pub(in crate::jsonata) fn copied(val: &Val) -> Val {
    if val.inner.odd || val.functions.is_some() {
        return Val { why: val.why.clone(), ..Type::unknown().with_absence(val.ty.absence()).into() };
    }
    Val { marks: Marks::PLAIN, inner: Inner::JSON, ..val.with_type(rounded(&val.ty)) }
}

fn rounded(ty: &Type) -> Type {
    let mut sets = ty.clone().into_sets();
    let survives = |number: &Number| {
        let value = number.value();
        format!("{value:.14e}").parse::<f64>().is_ok_and(|read| read.to_bits() == value.to_bits())
    };
    if let Literals::Some(few) = &sets.numbers
        && !few.iter().all(survives)
    {
        sets.numbers = Literals::All;
    }
    sets.arrays = sets.arrays.map(|array| Arc::new(array.map(rounded)));
    sets.objects = sets.objects.and_then(|objects| objects.map(|shape| Some(shape.map(rounded)))).map(Arc::new);
    sets.into()
}
