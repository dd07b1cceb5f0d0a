//! Functions from scalars to scalars, told by a table.

use super::super::call::Site;
use super::super::fold;
use super::super::val::Val;
use super::super::walk::Walker;
use super::{arg, given, unproven};
use crate::{Certainty, FaultKind};
use asl_types::{Kinds, Type};

/// A function that gives a scalar.
pub(in crate::jsonata) struct Scalar {
    name: &'static str,
    gives: Kind,
    /// The first so many arguments are needed for there to be a result.
    needed: usize,
    /// When it may fail for arguments of the right types.
    fails: Fails,
    /// Its result depends on its arguments alone.
    pure: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fails {
    Never,
    Always,
    /// Where there is an argument of this index or later.
    With(usize),
    /// Unless the arguments after the first are known to do. They do for every first argument, or for none.
    UnlessKnown,
}

use Fails::{Always, Never, UnlessKnown, With};
use Kind::{Number, String as Text};

const fn pure(name: &'static str, gives: Kind, needed: usize, fails: Fails) -> Scalar {
    Scalar { name, gives, needed, fails, pure: true }
}

const fn impure(name: &'static str, gives: Kind, fails: Fails) -> Scalar {
    Scalar { name, gives, needed: 0, fails, pure: false }
}

/// In alphabetical order.
const TABLE: [Scalar; 38] = [
    pure("abs", Number, 1, Never),
    pure("average", Number, 1, Never),
    pure("base64decode", Text, 1, Never),
    pure("base64encode", Text, 1, Never),
    pure("ceil", Number, 1, Never),
    pure("count", Number, 0, Never),
    pure("decodeUrl", Text, 1, Always),
    pure("decodeUrlComponent", Text, 1, Always),
    pure("encodeUrl", Text, 1, Never),
    pure("encodeUrlComponent", Text, 1, Never),
    pure("floor", Number, 1, Never),
    pure("formatBase", Text, 1, With(1)),
    pure("formatInteger", Text, 2, Always),
    pure("formatNumber", Text, 2, Always),
    pure("fromMillis", Text, 1, With(1)),
    pure("hash", Text, 2, UnlessKnown),
    pure("join", Text, 1, Never),
    pure("length", Number, 1, Never),
    pure("lowercase", Text, 1, Never),
    pure("max", Number, 1, Never),
    impure("millis", Number, Never),
    pure("min", Number, 1, Never),
    impure("now", Text, With(0)),
    pure("pad", Text, 1, Never),
    pure("parseInteger", Number, 2, Always),
    pure("power", Number, 2, Always),
    impure("random", Number, Never),
    pure("round", Number, 1, Never),
    pure("sqrt", Number, 1, Always),
    pure("string", Text, 1, Never),
    pure("substring", Text, 1, Never),
    pure("substringAfter", Text, 1, Never),
    pure("substringBefore", Text, 1, Never),
    pure("sum", Number, 1, Never),
    Scalar { name: "toMillis", gives: Number, needed: 1, fails: Always, pure: false },
    pure("trim", Text, 1, Never),
    pure("uppercase", Text, 1, Never),
    impure("uuid", Text, Never),
];

pub(super) fn find(name: &str) -> Option<&'static Scalar> {
    TABLE.iter().find(|scalar| scalar.name == name)
}

impl Walker {
    pub(super) fn scalar(&mut self, scalar: &Scalar, args: &[Val], site: &Site) -> Val {
        let needed: Vec<Val> = (0..scalar.needed).map(|at| arg(args, at)).collect();
        let needed: Vec<&Val> = needed.iter().collect();
        if needed.iter().any(|val| val.is_absent()) {
            return given(Val::never(), &needed);
        }
        let present: Vec<Val> =
            args.iter().map(|arg| if arg.has_value() { arg.clone().present() } else { arg.clone() }).collect();
        let optional_missing = args.iter().skip(scalar.needed).any(|arg| arg.has_value() && arg.may_be_absent());
        if scalar.pure
            && !optional_missing
            && let Some(folded) = fold::call(scalar.name, &present)
        {
            if let Some(error) = &folded.error {
                let certainty = certainty_of_case(folded.always, &needed);
                self.fault(certainty, site.span, FaultKind::Other(error.clone()));
            }
            if folded.ty.is_unknown() {
                self.no_number(Certainty::Possible, site.span);
            }
            return if folded.ty.is_never() { missing_only(&needed) } else { given(folded.ty.into(), &needed) };
        }
        let fails = match scalar.fails {
            Never => false,
            Always => true,
            With(from) => args.iter().skip(from).any(Val::has_value),
            UnlessKnown => !do_others(scalar.name, args),
        };
        if fails {
            self.may_fail(site, "may fail for its arguments");
        }
        if matches!(scalar.name, "parseInteger" | "toMillis") || scalar.name == "round" && !is_place(&arg(args, 1)) {
            self.no_number(Certainty::Unproven, site.span);
        }
        let ty = match scalar.gives {
            Number => Type::number(),
            Text => Type::string(),
        };
        let result = given(ty.into(), &needed);
        match scalar.name {
            "max" | "min" | "average" => {
                let empty = arg(args, 0).ty.sets().arrays.as_ref().is_none_or(|array| array.least() == 0);
                if empty { unproven(result) } else { result }
            }
            "toMillis" if arg(args, 1).has_value() => unproven(result),
            "substring" | "pad" if !arg(args, 0).ty.kinds().meets(Kinds::STRING) => arg(args, 0),
            _ => result,
        }
    }

    /// `$number(value)`
    pub(super) fn number(&mut self, args: &[Val], site: &Site) -> Val {
        let val = arg(args, 0);
        if val.is_absent() {
            return given(Val::never(), &[&val]);
        }
        let scalar = Scalar { name: "number", gives: Number, needed: 1, fails: Always, pure: true };
        if val.ty.kinds().is_within(Kinds::NUMBER) && !val.ty.is_unknown() {
            return val;
        }
        if val.ty.kinds().is_within(Kinds::NUMBER | Kinds::BOOLEAN) && !val.ty.is_unknown() {
            return given(Type::number().into(), &[&val]);
        }
        self.scalar(&scalar, args, site)
    }
}

/// What fails for all values fails for certain, unless one that is needed may be missing.
fn certainty_of_case(always: bool, needed: &[&Val]) -> Certainty {
    if always && !needed.iter().any(|val| val.may_be_absent()) { Certainty::Certain } else { Certainty::Possible }
}

/// Is it a number of digits to which any number can be rounded, or nothing?
fn is_place(val: &Val) -> bool {
    const MOST: f64 = 300.0;
    let few = val.ty.sets().numbers.few().filter(|_| !val.ty.is_unknown());
    few.is_some_and(|few| few.iter().all(|it| it.value().fract() == 0.0 && it.value().abs() <= MOST))
}

/// Only nothing is left where all that is there fails.
fn missing_only(needed: &[&Val]) -> Val {
    let absence = needed.iter().map(|val| val.ty.absence()).max().unwrap_or_default();
    let why = needed.iter().find_map(|val| val.why.clone());
    Val { why, ..Val::absent_by(absence) }
}

/// Are the arguments after the first known to do?
fn do_others(name: &str, args: &[Val]) -> bool {
    let sample: Val = Type::string_of("").into();
    let mut args: Vec<Val> = args.iter().map(|arg| arg.clone().present()).collect();
    if let Some(first) = args.first_mut() {
        *first = sample;
    }
    fold::call(name, &args).is_some_and(|folded| folded.error.is_none())
}
