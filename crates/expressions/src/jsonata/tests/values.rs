//! What is easily got wrong.

use super::super::Dialect;
use super::{check, said};

#[test]
fn sequences_with_one_item_are_the_item() {
    check(
        Dialect::Reference,
        &[
            ("[1, 2, 3][$ > 2]", "3"),
            ("[1, 2, 3][$ > 2][]", "[3]"),
            ("[1, 2, 3][$ > 3]", "undefined"),
            ("[[1, 2], 3]", "[[1,2],3]"),
            ("[1..3][[0, 1]]", "[1,2]"),
            ("[1..3][-1]", "3"),
            ("$map([1], function($x){$x})", "1"),
            ("$map([], function($x){$x})", "undefined"),
            ("[3..1]", "[]"),
            ("{'a': [1, [2]], 'b': 3}.*", "[1,2,3]"),
            ("[1, 2]{'a': $}", r#"{"a":[1,2]}"#),
            ("[1, 2].{'a': $}", r#"[{"a":1},{"a":2}]"#),
            ("[{'k': 'a', 'v': 1}, {'k': 'a', 'v': 2}]{k: v}", r#"{"a":[1,2]}"#),
        ],
    );
}

#[test]
fn an_input_that_is_an_array_is_one_value() {
    for (expr, expected) in [
        ("$", "[1,2]"),
        ("$$", "[1,2]"),
        ("$count($)", "2"),
        ("$[0]", "1"),
        ("$string($)", r#""[1,2]""#),
        ("$.($ + 1)", "[2,3]"),
    ] {
        assert_eq!(said(Dialect::Reference, expr, "[1, 2]"), expected, "{expr}");
    }
}

#[test]
fn steps_bind_what_they_name() {
    let library = r#"{"books": [{"t": "A", "i": 1}, {"t": "B", "i": 2}], "loans": [{"i": 2, "w": "x"}]}"#;
    for (expr, expected) in [
        ("loans@$l.books@$b[$l.i = $b.i].{'t': $b.t, 'w': $l.w}", r#"{"t":"B","w":"x"}"#),
        ("books#$n.{'n': $n, 't': t}", r#"[{"n":0,"t":"A"},{"n":1,"t":"B"}]"#),
        ("books.t.{'t': $, 'i': %.i}", r#"[{"t":"A","i":1},{"t":"B","i":2}]"#),
        ("books^(>i).t", r#"["B","A"]"#),
        ("books[%.loans.i = i].t", r#""B""#),
    ] {
        assert_eq!(said(Dialect::Reference, expr, library), expected, "{expr}");
    }
}

#[test]
fn functions_are_values() {
    check(
        Dialect::Reference,
        &[
            ("($f := $uppercase ~> $lowercase; $f('aB'))", r#""ab""#),
            ("$pad(?, 3)('a')", r#""a  ""#),
            ("($f := function($n){$n <= 1 ? 1 : $n * $f($n - 1)}; $f(10))", "3628800"),
            (
                "($even := function($n){$n = 0 ? true : $odd($n - 1)}; $odd := function($n){$n = 0 ? false : $even($n - 1)}; $even(50001))",
                "false",
            ),
            ("{'b': {'c': 1}} ~> |b|{'d': 2}, 'c'|", r#"{"b":{"d":2}}"#),
            ("{'a': {'n': 1, 'a': {'n': 2}}} ~> |**[$exists(n)]|{'n': n * 10}|", r#"{"a":{"n":10,"a":{"n":20}}}"#),
            ("$map([1.5, 2.55], $round)", "[2,2.6]"),
            ("$string({'a': function(){1}})", r#""{\"a\":\"\"}""#),
            ("$reduce([1, 2], function($a, $b, $i, $c){$string($i) & $count($c)})", r#""12""#),
        ],
    );
}

#[test]
fn regular_expressions_are_those_of_javascript() {
    check(
        Dialect::Reference,
        &[
            ("$match('a\u{1f600}b', /b/).index", "3"),
            ("$replace('abc', /(b)/, '[$1$0$$$2]')", r#""a[bb$]c""#),
            ("$replace('abc', /(b)(c)/, '$12')", r#""ab2""#),
            ("$replace('aaa', 'a', '$1')", r#""$1$1$1""#),
            ("$split('a1b2', /\\d/)", r#"["a","b",""]"#),
            ("$split('aé🙂', '')", r#"["a","é","🙂"]"#),
            ("$split('a-b-c', '-', 2)", r#"["a","b"]"#),
            ("$split('a-b-c', '-', 1.5)", "[\"a\"]"),
            ("/b/('abc').end", "2"),
            ("$contains('abc', function($s){{'match': 'a', 'start': 0, 'end': 1, 'groups': []}})", "true"),
        ],
    );
}

#[test]
fn the_two_versions_write_numbers_in_their_ways() {
    assert_eq!(said(Dialect::Reference, "$string(123456789012345678)", ""), r#""123456789012345680""#);
    assert_eq!(said(Dialect::Aws, "$string(123456789012345678)", ""), r#""123456789012346000""#);
    assert_eq!(said(Dialect::Aws, "$string(0.1 + 0.2)", ""), r#""0.3""#);
}
