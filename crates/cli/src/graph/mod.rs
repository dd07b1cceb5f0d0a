//! `graph`: a definition as a picture.
//!
//! A text that is half typed is drawn as far as it goes: transitions that lead nowhere lead to a state that is shown as
//! missing. Nothing of the picture depends on anything but the text and the history, so that it may be kept in git.
#![allow(clippy::cast_precision_loss, reason = "counts of lines and links are small")]

mod dot;
mod far;
mod label;
mod layers;
mod mermaid;
mod model;
mod place;
mod svg;
#[cfg(test)]
mod tests;

use crate::args::{GraphArgs, GraphFormat};
use crate::{definition, input, output};
use asl_interpret::past::{Past, Status};
use asl_semantics::Definition;
use model::Picture;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

pub(crate) fn run(args: &GraphArgs) -> ExitCode {
    let print = |drawn: String| io::stdout().lock().write_all(drawn.as_bytes());
    output::code(draw(args).map(|drawn| output::finish(print(drawn), ExitCode::SUCCESS)))
}

fn draw(args: &GraphArgs) -> Result<String, String> {
    let file = if args.file.as_os_str() == "-" { &args.stdin_filename } else { &args.file };
    let chosen = definition::choose(file, input::named(&args.file)?, args.machine.as_deref())?;
    let past = args.history.as_deref().map(read_history).transpose()?;
    let definition = Definition::new(&chosen.tree);
    if definition.states().is_empty() {
        return Err(format!("{}: there are no states in it", chosen.path.display()));
    }
    let picture = Picture::new(&definition, &chosen, past.as_ref());
    Ok(match args.format {
        GraphFormat::Svg => svg::write(&picture),
        GraphFormat::Mermaid => mermaid::write(&picture),
        GraphFormat::Dot => dot::write(&picture),
    })
}

fn read_history(path: &Path) -> Result<Past, String> {
    let past = Past::read(&input::json_file(path)?);
    past.ok_or_else(|| format!("{}: a history holds an object with `events`", path.display()))
}

/// The colour of what became of a state, where a picture has one for light and dark.
const fn hue(status: Status) -> &'static str {
    match status {
        Status::Succeeded => "#1a7f37",
        Status::Caught => "#bc4c00",
        Status::Failed => "#cf222e",
        Status::Aborted => "#57606a",
        Status::Running => "#0969da",
    }
}
