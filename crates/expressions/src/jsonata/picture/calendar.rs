//! Days and milliseconds since the epoch.

pub(super) use crate::calendar::Date;

/// The milliseconds of a day.
pub(super) const DAY: f64 = 86_400_000.0;

/// The farthest that a point in time may be from the epoch, in milliseconds.
const FARTHEST: f64 = 8.64e15;

/// The day of the week, Monday is 1 and Sunday is 7.
pub(super) fn weekday(days: i64) -> i64 {
    (days + 3).rem_euclid(7) + 1
}

/// The days since the epoch and the milliseconds of the day; `None` when that is out of range.
pub(super) fn split(millis: f64) -> Option<(i64, i64)> {
    (millis.abs() <= FARTHEST).then(|| {
        let millis = millis.trunc() as i64;
        (millis.div_euclid(86_400_000), millis.rem_euclid(86_400_000))
    })
}

/// The point in time of a date whose parts may be any numbers, as `Date.UTC` has it: the years up to 99 are those of
/// the twentieth century, the months count from 0, and what is too much of a part goes over into the next one.
pub(super) fn utc(year: f64, month: f64, day: f64, millis: f64) -> f64 {
    let (year, month, day) = (year.trunc(), month.trunc(), day.trunc());
    let year = if (0.0..=99.0).contains(&year) { 1900.0 + year } else { year };
    if !(year.abs() <= 1e6 && month.abs() <= 1e7) {
        return f64::NAN;
    }
    let (year, month) = (year as i64, month as i64);
    let first = Date { year: year + month.div_euclid(12), month: month.rem_euclid(12) + 1, day: 1 }.days();
    let time = (first as f64 + day - 1.0) * DAY + millis;
    if time.abs() <= FARTHEST { time.trunc() } else { f64::NAN }
}
