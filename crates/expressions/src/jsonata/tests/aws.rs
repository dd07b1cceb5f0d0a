//! What AWS adds and takes away, as recorded of it.

use super::super::Dialect;
use super::{check, said};

#[test]
fn added_functions() {
    check(
        Dialect::Aws,
        &[
            ("$partition([1, 2, 3, 4, 5], 2)", "[[1,2],[3,4],[5]]"),
            ("$partition([1, 2, 3], 2.6)", "[[1,2],[3]]"),
            ("$partition([1, 2])", "[[1,2]]"),
            ("$partition([1, 2], 0)", "undefined"),
            ("$partition([1, 2], -1)", "undefined"),
            ("$range(0, 10, 2)", "[0,2,4,6,8,10]"),
            ("$range(1.4, 5.6, 2.2)", "[1,3,5]"),
            ("$count($range(1, 1001, 1))", "1001"),
            ("$range(1, 9, 9)", "1"),
            ("$range(1, 9, -1)", "undefined"),
            ("$range(1, 10, 0)", "undefined"),
            ("$range(1, 10, 0.49)", "undefined"),
            ("$range(1, 5)", "undefined"),
            ("$hash('hello', 'MD5')", "\"5d41402abc4b2a76b9719d911017c592\""),
            ("$length($hash($pad('', 10001, 'a'), 'SHA-512'))", "128"),
            ("$parse(' {\"a\":1} ')", "{\"a\":1}"),
            ("$random(77) = $random(77)", "true"),
            ("$random() < 1 and $random() >= 0", "true"),
            ("$length($uuid())", "36"),
        ],
    );
}

#[test]
fn their_refusals() {
    let argument =
        |n, name: &str| format!("T0410: Argument {n} of function \"{name}\" does not match function signature");
    for (expr, expected) in [
        ("$partition([1], '2')", argument(2, "partition")),
        ("$partition([1], null)", argument(2, "partition")),
        ("$partition([1], 2, 99)", argument(3, "partition")),
        (
            "$partition('not-array', 2)",
            "T0412: Argument 1 of function \"partition\" must be an array of undefined".to_owned(),
        ),
        ("$range('a', 5, 1)", argument(1, "range")),
        ("$range(1, 5, null)", argument(3, "range")),
        ("$range(1, 5, 1, 1)", argument(4, "range")),
        (
            "$hash('hello', 'sha-256')",
            "D3137: Hash algorithm 'sha-256' must be one of SHA-1, SHA-384, SHA-256, SHA-512, MD5".to_owned(),
        ),
        ("$hash(123, 'SHA-256')", argument(1, "hash")),
        ("$parse('{bad json}')", "D3137: Invalid JSON".to_owned()),
        ("$parse('')", "D3137: Invalid JSON".to_owned()),
        ("$parse(123)", argument(1, "parse")),
        ("$random('seed')", argument(1, "random")),
        ("$random(1, 2)", argument(2, "random")),
        ("$uuid(1)", argument(1, "uuid")),
        ("$eval('1')", "T1006: Attempted to invoke a non-function".to_owned()),
        ("$randomSeeded(1)", "T1006: Attempted to invoke a non-function".to_owned()),
    ] {
        assert_eq!(said(Dialect::Aws, expr, ""), expected, "{expr}");
    }
}

#[test]
fn the_reference_has_none_of_them() {
    for name in ["partition", "range", "hash", "uuid", "parse"] {
        assert_eq!(said(Dialect::Reference, &format!("$exists(${name})"), ""), "false", "{name}");
    }
    assert_eq!(said(Dialect::Reference, "$eval('1 + 1')", ""), "2");
}
