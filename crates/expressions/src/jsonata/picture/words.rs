//! Numbers in English words.

use super::Fault;

const FEW: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const FEW_ORDINAL: [&str; 20] = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
];
const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const MAGNITUDES: [(&str, f64); 4] = [("thousand", 1e3), ("million", 1e6), ("billion", 1e9), ("trillion", 1e12)];

/// A whole number from 0 on in lower case words, with `trillion` as the largest: `one thousand and one`.
pub(super) fn spell(value: f64, ordinal: bool) -> Result<String, Fault> {
    if !value.is_finite() {
        return Err(Fault::too_long());
    }
    let mut out = String::new();
    push(&mut out, value, ordinal);
    Ok(out)
}

fn push(out: &mut String, value: f64, ordinal: bool) {
    if value < 1000.0 {
        return push_small(out, value as usize, ordinal);
    }
    let largest = MAGNITUDES.iter().rev().find(|(_, size)| *size <= value);
    let (name, size) = *largest.unwrap_or(&MAGNITUDES[0]);
    let count = (value / size).floor();
    let rest = value - count * size;
    push(out, count, false);
    out.push(' ');
    out.push_str(name);
    if rest > 0.0 {
        out.push_str(if rest < 100.0 { " and " } else { ", " });
        push(out, rest, ordinal);
    } else if ordinal {
        out.push_str("th");
    }
}

fn push_small(out: &mut String, value: usize, ordinal: bool) {
    let few = if ordinal { &FEW_ORDINAL } else { &FEW };
    if let Some(word) = few.get(value) {
        out.push_str(word);
    } else if value < 100 {
        let tens = TENS.get(value / 10 - 2).copied().unwrap_or_default();
        match (value % 10, ordinal) {
            (0, false) => out.push_str(tens),
            (0, true) => out.push_str(&tens.replace('y', "ieth")),
            (ones, _) => {
                out.push_str(tens);
                out.push('-');
                push_small(out, ones, ordinal);
            }
        }
    } else {
        push_small(out, value / 100, false);
        out.push_str(" hundred");
        match value % 100 {
            0 if ordinal => out.push_str("th"),
            0 => {}
            rest => {
                out.push_str(" and ");
                push_small(out, rest, ordinal);
            }
        }
    }
}

/// Every word with its value, small ones first.
pub(super) fn all() -> impl Iterator<Item = (String, f64)> {
    let cardinals = (0_u32..).zip(FEW).map(|(value, word)| (word.to_owned(), f64::from(value)));
    let ordinals = (0_u32..).zip(FEW_ORDINAL).map(|(value, word)| (word.to_owned(), f64::from(value)));
    let tens = (2_u32..).zip(TENS).flat_map(|(ten, word)| {
        let value = f64::from(ten * 10);
        [(word.to_owned(), value), (word.replace('y', "ieth"), value)]
    });
    let large = [("hundred", 100.0)].into_iter().chain(MAGNITUDES);
    let large = large.flat_map(|(word, value)| [(word.to_owned(), value), (format!("{word}th"), value)]);
    cardinals.chain(ordinals).chain(tens).chain(large)
}

/// The number that words of any case stand for; NaN with a word that is not one of a number.
pub(super) fn read(text: &str) -> f64 {
    let values: std::collections::HashMap<_, _> = all().collect();
    let mut sums = vec![0.0];
    for word in split(&text.to_lowercase()) {
        let value = values.get(word).copied().unwrap_or(f64::NAN);
        let last = sums.pop().unwrap_or(0.0);
        if value >= 100.0 || value.is_nan() {
            sums.push(last * value);
        } else if last >= 1000.0 {
            sums.extend([last, value]);
        } else {
            sums.push(last + value);
        }
    }
    sums.iter().sum()
}

/// The words between commas with a blank, `and`s, blanks and hyphens.
fn split(text: &str) -> Vec<&str> {
    text.split(", ").flat_map(|part| part.split(" and ")).flat_map(|part| part.split([' ', '-'])).collect()
}
