//! Whole states to begin with, in the query language and the format of the place.
//!
//! In the strings of the file, `«n:text»` is a stop, and a string that begins with `#` is written without quotes.

use super::Offer;
use super::fields::Place;
use super::plain;
use crate::cursor::Cursor;
use crate::scene::Scene;
use asl_semantics::{Field, QueryLanguage};
use asl_syntax::Node;
use serde_json::Value;
use std::sync::OnceLock;
use tower_lsp::ls_types::CompletionItemKind;

/// Snippets at a place where states are written.
pub(super) fn offers(scene: &Scene<'_>, cursor: &Cursor<'_, '_>, container: Node<'_>, place: &Place) -> Vec<Offer> {
    let (Some(object), Some(entry)) = (cursor.object, cursor.entry) else { return Vec::new() };
    if entry.field != Some(Field::States) || entry.member.value != container || place.has_value {
        return Vec::new();
    }
    let language = scene.language(object);
    all().iter().filter_map(|snippet| offer(snippet, language, place)).collect()
}

fn offer(snippet: &'static Value, language: QueryLanguage, place: &Place) -> Option<Offer> {
    let word = |name: &str| snippet[name].as_str();
    let states = snippet[language.name()].as_object()?;
    let members: Vec<String> = states.iter().map(|(name, state)| member(name, state, place)).collect();
    let comma = if place.is_followed { "," } else { "" };
    let written = if place.is_block { members.join("\n") } else { format!("{}{comma}", members.join(",\n")) };
    let offer = Offer::new(word("label")?, CompletionItemKind::SNIPPET, place.instead).meaning(word("meaning")?);
    Some(Offer { snippet: written, ..offer })
}

fn member(name: &str, state: &Value, place: &Place) -> String {
    if place.is_block {
        let mut out = format!("{}:", stops(&plain(name)));
        yaml(state, 1, &mut out);
        out
    } else {
        format!("{}: {}", string(name), json(state, 0))
    }
}

fn json(value: &Value, depth: usize) -> String {
    let (outer, inner) = ("\t".repeat(depth), "\t".repeat(depth + 1));
    match value {
        Value::Object(members) => {
            let members =
                members.iter().map(|(key, value)| format!("{inner}{}: {}", string(key), json(value, depth + 1)));
            format!("{{\n{}\n{outer}\\}}", members.collect::<Vec<_>>().join(",\n"))
        }
        Value::Array(items) if items.iter().all(Value::is_string) => {
            format!("[{}]", items.iter().map(|item| json(item, depth)).collect::<Vec<_>>().join(", "))
        }
        Value::Array(items) => {
            let items = items.iter().map(|item| format!("{inner}{}", json(item, depth + 1)));
            format!("[\n{}\n{outer}]", items.collect::<Vec<_>>().join(",\n"))
        }
        Value::String(text) => scalar(text),
        other => other.to_string(),
    }
}

fn yaml(value: &Value, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    match value {
        Value::Object(members) => {
            for (at, (key, value)) in members.iter().enumerate() {
                let is_item = at == 0 && out.ends_with("- ");
                if !is_item {
                    out.extend(["\n", &indent]);
                }
                out.extend([&*stops(&plain(key)), ":"]);
                yaml(value, depth + 1, out);
            }
        }
        Value::Array(items) => {
            for item in items {
                out.extend(["\n", &indent, "- "]);
                yaml(item, depth + 1, out);
            }
        }
        Value::String(text) => {
            let text = scalar(text);
            out.push_str(if out.ends_with("- ") { "" } else { " " });
            out.push_str(&text);
        }
        other => out.extend([" ", &other.to_string()]),
    }
}

fn scalar(text: &str) -> String {
    text.strip_prefix('#').map_or_else(|| string(text), stops)
}

fn string(text: &str) -> String {
    format!("\"{}\"", stops(&plain(text).replace('"', "\\\\\"")))
}

/// Stops in the protocol's words.
fn stops(text: &str) -> String {
    text.replace('«', "${").replace('»', "}")
}

/// The snippets, as the file beside this one has them.
fn all() -> &'static [Value] {
    static SNIPPETS: OnceLock<Vec<Value>> = OnceLock::new();
    // A test reads the file: one that could not be read would offer nothing, and crash nothing.
    SNIPPETS.get_or_init(|| serde_json::from_str(include_str!("snippets.json")).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_snippet_is_written_in_each_language_and_format() {
        assert_eq!(all().len(), 8);
        for snippet in all() {
            for language in [QueryLanguage::JsonPath, QueryLanguage::Jsonata] {
                for is_block in [false, true] {
                    let place =
                        Place { instead: asl_syntax::Span::at(0), has_value: false, is_followed: false, is_block };
                    let offer = offer(snippet, language, &place).unwrap_or_else(|| panic!("{}", snippet["label"]));
                    let text = super::super::without_stops(&offer.snippet);
                    let first = text.split(':').next().unwrap_or_default().trim_matches('"').to_owned();
                    let ends = if is_block { String::new() } else { "}}".to_owned() };
                    let whole = if is_block {
                        format!("StartAt: \"{first}\"\nStates:\n  {}\n", text.replace('\n', "\n  "))
                    } else {
                        format!("{{\"StartAt\": \"{first}\", \"States\": {{{text}{ends}")
                    };
                    let tree = if is_block {
                        asl_syntax::yaml::parse(asl_syntax::Source::new(whole.clone()))
                    } else {
                        asl_syntax::json::parse(asl_syntax::Source::new(whole.clone()))
                    };
                    assert!(tree.errors().is_empty(), "{whole}\n{:?}", tree.errors());
                    let states = asl_semantics::Definition::new(&tree);
                    assert!(!states.states().is_empty() && states.states().iter().all(|s| s.kind.is_some()), "{whole}");
                }
            }
        }
    }
}
