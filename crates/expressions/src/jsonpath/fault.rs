//! What goes wrong, and how Jayway says it.

use super::Absent;
use crate::java;
use asl_syntax::Span;
use asl_syntax::jsonpath::{Step, StepKind};
use serde_json::Value;
use std::fmt::Write;

/// What a failure means to a filter around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// There is no such node: to a filter, a side that is undefined.
    NotFound,
    /// The path cannot be applied: to a filter, a node that is not accepted.
    Invalid,
    /// Ends the evaluation, filter or not.
    Failed,
}

/// A failure on its way out.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) kind: Kind,
    pub(super) absent: Absent,
}

impl Fault {
    pub(super) fn new(kind: Kind, span: Span, message: impl Into<String>) -> Self {
        Self { kind, absent: Absent { message: message.into(), span } }
    }
}

/// The steps as Jayway writes them.
pub(super) fn fragments(steps: &[Step]) -> String {
    let mut out = String::new();
    for step in steps {
        match &step.kind {
            StepKind::Name { name, .. } => push_names(&mut out, [&*name.text].into_iter(), ","),
            StepKind::Names(names) => push_names(&mut out, names.iter().map(|n| &*n.text), ","),
            StepKind::Index(index) => push(&mut out, format_args!("[{index}]")),
            StepKind::Indexes(indexes) => {
                let list: Vec<String> = indexes.iter().map(i64::to_string).collect();
                push(&mut out, format_args!("[{}]", list.join(",")));
            }
            StepKind::Slice { start, end, .. } => {
                let text = |bound: &Option<i64>| bound.map_or_else(String::new, |b| b.to_string());
                push(&mut out, format_args!("[{}:{}]", text(start), text(end)));
            }
            StepKind::Wildcard(_) => out.push_str("[*]"),
            StepKind::Descend => out.push_str(".."),
            StepKind::Filter(_) => out.push_str("[?]"),
            StepKind::Call { name, args } => {
                push(&mut out, format_args!(".{}{}", name.text, if args.is_empty() { "()" } else { "(...)" }));
            }
            StepKind::Invalid => {}
        }
    }
    out
}

/// The way to a node by definite steps, as Jayway keeps it.
pub(super) fn way(steps: &[Step]) -> String {
    let mut out = String::from("$");
    for step in steps {
        match &step.kind {
            StepKind::Name { name, .. } => push(&mut out, format_args!("['{}']", name.text)),
            StepKind::Index(index) => push(&mut out, format_args!("[{index}]")),
            StepKind::Names(names) => push_names(&mut out, names.iter().map(|n| &*n.text), ", "),
            _ => {}
        }
    }
    out
}

/// What a step finds where it looks for an object.
pub(super) fn no_object(node: &Value, before: &[Step], step: Option<&Step>) -> String {
    format!(
        "Expected to find an object with property {} in path {} but found '{}'. This is not a json object according to \
         the JsonProvider: 'com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider'.",
        fragments(step.map_or(&[], std::slice::from_ref)),
        way(before),
        class(node, before),
    )
}

/// What steps find where the first of them looks for an array.
pub(super) fn no_array(node: &Value, before: &[Step], rest: &[Step]) -> String {
    let (rest, context) = (fragments(rest), context(node, before));
    format!("Filter: {rest} can only be applied to arrays. Current context is: {context}")
}

fn push_names<'a>(out: &mut String, names: impl Iterator<Item = &'a str>, between: &str) {
    out.push('[');
    for (i, name) in names.enumerate() {
        push(out, format_args!("{}'{name}'", if i == 0 { "" } else { between }));
    }
    out.push(']');
}

fn push(out: &mut String, text: std::fmt::Arguments) {
    // Writing to a string cannot fail.
    let _ = out.write_fmt(text);
}

/// Jayway takes the value of a field out of its Jackson node; the root and the elements of an array stay nodes.
fn is_unwrapped(before: &[Step]) -> bool {
    matches!(before.last(), Some(Step { kind: StepKind::Name { .. }, .. }))
}

/// The Java class of a value after some steps.
pub(super) fn class(value: &Value, before: &[Step]) -> &'static str {
    let unwrapped = is_unwrapped(before);
    match value {
        Value::Null if unwrapped => "null",
        Value::Null => "com.fasterxml.jackson.databind.node.NullNode",
        Value::Bool(_) if unwrapped => "java.lang.Boolean",
        Value::Bool(_) => "com.fasterxml.jackson.databind.node.BooleanNode",
        Value::String(_) if unwrapped => "java.lang.String",
        Value::String(_) => "com.fasterxml.jackson.databind.node.TextNode",
        Value::Number(n) => match (n.as_i64(), unwrapped) {
            (Some(i), true) if i32::try_from(i).is_ok() => "java.lang.Integer",
            (Some(i), false) if i32::try_from(i).is_ok() => "com.fasterxml.jackson.databind.node.IntNode",
            (Some(_), true) => "java.lang.Long",
            (Some(_), false) => "com.fasterxml.jackson.databind.node.LongNode",
            (None, true) if n.is_u64() => "java.math.BigInteger",
            (None, false) if n.is_u64() => "com.fasterxml.jackson.databind.node.BigIntegerNode",
            (None, true) => "java.lang.Double",
            (None, false) => "com.fasterxml.jackson.databind.node.DoubleNode",
        },
        Value::Array(_) => "com.fasterxml.jackson.databind.node.ArrayNode",
        Value::Object(_) => "com.fasterxml.jackson.databind.node.ObjectNode",
    }
}

/// A value after some steps, as Java prints it.
pub(super) fn context(value: &Value, before: &[Step]) -> String {
    match value {
        Value::String(text) if is_unwrapped(before) => text.clone(),
        other => java::json_text(other),
    }
}
