//! A run for people: a line for each step of its story, with the virtual time since the start.

mod brief;
mod changes;
mod page;
mod story;
mod tell;

use asl_interpret::{Run, Status, text_of_time};
use codespan_reporting::term::termcolor::WriteColor;
use page::{Page, Tone};
use std::io;
use story::Story;
use tell::Teller;

use crate::output::plural;

pub(in crate::run) use brief::moment;

/// An output of more lines than this is cut.
const OUTPUT_LINES: usize = 40;
/// So much of a cause is shown at the end.
const CAUSE: usize = 2000;

pub(super) fn write(out: &mut dyn WriteColor, machine: &str, run: &Run<'_>) -> io::Result<()> {
    let start = run.events.first().map_or(0, |event| event.time);
    let end = run.events.last().map_or(start, |event| event.time);
    let mut page = Page { out, start };
    let started = format!(", started {}", text_of_time(start));
    page.say(&[(Tone::Name, machine.to_owned()), (Tone::Quiet, started)])?;
    Teller { story: &Story::of(run), run, page: &mut page }.execution()?;
    writeln!(page.out)?;
    outcome(&mut page, run, end - start)?;
    samples(&mut page, run)
}

fn outcome(page: &mut Page<'_>, run: &Run<'_>, took: i64) -> io::Result<()> {
    let (tone, word) = match run.status {
        Status::Succeeded => (Tone::Good, "SUCCEEDED"),
        Status::Failed => (Tone::Bad, "FAILED"),
        Status::TimedOut => (Tone::Bad, "TIMED_OUT"),
        Status::Aborted => (Tone::Bad, "ABORTED"),
    };
    let transitions = plural(usize::try_from(run.transitions).unwrap_or(usize::MAX), "transition");
    let told = format!(" after {}: {transitions}, {}", brief::span(took), plural(run.events.len(), "event"));
    page.say(&[(tone, word.to_owned()), (Tone::Plain, told)])?;
    if let Some(error) = &run.error {
        page.say(&[(Tone::Quiet, "error   ".to_owned()), (Tone::Bad, error.clone())])?;
    }
    if let Some(cause) = run.cause.as_ref().filter(|cause| !cause.is_empty()) {
        page.say(&[(Tone::Quiet, "cause   ".to_owned()), (Tone::Plain, brief::text(cause, CAUSE))])?;
    }
    let Some(output) = &run.output else { return Ok(()) };
    page.say(&[(Tone::Quiet, "output".to_owned())])?;
    let text = serde_json::to_string_pretty(output.value()).map_err(io::Error::other)?;
    for line in text.lines().take(OUTPUT_LINES) {
        page.say(&[(Tone::Plain, line.to_owned())])?;
    }
    let more = text.lines().count().saturating_sub(OUTPUT_LINES);
    if more > 0 {
        let told = format!("… {} more; --format json prints them", plural(more, "line"));
        page.say(&[(Tone::Quiet, told)])?;
    }
    Ok(())
}

/// What is not worth much, because nobody said what the task answers.
fn samples(page: &mut Page<'_>, run: &Run<'_>) -> io::Result<()> {
    let Some(told) = told_of_samples(run) else { return Ok(()) };
    writeln!(page.out)?;
    page.say(&[(Tone::Warn, told)])
}

/// That samples stand in, where some do.
pub(super) fn told_of_samples(run: &Run<'_>) -> Option<String> {
    let names: Vec<String> = run.samples.iter().map(|name| format!("`{name}`")).collect();
    let told = format!("No mock is given for {}: samples stand in for what is answered there.", names.join(", "));
    (!names.is_empty()).then_some(told)
}
