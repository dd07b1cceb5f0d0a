//! Functions that call functions.

use super::super::call::Site;
use super::super::construct::shuffled;
use super::super::filter::sequence;
use super::super::fold;
use super::super::function::Functions;
use super::super::marks::{Mark, Marks};
use super::super::path::Found;
use super::super::sequence::Results;
use super::super::truth::Truth;
use super::super::val::Val;
use super::super::walk::Walker;
use super::{arg, array_of, given, unproven};
use crate::{Certainty, FaultKind};
use asl_types::{Absence, Array, Kinds, Object, Type};
use std::sync::Arc;

impl Walker {
    pub(super) fn higher_order(&mut self, name: &str, args: &[Val], site: &Site) -> Val {
        let (first, function) = (arg(args, 0), arg(args, 1));
        let needs_function = !matches!(name, "sort" | "single");
        if first.is_absent() || needs_function && function.functions.is_none() {
            return given(Val::never(), &[&first, &function]);
        }
        let functions = &function.functions;
        let certain = !(first.may_be_absent() || needs_function && function.may_be_absent());
        let result = self.maybe_unless(certain, |this| match name {
            "map" => this.map(&first, functions, site),
            "filter" => this.filter_by(&first, functions, site),
            "single" => this.single(&first, functions, site),
            "reduce" => this.reduce(&first, functions, &arg(args, 2), site),
            "each" => this.each_field(&first, functions, site),
            "sift" => this.sift(&first, functions, site),
            _ => this.sort_by(&first, functions, site),
        });
        let result = if needs_function { result.or_absent(function.ty.absence()) } else { result };
        given(result, &[&first])
    }

    /// Calls a function with as many of the arguments as it looks at, but with one at least.
    fn call_back(&mut self, functions: &Functions, args: [&Val; 3], site: &Site) -> Val {
        let mut result = if functions.are_open() { self.lost(site.span) } else { Val::never() };
        let only = functions.known().len() == 1 && !functions.are_open();
        for function in functions.known() {
            let Some(arity) = function.arity() else { return self.lost(site.span) };
            let given: Vec<Val> = args.iter().take(arity.max(1)).map(|arg| (*arg).clone()).collect();
            let one = Functions::of_shared(function);
            let value = self.maybe_unless(only, |this| this.apply(&one, &given, &Val::absent(), &site.within()));
            result = result.join(&value);
        }
        result
    }

    fn call_each(
        &mut self,
        val: &Val,
        functions: &Functions,
        site: &Site,
        mut change: impl FnMut(Val, &Val) -> Val,
    ) -> Vec<Found> {
        let array = array_of(val);
        let whole = val.with_type(Type::array(array.clone()));
        self.each(&array, val, |this, item, at| {
            let index = at.map_or_else(Type::number, |at| fold::number(at_number(at)));
            let value = this.call_back(functions, [&item, &index.into(), &whole], site);
            change(value, &item)
        })
    }

    fn map(&mut self, val: &Val, functions: &Functions, site: &Site) -> Val {
        let found = self.call_each(val, functions, site, |value, _| value);
        sequence(&found, false)
    }

    fn filter_by(&mut self, val: &Val, functions: &Functions, site: &Site) -> Val {
        let found = self.call_each(val, functions, site, |verdict, item| kept(Truth::of(&verdict), item));
        sequence(&found, false)
    }

    fn single(&mut self, val: &Val, functions: &Functions, site: &Site) -> Val {
        let found = if functions.is_none() {
            self.each(&array_of(val), val, |_, item, _| item)
        } else {
            self.call_each(val, functions, site, |verdict, item| kept(Truth::of(&verdict), item))
        };
        let certain = found.iter().filter(|it| !it.many && it.val.has_value() && !it.val.may_be_absent()).count();
        let possible = found.iter().filter(|it| it.val.has_value()).count();
        if certain > 1 || possible == 0 {
            let kind = FaultKind::Other("`$single` needs exactly one match".to_owned());
            // Nothing has no items, and is no fault.
            let certainty = if val.may_be_absent() { Certainty::Possible } else { Certainty::Certain };
            self.fault(certainty, site.span, kind);
            return Val::never();
        }
        if certain != 1 || possible != 1 || found.iter().any(|it| it.many) {
            self.may_fail(site, "fails unless exactly one item matches");
        }
        found.iter().fold(Val::never(), |all, it| all.join(&it.val.clone().present()))
    }

    fn reduce(&mut self, val: &Val, functions: &Functions, start: &Val, site: &Site) -> Val {
        let arity = functions.known().iter().filter_map(|function| function.arity());
        if arity.clone().any(|arity| arity < 2) {
            let certain = arity.clone().all(|arity| arity < 2) && !functions.are_open() && !val.may_be_absent();
            let certainty = if certain { Certainty::Certain } else { Certainty::Possible };
            let message = "the function that `$reduce` calls needs two parameters at least".to_owned();
            self.fault(certainty, site.span, FaultKind::Other(message));
            if certain {
                return Val::never();
            }
        }
        let array = array_of(val);
        let mut result = Val::never();
        if start.may_be_absent() {
            let certain = !start.has_value();
            result = self.maybe_unless(certain, |this| this.reduced(val, functions, None, &array, site));
        }
        if start.has_value() {
            let from = start.clone().present();
            let certain = !start.may_be_absent();
            let reduced = self.maybe_unless(certain, |this| this.reduced(val, functions, Some(from), &array, site));
            result = result.join(&reduced);
        }
        result
    }

    fn reduced(&mut self, val: &Val, functions: &Functions, start: Option<Val>, array: &Array, site: &Site) -> Val {
        /// So few items are gone through one by one.
        const FEW: usize = 8;
        let exact = array.most() == Some(array.least()) && array.least() <= FEW && self.loops == 0;
        let mut numbered = 0..array.least();
        let mut result = match start {
            Some(start) => start,
            None if array.most() == Some(0) => return Val::absent(),
            None => {
                numbered.next();
                let first = if exact { array.item(0) } else { array.any() };
                val.inside(first.present())
            }
        };
        if exact {
            for at in numbered {
                let item = val.inside(array.item(at));
                result = self.looped(true, |this| this.reduce_step(functions, &result, &item, val, site));
            }
            return result;
        }
        let any = val.inside(array.any());
        if any.has_value() {
            result = self.settled(result, |this, so_far| {
                this.many(false, |this| this.reduce_step(functions, so_far, &any, val, site))
            });
        }
        let is_empty = array.least() == 0;
        if is_empty { unproven(result) } else { result }
    }

    /// Goes round until nothing new comes.
    fn settled(&mut self, start: Val, mut step: impl FnMut(&mut Self, &Val) -> Val) -> Val {
        const ROUNDS: usize = 5;
        let mut all = start;
        for _ in 0..ROUNDS {
            let next = all.join(&step(self, &all));
            let same = next.ty == all.ty
                && next.marks == all.marks
                && next.inner == all.inner
                && next.functions.is_none() == all.functions.is_none();
            if same && next.functions.is_none() {
                return next;
            }
            all = Val { ty: all.ty.widen(&next.ty), ..next };
        }
        // A last round tells the faults of anything.
        let anything = Val::anything();
        step(self, &anything);
        anything
    }

    fn reduce_step(&mut self, functions: &Functions, so_far: &Val, item: &Val, whole: &Val, site: &Site) -> Val {
        let mut result = if functions.are_open() { self.lost(site.span) } else { Val::never() };
        for function in functions.known() {
            let arity = function.arity().unwrap_or(2);
            let index = Type::number().into();
            let all = [so_far, item, &index, whole];
            let given: Vec<Val> = all.iter().take(arity.clamp(2, 4)).map(|arg| (*arg).clone()).collect();
            let one = Functions::of_shared(function);
            let only = functions.known().len() == 1;
            let value = self.maybe_unless(only, |this| this.apply(&one, &given, &Val::absent(), &site.within()));
            result = result.join(&value);
        }
        result
    }

    fn each_field(&mut self, val: &Val, functions: &Functions, site: &Site) -> Val {
        let mut all = Val::never();
        let mut least = 0;
        self.fields(val, |this, name, field, certain| {
            let key = name.map_or_else(Type::string, Type::string_of).into();
            let value = this.call_back(functions, [field, &key, val], site);
            least += usize::from(certain && value.has_value() && !value.may_be_absent());
            all = all.join(&value);
        });
        let mut results = Results::new();
        // In which order the fields stand is not known.
        let value = all.clone().present();
        if val.ty.sets().objects.as_ref().is_some_and(|objects| objects.shapes().len() == 1) {
            for _ in 0..least {
                results.push(&value);
            }
        }
        results.push_many(&all, Absence::Unproven);
        results.into_val(Mark::RAW)
    }

    fn sift(&mut self, val: &Val, functions: &Functions, site: &Site) -> Val {
        let objects = val.ty.sets().objects.clone();
        let shapes = objects.as_ref().map_or(&[][..], |objects| objects.shapes());
        let mut result = Val::never();
        for shape in shapes {
            let one = val.with_type(Type::object(shape.clone()));
            let sifted = self.maybe_unless(shapes.len() == 1, |this| this.sift_one(&one, val, functions, site));
            result = result.join(&sifted);
        }
        result
    }

    /// The fields of objects of one shape that are kept.
    fn sift_one(&mut self, one: &Val, whole: &Val, functions: &Functions, site: &Site) -> Val {
        let mut fields: Vec<(Arc<str>, Type)> = Vec::new();
        let mut rest = Type::absent();
        let mut certain = false;
        self.fields(one, |this, name, field, is_there| {
            let key = name.map_or_else(Type::string, Type::string_of).into();
            let verdict = this.call_back(functions, [field, &key, whole], site);
            let kept = kept(Truth::of(&verdict), field);
            let kept = if is_there { kept.as_field() } else { kept.as_field().with_absence(Absence::Unproven) };
            certain |= kept.absence() == Absence::Never;
            match name {
                Some(name) => fields.push((name.into(), kept)),
                None => rest = rest.join(&kept).with_absence(Absence::Unproven),
            }
        });
        let result = Val { inner: one.inner, ..Type::object(Object::new(fields, rest)).into() };
        if certain { result } else { unproven(result) }
    }

    /// Does something with each field of the objects that a value may be: with its name, unless it is not known, and whether
    /// it is there for certain.
    fn fields(&mut self, val: &Val, mut walk: impl FnMut(&mut Self, Option<&str>, &Val, bool)) {
        const FEW: usize = 16;
        let Some(objects) = val.ty.sets().objects.clone() else { return };
        for shape in objects.shapes() {
            let few = shape.fields().count() <= FEW && self.loops == 0;
            if few {
                for (name, of) in shape.fields().filter(|(_, of)| of.has_value()) {
                    let certain = of.absence() == Absence::Never && objects.shapes().len() == 1;
                    let field = val.inside(of.clone().present());
                    self.looped(certain, |this| walk(this, Some(name), &field, certain));
                }
            }
            let mut rest = if few { shape.rest().clone() } else { shape.any() };
            if val.inner.odd {
                rest = rest.join(&Type::null());
            }
            if rest.has_value() {
                let field = val.inside(rest.present());
                self.many(false, |this| {
                    walk(this, None, &field, false);
                    Val::never()
                });
            }
        }
    }

    fn sort_by(&mut self, val: &Val, functions: &Functions, site: &Site) -> Val {
        let array = array_of(val);
        let any = val.inside(array.any());
        if array.most().is_none_or(|most| most > 1) {
            if functions.is_none() {
                self.check_plain_sort(val, &array, site);
            } else {
                self.many(array.least() > 1, |this| {
                    this.apply(functions, &[any.clone(), any.clone()], &Val::absent(), &site.within())
                });
            }
        }
        let sorted = Val::array(shuffled(&array), Mark::PLAIN, val.inner);
        Val { marks: if array.least() > 1 { Marks::PLAIN } else { val.marks.join(Marks::PLAIN) }, ..sorted }
    }

    /// Without a function, only numbers or strings can be sorted.
    fn check_plain_sort(&mut self, val: &Val, array: &Array, site: &Site) {
        let any = array.any();
        let kinds = any.kinds();
        let good = kinds.is_within(Kinds::NUMBER) || kinds.is_within(Kinds::STRING);
        if good && !any.is_unknown() && !val.inner.odd {
            return;
        }
        let hopeless = !kinds.meets(Kinds::NUMBER | Kinds::STRING) && !any.is_unknown();
        let certainty = match (good, hopeless && array.least() > 1 && !val.may_be_absent()) {
            (true, _) => Certainty::Unproven,
            (false, true) => Certainty::Certain,
            (false, false) => Certainty::Possible,
        };
        let wanted = "an array of numbers, or of strings".to_owned();
        self.check_argument(val, 0, wanted, Some(certainty), site);
    }
}

#[expect(clippy::cast_precision_loss, reason = "it is the index of a known item")]
fn at_number(at: usize) -> f64 {
    at as f64
}

fn kept(truth: Truth, item: &Val) -> Val {
    match (truth.yes, truth.no) {
        (false, _) => Val::absent(),
        (true, true) => item.clone().or_absent(Absence::Unproven),
        (true, false) => item.clone(),
    }
}
