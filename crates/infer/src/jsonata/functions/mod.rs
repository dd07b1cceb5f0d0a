//! The functions of the language: what each gives for arguments that its signature lets pass.

mod collections;
mod higher_order;
mod scalars;
mod texts;

pub(super) use collections::copied;

use super::call::Site;
use super::truth::Truth;
use super::val::Val;
use super::walk::Walker;
use crate::{Certainty, FaultKind};
use asl_types::{Absence, Array, Kinds, Type};

/// An argument; nothing where none is given.
fn arg(args: &[Val], at: usize) -> Val {
    args.get(at).cloned().unwrap_or_else(Val::absent)
}

/// The arrays of an argument that was made one.
fn array_of(val: &Val) -> Array {
    val.ty.sets().arrays.as_ref().map_or_else(|| Array::exact([]), |array| (**array).clone())
}

/// What is so where arguments are there; nothing where one of them may be missing.
fn given(result: Val, needed: &[&Val]) -> Val {
    if needed.iter().any(|val| val.is_absent()) {
        let why = needed.iter().filter(|val| val.is_absent()).find_map(|val| val.why.clone());
        return Val::absent().because(why);
    }
    let absence = needed.iter().map(|val| val.ty.absence()).max().unwrap_or_default();
    let why = needed.iter().filter(|val| val.may_be_absent()).find_map(|val| val.why.clone());
    result.or_absent(absence).because(why)
}

impl Walker {
    /// What a function of the language gives, by its name without `$`. It is not read yet.
    pub(super) fn builtin(&mut self, name: &str, args: &[Val], site: &Site) -> Val {
        if let Some(scalar) = scalars::find(name) {
            return self.scalar(scalar, args, site);
        }
        match name {
            "boolean" => given(Truth::of_value(&arg(args, 0)).ty().into(), &[&arg(args, 0)]),
            "not" => given(Truth::of_value(&arg(args, 0)).not().ty().into(), &[&arg(args, 0)]),
            "exists" => {
                let val = arg(args, 0);
                Truth { yes: val.has_value(), no: val.may_be_absent() }.ty().into()
            }
            "type" => given(type_names(&arg(args, 0)).into(), &[&arg(args, 0)]),
            "error" => {
                self.fault(Certainty::Certain, site.span, FaultKind::Other("`$error` is called".to_owned()));
                Val::never()
            }
            "assert" => self.assert(args, site),
            "number" => self.number(args, site),
            "contains" | "split" | "replace" | "match" => self.text_function(name, args, site),
            "map" | "filter" | "single" | "reduce" | "each" | "sift" | "sort" => self.higher_order(name, args, site),
            _ => self.collection(name, args, site),
        }
    }

    fn assert(&mut self, args: &[Val], site: &Site) -> Val {
        let truth = Truth::of(&arg(args, 0));
        if truth.no {
            let certainty = if truth.yes { Certainty::Unproven } else { Certainty::Certain };
            self.fault(certainty, site.span, FaultKind::Other("`$assert` may fail".to_owned()));
        }
        if truth.yes { Val::absent() } else { Val::never() }
    }

    /// A function may fail for reasons that types do not show.
    fn may_fail(&mut self, site: &Site, why: &str) {
        self.fault(Certainty::Unproven, site.span, FaultKind::Other(format!("{} {why}", site.name())));
    }
}

fn type_names(val: &Val) -> Type {
    let kinds = if val.ty.is_unknown() { Kinds::ALL } else { val.ty.kinds() };
    let names = [
        (Kinds::NULL, "null"),
        (Kinds::BOOLEAN, "boolean"),
        (Kinds::NUMBER, "number"),
        (Kinds::STRING, "string"),
        (Kinds::ARRAY, "array"),
        (Kinds::OBJECT, "object"),
    ];
    let known = names.iter().filter(|(kind, _)| kinds.meets(*kind));
    let all = known.fold(Type::never(), |all, (_, name)| all.join(&Type::string_of(name)));
    if val.functions.is_some() { all.join(&Type::string_of("function")) } else { all }
}

/// There may be none where it is not proven that there is one.
fn unproven(val: Val) -> Val {
    val.or_absent(Absence::Unproven)
}
