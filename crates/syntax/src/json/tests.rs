use super::*;
use crate::Node;

fn parse_text(text: &str) -> Tree {
    parse(Source::new(text))
}

/// Errors as `text at: message`.
fn errors(text: &str) -> Vec<String> {
    let tree = parse_text(text);
    tree.errors().iter().map(|e| format!("{}..{} {}", e.span.start, e.span.end, e.message)).collect()
}

fn pointers(text: &str) -> Vec<String> {
    let tree = parse_text(text);
    tree.root()
        .descendants()
        .filter(|n| !matches!(n.kind(), Kind::Object | Kind::Array))
        .map(|n| format!("{} {}", n.pointer(), n.raw()))
        .collect()
}

#[test]
fn values_have_spans_and_pointers() {
    let text = r#"{"a": [1, {"b/c": "x\ny"}], "~": -1.5e3}"#;
    assert_eq!(errors(text), Vec::<String>::new());
    assert_eq!(pointers(text), ["/a/0 1", "/a/1/b~1c \"x\\ny\"", "/~0 -1.5e3"]);
    let tree = parse_text(text);
    let string =
        tree.root().get("a").and_then(|a| a.items().nth(1)).and_then(|o| o.get("b/c")).unwrap().as_str().unwrap();
    assert_eq!(string.text, "x\ny");
    assert_eq!(&text[string.place(Span::new(1, 2)).range()], "\\n");
    assert_eq!(&text[string.place(Span::new(2, 3)).range()], "y");
    assert_eq!(string.node.aws_location(), "/a[1]/b/c");
}

#[test]
fn half_typed_members_lose_nothing_else() {
    let text = "{\n \"A\": {\"Type\": \"Pass\", \"Next\":},\n \"B\": {\"Next\":\n   \"End\": true}\n}";
    assert_eq!(pointers(text), ["/A/Type \"Pass\"", "/A/Next ", "/B/Next ", "/B/End true"]);
    assert_eq!(errors(text).len(), 2);
    assert_eq!(errors("{\"a\": 1, \"b\""), ["12..12 expected `:` after `b`, found the end of the text"]);
}

#[test]
fn single_quotes_hold_strings_too() {
    let told = "JSON strings are in double quotes";
    assert_eq!(pointers("{'a': 'b', \"c\": 1}"), ["/a 'b'", "/c 1"]);
    // The second quote is another one.
    let text = "{'a\": 'b\",\n 'c\" : 1}";
    assert_eq!(pointers(text), ["/a 'b\"", "/c 1"]);
    assert_eq!(errors(text), [format!("1..4 {told}"), format!("12..15 {told}")]);
    // Without an end it is no name, and no value stands alone in an object.
    let text = "{'a: 1,\n \"b\": 'c\n}";
    assert_eq!(pointers(text), ["/b 'c"]);
    assert_eq!(errors(text).first(), Some(&format!("1..7 {told}")));
}

#[test]
fn a_line_that_is_given_up_ends_with_the_text() {
    for piece in [",", "1", "01 ", "x ", "}", "]", "'", "'a' ", "{1", "{x", "[,", ":", "\"\\q\"", "é"] {
        for open in ["[", "{", "{\"a\":["] {
            let text = format!("{open}{}", piece.repeat(100));
            let tree = parse_text(&text);
            for node in tree.nodes() {
                assert!(text.get(node.span().range()).is_some(), "{piece} in {open}: {:?}", node.span());
            }
            for error in tree.errors() {
                assert!(text.get(error.span.range()).is_some(), "{piece} in {open}: {error:?}");
            }
        }
    }
}

#[test]
fn a_placeholder_may_stand_for_members_and_bring_their_commas() {
    for text in
        ["{${M}}", "{\"a\": 1, ${M}}", "{\"a\": 1 ${M} }", "{${M} \"a\": 1}", "{${M}, \"a\": 1}", "{${M}\n${N}}"]
    {
        assert_eq!(errors(text), [""; 0], "{text}");
        let tree = parse_text(text);
        assert!(tree.root().is_open(), "{text}");
        assert_eq!(tree.root().get("a").is_some(), text.contains("\"a\""), "{text}");
    }
    assert_eq!(pointers("{\"a\": 1 ${M} }"), ["/a 1", "/${M} ${M}"]);
    assert_eq!(pointers("{${K}: 1}"), ["/${K} 1"]);
    assert_eq!(errors("{\"a\": 1, ${M} 2}").len(), 1);
}

#[test]
fn each_mistake_is_told_once() {
    assert_eq!(errors("{\"a\": 1,}"), ["7..8 trailing comma before `}`: JSON does not allow it"]);
    assert_eq!(errors("{\"a\": 1 \"b\": 2}"), ["7..7 expected `,` before `\"b\"`"]);
    assert_eq!(errors("{\"a\" 1}"), ["4..4 expected `:` after `a`, found `1`"]);
    assert_eq!(errors("{\"a\\n\" 1}"), ["6..6 expected `:` after `a\\n`, found `1`"]);
    assert_eq!(errors("{a: 1}"), ["1..2 the name `a` is not quoted"]);
    assert_eq!(
        errors("[1, 2"),
        ["5..5 expected `]` to close the document (opened on line 1), found the end of the text"]
    );
    assert_eq!(
        errors("{\"a\": {\"b\": [1}}"),
        ["14..14 expected `]` to close the value of `b` (opened on line 1), found `}`"]
    );
    assert_eq!(errors("{\"a\": 01,\n \"b\": +1,\n \"c\": tru}").len(), 3);
    assert_eq!(errors("{\"a\": 1} x"), ["9..10 expected the end of the text, found `x`"]);
    assert_eq!(errors(" "), Vec::<String>::new());
    assert_eq!(
        errors("// one\n{\"a\": 1 /* two */}"),
        ["0..6 JSON has no comments; AWS refuses the definition (2 comments in this text)"]
    );
    // Its opening does not close it.
    assert_eq!(pointers("{/*/ \"a\": 1, */ \"b\": 2}"), ["/b 2"]);
}

#[test]
fn strings_end_where_they_were_meant_to() {
    let text = "{\n \"a\": \"x,\n \"b\": 1\n}";
    assert_eq!(errors(text), ["10..10 the string has no closing `\"`"]);
    assert_eq!(pointers(text), ["/a \"x", "/b 1"]);
    // What is put behind it knows its place.
    let tree = parse_text(text);
    let mut whole = tree.root().get("a").and_then(Node::as_str).unwrap().to_text();
    whole.push_for("!", Span::new(20, 22));
    assert_eq!((whole.as_str(), whole.origin(Span::new(1, 2))), ("x!", Span::new(20, 22)));
    let lines = "{\"a\": \"x\ny\", \"b\": 1}";
    assert_eq!(errors(lines), ["8..9 a line break stands bare in a string"]);
    assert_eq!(pointers(lines), ["/a \"x\ny\"", "/b 1"]);
    assert_eq!(errors("[\"\\x\",\n \"\\u12\", \"\\ud83d\\ude00\", \"\\ud83d\"]").len(), 2);
}

#[test]
fn forgotten_braces_are_told_by_indentation() {
    let text =
        "\"States\": {\n  \"A\": {\n    \"In\": {\n      \"x\": 1\n    \"Out\": {\n      \"y\": 2\n  \"B\": {}\n}";
    let tree = parse_text(text);
    assert_eq!(tree.errors().len(), 4, "{:?}", tree.errors());
    assert_eq!(pointers(text), ["/States/A/In/x 1", "/States/A/Out/y 2"]);
    assert!(tree.root().get("States").and_then(|s| s.get("B")).is_some());
}

#[test]
fn placeholders_are_values_of_unknown_content() {
    let text = r#"{"a": ${Count}, "b": ${jsonencode({"x": 1})}, "c": "${Name}", ${Key}: 1}"#;
    let tree = parse_text(text);
    assert_eq!(errors(text), ["0..0"; 0]);
    assert_eq!(tree.root().get("a").map(Node::kind), Some(Kind::Unknown));
    assert_eq!(tree.root().get("b").map(Node::kind), Some(Kind::Unknown));
    assert!(tree.root().get("c").and_then(Node::as_str).is_some_and(|s| s.known().is_none()));
}

#[test]
fn depth_and_length_are_bounded() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let deep = format!("{}1{}", open.repeat(100_000), close.repeat(100_000));
        let tree = parse_text(&deep);
        assert_eq!(tree.errors().len(), 1, "{:?}", &tree.errors()[..2.min(tree.errors().len())]);
        let unclosed = parse_text(&open.repeat(100_000));
        assert!(!unclosed.errors().is_empty());
    }
    assert!(parse_text(&"${".repeat(200_000)).errors().len() <= MAX_ERRORS);
    assert!(parse_text(&"\u{1}{]".repeat(100_000)).errors().len() <= MAX_ERRORS);
}

/// In the time that a text of this length takes, not in its square.
#[test]
fn brackets_without_their_like_are_read_in_linear_time() {
    let blanks = " ".repeat(1_000_000);
    for text in [
        format!("[{}1]", "{\"a\":[},".repeat(500_000)),
        format!("\"a\": 1 {}x", "}".repeat(1_000_000)),
        format!("[{}{}{blanks}", "01,\n".repeat(45), "[".repeat(400)),
    ] {
        let tree = parse_text(&text);
        assert!((1..=MAX_ERRORS).contains(&tree.errors().len()));
    }
}

#[test]
fn a_line_turned_inside_out_is_read_to_its_end_and_told_once() {
    for piece in ["\"k\": {\"x\": 1}, ", "\"k\" \"v\" ", "'a ", "{ } ] , ", "\"k\" : : "] {
        let text = format!("{{\"a\": \"\"{}}}", piece.repeat(2000));
        let tree = parse_text(&text);
        assert!((1..=2).contains(&tree.errors().len()), "{piece:?}: {:?}", tree.errors());
    }
}
