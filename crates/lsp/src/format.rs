//! A definition in JSON, laid out anew: keys stay in order, and what stands on one line and fits there stays so.

use crate::snapshot::Snapshot;
use asl_hosts::Content;
use asl_syntax::{Format, Kind, Node, Span};
use tower_lsp::ls_types::{FormattingOptions, TextEdit};

/// What stood on one line stays there up to this column.
const WIDEST: usize = 100;

/// The edit that lays a document out; none, where it is no JSON, or broken.
pub fn format(snapshot: &Snapshot, options: &FormattingOptions) -> Vec<TextEdit> {
    let Content::Definition(tree) = &snapshot.content else { return Vec::new() };
    if tree.format() != Format::Json || !tree.errors().is_empty() || tree.source().fault().is_some() {
        return Vec::new();
    }
    let unit = if options.insert_spaces { " ".repeat(options.tab_size.clamp(1, 16) as usize) } else { "\t".to_owned() };
    let old = snapshot.text();
    let root = tree.root();
    let mark = if old.starts_with('\u{feff}') { "\u{feff}" } else { "" };
    let line = if old.contains("\r\n") { "\r\n" } else { "\n" };
    let mut new = String::with_capacity(old.len());
    Page { out: &mut new, unit: &unit }.value(root, 0, 0);
    let new = format!("{mark}{new}\n").replace('\n', line);
    // Nothing but blanks may differ.
    if bare(old) != bare(&new) || old == new {
        return Vec::new();
    }
    let (span, text) = difference(old, &new);
    vec![TextEdit::new(snapshot.range(span), text)]
}

struct Page<'o> {
    out: &'o mut String,
    unit: &'o str,
}

impl Page<'_> {
    /// `column` is where the value begins.
    fn value(&mut self, node: Node<'_>, depth: usize, column: usize) {
        let parts: Vec<(Option<Node<'_>>, Node<'_>)> = match node.kind() {
            Kind::Object => node.members().map(|m| (Some(m.key.node), m.value)).collect(),
            Kind::Array => node.items().map(|item| (None, item)).collect(),
            _ => return self.out.push_str(node.raw()),
        };
        let (open, close) = if node.kind() == Kind::Object { ('{', '}') } else { ('[', ']') };
        if parts.is_empty() {
            return self.out.extend([open, close]);
        }
        let begun = self.out.len();
        if depth > 0 && self.inline(node, begun + WIDEST.saturating_sub(column)) && !node.raw().contains('\n') {
            return;
        }
        self.out.truncate(begun);
        self.out.push(open);
        let last = parts.len() - 1;
        for (at, (key, value)) in parts.into_iter().enumerate() {
            self.out.push('\n');
            self.out.push_str(&self.unit.repeat(depth + 1));
            let mut column = self.unit.len() * (depth + 1);
            if let Some(key) = key {
                self.out.push_str(key.raw());
                self.out.push_str(": ");
                column += key.raw().len() + 2;
            }
            self.value(value, depth + 1, column);
            if at < last {
                self.out.push(',');
            }
        }
        self.out.push('\n');
        self.out.push_str(&self.unit.repeat(depth));
        self.out.push(close);
    }

    /// Writes a value on one line. Is it done before the text is longer than `most`? What it has written else is of no use.
    fn inline(&mut self, node: Node<'_>, most: usize) -> bool {
        let mut gap = "";
        match node.kind() {
            Kind::Object => {
                self.out.push('{');
                for member in node.members() {
                    self.out.extend([if gap.is_empty() { " " } else { ", " }, member.key.node.raw(), ": "]);
                    if !self.inline(member.value, most) {
                        return false;
                    }
                    gap = " ";
                }
                self.out.extend([gap, "}"]);
            }
            Kind::Array => {
                self.out.push('[');
                for item in node.items() {
                    self.out.push_str(gap);
                    if !self.inline(item, most) {
                        return false;
                    }
                    gap = ", ";
                }
                self.out.push(']');
            }
            // A long string is not copied for each level that it lies below.
            _ if self.out.len() + node.raw().len() > most => return false,
            _ => self.out.push_str(node.raw()),
        }
        self.out.len() <= most
    }
}

/// A text of JSON without the blanks that mean nothing.
fn bare(text: &str) -> String {
    let mut is_quoted = false;
    let mut is_escaped = false;
    text.chars()
        .filter(|c| {
            let keep = is_quoted || !matches!(c, ' ' | '\t' | '\r' | '\n');
            is_quoted ^= *c == '"' && !is_escaped;
            is_escaped = is_quoted && *c == '\\' && !is_escaped;
            keep
        })
        .collect()
}

/// What has to be replaced in one text to have the other, and what with.
fn difference(old: &str, new: &str) -> (Span, String) {
    let before = old
        .char_indices()
        .zip(new.chars())
        .find(|((_, a), b)| a != b)
        .map_or(old.len().min(new.len()), |((at, _), _)| at);
    let (rest_old, rest_new) = (old.get(before..).unwrap_or_default(), new.get(before..).unwrap_or_default());
    let same = rest_old.chars().rev().zip(rest_new.chars().rev()).take_while(|(a, b)| a == b);
    let behind: usize = same.map(|(c, _)| c.len_utf8()).sum();
    let text = rest_new.get(..rest_new.len() - behind).unwrap_or_default().to_owned();
    (Span::new(before as u32, (old.len() - behind) as u32), text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_difference_is_the_least_there_is() {
        assert_eq!(difference("{ \"a\":1 }", "{ \"a\": 1 }"), (Span::at(6), " ".to_owned()));
        assert_eq!(difference("aa", "a"), (Span::new(1, 2), String::new()));
        assert_eq!(difference("é", "éé"), (Span::at(2), "é".to_owned()));
    }

    #[test]
    fn blanks_in_strings_count() {
        assert_eq!(bare("{ \"a b\\\" c\" : 1 }\n"), "{\"a b\\\" c\":1}");
    }
}
