//! `$formatNumber`.

use super::{Fault, LIMIT, MOST_WORK, js};

/// The words and signs of a picture, each of which may be replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // They are named as in the specification of decimal formats.
pub struct Options {
    pub decimal_separator: String,
    pub grouping_separator: String,
    pub exponent_separator: String,
    pub infinity: String,
    pub minus_sign: String,
    pub nan: String,
    pub percent: String,
    pub per_mille: String,
    pub zero_digit: String,
    pub digit: String,
    pub pattern_separator: String,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            decimal_separator: ".".to_owned(),
            grouping_separator: ",".to_owned(),
            exponent_separator: "e".to_owned(),
            infinity: "Infinity".to_owned(),
            minus_sign: "-".to_owned(),
            nan: "NaN".to_owned(),
            percent: "%".to_owned(),
            per_mille: "\u{2030}".to_owned(),
            zero_digit: "0".to_owned(),
            digit: "#".to_owned(),
            pattern_separator: ";".to_owned(),
        }
    }
}

impl Options {
    /// Takes one option by its name, such as `decimal-separator`; `false` when there is none of that name.
    pub fn set(&mut self, name: &str, value: &str) -> bool {
        let option = match name {
            "decimal-separator" => &mut self.decimal_separator,
            "grouping-separator" => &mut self.grouping_separator,
            "exponent-separator" => &mut self.exponent_separator,
            "infinity" => &mut self.infinity,
            "minus-sign" => &mut self.minus_sign,
            "NaN" => &mut self.nan,
            "percent" => &mut self.percent,
            "per-mille" => &mut self.per_mille,
            "zero-digit" => &mut self.zero_digit,
            "digit" => &mut self.digit,
            "pattern-separator" => &mut self.pattern_separator,
            _ => return false,
        };
        value.clone_into(option);
        true
    }

    /// Is it one of the ten digits?
    fn is_digit(&self, c: char) -> bool {
        self.zero_digit.chars().next().is_some_and(|zero| u32::from(c).wrapping_sub(u32::from(zero)) < 10)
    }

    /// Does a digit of the number stand for it?
    fn is_place(&self, c: char) -> bool {
        self.is_digit(c) || self.is_optional(c)
    }

    fn is_optional(&self, c: char) -> bool {
        is(&self.digit, c)
    }

    /// Does it mean something in the middle of a picture?
    fn is_active(&self, c: char) -> bool {
        let separators =
            [&self.decimal_separator, &self.exponent_separator, &self.grouping_separator, &self.pattern_separator];
        self.is_digit(c) || self.is_optional(c) || separators.iter().any(|separator| is(separator, c))
    }
}

/// Is the text just this character?
fn is(text: &str, c: char) -> bool {
    text.strip_prefix(c) == Some("")
}

/// A number as a picture has it.
///
/// ```
/// # use asl_expressions::jsonata::picture::{Options, format_number};
/// assert_eq!(format_number(12345.6, "#,###.00", &Options::default()).unwrap(), "12,345.60");
/// ```
pub fn format_number(value: f64, picture: &str, options: &Options) -> Result<String, Fault> {
    let pictures: Vec<&str> = picture.split(options.pattern_separator.as_str()).collect();
    if pictures.len() > 2 {
        return Err(Fault::new("D3080", "The picture string must only contain a maximum of two sub-pictures"));
    }
    let parts = pictures.iter().map(|picture| Parts::split(picture, options)).collect::<Result<Vec<_>, _>>()?;
    let plans: Vec<Plan> = parts.iter().map(|parts| Plan::of(parts, options)).collect();
    let (plan, minus) = match (plans.as_slice(), value < 0.0) {
        ([_, negative], true) => (negative, ""),
        ([first, ..], negative) => (first, if negative { options.minus_sign.as_str() } else { "" }),
        ([], _) => return Ok(String::new()),
    };
    if value.is_nan() {
        return Ok(options.nan.clone());
    }
    let middle = if value.is_infinite() { options.infinity.clone() } else { plan.format(value.abs(), options)? };
    let text = format!("{minus}{}{middle}{}", plan.prefix, plan.suffix);
    if text.len() > LIMIT { Err(Fault::too_long()) } else { Ok(text) }
}

/// A picture, taken apart.
struct Parts<'a> {
    prefix: &'a str,
    integer: &'a str,
    fraction: &'a str,
    exponent: Option<&'a str>,
    suffix: &'a str,
    has_point: bool,
    /// What a number is multiplied by.
    factor: f64,
}

impl<'a> Parts<'a> {
    fn split(picture: &'a str, options: &Options) -> Result<Self, Fault> {
        let inner = |c: char| options.is_active(c) && !is(&options.exponent_separator, c);
        let (start, end) = match (picture.find(inner), picture.rfind(inner)) {
            (Some(start), Some(last)) => (start, picture.len() - picture.get(last..).map_or(0, after_first)),
            _ => (0, picture.len()),
        };
        let (before, suffix) = picture.split_at(end);
        let (prefix, active) = before.split_at(start);
        let separator = options.exponent_separator.as_str();
        let exponent_at = picture.get(start..).and_then(|rest| rest.find(separator)).filter(|at| *at <= active.len());
        let (mantissa, exponent) = match exponent_at {
            Some(at) => {
                // The reference counts to the exponent from the beginning of the prefix, but in what is after it.
                let count = picture.get(..start + at).map_or(0, |text| text.chars().count());
                let (mantissa, rest) = split_chars(active, count);
                (mantissa, Some(split_chars(rest, 1).1))
            }
            None => (active, None),
        };
        let (integer, fraction) = mantissa.split_once(options.decimal_separator.as_str()).unwrap_or((mantissa, ""));
        let factor = if picture.contains(options.percent.as_str()) {
            100.0
        } else if picture.contains(options.per_mille.as_str()) {
            1000.0
        } else {
            1.0
        };
        let has_point = picture.contains(options.decimal_separator.as_str());
        let parts = Self { prefix, integer, fraction, exponent, suffix, has_point, factor };
        check(picture, active, mantissa, &parts, options).map_or(Ok(parts), Err)
    }
}

/// The first characters, and the others.
fn split_chars(text: &str, count: usize) -> (&str, &str) {
    text.split_at(text.char_indices().nth(count).map_or(text.len(), |(at, _)| at))
}

/// How many bytes there are after the first character.
fn after_first(text: &str) -> usize {
    let mut chars = text.chars();
    chars.next();
    chars.as_str().len()
}

/// The rules of pictures. A picture that breaks several is told the last of them, as by the reference.
fn check(picture: &str, active: &str, mantissa: &str, parts: &Parts, options: &Options) -> Option<Fault> {
    let count = |sign: &str| picture.matches(sign).count();
    let (decimal, grouping) = (options.decimal_separator.as_str(), options.grouping_separator.as_str());
    let (percents, per_milles) = (count(&options.percent), count(&options.per_mille));
    let is_digit = |c: char| options.is_digit(c);
    let is_optional = |c: char| options.is_optional(c);
    let beside = picture
        .split_once(decimal)
        .is_some_and(|(left, right)| left.ends_with(grouping) || right.starts_with(grouping));
    let early = parts.integer.find(is_optional).and_then(|at| parts.integer.get(..at));
    let late = parts.fraction.rfind(is_optional).and_then(|at| parts.fraction.get(at..));
    let rules = [
        (
            count(decimal) > 1,
            "D3081",
            "The sub-picture must not contain more than one instance of the 'decimal-separator' character",
        ),
        (percents > 1, "D3082", "The sub-picture must not contain more than one instance of the 'percent' character"),
        (
            per_milles > 1,
            "D3083",
            "The sub-picture must not contain more than one instance of the 'per-mille' character",
        ),
        (
            percents > 0 && per_milles > 0,
            "D3084",
            "The sub-picture must not contain both a 'percent' and a 'per-mille' character",
        ),
        (
            !mantissa.contains(|c| is_digit(c) || is_optional(c)),
            "D3085",
            "The mantissa part of a sub-picture must contain at least one character that is either an 'optional digit character' or a member of the 'decimal digit family'",
        ),
        (
            active.contains(|c| !options.is_active(c)),
            "D3086",
            "The sub-picture must not contain a passive character that is preceded by an active character and that is followed by another active character",
        ),
        (
            beside,
            "D3087",
            "The sub-picture must not contain a 'grouping-separator' character that appears adjacent to a 'decimal-separator' character",
        ),
        (
            !picture.contains(decimal) && parts.integer.ends_with(grouping),
            "D3088",
            "The sub-picture must not contain a 'grouping-separator' at the end of the integer part",
        ),
        (
            picture.contains(&grouping.repeat(2)),
            "D3089",
            "The sub-picture must not contain two adjacent instances of the 'grouping-separator' character",
        ),
        (
            early.is_some_and(|text| text.contains(is_digit)),
            "D3090",
            "The integer part of the sub-picture must not contain a member of the 'decimal digit family' that is followed by an instance of the 'optional digit character'",
        ),
        (
            late.is_some_and(|text| text.contains(is_digit)),
            "D3091",
            "The fractional part of the sub-picture must not contain an instance of the 'optional digit character' that is followed by a member of the 'decimal digit family'",
        ),
        (
            parts.exponent.is_some() && percents + per_milles > 0,
            "D3092",
            "A sub-picture that contains a 'percent' or 'per-mille' character must not contain a character treated as an 'exponent-separator'",
        ),
        (
            parts.exponent.is_some_and(|exponent| exponent.is_empty() || exponent.contains(|c| !is_digit(c))),
            "D3093",
            "The exponent part of the sub-picture must comprise only of one or more characters that are members of the 'decimal digit family'",
        ),
    ];
    rules.into_iter().rev().find(|(broken, ..)| *broken).map(|(_, code, message)| Fault::new(code, message))
}

/// What a picture asks for.
struct Plan<'a> {
    prefix: &'a str,
    suffix: &'a str,
    factor: f64,
    /// At how many digits from the point there are separators, to the left and to the right.
    integer_groups: Vec<usize>,
    fraction_groups: Vec<usize>,
    /// Is there a point in the picture?
    has_point: bool,
    least_integer: usize,
    least_fraction: usize,
    most_fraction: usize,
    least_exponent: Option<usize>,
    /// How many digits the mantissa has before the point when there is an exponent.
    scaling: usize,
}

impl<'a> Plan<'a> {
    fn of(parts: &Parts<'a>, options: &Options) -> Self {
        let digits = |text: &str| text.chars().filter(|c| options.is_digit(*c)).count();
        let scaling = digits(parts.integer);
        let (mut least_integer, mut least_fraction) = (scaling, digits(parts.fraction));
        let mut most_fraction = digit_places(parts.fraction, options);
        if least_integer == 0 && most_fraction == 0 {
            if parts.exponent.is_some() {
                least_fraction = 1;
                most_fraction = 1;
            } else {
                least_integer = 1;
            }
        }
        if parts.exponent.is_some() && least_integer == 0 && parts.integer.contains(|c| options.is_optional(c)) {
            least_integer = 1;
        }
        if least_integer == 0 && least_fraction == 0 {
            least_fraction = 1;
        }
        Self {
            prefix: parts.prefix,
            suffix: parts.suffix,
            factor: parts.factor,
            integer_groups: integer_groups(parts, options),
            fraction_groups: fraction_groups(parts, options),
            has_point: parts.has_point,
            least_integer,
            least_fraction,
            most_fraction,
            least_exponent: parts.exponent.map(digits),
            scaling,
        }
    }

    fn format(&self, value: f64, options: &Options) -> Result<String, Fault> {
        let value = value * self.factor;
        let (mantissa, exponent) = if self.least_exponent.is_some() { self.scale(value) } else { (value, 0) };
        let (integer, fraction) = self.digits(mantissa)?;
        let zero = options.zero_digit.chars().next().unwrap_or('0');
        let mut out = self.group(&integer, &fraction, zero, options)?;
        if let Some(least) = self.least_exponent {
            out.push_str(&options.exponent_separator);
            if exponent < 0 {
                out.push_str(&options.minus_sign);
            }
            let digits = exponent.abs().to_string();
            out.extend(std::iter::repeat_n('0', least.saturating_sub(digits.len())).map(|c| localized(c, zero)));
            out.extend(digits.chars().map(|c| localized(c, zero)));
        }
        Ok(out)
    }

    /// The mantissa and the exponent of a number. The factor ten is taken step by step, as by the reference, because
    /// that shows in the last digits.
    fn scale(&self, value: f64) -> (f64, i32) {
        let most = 10_f64.powi(i32::try_from(self.scaling).unwrap_or(i32::MAX));
        let least = 10_f64.powi(i32::try_from(self.scaling).unwrap_or(i32::MAX) - 1);
        let (mut mantissa, mut exponent) = (value, 0);
        if value == 0.0 || value.is_infinite() {
            return (value, 0);
        }
        while mantissa < least {
            mantissa *= 10.0;
            exponent -= 1;
        }
        while mantissa > most {
            mantissa /= 10.0;
            exponent += 1;
        }
        (mantissa, exponent)
    }

    /// The digits before and after the point.
    fn digits(&self, value: f64) -> Result<(String, String), Fault> {
        if self.most_fraction > 100 {
            return Err(Fault::new("", "toFixed() digits argument must be between 0 and 100"));
        }
        let rounded = js::round(value, i32::try_from(self.most_fraction).unwrap_or(0));
        let text = js::fixed(rounded, self.most_fraction);
        let (integer, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let integer = integer.trim_start_matches('0');
        let mut fraction = fraction.trim_end_matches('0').to_owned();
        let missing = self.least_integer.saturating_sub(integer.len());
        let integer = "0".repeat(missing) + integer;
        fraction.extend(std::iter::repeat_n('0', self.least_fraction.saturating_sub(fraction.len())));
        Ok((integer, fraction))
    }

    /// The digits with a point and separators among them.
    fn group(&self, integer: &str, fraction: &str, zero: char, options: &Options) -> Result<String, Fault> {
        let digits = |text: &str| text.chars().map(|c| localized(c, zero).to_string()).collect::<Vec<_>>();
        let mut pieces = digits(integer);
        let whole = pieces.len();
        let mut point = whole;
        pieces.push(options.decimal_separator.clone());
        pieces.extend(digits(fraction));
        let rights: Vec<usize> = match regular(&self.integer_groups) {
            Some(every) => (1..=whole.saturating_sub(1) / every).rev().map(|group| group * every).collect(),
            None => self.integer_groups.clone(),
        };
        if (rights.len() + self.fraction_groups.len()).saturating_mul(pieces.len()) > MOST_WORK {
            return Err(Fault::too_long());
        }
        let separator = &options.grouping_separator;
        for (before, right) in rights.into_iter().enumerate() {
            // A place left of the first digit is counted from the end of the text, as the reference does it.
            let from_right = (whole + before).checked_sub(right);
            let at = from_right.unwrap_or_else(|| (pieces.len() + whole + before).saturating_sub(right));
            pieces.insert(at, separator.clone());
            point += usize::from(at <= point);
        }
        for left in &self.fraction_groups {
            pieces.insert((point + 1 + left).min(pieces.len()), separator.clone());
        }
        // Without a point in the picture the reference takes the last character away, whatever it is.
        if point + 1 == pieces.len() || !self.has_point {
            pieces.pop();
        }
        Ok(pieces.concat())
    }
}

/// The distances of the separators before the point from the point, from the farthest.
fn integer_groups(parts: &Parts, options: &Options) -> Vec<usize> {
    let (count, mut left) = (digit_places(parts.integer, options), 0);
    let mut pieces: Vec<&str> = parts.integer.split(options.grouping_separator.as_str()).collect();
    pieces.pop();
    let rights = pieces.into_iter().map(|piece| {
        left += digit_places(piece, options);
        count - left
    });
    rights.collect()
}

/// The distances of the separators after the point from the point.
///
/// After the first of them, the reference looks for the next one in the digits before the point, where it has the same
/// index; so most often there is but one.
fn fraction_groups(parts: &Parts, options: &Options) -> Vec<usize> {
    let separator = options.grouping_separator.as_str();
    let is_separator = |c: char| is(separator, c);
    let Some(first) = parts.fraction.chars().position(is_separator) else { return Vec::new() };
    let more = parts.integer.chars().enumerate().skip(first + 1).filter(|(_, c)| is_separator(*c)).map(|(at, _)| at);
    let mut lefts = vec![0];
    for c in parts.fraction.chars() {
        lefts.push(lefts.last().map_or(0, |left| left + usize::from(options.is_place(c))));
    }
    let last = lefts.last().copied().unwrap_or(0);
    std::iter::once(first).chain(more).map(|at| lefts.get(at).copied().unwrap_or(last)).collect()
}

/// How many digits there are room for.
fn digit_places(text: &str, options: &Options) -> usize {
    text.chars().filter(|c| options.is_place(*c)).count()
}

/// The distance of the separators before the point, when all are at multiples of it.
fn regular(groups: &[usize]) -> Option<usize> {
    let every = groups.iter().copied().min()?;
    let regular = groups.iter().rev().zip(1..).all(|(at, number)| *at == number * every);
    (regular && every > 0).then_some(every)
}

/// The digit of the family of a zero.
fn localized(c: char, zero: char) -> char {
    c.to_digit(10).and_then(|digit| char::from_u32(u32::from(zero) + digit)).unwrap_or(c)
}
