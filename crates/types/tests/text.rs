//! Types as text: printed, shortened, read.

mod common;

use asl_types::{Absence, Array, Object, Type, Unknown};
use common::{any_type, cases};
use proptest::prelude::*;

/// Each reads as itself.
const PRINTED: [&str; 22] = [
    "never",
    "unknown",
    "any",
    "missing",
    "unproven",
    "number | missing",
    "null | boolean | 1e-7 | 1 | 2.5 | \"a\" | \"b\\n\"",
    "null | true | number | string | [...] | {...} | unknown",
    "{}",
    "{...}",
    "{...?}",
    "{amount: number, id?: string}",
    "{amount: number, ...}",
    "{a??: number, b?: never, ...?string | null}",
    "{\"\": 1, true: false, \"x-y\": any | unknown}",
    "{kind: \"a\", n: 1} | {kind: \"b\", n: 2}",
    "[]",
    "[...]",
    "[...?number]",
    "[number, string?, (null | string)?]",
    "[number, string??, (null | string)??, ...]",
    "[{a: [...{b?: [1, 2]}]}, ...unknown | string]",
];

fn normal(text: &str) -> String {
    text.replace("...?string | null", "...?null | string").replace("...unknown | string", "...string | unknown")
}

#[test]
fn what_is_printed_is_read() -> Result<(), asl_types::ParseError> {
    for text in PRINTED {
        let of: Type = text.parse()?;
        assert_eq!(of.to_string(), normal(text));
    }
    Ok(())
}

#[test]
fn a_person_may_write_it_otherwise() -> Result<(), asl_types::ParseError> {
    for (one, other) in [
        ("{ a : ( number ) , b:string|missing }", "{a: number, b?: string}"),
        ("true|false", "boolean"),
        ("[1|2?]", "[(1 | 2)?]"),
        ("[...never]", "[]"),
        ("{...never}", "{}"),
        ("9007199254740993 | 1.0", "number"),
        ("\"\\u0041\"", "\"A\""),
        ("[1?, 2]", "[1?, 2?]"),
        ("{a: never}", "never"),
    ] {
        assert_eq!(one.parse::<Type>()?.to_string(), other);
    }
    Ok(())
}

#[test]
fn an_error_has_a_place_and_words() {
    for (text, at, words) in [
        ("", 0, "expected a type, found the end"),
        ("  strin", 2, "`strin` is no type"),
        ("{a: number, a: string}", 12, "the field `a` is there twice"),
        ("{a number}", 3, "expected `:` and the type of the field, found `n`"),
        ("{a: number", 10, "expected `,` or `}`, found the end"),
        ("{: number}", 1, "expected the name of a field, found `:`"),
        ("[1, ]", 4, "expected a type, found `]`"),
        ("[..., 1]", 4, "expected a type, found `,`"),
        ("[...1, 1]", 5, "expected `]`: nothing follows what has dots, found `,`"),
        ("1 2", 2, "expected `|` or the end, found `2`"),
        ("01", 0, "`01` is no number"),
        ("1e999", 0, "`1e999` is no number"),
        ("\"a", 0, "the text has no end"),
        ("\"\\x\"", 0, "\"\\x\" is no text of JSON"),
        ("é", 0, "expected a type, found `é`"),
    ] {
        let error = text.parse::<Type>().map_err(|error| (error.at, error.message));
        assert_eq!(error, Err((at, words.to_owned())), "{text}");
    }
    for text in ["[", "(", "{a:"] {
        assert!(text.repeat(100_000).parse::<Type>().is_err_and(|error| error.message.contains("deep")));
    }
    assert!(" ".repeat(2 << 20).parse::<Type>().is_err());
}

#[test]
fn a_long_one_is_shortened_deep_objects_first() -> Result<(), asl_types::ParseError> {
    let of: Type =
        "{Payload: {items: [...{id: string, size: number}], ok: boolean}, StatusCode: 200, note?: string}".parse()?;
    for (most, short) in [
        (200, "{Payload: {items: [...{id: string, size: number}], ok: boolean}, StatusCode: 200, note?: string}"),
        (80, "{Payload: {items: [...{…}], ok: boolean}, StatusCode: 200, note?: string}"),
        (70, "{Payload: {items: […], ok: boolean}, StatusCode: 200, note?: string}"),
        (60, "{Payload: {…}, StatusCode: 200, note?: string}"),
        (40, "{Payload: {…}, StatusCode: 200, …}"),
        (20, "{Payload: {…}, …}"),
        (10, "{…}"),
        (2, "…"),
    ] {
        assert_eq!(of.short(most), short);
    }
    let texts = Type::join_all(&["a", "b", "c", "d"].map(|it| Type::string_of(&it.repeat(60))));
    let (a, b) = ("a".repeat(24), "b".repeat(24));
    assert_eq!(texts.short(61), format!("\"{a}…\" | \"{b}…\" | …"));
    Ok(())
}

#[test]
fn what_is_unproven_prints_otherwise_than_what_is_known() {
    let field = |absence| Type::object_of([("a", Type::number().with_absence(absence))]).to_string();
    assert_eq!(field(Absence::Never), "{a: number}");
    assert_eq!(field(Absence::Unproven), "{a??: number}");
    assert_eq!(field(Absence::Known), "{a?: number}");
    assert_eq!(Type::object(Object::open(Unknown::input()).with("a", Type::number())).to_string(), "{a: number, ...}");
    assert_eq!(Type::array(Array::new(vec![Type::null()], Type::string())).to_string(), "[null, ...string]");
}

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn any_that_is_printed_is_read(of in any_type()) {
        let text = of.to_string();
        let read: Result<Type, _> = text.parse();
        prop_assert_eq!(read.as_ref(), Ok(&of));
        prop_assert_eq!(read.map(|it| it.to_string()), Ok(text));
    }

    #[test]
    fn a_short_one_is_short(of in any_type(), most in 1_usize..200) {
        let short = of.short(most);
        prop_assert!(short.chars().count() <= most, "{short}");
        prop_assert!(of.to_string().chars().count() > most || short == of.to_string());
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[\\[\\]{}()|?.,:\"\\\\a-c0-9 -]{0,40}|\\PC{0,20}") {
        match text.parse::<Type>() {
            Ok(of) => prop_assert_eq!(of.to_string().parse(), Ok(of)),
            Err(error) => prop_assert!(text.is_char_boundary(error.at), "{error}"),
        }
    }

    #[test]
    fn a_broken_text_is_read_or_refused(of in any_type(), at in any::<prop::sample::Index>(), put in "[\\[\\]{}()|?.,:\"\\\\a1 -]?") {
        let mut text: Vec<char> = of.to_string().chars().collect();
        let at = at.index(text.len());
        text.splice(at..=at, put.chars());
        let text: String = text.into_iter().collect();
        match text.parse::<Type>() {
            Ok(of) => prop_assert_eq!(of.to_string().parse(), Ok(of)),
            Err(error) => prop_assert!(text.is_char_boundary(error.at), "{error}"),
        }
    }
}
