use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "invalid-timestamp",
    category: Category::Fields,
    stage: Stage::Deploy,
    severity: Severity::Error,
    page: include_str!("invalid-timestamp.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for object in ctx.objects(|kind| kind == ObjectKind::State(Some(StateType::Wait))) {
        let Some(text) = ctx.get(object, Field::Timestamp).and_then(Node::as_str) else { continue };
        let is_computed = is_expression(text.text) && object.language != Some(QueryLanguage::JsonPath);
        let Some(value) = text.known().filter(|_| !is_computed) else { continue };
        if let Err(why) = timestamp(value) {
            let message = format!("`{value}` of {} is not an RFC 3339 timestamp: {why}", ctx.describe(object));
            report.add(
                Finding::new(text, message)
                    .help("e.g. \"2026-03-14T01:59:00Z\" or \"2026-03-14T01:59:00+01:00\"")
                    .schema("String does not match RFC3339 timestamp", text.node),
            );
        }
    }
}

/// `YYYY-MM-DDThh:mm:ss[.fraction](Z|±hh:mm)`, `T` and `Z` in upper case, and a date that exists.
fn timestamp(text: &str) -> Result<(), &'static str> {
    let (date, time) = text.split_once('T').ok_or("a `T` stands between date and time")?;
    let [year, month, day] = numbers(date, '-', [4, 2, 2]).ok_or("the date is YYYY-MM-DD")?;
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => return Err("there is no such month"),
    };
    if day == 0 || day > days {
        return Err("there is no such day");
    }
    let zone = time.find(['Z', '+', '-']).ok_or("`Z` or an offset such as `+01:00` stands at its end")?;
    let (clock, offset) = time.split_at(zone);
    let (clock, fraction) = clock.split_once('.').map_or((clock, None), |(c, f)| (c, Some(f)));
    let [hour, minute, second] = numbers(clock, ':', [2, 2, 2]).ok_or("the time is hh:mm:ss")?;
    if hour > 23 || minute > 59 || second > 60 {
        return Err("there is no such time of day");
    }
    if fraction.is_some_and(|f| f.is_empty() || !f.bytes().all(|b| b.is_ascii_digit())) {
        return Err("digits follow the `.` of the seconds");
    }
    if offset == "Z" {
        return Ok(());
    }
    let offset = offset.get(1..).unwrap_or_default();
    match numbers(offset, ':', [2, 2]) {
        Some([hours, minutes]) if hours < 24 && minutes < 60 => Ok(()),
        _ => Err("the offset is ±hh:mm"),
    }
}

/// The numbers between separators, each of so many digits.
fn numbers<const N: usize>(text: &str, separator: char, digits: [usize; N]) -> Option<[u32; N]> {
    let parts: [&str; N] = text.split(separator).collect::<Vec<_>>().try_into().ok()?;
    let mut numbers = [0; N];
    for ((number, part), digits) in numbers.iter_mut().zip(parts).zip(digits) {
        let is_number = part.len() == digits && part.bytes().all(|b| b.is_ascii_digit());
        *number = part.parse().ok().filter(|_| is_number)?;
    }
    Some(numbers)
}
