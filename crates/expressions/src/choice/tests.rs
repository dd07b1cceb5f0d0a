use super::*;
use serde_json::json;

fn check(field: &str, variable: Option<&Value>, operand: &Value, expected: bool) {
    let operator = Operator::of(field).expect("an operator");
    assert_eq!(holds(operator, variable, operand), expected, "{variable:?} {field} {operand}");
}

#[test]
fn operators_have_names() {
    let mut count = 1;
    assert_eq!(Operator::of("StringMatches"), Some(Operator { test: Test::StringMatches, path: false }));
    for (class, wanted) in CLASSES {
        assert_eq!(Operator::of(&format!("Is{class}")), Some(Operator { test: Test::Is(wanted), path: false }));
        count += 1;
    }
    for ((kind, wanted), (relation, how)) in KINDS.iter().flat_map(|kind| RELATIONS.map(|relation| (*kind, relation))) {
        let exists = wanted != Kind::Boolean || how == Relation::Equals;
        for (path, suffix) in [(false, ""), (true, "Path")] {
            let expected = exists.then_some(Operator { test: Test::Compare(wanted, how), path });
            assert_eq!(Operator::of(&format!("{kind}{relation}{suffix}")), expected);
            count += usize::from(exists);
        }
    }
    // So many AWS lists for a rule that has none.
    assert_eq!(count, 39);
    for name in ["", "Is", "Path", "Equals", "IsNullPath", "StringMatchesPath", "stringEquals", "StringEqualsPathPath"]
    {
        assert_eq!(Operator::of(name), None, "{name}");
    }
}

/// An operator, its operand, and which of the values of each type it holds for: as AWS answered for booleans and numbers
/// and, of the rest, as the same rule has it.
#[test]
fn only_the_type_of_the_operator_matches() {
    let values = json!([
        null, false, true, 0, 0.0, 1, 1.1, [], [""], {}, {"A": 0}, "", " ", "HelloWorld", "2023-02-24",
        "2012-10-09T19:00:55", "2012-10-09T19:00:55Z", "2012-10-09T19:00:55+01:00"
    ]);
    let values = values.as_array().expect("values");
    let texts = &values[11..];
    let cases = [
        ("BooleanEquals", json!(true), json!([true])),
        ("BooleanEquals", json!(false), json!([false])),
        ("NumericEquals", json!(0), json!([0, 0.0])),
        ("NumericEquals", json!(0.0), json!([0, 0.0])),
        ("NumericEquals", json!(1.0), json!([1])),
        ("NumericLessThan", json!(1), json!([0, 0.0])),
        ("NumericGreaterThanEquals", json!(1), json!([1, 1.1])),
        ("StringEquals", json!(""), json!([""])),
        ("StringGreaterThanEquals", json!(""), json!(texts)),
        ("StringMatches", json!("*"), json!(texts)),
        ("TimestampLessThan", json!("2099-01-01T00:00:00Z"), json!(texts[5..])),
        ("TimestampEquals", json!("2012-10-09T20:00:55+01:00"), json!(["2012-10-09T19:00:55Z"])),
        ("IsNull", json!(true), json!([null])),
        ("IsPresent", json!(true), json!(values)),
        ("IsBoolean", json!(true), json!([false, true])),
        ("IsNumeric", json!(true), json!([0, 0.0, 1, 1.1])),
        ("IsString", json!(true), json!(texts)),
        ("IsTimestamp", json!(true), json!(texts[5..])),
    ];
    for (field, operand, holding) in cases {
        let holding = holding.as_array().expect("values");
        for value in values {
            let expected = holding.contains(value);
            check(field, Some(value), &operand, expected);
            if field.starts_with("Is") {
                check(field, Some(value), &json!(false), !expected);
            }
        }
    }
}

#[test]
fn values_have_an_order() {
    // The last: U+FF5E is one unit, the smile a pair that begins with a smaller one.
    let cases = [
        ("Numeric", json!(0), json!(1)),
        ("Numeric", json!(-1e300), json!(i64::MIN)),
        ("Numeric", json!(2.22), json!(2.23)),
        ("String", json!(""), json!(" ")),
        ("String", json!("A"), json!("A\t\n\r")),
        ("String", json!("AB"), json!("ABC")),
        ("String", json!("Z"), json!("a")),
        ("String", json!("🙂"), json!("～")),
        ("Timestamp", json!("2012-10-09T19:00:55Z"), json!("2012-10-09T19:00:56Z")),
        ("Timestamp", json!("2012-10-09T21:00:55+02:00"), json!("2012-10-09T19:00:55.001Z")),
    ];
    for (kind, less, more) in cases {
        for (relation, [below, same, above]) in [
            ("Equals", [false, true, false]),
            ("LessThan", [true, false, false]),
            ("GreaterThan", [false, false, true]),
            ("LessThanEquals", [true, true, false]),
            ("GreaterThanEquals", [false, true, true]),
        ] {
            let field = format!("{kind}{relation}");
            check(&field, Some(&less), &more, below);
            check(&field, Some(&less), &less, same);
            check(&field, Some(&more), &less, above);
        }
    }
}

/// Integers beyond 53 bits are doubles, as the specification warns.
#[test]
fn numbers_are_doubles() {
    check("NumericEquals", Some(&json!(9_007_199_254_740_993_i64)), &json!(9_007_199_254_740_992_i64), true);
    check("NumericEquals", Some(&json!(-0.0)), &json!(0), true);
}

#[test]
fn an_operand_of_another_type_never_matches() {
    let kinds = [json!(null), json!("1"), json!(1), json!(true), json!("2012-10-09T19:00:55Z"), json!([1])];
    for (variable, operand) in kinds.iter().flat_map(|left| kinds.iter().map(move |right| (left, right))) {
        let equal = |field| holds(Operator::of(field).expect("an operator"), Some(variable), operand);
        assert_eq!(equal("NumericEqualsPath"), variable == operand && variable.is_number());
        assert_eq!(equal("BooleanEqualsPath"), variable == operand && variable.is_boolean());
        assert_eq!(equal("StringEqualsPath"), variable == operand && variable.is_string());
    }
    check("StringMatches", Some(&json!("a")), &json!("\\a"), false);
}

#[test]
fn of_nothing_only_presence_is_told() {
    check("IsPresent", None, &json!(true), false);
    check("IsPresent", None, &json!(false), true);
    for field in ["IsNull", "IsString", "IsTimestamp", "BooleanEquals", "StringEquals"] {
        check(field, None, &json!(false), false);
    }
}
