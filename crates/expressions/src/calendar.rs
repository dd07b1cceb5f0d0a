//! The Gregorian calendar, carried back before its beginning, as a count of days.

/// A date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    /// The year before 1 is 0.
    pub year: i64,
    /// From 1.
    pub month: i64,
    /// From 1.
    pub day: i64,
}

impl Date {
    /// The date that is so many days after 1970-01-01.
    pub fn from_days(days: i64) -> Self {
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

    /// How many days after 1970-01-01 the date is.
    pub fn days(self) -> i64 {
        let year = if self.month <= 2 { self.year - 1 } else { self.year };
        let era = year.div_euclid(400);
        let year = year.rem_euclid(400);
        let of_year = (153 * ((self.month + 9) % 12) + 2) / 5 + self.day - 1;
        era * 146_097 + year * 365 + year / 4 - year / 100 + of_year - 719_468
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_are_each_others_inverse() {
        for days in (-100_000_000..=100_000_000).step_by(9_973) {
            let date = Date::from_days(days);
            assert_eq!(date.days(), days, "{date:?}");
            assert!((1..=12).contains(&date.month) && (1..=31).contains(&date.day), "{date:?}");
            assert_eq!(Date::from_days(days + 146_097), Date { year: date.year + 400, ..date });
        }
        assert_eq!(Date { year: 2000, month: 2, day: 29 }.days(), 11_016);
    }
}
