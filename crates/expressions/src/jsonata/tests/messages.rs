//! Errors: code, words and place.

use super::super::Dialect;
use super::{check, run};

#[test]
fn errors_have_the_words_of_the_reference() {
    check(
        Dialect::Reference,
        &[
            ("'hello' + 5", "T2001: The left side of the \"+\" operator must evaluate to a number"),
            ("5 * 'hello'", "T2002: The right side of the \"*\" operator must evaluate to a number"),
            ("1 > 'a'", "T2009: The values 1 and \"a\" either side of operator \">\" must be of the same data type"),
            (
                "'a' < null",
                "T2010: The expressions either side of operator \"<\" must evaluate to numeric or string values",
            ),
            ("[1..'a']", "T2004: The right side of the range operator (..) must evaluate to an integer"),
            ("-'a'", "D1002: Cannot negate a non-numeric value: \"a\""),
            ("{1: 2}", "T1003: Key in object structure must evaluate to a string; got: 1"),
            ("{'a': 1, 'a': 2}", "D1009: Multiple key definitions evaluate to same key: \"a\""),
            ("$sum('a')", "T0412: Argument 1 of function \"sum\" must be an array of \"numbers\""),
            ("$map(['a'], $sum)", "T0412: Argument 1 of function \"map\" must be an array of \"numbers\""),
            ("$pad('a', 'b')", "T0410: Argument 2 of function \"pad\" does not match function signature"),
            ("1 ~> |$|{}|", "T0410: Argument 1 of function undefined does not match function signature"),
            ("sum([1])", "T1005: Attempted to invoke a non-function. Did you mean $sum?"),
            ("$nothing(1)", "T1006: Attempted to invoke a non-function"),
            ("1 ~> 2", "T2006: The right side of the function application operator ~> must be a function"),
            ("[3, 'a']^($)", "T2007: Type mismatch when comparing values 3 and \"a\" in order-by clause"),
            (
                "[true, false]^($)",
                "T2008: The expressions within an order-by clause must evaluate to numeric or string values",
            ),
            (
                "{'b': 2} ~> |$|5|",
                "T2011: The insert/update clause of the transform expression must evaluate to an object: 5",
            ),
            (
                "{'b': 2} ~> |$|{}, 5|",
                "T2012: The delete clause of the transform expression must evaluate to a string or array of strings: 5",
            ),
            ("$number('x')", "D3030: Unable to cast value to a number: \"x\""),
            ("$sqrt(-1)", "D3060: The sqrt function cannot be applied to a negative number: -1"),
            (
                "$power(0, -1)",
                "D3061: The power function has resulted in a value that cannot be represented as a JSON number: base=0, \
                 exponent=-1",
            ),
            ("$replace('a', '', 'b')", "D3010: Second argument of replace function cannot be an empty string"),
            ("$split('abc', /x*/)", "D1004: Regular expression matches zero length string"),
            ("$decodeUrl('%E0')", "D3140: Malformed URL passed to $decodeUrl(): \"%E0\""),
            ("$error('boom')", "D3137: boom"),
            ("$assert(false)", "D3141: $assert() statement failed"),
            ("$single([])", "D3139: The $single() function expected exactly 1 matching result.  Instead it matched 0."),
            (
                "$reduce([1], function($a){$a})",
                "D3050: The second argument of reduce function must be a function with at least two arguments",
            ),
            (
                "$eval('1+\"a\"')",
                "D3121: Dynamic error evaluating the expression passed to function eval: \"The right side of the \\\"+\\\" \
                 operator must evaluate to a number\"",
            ),
            ("$string(1/0)", "D3001: Attempting to invoke string function on Infinity or NaN"),
            ("-(1/0)", "D1001: Number out of range: null"),
        ],
    );
}

#[test]
fn an_error_is_at_the_operator_or_the_call() {
    for (expr, at) in [
        ("[1, 2 & (3 + 'a')]", "3 + 'a'"),
        ("($x := 1; $uppercase($x) & 'b')", "$uppercase($x)"),
        ("{'a': $nothing(1)}", "$nothing(1)"),
        ("orders.(price * $sum('x'))", ""),
    ] {
        let found = run(Dialect::Reference, expr, "").map_err(|error| error.span);
        if at.is_empty() {
            assert!(found.is_ok(), "{expr}");
        } else {
            assert_eq!(found.map_err(|span| expr.get(span.range()).unwrap_or_default()), Err(at), "{expr}");
        }
    }
}
