//! Dates and times as text.

use super::picture::{self, INTEGERS, Look, Marker, Part};
use super::{DAYS, MONTHS};
use crate::jsonata::picture::calendar::{self, Date};
use crate::jsonata::picture::integer::{Case, Picture as IntegerPicture, Primary};
use crate::jsonata::picture::{Fault, LIMIT, js};

/// The picture of ISO 8601.
const DEFAULT: &str = "[Y0001]-[M01]-[D01]T[H01]:[m01]:[s01].[f001][Z01:01t]";

/// A point in time, given in milliseconds since 1970 in UTC, as a picture has it; without a picture, as in ISO 8601.
/// The timezone is an offset such as `+0530`.
///
/// ```
/// # use asl_expressions::jsonata::picture::format_datetime;
/// assert_eq!(format_datetime(0.0, Some("[FNn], [D1o] [MNn] [Y]"), None).unwrap(), "Thursday, 1st January 1970");
/// ```
pub fn format_datetime(millis: f64, picture: Option<&str>, timezone: Option<&str>) -> Result<String, Fault> {
    let zone = Zone::read(timezone);
    let parts = picture::read(picture.unwrap_or(DEFAULT))?;
    let moment = Moment::new(millis + zone.minutes() * 60_000.0);
    let mut out = String::new();
    for part in &parts {
        match part {
            Part::Literal(text) => out.push_str(text),
            Part::Marker(marker) => out.push_str(&component(marker, moment, zone)?),
        }
        if out.len() > LIMIT {
            return Err(Fault::too_long());
        }
    }
    Ok(out)
}

/// An offset from UTC.
#[derive(Clone, Copy)]
struct Zone {
    hours: f64,
    /// Those beyond the hours.
    rest: f64,
}

impl Zone {
    fn read(text: Option<&str>) -> Self {
        let number = text.map_or(0.0, js::parse_int);
        Self { hours: (number / 100.0).floor(), rest: number % 100.0 }
    }

    fn minutes(self) -> f64 {
        self.hours * 60.0 + self.rest
    }
}

/// A point in time, not a valid one when it is out of range.
#[derive(Clone, Copy)]
pub(super) struct Moment(Option<(i64, i64)>);

impl Moment {
    pub(super) fn new(millis: f64) -> Self {
        Self(calendar::split(millis))
    }

    /// The number that a component is, NaN when there is none.
    pub(super) fn get(self, component: char) -> f64 {
        let Some((days, time)) = self.0 else { return f64::NAN };
        let date = Date::from_days(days);
        // A week belongs to the month and the year of its Thursday.
        let thursday = days - calendar::weekday(days) + 4;
        let week = Date::from_days(thursday);
        let since_new_year = |days: i64, year: i64| days - Date { year, month: 1, day: 1 }.days();
        let hour = time / 3_600_000;
        (match component {
            'Y' => date.year,
            'M' => date.month,
            'D' => date.day,
            'd' => since_new_year(days, date.year) + 1,
            'F' => calendar::weekday(days),
            'W' => since_new_year(thursday, week.year) / 7 + 1,
            'w' => (week.day - 1) / 7 + 1,
            'X' => week.year,
            'x' => week.month,
            'H' => hour,
            'h' => (hour + 11) % 12 + 1,
            'm' => time / 60_000 % 60,
            's' => time / 1000 % 60,
            _ => time % 1000,
        }) as f64
    }
}

fn component(marker: &Marker, moment: Moment, zone: Zone) -> Result<String, Fault> {
    match (marker.component, &marker.look) {
        ('P', look) => {
            let text = if moment.get('H') >= 12.0 { "pm" } else { "am" };
            Ok(if *look == Look::Name(Case::Upper) { text.to_uppercase() } else { text.to_owned() })
        }
        ('C' | 'E', _) => Ok("ISO".to_owned()),
        (name, Look::Zone { picture, zulu }) => offset(name, picture, *zulu, zone),
        ('M' | 'x', Look::Name(case)) => name(moment.get(marker.component), &MONTHS, *case, marker.most),
        ('F', Look::Name(case)) => name(moment.get('F'), &DAYS, *case, marker.most),
        (name, Look::Name(_)) if INTEGERS.contains(name) => Err(not_named(name)),
        ('Y', Look::Integer(picture, Some(digits))) => picture.format(moment.get('Y') % 10_f64.powf(*digits)),
        (name, Look::Integer(picture, _)) => picture.format(moment.get(name)),
        (_, Look::Name(_)) => Ok("undefined".to_owned()),
    }
}

pub(super) fn not_named(component: char) -> Fault {
    let what = "The 'name' modifier can only be applied to months and days in the date/time picture string, not";
    Fault::new("D3133", format!("{what} {}", js::quoted(&component.to_string())))
}

fn name(number: f64, names: &[&str], case: Case, most: Option<f64>) -> Result<String, Fault> {
    let name = (1_i32..).zip(names).find(|(at, _)| f64::from(*at) == number).map(|(_, name)| *name);
    let name = match (case, name) {
        (Case::Lower, Some(name)) => name.to_lowercase(),
        (Case::Upper, Some(name)) => name.to_uppercase(),
        (Case::Title, Some(name)) => name.to_owned(),
        (Case::Title, None) if most.is_none() => "undefined".to_owned(),
        (Case::Lower, None) => return Err(nameless("toLowerCase")),
        (Case::Upper, None) => return Err(nameless("toUpperCase")),
        (Case::Title, None) => return Err(nameless("length")),
    };
    Ok(match most {
        Some(most) if name.len() as f64 > most => name.chars().take(most.max(0.0) as usize).collect(),
        _ => name,
    })
}

/// The month or the day of a time that is out of range has no name.
fn nameless(property: &str) -> Fault {
    Fault::new("", format!("Cannot read properties of undefined (reading '{property}')"))
}

fn offset(component: char, picture: &IntegerPicture, zulu: bool, zone: Zone) -> Result<String, Fault> {
    let number = zone.hours * 100.0 + zone.rest;
    if zulu && number == 0.0 {
        return Ok("Z".to_owned());
    }
    let digits = match &picture.primary {
        Primary::Decimal(decimal) => decimal.mandatory,
        _ => 0,
    };
    let plain = IntegerPicture { ordinal: false, ..picture.clone() };
    let text = match digits {
        _ if picture::separator(picture).is_some() => plain.format(number)?,
        1 | 2 if zone.rest == 0.0 => plain.format(zone.hours)?,
        1 | 2 => plain.format(zone.hours)? + ":" + &IntegerPicture::two_digits().format(zone.rest)?,
        3 | 4 => plain.format(number)?,
        _ => {
            let message = "The timezone integer format specifier cannot have more than four digits";
            return Err(Fault::new("D3134", message));
        }
    };
    let sign = if number >= 0.0 { "+" } else { "" };
    let prefix = if component == 'z' { "GMT" } else { "" };
    Ok(format!("{prefix}{sign}{text}"))
}
