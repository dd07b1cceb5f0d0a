//! Arguments held against the signature of a function, as the evaluator does: by the kind of each.

use super::call::Site;
use super::function::Functions;
use super::marks::{Mark, Marks};
use super::sequence::Results;
use super::val::Val;
use super::walk::{Walker, certainty};
use crate::{Certainty, FaultKind};
use asl_expressions::jsonata::plan::{self, Param, Signature, Times};
use asl_types::{Absence, Array, Kinds, Sets, Type};
use std::sync::Arc;

/// So many ways of what kinds the arguments have are tried.
const MOST_WAYS: usize = 81;

/// Letters of signatures and the kinds that they stand for.
const KINDS: [(char, Kinds); 6] = [
    ('a', Kinds::ARRAY),
    ('s', Kinds::STRING),
    ('n', Kinds::NUMBER),
    ('b', Kinds::BOOLEAN),
    ('l', Kinds::NULL),
    ('o', Kinds::OBJECT),
];

fn bit(letter: char) -> u16 {
    plan::Kinds::of_letter(letter).bits()
}

fn bits_of(kinds: Kinds) -> u16 {
    KINDS.iter().filter(|(_, kind)| kinds.meets(*kind)).fold(0, |all, (letter, _)| all | bit(*letter))
}

fn kinds_of(bits: u16) -> Kinds {
    KINDS.iter().filter(|(letter, _)| bits & bit(*letter) != 0).fold(Kinds::NONE, |all, (_, kind)| all | *kind)
}

/// An argument as far as it is of some kinds, among which no parameter tells.
struct Class {
    bits: u16,
    /// How sure it is that it is of them, where it may be of others too.
    sure: Certainty,
}

/// All kinds that a value may have, each with how sure that is.
fn all_bits(val: &Val) -> Vec<(u16, Certainty)> {
    let mut all = vec![(bits_of(val.ty.kinds()), Certainty::Possible)];
    if val.functions.is_some() {
        let sure = if val.functions.are_open() { Certainty::Unproven } else { Certainty::Possible };
        all.push((bit('f'), sure));
    }
    match val.ty.absence() {
        Absence::Never => {}
        Absence::Known => all.push((bit('m'), Certainty::Possible)),
        Absence::Unproven => all.push((bit('m'), Certainty::Unproven)),
    }
    if val.ty.is_unknown() {
        all.push((bits_of(Kinds::ALL), Certainty::Unproven));
    }
    all
}

fn classes(val: &Val, params: &[Param]) -> Vec<Class> {
    let mut classes: Vec<(Vec<bool>, Class)> = Vec::new();
    for (bits, sure) in all_bits(val) {
        for at in 0..8 {
            let one = bits & (1 << at);
            if one == 0 {
                continue;
            }
            let fits: Vec<bool> = params.iter().map(|param| param.kinds.has(one)).collect();
            match classes.iter_mut().find(|(known, _)| *known == fits) {
                Some((_, class)) => {
                    class.bits |= one;
                    class.sure = class.sure.max(sure);
                }
                None => classes.push((fits, Class { bits: one, sure })),
            }
        }
    }
    classes.into_iter().map(|(_, class)| class).collect()
}

/// A value as far as it is of some kinds.
fn restricted(val: &Val, bits: u16) -> Val {
    let kinds = kinds_of(bits);
    let ty = if kinds == Kinds::ALL { val.ty.clone().present() } else { val.ty.only(kinds) };
    let absence = if bits & bit('m') != 0 { val.ty.absence() } else { Absence::Never };
    let functions = if bits & bit('f') != 0 { val.functions.clone() } else { Functions::default() };
    Val { ty: ty.with_absence(absence), functions, ..val.clone() }
}

impl Walker {
    /// Runs a function on its arguments as it gets them.
    pub(super) fn checked(
        &mut self,
        signature: &Signature,
        args: Vec<Val>,
        context: &Val,
        site: &Site,
        mut run: impl FnMut(&mut Self, Vec<Val>) -> Val,
    ) -> Val {
        let params = signature.params();
        if !self.check_count(params, args.len(), site) {
            return Val::never();
        }
        if fits_in_order(params, &args) {
            let taken: Vec<usize> = (0..params.len()).map(|at| usize::from(at < args.len())).collect();
            return match self.placed(params, &taken, args, context, site, true) {
                Some(args) => run(self, args),
                None => Val::never(),
            };
        }
        let classes: Vec<Vec<Class>> = args.iter().map(|arg| classes(arg, params)).collect();
        let count = classes.iter().try_fold(1_usize, |count, few| count.checked_mul(few.len()));
        let Some(count) = count.filter(|count| *count <= MOST_WAYS) else { return self.lost(site.span) };
        let ways: Vec<Way> = (0..count).map(|way| Way::new(way, &classes, signature)).collect();
        let works = ways.iter().any(|way| way.taken.is_ok());
        let mut result = Val::never();
        for way in ways {
            match way.taken {
                Ok(taken) => {
                    let restricted: Vec<Val> =
                        args.iter().zip(&way.bits).map(|(arg, bits)| restricted(arg, *bits)).collect();
                    let one = self.maybe_unless(count == 1, |this| {
                        let placed = this.placed(params, &taken, restricted, context, site, false);
                        placed.map_or_else(Val::never, |args| run(this, args))
                    });
                    result = result.join(&one);
                }
                Err(index) => {
                    let sure = if works { way.sure } else { Certainty::Certain };
                    let wanted = params.get(index).or(params.last()).map_or_else(String::new, words);
                    let nothing = Val::absent();
                    self.check_argument(args.get(index).unwrap_or(&nothing), index, wanted, Some(sure), site);
                }
            }
        }
        result
    }

    fn check_count(&mut self, params: &[Param], given: usize, site: &Site) -> bool {
        let least = params.iter().filter(|param| param.times != Times::Optional).count();
        let repeats = params.iter().any(|param| param.times == Times::Repeated);
        let most = (!repeats).then_some(params.len());
        let fits = given >= least && most.is_none_or(|most| given <= most);
        if !fits {
            let function = site.name().to_owned();
            self.fault(Certainty::Certain, site.span, FaultKind::Arity { function, given, least, most });
        }
        fits
    }

    /// The arguments where each parameter takes so many. None where one of them certainly does not do.
    fn placed(
        &mut self,
        params: &[Param],
        taken: &[usize],
        args: Vec<Val>,
        context: &Val,
        site: &Site,
        in_order: bool,
    ) -> Option<Vec<Val>> {
        let mut out = Vec::with_capacity(args.len().max(params.len()));
        let mut args = args.into_iter();
        let mut index = 0;
        for (param, count) in params.iter().zip(taken) {
            if *count == 0 {
                if param.context {
                    out.push(self.left_out(param, context, index, site)?);
                } else if in_order {
                    out.push(Val::absent());
                } else {
                    out.push(args.next().unwrap_or_else(Val::absent));
                    index += 1;
                }
            }
            for arg in args.by_ref().take(*count) {
                out.push(self.adapted(param, arg, index, site)?);
                index += 1;
            }
        }
        Some(out)
    }

    /// The context stands in for what is not given.
    fn left_out(&mut self, param: &Param, context: &Val, index: usize, site: &Site) -> Option<Val> {
        let mut harm = None;
        let mut good = 0;
        for (bits, sure) in all_bits(context) {
            good |= bits & param.kinds.bits();
            if bits & !param.kinds.bits() != 0 {
                harm = harm.max(Some(sure));
            }
        }
        if let Some(sure) = harm {
            let sure = if good == 0 { Certainty::Certain } else { sure };
            self.check_argument(context, index, words(param), Some(sure), site);
        }
        (good != 0).then(|| restricted(context, good))
    }

    /// What is no array becomes one where an array is due.
    fn adapted(&mut self, param: &Param, arg: Val, index: usize, site: &Site) -> Option<Val> {
        if !param.array || arg.is_absent() {
            return Some(arg);
        }
        let (array, rest) = arg.split_arrays();
        if let Some(letter) = param.items {
            let sure = misfit(&arg, array.as_deref(), letter);
            let wanted = format!("an array of {}", plural(letter));
            self.check_argument(&arg, index, wanted, sure, site);
            if sure == Some(Certainty::Certain) {
                return None;
            }
        }
        let fits = |ty: &Type| match param.items {
            Some(letter) => fitting(ty, letter),
            None => ty.clone(),
        };
        let mut result = Val { why: arg.why.clone(), ..Val::absent_by(arg.ty.absence()) };
        if !arg.may_be_absent() {
            result = Val::never();
        }
        if let Some(array) = array {
            let array = match param.items {
                Some('x') | None => (*array).clone(),
                _ => array.map(fits),
            };
            let sets = Sets { arrays: Some(Arc::new(array)), ..Sets::default() };
            result = result.join(&Val { functions: Functions::default(), why: None, ..arg.with_type(sets.into()) });
        }
        let alone =
            Val { ty: if param.items == Some('x') { Type::never() } else { fits(&rest.ty).present() }, ..rest.clone() };
        if alone.has_value() && (param.items.is_none() || alone.ty.has_value()) {
            let mut results = Results::new();
            results.push(&alone.present());
            result = result.join(&results.into_val(Mark::PLAIN));
        }
        if rest.ty.is_unknown() {
            let items = fits(&Type::unknown());
            let all = Val { marks: arg.marks.join(Marks::PLAIN), inner: arg.inner, ..Type::array_of(items).into() };
            result = result.join(&all);
        }
        Some(result)
    }
}

/// One way of what kinds the arguments have.
struct Way {
    bits: Vec<u16>,
    sure: Certainty,
    taken: Result<Vec<usize>, usize>,
}

impl Way {
    fn new(mut way: usize, classes: &[Vec<Class>], signature: &Signature) -> Self {
        let mut bits = Vec::with_capacity(classes.len());
        let mut sure = Certainty::Possible;
        for few in classes {
            if let Some(class) = few.get(way % few.len()) {
                bits.push(class.bits);
                sure = sure.min(class.sure);
            }
            way /= few.len();
        }
        let lowest: Vec<u16> = bits.iter().map(|bits| bits & bits.wrapping_neg()).collect();
        Self { taken: signature.place(&lowest), bits, sure }
    }
}

fn fits_in_order(params: &[Param], args: &[Val]) -> bool {
    let fits = |(at, param): (usize, &Param)| match args.get(at) {
        Some(arg) => {
            param.times != Times::Repeated && all_bits(arg).iter().all(|(bits, _)| bits & !param.kinds.bits() == 0)
        }
        None => param.times == Times::Optional,
    };
    params.iter().enumerate().all(fits)
}

/// How sure it is that an item is of another kind.
fn misfit(arg: &Val, array: Option<&Array>, letter: char) -> Option<Certainty> {
    let wanted = kinds_of(bit(letter));
    let (mut harm, mut unknown, mut harmless) = (false, false, false);
    if let Some(array) = array.filter(|_| letter != 'x') {
        let of = |item: &Type| {
            let bad = !item.kinds().is_within(wanted) || arg.inner.odd && item.kinds().meets(Kinds::NULL);
            (bad, item.is_unknown(), item.kinds().meets(wanted) || item.is_unknown())
        };
        for at in 0..array.known().len() {
            let (bad, open, _) = of(&array.item(at));
            harm |= bad;
            unknown |= open;
        }
        if array.is_open() {
            let (bad, open, _) = of(array.rest());
            harm |= bad;
            unknown |= open;
        }
        let certain = (0..array.least()).any(|at| {
            let (bad, _, good) = of(&array.item(at));
            bad && !good
        });
        harmless |= !certain;
    } else if array.is_some() {
        harmless = true;
    }
    let rest = arg.ty.without(Kinds::ARRAY);
    let alone = rest.kinds();
    harm |= !alone.is_within(wanted) || arg.functions.is_some() && letter != 'f';
    harmless |= alone.meets(wanted) || arg.may_be_absent() || rest.is_unknown();
    certainty(harm, unknown || rest.is_unknown(), harmless)
}

fn fitting(ty: &Type, letter: char) -> Type {
    if letter == 'x' { ty.clone() } else { ty.only(kinds_of(bit(letter))).with_absence(ty.absence()) }
}

fn plural(letter: char) -> &'static str {
    match letter {
        'a' => "arrays",
        'b' => "booleans",
        'f' => "functions",
        'n' => "numbers",
        'o' => "objects",
        's' => "strings",
        _ => "items",
    }
}

/// What a parameter takes, in words.
fn words(param: &Param) -> String {
    let bits = param.kinds.bits();
    let kinds = kinds_of(bits);
    let function = bits & bit('f') != 0;
    match (kinds == Kinds::NONE, function) {
        (true, _) => "a function".to_owned(),
        (false, true) if kinds != Kinds::ALL => format!("{} or a function", kinds.words()),
        _ if kinds == Kinds::ALL => "any value".to_owned(),
        _ => kinds.words(),
    }
}
