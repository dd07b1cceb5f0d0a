use super::*;
use crate::Span;
use crate::jsonpath::Root;

fn errors(text: &str) -> Vec<String> {
    parse(text).errors.iter().map(|e| format!("{}..{} {}", e.span.start, e.span.end, e.message)).collect()
}

/// Name and arguments in short.
fn show(call: &Call) -> String {
    let args: Vec<String> = call
        .args
        .iter()
        .map(|arg| match &arg.kind {
            ArgKind::String(text) => format!("{:?}", text.value),
            ArgKind::Number(raw) => (*raw).to_owned(),
            ArgKind::Bool(value) => value.to_string(),
            ArgKind::Null => "null".to_owned(),
            ArgKind::Path(path) => path.to_string(),
            ArgKind::Call(call) => show(call),
            ArgKind::Invalid => "?".to_owned(),
        })
        .collect();
    format!("{}({})", call.name, args.join(", "))
}

#[test]
fn good_calls() {
    let cases: &[(&str, &str)] = &[
        ("States.UUID()", "States.UUID()"),
        (" States.UUID ( )\n", "States.UUID()"),
        ("States.Array(1,-2.5e3, true,false,null,'x')", "States.Array(1, -2.5e3, true, false, null, \"x\")"),
        ("States.Format('{} \\'a\\' \\{\\} \\\\', $.a)", "States.Format(\"{} 'a' {} \\\\\", $.a)"),
        ("States.Format('a\nb \"{}\"', $$.Execution.Name)", "States.Format(\"a\\nb \\\"{}\\\"\", $$.Execution.Name)"),
        ("States.Format('{}',$['test-batch']['batch_id'])", "States.Format(\"{}\", $['test-batch']['batch_id'])"),
        ("States.Array($v,$v.a[0] , $)", "States.Array($v, $v.a[0], $)"),
        (
            "States.ArrayLength($.a[?(@.b == 'x,)' && @.c in [1, 2])])",
            "States.ArrayLength($.a[?(@.b == 'x,)' && @.c in [1, 2])])",
        ),
        ("States.MathAdd($.a.length(), 1)", "States.MathAdd($.a.length(), 1)"),
        ("States.MathAdd( States.MathAdd(1,2),\n\t3 )", "States.MathAdd(States.MathAdd(1, 2), 3)"),
        ("States.Nope($.größe-x)", "States.Nope($.größe-x)"),
        ("JsonToString($)", "JsonToString($)"),
        ("States.Format('Größe 😀')", "States.Format(\"Größe 😀\")"),
    ];
    for (text, expected) in cases {
        assert_eq!(errors(text), [""; 0], "{text}");
        assert_eq!(show(&parse(text).call), *expected);
    }
}

#[test]
fn one_mistake_is_one_error_at_its_place() {
    let cases: &[(&str, &str)] = &[
        ("", "0..0 expected a call such as `States.Format(...)`, found the end of the text"),
        ("'x'", "0..1 expected a call such as `States.Format(...)`, found `'`"),
        ("States.UUID", "11..11 expected `(` after `States.UUID`, found the end of the text"),
        ("something else", "10..11 expected `(` after `something`, found `e`"),
        ("States.JsonToString($", "21..21 expected `)` to close the call that opens at `States.JsonToString(`"),
        ("States.A(1, 2 ", "13..13 expected `)` to close the call that opens at `States.A(`"),
        ("States.A(States.B(1)", "20..20 expected `)` to close the call that opens at `States.A(`"),
        ("States.UUID() x ", "14..15 the call ends before `x`"),
        ("States.UUID())", "13..14 the call ends before `)`"),
        ("States.A('x", "9..10 expected `'` to close the string that opens at `'x`"),
        ("States.A('it's {}', $.a)", "13..14 expected `,` or `)` among the arguments of `States.A`, found `s`"),
        ("States.A(1 2)", "11..12 expected `,` or `)` among the arguments of `States.A`, found `2`"),
        ("States.A('x' $.a)", "13..14 expected `,` or `)` among the arguments of `States.A`, found `$`"),
        ("States.A(1,)", "11..12 expected an argument of `States.A`, found `)`"),
        ("States.A(,1)", "9..10 expected an argument of `States.A`, found `,`"),
        ("States.A(1,", "11..11 expected an argument of `States.A`, found the end of the text"),
        ("States.A(foo, 1)", "9..12 `foo` is no value"),
        ("States.A(True)", "9..13 `True` is no value"),
        ("States.A(States.B, 1)", "9..17 expected `(` after `States.B`"),
        ("States.A(\"x, y\", 1)", "9..15 a string stands in single quotes"),
        ("States.A({}, 1)", "9..10 expected a string, a number, a path or a call, found `{`"),
        ("States.A(1a)", "9..11 `1a` is no number"),
        ("States.A('a\\nb\\n', 1)", "11..12 `\\n` is no escape of a string in a call"),
        ("States.StringToJson('{\"a\":\"\\\"b\\\"\"}')", "27..28 `\\\"` is no escape of a string in a call"),
        ("States.A('x\\y')", "11..12 `\\y` is no escape of a string in a call"),
        ("States.A($.a[, 1)", "13..14 expected an index or a name in quotes, found `,`"),
        ("States.A($.a., $.b)", "12..13 the path ends with a `.`"),
        ("States.A($a-b, 1)", "11..12 expected `.` or `[` after `$a`, found `-`"),
    ];
    for (text, expected) in cases {
        assert_eq!(errors(text), [*expected], "{text}");
    }
}

#[test]
fn an_argument_that_cannot_be_read_does_not_hide_the_next() {
    assert_eq!(errors("States.A(foo, \"x\", $.a[], True)").len(), 4);
    assert_eq!(show(&parse("States.A(foo, 1)").call), "States.A(?, 1)");
    let parsed = parse("States.A($.[?(@.y <= )], $.b)");
    assert_eq!((parsed.errors.len(), parsed.call.args.len()), (1, 2));
}

#[test]
fn spans_cover_their_text() {
    let text = " States.A( 'x\\'y', $v.b[?(@.c == $w)], States.B(1) ) ";
    let call = parse(text).call;
    let args: Vec<&str> = call.args.iter().filter_map(|a| text.get(a.span.range())).collect();
    assert_eq!(args, ["'x\\'y'", "$v.b[?(@.c == $w)]", "States.B(1)"]);
    assert_eq!(text.get(call.span.range()), Some(text.trim()));
    assert_eq!(text.get(call.name_span.range()), Some("States.A"));
    let mut variables = Vec::new();
    call.walk_paths(&mut |path| {
        if let Root::Variable { span, .. } = path.root {
            variables.push(text.get(span.range()).unwrap_or(""));
        }
    });
    assert_eq!(variables, ["v", "w"]);
    assert_eq!(call.count(), 2);
}

#[test]
fn braces_of_a_template() {
    let read = |text: &str| match parse(text).call.args.first().cloned().map(|a| a.kind) {
        Some(ArgKind::String(text)) => text.braces(),
        _ => Braces::default(),
    };
    let braces = read("States.Format('a {} \\{\\} {}')");
    assert_eq!(braces.places, [Span::new(17, 19), Span::new(25, 27)]);
    assert_eq!(braces.stray, None);
    assert_eq!(read("States.Format('{a} {}')").stray, Some(Brace { span: Span::new(15, 16), opening: true }));
    assert_eq!(read("States.Format('a}')").stray, Some(Brace { span: Span::new(16, 17), opening: false }));
    let braces = read("States.Format('{{}}')");
    assert_eq!((braces.places.len(), braces.stray.map(|b| b.span.start)), (1, Some(15)));
}

#[test]
fn functions() {
    assert!(FUNCTIONS.is_sorted_by_key(|f| f.name));
    for function in &FUNCTIONS {
        assert_eq!(find(function.name), Some(function));
        assert_eq!(closest(function.name), Some(function.name));
        assert!(function.takes(function.min) && function.usage.starts_with(function.name));
    }
    assert_eq!(find("States.format"), None);
    let arity = |name| find(name).map(|f| (f.min, f.max));
    assert_eq!(arity("States.MathRandom"), Some((2, Some(3))));
    assert_eq!(arity("States.Format"), Some((1, None)));
    let cases = [
        ("states.format", Some("States.Format")),
        ("States.Formt", Some("States.Format")),
        ("States.ArrayLenght", Some("States.ArrayLength")),
        ("State.UUID", Some("States.UUID")),
        ("JsonToString", Some("States.JsonToString")),
        ("States.Uuid", Some("States.UUID")),
        ("States.Default", None),
        ("States.", None),
        ("States.Concat", None),
        ("", None),
    ];
    for (name, expected) in cases {
        assert_eq!(closest(name), expected, "{name}");
    }
}

#[test]
fn calls_by_their_look() {
    for text in ["States.UUID()", "  States.Format ('x'", "States.A.b("] {
        assert!(looks_like_call(text), "{text}");
    }
    for text in ["States.UUID", "$.a", "States are (x)", "UUID()", "", "StatesX("] {
        assert!(!looks_like_call(text), "{text}");
    }
}

#[test]
fn nesting_is_bounded() {
    assert_eq!(parse(&"States.A(".repeat(50_000)).errors.len(), 1);
    assert_eq!(parse(&format!("States.A($.a{}", "[?(@".repeat(50_000))).errors.len(), 1);
}
