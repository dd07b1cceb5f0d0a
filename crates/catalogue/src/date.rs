//! Days of the calendar.

use std::fmt;
use std::str::FromStr;

/// A day, as `2026-11-23`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

/// A text is no day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoDate;

impl FromStr for Date {
    type Err = NoDate;

    fn from_str(text: &str) -> Result<Self, NoDate> {
        let parts: Vec<&str> = text.split('-').collect();
        let [year, month, day] = parts.as_slice() else { return Err(NoDate) };
        let of = |text: &str, length: usize| -> Result<u16, NoDate> {
            let is_number = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
            if is_number { text.parse().map_err(|_| NoDate) } else { Err(NoDate) }
        };
        let small = |text| u8::try_from(of(text, 2)?).map_err(|_| NoDate);
        let date = Self { year: of(year, 4)?, month: small(month)?, day: small(day)? };
        if (1..=date.days()).contains(&date.day) { Ok(date) } else { Err(NoDate) }
    }
}

impl Date {
    /// How many days its month has; none, where there is no such month.
    fn days(self) -> u8 {
        let is_leap = self.year.is_multiple_of(4) && (!self.year.is_multiple_of(100) || self.year.is_multiple_of(400));
        match self.month {
            2 if is_leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => 0,
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_calendar() {
        for text in ["2026-11-23", "2024-02-29", "2000-02-29", "0001-12-31"] {
            assert_eq!(text.parse::<Date>().map(|date| date.to_string()), Ok(text.to_owned()));
        }
        let none = ["2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-1-02", "+026-01-01"];
        for text in none.into_iter().chain(["", "tomorrow", "2026-11-23T00:00:00Z", "2026-11-00", "20261123"]) {
            assert_eq!(text.parse::<Date>(), Err(NoDate), "{text}");
        }
    }

    #[test]
    fn days_have_an_order() {
        let of = |text: &str| text.parse::<Date>().ok();
        assert!(of("0001-01-01").is_some() && of("0001-01-01") < of("2025-12-31"));
        assert!(of("2026-09-30") < of("2026-11-01") && of("2025-12-31") < of("2026-01-01"));
    }
}
