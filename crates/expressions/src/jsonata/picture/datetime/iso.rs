//! Timestamps of ISO 8601, without a picture.

use crate::jsonata::picture::calendar;
use std::str::Chars;

/// The milliseconds of a timestamp, NaN with a part out of its range; `None` when the text is none.
pub(super) fn read(text: &str) -> Option<f64> {
    let (text, offset) = split_offset(text);
    let mut chars = text.chars();
    let year = digits(&mut chars, &['9', '9', '9', '9'])?;
    let month = after(&mut chars, '-', &['1', '9']);
    let day = after(&mut chars, '-', &['3', '9']);
    let time = if accept(&mut chars, 'T') { Some(time(&mut chars)?) } else { None };
    // These are let through and then not understood.
    let day_of_year = month.is_none() && day.is_some();
    let fraction = time.is_none() && fraction(&mut chars).is_some();
    if !chars.as_str().is_empty() {
        return None;
    }
    if day_of_year || fraction || time.is_none() && offset.is_some_and(|offset| offset != 0.0) {
        return Some(f64::NAN);
    }
    Some(millis(year, month.unwrap_or(1.0), day.unwrap_or(1.0), time.unwrap_or(0.0)) - offset.unwrap_or(0.0))
}

fn millis(year: f64, month: f64, day: f64, time: f64) -> f64 {
    if !((1.0..=12.0).contains(&month) && (1.0..=31.0).contains(&day) && time <= calendar::DAY) {
        return f64::NAN;
    }
    // The years up to 99 mean themselves here.
    let first = calendar::Date { year: year as i64, month: month as i64, day: 1 };
    (first.days() as f64 + day - 1.0) * calendar::DAY + time
}

/// `10:30:00.123` in milliseconds.
fn time(chars: &mut Chars) -> Option<f64> {
    let hour = digits(chars, &['2', '9'])?;
    let minute = after(chars, ':', &['5', '9'])?;
    let second = after(chars, ':', &['5', '9'])?;
    Some(((hour * 60.0 + minute) * 60.0 + second) * 1000.0 + fraction(chars).unwrap_or(0.0))
}

/// `.123` in milliseconds; nothing is read when that is not there.
fn fraction(chars: &mut Chars) -> Option<f64> {
    let text = chars.as_str().strip_prefix('.')?;
    let length = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(length);
    let first = digits.get(..digits.len().min(3)).filter(|digits| !digits.is_empty())?;
    *chars = rest.chars();
    format!("{first:0<3}").parse().ok()
}

/// What stands before an offset from UTC, and the offset in milliseconds.
fn split_offset(text: &str) -> (&str, Option<f64>) {
    if let Some(text) = text.strip_suffix('Z') {
        return (text, Some(0.0));
    }
    let Some(at) = text.rfind(['+', '-']) else { return (text, None) };
    let (before, offset) = text.split_at(at);
    offset_millis(offset).map_or((text, None), |millis| (before, Some(millis)))
}

/// `+01:00` or `+0100` in milliseconds, NaN when there are more than 23 hours.
fn offset_millis(text: &str) -> Option<f64> {
    let mut chars = text.chars();
    let sign = if chars.next()? == '-' { -60_000.0 } else { 60_000.0 };
    let hours = digits(&mut chars, &['2', '9'])?;
    accept(&mut chars, ':');
    let minutes = digits(&mut chars, &['5', '9'])?;
    let millis = if hours > 23.0 { f64::NAN } else { sign * (hours * 60.0 + minutes) };
    chars.as_str().is_empty().then_some(millis)
}

fn accept(chars: &mut Chars, wanted: char) -> bool {
    let found = chars.as_str().starts_with(wanted);
    if found {
        chars.next();
    }
    found
}

/// Digits after a sign; nothing is read when they are not both there.
fn after(chars: &mut Chars, sign: char, most: &[char]) -> Option<f64> {
    let mut ahead = chars.clone();
    let value = if accept(&mut ahead, sign) { digits(&mut ahead, most) } else { None };
    if value.is_some() {
        *chars = ahead;
    }
    value
}

/// As many digits as there are highest ones.
fn digits(chars: &mut Chars, most: &[char]) -> Option<f64> {
    let mut value = 0;
    for most in most {
        let c = chars.next().filter(|c| ('0'..=*most).contains(c))?;
        value = value * 10 + c.to_digit(10)?;
    }
    Some(f64::from(value))
}
