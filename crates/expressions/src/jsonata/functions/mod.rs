//! The functions that every expression can call. One table says what each takes and where it is written.
#![expect(clippy::unnecessary_wraps, reason = "functions in a table have one type")]

mod aws;
mod collections;
mod encoding;
mod higher_order;
mod json;
mod numbers;
pub(super) mod regex;
mod texts;
mod time;

use super::Dialect;
use super::evaluate::{BYTES_FOR_STEP, Evaluator};
use super::fault::Outcome;
use super::frame::Frame;
use super::procedure::Procedure;
use super::signature::Signature;
use super::value::Val;
use std::rc::Rc;
use std::sync::OnceLock;

pub(super) use json::{copy, text_of};

/// A function of the language.
#[derive(Debug)]
pub(super) struct Builtin {
    /// Without its `$`.
    name: &'static str,
    /// What it takes, in JSONata's notation.
    written: &'static str,
    /// How many arguments a higher-order function passes to it.
    pub(super) arity: usize,
    run: Run,
    parsed: OnceLock<Option<Signature>>,
}

/// How a function is called: with the evaluator for what it may need of it, the arguments, and where the call stands.
type Run = fn(&mut Evaluator<'_>, &[Val], &Caller<'_>) -> Outcome;

/// Where a call stands.
pub(super) struct Caller<'c> {
    pub(super) input: &'c Val,
    pub(super) frame: &'c Rc<Frame>,
}

impl Builtin {
    const fn new(name: &'static str, written: &'static str, arity: usize, run: Run) -> Self {
        Self { name, written, arity, run, parsed: OnceLock::new() }
    }

    pub(super) fn name(&self) -> &'static str {
        self.name
    }

    pub(super) fn signature(&self) -> Option<&Signature> {
        self.parsed.get_or_init(|| Signature::parse(self.written)).as_ref()
    }
}

/// The function of a name in a dialect.
pub(super) fn find(name: &str, dialect: Dialect) -> Option<Val> {
    builtin(name, dialect).map(|builtin| Val::Function(Rc::new(Procedure::Builtin(builtin))))
}

/// Its row in the table.
pub(super) fn builtin(name: &str, dialect: Dialect) -> Option<&'static Builtin> {
    let special = match dialect {
        Dialect::Aws => row(&AWS, name),
        Dialect::Reference => row(&REFERENCE, name),
    };
    special.or_else(|| row(&COMMON, name))
}

/// All that AWS has.
pub(super) fn of_aws() -> impl Iterator<Item = &'static Builtin> {
    AWS.iter().chain(&COMMON)
}

fn row(table: &'static [Builtin], name: &str) -> Option<&'static Builtin> {
    table.binary_search_by(|builtin| builtin.name.cmp(name)).ok().and_then(|at| table.get(at))
}

/// Calls a function. Nearly all read the texts that they are given.
pub(super) fn call(evaluator: &mut Evaluator<'_>, builtin: &Builtin, args: &[Val], caller: &Caller<'_>) -> Outcome {
    evaluator.spend(args.iter().filter_map(Val::as_text).map(str::len).sum::<usize>() / BYTES_FOR_STEP)?;
    (builtin.run)(evaluator, args, caller)
}

/// An argument; undefined where none is given.
fn arg(args: &[Val], at: usize) -> &Val {
    args.get(at).unwrap_or(&Val::Undefined)
}

/// What AWS adds, or has otherwise. <https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html>
static AWS: [Builtin; 6] = [
    Builtin::new("hash", "<ss:s>", 2, aws::hash),
    Builtin::new("parse", "<s:x>", 1, aws::parse),
    Builtin::new("partition", "<a<x>n?:a<a>>", 2, aws::partition),
    Builtin::new("random", "<n?:n>", 1, aws::random),
    Builtin::new("range", "<nnn?:a<n>>", 3, aws::range),
    Builtin::new("uuid", "<:s>", 0, aws::uuid),
];

/// What AWS has taken away, or has otherwise.
static REFERENCE: [Builtin; 2] =
    [Builtin::new("eval", "<sx?:x>", 2, json::eval), Builtin::new("random", "<:n>", 0, numbers::random)];

/// In alphabetical order.
static COMMON: [Builtin; 63] = [
    Builtin::new("abs", "<n-:n>", 1, numbers::abs),
    Builtin::new("append", "<xx:a>", 2, collections::append),
    Builtin::new("assert", "<bs?:x>", 2, json::assert),
    Builtin::new("average", "<a<n>:n>", 1, numbers::average),
    Builtin::new("base64decode", "<s-:s>", 1, encoding::base64_decode),
    Builtin::new("base64encode", "<s-:s>", 1, encoding::base64_encode),
    Builtin::new("boolean", "<x-:b>", 1, json::boolean),
    Builtin::new("ceil", "<n-:n>", 1, numbers::ceil),
    Builtin::new("clone", "<(oa)-:o>", 1, json::clone),
    Builtin::new("contains", "<s-(sf):b>", 2, texts::contains),
    Builtin::new("count", "<a:n>", 1, numbers::count),
    Builtin::new("decodeUrl", "<s-:s>", 1, encoding::decode_url),
    Builtin::new("decodeUrlComponent", "<s-:s>", 1, encoding::decode_url_component),
    Builtin::new("distinct", "<x:x>", 1, collections::distinct),
    Builtin::new("each", "<o-f:a>", 2, higher_order::each),
    Builtin::new("encodeUrl", "<s-:s>", 1, encoding::encode_url),
    Builtin::new("encodeUrlComponent", "<s-:s>", 1, encoding::encode_url_component),
    Builtin::new("error", "<s?:x>", 1, json::error),
    Builtin::new("exists", "<x:b>", 1, json::exists),
    Builtin::new("filter", "<af>", 2, higher_order::filter),
    Builtin::new("floor", "<n-:n>", 1, numbers::floor),
    Builtin::new("formatBase", "<n-n?:s>", 2, numbers::format_base),
    Builtin::new("formatInteger", "<n-s:s>", 2, numbers::format_integer),
    Builtin::new("formatNumber", "<n-so?:s>", 3, numbers::format_number),
    Builtin::new("fromMillis", "<n-s?s?:s>", 3, time::from_millis),
    Builtin::new("join", "<a<s>s?:s>", 2, texts::join),
    Builtin::new("keys", "<x-:a<s>>", 1, collections::keys),
    Builtin::new("length", "<s-:n>", 1, texts::length),
    Builtin::new("lookup", "<x-s:x>", 2, collections::lookup),
    Builtin::new("lowercase", "<s-:s>", 1, texts::lowercase),
    Builtin::new("map", "<af>", 2, higher_order::map),
    Builtin::new("match", "<s-f<s:o>n?:a<o>>", 3, regex::matches),
    Builtin::new("max", "<a<n>:n>", 1, numbers::max),
    Builtin::new("merge", "<a<o>:o>", 1, collections::merge),
    Builtin::new("millis", "<:n>", 0, time::millis),
    Builtin::new("min", "<a<n>:n>", 1, numbers::min),
    Builtin::new("not", "<x-:b>", 1, json::not),
    Builtin::new("now", "<s?s?:s>", 2, time::now),
    Builtin::new("number", "<(nsb)-:n>", 1, numbers::number),
    Builtin::new("pad", "<s-ns?:s>", 3, texts::pad),
    Builtin::new("parseInteger", "<s-s:n>", 2, numbers::parse_integer),
    Builtin::new("power", "<n-n:n>", 2, numbers::power),
    Builtin::new("reduce", "<afj?:j>", 3, higher_order::reduce),
    Builtin::new("replace", "<s-(sf)(sf)n?:s>", 4, regex::replace),
    Builtin::new("reverse", "<a:a>", 1, collections::reverse),
    Builtin::new("round", "<n-n?:n>", 2, numbers::round),
    Builtin::new("shuffle", "<a:a>", 1, collections::shuffle),
    Builtin::new("sift", "<o-f?:o>", 2, higher_order::sift),
    Builtin::new("single", "<af?>", 2, higher_order::single),
    Builtin::new("sort", "<af?:a>", 2, higher_order::sort),
    Builtin::new("split", "<s-(sf)n?:a<s>>", 3, regex::split),
    Builtin::new("spread", "<x-:a<o>>", 1, collections::spread),
    Builtin::new("sqrt", "<n-:n>", 1, numbers::sqrt),
    Builtin::new("string", "<x-b?:s>", 1, json::string),
    Builtin::new("substring", "<s-nn?:s>", 3, texts::substring),
    Builtin::new("substringAfter", "<s-s:s>", 2, texts::substring_after),
    Builtin::new("substringBefore", "<s-s:s>", 2, texts::substring_before),
    Builtin::new("sum", "<a<n>:n>", 1, numbers::sum),
    Builtin::new("toMillis", "<s-s?:n>", 2, time::to_millis),
    Builtin::new("trim", "<s-:s>", 1, texts::trim),
    Builtin::new("type", "<x:s>", 1, json::type_of),
    Builtin::new("uppercase", "<s-:s>", 1, texts::uppercase),
    Builtin::new("zip", "<a+>", 0, collections::zip),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_in_order_and_signatures_are_read() {
        for table in [&AWS[..], &REFERENCE, &COMMON] {
            assert!(table.windows(2).all(|pair| pair[0].name < pair[1].name));
            for builtin in table {
                assert!(builtin.signature().is_some(), "{}", builtin.name);
            }
        }
    }
}
