//! What executions are started with, as a person tells it: by an example, or by a JSON Schema.

use asl_syntax::{Kind, LineIndex, Node, Source, json};
use asl_types::{Kinds, Type};
use serde_json::Value;
use std::path::Path;

/// Schemas are looked at no deeper than they are read.
const DEEPEST: usize = 64;

/// The type of what is like the example in a file. What is wrong with the file is told with its place.
pub fn example(file: &Path) -> Result<Type, String> {
    let value = read(file, &text(file)?)?;
    Ok(Type::like(&value))
}

/// The type of what is valid under the JSON Schema in a file. What is wrong with the file is told with its place.
pub fn schema(file: &Path) -> Result<Type, String> {
    schema_in(file, text(file)?)
}

/// The same of the text of a file.
pub fn schema_in(file: &Path, text: String) -> Result<Type, String> {
    let value = read(file, &text)?;
    let tree = json::parse(Source::new(text));
    if let Some((node, message)) = fault(tree.root(), 0) {
        let text = tree.source().text();
        let at = LineIndex::new(text).position(text, node.span().start);
        return Err(format!("{}:{}:{}: this is no JSON Schema: {message}", file.display(), at.line, at.column));
    }
    Type::from_json_schema(&value).map_err(|error| format!("{}: this is no JSON Schema: {error}", file.display()))
}

fn text(file: &Path) -> Result<String, String> {
    std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))
}

/// The JSON value in the text of a file.
fn read(file: &Path, text: &str) -> Result<Value, String> {
    value(text).map_err(|(line, column, why)| {
        let place = if line == 0 { String::new() } else { format!(":{line}:{column}") };
        format!("{}{place}: this is no JSON: {why}", file.display())
    })
}

/// A JSON value, or why it is none, and in which line and column.
pub fn value(text: &str) -> Result<Value, (usize, usize, String)> {
    serde_json::from_str(text).map_err(|error| {
        let said = error.to_string();
        let why = said.split(" at line ").next().unwrap_or(&said);
        (error.line(), error.column(), why.to_owned())
    })
}

/// Where a schema is none, and why: a keyword that is understood is written in a way that no draft allows.
fn fault(schema: Node<'_>, depth: usize) -> Option<(Node<'_>, String)> {
    if matches!(schema.kind(), Kind::Bool(_)) || depth > DEEPEST {
        return None;
    }
    if schema.kind() != Kind::Object {
        return Some((schema, format!("a schema is an object or a boolean, not {}", crate::context::kind_of(schema))));
    }
    schema.members().find_map(|member| keyword(member.key.text, member.value, depth + 1))
}

fn keyword<'t>(name: &str, value: Node<'t>, depth: usize) -> Option<(Node<'t>, String)> {
    let is_list = value.kind() == Kind::Array;
    let must_be = |what: &str| Some((value, format!("`{name}` is {what}, not {}", crate::context::kind_of(value))));
    match name {
        "type" if is_list => value.items().find_map(type_name),
        "type" => type_name(value),
        "properties" | "patternProperties" | "$defs" | "definitions" if value.kind() == Kind::Object => {
            value.members().find_map(|member| fault(member.value, depth))
        }
        "properties" | "patternProperties" | "$defs" | "definitions" => must_be("an object of schemas"),
        "allOf" | "anyOf" | "oneOf" | "prefixItems" if !is_list => must_be("a list of schemas"),
        "allOf" | "anyOf" | "oneOf" | "prefixItems" => value.items().find_map(|item| fault(item, depth)),
        // A list before 2020.
        "items" if is_list => value.items().find_map(|item| fault(item, depth)),
        "items" | "additionalProperties" | "additionalItems" | "not" | "if" | "then" | "else" => fault(value, depth),
        // A boolean in draft 3.
        "required" if is_list => value.items().find(|item| item.as_str().is_none()).map(|item| {
            let words = format!("`required` lists the names of fields, and this is {}", crate::context::kind_of(item));
            (item, words)
        }),
        "required" if !matches!(value.kind(), Kind::Bool(_)) => must_be("a list of names"),
        "enum" if !is_list => must_be("a list of values"),
        _ => None,
    }
}

fn type_name(value: Node<'_>) -> Option<(Node<'_>, String)> {
    let Some(text) = value.as_str() else {
        // Draft 3 had schemas in the list.
        return (value.kind() != Kind::Object).then(|| (value, "`type` is a name, or a list of names".to_owned()));
    };
    if Kinds::named(text.text).is_some() || matches!(text.text, "integer" | "any") {
        return None;
    }
    let names = Kinds::ALL.names().chain(["integer"]);
    let hint = crate::closest(text.text, names).map(|name| format!("; did you mean `{name}`?"));
    Some((value, format!("`{}` is no type{}", text.text, hint.unwrap_or_default())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Result<String, String> {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("s.json");
        std::fs::write(&file, text).expect("a file");
        let strip = |error: String| error.replace(&format!("{}", file.display()), "s.json");
        schema(&file).map(|of| of.to_string()).map_err(strip)
    }

    #[test]
    fn a_schema_is_one_or_its_fault_has_a_place() {
        let told = of(r#"{"type": "object", "properties": {"n": {"type": "number"}}, "required": ["n"]}"#);
        assert_eq!(told.as_deref(), Ok("{n: number, ...}"));
        for (text, why) in [
            ("", "s.json:1:0: this is no JSON: EOF while parsing a value"),
            ("{\n \"type\": }", "s.json:2:10: this is no JSON: expected value"),
            ("[1]", "s.json:1:1: this is no JSON Schema: a schema is an object or a boolean, not an array"),
            (
                "{\"type\": \"strin\"}",
                "s.json:1:10: this is no JSON Schema: `strin` is no type; did you mean `string`?",
            ),
            ("{\"type\": [\"null\", 5]}", "s.json:1:19: this is no JSON Schema: `type` is a name, or a list of names"),
            (
                "{\"properties\": {\n\"a\": 1}}",
                "s.json:2:6: this is no JSON Schema: a schema is an object or a boolean, not a number",
            ),
            (
                "{\"required\": \"a\"}",
                "s.json:1:14: this is no JSON Schema: `required` is a list of names, not a string",
            ),
            ("{\"anyOf\": {}}", "s.json:1:11: this is no JSON Schema: `anyOf` is a list of schemas, not an object"),
        ] {
            assert_eq!(of(text), Err(why.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_is_no_keyword_is_no_fault() {
        for text in ["true", r#"{"const": {"type": 5}, "default": {"properties": 1}, "type": ["string", "null"]}"#] {
            assert!(of(text).is_ok(), "{text}: {:?}", of(text));
        }
    }
}
