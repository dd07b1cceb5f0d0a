//! The Gregorian calendar, carried back before its beginning, as a count of days and of milliseconds.

/// The milliseconds of a day.
pub(super) const DAY: f64 = 86_400_000.0;

/// The farthest that a point in time may be from the epoch, in milliseconds.
const FARTHEST: f64 = 8.64e15;

/// A date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Date {
    pub(super) year: i64,
    /// From 1.
    pub(super) month: i64,
    /// From 1.
    pub(super) day: i64,
}

impl Date {
    /// The date that is a number of days after the epoch.
    pub(super) fn from_days(days: i64) -> Self {
        // Years are counted from March, so that the leap day is the last of its year, in eras of 400 years.
        let days = days + 719_468;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        Self { year: year + era * 400 + i64::from(month <= 2), month, day }
    }

    /// How many days after the epoch the date is.
    pub(super) fn days(self) -> i64 {
        let year = if self.month <= 2 { self.year - 1 } else { self.year };
        let era = year.div_euclid(400);
        let year = year.rem_euclid(400);
        let of_year = (153 * ((self.month + 9) % 12) + 2) / 5 + self.day - 1;
        era * 146_097 + year * 365 + year / 4 - year / 100 + of_year - 719_468
    }
}

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
