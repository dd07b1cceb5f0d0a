//! `$fromMillis`, `$now` and `$toMillis`.

mod format;
mod iso;
mod matching;
mod parse;
mod picture;

pub use format::format_datetime;
pub use parse::parse_datetime;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
