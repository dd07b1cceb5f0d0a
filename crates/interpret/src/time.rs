//! Moments: milliseconds since 1970, and their text.

use asl_expressions::Date;
use asl_expressions::choice::timestamp;

/// A moment as AWS writes it: UTC, with milliseconds.
pub fn text_of_time(millis: i64) -> String {
    let (days, rest) = (millis.div_euclid(86_400_000), millis.rem_euclid(86_400_000));
    let Date { year, month, day } = Date::from_days(days);
    let (hour, minute) = (rest / 3_600_000, rest / 60_000 % 60);
    let (second, milli) = (rest / 1000 % 60, rest % 1000);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z")
}

/// Reads a moment as AWS does.
pub fn parse_time(text: &str) -> Option<i64> {
    let moment = timestamp(text)?;
    moment.seconds.checked_mul(1000)?.checked_add(i64::from(moment.nanoseconds / 1_000_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_go_both_ways() {
        for text in ["1970-01-01T00:00:00.000Z", "2024-02-29T23:59:59.999Z", "2026-01-01T00:00:00.000Z"] {
            assert_eq!(parse_time(text).map(text_of_time).as_deref(), Some(text));
        }
    }
}
