//! `|pattern|update, delete|`

use super::frame::FrameId;
use super::functions::copied;
use super::val::{Inner, Val};
use super::walk::{Walker, certainty};
use crate::FaultKind;
use asl_expressions::jsonata::plan::Transform;
use asl_types::{Absence, Kinds, Object, Type};
use std::collections::BTreeSet;
use std::sync::Arc;

/// So deep changed objects are told apart; what is deeper is unknown.
const DEEPEST: usize = 12;

/// What an object that is found becomes.
struct Change {
    update: Option<Object>,
    deleted: Deleted,
}

enum Deleted {
    Nothing,
    /// Of these names, some.
    Some(BTreeSet<Arc<str>>),
    Anything,
}

impl Walker {
    /// A copy of a value in which every object that the pattern finds is changed.
    pub(super) fn transform(&mut self, plan: &Transform, val: &Val, frame: FrameId) -> Val {
        if val.is_absent() {
            return val.clone();
        }
        let copy = copied(&val.clone().present());
        let found = self.eval(&plan.pattern, &copy, frame);
        let (array, rest) = found.split_arrays();
        let mut item = rest.present();
        if let Some(array) = array {
            item = item.join(&found.inside(array.any()));
        }
        if found.ty.is_unknown() {
            item = item.join(&found.inside(Type::unknown()));
        }
        let mut result = copy.clone();
        if item.has_value() {
            let change = self.change(plan, &item, frame);
            let changed = changed(&copy.ty, &change, DEEPEST);
            let inner = Inner { odd: false, marks: super::marks::Marks::ANY };
            result = Val { inner, ..copy.with_type(copy.ty.join(&changed)) };
            if item.inner.odd || found.inner.odd {
                result = Val { inner: Val::anything().inner, ..result };
            }
        }
        result.or_absent(val.ty.absence()).because(val.why.clone())
    }

    fn change(&mut self, plan: &Transform, item: &Val, frame: FrameId) -> Change {
        // An object may have been changed before it is looked at again.
        let objects = item.ty.only(Kinds::OBJECT);
        let edited = if objects.has_value() {
            item.join(&Type::object(Object::open(asl_types::Unknown::Opaque)).into())
        } else {
            item.clone()
        };
        let update = self.many(false, |this| this.eval(&plan.update, item, frame));
        let harm = !update.ty.kinds().is_within(Kinds::OBJECT) || update.functions.is_some();
        let harmless = update.ty.kinds().meets(Kinds::OBJECT) || update.may_be_absent() || update.ty.is_unknown();
        if let Some(certainty) = certainty(harm, update.ty.is_unknown(), harmless) {
            let of = update.ty.clone().present();
            let kind = FaultKind::Operand { operator: "|", wanted: "an object", of };
            self.maybe(|this| this.fault(certainty, plan.update.span, kind));
        }
        let nested = update.inner.odd || update.functions.is_some();
        let update = update.ty.only(Kinds::OBJECT).sets().objects.as_ref().map(|objects| objects.merged());
        let update = if nested { Some(Object::open(asl_types::Unknown::Opaque)) } else { update };
        let deleted = match &plan.delete {
            None => Deleted::Nothing,
            Some(delete) => {
                let names = self.many(false, |this| this.eval(delete, &edited, frame));
                self.deleted(&names, delete.span)
            }
        };
        Change { update, deleted }
    }

    fn deleted(&mut self, names: &Val, span: asl_syntax::Span) -> Deleted {
        let (array, rest) = names.split_arrays();
        let mut all = rest.ty.clone().present();
        if let Some(array) = array {
            all = all.join(&array.any());
        }
        let harm = !all.kinds().is_within(Kinds::STRING) || names.functions.is_some() || names.inner.odd;
        if let Some(certainty) = certainty(harm, all.is_unknown(), true) {
            let of = names.ty.clone().present();
            let wanted = "a string, or an array of strings";
            self.fault(certainty, span, FaultKind::Operand { operator: "|", wanted, of });
        }
        match all.sets().strings.few().filter(|_| !all.is_unknown()) {
            Some(few) => Deleted::Some(few.iter().cloned().collect()),
            None => Deleted::Anything,
        }
    }
}

impl Change {
    fn apply(&self, shape: &Object) -> Object {
        let mut out = shape.clone();
        if let Some(update) = &self.update {
            for (name, of) in update.fields() {
                let old = out.field(name);
                let new = if of.absence() == Absence::Never {
                    of.clone()
                } else {
                    old.join(&of.clone().present()).with_absence(old.absence())
                };
                out = out.with(name, new);
            }
            if update.is_open() {
                let rest = update.rest().clone().present();
                let more = out.map(|of| of.join(&rest).with_absence(of.absence()));
                out = more;
            }
        }
        match &self.deleted {
            Deleted::Nothing => out,
            Deleted::Some(names) => names.iter().fold(out, |out, name| {
                let of = out.field(name).join(&Type::absent());
                out.with(name, of)
            }),
            Deleted::Anything => out.map(|of| of.join(&Type::never().with_absence(Absence::Unproven))),
        }
    }
}

/// A type in which every object may have been changed. What a change puts in, another may change again.
fn changed(ty: &Type, change: &Change, depth: usize) -> Type {
    let mut sets = ty.clone().into_sets();
    if depth == 0 {
        if sets.arrays.is_some() || sets.objects.is_some() {
            return Type::unknown().with_absence(ty.absence());
        }
        return ty.clone();
    }
    if let Some(array) = &sets.arrays {
        sets.arrays = Some(Arc::new(array.map(|item| item.join(&changed(item, change, depth - 1)))));
    }
    let Some(objects) = sets.objects.take() else { return sets.into() };
    let inside = objects.map(|shape| Some(shape.map(|of| of.join(&changed(of, change, depth - 1)))));
    let objects = |objects| Type::from(asl_types::Sets { objects, ..asl_types::Sets::default() });
    let edited = inside.as_ref().and_then(|inside| inside.map(|shape| Some(change.apply(shape))));
    Type::from(sets).join(&objects(inside.map(Arc::new))).join(&objects(edited.map(Arc::new)))
}
