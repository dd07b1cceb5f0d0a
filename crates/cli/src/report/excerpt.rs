//! What of a file is shown to a person: safe for a terminal, and not the whole of a line as long as a file.

use asl_check_core::{is_unseen, visible};
use asl_syntax::{LineIndex, Span};
use codespan_reporting::files::{Error, Files};
use std::borrow::Cow;
use std::ops::Range;
use std::path::Path;

/// Longer lines are shown in part.
const LONG: usize = 400;
/// So much of a long line on both sides of what is shown.
const AROUND: usize = 100;

/// A path as a terminal may show it.
pub(super) fn name(path: &Path) -> String {
    visible(&path.to_string_lossy())
}

/// The text with every character that a terminal would obey replaced by one of the same length.
pub(super) fn harmless(text: &str) -> Cow<'_, str> {
    let obeyed = |c: char| is_unseen(c) && !matches!(c, '\n' | '\r' | '\t');
    if !text.contains(obeyed) {
        return Cow::Borrowed(text);
    }
    let stand_in = |c: char| match c.len_utf8() {
        _ if !obeyed(c) => c,
        1 => '?',
        2 => '\u{b7}',
        _ => '\u{fffd}',
    };
    Cow::Owned(text.chars().map(stand_in).collect())
}

/// A part of a long line, with the place that it has in its file.
pub(super) struct Window<'a> {
    name: &'a str,
    text: &'a str,
    line: usize,
    column: usize,
    start: usize,
}

impl<'a> Window<'a> {
    /// The part around a place, if its line is long.
    pub(super) fn around(name: &'a str, text: &'a str, lines: &LineIndex, span: Span) -> Option<Self> {
        let at = (span.start as usize).min(text.len());
        let line = lines.line(at as u32);
        let (begin, end) = (line.start as usize, (line.end as usize - 1).min(text.len()));
        if end.saturating_sub(begin) <= LONG {
            return None;
        }
        let boundary = |mut i: usize| {
            while !text.is_char_boundary(i) {
                i -= 1;
            }
            i
        };
        let start = boundary(at.saturating_sub(AROUND).max(begin));
        let stop = boundary((at + (span.len() as usize).min(AROUND) + AROUND).min(end));
        let place = lines.position(text, start as u32);
        let (line, column) = (place.line as usize, place.column as usize);
        Some(Self { name, text: text.get(start..stop)?, line, column, start })
    }

    /// A span of the file as one of the part, as far as it lies in it.
    pub(super) fn span(&self, span: Span) -> Option<Range<usize>> {
        let start = (span.start as usize).checked_sub(self.start).filter(|s| *s <= self.text.len())?;
        Some(start..(span.end as usize).saturating_sub(self.start).clamp(start, self.text.len()))
    }
}

impl<'a> Files<'a> for Window<'_> {
    type FileId = ();
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, (): ()) -> Result<&'a str, Error> {
        Ok(self.name)
    }

    fn source(&'a self, (): ()) -> Result<&'a str, Error> {
        Ok(self.text)
    }

    fn line_index(&'a self, (): (), _: usize) -> Result<usize, Error> {
        Ok(0)
    }

    fn line_range(&'a self, (): (), _: usize) -> Result<Range<usize>, Error> {
        Ok(0..self.text.len())
    }

    fn line_number(&'a self, (): (), _: usize) -> Result<usize, Error> {
        Ok(self.line)
    }

    fn column_number(&'a self, (): (), _: usize, byte: usize) -> Result<usize, Error> {
        Ok(self.column + self.text.get(..byte).map_or(0, |s| s.chars().count()))
    }
}
