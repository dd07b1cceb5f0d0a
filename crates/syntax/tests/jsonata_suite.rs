//! The official suite of `JSONata`: what it runs must parse, what it refuses with a syntax code must be refused with it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout)]

use asl_syntax::jsonata::{Expr, parse, print};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

struct Case {
    name: String,
    expr: String,
    code: Option<String>,
}

fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/jsonata-suite/groups");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: no corpus");
    None
}

fn cases(folder: &Path) -> Vec<Case> {
    let sorted = |folder: &Path| {
        let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        paths
    };
    let mut cases = Vec::new();
    for group in sorted(folder) {
        for path in sorted(&group) {
            if path.extension().is_none_or(|extension| extension != "json") {
                continue;
            }
            // Two cases have half a surrogate pair in their text, which no Rust string can hold.
            let text = fs::read_to_string(&path).unwrap().replace("\\uD800", "\\uFFFD");
            let content: Value = serde_json::from_str(&text).unwrap();
            let list = if let Value::Array(list) = content { list } else { vec![content] };
            for (at, case) in list.iter().enumerate() {
                let expr = match (&case["expr"], &case["expr-file"]) {
                    (Value::String(expr), _) => expr.clone(),
                    (_, Value::String(file)) => fs::read_to_string(group.join(file)).unwrap(),
                    _ => panic!("{}: no expression", path.display()),
                };
                let code = case["code"].as_str().or_else(|| case["error"]["code"].as_str());
                let file = path.strip_prefix(folder).unwrap().display();
                cases.push(Case { name: format!("{file} #{at}"), expr, code: code.map(str::to_owned) });
            }
        }
    }
    cases
}

/// The tree without its spans.
fn shape(expr: &Expr) -> String {
    let text = format!("{expr:?}");
    let mut out = String::new();
    let mut parts = text.split("Span { start: ");
    out.push_str(parts.next().unwrap());
    for part in parts {
        out.push_str(part.split_once('}').unwrap().1);
    }
    out
}

#[test]
fn refuses_what_the_suite_refuses() {
    let Some(folder) = folder() else { return };
    let mut wrong = Vec::new();
    let all = cases(&folder);
    let mut refused = 0;
    for case in &all {
        let parsed = parse(&case.expr);
        let expected = case.code.as_deref().filter(|code| code.starts_with("S0"));
        refused += usize::from(expected.is_some());
        let found: Vec<_> = parsed.errors.iter().map(|error| error.code).collect();
        if found.first().copied() != expected || found.len() > 1 {
            wrong.push(format!("{}: expected {expected:?}, found {:?} in {:?}", case.name, parsed.errors, case.expr));
        }
    }
    println!("{} cases, {refused} of them to refuse, {} wrong", all.len(), wrong.len());
    assert!(all.len() > 1600, "only {} cases", all.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn prints_what_it_parses() {
    let Some(folder) = folder() else { return };
    for case in cases(&folder) {
        let first = parse(&case.expr);
        if first.errors.is_empty() {
            let text = print(&first.expr);
            let second = parse(&text);
            assert_eq!(second.errors, [], "{}: {text}", case.name);
            assert_eq!(shape(&first.expr), shape(&second.expr), "{}: {text}", case.name);
            assert_eq!(print(&second.expr), text, "{}", case.name);
        }
    }
}

#[test]
fn spans_are_nested_and_inside_of_the_text() {
    let Some(folder) = folder() else { return };
    for case in cases(&folder) {
        let parsed = parse(&case.expr);
        parsed.expr.walk(|expr| {
            assert!(case.expr.get(expr.span.range()).is_some(), "{}: {expr:?}", case.name);
            let mut from = expr.span.start;
            for child in expr.children() {
                assert!(expr.span.contains(child.span) && from <= child.span.start, "{}: {expr:?}", case.name);
                from = child.span.end;
            }
        });
    }
}

/// Steps of a simple generator of numbers (`SplitMix64`).
fn random(state: &mut u64, below: usize) -> usize {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut value = *state;
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    usize::try_from((value ^ (value >> 31)) >> 33).unwrap() % below.max(1)
}

/// A place in a text, between characters.
fn place(state: &mut u64, text: &str) -> usize {
    let mut at = random(state, text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[test]
fn what_is_broken_at_random_is_read_too() {
    const PIECES: [&str; 36] = [
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ".",
        ",",
        ";",
        ":",
        "?",
        "%",
        "|",
        "<",
        ">",
        "^(",
        "!",
        "~",
        "@$v",
        "#$i",
        "**",
        "..",
        ":=",
        "?:",
        "??",
        " and ",
        " ",
        "\"",
        "'",
        "`",
        "/",
        "/*",
        "\\u",
        "\u{e9}",
        "function($x)<",
        "1e999",
    ];
    let Some(folder) = folder() else { return };
    let all: Vec<_> = cases(&folder).into_iter().map(|case| case.expr).filter(|expr| expr.len() < 1000).collect();
    let mut state = 1;
    let mut counts = [0_usize; 4];
    for _ in 0..100_000 {
        let mut text = all[random(&mut state, all.len())].clone();
        for _ in 0..=random(&mut state, 3) {
            let (a, b) = (place(&mut state, &text), place(&mut state, &text));
            match random(&mut state, 4) {
                0 => text.replace_range(a.min(b)..a.max(b), ""),
                1 => text.insert_str(a, PIECES[random(&mut state, PIECES.len())]),
                2 => text.replace_range(a.., &all[random(&mut state, all.len())]),
                _ => text.truncate(a),
            }
        }
        let parsed = parse(&text);
        counts[parsed.errors.len().min(3)] += 1;
        for error in &parsed.errors {
            assert!(text.get(error.span.range()).is_some(), "{text:?}: {error:?}");
            assert!(!error.message.contains('\n') && !error.message.ends_with('.'), "{text:?}: {error:?}");
        }
        parsed.expr.walk(|expr| assert!(text.get(expr.span.range()).is_some(), "{text:?}: {expr:?}"));
        if parsed.errors.is_empty() {
            let printed = print(&parsed.expr);
            let again = parse(&printed);
            assert_eq!(again.errors, [], "{text:?}: {printed:?}");
            assert_eq!(shape(&again.expr), shape(&parsed.expr), "{text:?}: {printed:?}");
        }
    }
    println!("texts with 0, 1, 2 and more errors: {counts:?}");
}
