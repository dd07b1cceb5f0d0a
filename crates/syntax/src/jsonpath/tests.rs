use super::*;
use crate::Span;

/// The canonical text of a path without errors.
fn print(text: &str) -> String {
    let parsed = parse(text);
    assert_eq!(parsed.errors, [], "{text}");
    parsed.path.to_string()
}

/// The errors as `start..end message`.
fn errors(text: &str) -> Vec<String> {
    parse(text).errors.iter().map(|e| format!("{}..{} {}", e.span.start, e.span.end, e.message)).collect()
}

fn help(text: &str) -> Option<String> {
    parse(text).errors.first().and_then(|e| e.help.clone())
}

/// Spans and the style of names taken out.
fn bare(path: &Path) -> String {
    let debug = format!("{path:?}");
    let mut parts = debug.split("Span {");
    let mut out = parts.next().unwrap_or("").to_owned();
    for part in parts {
        out.push_str(part.split_once('}').map_or("", |(_, rest)| rest));
    }
    for style in ["style: Dot", "style: Bare"] {
        out = out.replace(style, "style: Bracket");
    }
    out.replace("Wildcard(Bare)", "Wildcard(Dot)")
}

const GOOD: &[(&str, &str)] = &[
    ("$", "$"),
    ("$$", "$$"),
    ("$v", "$v"),
    ("$größe_1.a[0]", "$größe_1.a[0]"),
    ("$.a.b", "$.a.b"),
    ("$.a-b.c_d.1", "$.a-b.c_d.1"),
    ("$.detail-type", "$.detail-type"),
    ("$.Ж中.日本[0]", "$.Ж中.日本[0]"),
    ("  $.a \n", "$.a"),
    ("$.a b . c", "$['a b'].c"),
    ("$.a [0]", "$.a[0]"),
    ("$. a. *. [0] b", "$.a.*[0].b"),
    ("$.abc.['def ghi']", "$.abc['def ghi']"),
    ("$.[0]", "$[0]"),
    ("$['a']", "$['a']"),
    ("$[ \"a\" ]", "$['a']"),
    ("$['a]b']['.']['']", "$['a]b']['.']['']"),
    ("$['it\\'s'][\"it's\"]", "$['it\\'s']['it\\'s']"),
    ("$['Test\\\"\"Name\"']", "$['Test\\\"\"Name\"']"),
    ("$['a\\\\']", "$['a\\\\']"),
    ("$.foo\\@bar", "$['foo@bar']"),
    ("$.foo\\.bar.\\[x", "$['foo.bar']['[x']"),
    ("$.aws:x.a/b.#c.$d", "$['aws:x']['a/b']['#c']['$d']"),
    ("$.[*].['bucket', 'key']", "$[*]['bucket','key']"),
    ("$['a',\"b\" ,'c']", "$['a','b','c']"),
    ("$[-1][ 007 ]", "$[-1][7]"),
    ("$[0,1 , -2]", "$[0,1,-2]"),
    ("$[0,]", "$[0,]"),
    ("$[1:][:2][-3:][0:10:2][ 1 : 2 ][::2]", "$[1:][:2][-3:][0:10:2][1:2][::2]"),
    ("$.*.a[*][ * ]", "$.*.a[*][*]"),
    ("$..a..*..[0]..['b']", "$..a..*..[0]..['b']"),
    ("$..[?(@.a)]", "$..[?(@.a)]"),
    ("$[0]a", "$[0].a"),
    ("$.a]", "$['a]']"),
    ("$.a.length()", "$.a.length()"),
    ("$..x.sum( )", "$..x.sum()"),
    (
        "$.a.append('x', 1, \"y,)\", $.b[0], {\"a\": [1, 2]}, true, null)",
        "$.a.append(\"x\", 1, \"y,)\", $.b[0], {\"a\": [1, 2]}, true, null)",
    ),
    ("$.max($.a.min(), @.b)", "$.max($.a.min(), @.b)"),
    ("$.what(is that)", "$.what(is that)"),
    ("$.a\\ (1).b\\\\ (2)", "$.a\\ (1).b\\\\(2)"),
];

const FILTERS: &[(&str, &str)] = &[
    ("@.a", "@.a"),
    (" @ == 1 ", "@ == 1"),
    ("@.a==1", "@.a == 1"),
    ("@.a === 'x'", "@.a === 'x'"),
    ("@.a !== 'x'", "@.a !== 'x'"),
    ("@.a <= -1.5e3", "@.a <= -1.5e3"),
    ("@['a'] != \"it's\"", "@['a'] != 'it\\'s'"),
    ("@.a-b > $.c['d']", "@.a-b > $.c['d']"),
    ("@.workerId == $.agent_id", "@.workerId == $.agent_id"),
    ("@.a == $$.Execution.Name || @.a == $v", "@.a == $$.Execution.Name || @.a == $v"),
    ("@.a =~ /^a\\/b.*/i", "@.a =~ /^a\\/b.*/i"),
    ("@.a in ['x', \"]\"]", "@.a in ['x', \"]\"]"),
    ("@.a NIN ['x']", "@.a nin ['x']"),
    ("'x' in @.tags", "'x' in @.tags"),
    ("@.a subsetof ['x'] && @.b anyof [1] && @.c noneof [2]", "@.a subsetof ['x'] && @.b anyof [1] && @.c noneof [2]"),
    ("@.a size 2", "@.a size 2"),
    ("@.a empty false", "@.a empty false"),
    ("@.a empty", "@.a empty true"),
    ("@.a contains 'x'", "@.a contains 'x'"),
    ("@.a == null", "@.a == null"),
    ("@.a == {\"b\": \"}\"}", "@.a == {\"b\": \"}\"}"),
    ("@.a.length() > 2", "@.a.length() > 2"),
    ("@.b[?(@.c == 1)]", "@.b[?(@.c == 1)]"),
    ("@.a && @.b || @.c", "@.a && @.b || @.c"),
    ("(@.a || @.b)&&!@.c", "(@.a || @.b) && !@.c"),
    ("((@.a))", "@.a"),
    ("!(@.a == 1)", "!(@.a == 1)"),
    ("!!@.a", "!(!@.a)"),
    ("@.type==tool_use && @.name==get_passengers", "@.type == tool_use && @.name == get_passengers"),
    ("@.city == New York && @.a", "@.city == New York && @.a"),
    ("@.a == 'tab\\t\\u0041'", "@.a == 'tab\tA'"),
    ("@..a", "@..a"),
];

#[test]
fn good_paths_print_and_come_back() {
    let filters = FILTERS.iter().map(|(f, p)| (format!("$[?({f})].x"), format!("$[?({p})].x")));
    let plain = GOOD.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned()));
    for (text, expected) in plain.chain(filters) {
        let printed = print(&text);
        assert_eq!(printed, expected);
        assert_eq!(print(&printed), printed);
        assert_eq!(bare(&parse(&printed).path), bare(&parse(&text).path), "{text}");
    }
}

#[test]
fn one_mistake_is_one_error_at_its_place() {
    let cases: &[(&str, &str)] = &[
        ("", "0..0 the path is empty"),
        ("  ", "0..0 the path is empty"),
        ("a.b", "0..1 a path starts with `$`, not with `a`"),
        ("@.a", "0..1 `@` stands for the node that a filter looks at"),
        ("$.", "1..2 the path ends with a `.`"),
        ("$.a. ", "3..4 the path ends with a `.`"),
        ("$..", "1..3 expected a name, `*` or `[` after `..`"),
        ("$...a", "1..4 more than two dots in a row"),
        ("$ .a", "1..2 expected `.` or `[` after `$`, found a blank"),
        ("$1", "1..2 expected `.` or `[` after `$`, found `1`"),
        ("$$a", "2..3 expected `.` or `[` after `$$`, found `a`"),
        ("$my-var", "3..4 expected `.` or `[` after `$my`, found `-`"),
        ("$f(1)", "2..3 expected `.` or `[` after `$f`, found `(`"),
        ("$.a[]", "3..5 nothing stands between `[` and `]`"),
        ("$.a[", "4..4 expected an index, a name in quotes, `*` or `?` after `[`"),
        ("$.a[0", "5..5 expected `]` to close the subscript that opens at `[0`"),
        ("$.a[0.b", "5..6 expected `]` to close the subscript that opens at `[0`, found `.`"),
        ("$[0 x].b", "4..5 expected `]` to close the subscript that opens at `[0`, found `x`"),
        ("$['a", "2..3 expected `'` to close the quote that opens at `'a`"),
        ("$['a'", "5..5 expected `]` to close the subscript that opens at `['a'`"),
        ("$['a',]", "6..7 expected a name in quotes after `,`, found `]`"),
        ("$['a', 0]", "7..8 expected a name in quotes after `,`, found `0`"),
        ("$[0,,1]", "4..5 expected an index after `,`, found `,`"),
        ("$[-]", "3..4 expected digits after `-`, found `]`"),
        ("$[99999999999999999999]", "2..22 the index `99999999999999999999` is out of range"),
        ("$[name].b", "2..6 a name in brackets needs quotes: `name`"),
        ("$[$.i].b", "2..5 a subscript cannot be computed: `$.i`"),
        ("$[(@.length-1)].bar", "2..14 a subscript cannot be computed"),
        ("$[?]", "2..3 the filter `?` has no condition"),
        ("$[?()]", "4..5 expected a condition, found `)`"),
        ("$[?@.a == 1].b", "3..4 expected `(` after `?`, found `@`"),
        ("$[?(@.a == 1]", "12..13 expected `)` to close the condition that opens at `(@.a == 1`, found `]`"),
        ("$[?(@.a == 1)", "13..13 expected `]` to close the subscript that opens at `[?(@.a == 1)`"),
        ("$[?(@.a == )]", "11..12 expected a value after `==`, found `)`"),
        ("$[?(@.a = 1)]", "8..9 `=` is no operator"),
        ("$[?(@.a like 1)]", "8..12 `like` is no operator"),
        ("$[?(@.a == 1 and @.b == 2)]", "13..16 `and` is no operator"),
        ("$[?(@.a & @.b)]", "8..9 expected `)` to close the condition that opens at `(@.a`, found `&`"),
        ("$[?(@.a && )]", "11..12 expected a condition after `&&`, found `)`"),
        ("$[?(@.a) && (@.b)]", "9..10 the condition goes on after its closing parenthesis"),
        ("$[?(name == 'x')].b", "4..8 `name` is neither a path nor a literal"),
        ("$[?('x')]", "4..7 a literal alone is no condition"),
        ("$[?(@.a == 'x)]", "11..12 expected `'` to close the quote that opens at `'x)]`"),
        ("$[?(@.a =~ /x)]", "11..12 expected `/` to close the pattern that opens at `/x)]`"),
        ("$[?(@.a == {'x')]", "11..12 the literal that opens at `{'x')]` is never closed"),
        ("$.a.length(", "11..11 expected `)` to close the call that opens at `length(`"),
        ("$.a.max($.b c)", "12..13 expected `,` or `)`, found `c`"),
        ("$.é[é].x", "5..7 a name in brackets needs quotes: `é`"),
    ];
    for (text, expected) in cases {
        assert_eq!(errors(text), [*expected], "{text}");
    }
}

#[test]
fn two_mistakes_are_two_errors() {
    assert_eq!(errors("$.a[x].b[]").len(), 2);
    assert_eq!(errors("$[?(@.a = 1)].b[y]").len(), 2);
}

#[test]
fn help_says_what_to_write() {
    let cases: &[(&str, &str)] = &[
        ("a.b", "write `$.a.b`"),
        (".a", "write `$.a`"),
        ("$[name]", "write `['name']`"),
        ("$[(@.length-1)]", "write `[-1]` for the last element"),
        ("$[?(@.a = 1)]", "write `==`"),
        ("$[?(@.a and @.b)]", "write `&&`"),
        ("$[?(@.a | @.b)]", "write `||`"),
        ("$[?(name == 1)]", "write `@.name` for the field of the node"),
    ];
    for (text, expected) in cases {
        assert_eq!(help(text).as_deref(), Some(*expected), "{text}");
    }
}

#[test]
fn spans_cover_their_text() {
    let text = "$$.ab['c d'] [?(@.x == 'y')].length()";
    let path = parse(text).path;
    let steps: Vec<&str> = path.steps.iter().filter_map(|s| text.get(s.span.range())).collect();
    assert_eq!(steps, [".ab", "['c d']", "[?(@.x == 'y')]", ".length()"]);
    assert_eq!(path.span, Span::new(0, text.len() as u32));
    let names: Vec<Span> = path
        .steps
        .iter()
        .filter_map(|s| match &s.kind {
            StepKind::Name { name, .. } | StepKind::Call { name, .. } => Some(name.span),
            _ => None,
        })
        .collect();
    assert_eq!(names, [Span::new(3, 5), Span::new(7, 10), Span::new(29, 35)]);
    assert_eq!(parse(" $v.a ").path.root, Root::Variable { name: "v", span: Span::new(2, 3) });
    assert_eq!(parse(" $v.a ").path.span, Span::new(1, 5));
}

#[test]
fn definite_paths_and_reference_paths() {
    for text in ["$", "$.a['b'][0]", "$$.a", "$v", "$[-1]", "$..a.length()", "$.a.length()"] {
        assert!(parse(text).path.is_definite(), "{text}");
    }
    for text in ["$.*", "$[*]", "$..a", "$[0,1]", "$['a','b']", "$[1:]", "$[?(@.a)]", "$[*].a", "$..a.keys().b"] {
        assert!(!parse(text).path.is_definite(), "{text}");
    }
    let cases: &[(&str, Obstacle, u32)] = &[
        ("$.a.*", Obstacle::Wildcard, 3),
        ("$.a..b", Obstacle::Descent, 3),
        ("$['a','b']", Obstacle::SeveralNames, 1),
        ("$[0,1]", Obstacle::SeveralIndexes, 1),
        ("$[0:1].*", Obstacle::Slice, 1),
        ("$[?(@.a)]", Obstacle::Filter, 1),
        ("$.a.length()", Obstacle::Function, 3),
    ];
    for (text, what, start) in cases {
        let fault = parse(text).path.reference_fault();
        assert_eq!(fault.map(|f| (f.what, f.span.start)), Some((*what, *start)), "{text}");
    }
    assert_eq!(parse("$.a['b'][0]").path.reference_fault(), None);
    assert_eq!(parse("$").path.reference_fault(), None);
}

#[test]
fn variables_are_found_within_filters_and_arguments() {
    let path = parse("$a.b[?(@.x == $b.c && @.y[?(@.z in $c)])].max($d, $.e)").path;
    let names: Vec<&str> = path.variables().iter().map(|v| v.0).collect();
    assert_eq!(names, ["a", "b", "c", "d"]);
}

#[test]
fn oddities() {
    let odd = |text| parse(text).path.oddity().map(|o| (o.kind, o.span.start, o.span.end));
    assert_eq!(odd("$.a-b['c d']"), None);
    assert_eq!(odd("$.x.a b"), Some((OddityKind::Blank, 4, 7)));
    assert_eq!(odd("$.a]"), Some((OddityKind::Punctuation, 2, 4)));
    assert_eq!(odd("$[0]a"), Some((OddityKind::Bare, 4, 5)));
    assert_eq!(odd("$[?(@.a == b)]"), Some((OddityKind::Word, 11, 12)));
}

#[test]
fn nesting_is_bounded() {
    for unit in ["$[?(@", "$.a(", "[?(!", "[?((", "..[?(@"] {
        let text = format!("$.a{}", unit.repeat(50_000));
        assert_eq!(parse(&text).errors.len(), 1, "{unit}");
    }
    let text = format!("$[?({}@.a)]", "!".repeat(50_000));
    assert_eq!(parse(&text).errors.len(), 1);
}

#[test]
fn names_are_borrowed_where_no_escape_is() {
    for step in &parse("$.a['b']").path.steps {
        assert!(matches!(step.kind, StepKind::Name { name: Name { text: std::borrow::Cow::Borrowed(_), .. }, .. }));
    }
}
