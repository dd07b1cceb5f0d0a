#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use super::*;
use std::fmt::Write as _;

/// The one error of a text: code, the text at its span, message.
fn error(text: &str) -> (&'static str, &str, String) {
    let parsed = parse(text);
    assert_eq!(parsed.errors.len(), 1, "{text}: {:?}", parsed.errors);
    let error = &parsed.errors[0];
    (error.code, &text[error.span.range()], error.message.clone())
}

/// The code and offset of the one error of a text.
fn place(text: &str) -> (&'static str, u32) {
    let parsed = parse(text);
    assert_eq!(parsed.errors.len(), 1, "{text}: {:?}", parsed.errors);
    (parsed.errors[0].code, parsed.errors[0].span.start)
}

fn help(text: &str) -> String {
    parse(text).errors[0].help.clone().unwrap_or_default()
}

fn ok(text: &str) -> Expr {
    let parsed = parse(text);
    assert_eq!(parsed.errors, [], "{text}");
    (*parsed.expr).clone()
}

/// The tree in a short notation that shows how operands are bound.
fn tree(expr: &Expr) -> String {
    let all = |items: Vec<&Expr>| items.into_iter().map(tree).collect::<Vec<_>>().join(" ");
    match &expr.kind {
        ExprKind::Missing => "missing".to_owned(),
        ExprKind::Field { name, .. } => name.clone(),
        ExprKind::Variable(name) => format!("${name}"),
        ExprKind::Number(value) => value.to_string(),
        ExprKind::String(value) => format!("{value:?}"),
        ExprKind::Binary(node) => format!("({} {})", node.op.as_str(), all(expr.children())),
        other => {
            let name = format!("{other:?}");
            let name = name.split(|c: char| !c.is_alphanumeric()).next().unwrap().to_lowercase();
            format!("({name} {})", all(expr.children())).replace(" )", ")")
        }
    }
}

fn bound(text: &str) -> String {
    tree(&ok(text))
}

#[test]
fn operators_bind_as_in_the_reference() {
    assert_eq!(bound("1 + 2 * 3 - 4"), "(- (+ 1 (* 2 3)) 4)");
    assert_eq!(bound("a or b and c = d"), "(or a (and b (= c d)))");
    assert_eq!(bound("a.b.c[0].d"), "(path a b (predicate c 0) d)");
    assert_eq!(bound("(a.b)[0]"), "(predicate (block (path a b)) 0)");
    assert_eq!(bound("a.b{c: d}"), "(group (path a b) c d)");
    assert_eq!(bound("a.b^(>c, d).e"), "(path (sort (path a b) c d) e)");
    assert_eq!(bound("-a.b"), "(negate (path a b))");
    assert_eq!(bound("-a & b"), "(& (negate a) b)");
    assert_eq!(bound("$a := $b := 1"), "(assign $a (assign $b 1))");
    assert_eq!(bound("a ? b : c ? d : e"), "(condition a b (condition c d e))");
    assert_eq!(bound("a ?: b + 1"), "(?: a (+ b 1))");
    assert_eq!(bound("a + b ?? c = d"), "(?? (+ a b) (= c d))");
    assert_eq!(bound("a ~> $f ~> $g(1)"), "(~> (~> a $f) (call $g 1))");
    assert_eq!(bound("a@$v.b#$i[0]"), "(path (focus a) (predicate (index b) 0))");
    assert_eq!(bound("a[]"), "(keeparray a)");
    assert_eq!(bound("[1..3, x]"), "(array (.. 1 3) x)");
    assert_eq!(bound("and and or or in in and"), "(or (and and or) (in in and))");
    assert_eq!(bound("**.*.%"), "(path (descendants) (wildcard) (parent))");
    assert_eq!(bound("|a|{b: 1}, ['c']|"), r#"(transform a (object b 1) (array "c"))"#);
    assert_eq!(bound("(a; b;)"), "(block a b)");
    assert_eq!(bound("$f(?, 1)"), "(call $f (placeholder) 1)");
    assert_eq!(bound("λ($x)<n:n>{$x}(3)"), "(call (lambda $x) 3)");
}

#[test]
fn names_and_literals() {
    assert_eq!(ok("`a b`").kind, ExprKind::Field { name: "a b".to_owned(), quoted: true });
    assert_eq!(ok("$").variable(), Some(""));
    assert_eq!(ok("$$").variable(), Some("$"));
    assert_eq!(
        ok(r#""a\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00\uD83D""#).kind,
        ExprKind::String("a\"\\/\u{8}\u{c}\n\r\té😀\u{fffd}".to_owned())
    );
    assert_eq!(ok("1.5e3").kind, ExprKind::Number(1500.0));
    assert_eq!(ok("a /* b */ /* c */").field(), Some("a"));
    assert_eq!(ok("null").kind, ExprKind::Null);
    let regex = ok(r"$match(a, /[/](\/)+/im)");
    let ExprKind::Call(call) = &regex.kind else { panic!() };
    let ExprKind::Regex(regex) = &call.args[1].kind else { panic!() };
    assert_eq!(
        (regex.pattern.as_str(), regex.flags.as_str(), regex.pattern_span),
        (r"[/](\/)+", "im", Span::new(11, 19))
    );
}

#[test]
fn parts_have_spans() {
    let text = " $sum( a.b , 1 ) + $f := 2 ";
    let text = &text[..17];
    let ExprKind::Call(call) = ok(text).kind else { panic!() };
    assert_eq!(
        (call.name(), &text[call.callee.span.range()], &text[call.parens.range()]),
        (Some("sum"), "$sum", "( a.b , 1 )")
    );
    let text = "function($a, $bc)<nn:n>{ $a }";
    let ExprKind::Lambda(lambda) = ok(text).kind else { panic!() };
    assert_eq!(&text[lambda.params[1].span.range()], "$bc");
    assert_eq!(lambda.signature, Some(Signature { text: "<nn:n>".to_owned(), span: Span::new(17, 23) }));
    let text = "a ~> b";
    let ExprKind::Binary(node) = ok(text).kind else { panic!() };
    assert_eq!(&text[node.op_span.range()], "~>");
}

#[test]
fn a_state_s_result_is_found() {
    let text = "{'a': $states.result[0].x & $f($states . `result`), 'b': ($states.input.result; $states.result^(y).z)}";
    let mut found = Vec::new();
    ok(text).walk(|expr| {
        if let [first, second, ..] = expr.steps()
            && first.variable() == Some("states")
            && second.head().field() == Some("result")
        {
            found.push(text[second.head().span.range()].to_owned());
        }
    });
    assert_eq!(found, ["result", "`result`", "result"]);
}

#[test]
fn the_lexer_s_errors() {
    assert_eq!(place("\"abc"), ("S0101", 4));
    assert_eq!(place("$f('abc)"), ("S0101", 8));
    assert_eq!(error("1e999").0, "S0102");
    assert_eq!(error(r#""a\dé""#), ("S0103", r"\d", "there is no escape `\\d`".to_owned()));
    assert_eq!(error(r#""a\u12x""#).1, r"\u12");
    assert_eq!(place("a + `bc"), ("S0105", 7));
    assert_eq!(place("a /* b"), ("S0106", 2));
    assert_eq!(error("$f(a, !b)"), ("S0204", "!", "`!` is not an operator".to_owned()));
    assert_eq!(error("$f(a, //)").0, "S0301");
    assert_eq!(place("$f(a, /b(/)"), ("S0302", 11));
    assert_eq!(error("/a/ii").1, "ii");
    assert_eq!(help(r"'it\'s'"), "`'` cannot be escaped: put the text in double quotes");
}

#[test]
fn the_grammar_s_errors() {
    assert_eq!(error("a b"), ("S0201", "b", "expected the end, found `b`".to_owned()));
    assert_eq!(help("$a := 1; $a"), "put expressions that are separated by `;` in parentheses");
    assert_eq!(error("$sum(1]"), ("S0202", "]", "expected `,` or `)` in the call of `$sum`, found `]`".to_owned()));
    assert_eq!(error("[1, 2)"), ("S0202", ")", "expected `,` or `]` in the array, found `)`".to_owned()));
    assert_eq!(error("($f([1, 2); 3)"), ("S0202", ")", "expected `]` to close the array, found `)`".to_owned()));
    assert_eq!(place("$sum(1  "), ("S0203", 6));
    assert_eq!(place("$sum("), ("S0203", 5));
    assert_eq!(place("(1 + "), ("S0203", 4));
    assert_eq!(error("").2, "the expression is empty");
    assert_eq!(error("1 +").2, "expected an expression after `+`, found the end");
    assert_eq!(
        error("function(x){$x}"),
        ("S0208", "x", "parameter 1 of the function is `x`, not a variable".to_owned())
    );
    assert_eq!(error("[1, ]"), ("S0211", "]", "expected an expression after `,`, found `]`".to_owned()));
    assert_eq!(help("[1, ]"), "remove the `,`");
    assert_eq!(error("a == b"), ("S0211", "=", "there is no operator `==`".to_owned()));
    assert_eq!(help("a && b"), "write `and`");
    assert_eq!(help("a || b"), "write `or`");
    assert_eq!(error("a.b := 1").1, "a.b");
    assert_eq!(error("a@b.c"), ("S0214", "b", "expected a variable after `@`, found `b`".to_owned()));
    assert_eq!(help("a#i"), "write `#$i`");
    assert_eq!(error("2 ^ 3").0, "S0202");
    assert_eq!(error("{a = 1}"), ("S0202", "}", "expected `:` after the key, found `}`".to_owned()));
    assert_eq!(help("${Name} = 1"), "`${...}` is not JSONata: it must be filled in before");
    assert_eq!(error("[/a/, 1]"), ("S0211", "/", "expected an expression after `[`, found `/`".to_owned()));
    assert_eq!(error("a[b; c]").1, ";");
    assert_eq!(error("function($x) { $y := 1; $y }").1, ";");
    assert_eq!(error("function($x) $x + 1").1, "$x");
    assert_eq!(error("|a|b").2, "expected `|` to close the transform before the end");
}

#[test]
fn regular_expressions_only_where_the_reference_reads_them() {
    ok("$f(/a/)");
    ok("$f(a, /a/) ~> /b/");
    assert_eq!(error("[/a/]").0, "S0211");
    assert_eq!(place("a[] / 2"), ("S0302", 7));
}

#[test]
fn signatures() {
    assert_eq!(error("λ($a)<n<n>>{$a}"), ("S0401", "<", "the type `n` has no parameter".to_owned()));
    assert_eq!(place("λ($a)<(sa<n>)>{$a}"), ("S0402", 10));
    assert_eq!(error("λ($a)<n++>{$a}").1, "+");
    assert_eq!(error("λ($a)<n{$a}").2, "expected `>` to close the signature, found `{`");
    for signature in ["<>", "<:n>", "<s-nn?:s>", "<a<n>:n>", "<f<s:o>n?:a<o>>", "<(nsb)-:n>", "<x+>", "<a < n > : n>"] {
        ok(&format!("function($a){signature}{{$a}}"));
    }
}

#[test]
fn the_structure_s_errors() {
    assert_eq!(error("[1]{'a': $}[0]"), ("S0209", "[0]", "a predicate cannot follow a grouping".to_owned()));
    assert_eq!(error("a{'a': $}{'b': $}").1, "{'b': $}");
    assert_eq!(error("a.7.b").1, "7");
    assert_eq!(error("a.-7").1, "-7");
    assert_eq!(error("true.a").1, "true");
    ok("'a'.'b'");
    assert_eq!(error("a[0]@$v").1, "@$v");
    assert_eq!(error("a^(b)@$v").0, "S0216");
    assert_eq!(error("%").1, "%");
    assert_eq!(error("a.%.%.b").1, "%");
    assert_eq!(error("$.%").2, "the parent that `%` means cannot be determined: a variable does not tell it");
    ok("a.b.(%.c)");
    ok("a.b[%.c = 1].%");
    ok("a.b.%.%[0] ~> $f");
}

#[test]
fn what_is_wrong_is_kept_out_of_the_rest() {
    let shape = |text: &str| tree(&parse(text).expr);
    assert_eq!(shape("$f(a b, c)"), "(call $f a b c)");
    assert_eq!(shape("$f(a; b)"), "(call $f a b)");
    assert_eq!(shape("$f(a, , b)"), "(call $f a missing b)");
    assert_eq!(shape("{'a': , 'b': c}"), r#"(object "a" missing "b" c)"#);
    assert_eq!(shape("{'a' b, 'c': d}"), r#"(object "a" b "c" d)"#);
    assert_eq!(shape("a = = b"), "(= (= a missing) b)");
    assert_eq!(shape("a == b.c"), "(= a (path b c))");
    assert_eq!(shape("$a; $b.c"), "(error $a (path $b c))");
    assert_eq!(shape("a."), "(path a missing)");
    assert_eq!(shape("(a] + b) + c"), "(+ (block a (+ missing b)) c)");
    assert_eq!(shape("[a, b) + c"), "(+ (array a b) c)");
}

#[test]
fn printed_text_gives_the_same_tree() {
    for text in [
        "a .b [ 0 ] ^ ( < c , > d ) { 'k' : v }",
        "$f(?,-1,--2)~>|a|{},b|",
        "λ($x,$y)<s = 'a b' `c`>{($x;$y)}",
        "`a``b`",
        r#"`a b`.`c`.and.'\u0001\n"\\'"#,
        "1e300+1e-300+0.1+123456789012345678901234567890",
        "[1..2,*..**]",
        "a@$v#$i[] ?: b ?? c ? d : e",
        "$match(a, /b\\/c/i) and null or true in false",
    ] {
        let parsed = parse(text);
        let printed = print(&parsed.expr);
        if parsed.errors.is_empty() {
            assert_eq!(print(&ok(&printed)), printed, "{text}");
        }
    }
    assert_eq!(print(&ok("{ 'a' :b.c[0] ,\"d\":-1 }")), r#"{"a": b.c[0], "d": -1}"#);
    assert_eq!(print(&ok("( $x:=1 ;$x )")), "($x := 1; $x)");
}

#[test]
fn depth_is_bounded() {
    let deep = 200_000;
    for (open, core, close) in [
        ("(", "1", ")"),
        ("[", "1", "]"),
        ("{a:", "1", "}"),
        ("-", "1", ""),
        ("a[", "1", "]"),
        ("$f(", "1", ")"),
        ("function($x){", "1", "}"),
        ("|a|", "1", "|"),
        ("|", "1", "|a|"),
        ("a^(", "1", ")"),
        ("a?", "1", ":2"),
        ("a?b:", "1", ""),
        ("$a:=", "1", ""),
        ("a??", "1", ""),
        ("a.(", "1", ")"),
        ("", "1", "+1"),
        ("", "a", "[0]"),
        ("", "a", "()"),
        ("", "a", "^(b)"),
        ("", "a", "{}"),
        ("", "a", "@$b"),
    ] {
        let text = format!("{}{core}{}", open.repeat(deep), close.repeat(deep));
        let parsed = parse(&text);
        assert!(parsed.errors.iter().any(|error| error.code == "U1001"), "{open}{close}");
        assert!(parsed.errors.len() <= 2, "{open}{close}");
        assert!(height(&parsed.expr) <= MAX_HEIGHT as usize + 2);
        let copy = parsed.clone();
        assert_eq!(copy, parsed);
        let mut out = String::new();
        write!(out, "{:?}{}", copy.expr, print(&copy.expr)).unwrap();
    }
    ok(&format!("{}1{}", "(".repeat(490), ")".repeat(490)));
    ok(&vec!["a"; 900].join(" & "));
    ok(&vec!["a"; 100_000].join("."));
    ok(&format!("[{}]", vec!["1..2"; 100_000].join(",")));
}

fn height(expr: &Expr) -> usize {
    1 + expr.children().into_iter().map(height).max().unwrap_or(0)
}

#[test]
fn any_text_is_read_in_linear_time() {
    let pieces = [
        "(", ")", "[", "]", "{", "}", "!", "~", "%.", "a.%.", "\"", "'\\u", "`", "/", "/*", "<", ":", ",", ";", "..",
        "|", "?", "a ", "λ(", "λ($a)<", "@", "#$i", "^(", "]a", ")1,", "\u{0}", "é", "\\", "//\n", "=", "1e", "{]",
        "== ", "(]", "a[b]",
    ];
    for piece in pieces {
        let text = piece.repeat(20_000);
        let parsed = parse(&text);
        for error in &parsed.errors {
            assert!(text.get(error.span.range()).is_some(), "{piece}: {error:?}");
        }
    }
}

#[test]
fn what_is_plain_is_refused_for_nothing() {
    let parts = ["a", "1", "-1", "'s'", "null", "%", "$v", "(b.c)", "[1]", "{'k': d}", "e[0]", "f[]", "g^(h)", "$f(i)"];
    let joints = [".", " + ", "@$w.", "#$w.", " ? x : ", " ~> ", "{'n': m}."];
    let mut plain = 0;
    let (count, ways) = (parts.len(), joints.len());
    for at in 0..count * count * count {
        let (a, b, c) = (parts[at % count], parts[at / count % count], parts[at / count / count]);
        for (one, other) in (0..ways * ways).map(|at| (joints[at % ways], joints[at / ways])) {
            let (expr, errors) = parser::Parser::new(&format!("{a}{one}{b}{other}{c}")).whole();
            if errors.is_empty() && is_plain(&expr) {
                let mut refused = Vec::new();
                validate::check(&expr, &mut refused);
                assert!(refused.is_empty(), "{a}{one}{b}{other}{c}: {refused:?}");
                plain += 1;
            }
        }
    }
    assert!(plain > 1000, "{plain}");
}
