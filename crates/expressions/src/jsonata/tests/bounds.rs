//! Whatever is asked for, evaluation ends, and gives back what it took.

use super::super::{Dialect, memory};
use super::{run, said};
use std::time::{Duration, Instant};

/// Longer than any of these takes, even unoptimised and on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

#[test]
fn too_much_is_refused() {
    for expr in [
        "$pad('', 1000000000)",
        "$reduce([1..40], function($a, $b){$a & $a}, 'xxxxxxxx')",
        "$join($map([1..1000000], function($x){'a'}), $pad('', 10000))",
        "($f := function($x){1 + $f($x)}; $f(1))",
        "($f := function($x){$f($x)}; $f(1))",
        "($f := function($x){$map($x, $f)}; $f([1]))",
        "($f := function($x){$x ~> $f}; $f(1))",
        "$map([1..1000000], function($x){[1..100000]})",
        "$replace($pad('', 100000, 'a'), 'a', $pad('', 100000, 'b'))",
        "$replace($pad('', 100000, 'a'), /a/, $pad('', 100000, 'b'))",
        "$replace($pad('', 10000, 'a'), /(a)/, $pad('', 10000, '$1'))",
        "$match($pad('', 10000, 'a'), /^(a|a)*\\1$/)",
        "$reduce([1..100000], function($a, $b){{'a': $a}})",
        "$reduce([1..100000], function($f, $i){$f ~> $string}, $string)",
        "$eval($pad('', 5000, '('))",
        "($g := function($n){$eval('$g($n)')}; $g(1))",
        "[1..1000].[1..1000].[1..1000]",
        "(λ($f){$f($f)})(λ($f){$f($f)})",
        "$range(1, 1e300, 1)",
        "$match($pad('', 1000, 'a'), /(a|a){0,17}\\1b|a/)",
        "($s := function($x, $n){$n = 0 ? $x : $s({'a': $x, 'b': $x}, $n - 1)}; $s(1, 40) = $s(1, 40))",
        "($s := function($x, $n){$n = 0 ? $x : $s({'a': $x, 'b': $x}, $n - 1)}; $distinct([$s(1, 40), $s(1, 40)]))",
        "($s := function($x, $n){$n = 0 ? $x : $s({'a': $x, 'b': $x}, $n - 1)}; $s(1, 40))",
        "($s := function($x, $n){$n = 0 ? $x : $s({'a': $x, 'b': $x}, $n - 1)}; -$s(1, 40))",
        "$map([1..500], function($i){$parseInteger($pad('', 100000, 'a'), 'a')})",
        "$map([1..500], function($i){$toMillis('2020', $pad('', 100000, 'a'))})",
        "($r := function($x){$join($map([1..400], function($i){$x}))}; $t := $r('one'); $p := $r('[Yw]'); \
         $map([1..500], function($i){$toMillis($t, $p)}))",
        "($s := function($x, $n){$n = 0 ? $x : $s([[$x], [$x]], $n - 1)}; $s([0], 40) ? 1 : 2)",
        "($b := [1..100000]; $count($b[$b]))",
        "($b := [1..100000]; $map([1..1000000], function($i){$sum($b)}))",
        "($b := [1..100000]; $map([1..1000000], function($i){{'a': $b}.*}))",
        "($t := $pad('', 1000000); $map([1..1000000], function($i){$length($t)}))",
        "($t := $pad('', 1000000); $distinct($map([1..1000000], function($i){$t})))",
        "($t := $pad('', 1000000); $u := $pad('', 1000000); $map([1..1000000], function($i){$t = $u}))",
        "($t := $pad('', 1000000); $u := $pad('', 1000000); $map([1..1000000], function($i){$t < $u}))",
        "($m := function(){{'start': 0, 'end': 1000000, 'next': $m}}; $split($pad('', 1000000), $m))",
    ] {
        let begun = Instant::now();
        for dialect in [Dialect::Reference, Dialect::Aws] {
            let _ = run(dialect, expr, "");
            assert!(begun.elapsed() < PATIENCE, "{expr}");
        }
        assert_eq!(memory::live(), 0, "{expr}");
    }
}

/// Items that are shared take little until a list is made of them, which may be far too long at once.
#[test]
fn a_list_counts_while_it_is_built() {
    let list = "$list := [1..100000]; $lists := $map([1..200], function($i){$list})";
    for expr in [
        "[1..200].$list",
        "$lookup($map([1..200], function($i){{'x': $list}}), 'x')",
        "$lists{'k': $}.k",
        "($few := [1..1000]; $few@$x.$few@$y)",
        "$partition($append($append($list, $list), $append($list, [1..300000])), 1)",
    ] {
        let found = said(Dialect::Aws, &format!("({list}; $count({expr}))"), "");
        assert_eq!(
            found, "U1001: Expression evaluation memory limit exceeded: Check for excessive memory usage",
            "{expr}"
        );
    }
}

#[test]
fn limits_are_told_as_such() {
    let limit = |expr| said(Dialect::Reference, expr, "");
    assert_eq!(
        limit("$pad('', 1000000000)"),
        "U1001: Expression evaluation memory limit exceeded: Check for excessive memory usage"
    );
    let said = limit("($f := function($x){1 + $f($x)}; $f(1))");
    assert!(said.starts_with("U1001: Stack overflow error: Check for non-terminating recursive function."), "{said}");
    assert_eq!(
        limit("($f := function(){$f()}; $f())"),
        "U1001: Expression evaluation timeout: Check for infinite loop"
    );
}

#[test]
fn functions_that_hold_themselves_go() {
    let expr = "($f := function($n){$n}; $g := function(){[$f, $g]}; $h := {'g': $g}; $count($g()))";
    assert_eq!(said(Dialect::Reference, expr, ""), "2");
    assert_eq!(memory::live(), 0);
}

/// Pieces that random expressions are made of; `_` is another one.
const PIECES: [&str; 40] = [
    "a",
    "b.c",
    "$",
    "$$",
    "1",
    "-2.5",
    "'x'",
    "null",
    "true",
    "*",
    "**",
    "%",
    "[]",
    "[_]",
    "[_, _]",
    "[_.._]",
    "{_: _}",
    "{'k': _}",
    "_._",
    "_[_]",
    "_[]",
    "_{_: _}",
    "_^(_, >_)",
    "(_; _)",
    "_ + _",
    "_ & _",
    "_ = _",
    "_ < _",
    "_ in _",
    "_ and _",
    "_ ? _ : _",
    "$x := _",
    "$x",
    "function($x){_}",
    "_(_)",
    "_ ~> _",
    "$map(_, function($v){_})",
    "$string(_)",
    "$sort(_)",
    "_ ~> |_|{_: _}|",
];

fn random_expression(world: &mut crate::Seeded, depth: u32) -> String {
    use crate::World;
    let leaves = 12;
    let among = if depth == 0 { leaves } else { PIECES.len() as u64 };
    let piece = PIECES[usize::try_from(world.random_bits() % among).unwrap()];
    piece
        .split('_')
        .fold(String::new(), |text, part| {
            if text.is_empty() && !piece.starts_with('_') {
                return part.to_owned();
            }
            if text.is_empty() && part.is_empty() && piece.starts_with('_') {
                return "\u{0}".to_owned();
            }
            format!("{text}({}){part}", random_expression(world, depth - 1))
        })
        .replace('\u{0}', "")
}

#[test]
fn random_expressions_end_and_give_everything_back() {
    let mut world = crate::Seeded::new(0, 42);
    let input = r#"{"a": [1, {"b": {"c": [2, 3]}}], "b": {"c": "x"}}"#;
    let mut evaluated = 0;
    for _ in 0..3_000 {
        let expr = random_expression(&mut world, 4);
        if !asl_syntax::jsonata::parse(&expr).errors.is_empty() {
            continue;
        }
        evaluated += 1;
        let begun = Instant::now();
        let _ = run(Dialect::Reference, &expr, input);
        assert!(begun.elapsed() < PATIENCE, "{expr}");
        assert_eq!(memory::live(), 0, "{expr}");
    }
    assert!(evaluated > 1_000, "only {evaluated} were read");
}
