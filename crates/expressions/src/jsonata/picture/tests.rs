use super::calendar::weekday;
use super::*;

fn number(value: f64, picture: &str) -> String {
    format_number(value, picture, &Options::default()).unwrap()
}

fn code<T: std::fmt::Debug>(result: Result<T, Fault>) -> &'static str {
    result.unwrap_err().code
}

fn millis(text: &str, picture: &str) -> Option<f64> {
    parse_datetime(text, Some(picture), NOW).unwrap()
}

fn at(millis: f64, picture: &str) -> String {
    format_datetime(millis, Some(picture), None).unwrap()
}

/// 14 November 2023, 22:13:20.123.
const NOW: i64 = 1_700_000_000_123;

#[test]
fn weeks_begin_on_a_monday() {
    assert_eq!(weekday(0), 4, "1 January 1970 was a Thursday");
    assert_eq!((weekday(-4), weekday(-3)), (7, 1));
}

#[test]
fn numbers_round_halves_to_even_on_their_decimal_digits() {
    assert_eq!(number(0.5, "0"), "0");
    assert_eq!(number(1.5, "0"), "2");
    assert_eq!(number(1.005, "0.00"), "1.00");
    assert_eq!(number(1.015, "0.00"), "1.02");
    assert_eq!(number(-0.4, "0"), "-0");
    // Too large for a rounding: the digits of the number itself, and of two as near the larger one.
    assert_eq!(number(814_547_316_636_890.1, "0.00"), "814547316636890.13");
}

#[test]
fn numbers_have_separators_signs_and_words() {
    assert_eq!(number(1_234_567.891, "#,##0.0##"), "1,234,567.891");
    assert_eq!(number(12_345_678.0, "0,00,00,0"), "123,45,67,8");
    assert_eq!(number(-5.0, "0;(0)"), "(5)");
    assert_eq!(number(0.125, "0.0%"), "12.5%");
    assert_eq!(number(f64::NAN, "x0"), "NaN");
    assert_eq!(number(f64::NEG_INFINITY, "x0.0y"), "-xInfinityy");
    assert_eq!(number(1e21, "0"), "1e+21");
    let mut options = Options::default();
    assert!(options.set("decimal-separator", ",") && options.set("grouping-separator", "."));
    assert!(!options.set("decimal", "x"));
    assert_eq!(format_number(1234.5, "#.##0,00", &options).unwrap(), "1.234,50");
}

#[test]
fn the_last_broken_rule_of_a_picture_is_told() {
    let fault = |picture| code(format_number(1.0, picture, &Options::default()));
    assert_eq!(fault("0.0.0"), "D3081");
    assert_eq!(fault("0.0.#0"), "D3091");
    assert_eq!(fault("%%"), "D3086");
    assert_eq!(fault(""), "D3085");
    assert_eq!(fault("e"), "D3093");
    // The reference looks for the exponent one place too far for each character before the digits.
    assert_eq!(fault("x0.0e0"), "D3093");
    let message = format_number(1.0, "0;0;0", &Options::default()).unwrap_err().message;
    assert_eq!(message, "The picture string must only contain a maximum of two sub-pictures");
}

#[test]
fn bases_are_rounded_and_large_numbers_end_in_zeros() {
    assert_eq!(format_base(-2.5, 2.0).unwrap(), "-10");
    assert_eq!(format_base(1e21, 10.0).unwrap(), "1e+21");
    assert_eq!(format_base(1e21, 36.0).unwrap(), "5v1j4f4ds7c000");
    assert_eq!(format_base(1e300, 2.0).unwrap().len(), 997);
    let fault = format_base(1.0, 1.4).unwrap_err();
    assert_eq!(fault.message, "The radix of the formatBase function must be between 2 and 36.  It was given 1");
}

#[test]
fn integers_are_read_as_they_are_written() {
    for picture in ["0", "#,##0", "00", "w", "Ww", "W;o", "I", "i", "a", "A", "0;o", "#,##٠"] {
        for value in [1.0, 11.0, 19.0, 40.0, 99.0, 101.0, 1999.0, 3888.0] {
            let text = format_integer(value, picture).unwrap();
            assert_eq!(parse_integer(&text, picture), Ok(value), "{picture} {text}");
        }
    }
}

#[test]
fn separators_beyond_the_digits_cost_digits() {
    assert_eq!(format_integer(1999.0, "#:###,##0").unwrap(), ",:99");
    assert_eq!(number(123.0, "#,#,##0"), "1,23,");
}

#[test]
fn what_is_no_integer_is_nan_or_a_fault() {
    assert!(parse_integer("one foo", "w").unwrap().is_nan());
    assert!(parse_integer("x", "0").unwrap().is_nan());
    assert_eq!(parse_integer("0x1f", "0"), Ok(31.0));
    assert_eq!(code(format_integer(1.0, "٠0")), "D3131");
    let fault = format_integer(1.0, "\"").unwrap_err();
    assert_eq!(fault.code, "D3130");
    assert!(fault.message.contains("starting with \"\\\"\" is not"), "{}", fault.message);
}

#[test]
fn weeks_belong_to_the_year_and_the_month_of_their_thursday() {
    let picture = "[Y]-[M]-[D] [X] [W] [x] [w] [F0]";
    assert_eq!(at(1_104_537_600_000.0, picture), "2005-1-1 2004 53 12 5 6");
    assert_eq!(at(1_533_038_400_000.0, picture), "2018-7-31 2018 31 8 1 2");
    assert_eq!(at(-62_167_219_200_001.0, "[Y0001] [d] [FNn]"), "-0001 365 Friday");
}

#[test]
fn the_ends_of_time_are_dates_and_what_is_beyond_is_not() {
    assert_eq!(at(8.64e15, "[Y]-[M]-[D]"), "275760-9-13");
    assert_eq!(at(-8.64e15, "[Y]-[M]-[D]"), "-271821-4-20");
    assert_eq!(at(8.64e15 + 1.0, "[Y]-[M]-[D]"), "NaN-NaN-NaN");
    assert_eq!(format_datetime(f64::NAN, None, None).unwrap(), "0NaN-NaN-NaNTNaN:NaN:NaN.NaNZ");
}

#[test]
fn offsets_move_the_time() {
    let picture = Some("[D] [H01]:[m01] [Z] [z0] [Z0000]");
    assert_eq!(format_datetime(0.0, picture, Some("+0530")).unwrap(), "1 05:30 +05:30 GMT+5:30 +0530");
    assert_eq!(format_datetime(0.0, None, Some("-0500")).unwrap(), "1969-12-31T19:00:00.000-05:00");
    assert_eq!(millis("2018 +05:30", "[Y] [Z]"), Some(1_514_745_000_000.0));
    assert_eq!(millis("2018 GMT-5", "[Y] [z0]"), Some(1_514_782_800_000.0));
}

#[test]
fn what_a_text_leaves_out_is_now_before_and_least_after() {
    assert_eq!(at(millis("5", "[M]").unwrap(), "[Y]-[M]-[D] [H]"), "2023-5-1 0");
    assert_eq!(at(millis("9:05", "[H]:[m]").unwrap(), "[Y]-[M]-[D] [H]:[m]:[s]"), "2023-11-14 9:05:00");
    assert_eq!(millis("March", "[MNn]"), Some(1_677_628_800_000.0));
    assert_eq!(millis("MARCH", "[MNn]"), Some(NOW as f64), "names are told apart by case");
    assert_eq!(code(parse_datetime("2018 5", Some("[Y] [D]"), NOW)), "D3136");
    assert_eq!(millis("text", "text"), None);
}

#[test]
fn numbers_beside_each_other_have_fixed_widths() {
    assert_eq!(millis("20180203040506", "[Y0001][M01][D01][H01][m01][s01]"), Some(1_517_630_706_000.0));
    assert_eq!(millis("2018-2", "[Y0001]-[M01]"), Some(1_517_443_200_000.0));
    assert_eq!(millis("onetwo", "[mw][sw]"), Some(1_699_999_262_000.0));
}

#[test]
fn timestamps_need_no_picture() {
    let read = |text| parse_datetime(text, None, NOW);
    assert_eq!(read("2018-02-01T09:42:13.1239-0530"), Ok(Some(1_517_497_933_123.0)));
    assert_eq!(read("2018-02-31"), Ok(Some(1_520_035_200_000.0)));
    assert!(read("2018-13").unwrap().unwrap().is_nan());
    let fault = read("a\nb").unwrap_err();
    assert_eq!(fault.code, "D3110");
    assert!(fault.message.ends_with(" Given \"a\\nb\""), "{}", fault.message);
}

#[test]
fn nothing_is_longer_than_the_limit() {
    let long = "0".repeat(LIMIT + 1);
    assert_eq!(code(format_integer(1.0, &long)), "U1001");
    assert_eq!(code(format_number(1.0, &long, &Options::default())), "U1001");
    assert_eq!(code(format_integer(1e300, "I")), "U1001");
    assert_eq!(code(format_integer(f64::INFINITY, "a")), "U1001");
    assert_eq!(code(format_datetime(0.0, Some("[Y,99999999999]"), None)), "U1001");
    assert_eq!(code(format_datetime(0.0, Some(&"[Yw]".repeat(LIMIT / 4)), None)), "U1001");
    assert_eq!(code(parse_datetime(&"1".repeat(LIMIT), Some("[Y][M]"), NOW)), "U1001");
}
