//! Signatures of functions, and arguments held against them.

use super::errors;
use super::fault::Outcome;
use super::value::Val;

/// The types and the order of a function's arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature(Vec<Param>);

/// A parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Param {
    /// The kinds that it takes.
    pub kinds: Kinds,
    /// It is an array, or becomes one.
    pub array: bool,
    /// The letter that is written for the items of an array.
    pub items: Option<char>,
    /// How often it is given.
    pub times: Times,
    /// The context stands in where it is not given.
    pub context: bool,
}

/// A set of kinds, by their letters; `m` is a missing value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kinds(u16);

impl Kinds {
    const LETTERS: &str = "asnblfom";

    /// The kinds of these letters: `a`rrays, `s`trings, `n`umbers, `b`ooleans, nul`l`, `f`unctions, `o`bjects, `m`issing.
    pub fn of(letters: &str) -> Self {
        Self(letters.chars().filter_map(|letter| Self::LETTERS.find(letter)).fold(0, |set, at| set | 1 << at))
    }

    /// Those of one letter.
    pub fn of_letter(letter: char) -> Self {
        Self(Self::LETTERS.find(letter).map_or(0, |at| 1 << at))
    }

    /// Its bits, one for each letter.
    pub fn bits(self) -> u16 {
        self.0
    }

    /// Is a kind, given as a bit, among them?
    pub fn has(self, kind: u16) -> bool {
        self.0 & kind != 0
    }
}

/// How often a parameter is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Times {
    /// It must be.
    Once,
    /// `?`
    Optional,
    /// `+`
    Repeated,
}

impl Signature {
    /// Reads `<…>`; what comes after the colon is of no use here. None where there is nothing to hold against.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut params: Vec<Param> = Vec::new();
        let mut chars = text.strip_prefix('<')?.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                ':' | '>' => break,
                's' | 'n' | 'b' | 'l' | 'o' | 'a' | 'f' | 'j' | 'x' => {
                    let mut param = Param::of(c);
                    if chars.peek() == Some(&'<') {
                        chars.next();
                        let mut depth = 1;
                        while let Some(inner) = chars.next().filter(|_| depth > 0) {
                            match inner {
                                '<' => depth += 1,
                                '>' => depth -= 1,
                                other if c == 'a' && param.items.is_none() => param.items = Some(other),
                                _ => {}
                            }
                            if depth == 0 {
                                break;
                            }
                        }
                    }
                    params.push(param);
                }
                '(' => {
                    let kinds: String = chars.by_ref().take_while(|c| *c != ')').collect();
                    params.push(Param { kinds: Kinds::of(&format!("{kinds}m")), ..Param::of('x') });
                }
                '?' => params.last_mut()?.times = Times::Optional,
                '+' => params.last_mut()?.times = Times::Repeated,
                '-' => {
                    let last = params.last_mut()?;
                    last.context = true;
                    last.times = Times::Optional;
                }
                _ => return None,
            }
        }
        Some(Self(params))
    }

    /// Its parameters.
    pub fn params(&self) -> &[Param] {
        &self.0
    }

    /// How many arguments each parameter takes where they have these kinds, given as a bit each; or else the index of the
    /// first argument that does not fit.
    pub fn place(&self, kinds: &[u16]) -> Result<Vec<usize>, usize> {
        placed(&self.0, kinds, false).ok_or_else(|| self.first_misfit(kinds))
    }

    /// The arguments as the function gets them. The context stands in for a missing one that may be left out, and what
    /// is no array becomes one where an array is due.
    pub(super) fn check(&self, args: Vec<Val>, context: &Val) -> Outcome<Vec<Val>> {
        if self.fits_in_order(&args) {
            let adapt = |(at, (param, arg)): (usize, (&Param, Val))| param.adapted(arg, at + 1);
            let given = args.len();
            let mut out = self.0.iter().zip(args).enumerate().map(adapt).collect::<Outcome<Vec<Val>>>()?;
            for param in self.0.get(given..).unwrap_or_default() {
                out.push(param.left_out(context, given + 1)?);
            }
            return Ok(out);
        }
        let kinds: Vec<u16> = args.iter().map(kind).collect();
        let taken = self.place(&kinds).map_err(|index| errors::argument_type(index + 1))?;
        let mut out = Vec::with_capacity(args.len().max(self.0.len()));
        let mut args = args.into_iter();
        let mut index = 0;
        for (param, count) in self.0.iter().zip(taken) {
            if count == 0 {
                if param.context {
                    out.push(param.left_out(context, index + 1)?);
                } else {
                    out.push(args.next().unwrap_or_default());
                    index += 1;
                }
            }
            for arg in args.by_ref().take(count) {
                index += 1;
                out.push(param.adapted(arg, index)?);
            }
        }
        Ok(out)
    }

    /// Does each argument go to the parameter at its place, and may the others be left out? Most calls are such.
    fn fits_in_order(&self, args: &[Val]) -> bool {
        args.len() <= self.0.len()
            && self.0.iter().enumerate().all(|(at, param)| match args.get(at) {
                Some(arg) => param.times != Times::Repeated && param.kinds.has(kind(arg)),
                None => param.times == Times::Optional,
            })
    }

    /// The index of the first argument that does not fit, as the reference finds it.
    fn first_misfit(&self, kinds: &[u16]) -> usize {
        let mut good = 0;
        for end in 1..=self.0.len() {
            let params = self.0.get(..end).unwrap_or_default();
            match placed(params, kinds, true) {
                Some(taken) => good = taken.iter().sum(),
                None => return good,
            }
        }
        good
    }
}

impl Param {
    fn of(letter: char) -> Self {
        let kinds = match letter {
            'a' | 'x' => Kinds::of(Kinds::LETTERS),
            'j' => Kinds::of("asnblom"),
            'f' => Kinds::of("f"),
            other => Kinds::of(&format!("{other}m")),
        };
        Self { kinds, array: letter == 'a', items: None, times: Times::Once, context: false }
    }

    /// What stands in for an argument that is not given.
    fn left_out(&self, context: &Val, index: usize) -> Outcome {
        if !self.context {
            return Ok(Val::Undefined);
        }
        if self.kinds.has(kind(context)) { Ok(context.clone()) } else { Err(errors::context_type(index)) }
    }

    fn range(&self, available: usize) -> (usize, usize) {
        match self.times {
            Times::Once => (1, 1),
            Times::Optional => (0, 1),
            Times::Repeated => (1, available),
        }
    }

    fn adapted(&self, arg: Val, index: usize) -> Outcome {
        if !self.array || arg.is_undefined() {
            return Ok(arg);
        }
        if let Some(items) = self.items {
            let fits = match &arg {
                // `x` takes any items, but what is no array is no item either: AWS's `$partition` refuses a string so.
                Val::Array(array) => {
                    items == 'x' || array.items.iter().all(|item| Kinds::of_letter(items).has(kind(item)))
                }
                other => Kinds::of_letter(items).has(kind(other)),
            };
            if !fits {
                return Err(errors::item_type(index, plural(items)));
            }
        }
        Ok(if matches!(arg, Val::Array(_)) { arg } else { Val::array(vec![arg]) })
    }
}

/// The kind of a value, as the bit of its letter.
fn kind(value: &Val) -> u16 {
    match value {
        Val::Array(_) | Val::Tuples(_) => 1,
        Val::Text(_) => 1 << 1,
        Val::Number(_) => 1 << 2,
        Val::Bool(_) => 1 << 3,
        Val::Null => 1 << 4,
        Val::Function(_) => 1 << 5,
        Val::Object(_) => 1 << 6,
        Val::Undefined => 1 << 7,
    }
}

/// What items of a kind are called, as the reference prints it.
fn plural(letter: char) -> &'static str {
    match letter {
        'a' => "\"arrays\"",
        'b' => "\"booleans\"",
        'f' => "\"functions\"",
        'n' => "\"numbers\"",
        'o' => "\"objects\"",
        's' => "\"strings\"",
        _ => "undefined",
    }
}

/// How many arguments each parameter takes, each as many as it can. Where more may follow, the arguments need not all be
/// placed. None where it can't be done.
fn placed(params: &[Param], kinds: &[u16], more_may_follow: bool) -> Option<Vec<usize>> {
    // Whether the parameters from one on can take the arguments from one on; filled from the end, so that a signature of
    // many repeated parameters costs no more than it is long.
    let mut possible = vec![(0..=kinds.len()).map(|at| more_may_follow || at == kinds.len()).collect::<Vec<bool>>()];
    let counts = |param: &Param, at: usize| {
        let rest = kinds.get(at..).unwrap_or_default();
        let (least, most) = param.range(rest.len());
        let fitting = rest.iter().take(most).take_while(|kind| param.kinds.has(**kind)).count();
        (least..=fitting).rev()
    };
    let then = |row: &[bool], at: usize| row.get(at).copied().unwrap_or(false);
    for param in params.iter().rev() {
        let next = possible.last()?;
        possible.push((0..=kinds.len()).map(|at| counts(param, at).any(|count| then(next, at + count))).collect());
    }
    possible.reverse();
    let mut at = 0;
    let mut taken = Vec::with_capacity(params.len());
    for (param, next) in params.iter().zip(possible.get(1..)?) {
        let count = counts(param, at).find(|count| then(next, at + count))?;
        taken.push(count);
        at += count;
    }
    (more_may_follow || at == kinds.len()).then_some(taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(signature: &str, args: &[Val], context: &Val) -> Result<usize, String> {
        let signature = Signature::parse(signature).ok_or("no signature")?;
        signature.check(args.to_vec(), context).map(|args| args.len()).map_err(|fault| fault.message())
    }

    #[test]
    fn the_context_stands_in_for_what_is_left_out() {
        let text = Val::text("a");
        let one = Val::Number(1.0);
        assert_eq!(check("<s-nn?:s>", std::slice::from_ref(&one), &text), Ok(3));
        assert!(check("<s-nn?:s>", std::slice::from_ref(&one), &one).unwrap_err().contains("argument 1"));
    }

    #[test]
    fn the_first_argument_that_does_not_fit_is_named() {
        let text = Val::text("a");
        let one = Val::Number(1.0);
        let said = check("<s-ns?:s>", &[text.clone(), text.clone()], &Val::Undefined).unwrap_err();
        assert!(said.starts_with("Argument 2 "), "{said}");
        let said = check("<a<n>:n>", &[one.clone(), one], &Val::Undefined).unwrap_err();
        assert!(said.starts_with("Argument 2 "), "{said}");
        let said = check("<a<n>:n>", &[text], &Val::Undefined).unwrap_err();
        assert!(said.ends_with("must be an array of \"numbers\""), "{said}");
    }
}
