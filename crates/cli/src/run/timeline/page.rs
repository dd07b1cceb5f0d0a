//! Lines with a time at the left, indentation and colours.

use super::brief;
use asl_check_core::visible;
use codespan_reporting::term::termcolor::{Color, ColorSpec, WriteColor};
use std::io;

/// Lines are about this long.
const WIDTH: usize = 120;
/// The column of times.
const TIMES: usize = 11;
/// The least that is left for a value, however deep it is.
const LEAST: usize = 40;

/// What a piece of a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    Plain,
    /// The name of a state.
    Name,
    /// What is there to be found, not to be read.
    Quiet,
    Good,
    Bad,
    /// What went wrong and was looked after.
    Warn,
}

/// A line is made of pieces.
pub(super) type Piece = (Tone, String);

/// Where lines go.
pub(super) struct Page<'o> {
    pub(super) out: &'o mut dyn WriteColor,
    /// When it all began.
    pub(super) start: i64,
}

impl Page<'_> {
    /// A line of the story.
    pub(super) fn line(&mut self, time: Option<i64>, depth: usize, pieces: &[Piece]) -> io::Result<()> {
        let time = time.map(|time| brief::moment(time.saturating_sub(self.start))).unwrap_or_default();
        self.out.set_color(&spec(Tone::Quiet))?;
        write!(self.out, "{time:>TIMES$}")?;
        self.out.reset()?;
        write!(self.out, "{:1$}", "", 2 * depth + 2)?;
        self.end(pieces)
    }

    /// A line at the left.
    pub(super) fn say(&mut self, pieces: &[Piece]) -> io::Result<()> {
        self.end(pieces)
    }

    fn end(&mut self, pieces: &[Piece]) -> io::Result<()> {
        for (tone, text) in pieces {
            let text = visible(text);
            if *tone == Tone::Plain {
                write!(self.out, "{text}")?;
            } else {
                self.out.set_color(&spec(*tone))?;
                write!(self.out, "{text}")?;
                self.out.reset()?;
            }
        }
        writeln!(self.out)
    }

    /// What is left of a line after the time, the indentation and so many characters.
    pub(super) fn room(depth: usize, used: usize) -> usize {
        WIDTH.saturating_sub(TIMES + 2 + 2 * depth + used).max(LEAST)
    }
}

fn spec(tone: Tone) -> ColorSpec {
    let mut spec = ColorSpec::new();
    match tone {
        Tone::Plain => &mut spec,
        Tone::Name => spec.set_bold(true),
        Tone::Quiet => spec.set_dimmed(true),
        Tone::Good => spec.set_fg(Some(Color::Green)),
        Tone::Bad => spec.set_fg(Some(Color::Red)).set_bold(true),
        Tone::Warn => spec.set_fg(Some(Color::Yellow)),
    };
    spec
}
