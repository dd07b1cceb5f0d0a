//! What a text must be to fit a picture, and which piece of it each part of the picture gets.
//!
//! It is what a regular expression of these parts would find, in time and memory that grow with the product of the
//! lengths of both, whatever they are.

use crate::jsonata::picture::{Fault, words};

/// What one part of a picture takes of a text. Letters are taken in any case.
pub(super) enum Piece {
    /// One of these texts, in upper case.
    OneOf(Vec<Vec<char>>),
    /// Exactly so many digits.
    Digits(usize),
    /// One character or more of a kind, which is asked about upper case.
    Run(fn(char) -> bool),
    /// Words of numbers with `and`, commas, blanks and hyphens among them.
    Words,
}

/// The most that is looked at: pieces times characters.
const MOST_WORK: usize = 1 << 21;

/// What characters are compared by: upper case, as in a regular expression of `JavaScript` with the flag `i`.
fn fold(c: char) -> char {
    let mut upper = c.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(upper), None) if c.is_ascii() || !upper.is_ascii() => upper,
        _ => c,
    }
}

fn folded(text: &str) -> Vec<char> {
    text.chars().map(fold).collect()
}

/// The pieces that a text falls into, as a regular expression would find them; `None` when it does not fit.
pub(super) fn find(text: &str, pieces: &[Piece]) -> Result<Option<Vec<String>>, Fault> {
    let original: Vec<char> = text.chars().collect();
    let text: Vec<char> = original.iter().copied().map(fold).collect();
    if (text.len() + 1).saturating_mul(pieces.len() + 1) > MOST_WORK {
        return Err(Fault::too_long());
    }
    let small = ["and", "-", ",", " "].map(str::to_owned);
    let vocabulary: Vec<Vec<char>> =
        words::all().map(|(word, _)| word).chain(small).map(|word| folded(&word)).collect();
    // From the last piece to the first: from which places on can this piece and all after it take the rest?
    let mut fits = vec![vec![false; text.len() + 1]];
    if let Some(end) = fits.first_mut().and_then(|row| row.last_mut()) {
        *end = true;
    }
    for piece in pieces.iter().rev() {
        let row = fits.last().map(|after| piece.fits(&text, after, &vocabulary)).unwrap_or_default();
        fits.push(row);
    }
    fits.reverse();
    if fits.first().and_then(|row| row.first()) != Some(&true) {
        return Ok(None);
    }
    let mut found = Vec::new();
    let mut at = 0;
    for (piece, rows) in pieces.iter().zip(fits.windows(2)) {
        let [here, after] = rows else { break };
        let end = piece.take(&text, at, here, after, &vocabulary);
        found.push(original.get(at..end).unwrap_or_default().iter().collect());
        at = end;
    }
    Ok(Some(found))
}

impl Piece {
    pub(super) fn one_of(texts: &[&str]) -> Self {
        Self::OneOf(texts.iter().map(|text| folded(text)).collect())
    }

    /// From which places on can this piece take something, and those after it the rest?
    fn fits(&self, text: &[char], after: &[bool], vocabulary: &[Vec<char>]) -> Vec<bool> {
        let mut row = vec![false; text.len() + 1];
        let then = |at: usize| after.get(at) == Some(&true);
        for at in (0..=text.len()).rev() {
            let rest = text.get(at..).unwrap_or_default();
            let goes_on = |length: usize| row.get(at + length) == Some(&true);
            let fits = match self {
                Self::OneOf(texts) => texts.iter().any(|wanted| rest.starts_with(wanted) && then(at + wanted.len())),
                Self::Digits(count) => {
                    rest.len() >= *count && rest.iter().take(*count).all(char::is_ascii_digit) && then(at + count)
                }
                Self::Run(kind) => rest.first().is_some_and(|c| kind(*c)) && (then(at + 1) || goes_on(1)),
                Self::Words => vocabulary
                    .iter()
                    .any(|word| rest.starts_with(word) && (then(at + word.len()) || goes_on(word.len()))),
            };
            if let Some(place) = row.get_mut(at) {
                *place = fits;
            }
        }
        row
    }

    /// Where the piece that begins here ends: as late as it can.
    fn take(&self, text: &[char], start: usize, here: &[bool], after: &[bool], vocabulary: &[Vec<char>]) -> usize {
        let then = |at: usize| after.get(at) == Some(&true);
        match self {
            Self::OneOf(texts) => {
                let rest = text.get(start..).unwrap_or_default();
                let mut ends =
                    texts.iter().filter(|wanted| rest.starts_with(wanted)).map(|wanted| start + wanted.len());
                ends.find(|end| then(*end)).unwrap_or(start)
            }
            Self::Digits(count) => start + count,
            Self::Run(kind) => {
                let length = text.iter().skip(start).take_while(|c| kind(**c)).count();
                (start..=start + length).rev().find(|end| then(*end)).unwrap_or(start)
            }
            Self::Words => {
                let mut at = start;
                loop {
                    let rest = text.get(at..).unwrap_or_default();
                    let mut ends = vocabulary.iter().filter(|word| rest.starts_with(word)).map(|word| at + word.len());
                    match ends.find(|end| here.get(*end) == Some(&true) || then(*end)) {
                        Some(end) if here.get(end) == Some(&true) => at = end,
                        Some(end) => return end,
                        None => return at,
                    }
                }
            }
        }
    }
}
