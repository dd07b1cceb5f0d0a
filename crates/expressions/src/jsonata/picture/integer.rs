//! `$formatInteger` and `$parseInteger`.

use super::{Fault, LIMIT, MOST_WORK, js, words};
use std::collections::HashSet;

/// The zeros of the families of decimal digits that a picture may use.
const ZEROS: [u32; 37] = [
    0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0,
    0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620,
    0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10,
];
const ROMAN: [(&str, f64); 13] = [
    ("m", 1000.0),
    ("cm", 900.0),
    ("d", 500.0),
    ("cd", 400.0),
    ("c", 100.0),
    ("xc", 90.0),
    ("l", 50.0),
    ("xl", 40.0),
    ("x", 10.0),
    ("ix", 9.0),
    ("v", 5.0),
    ("iv", 4.0),
    ("i", 1.0),
];

/// An integer as a picture has it.
///
/// ```
/// # use asl_expressions::jsonata::picture::format_integer;
/// assert_eq!(format_integer(2789.0, "w").unwrap(), "two thousand, seven hundred and eighty-nine");
/// ```
pub fn format_integer(value: f64, picture: &str) -> Result<String, Fault> {
    Picture::read(picture)?.format(value)
}

/// The integer that a text stands for, written as the picture has it; NaN when it stands for none.
pub fn parse_integer(text: &str, picture: &str) -> Result<f64, Fault> {
    Picture::read(picture)?.parse(text)
}

/// What a picture of an integer asks for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Picture {
    pub(super) primary: Primary,
    pub(super) ordinal: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Primary {
    Decimal(Decimal),
    Letters(Case),
    Roman(Case),
    Words(Case),
    /// A picture that nothing is written by.
    Unknown(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    Lower,
    Upper,
    Title,
}

/// A picture of digits.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Decimal {
    /// The zero of the family of digits.
    zero: u32,
    pub(super) mandatory: usize,
    pub(super) optional: usize,
    pub(super) grouping: Grouping,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Grouping {
    /// A separator at every so many digits.
    Regular(usize, char),
    /// The separators, each with the number of digits to its right, from the right.
    Irregular(Vec<(usize, char)>),
}

impl Picture {
    /// Reads a picture with its modifier after the last semicolon.
    pub(super) fn read(picture: &str) -> Result<Self, Fault> {
        let (primary, modifier) = picture.rsplit_once(';').unwrap_or((picture, ""));
        Self::with_modifier(primary, modifier.starts_with('o'))
    }

    pub(super) fn with_modifier(primary: &str, ordinal: bool) -> Result<Self, Fault> {
        let primary = match primary {
            "A" => Primary::Letters(Case::Upper),
            "a" => Primary::Letters(Case::Lower),
            "I" => Primary::Roman(Case::Upper),
            "i" => Primary::Roman(Case::Lower),
            "W" => Primary::Words(Case::Upper),
            "w" => Primary::Words(Case::Lower),
            "Ww" => Primary::Words(Case::Title),
            _ => Decimal::read(primary)?.map_or_else(|| Primary::Unknown(primary.to_owned()), Primary::Decimal),
        };
        Ok(Self { primary, ordinal })
    }

    /// A picture of two digits.
    pub(super) fn two_digits() -> Self {
        let grouping = Grouping::Irregular(Vec::new());
        Self { primary: Primary::Decimal(Decimal { zero: 0x30, mandatory: 2, optional: 0, grouping }), ordinal: false }
    }

    pub(super) fn format(&self, value: f64) -> Result<String, Fault> {
        let value = value.floor();
        let size = value.abs();
        let text = match &self.primary {
            Primary::Decimal(decimal) => decimal.format(size, self.ordinal)?,
            Primary::Letters(case) => case.apply(letters(size)?),
            Primary::Roman(case) => case.apply(roman(size)?),
            Primary::Words(case) => case.apply(words::spell(size, self.ordinal)?),
            Primary::Unknown(picture) => return Err(unknown(picture)),
        };
        Ok(if value < 0.0 { format!("-{text}") } else { text })
    }

    pub(super) fn parse(&self, text: &str) -> Result<f64, Fault> {
        match &self.primary {
            Primary::Decimal(decimal) => decimal.parse(text, self.ordinal),
            Primary::Letters(Case::Lower) => Ok(read_letters(text, 'a')),
            Primary::Letters(_) => Ok(read_letters(text, 'A')),
            Primary::Roman(Case::Lower) => Ok(read_roman(&text.to_uppercase())),
            Primary::Roman(_) => Ok(read_roman(text)),
            Primary::Words(_) => Ok(words::read(text)),
            Primary::Unknown(picture) => Err(unknown(picture)),
        }
    }
}

pub(super) fn unknown(picture: &str) -> Fault {
    let what = "Formatting or parsing an integer as a sequence starting with";
    Fault::new("D3130", format!("{what} {} is not supported by this implementation", js::quoted(picture)))
}

impl Case {
    fn apply(self, lower: String) -> String {
        match self {
            Self::Lower => lower,
            Self::Upper => lower.to_uppercase(),
            Self::Title => {
                let words = lower.split_inclusive([' ', '-']);
                words.map(|word| if word == "and " { word.to_owned() } else { capitalized(word) }).collect()
            }
        }
    }
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + chars.as_str())
}

impl Decimal {
    /// Reads a picture of digits; `None` when there is no digit in it.
    fn read(picture: &str) -> Result<Option<Self>, Fault> {
        let (mut zero, mut mandatory, mut optional) = (None, 0, 0);
        let mut separators = Vec::new();
        for c in picture.chars().rev() {
            if let Some(family) = ZEROS.iter().find(|zero| (**zero..**zero + 10).contains(&u32::from(c))) {
                if *zero.get_or_insert(*family) != *family {
                    let message = "In a decimal digit pattern, all digits must be from the same decimal group";
                    return Err(Fault::new("D3131", message));
                }
                mandatory += 1;
            } else if c == '#' {
                optional += 1;
            } else {
                separators.push((mandatory + optional, c));
            }
        }
        let grouping = Grouping::of(separators);
        Ok(zero.map(|zero| Self { zero, mandatory, optional, grouping }))
    }

    fn format(&self, value: f64, ordinal: bool) -> Result<String, Fault> {
        let separators = match &self.grouping {
            Grouping::Regular(..) => 0,
            Grouping::Irregular(separators) => separators.len(),
        };
        if self.mandatory > LIMIT || (self.mandatory + separators).saturating_mul(separators) > MOST_WORK {
            return Err(Fault::too_long());
        }
        let plain = js::number_text(value);
        let digit = |c: char| char::from_u32(u32::from(c) - 0x30 + self.zero);
        // The reference shifts signs and letters of a number's text along with its digits.
        let shifted = plain.chars().map(|c| match u32::from(c).checked_sub(0x30) {
            Some(_) => digit(c).unwrap_or(c),
            None => char::from_u32(u32::from(c) + self.zero - 0x30).unwrap_or(c),
        });
        let padding = self.mandatory.saturating_sub(plain.len());
        let zero = char::from_u32(self.zero).unwrap_or('0');
        let chars: Vec<char> = std::iter::repeat_n(zero, padding).chain(shifted).collect();
        let mut text = self.grouping.apply(&chars);
        if ordinal {
            text.push_str(ordinal_suffix(&text));
        }
        if text.len() > LIMIT { Err(Fault::too_long()) } else { Ok(text) }
    }

    fn parse(&self, text: &str, ordinal: bool) -> Result<f64, Fault> {
        let mut text = text.to_owned();
        if ordinal {
            // The suffix is two UTF-16 units, whatever they are.
            for _ in 0..if text.chars().next_back().is_some_and(|c| c.len_utf16() == 2) { 1 } else { 2 } {
                text.pop();
            }
        }
        match &self.grouping {
            Grouping::Regular(..) => text.retain(|c| c != ','),
            Grouping::Irregular(separators) => {
                let signs: HashSet<char> = separators.iter().map(|(_, with)| *with).collect();
                text.retain(|c| !signs.contains(&c));
            }
        }
        if self.zero == 0x30 {
            return Ok(js::parse_int(&text));
        }
        let moved = text.chars().map(|c| {
            let code = i64::from(u32::from(c)) - i64::from(self.zero) + 0x30;
            let plain = u32::try_from(code).ok().and_then(char::from_u32);
            plain.ok_or_else(|| Fault::new("", format!("Invalid code point {code}")))
        });
        Ok(js::parse_int(&moved.collect::<Result<String, Fault>>()?))
    }
}

/// `st`, `nd`, `rd` or `th`.
fn ordinal_suffix(text: &str) -> &'static str {
    let mut back = text.chars().rev();
    let last = back.next();
    match (last, back.next()) {
        (_, Some('1')) => "th",
        (Some('1'), _) => "st",
        (Some('2'), _) => "nd",
        (Some('3'), _) => "rd",
        _ => "th",
    }
}

impl Grouping {
    fn of(separators: Vec<(usize, char)>) -> Self {
        let Some(&(_, with)) = separators.first() else { return Self::Irregular(separators) };
        let every = separators.iter().fold(0, |divisor, (at, _)| gcd(divisor, *at));
        let regular = (1..).zip(&separators).all(|(number, (at, c))| *c == with && *at == number * every);
        if regular && every > 0 { Self::Regular(every, with) } else { Self::Irregular(separators) }
    }

    fn apply(&self, digits: &[char]) -> String {
        let mut out = String::new();
        match self {
            Self::Regular(every, with) => {
                for (at, digit) in digits.iter().enumerate() {
                    if at > 0 && (digits.len() - at).is_multiple_of(*every) {
                        out.push(*with);
                    }
                    out.push(*digit);
                }
            }
            Self::Irregular(separators) => {
                let mut chars = digits.to_vec();
                for (right, with) in separators.iter().rev() {
                    let missing = right.saturating_sub(chars.len());
                    if missing > 0 {
                        // The reference keeps only so many of the last digits then.
                        chars.drain(..chars.len().saturating_sub(missing));
                    }
                    let at = if missing > 0 { 0 } else { chars.len() - right };
                    chars.insert(at, *with);
                }
                out.extend(chars);
            }
        }
        out
    }
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// `a` to `z`, `aa` and so on; nothing for 0.
fn letters(mut value: f64) -> Result<String, Fault> {
    if value.is_infinite() {
        return Err(Fault::too_long());
    }
    let mut out = Vec::new();
    while value > 0.0 {
        out.push(char::from(b'a' + ((value - 1.0) % 26.0) as u8));
        value = ((value - 1.0) / 26.0).floor();
    }
    Ok(out.iter().rev().collect())
}

fn roman(mut value: f64) -> Result<String, Fault> {
    if value > 1000.0 * LIMIT as f64 {
        return Err(Fault::too_long());
    }
    let mut out = String::new();
    for (numeral, worth) in ROMAN {
        while value >= worth {
            out.push_str(numeral);
            value -= worth;
        }
    }
    Ok(out)
}

fn read_letters(text: &str, first: char) -> f64 {
    let base = f64::from(u32::from(first)) - 1.0;
    let units: Vec<u16> = text.encode_utf16().collect();
    units.iter().rev().zip(0..).map(|(unit, place)| (f64::from(*unit) - base) * 26_f64.powf(f64::from(place))).sum()
}

fn read_roman(text: &str) -> f64 {
    let (mut sum, mut highest) = (0.0, 1.0);
    for c in text.chars().rev() {
        let worth = match c {
            'M' => 1000.0,
            'D' => 500.0,
            'C' => 100.0,
            'L' => 50.0,
            'X' => 10.0,
            'V' => 5.0,
            'I' => 1.0,
            _ => return f64::NAN,
        };
        if worth < highest {
            sum -= worth;
        } else {
            highest = worth;
            sum += worth;
        }
    }
    sum
}
