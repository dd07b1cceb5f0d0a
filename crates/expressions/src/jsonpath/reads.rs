//! What a path reads.

use asl_syntax::Span;
use asl_syntax::jsonpath::{Path, Root, StepKind};
use std::borrow::Cow;

/// A node that a path reads, as far as the text names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access<'t> {
    /// Where it starts. `@` stays `@`: which node it is depends on the filter around. A `$` within a filter is where the
    /// path around it starts.
    pub root: Root<'t>,
    /// The names and indexes from there, up to the first other step.
    pub fields: Vec<Field<'t>>,
    /// No other step follows.
    pub whole: bool,
    /// Root and fields in the text of the path.
    pub span: Span,
}

/// A step to a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field<'t> {
    /// Of an object.
    Name(Cow<'t, str>),
    /// Of an array, from the end when negative.
    Index(i64),
}

/// What a path reads, and what the paths within its filters and calls do, in the order of the text.
pub fn reads<'t>(path: &Path<'t>) -> Vec<Access<'t>> {
    let mut found = Vec::new();
    path.walk(&mut |path: &Path<'t>| found.push(access(path)));
    found
}

fn access<'t>(path: &Path<'t>) -> Access<'t> {
    let mut fields = Vec::new();
    for step in &path.steps {
        fields.push(match &step.kind {
            StepKind::Name { name, .. } => Field::Name(name.text.clone()),
            StepKind::Index(index) => Field::Index(*index),
            _ => break,
        });
    }
    let end = path.steps.get(fields.len()).map_or(path.span.end, |step| step.span.start);
    let whole = fields.len() == path.steps.len();
    Access { root: path.root, fields, whole, span: Span::new(path.span.start, end) }
}
