//! Timestamps of ISO 8601, without a picture.

use crate::jsonata::picture::calendar;
use std::str::Chars;

/// The milliseconds of a timestamp, NaN with a part out of its range; `None` when the text is none.
pub(super) fn read(text: &str) -> Option<f64> {
    let mut chars = text.chars();
    let year = digits(&mut chars, &['9', '9', '9', '9'])?;
    let month = after(&mut chars, '-', &['1', '9']);
    let day = if month.is_some() { after(&mut chars, '-', &['3', '9']) } else { None };
    let time = if accept(&mut chars, 'T') { Some(time(&mut chars)?) } else { None };
    let offset = offset(&mut chars)?;
    if !chars.as_str().is_empty() {
        return None;
    }
    Some(millis(year, month.unwrap_or(1.0), day.unwrap_or(1.0), time.unwrap_or(0.0), offset))
}

fn millis(year: f64, month: f64, day: f64, time: f64, offset: f64) -> f64 {
    let in_range = (1.0..=12.0).contains(&month) && (1.0..=31.0).contains(&day) && time <= calendar::DAY;
    if !in_range || offset.is_nan() {
        return f64::NAN;
    }
    // The years up to 99 mean themselves here.
    let date = calendar::Date { year: year as i64, month: month as i64, day: 1 };
    (date.days() as f64 + day - 1.0) * calendar::DAY + time - offset
}

/// `10:30:00.123` in milliseconds.
fn time(chars: &mut Chars) -> Option<f64> {
    let hour = digits(chars, &['2', '9'])?;
    let minute = after(chars, ':', &['5', '9'])?;
    let second = after(chars, ':', &['5', '9'])?;
    let mut time = ((hour * 60.0 + minute) * 60.0 + second) * 1000.0;
    if accept(chars, '.') {
        let fraction = chars.as_str();
        let length = fraction.find(|c: char| !c.is_ascii_digit()).unwrap_or(fraction.len());
        let (fraction, rest) = fraction.split_at(length);
        if fraction.is_empty() {
            return None;
        }
        *chars = rest.chars();
        time += format!("{fraction:0<3}").get(..3)?.parse::<f64>().ok()?;
    }
    Some(time)
}

/// The offset from UTC in milliseconds.
fn offset(chars: &mut Chars) -> Option<f64> {
    let sign = match chars.clone().next() {
        Some('+') => 1.0,
        Some('-') => -1.0,
        Some('Z') => 0.0,
        _ => return Some(0.0),
    };
    chars.next();
    if sign == 0.0 {
        return Some(0.0);
    }
    let hours = digits(chars, &['2', '9'])?;
    accept(chars, ':');
    let minutes = digits(chars, &['5', '9'])?;
    Some(if hours > 23.0 { f64::NAN } else { sign * (hours * 60.0 + minutes) * 60_000.0 })
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
