//! Arrays and objects that an expression builds, and sorted arrays.

use super::frame::FrameId;
use super::function::Functions;
use super::marks::{Mark, Marks};
use super::sequence::Results;
use super::tuple::Stream;
use super::val::{Inner, Val};
use super::walk::{Walker, certainty};
use crate::{Certainty, FaultKind};
use asl_expressions::jsonata::plan::{Node, Term};
use asl_syntax::Span;
use asl_types::{Absence, Array, Kinds, Object, Type};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The keys that a pair may have.
struct Keys {
    /// None where they are not known.
    few: Option<Vec<Arc<str>>>,
    /// There is a key for certain.
    certain: bool,
}

impl Keys {
    /// The only one.
    fn single(&self) -> Option<&Arc<str>> {
        match self.few.as_deref() {
            Some([only]) => Some(only),
            _ => None,
        }
    }

    fn is_none(&self) -> bool {
        self.few.as_ref().is_some_and(Vec::is_empty)
    }
}

impl Walker {
    /// `[a, b]`: what is no array in brackets itself is spread.
    pub(super) fn array(&mut self, items: &[Node], constructed: bool, input: &Val, frame: FrameId) -> Val {
        let mut results = Results::new();
        for item in items {
            let mut val = self.eval(item, input, frame);
            if item.is_array() {
                results.push(&val);
            } else {
                val.marks = Marks::PLAIN;
                results.push_flat(&val);
            }
        }
        let mut out = results.into_val(Mark { constructed, ..Mark::PLAIN });
        out.why = None;
        out
    }

    /// `{key: value}`, over each item of the input. Items whose keys are equal share a value.
    pub(super) fn group(&mut self, pairs: &[(Node, Node)], input: &Val, frame: FrameId) -> Val {
        let (array, rest) = input.split_arrays();
        let mut result = Val::never();
        let mut both = false;
        if !rest.is_never() {
            let rest = if rest.ty.is_unknown() { rest.join(&rest.inside(Type::unknown())) } else { rest };
            let stream =
                Stream { many: rest.ty.is_unknown(), focus: rest, bindings: Vec::new(), absence: Absence::Never };
            let is_certain = array.is_none();
            both = !is_certain;
            result = self.maybe_unless(is_certain, |this| this.group_stream(pairs, &stream, frame));
        }
        if let Some(array) = array {
            let mut focus = input.inside(array.any());
            if array.least() == 0 {
                // Even of nothing an object is made.
                focus = focus.or_absent(array.item(0).absence());
            }
            let many = array.most().is_none_or(|most| most > 1);
            let stream = Stream { focus, bindings: Vec::new(), absence: Absence::Never, many };
            result = result.join(&self.maybe_unless(!both, |this| this.group_stream(pairs, &stream, frame)));
        }
        result
    }

    pub(super) fn group_stream(&mut self, pairs: &[(Node, Node)], stream: &Stream, frame: FrameId) -> Val {
        if stream.focus.is_never() {
            return Type::object(Object::closed([])).into();
        }
        let keys: Vec<Keys> = pairs.iter().map(|(key, _)| self.keys(key, stream, frame)).collect();
        self.check_same_keys(pairs, &keys, stream.many);
        let mut fields: BTreeMap<Arc<str>, Type> = BTreeMap::new();
        let mut rest = Type::never();
        let mut inner = Inner { marks: Marks::NONE, odd: false };
        for ((_, value), keys) in pairs.iter().zip(&keys) {
            if keys.is_none() {
                continue;
            }
            let certain = keys.certain && stream.absence == Absence::Never && (keys.few.is_some() || !stream.many);
            let val = self.maybe_unless(certain && !stream.many, |this| this.group_value(value, stream, frame));
            inner = inner.join(val.as_inner());
            let mut of = val.as_field();
            if !(certain && keys.single().is_some()) {
                let absence = if keys.single().is_some() { Absence::Unproven } else { Absence::Known };
                let absence = of.absence().max(absence);
                of = of.with_absence(absence);
            }
            match &keys.few {
                Some(few) => {
                    for key in few {
                        let field = fields.entry(Arc::clone(key)).or_insert_with(Type::never);
                        *field = field.join(&of);
                    }
                }
                None => rest = rest.join(&of.with_absence(Absence::Unproven)),
            }
        }
        let rest = if rest.is_never() { Type::absent() } else { rest };
        let inner = if inner.marks.is_none() { Inner { odd: inner.odd, ..Inner::JSON } } else { inner };
        Val { inner, ..Type::object(Object::new(fields, rest)).into() }
    }

    fn group_value(&mut self, value: &Node, stream: &Stream, frame: FrameId) -> Val {
        let merged = Stream {
            focus: Self::grouped(&stream.focus, stream.many),
            bindings: stream.bindings.iter().map(|(key, val)| (key.clone(), Self::grouped(val, stream.many))).collect(),
            absence: stream.absence,
            many: false,
        };
        let scope =
            if merged.bindings.is_empty() { frame } else { self.frames.open(Some(frame), merged.bindings.clone()) };
        if stream.many {
            return self.many(false, |this| this.eval(value, &merged.focus, scope));
        }
        self.eval(value, &merged.focus, scope)
    }

    fn keys(&mut self, key: &Node, stream: &Stream, frame: FrameId) -> Keys {
        let val = self.in_stream(stream, frame, |this, focus, scope| this.eval(key, focus, scope));
        let kinds = val.ty.kinds();
        let harm = !kinds.is_within(Kinds::STRING) || val.functions.is_some();
        let harmless = kinds.meets(Kinds::STRING) || val.may_be_absent() || val.ty.is_unknown();
        if let Some(certainty) = certainty(harm, val.ty.is_unknown(), harmless) {
            let of = val.ty.clone().present();
            self.fault(certainty, key.span, FaultKind::Operand { operator: "{", wanted: "a string", of });
        }
        let few = if val.ty.is_unknown() { None } else { val.ty.sets().strings.few().map(<[_]>::to_vec) };
        Keys { few, certain: !harm && !val.may_be_absent() && !val.ty.is_unknown() }
    }

    fn check_same_keys(&mut self, pairs: &[(Node, Node)], keys: &[Keys], many: bool) {
        if pairs.len() < 2 {
            return;
        }
        let mut seen: BTreeMap<&str, bool> = BTreeMap::new();
        let mut open = false;
        for ((node, _), keys) in pairs.iter().zip(keys) {
            let mut certainty = None;
            match &keys.few {
                None => {
                    certainty = (open || !seen.is_empty()).then_some(Certainty::Unproven);
                    open = true;
                }
                Some(few) => {
                    let is_certain = keys.certain && few.len() == 1;
                    for key in few {
                        let before = seen.get(&**key).copied();
                        certainty = match before {
                            Some(true) if is_certain && !many => Some(Certainty::Certain),
                            Some(_) => Some(Certainty::Possible),
                            None if open => certainty.or(Some(Certainty::Unproven)),
                            None => certainty,
                        };
                        seen.insert(key, before.unwrap_or(false) || is_certain);
                    }
                }
            }
            if let Some(certainty) = certainty {
                let kind = FaultKind::Other("two keys of the object may be the same".to_owned());
                self.fault(certainty, node.span, kind);
            }
        }
    }

    /// `^(…)`
    pub(super) fn sort(&mut self, terms: &[Term], input: &Val, frame: FrameId) -> Val {
        let (array, rest) = input.split_arrays();
        let mut result = Val::never();
        let certain = rest.is_never();
        if !certain {
            let unknown = rest.ty.is_unknown();
            let item = if unknown { rest.join(&rest.inside(Type::unknown())) } else { rest };
            self.many(!unknown && array.is_none(), |this| {
                this.sort_keys(terms, &item, frame, unknown);
                Val::never()
            });
            let mut results = Results::new();
            if unknown {
                results.push_many(&item, Absence::Unproven);
            } else {
                // Nothing is sorted as one item, which JSON has no way to show.
                results.push(&item);
            }
            result = results.into_val(Mark::RAW);
            if item.may_be_absent() {
                result = result.join(&Val { why: item.why.clone(), ..Val::absent_by(item.ty.absence()) });
            }
        }
        if let Some(array) = array {
            let item = input.inside(array.any());
            let many = array.most().is_none_or(|most| most > 1);
            self.many(certain && array.least() > 0, |this| {
                this.sort_keys(terms, &item, frame, many);
                Val::never()
            });
            let sorted = shuffled(&array);
            result =
                result.join(&Val { functions: Functions::default(), ..Val::array(sorted, Mark::RAW, input.inner) });
        }
        result
    }

    /// The keys of a sort, and what goes wrong in comparing them.
    pub(super) fn sort_keys(&mut self, terms: &[Term], item: &Val, frame: FrameId, many: bool) {
        for term in terms {
            let key = self.eval(&term.expr, item, frame);
            if many {
                self.check_sort_key(&key, term.expr.span);
            }
        }
    }

    /// Keys that are all numbers, or all strings, can be compared, and what is missing comes last.
    fn check_sort_key(&mut self, key: &Val, at: Span) {
        let kinds = key.ty.kinds();
        let good = Kinds::NUMBER | Kinds::STRING;
        let harm = !kinds.is_within(good) || key.functions.is_some();
        let mixed = kinds.meets(Kinds::NUMBER) && kinds.meets(Kinds::STRING);
        if harm || mixed || key.ty.is_unknown() {
            let certainty = if harm || mixed { Certainty::Possible } else { Certainty::Unproven };
            let of = key.ty.clone().present();
            let wanted = "numbers, or strings, alone";
            self.fault(certainty, at, FaultKind::Operand { operator: "^", wanted, of });
        }
    }
}

/// The items in another order.
pub(super) fn shuffled(array: &Array) -> Array {
    let any = array.any();
    let least = array.least();
    let mut items = vec![any.clone(); least];
    match array.most() {
        Some(most) => {
            items.extend((least..most).map(|at| any.clone().with_absence(array.item(at).absence())));
            Array::exact(items)
        }
        None => Array::new(items, any),
    }
}
