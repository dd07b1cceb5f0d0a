//! YAML into the same tree as JSON: aliases and merge keys expanded, and a span for every key and value.
//!
//! The events come from `granit-parser`, which stops at the first error. What is broken is therefore repaired in a copy of
//! the text (a missing colon or quote put in, a line moved to the indentation of its neighbours, at worst taken out), and
//! the copy is read again; [`patch`] leads every place back to the text as it was written. Errors are told in our own
//! words, at the place where the text must change.
//!
//! Tags: `!Sub` and `!!str` make a string. A node with any other tag that YAML itself does not know is of
//! [`Kind::Unknown`](crate::Kind::Unknown), with what stands behind the tag as the one node below it.

mod decode;
mod diagnose;
mod emit;
mod lines;
mod patch;
mod read;
mod record;
mod scalar;

use std::collections::HashMap;

use self::diagnose::Fix;
use self::patch::{Edit, Patched};
use self::record::Reading;
use crate::tree::{Format, Tree};
use crate::{Source, Span, SyntaxError};

/// After this many errors nothing more is told.
const MAX_ERRORS: usize = 50;

/// So often is a text repaired and read again.
const MAX_REPAIRS: usize = 20;

/// Nor is more text than this read again in all: repairs at the end of a huge text would take too long.
const MAX_REREAD: usize = 8 * 1024 * 1024;

/// Reads a YAML text.
pub fn parse(source: Source) -> Tree {
    let text = source.text();
    let (mut reading, mut errors) = read_and_repair(text);
    errors.append(&mut reading.errors);
    let (out, mut late) = emit::emit(text, &mut reading);
    errors.append(&mut late);
    if reading.records.is_empty() && errors.is_empty() {
        let help = "a definition begins with members such as `StartAt: …`";
        errors.push(SyntaxError::new(Span::at(0), "there is nothing here: a definition is a mapping").with_help(help));
    }
    errors.sort_by_key(|error| error.span.start);
    errors.truncate(MAX_ERRORS);
    out.finish(source, Format::Yaml, errors)
}

/// Reads the text, over and over while it is broken; gives the last reading and what was wrong.
fn read_and_repair(text: &str) -> (Reading, Vec<SyntaxError>) {
    let mut patched = Patched::new(text);
    let mut errors = Vec::new();
    let mut holes = Vec::new();
    // Lines with a repair, each with the furthest place that the parser came to.
    let mut lines: HashMap<usize, usize> = HashMap::new();
    let mut read_again = 0;
    let mut round = 0;
    loop {
        let reading = read::read(&patched, &holes);
        let stop = match &reading.stop {
            Some(stop) if !reading.too_deep => stop,
            _ => return (reading, errors),
        };
        read_again += stop.at.max(reading.last_end);
        let at = patched.origin(stop.at);
        let before = lines.insert(lines::start(text, at), at);
        // What a repair did not help is taken out.
        let stuck = before.is_some_and(|before| at <= before);
        let Fix { error, edits, silent, lost, known } = diagnose::fix(patched.text(), &reading, stop, stuck);
        let span = patched.origin_of(error.span);
        // A second error on a line counts only if it is understood: it may be of the repair's making.
        let echo = silent || before.is_some() && !known || holes.iter().any(|hole| follows(text, *hole, span));
        let last = round == MAX_REPAIRS || read_again > MAX_REREAD || edits.is_empty();
        if !echo || (last && errors.is_empty() && reading.errors.is_empty()) {
            errors.push(SyntaxError { span, ..error });
        }
        if last {
            return (reading, errors);
        }
        lines.entry(lines::start(text, span.start as usize)).or_insert(at);
        holes.extend(edits.iter().filter(|_| lost).map(|edit| hole(&patched, edit)));
        patched.apply(edits);
        round += 1;
    }
}

/// The place of an edit in the original.
fn hole(patched: &Patched, edit: &Edit) -> Span {
    patched.origin_of(Span::new(edit.at as u32, (edit.at + edit.len) as u32))
}

/// Does an error stand on the line that comes right after one that was taken out? Then it is of its making.
fn follows(text: &str, hole: Span, span: Span) -> bool {
    let is_next =
        |between: &str| between.trim_start().is_empty() && between.bytes().filter(|b| *b == b'\n').count() <= 1;
    !hole.is_empty() && text.get(hole.end as usize..span.start as usize).is_some_and(is_next)
}

#[cfg(test)]
mod tests;
