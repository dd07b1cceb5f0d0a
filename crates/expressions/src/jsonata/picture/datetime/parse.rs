//! Dates and times from text.

use super::format::{Moment, not_named};
use super::matching::{self, Piece};
use super::picture::{self, Look, Marker, Part};
use super::{DAYS, MONTHS, iso};
use crate::jsonata::picture::integer::{Picture as IntegerPicture, Primary, unknown};
use crate::jsonata::picture::{Fault, calendar, js};
use std::collections::HashMap;

/// The milliseconds since 1970 in UTC that a text stands for, written as the picture has it; without a picture, as in
/// ISO 8601. `None` when the text does not fit the picture or the picture has no component.
///
/// What the picture leaves out before its first component is that of the present, what it leaves out after, the least.
///
/// ```
/// # use asl_expressions::jsonata::picture::parse_datetime;
/// assert_eq!(parse_datetime("2nd 1 1970", Some("[D1o] [M] [Y]"), 0), Ok(Some(86_400_000.0)));
/// ```
pub fn parse_datetime(text: &str, picture: Option<&str>, now_millis: i64) -> Result<Option<f64>, Fault> {
    let Some(picture) = picture else {
        let what = "The argument of the toMillis function must be an ISO 8601 formatted timestamp. Given";
        let fault = || Fault::new("D3110", format!("{what} {}", js::quoted(text)));
        return iso::read(text).map(Some).ok_or_else(fault);
    };
    let parts = picture::read(picture)?;
    let mut pieces = Vec::new();
    let mut lengths = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let before = pieces.len();
        push_pieces(&mut pieces, part, parts.get(at + 1))?;
        lengths.push(pieces.len() - before);
    }
    let Some(found) = matching::find(text, &pieces)? else { return Ok(None) };
    let mut found = found.into_iter();
    let mut given = false;
    let mut fields = Fields::default();
    for (part, length) in parts.iter().zip(lengths) {
        let text: String = found.by_ref().take(length).collect();
        if let Part::Marker(marker) = part {
            given = true;
            fields.0.insert(marker.component, value(marker, &text)?);
        }
    }
    if given { fields.millis(Moment::new(now_millis as f64)).map(Some) } else { Ok(None) }
}

/// What a text must be to fit a part of a picture.
fn push_pieces(pieces: &mut Vec<Piece>, part: &Part, next: Option<&Part>) -> Result<(), Fault> {
    let digits = Piece::Run(|c| c.is_ascii_digit());
    let marker = match part {
        Part::Literal(text) => {
            pieces.push(Piece::one_of(&[text]));
            return Ok(());
        }
        Part::Marker(marker) => marker,
    };
    match (marker.component, &marker.look) {
        ('f', _) => pieces.push(digits),
        (_, Look::Integer(picture, _)) => push_integer(pieces, picture, fixed_width(marker, next))?,
        (component, Look::Zone { picture, .. }) => {
            if component == 'z' {
                pieces.push(Piece::one_of(&["GMT"]));
            }
            pieces.extend([Piece::one_of(&["+", "-"]), digits]);
            if let Some(separator) = picture::separator(picture) {
                pieces
                    .extend([Piece::one_of(&[separator.encode_utf8(&mut [0; 4])]), Piece::Run(|c| c.is_ascii_digit())]);
            }
        }
        ('M' | 'x' | 'F' | 'P', Look::Name(_)) => pieces.push(Piece::Run(|c| c.is_ascii_alphabetic())),
        (component, Look::Name(_)) => return Err(not_named(component)),
    }
    Ok(())
}

fn push_integer(pieces: &mut Vec<Piece>, picture: &IntegerPicture, width: Option<usize>) -> Result<(), Fault> {
    match &picture.primary {
        Primary::Decimal(_) => {
            pieces.push(width.map_or(Piece::Run(|c| c.is_ascii_digit()), Piece::Digits));
            if picture.ordinal {
                pieces.push(Piece::one_of(&["th", "st", "nd", "rd"]));
            }
        }
        Primary::Letters(_) => pieces.push(Piece::Run(|c| c.is_ascii_alphabetic())),
        Primary::Roman(_) => pieces.push(Piece::Run(|c| "MDCLXVI".contains(c))),
        Primary::Words(_) => pieces.push(Piece::Words),
        Primary::Unknown(picture) => return Err(unknown(picture)),
    }
    Ok(())
}

/// How many digits a number has that another one follows without anything between.
fn fixed_width(marker: &Marker, next: Option<&Part>) -> Option<usize> {
    let Look::Integer(IntegerPicture { primary: Primary::Decimal(decimal), .. }, _) = &marker.look else { return None };
    let Some(Part::Marker(Marker { look: Look::Integer(..), .. })) = next else { return None };
    Some(decimal.mandatory)
}

/// The number that a text stands for; `None` when it is not a name.
fn value(marker: &Marker, text: &str) -> Result<Option<f64>, Fault> {
    match (marker.component, &marker.look) {
        ('f', _) => {
            let thousandths: f64 = format!("{text:0<3}").get(..3).and_then(|digits| digits.parse().ok()).unwrap_or(0.0);
            Ok(Some(thousandths))
        }
        (_, Look::Integer(picture, _)) => picture.parse(text).map(Some),
        (_, Look::Zone { picture, .. }) => Ok(Some(offset(text, picture::separator(picture)))),
        ('P', _) => Ok(match text {
            "am" | "AM" => Some(0.0),
            "pm" | "PM" => Some(1.0),
            _ => None,
        }),
        ('F', _) => Ok(index(text, &DAYS, marker.most)),
        _ => Ok(index(text, &MONTHS, marker.most)),
    }
}

/// The place of a name, from 1; where names that are cut short are the same, the last one counts.
fn index(text: &str, names: &[&str], most: Option<f64>) -> Option<f64> {
    let length = most.map_or(usize::MAX, |most| most as usize);
    let found = names.iter().rposition(|name| name.get(..length).unwrap_or(name) == text);
    found.map(|at| (at + 1) as f64)
}

/// The minutes of an offset such as `+05:30`, `GMT-0500` or `+1`; NaN when there are no hours.
fn offset(text: &str, separator: Option<char>) -> f64 {
    let text = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let (hours, minutes) = match separator {
        Some(separator) => text.split_once(separator).unwrap_or_default(),
        None => text.split_at(text.len().min(3)),
    };
    let hours = js::parse_int(hours);
    let minutes = if minutes.is_empty() { 0.0 } else { js::parse_int(minutes) };
    // The reference adds the minutes after a minus, too: `-05:30` is four and a half hours.
    hours * 60.0 + minutes
}

/// The components that a text gives, without a value where it gives a name that is none.
#[derive(Default)]
struct Fields(HashMap<char, Option<f64>>);

impl Fields {
    fn get(&self, component: char) -> Option<f64> {
        self.0.get(&component).copied().flatten()
    }

    /// Is there one of these, and of the others of `all` none? Those that are zero do not count.
    fn only(&self, these: &str, all: &str) -> bool {
        let counts = |component: &char| self.get(*component).is_some_and(|value| value != 0.0 && !value.is_nan());
        let mut counting = all.chars().filter(counts).peekable();
        counting.peek().is_some() && counting.all(|component| these.contains(component))
    }

    /// The point in time that the components mean, together with the present.
    fn millis(&self, now: Moment) -> Result<f64, Fault> {
        const DATE: &str = "YXMxWwdD";
        const TIME: &str = "PHhmsf";
        let missing = || {
            let message = "The date/time picture string is missing specifiers required to parse the timestamp";
            Fault::new("D3136", message)
        };
        let calendar_date = self.only("YMD", DATE);
        let ordinal_date = !calendar_date && self.only("Yd", DATE);
        let week_date = !calendar_date && !ordinal_date && (self.only("Xxw", DATE) || self.only("XW", DATE));
        if week_date {
            return Err(missing());
        }
        let half_day = !self.only("Hmsf", TIME) && self.only("Phmsf", TIME);
        let order = ["Y", if ordinal_date { "D" } else { "MD" }, if half_day { "Phmsf" } else { "Hmsf" }].concat();
        let mut values = HashMap::new();
        let (mut started, mut ended) = (false, false);
        for component in order.chars() {
            let value = match self.get(component) {
                Some(_) if ended => return Err(missing()),
                Some(value) => {
                    started = true;
                    value
                }
                None if started => {
                    ended = true;
                    if matches!(component, 'M' | 'D') { 1.0 } else { 0.0 }
                }
                None if component == 'P' => 0.0,
                None => now.get(component),
            };
            values.insert(component, value);
        }
        let get = |component: char| values.get(&component).copied().unwrap_or(0.0);
        Ok(self.utc(get, ordinal_date, half_day))
    }

    fn utc(&self, get: impl Fn(char) -> f64, ordinal_date: bool, half_day: bool) -> f64 {
        let year = get('Y');
        let (month, day) = if ordinal_date {
            let new_year = calendar::utc(year, 0.0, 1.0, 0.0);
            let moment = Moment::new(new_year + (self.get('d').unwrap_or(1.0) - 1.0) * calendar::DAY);
            (moment.get('M') - 1.0, moment.get('D'))
        } else {
            let month = get('M');
            (if month > 0.0 { month - 1.0 } else { 0.0 }, get('D'))
        };
        let hour = if half_day {
            let hour = get('h');
            (if hour == 12.0 { 0.0 } else { hour }) + if get('P') == 1.0 { 12.0 } else { 0.0 }
        } else {
            get('H')
        };
        let time = ((hour.trunc() * 60.0 + get('m').trunc()) * 60.0 + get('s').trunc()) * 1000.0 + get('f').trunc();
        let offset = self.get('Z').or_else(|| self.get('z')).filter(|offset| !offset.is_nan()).unwrap_or(0.0);
        calendar::utc(year, month, day, time) - offset * 60_000.0
    }
}
