//! The errors of evaluation, in the words of the reference implementation, which AWS passes on.

use super::fault::{Fault, shown};
use super::value::Val;
use crate::Error;
use asl_syntax::Span;
use std::borrow::Cow;

fn syntax(code: &'static str, message: &str, span: Span) -> Error {
    Error { code: Cow::Borrowed(code), message: message.to_owned(), span }
}

pub(super) fn not_readable(span: Span) -> Error {
    syntax("S0201", "the expression could not be read", span)
}

pub(super) fn no_parent(span: Span) -> Error {
    syntax("S0217", "The object representing the 'parent' cannot be derived from this expression", span)
}

pub(super) fn bad_pattern(pattern: &str, why: &str, span: Span) -> Error {
    syntax("S0303", &format!("Invalid regular expression: /{pattern}/: {why}"), span)
}

pub(super) fn argument_type(index: usize) -> Fault {
    Fault::of_callee("T0410", format!("Argument {index} of function "), " does not match function signature")
}

pub(super) fn context_type(index: usize) -> Fault {
    let head = format!("Context value is not a compatible type with argument {index} of function ");
    Fault::of_callee("T0411", head, "")
}

pub(super) fn item_type(index: usize, items: &str) -> Fault {
    Fault::of_callee("T0412", format!("Argument {index} of function "), format!(" must be an array of {items}"))
}

pub(super) fn not_a_function() -> Fault {
    Fault::new("T1006", "Attempted to invoke a non-function")
}

pub(super) fn did_you_mean(name: &str) -> Fault {
    Fault::new("T1005", format!("Attempted to invoke a non-function. Did you mean ${name}?"))
}

pub(super) fn partial_of_none() -> Fault {
    Fault::new("T1008", "Attempted to partially apply a non-function")
}

pub(super) fn partial_did_you_mean(name: &str) -> Fault {
    Fault::new("T1007", format!("Attempted to partially apply a non-function. Did you mean ${name}?"))
}

pub(super) fn out_of_range(value: f64) -> Fault {
    Fault::new("D1001", format!("Number out of range: {}", shown(&Val::Number(value))))
}

pub(super) fn negation(value: &Val) -> Fault {
    Fault::new("D1002", format!("Cannot negate a non-numeric value: {}", shown(value)))
}

pub(super) fn key_type(value: &Val) -> Fault {
    Fault::new("T1003", format!("Key in object structure must evaluate to a string; got: {}", shown(value)))
}

pub(super) fn same_key(key: &str) -> Fault {
    Fault::new("D1009", format!("Multiple key definitions evaluate to same key: {}", shown(&Val::text(key))))
}

pub(super) fn empty_match() -> Fault {
    Fault::new("D1004", "Regular expression matches zero length string")
}

pub(super) fn matcher_result() -> Fault {
    Fault::of_callee(
        "T1010",
        "The matcher function argument passed to function ",
        " does not return the correct object structure",
    )
}

pub(super) fn operand(left: bool, operator: &str) -> Fault {
    let (code, side) = if left { ("T2001", "left") } else { ("T2002", "right") };
    Fault::new(code, format!("The {side} side of the \"{operator}\" operator must evaluate to a number"))
}

pub(super) fn range_operand(left: bool) -> Fault {
    let (code, side) = if left { ("T2003", "left") } else { ("T2004", "right") };
    Fault::new(code, format!("The {side} side of the range operator (..) must evaluate to an integer"))
}

pub(super) fn range_size(size: f64) -> Fault {
    // The limit is 1e7 in every version; the message of the one that AWS runs says 1e6.
    let message = "The size of the sequence allocated by the range operator (..) must not exceed 1e6.";
    Fault::new("D2014", format!("{message}  Attempted to allocate {}.", shown(&Val::Number(size))))
}

pub(super) fn application() -> Fault {
    Fault::new("T2006", "The right side of the function application operator ~> must be a function")
}

pub(super) fn sort_types(a: &Val, b: &Val) -> Fault {
    let (a, b) = (shown(a), shown(b));
    Fault::new("T2007", format!("Type mismatch when comparing values {a} and {b} in order-by clause"))
}

pub(super) fn sort_type() -> Fault {
    Fault::new("T2008", "The expressions within an order-by clause must evaluate to numeric or string values")
}

pub(super) fn comparison_mix(a: &Val, b: &Val, operator: &str) -> Fault {
    let (a, b) = (shown(a), shown(b));
    let message =
        format!("The values {a} and {b} either side of operator \"{operator}\" must be of the same data type");
    Fault::new("T2009", message)
}

pub(super) fn comparison_type(operator: &str) -> Fault {
    let message =
        format!("The expressions either side of operator \"{operator}\" must evaluate to numeric or string values");
    Fault::new("T2010", message)
}

pub(super) fn transform_update(value: &Val) -> Fault {
    let message = "The insert/update clause of the transform expression must evaluate to an object";
    Fault::new("T2011", format!("{message}: {}", shown(value)))
}

pub(super) fn transform_delete(value: &Val) -> Fault {
    let message = "The delete clause of the transform expression must evaluate to a string or array of strings";
    Fault::new("T2012", format!("{message}: {}", shown(value)))
}

pub(super) fn infinite_text() -> Fault {
    Fault::new("D3001", "Attempting to invoke string function on Infinity or NaN")
}

/// Nested too deep; the words are those of the reference's guard.
pub(super) fn too_deep() -> Fault {
    let message = "Stack overflow error: Check for non-terminating recursive function.";
    Fault::new("U1001", format!("{message}  Consider rewriting as tail-recursive."))
}

pub(super) fn too_long() -> Fault {
    Fault::new("U1001", "Expression evaluation timeout: Check for infinite loop")
}

pub(super) fn too_large() -> Fault {
    Fault::new("U1001", "Expression evaluation memory limit exceeded: Check for excessive memory usage")
}
