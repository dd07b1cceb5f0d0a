//! Calls of intrinsic functions over values.
//!
//! AWS evaluates them in Java over the objects that Jackson makes of JSON (`Integer`, `Double`, `LinkedHashMap` ...), and
//! much of what looks odd is what these do: [`java`] has the parts of Java that can be seen from outside. A function is a
//! file that holds its signature, its implementation and its examples; the table here finds it.

mod arguments;
mod array;
mod array_contains;
mod array_get_item;
mod array_length;
mod array_partition;
mod array_range;
mod array_unique;
mod base64_decode;
mod base64_encode;
mod evaluator;
mod format;
mod hash;
mod json_merge;
mod json_to_string;
mod math_add;
mod math_random;
mod signature;
mod string_split;
mod string_to_json;
#[cfg(test)]
mod testing;
mod uuid;

use asl_syntax::intrinsic::Call;
use serde_json::{Map, Value};

use crate::{Error, Scope, World};
use arguments::{Arguments, Fault};
pub use evaluator::literal;
pub use signature::{Kinds, Signature};

/// An intrinsic function.
#[derive(Debug)]
pub struct Intrinsic {
    /// With `States.`.
    pub name: &'static str,
    /// What goes in and comes out.
    pub signature: Signature,
    run: Run,
}

type Run = fn(&Arguments<'_, '_>, &mut dyn World) -> Result<Value, Fault>;

/// All of them, by name.
static TABLE: [Intrinsic; 18] = [
    array::FUNCTION,
    array_contains::FUNCTION,
    array_get_item::FUNCTION,
    array_length::FUNCTION,
    array_partition::FUNCTION,
    array_range::FUNCTION,
    array_unique::FUNCTION,
    base64_decode::FUNCTION,
    base64_encode::FUNCTION,
    format::FUNCTION,
    hash::FUNCTION,
    json_merge::FUNCTION,
    json_to_string::FUNCTION,
    math_add::FUNCTION,
    math_random::FUNCTION,
    string_split::FUNCTION,
    string_to_json::FUNCTION,
    uuid::FUNCTION,
];

/// The function of exactly this name.
pub fn find(name: &str) -> Option<&'static Intrinsic> {
    TABLE.binary_search_by(|function| function.name.cmp(name)).ok().and_then(|at| TABLE.get(at))
}

/// Evaluates a call that [`asl_syntax::intrinsic::parse`] read from `text`.
pub fn evaluate(call: &Call<'_>, text: &str, scope: &Scope<'_>, world: &mut dyn World) -> Result<Value, Error> {
    evaluator::Evaluator::new(text, scope, world).outcome(call)
}

/// Makes a call whose arguments have these values, whatever stands in the text: for who has worked them out already. A
/// template of `States.Format` that is written as a text is taken as it is written.
pub fn apply(call: &Call<'_>, text: &str, values: &[Value], world: &mut dyn World) -> Result<Value, Error> {
    let nothing = Scope { input: &Value::Null, context: &Value::Null, variables: &Map::new() };
    evaluator::Evaluator::new(text, &nothing, world).outcome_of(call, values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use asl_syntax::intrinsic::FUNCTIONS;

    #[test]
    fn the_table_has_what_the_parser_knows() {
        assert!(TABLE.iter().map(|function| function.name).eq(FUNCTIONS.iter().map(|function| function.name)));
        for function in &FUNCTIONS {
            let signature = find(function.name).unwrap().signature;
            let most = function.max.unwrap_or(usize::MAX);
            assert!(most == 0 || signature.argument(most - 1).is_some(), "{}", function.name);
            assert!(function.max.is_none() || signature.argument(most).is_none(), "{}", function.name);
        }
    }
}
