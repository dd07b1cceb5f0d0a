use super::*;
use asl_syntax::jsonpath::{Root, parse};
use serde_json::{Map, json};

/// The value of a path without errors over a document that is input, context (under `ctx`) and variable (`v`).
fn eval(text: &str, input: &Value) -> Result<Value, Absent> {
    let parsed = parse(text);
    assert_eq!(parsed.errors, [], "{text}");
    let context = object("ctx", input.clone());
    let variables = Map::from_iter([("v".to_owned(), input.clone())]);
    let scope = Scope { input, context: &context, variables: &variables };
    evaluate(&parsed.path, &scope).map(Cow::into_owned)
}

/// Not with `json!`, which goes through the serializer and so deep into the stack.
fn object(name: &str, value: Value) -> Value {
    Value::Object(Map::from_iter([(name.to_owned(), value)]))
}

fn ok(text: &str, input: &Value) -> Value {
    match eval(text, input) {
        Ok(value) => value,
        Err(absent) => json!(format!("{text}: {absent}")),
    }
}

/// The message, and the text that it points at.
fn fails(text: &str, input: &Value) -> (String, String) {
    match eval(text, input) {
        Ok(value) => (format!("a value: {value}"), String::new()),
        Err(absent) => (absent.message, text.get(absent.span.range()).unwrap_or("out of the text").to_owned()),
    }
}

fn fault(message: &str, part: &str) -> (String, String) {
    (message.to_owned(), part.to_owned())
}

/// The elements of `$.a` that a filter lets through.
fn filter(condition: &str, items: &Value) -> Value {
    ok(&format!("$.a[?({condition})]"), &json!({"a": items}))
}

fn store() -> Value {
    json!({
        "book": [
            {"title": "Sayings", "price": 8.95, "tags": ["old"]},
            {"title": "Sword", "price": 12, "isbn": "x", "tags": []},
            {"title": "Moby", "price": "9", "isbn": null},
        ],
        "bicycle": {"color": "red", "price": 19.95},
        "limit": 10,
    })
}

#[test]
fn definite_paths_are_borrowed() {
    let (input, variables) = (store(), Map::new());
    let scope = Scope { input: &input, context: &Value::Null, variables: &variables };
    for text in ["$", "$.book[0].title", "$['bicycle']['color']", "$.book[-1]"] {
        assert!(matches!(evaluate(&parse(text).path, &scope), Ok(Cow::Borrowed(_))), "{text}");
    }
}

#[test]
fn roots() {
    let input = json!({"a": [1]});
    assert_eq!(ok("$$.ctx.a[0]", &input), json!(1));
    assert_eq!(ok("$v.a[0]", &input), json!(1));
    assert_eq!(ok("$v", &input), input);
    assert_eq!(fails("$w.a", &input), fault("No results for path: $w", "w"));
}

#[test]
fn what_is_missing_is_told_in_the_words_of_jayway() {
    let input = json!({
        "a": "text", "n": null, "o": {"x": 1}, "l": [1, [2], null, "s"], "f": 1e10, "d": {"x": 1e10}, "e": 5e-324
    });
    let json = "This is not a json object according to the JsonProvider: \
                'com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider'.";
    let cases = [
        ("$.NoSuchInputPath", "No results for path: $['NoSuchInputPath']".to_owned(), ".NoSuchInputPath"),
        ("$.no.such.result.path", "Missing property in path $['no']".to_owned(), ".no"),
        ("$.o.y.z[0]", "Missing property in path $['o']['y']".to_owned(), ".y"),
        ("$.o['y']", "No results for path: $['o']['y']".to_owned(), "['y']"),
        ("$.l[7]", "No results for path: $['l'][7]".to_owned(), "[7]"),
        ("$.l[7].x", "No results for path: $['l'][7]['x']".to_owned(), "[7]"),
        ("$.l[-9]", "No results for path: $['l'][-9]".to_owned(), "[-9]"),
        (
            "$.a.x",
            format!(
                "Expected to find an object with property ['x'] in path $['a'] but found 'java.lang.String'. {json}"
            ),
            ".x",
        ),
        (
            "$.n.x",
            format!("Expected to find an object with property ['x'] in path $['n'] but found 'null'. {json}"),
            ".x",
        ),
        (
            "$.l[3]['x','y']",
            format!(
                "Expected to find an object with property ['x','y'] in path $['l'][3] but found \
                 'com.fasterxml.jackson.databind.node.TextNode'. {json}"
            ),
            "['x','y']",
        ),
        ("$.o[0]", "Filter: [0] can only be applied to arrays. Current context is: {\"x\":1}".to_owned(), "[0]"),
        ("$.a[0].x", "Filter: [0]['x'] can only be applied to arrays. Current context is: text".to_owned(), "[0]"),
        ("$.f[1:]", "Filter: [1:] can only be applied to arrays. Current context is: 1.0E10".to_owned(), "[1:]"),
        ("$.d[0]", "Filter: [0] can only be applied to arrays. Current context is: {\"x\":1.0E10}".to_owned(), "[0]"),
        ("$.e[0]", "Filter: [0] can only be applied to arrays. Current context is: 4.9E-324".to_owned(), "[0]"),
        ("$.n[0,1]", "The path $['n'] is null".to_owned(), "[0,1]"),
        ("$.l[2][0]", "Filter: [0] can only be applied to arrays. Current context is: null".to_owned(), "[0]"),
        (
            "$.a[?(@.x)].y",
            "Filter: [?]['y'] can not be applied to primitives. Current context is: text".to_owned(),
            "[?(@.x)]",
        ),
        // Recorded on AWS.
        ("$['a', 'b'].v", "Multi properties can only be used as path leafs: $['a', 'b']".to_owned(), "['a', 'b']"),
    ];
    for (text, message, part) in cases {
        assert_eq!(fails(text, &input), (message, part.to_owned()), "{text}");
    }
}

#[test]
fn indefinite_paths_give_arrays() {
    let input = store();
    let cases = [
        ("$.book[*].isbn", json!(["x", null])),
        ("$.book[0,2].title", json!(["Sayings", "Moby"])),
        ("$.book[0,].title", json!("Sayings")),
        ("$.book[?(@.none)]", json!([])),
        ("$.book[*].none.deeper", json!([])),
        ("$.bicycle.*", json!(["red", 19.95])),
        ("$.limit.*", json!([])),
        ("$.bicycle['color','none']", json!({"color": "red"})),
        ("$.book[0]['title','price']", json!({"title": "Sayings", "price": 8.95})),
        (
            "$.book[*]['title','isbn']",
            json!([{"title": "Sayings"}, {"title": "Sword", "isbn": "x"}, {"title": "Moby", "isbn": null}]),
        ),
        ("$.book[9][*]", json!([])),
    ];
    for (text, expected) in cases {
        assert_eq!(ok(text, &input), expected, "{text}");
    }
}

#[test]
fn slices() {
    let input = json!([0, 1, 2, 3, 4]);
    let cases = [
        ("$[1:]", json!([1, 2, 3, 4])),
        ("$[:2]", json!([0, 1])),
        ("$[-2:]", json!([3, 4])),
        ("$[:-3]", json!([0, 1])),
        ("$[1:3]", json!([1, 2])),
        ("$[-3:-1]", json!([2, 3])),
        ("$[1:-1]", json!([])),
        ("$[-1:2]", json!([4, 0, 1])),
        ("$[-9:]", json!([0, 1, 2, 3, 4])),
        ("$[-9223372036854775808:9223372036854775807]", json!([0, 1, 2, 3, 4, 0, 1, 2, 3, 4])),
        ("$[0:4:2]", json!([0, 1, 2, 3])),
        ("$[::]", json!([0, 1, 2, 3, 4])),
        ("$[-1,0]", json!([4, 0])),
    ];
    for (text, expected) in cases {
        assert_eq!(ok(text, &input), expected, "{text}");
    }
}

#[test]
fn a_scan_takes_containers_before_what_is_in_them() {
    let input = json!({"a": {"x": {"x": 1}, "b": [{"x": 2}, [3]]}, "x": [4]});
    let cases = [
        ("$..x", json!([[4], {"x": 1}, 1, 2])),
        (
            "$..*",
            json!([
                {"x": {"x": 1}, "b": [{"x": 2}, [3]]}, [4], {"x": 1}, [{"x": 2}, [3]], 1, {"x": 2}, [3], 2, 3, 4
            ]),
        ),
        ("$..[0]", json!([{"x": 2}, 3, 4])),
        ("$..[0].x", json!([2])),
        ("$..['x','b']", json!([{"x": {"x": 1}, "b": [{"x": 2}, [3]]}])),
        ("$..[?(@.x == 2)]", json!([{"x": 2}])),
        ("$..x..x", json!([1])),
        ("$.a..none", json!([])),
    ];
    for (text, expected) in cases {
        assert_eq!(ok(text, &input), expected, "{text}");
    }
    // The array is asked first, and is no number.
    assert_eq!(ok("$..[?(@ > 1)]", &json!([1, 2])), json!([]));
}

#[test]
fn existence() {
    let input = store();
    let titles = |condition: &str| ok(&format!("$.book[?({condition})].title"), &input);
    assert_eq!(titles("@.isbn"), json!(["Sword", "Moby"]));
    assert_eq!(titles("!@.isbn"), json!(["Sayings"]));
    assert_eq!(titles("@.tags"), json!(["Sayings", "Sword"]));
    assert_eq!(titles("@.tags[0]"), json!(["Sayings"]));
    assert_eq!(titles("@['title','isbn']"), json!(["Sword", "Moby"]));
    // With nothing to miss, an empty list of matches exists.
    assert_eq!(titles("@..none"), json!(["Sayings", "Sword", "Moby"]));
    assert_eq!(titles("@.*.none"), json!(["Sayings", "Sword", "Moby"]));
    assert_eq!(filter("@[*].x", &json!([[{"x": 1}], [{"x": 1}, {}]])), json!([[{"x": 1}]]));
    assert_eq!(filter("@ exists true", &json!([true, false])), json!([true]));
    assert_eq!(fails("$[?(@ exists 1)]", &json!([1])).0, "Failed to evaluate exists expression");
    assert_eq!(ok("$.bicycle[?(@.color == 'red')].price", &input), json!([19.95]));
}

#[test]
fn equality_across_types() {
    let items = json!([1, 1.0, "1", "1.0", true, "true", null, [1], {"a": 1}]);
    let cases = [
        ("@ == 1", json!([1, 1.0, "1"])),
        ("1 == @", json!([1, 1.0, "1", "1.0"])),
        ("@ == 1.0", json!([1, 1.0, "1.0"])),
        ("@ == '1'", json!([1, 1.0, "1"])),
        ("@ === 1", json!([1, 1.0])),
        ("@ !== 1", json!(["1", "1.0", true, "true", null, [1], {"a": 1}])),
        ("@ == true", json!([true])),
        ("@ == null", json!([null])),
        ("@ != null", json!([1, 1.0, "1", "1.0", true, "true", [1], {"a": 1}])),
        ("@ == [1]", json!([[1]])),
        ("@ == {\"a\": 1}", json!([{"a": 1}])),
        ("@ == [1.0]", json!([])),
        // A literal on the left stays text to Jayway.
        ("[1] == @", json!([])),
        ("@.none == null", json!([])),
        ("@.none == @.none", json!([])),
        ("@.a == @.a", json!([{"a": 1}])),
        ("@.none != 1", items.clone()),
        ("!(@ == 1)", json!(["1.0", true, "true", null, [1], {"a": 1}])),
    ];
    for (condition, expected) in cases {
        assert_eq!(filter(condition, &items), expected, "{condition}");
    }
}

#[test]
fn order_across_types() {
    let items = json!([2, 10, "2", "b", "10", true, null, [3]]);
    let cases = [
        ("@ > 5", json!([10, "b"])),
        ("@ >= 2", json!([2, 10, "2", "b"])),
        ("@ < '2'", json!([10, "10"])),
        ("@ <= 'a'", json!([2, 10, "2", "10"])),
        ("5 < @", json!([10, "b"])),
        ("@ < true", json!([])),
    ];
    for (condition, expected) in cases {
        assert_eq!(filter(condition, &items), expected, "{condition}");
    }
    assert_eq!(
        filter("@ > 9007199254740992", &json!([9_007_199_254_740_993_i64, 1])),
        json!([9_007_199_254_740_993_i64])
    );
    assert_eq!(filter("@ < '\u{e000}'", &json!(["\u{10000}"])), json!(["\u{10000}"]));
}

#[test]
fn lists() {
    let items = json!([["a"], ["a", "b"], ["c"], [], "a", 1, {"x": 1}]);
    let cases = [
        ("@ in ['a', 1]", json!(["a", 1])),
        ("@ in [\"1\"]", json!([1])),
        ("@ nin ['a']", json!([["a"], ["a", "b"], ["c"], [], 1, {"x": 1}])),
        ("'a' in @", json!([["a"], ["a", "b"]])),
        ("@ in @.none", json!([])),
        ("@ nin @.none", json!([])),
        ("@ nin {}", items.clone()),
        ("@ subsetof ['a', 'b']", json!([["a"], ["a", "b"], []])),
        ("@ anyof ['b', 'c']", json!([["a", "b"], ["c"]])),
        ("@ noneof ['b', 'c']", json!([["a"], []])),
        ("@ contains 'a'", json!([["a"], ["a", "b"], "a"])),
        ("@ size 1", json!([["a"], ["c"], "a"])),
        ("@ size -1", json!([{"x": 1}])),
        ("@ empty", json!([[]])),
        ("@ empty false", json!([["a"], ["a", "b"], ["c"], "a", {"x": 1}])),
        // Not to be had in the text of a path.
        ("@ all ['a']", json!([])),
        ("@ type 'a'", json!([])),
        ("!(@ all ['a'])", json!([])),
    ];
    for (condition, expected) in cases {
        assert_eq!(filter(condition, &items), expected, "{condition}");
    }
    assert_eq!(fails("$[?(@ contains 1)]", &json!([[{}]])).0, "Could not determine value type");
    // Text that Jayway takes for something else.
    assert_eq!(filter("@ in ['$.x', '[1]', '$x']", &json!(["$.x", "[1]", "$x"])), json!(["$x"]));
}

#[test]
fn patterns() {
    let items = json!(["Abc", "abcd", 12, true, null, ["x", "abc"]]);
    assert_eq!(filter("@ =~ /abc/", &items), json!([["x", "abc"]]));
    assert_eq!(filter("@ =~ /abc.*/i", &items), json!(["Abc", "abcd", ["x", "abc"]]));
    assert_eq!(filter("@ =~ /\\d+/", &items), json!([12]));
    assert_eq!(filter("@ =~ /t.*/", &items), json!([true]));
    assert_eq!(filter("@.none =~ /.*/", &json!([1])), json!([1]));
    assert_eq!(filter("/a/ =~ @", &json!(["a", "b"])), json!(["a"]));
    assert_eq!(filter("@ =~ 'a'", &json!(["a"])), json!([]));
    let (message, part) = fails("$[?(@ =~ /(/)]", &json!([]));
    assert!(message.starts_with("The pattern /(/ cannot be read: "), "{message}");
    assert_eq!(part, "/(/");
    let slow = json!(["x".repeat(64)]);
    assert_eq!(fails(r"$[?(@ =~ /(x+x+)+(?=y)\1/)]", &slow).0, "The pattern takes too long to match");
}

#[test]
fn paths_within_filters() {
    let input = store();
    let titles = |condition: &str| ok(&format!("$.book[?({condition})].title"), &input);
    assert_eq!(titles("@.price > $.limit"), json!(["Sword", "Moby"]));
    assert_eq!(titles("@.price == $.none"), json!([]));
    assert_eq!(titles("@.title == $$.ctx.book[1].title"), json!(["Sword"]));
    assert_eq!(titles("@.title == $v.book[1].title"), json!(["Sword"]));
    assert_eq!(titles("@.title in $.book[*].title"), json!(["Sayings", "Sword", "Moby"]));
    assert_eq!(titles("@.tags.length() == 1"), json!(["Sayings"]));
    assert_eq!(titles("@.tags[?(@ == 'old')] size 1"), json!(["Sayings"]));
    assert_eq!(titles("@.isbn && @.price < 12.5 || @.title == 'Sayings'"), json!(["Sayings", "Sword"]));
    assert_eq!(titles("@.title == Moby"), json!(["Moby"]));
    // `$` is where the whole path starts.
    assert_eq!(ok("$$.ctx.book[?(@.price > $.ctx.limit)].title", &input), json!(["Sword", "Moby"]));
}

#[test]
fn functions() {
    let input = json!({
        "n": [1, 2, 3, "x"], "s": ["a", "b", 1], "o": {"k": 1, "l": [5, 6]}, "t": "text", "f": [1e10, {"x": 1e10}]
    });
    let cases = [
        ("$.n.length()", json!(4)),
        ("$.o.size()", json!(2)),
        ("$.t.length()", json!(null)),
        ("$.n.sum()", json!(6.0)),
        ("$.n.min()", json!(1.0)),
        ("$.n.max($.o.k, 9)", json!(9.0)),
        ("$.n.avg()", json!(2.0)),
        ("$.s.concat(\"c\", $.t)", json!("abctext")),
        ("$.s.concat($.f)", json!("ab1.0E10{\"x\":1.0E10}")),
        ("$.s.append({\"z\": 1}, 2)", json!(["a", "b", 1, {"z": 1}, 2])),
        ("$.o.keys()", json!(["k", "l"])),
        ("$.o.values()", json!([1, [5, 6]])),
        ("$.o.keys()[1]", json!("l")),
        ("$.n.keys()", json!(null)),
        ("$.n.first()", json!(1)),
        ("$.n.last()", json!("x")),
        ("$.n.index(1)", json!(2)),
        ("$.n.index(-2)", json!(3)),
        // What a scan finds is an argument; `length` counts what is in it.
        ("$..l.length()", json!(2)),
        ("$..k.sum()", json!(1.0)),
        ("$.*.length()", json!([4, 3, 2, null, 2])),
    ];
    for (text, expected) in cases {
        assert_eq!(ok(text, &input), expected, "{text}");
    }
    let empty = "Aggregation function attempted to calculate value using empty array";
    assert_eq!(fails("$..l.sum()", &input), fault(empty, "sum"));
    assert_eq!(fails("$.t.max()", &input), fault(empty, "max"));
    assert_eq!(fails("$.n.index(9)", &input), fault("Index 9 out of bounds for length 4", "index"));
    assert_eq!(fails("$.n.index(-9)", &input), fault("Target index:-9 larger than object count:4", "index"));
    assert_eq!(fails("$.n.median()", &input), fault("Function with name: median does not exist.", "median"));
    assert_eq!(fails("$.n[9].length()", &input), fault("No results for path: $['n'][9].length()", "$.n[9].length()"));
    assert_eq!(ok("$.n.stddev()", &input), json!((14.0_f64 / 3.0 - 4.0).sqrt()));
}

#[test]
fn nothing_takes_forever() {
    let mut wide = json!([1]);
    for _ in 0..3 {
        wide = json!(vec![wide; 40]);
    }
    let cases = ["$..*..*..*..*..*..*", "$..[?($..[?($..[?($..[?(@)])])])]"];
    for text in cases {
        assert_eq!(fails(text, &wide).0, "The path reaches more than 1000000 nodes", "{text}");
    }
    // Matches overlap, and each is a copy.
    let mut nested = json!("x".repeat(100_000));
    for _ in 0..100 {
        nested = Value::Array(vec![nested]);
    }
    assert_eq!(fails("$..*..*", &nested).0, "The path reaches more than 1000000 nodes");
    // Each node goes through a list, or reads a string in it that looks like JSON.
    let long = json!({"a": vec![1; 20_000], "list": [format!("[{}]", "1,".repeat(50_000))]});
    for text in ["$.a[*].sum($.a)", "$.a[?(@ in $.list)]"] {
        assert_eq!(fails(text, &long).0, "The path reaches more than 1000000 nodes", "{text}");
    }
    let text = format!("${}", "[?(@)]".repeat(1000));
    assert_eq!(fails(&text, &json!({})).0, "The path fans out more than 256 times, one within the other");
    let text = format!("$..x{}", ".append(1)".repeat(1000));
    assert_eq!(fails(&text, &json!([])).0, "The path fans out more than 256 times, one within the other");
}

#[test]
fn deep_data_is_no_trouble() {
    let mut deep = json!({"x": 1});
    for _ in 0..500 {
        deep = object("a", Value::Array(vec![deep]));
    }
    assert_eq!(ok("$..x", &deep), json!([1]));
    assert_eq!(ok("$..[?(@.x == 1)].x", &deep), json!([1]));
}

#[test]
fn insert_makes_what_is_missing() {
    let set = |text: &str, into: Value| insert(&parse(text).path, into, json!("new"));
    let cases = [
        ("$", json!(1), json!("new")),
        ("$.a", json!({"b": 1}), json!({"b": 1, "a": "new"})),
        ("$.a", json!({"a": {"c": 1}, "b": 1}), json!({"a": "new", "b": 1})),
        ("$.a.b['c d']", json!({}), json!({"a": {"b": {"c d": "new"}}})),
        ("$.a.b", json!({"a": {"c": 1}}), json!({"a": {"c": 1, "b": "new"}})),
        ("$.a[1]", json!({"a": [1, 2]}), json!({"a": [1, "new"]})),
        ("$.a[-1].x.y", json!({"a": [1, {}]}), json!({"a": [1, {"x": {"y": "new"}}]})),
    ];
    for (text, into, expected) in cases {
        assert_eq!(set(text, into), Ok(expected), "{text}");
    }
    let fails = |text: &str, into: Value| set(text, into).map_err(|absent| absent.message);
    let message = |m: &str| Err(m.to_owned());
    assert_eq!(fails("$.a[2]", json!({"a": [1, 2]})), message("No results for path: $['a'][2]"));
    assert_eq!(fails("$.*", json!({})), message("A reference path cannot have a wildcard"));
    assert_eq!(
        fails("$.a[0].b", json!({"a": {}})),
        message("Filter: [0]['b'] can only be applied to arrays. Current context is: {}")
    );
    for into in [json!({"a": 1}), json!({"a": null}), json!([])] {
        let found = fails("$.a.b", into);
        assert!(matches!(&found, Err(m) if m.starts_with("Expected to find an object with property ['")), "{found:?}");
    }
}

#[test]
fn reads_names_what_is_certain() {
    let text = "$.a[0].b[?(@.c == $.d.e && @.f[*].g)].max($$.h, $v)";
    let path = parse(text).path;
    let found: Vec<(String, usize, bool)> = reads(&path)
        .iter()
        .map(|a| (text.get(a.span.range()).unwrap_or("").to_owned(), a.fields.len(), a.whole))
        .collect();
    let expected = [
        ("$.a[0].b", 3, false),
        ("@.c", 1, true),
        ("$.d.e", 2, true),
        ("@.f", 1, false),
        ("$$.h", 1, true),
        ("$v", 0, true),
    ];
    assert_eq!(found, expected.map(|(text, fields, whole)| (text.to_owned(), fields, whole)));
    let access = reads(&path).into_iter().next();
    let fields = vec![Field::Name("a".into()), Field::Index(0), Field::Name("b".into())];
    assert_eq!(access.map(|a| (a.root, a.fields)), Some((Root::Input, fields)));
}
