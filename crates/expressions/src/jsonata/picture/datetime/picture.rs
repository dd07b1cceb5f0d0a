//! The pictures of dates and times.

use crate::jsonata::picture::integer::{Case, Grouping, Picture as IntegerPicture, Primary};
use crate::jsonata::picture::{Fault, LIMIT, js};

/// The components that are numbers.
pub(super) const INTEGERS: &str = "YMDdFWwXxHhmsf";

/// One part of a picture.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Part {
    Literal(String),
    Marker(Marker),
}

/// What stands in square brackets.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Marker {
    /// `Y`, `M` and so on.
    pub(super) component: char,
    pub(super) look: Look,
    /// The most digits or letters: all numbers, because the reference takes any.
    pub(super) most: Option<f64>,
}

/// How a component is written.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Look {
    Name(Case),
    /// With the number of last digits that are left of a year.
    Integer(IntegerPicture, Option<f64>),
    Zone {
        picture: IntegerPicture,
        /// Is `Z` written for no offset?
        zulu: bool,
    },
}

/// Reads a picture.
pub(super) fn read(picture: &str) -> Result<Vec<Part>, Fault> {
    let mut parts = Vec::new();
    let mut rest = picture;
    while let Some((literal, bracketed)) = rest.split_once('[') {
        if let Some(after) = bracketed.strip_prefix('[') {
            push_literal(&mut parts, &format!("{literal}["));
            rest = after;
            continue;
        }
        push_literal(&mut parts, literal);
        let Some((marker, after)) = bracketed.split_once(']') else {
            return Err(Fault::new("D3135", "No matching closing bracket ']' in date/time picture string"));
        };
        let marker: String = marker.chars().filter(|c| !js::is_space(*c)).collect();
        parts.push(Part::Marker(Marker::read(&marker)?));
        rest = after;
    }
    push_literal(&mut parts, rest);
    Ok(parts)
}

fn push_literal(parts: &mut Vec<Part>, text: &str) {
    if !text.is_empty() {
        parts.push(Part::Literal(text.replace("]]", "]")));
    }
}

impl Marker {
    /// Reads what is between the brackets, without blanks.
    fn read(text: &str) -> Result<Self, Fault> {
        let mut chars = text.chars();
        let component = chars.next();
        let after = chars.as_str();
        let (presentation, width) = match after.rsplit_once(',') {
            Some((presentation, width)) => (presentation, Some(width)),
            None => (after, None),
        };
        let (least, most) = width.map_or((None, None), read_width);
        let (first, modifier) = match presentation.char_indices().next_back() {
            Some((at, letter @ ('a' | 't' | 'c' | 'o'))) if at > 0 => {
                (presentation.get(..at).unwrap_or_default(), Some(letter))
            }
            Some(_) => (presentation, None),
            None => match component.and_then(default_presentation) {
                Some(default) => (default, None),
                None => return Err(unknown(component)),
            },
        };
        let Some(component) = component else { return Err(unknown(None)) };
        let look = look(component, first, modifier, least, most)?;
        Ok(Self { component, look, most })
    }
}

fn unknown(component: Option<char>) -> Fault {
    let component = js::quoted(&component.map(String::from).unwrap_or_default());
    Fault::new("D3132", format!("Unknown component specifier {component} in date/time picture string"))
}

fn default_presentation(component: char) -> Option<&'static str> {
    Some(match component {
        'Y' | 'M' | 'D' | 'd' | 'W' | 'w' | 'X' | 'x' | 'H' | 'h' | 'f' => "1",
        'F' | 'P' | 'C' | 'E' => "n",
        'm' | 's' => "01",
        'Z' | 'z' => "01:01",
        _ => return None,
    })
}

/// `least-most`, or `least` alone; a part that is missing or `*` is no bound.
fn read_width(text: &str) -> (Option<f64>, Option<f64>) {
    let bound = |text: &str| (text != "*").then(|| js::parse_int(text));
    let mut bounds = text.split('-');
    (bounds.next().and_then(bound), bounds.next().and_then(bound))
}

fn look(
    component: char,
    first: &str,
    modifier: Option<char>,
    least: Option<f64>,
    most: Option<f64>,
) -> Result<Look, Fault> {
    if matches!(component, 'Z' | 'z') {
        let picture = IntegerPicture::with_modifier(first, modifier == Some('o'))?;
        return Ok(Look::Zone { picture, zulu: modifier == Some('t') });
    }
    if first.starts_with("Nn") {
        return Ok(Look::Name(Case::Title));
    }
    if first.starts_with('N') {
        return Ok(Look::Name(Case::Upper));
    }
    if first.starts_with('n') || !INTEGERS.contains(component) {
        return Ok(Look::Name(Case::Lower));
    }
    let mut picture = IntegerPicture::with_modifier(first, modifier == Some('o'))?;
    let mut last_digits = None;
    if let Primary::Decimal(decimal) = &mut picture.primary {
        if let Some(least) = least {
            let least = (least as usize).min(LIMIT + 1);
            decimal.mandatory = decimal.mandatory.max(least);
        }
        if let Some(most) = most.filter(|_| component == 'Y') {
            decimal.mandatory = (most as usize).min(LIMIT + 1);
        }
        let digits = decimal.mandatory + decimal.optional;
        last_digits = (digits >= 2).then_some(digits as f64);
    }
    Ok(Look::Integer(picture, most.or(last_digits)))
}

/// The separator of a picture that has one at regular places.
pub(super) fn separator(picture: &IntegerPicture) -> Option<char> {
    match &picture.primary {
        Primary::Decimal(decimal) => match decimal.grouping {
            Grouping::Regular(_, with) => Some(with),
            Grouping::Irregular(_) => None,
        },
        _ => None,
    }
}
