use super::*;
use crate::{Kind, Node};

fn parse_text(text: &str) -> Tree {
    parse(Source::new(text))
}

/// Errors as `what stands there: message`, with the line in front.
fn errors(text: &str) -> Vec<String> {
    let tree = parse_text(text);
    let line = |at: u32| text[..at as usize].matches('\n').count() + 1;
    tree.errors().iter().map(|e| format!("{} `{}` {}", line(e.span.start), &text[e.span.range()], e.message)).collect()
}

/// Kinds and values of a tree on one line.
fn show(node: Node) -> String {
    let shown = match node.kind() {
        Kind::Null => "null".to_owned(),
        Kind::Bool(value) => value.to_string(),
        Kind::Number => format!("#{}", node.as_f64().unwrap()),
        Kind::String => format!("{:?}", node.as_str().unwrap().text),
        Kind::Array => format!("[{}]", node.items().map(show).collect::<Vec<_>>().join(" ")),
        Kind::Object => {
            let member = |m: crate::Member| format!("{}:{}", m.key.text, show(m.value));
            format!("{{{}}}", node.members().map(member).collect::<Vec<_>>().join(" "))
        }
        Kind::Missing => "missing".to_owned(),
        Kind::Unknown => node.content().map_or("unknown".to_owned(), |content| format!("?{}", show(content))),
    };
    format!("{}{shown}", node.tag().map(|tag| format!("{tag} ")).unwrap_or_default())
}

/// The tree of a text without errors.
fn value(text: &str) -> String {
    assert_eq!(errors(text), Vec::<String>::new(), "{text}");
    show(parse_text(text).root())
}

fn broken(text: &str) -> String {
    show(parse_text(text).root())
}

/// What stands in the source for each string of the value at `key`, cut at blanks and line breaks.
fn places<'t>(text: &'t str, key: &str) -> Vec<(String, &'t str)> {
    let tree = parse_text(text);
    let string = tree.root().get(key).and_then(Node::as_str).unwrap();
    let mut at = 0;
    let mut out = Vec::new();
    for word in string.text.split_inclusive([' ', '\n']) {
        let place = string.place(Span::new(at, at + word.len() as u32));
        out.push((word.to_owned(), &text[place.range()]));
        at += word.len() as u32;
    }
    out
}

#[test]
fn values_of_all_kinds() {
    assert_eq!(value("a: 1\nb: -1.5\nc: true\nd: ~\ne:\nf: x y\n"), "{a:#1 b:#-1.5 c:true d:null e:null f:\"x y\"}");
    assert_eq!(value("- True\n- FALSE\n- Null\n- .5\n- +3\n- 0x1F\n"), "[true false null #0.5 #3 #31]");
    assert_eq!(value("- -.inf\n- 'it''s'\n- \"a\\tb\"\n- \"1\"\n"), "[#-inf \"it's\" \"a\\tb\" \"1\"]");
    assert_eq!(value("{ \"a\": 1, b: [x, y,], }"), "{a:#1 b:[\"x\" \"y\"]}");
    assert_eq!(value("1: a\ntrue: b\nnull: c\n? d\n: e\n"), "{1:\"a\" true:\"b\" null:\"c\" d:\"e\"}");
    assert_eq!(value("a: 1\na: 2\n"), "{a:#1 a:#2}");
    assert_eq!(
        value("a: 2016-03-14\nb: http://x.y:80/z#q\nc: a:b\n"),
        "{a:\"2016-03-14\" b:\"http://x.y:80/z#q\" c:\"a:b\"}"
    );
}

#[test]
fn placeholders_are_unknown_only_alone() {
    assert_eq!(
        value("a: ${Wait}\nb: ${N}0\nc: ${A}-x\nd: \"${Wait}\"\n"),
        "{a:unknown b:unknown c:\"${A}-x\" d:\"${Wait}\"}"
    );
}

#[test]
fn spans_are_the_source() {
    let text = "\u{feff}# é\r\nA: &x\r\n  \"é\": 'q'\r\n  b:\r\n    - 1\r\n    - {c: d}\r\n  e:\r\n  t: !Sub \"s\"\r\n  r: !Ref Foo\r\n";
    let tree = parse_text(text);
    let raws: Vec<_> = tree.nodes().map(|n| n.raw().to_owned()).collect();
    let all = &text[text.find('A').unwrap()..text.len() - 2];
    let inner = &all[all.find('"').unwrap()..];
    let list = "- 1\r\n    - {c: d}";
    let expected = [
        all, "A", inner, "\"é\"", "'q'", "b", list, "1", "{c: d}", "c", "d", "e", "", "t", "\"s\"", "r", "!Ref Foo",
        "Foo",
    ];
    assert_eq!(raws, expected);
    let nothing = tree.root().get("A").and_then(|a| a.get("e")).unwrap();
    assert!(text[..nothing.span().start as usize].ends_with("e:"));
    assert_eq!(tree.root().descendants().last().unwrap().pointer(), "/A/r");
}

#[test]
fn block_scalars_lead_back_to_their_lines() {
    let text = "a: |\n  one two\n\n    three\nb: 1\n";
    assert_eq!(
        places(text, "a"),
        [
            ("one ".into(), "one "),
            ("two\n".into(), "two\n"),
            ("\n".into(), "\n"),
            (" ".into(), " "),
            (" ".into(), " "),
            ("three\n".into(), "three\n")
        ]
    );
    assert_eq!(parse_text(text).root().get("a").unwrap().raw(), "|\n  one two\n\n    three");
    let folded = "a: >-  # c\r\n  one\r\n  two\r\n\r\n  three\r\n   x\r\n";
    assert_eq!(
        places(folded, "a"),
        [
            ("one ".into(), "one\r\n"),
            ("two\n".into(), "two\r\n\r\n"),
            ("three\n".into(), "three\r\n"),
            (" ".into(), " "),
            ("x".into(), "x")
        ]
    );
    assert_eq!(
        value("a: |+\n  x\n\n\nb: |-\n  y\nc: |2\n    z\nd: |\n  w"),
        "{a:\"x\\n\\n\\n\" b:\"y\" c:\"  z\\n\" d:\"w\"}"
    );
    assert_eq!(value("a: |\nb: >\n\nc: !Sub |\n  ${x}\n"), "{a:\"\" b:\"\" c:!Sub \"${x}\\n\"}");
    assert_eq!(parse_text("|\ntext\n").root().raw(), "|\ntext");
    let tagged = parse_text("# |\na:  # | >\n  &x !Sub |\n  t\n");
    assert_eq!(tagged.root().get("a").unwrap().raw(), "|\n  t");
}

#[test]
fn quoted_and_plain_scalars_lead_back_through_folds_and_escapes() {
    let text = "a: \"x\\u00e9 y  \n\n   z \\\n   w\\\"\"\n";
    assert_eq!(value(text), "{a:\"xé y\\nz w\\\"\"}");
    let found = places(text, "a");
    assert_eq!(
        found,
        [("xé ".into(), "x\\u00e9 "), ("y\n".into(), "y  \n\n"), ("z ".into(), "z "), ("w\"".into(), "w\\\"")]
    );
    let plain = "a: one\n  two\n\n  three 'x'\n";
    let found = places(plain, "a");
    assert_eq!(
        found,
        [("one ".into(), "one\n  "), ("two\n".into(), "two\n\n"), ("three ".into(), "three "), ("'x'".into(), "'x'")]
    );
    let single = "a: 'it''s $.a'\n";
    assert_eq!(places(single, "a"), [("it's ".into(), "it''s "), ("$.a".into(), "$.a")]);
    // Text that stands in the source as it is needs no copy.
    let tree = parse_text("a: 'x y'\nb: x 'y'\nc: \"\"\n");
    let text = |key| tree.root().get(key).and_then(Node::as_str).unwrap();
    assert_eq!((text("a").text, text("b").text, text("c").text), ("x y", "x 'y'", ""));
    assert_eq!(text("a").place(Span::new(2, 3)), Span::new(6, 7));
}

#[test]
fn what_readers_disagree_on_is_kept_as_written() {
    let text = "- Yes\n- off\n- 010\n- 1:30\n- 1_000\n- 0b1\n- 0o17\n- 08\n- -.5\n- 1e3\n- =\n- y\n- 2016-03-14\n- 'no'\n- 12\n- 1.5\n- -0x1\n";
    let tree = parse_text(text);
    let found: Vec<_> = tree.ambiguous().iter().map(|(id, what)| format!("{} {what}", tree.node(*id).raw())).collect();
    let expected = [
        "Yes a boolean in YAML 1.1",
        "off a boolean in YAML 1.1",
        "010 an octal number in YAML 1.1",
        "1:30 a number in base 60 in YAML 1.1",
        "1_000 a number in YAML 1.1",
        "0b1 a number in YAML 1.1",
        "0o17 a number in YAML 1.2",
        "08 a number in YAML 1.2",
        "-.5 a number in YAML 1.2",
        "1e3 a string in YAML 1.1",
        "= a default value in YAML 1.1",
        "-0x1 a number in YAML 1.1",
    ];
    assert_eq!(found, expected);
    let numbers: Vec<_> =
        tree.root().items().filter(|n| n.kind() == Kind::Number).map(|n| n.raw().to_owned()).collect();
    assert_eq!(numbers, ["1e3", "12", "1.5"]);
    let keys = parse_text("No: 1\n1e3: 2\n");
    assert_eq!(keys.ambiguous().len(), 1);
    assert!(keys.node(keys.ambiguous()[0].0).is_key());
}

#[test]
fn tags_make_strings_or_unknowns() {
    assert_eq!(
        value("a: !!str 1\nb: !!int \"1\"\nc: !!bool 'true'\nd: !!null x\ne: ! 1\n"),
        "{a:\"1\" b:#1 c:true d:null e:\"1\"}"
    );
    assert_eq!(
        value("a: !Sub '${X}'\nb: !Ref X\nc: !If [a, 1]\nd: !Sub [x, {y: z}]\n"),
        "{a:!Sub \"${X}\" b:!Ref ?\"X\" c:!If ?[\"a\" #1] d:!Sub ?[\"x\" {y:\"z\"}]}"
    );
    assert_eq!(value("!Foo\na: 1\n"), "!Foo ?{a:#1}");
    let tree = parse_text("a: !GetAtt\n  - F\n  - Arn\n");
    let node = tree.root().get("a").unwrap();
    assert_eq!((node.kind(), node.is_unknown(), node.items().count()), (Kind::Unknown, true, 0));
    assert_eq!(node.content().unwrap().items().nth(1).unwrap().pointer(), "/a/1");
    assert_eq!(errors("a: !!int x\n"), ["1 `x` `x` is not a number, which its tag `!!int` makes of it"]);
}

#[test]
fn aliases_and_merge_keys_are_copies() {
    assert_eq!(value("a: &x {b: 1}\nc: *x\n&k d: e\nf: *k\n"), "{a:{b:#1} c:{b:#1} d:\"e\" f:\"d\"}");
    let text =
        "r: &r {a: 1, b: 2}\ns: &s {b: 3, c: 4}\nt:\n  <<: *r\n  b: 5\nu:\n  <<: [*s, *r]\n  d: 6\nv: {<<: {q: 1}}\n";
    let tree = parse_text(text);
    assert_eq!(show(tree.root().get("t").unwrap()), "{b:#5 a:#1}");
    assert_eq!(show(tree.root().get("u").unwrap()), "{d:#6 b:#3 c:#4 a:#1}");
    assert_eq!(show(tree.root().get("v").unwrap()), "{q:#1}");
    let copied = tree.root().get("t").and_then(|t| t.get("a")).unwrap();
    assert_eq!((copied.raw(), copied.pointer(), copied.key().unwrap().text), ("1", "/t/a".to_owned(), "a"));
    assert_eq!(value("a: &x \"q\\n\"\nb: *x\n*x : c\n"), "{a:\"q\\n\" b:\"q\\n\" q\n:\"c\"}");
    assert_eq!(value("a: {'<<': 1}\n"), "{a:{<<:#1}}");
    assert_eq!(errors("a: &x [*x]\n"), ["1 `*x` this alias stands within its own anchor: it would never end"]);
    assert_eq!(errors("a: *y\n"), ["1 `*y` there is no anchor `&y` before this"]);
    assert_eq!(errors("a: &x {<<: 1}\nb: *x\n"), ["1 `1` `<<` takes a mapping or a list of mappings"]);
}

#[test]
fn bombs_are_told_once() {
    let lines = (1..30).map(|i| format!("a{i}: &a{i} [{}]\n", format!("*a{},", i - 1).repeat(9)));
    let laughs = format!("a0: &a0 [x, x]\n{}b: end\n", lines.collect::<String>());
    let tree = parse_text(&laughs);
    assert_eq!(tree.errors().len(), 1);
    assert!(tree.len() < 400_000);
    assert_eq!(show(tree.root().get("b").unwrap()), "\"end\"");
    let lines = (1..2000).map(|i| format!("a{i}: &a{i} [*a{}]\n", i - 1));
    assert!(parse_text(&format!("a0: &a0 [x]\n{}", lines.collect::<String>())).errors().len() <= 2);
    let chain = (1..5000).map(|i| format!("&a{i} {{<<: *a{}, k{i}: 1}}, ", i - 1));
    let hidden = format!("? [&a0 {{}}, {}]\n: 1\nx: *a4999\n", chain.collect::<String>());
    assert_eq!(parse_text(&hidden).errors().len(), 2, "{:?}", parse_text(&hidden).errors());
}

#[test]
fn half_typed_lines_lose_nothing_else() {
    let rest = "  End: true\nB: 1\n";
    let with =
        |line: &str| (errors(&format!("A:\n  T: x\n{line}\n{rest}")), broken(&format!("A:\n  T: x\n{line}\n{rest}")));
    let (told, tree) = with("  Next");
    assert_eq!(
        (told, tree.as_str()),
        (vec!["3 `` expected `:` after `Next`".into()], "{A:{T:\"x\" Next:missing End:true} B:#1}")
    );
    let (told, tree) = with("  Next:Foo");
    assert_eq!(
        (told, tree.as_str()),
        (vec!["3 `` expected a blank after `Next:`".into()], "{A:{T:\"x\" Next:\"Foo\" End:true} B:#1}")
    );
    let (told, tree) = with("  Next: \"Foo");
    assert_eq!(
        (told, tree.as_str()),
        (vec!["3 `` the text has no closing `\"`".into()], "{A:{T:\"x\" Next:\"Foo\" End:true} B:#1}")
    );
    let (told, tree) = with("  N: [a, {b: c");
    assert_eq!(told, ["3 `{` `{` is not closed: expected `}` after what stands in it"]);
    assert_eq!(tree, "{A:{T:\"x\" N:[\"a\" {b:\"c\"}] End:true} B:#1}");
    let (told, tree) = with("  N: a: b");
    assert_eq!(told, ["3 `:` a `:` with a blank behind it can't stand in an unquoted text: `a: b`"]);
    assert_eq!(tree, "{A:{T:\"x\" N:\"a: b\" End:true} B:#1}");
    let (told, tree) = with("  N: *");
    assert_eq!(told, ["3 `*` `*` begins an alias: this value must be quoted"]);
    assert_eq!(tree, "{A:{T:\"x\" N:\"*\" End:true} B:#1}");
    let (told, tree) = with("  N: \"\\d\"");
    assert_eq!(told, ["3 `\\d` `\\d` is not an escape of YAML"]);
    assert_eq!(tree, "{A:{T:\"x\" N:\"\\\\d\" End:true} B:#1}");
    let (told, tree) = with("  N: 'it's'");
    assert_eq!(told, ["3 `'` this `'` ends a text in single quotes that goes on behind it"]);
    assert_eq!(tree, "{A:{T:\"x\" N:\"it's\" End:true} B:#1}");
    let (told, tree) = with("  - x");
    assert_eq!(told, ["3 `- x` a list entry stands among the members of a mapping"]);
    assert_eq!(tree, "{A:{T:\"x\" End:true} B:#1}");
    let (told, tree) = with("  N: ]");
    assert_eq!(
        (told, tree.as_str()),
        (vec!["3 `]` `]` closes nothing".into()], "{A:{T:\"x\" N:missing End:true} B:#1}")
    );
}

#[test]
fn wrong_indentation_is_set_right() {
    let tabs = "A:\n\tB: 1\n\tC:\n\t\tD: 2\nE: 3\n";
    assert_eq!(errors(tabs), ["2 `\t` a tab stands in the indentation: YAML takes spaces only"]);
    assert_eq!(broken(tabs), "{A:{B:#1 C:{D:#2}} E:#3}");
    let deep = "A:\n  T: x\n    B: y\n    C: z\nD: 1\n";
    assert_eq!(errors(deep), ["3 `B` `B` is indented deeper than `T`, which has a value already"]);
    assert_eq!(broken(deep), "{A:{T:\"x\" B:\"y\" C:\"z\"} D:#1}");
    let between = "A:\n    B: 1\n   C: 2\nD: 3\n";
    assert_eq!(errors(between), ["3 `C: 2` this line is indented by 3 spaces; the lines above by 0 or 4"]);
    assert_eq!(broken(between), "{A:{B:#1 C:#2} D:#3}");
}

#[test]
fn several_mistakes_are_each_told() {
    let text = "A: \"x\nC\nB: [1, 2\nD: @y\nE: 1\nF: {a: 1 b: 2}\n";
    assert_eq!(errors(text).len(), 5, "{:?}", errors(text));
    assert_eq!(broken(text), "{A:\"x\" C:missing B:[#1 #2] D:\"@y\" E:#1 F:{a:#1 b:#2}}");
    assert_eq!(errors("{\"a\": 1 \"b\": 2}\n"), ["1 `` expected `,` before `\"b\"`"]);
    assert_eq!(errors("a: [1, 2}\nb: 3\n"), ["1 `}` expected `]` to close `[`, found `}`"]);
    assert_eq!(broken("a: {x: [1, 2}\nb: 3\n"), "{a:{x:[#1 #2]} b:#3}");
    let quoted = "a: ['it''s, [x', 2\nb: 3\n";
    assert_eq!(errors(quoted), ["1 `[` `[` is not closed: expected `]` after what stands in it"]);
    assert_eq!(broken(quoted), "{a:[\"it's, [x\" #2] b:#3}");
    assert_eq!(errors("a: 1\u{1}\nb: 2\n"), ["1 `\u{1}` the control character U+0001 stands in the text"]);
    assert_eq!(errors("? [a]\n: 1\nb: 2\n"), ["1 `[` a key must be a text, not a list; this member is not read"]);
    assert_eq!(broken("? [a]\n: 1\nb: 2\n"), "{b:#2}");
}

#[test]
fn one_document_is_read() {
    assert_eq!(errors("a: 1\n---\nb: 1\n"), ["2 `---` a second document begins here; only the first one is read"]);
    assert_eq!(broken("a: 1\n---\n]: 1\n"), "{a:#1}");
    assert_eq!(value("%YAML 1.2\n---\na: 1\n...\n---\n# nothing\n"), "{a:#1}");
    for nothing in ["", "# only\n", "\u{feff}", "\r\n\n", "..."] {
        assert_eq!(errors(nothing).len(), 1, "{nothing:?}");
    }
    assert_eq!(value("---\n"), "null");
}

#[test]
fn json_gives_the_same_tree() {
    let texts = [
        r#"{"a": [1, {"b/c": "x\ny"}], "~": -1.5e3, "": ""}"#,
        "{\n \"States\": {\n  \"A\": {\"Type\": \"Pass\", \"End\": true, \"Result\": null, \"N\": [], \"O\": {}}\n }\n}\n",
        r#"[true, false, null, 0, -0, 10, 1e3, 2E-2, 0.25, "\u00e9\ud83d\ude00\"\\\/\b\f\n\r\t", "yes", "é", " a  b "]"#,
        "{\"a\": [${X}, ${Y}], \"b\": {\"c\": ${jsonencode({\"x\": [1]})}}, ${Key}: 1}",
        r#"{"Cause": "${Name}", "Seconds": ${Wait}, "q": "it's # no: comment", "t": "{% x %}"}"#,
        "{\"a\":{\"b\":[[1,2],[3,4]],\"c\":\"d\"},\"e\":\"f\"}",
        "\"text\"",
    ];
    for text in texts {
        let (yaml, json) = (parse_text(text), crate::json::parse(Source::new(text)));
        assert_eq!(yaml.errors(), json.errors(), "{text}");
        let all = |tree: &Tree| {
            tree.nodes()
                .map(|n| (n.kind(), n.span(), n.is_key(), n.as_str().map(|s| s.text.to_owned())))
                .collect::<Vec<_>>()
        };
        assert_eq!(all(&yaml), all(&json), "{text}");
        assert_eq!(show(yaml.root()), show(json.root()));
    }
    assert_eq!(value(r#"["\u00e9", "\/"]"#), "[\"é\" \"/\"]");
}

#[test]
fn depth_and_length_are_bounded() {
    for open in ["[", "{a: ", "- ", "? ", "[\n", "[? "] {
        let tree = parse_text(&open.repeat(100_000));
        assert!(matches!(tree.errors().len(), 1..=2), "{open} {:?}", tree.errors());
    }
    let deep = format!("a: {}1{}\nb: 2\n", "[".repeat(2000), "]".repeat(2000));
    assert_eq!(errors(&deep).len(), 1);
    assert_eq!(show(parse_text(&deep).root().get("b").unwrap()), "#2");
    let indented: String = (0..700).map(|i| " ".repeat(i) + "a:\n").collect();
    assert_eq!(errors(&indented).len(), 1);
    for text in [
        "\0",
        "a\0",
        "\u{1}{]",
        "${",
        "a: ]\n",
        "a: b: c ",
        "\"a\n",
        "&a *a ",
        "- |\n- #\n",
        "\\\"'",
        "a:\n  b\n c: d\n",
        "%TAG ! x\n",
    ] {
        assert!(parse_text(&text.repeat(20_000)).errors().len() <= MAX_ERRORS);
    }
}

/// In the time that a text of this length takes, not in its square.
#[test]
fn each_line_is_looked_at_once() {
    assert_eq!(errors(&format!("{{{}}}", "a,".repeat(200_000))).len(), 0);
    let lost = format!("a: 1\n- x\n{}", "  y: 1\n".repeat(100_000));
    assert_eq!(errors(&format!("{lost}{}", "k:\n".repeat(100_000))).len(), 1);
    assert_eq!(errors(&format!("{lost}c: \"x\nd: @\ne: @b\n")).len(), 4);
    assert_eq!(errors(&format!("a: [1\n{}{}\n", "-".repeat(100_000), "''".repeat(50_000))).len(), 1);
}

/// Every beginning of a text, and every text with one character left out or put in, gives a tree with all spans in it.
#[test]
fn no_text_is_too_broken() {
    let text =
        "A: &a {b: \"c\\n\", d: [1, 'e''f']}\nG: >-\n  x\n\n  y\nH: !Sub |\n\n   z\nI:\n- *a\n- <<: *a\n  é: ${X}\n";
    let check = |text: &str| {
        let tree = parse_text(text);
        assert!(tree.nodes().all(|n| text.get(n.span().range()).is_some()), "{text}");
        for error in tree.errors() {
            assert!(text.get(error.span.range()).is_some(), "{text}");
            assert!(!error.message.contains('\n') && !error.message.ends_with('.'), "{}", error.message);
        }
        for string in tree.nodes().filter_map(Node::as_str) {
            let place = string.place(Span::new(0, string.text.len() as u32));
            assert!(place.end as usize <= text.len(), "{text}");
        }
    };
    for (at, c) in text.char_indices() {
        check(&text[..at]);
        check(&format!("{}{}", &text[..at], &text[at + c.len_utf8()..]));
        for put in ["\t", "\"", "'", "[", "}", ": ", "\n", " ", "- ", "#", "\r", "&a ", "*a"] {
            check(&format!("{}{put}{}", &text[..at], &text[at..]));
        }
    }
}
