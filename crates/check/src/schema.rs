//! A value of the definition against a JSON Schema, as far as both are known: what stands there, and of what is computed
//! its type. Bounds, patterns and conditions are not looked at.

use crate::call::is_computed;
use crate::context::kind_of;
use crate::suggest::{closest, list};
use asl_semantics::QueryLanguage;
use asl_syntax::{Kind, Node, Str};
use asl_types::{Kinds, Type};
use serde_json::Value;

/// What is wrong with a value.
#[derive(Clone, Debug)]
pub(crate) enum Complaint<'t> {
    /// An object lacks a member.
    Missing(Node<'t>, String),
    /// An object has one that it may not have; and the one that was meant.
    Unknown(Str<'t>, Option<String>),
    /// A value is not what it should be, in words.
    Wrong(Node<'t>, String),
}

/// How a value is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading {
    pub(crate) language: QueryLanguage,
}

impl Reading {
    /// What is wrong with a value that comes to be of a type.
    pub(crate) fn complaints<'t>(self, node: Node<'t>, schema: &Value, of: &Type) -> Vec<Complaint<'t>> {
        let mut found = Vec::new();
        self.value(node, schema, of, &mut found);
        found
    }

    fn value<'t>(self, node: Node<'t>, schema: &Value, of: &Type, found: &mut Vec<Complaint<'t>>) {
        if node.is_unknown() || matches!(node.kind(), Kind::Missing | Kind::Unknown) {
            return;
        }
        if is_computed(node, self.language) {
            return computed(node, schema, of, found);
        }
        if let Some(ways) = ["anyOf", "oneOf"].iter().find_map(|it| schema[*it].as_array()) {
            self.any_of(node, ways, of, found);
        }
        let kinds = kinds(schema);
        if !kinds.is_empty() && !kinds.iter().any(|kind| is_of(node, kind)) {
            let wanted: Vec<&str> = kinds.iter().map(|kind| noun(kind)).collect();
            found.push(Complaint::Wrong(node, format!("{}, not {}", wanted.join(" or "), kind_of(node))));
            return;
        }
        if let Some(text) = node.as_str() {
            one_of(node, text.text, schema, found);
        }
        match node.kind() {
            Kind::Object => self.object(node, schema, of, found),
            Kind::Array => {
                let items = node.items().enumerate();
                items.for_each(|(at, item)| self.value(item, &schema["items"], &of.item(at), found));
            }
            _ => {}
        }
    }

    /// One of several ways has to fit; where only one is of the right kind, it tells what is wrong.
    fn any_of<'t>(self, node: Node<'t>, ways: &[Value], of: &Type, found: &mut Vec<Complaint<'t>>) {
        let all: Vec<Vec<Complaint<'t>>> = ways
            .iter()
            .map(|way| {
                let mut inner = Vec::new();
                self.value(node, way, of, &mut inner);
                inner
            })
            .collect();
        if all.iter().any(Vec::is_empty) {
            return;
        }
        let fits = |way: &&Value| kinds(way).iter().any(|kind| is_of(node, kind));
        if ways.iter().filter(fits).count() == 1
            && let Some(at) = ways.iter().position(|way| fits(&way))
        {
            found.extend(all.into_iter().nth(at).into_iter().flatten());
        }
    }

    fn object<'t>(self, node: Node<'t>, schema: &Value, of: &Type, found: &mut Vec<Complaint<'t>>) {
        let Some(properties) = schema["properties"].as_object() else { return };
        let is_hidden = node.members().any(|member| member.key.has_placeholder());
        let names: Vec<&str> = node.members().map(|member| self.name(member.key.text)).collect();
        let free = || properties.keys().map(String::as_str).filter(|name| !names.contains(name));
        let is_closed = schema["additionalProperties"] == false;
        let mut typos = Vec::new();
        for member in node.members().filter(|member| !member.key.has_placeholder()) {
            let name = self.name(member.key.text);
            match properties.get(name) {
                Some(schema) if name.len() < member.key.text.len() => {
                    computed(member.value, schema, &of.field(name), found);
                }
                Some(schema) => self.value(member.value, schema, &of.field(name), found),
                None if is_closed => {
                    let meant = closest(name, free());
                    typos.extend(meant);
                    found.push(Complaint::Unknown(member.key, meant.map(str::to_owned)));
                }
                None => {}
            }
        }
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !names.contains(&name) && !typos.contains(&name) && !is_hidden {
                found.push(Complaint::Missing(node, name.to_owned()));
            }
        }
    }

    fn name(self, key: &str) -> &str {
        match self.language {
            QueryLanguage::JsonPath => key.strip_suffix(".$").unwrap_or(key),
            QueryLanguage::Jsonata => key,
        }
    }
}

/// A value of which only the type is known. What a template fills in may be anything.
fn computed<'t>(node: Node<'t>, schema: &Value, of: &Type, found: &mut Vec<Complaint<'t>>) {
    if node.as_str().is_none_or(Str::has_placeholder) || of.is_unknown() || of.kinds() == Kinds::NONE {
        return;
    }
    let mut wanted = Vec::new();
    if may_be(schema, &mut wanted) && !wanted.iter().filter_map(|it| kind(it)).any(|it| of.kinds().meets(it)) {
        let wanted: Vec<&str> = wanted.into_iter().map(noun).collect();
        found.push(Complaint::Wrong(node, format!("{}, not {}", wanted.join(" or "), of.kinds().words())));
    } else if let Some(Value::String(text)) = of.as_value() {
        one_of(node, &text, schema, found);
    }
}

/// The kinds of values that a schema takes, if it says so.
fn may_be<'s>(schema: &'s Value, all: &mut Vec<&'s str>) -> bool {
    let own = kinds(schema);
    let ways = ["anyOf", "oneOf"].iter().find_map(|it| schema[*it].as_array());
    match ways {
        _ if !own.is_empty() => {
            all.extend(own);
            true
        }
        Some(ways) => ways.iter().all(|way| may_be(way, all)),
        None => false,
    }
}

fn kind(name: &str) -> Option<Kinds> {
    if name == "integer" { Some(Kinds::NUMBER) } else { Kinds::named(name) }
}

/// A text that is one of a few.
fn one_of<'t>(node: Node<'t>, text: &str, schema: &Value, found: &mut Vec<Complaint<'t>>) {
    let single = schema.get("const").map(std::slice::from_ref);
    let Some(values) = schema["enum"].as_array().map(Vec::as_slice).or(single) else { return };
    let values: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
    if !values.is_empty() && !values.contains(&text) {
        let wanted = if values.len() == 1 { list(&values) } else { format!("one of {}", list(&values)) };
        found.push(Complaint::Wrong(node, format!("{wanted}, not `{text}`")));
    }
}

fn kinds(schema: &Value) -> Vec<&str> {
    match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn is_of(node: Node<'_>, kind: &str) -> bool {
    match node.kind() {
        Kind::Null => kind == "null",
        Kind::Bool(_) => kind == "boolean",
        Kind::Number => kind == "number" || kind == "integer" && node.as_f64().is_none_or(|it| it.fract() == 0.0),
        Kind::String => kind == "string",
        Kind::Array => kind == "array",
        Kind::Object => kind == "object",
        Kind::Missing | Kind::Unknown => true,
    }
}

fn noun(kind: &str) -> &'static str {
    match kind {
        "null" => "null",
        "boolean" => "true or false",
        "integer" => "a whole number",
        "number" => "a number",
        "string" => "a string",
        "array" => "an array",
        _ => "an object",
    }
}
