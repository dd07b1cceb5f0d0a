//! New members and items, written as the text around them is: on lines of their own or not, in JSON or in YAML.

use crate::fix::Edit;
use asl_syntax::{Format, Node, Span, Str, quoted};

/// What is put in.
#[derive(Clone, Debug)]
pub enum Value {
    /// As it is written in JSON.
    Scalar(String),
    /// One on each line, where there are lines.
    List(Vec<Self>),
    /// In the order of its members.
    Object(Vec<(&'static str, Self)>),
}

impl Value {
    /// A string.
    pub fn text(text: &str) -> Self {
        Self::Scalar(quoted(text))
    }
}

/// A member in front of another one of the same object.
pub fn member(before: Node<'_>, key: &str, value: &Value) -> Option<Edit> {
    let next = before.key()?.span();
    let around = Around::of(before, next)?;
    let mut written = match around.style {
        Style::Block if !around.prefix.trim().is_empty() => return None,
        Style::Block => format!("{key}:"),
        Style::Lines | Style::Inline => format!("\"{key}\": "),
    };
    match around.style {
        Style::Block => block(value, around.prefix, true, &mut written),
        Style::Lines => lines(value, around.prefix, around.unit, &mut written),
        Style::Inline => inline(value, &mut written),
    }
    Some(around.edit(next, written))
}

/// An item in front of another one of the same array.
pub fn item(before: Node<'_>, value: &Value) -> Option<Edit> {
    let next = before.span();
    let around = Around::of(before, next)?;
    let mut written = String::new();
    match around.style {
        // More dashes are lists in lists: where those begin is not told by the line.
        Style::Block if around.prefix.trim() != "-" => return None,
        Style::Block => block(value, &around.prefix.replace('-', " "), false, &mut written),
        Style::Lines => lines(value, around.prefix, around.unit, &mut written),
        Style::Inline => inline(value, &mut written),
    }
    Some(around.edit(next, written))
}

/// A value in the place of another.
pub fn instead(of: Node<'_>, value: &Value) -> Edit {
    let mut written = String::new();
    inline(value, &mut written);
    Edit::new(of.span(), written)
}

#[derive(Clone, Copy, PartialEq)]
enum Style {
    /// YAML by indentation.
    Block,
    /// JSON on lines of its own.
    Lines,
    /// JSON on a line with something else.
    Inline,
}

/// How it looks where something is put in.
struct Around<'t> {
    style: Style,
    /// What stands in front on the same line.
    prefix: &'t str,
    /// What one level is indented by.
    unit: &'t str,
}

impl<'t> Around<'t> {
    fn of(node: Node<'t>, at: Span) -> Option<Self> {
        let owner = node.parent()?;
        let is_flow = owner.raw().starts_with(['{', '[']);
        let text = node.tree().source().text();
        let prefix = line_before(text, at.start)?;
        let is_alone = prefix.trim().is_empty();
        let style = match node.tree().format() {
            Format::Yaml if !is_flow => Style::Block,
            _ if is_alone => Style::Lines,
            _ => Style::Inline,
        };
        let outer = line_before(text, owner.key().map_or(owner.span(), Str::span).start);
        let outer = outer.filter(|outer| outer.trim().is_empty()).unwrap_or_default();
        let unit = prefix.strip_prefix(outer).filter(|unit| !unit.is_empty() && is_alone).unwrap_or("  ");
        Some(Self { style, prefix, unit })
    }

    fn edit(&self, next: Span, mut written: String) -> Edit {
        match self.style {
            Style::Block => written.extend(["\n", self.prefix]),
            Style::Lines => written.extend([",\n", self.prefix]),
            Style::Inline => written.push_str(", "),
        }
        Edit::new(Span::at(next.start), written)
    }
}

fn line_before(text: &str, at: u32) -> Option<&str> {
    let before = text.get(..at as usize)?;
    before.get(before.rfind('\n').map_or(0, |end| end + 1)..)
}

fn inline(value: &Value, out: &mut String) {
    match value {
        Value::Scalar(text) => out.push_str(text),
        Value::List(items) => {
            out.push('[');
            each(items, out, ", ", inline);
            out.push(']');
        }
        Value::Object(members) => {
            out.push_str("{ ");
            each(members, out, ", ", |(key, value), out| {
                out.extend(["\"", *key, "\": "]);
                inline(value, out);
            });
            out.push_str(" }");
        }
    }
}

/// JSON, its first line without the indentation.
fn lines(value: &Value, indent: &str, unit: &str, out: &mut String) {
    let inner = format!("{indent}{unit}");
    let between = format!(",\n{inner}");
    match value {
        Value::Scalar(text) => out.push_str(text),
        Value::List(items) => {
            out.extend(["[\n", &inner]);
            each(items, out, &between, |item, out| lines(item, &inner, unit, out));
            out.extend(["\n", indent, "]"]);
        }
        Value::Object(members) => {
            out.extend(["{\n", &inner]);
            each(members, out, &between, |(key, value), out| {
                out.extend(["\"", *key, "\": "]);
                lines(value, &inner, unit, out);
            });
            out.extend(["\n", indent, "}"]);
        }
    }
}

/// YAML behind a key, or behind the dash of an item.
fn block(value: &Value, indent: &str, is_behind_key: bool, out: &mut String) {
    // Members lie deeper than the key that they are behind; a list has its own dashes for that.
    let deeper = if is_behind_key && matches!(value, Value::Object(_)) { "  " } else { "" };
    let indent = &format!("{indent}{deeper}");
    let between = format!("\n{indent}");
    if is_behind_key {
        out.push_str(if matches!(value, Value::Scalar(_)) { " " } else { &between });
    }
    match value {
        Value::Scalar(text) => out.push_str(plain(text)),
        Value::List(items) => {
            let inner = format!("{indent}    ");
            each(items, out, &between, |item, out| {
                out.push_str("  - ");
                block(item, &inner, false, out);
            });
        }
        Value::Object(members) => each(members, out, &between, |(key, value), out| {
            out.extend([*key, ":"]);
            block(value, indent, true, out);
        }),
    }
}

fn each<T>(all: &[T], out: &mut String, between: &str, mut write: impl FnMut(&T, &mut String)) {
    for (at, it) in all.iter().enumerate() {
        if at > 0 {
            out.push_str(between);
        }
        write(it, out);
    }
}

/// Text that YAML reads as text without its quotes.
fn plain(text: &str) -> &str {
    let bare = text.trim_matches('"');
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '.';
    let is_bare = text.starts_with('"') && bare.starts_with(char::is_alphabetic) && bare.chars().all(is_name);
    if is_bare { bare } else { text }
}
