//! Places as JSON has them: lines and columns from 1, columns in characters, offsets in bytes.

use asl_syntax::{LineIndex, Span};
use serde::Serialize;

#[derive(Serialize)]
pub(crate) struct Range {
    start: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    line: u32,
    column: u32,
    offset: u32,
}

impl Range {
    /// The place of a span of a text.
    pub(crate) fn new(lines: &LineIndex, text: &str, span: Span) -> Self {
        let point = |offset| {
            let p = lines.position(text, offset);
            Point { line: p.line, column: p.column, offset: p.offset }
        };
        Self { start: point(span.start), end: point(span.end) }
    }
}
