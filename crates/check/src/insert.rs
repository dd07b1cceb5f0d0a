//! New members and items, written as the text around them is: on lines of their own or not, in JSON or in YAML.

use crate::fix::{Edit, quoted};
use asl_syntax::{Format, Node, Span, Str};

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
    let written = match around.style {
        Style::Block if !around.prefix.trim().is_empty() => return None,
        Style::Block => format!("{key}:{}", block(value, around.prefix, true)),
        Style::Lines => format!("\"{key}\": {}", lines(value, around.prefix, around.unit)),
        Style::Inline => format!("\"{key}\": {}", inline(value)),
    };
    Some(around.edit(next, &written))
}

/// An item in front of another one of the same array.
pub fn item(before: Node<'_>, value: &Value) -> Option<Edit> {
    let next = before.span();
    let around = Around::of(before, next)?;
    let written = match around.style {
        // More dashes are lists in lists: where those begin is not told by the line.
        Style::Block if around.prefix.trim() != "-" => return None,
        Style::Block => block(value, &around.prefix.replace('-', " "), false),
        Style::Lines => lines(value, around.prefix, around.unit),
        Style::Inline => inline(value),
    };
    Some(around.edit(next, &written))
}

/// A value in the place of another.
pub fn instead(of: Node<'_>, value: &Value) -> Edit {
    Edit::new(of.span(), inline(value))
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

    fn edit(&self, next: Span, written: &str) -> Edit {
        let text = match self.style {
            Style::Block => format!("{written}\n{}", self.prefix),
            Style::Lines => format!("{written},\n{}", self.prefix),
            Style::Inline => format!("{written}, "),
        };
        Edit::new(Span::at(next.start), text)
    }
}

fn line_before(text: &str, at: u32) -> Option<&str> {
    let before = text.get(..at as usize)?;
    before.get(before.rfind('\n').map_or(0, |end| end + 1)..)
}

fn inline(value: &Value) -> String {
    match value {
        Value::Scalar(text) => text.clone(),
        Value::List(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Value::Object(members) => {
            let members = members.iter().map(|(key, value)| format!("\"{key}\": {}", inline(value)));
            format!("{{ {} }}", members.collect::<Vec<_>>().join(", "))
        }
    }
}

/// JSON, its first line without the indentation.
fn lines(value: &Value, indent: &str, unit: &str) -> String {
    let inner = format!("{indent}{unit}");
    let (open, close, parts) = match value {
        Value::Scalar(text) => return text.clone(),
        Value::List(items) => ('[', ']', items.iter().map(|item| lines(item, &inner, unit)).collect::<Vec<_>>()),
        Value::Object(members) => {
            let members = members.iter().map(|(key, value)| format!("\"{key}\": {}", lines(value, &inner, unit)));
            ('{', '}', members.collect())
        }
    };
    let parts = parts.join(&format!(",\n{inner}"));
    format!("{open}\n{inner}{parts}\n{indent}{close}")
}

/// YAML behind a key, or behind the dash of an item.
fn block(value: &Value, indent: &str, is_behind_key: bool) -> String {
    let parts: Vec<String> = match value {
        Value::Scalar(text) if is_behind_key => return format!(" {}", plain(text)),
        Value::Scalar(text) => return plain(text).to_owned(),
        Value::List(items) => {
            let inner = format!("{indent}    ");
            items.iter().map(|item| format!("  - {}", block(item, &inner, false))).collect()
        }
        Value::Object(members) => {
            members.iter().map(|(key, value)| format!("{key}:{}", block(value, indent, true))).collect()
        }
    };
    let first = if is_behind_key { format!("\n{indent}") } else { String::new() };
    first + &parts.join(&format!("\n{indent}"))
}

/// Text that YAML reads as text without its quotes.
fn plain(text: &str) -> &str {
    let bare = text.trim_matches('"');
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '.';
    let is_bare = text.starts_with('"') && bare.starts_with(char::is_alphabetic) && bare.chars().all(is_name);
    if is_bare { bare } else { text }
}
