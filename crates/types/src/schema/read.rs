//! From a schema to a type.
//!
//! A keyword that is not understood is passed over: it could only narrow what is valid. Where one would widen it, as a
//! reference to somewhere else may, the type is that of any value.

use super::SchemaError;
use crate::{Kinds, Type, Unknown};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// So deep are schemas followed, and references among them.
const DEEPEST: usize = 64;

/// So many schemas are read, each as often as it is met.
const MOST_SCHEMAS: usize = 20_000;

impl Type {
    /// What is valid under a schema. It may be more, never less; a schema that tells nothing gives what is unknown.
    pub fn from_json_schema(schema: &Value) -> Result<Self, SchemaError> {
        if !schema.is_object() && !schema.is_boolean() {
            let kind = Kinds::of(schema).words();
            return Err(SchemaError { message: format!("a schema is an object or a boolean, not {kind}") });
        }
        let dialect = schema.get("$schema").and_then(Value::as_str).unwrap_or_default();
        let is_old = ["draft-03", "draft-04", "draft-05", "draft-06", "draft-07"].iter().any(|it| dialect.contains(it));
        let mut reader = Reader { known: HashMap::new(), read: 0, depth: 0, is_old };
        Ok(reader.child(schema, schema))
    }
}

pub(super) struct Reader<'s> {
    /// What a reference means: by the schema that it is looked up in. Nothing yet, while it is being read.
    known: HashMap<(*const Value, &'s str), Option<Type>>,
    read: usize,
    depth: usize,
    /// Before 2019, nothing that stands beside a reference counted.
    is_old: bool,
}

impl<'s> Reader<'s> {
    /// The type of a schema for a value of its own: a place, a field, an item. One that does not say which kinds it takes
    /// means few of them, and is not known to take the others.
    pub(super) fn child(&mut self, schema: &'s Value, root: &'s Value) -> Type {
        let of = self.schema(schema, root);
        let says_kinds = schema.as_object().and_then(kinds).is_some();
        if says_kinds || of.kinds() != Kinds::ALL {
            return of;
        }
        let any = Type::of_any_kind();
        let (sets, any) = (of.sets(), any.sets());
        let is_each = sets.booleans == any.booleans && sets.numbers == any.numbers && sets.strings == any.strings;
        if !is_each {
            return of;
        }
        let mut told = Type::unknown().into_sets();
        told.arrays = sets.arrays.clone().filter(|_| sets.arrays != any.arrays);
        told.objects = sets.objects.clone().filter(|_| sets.objects != any.objects);
        told.unknown = Unknown::Opaque;
        told.into()
    }

    /// The type of a schema beside others for the same value: of any kind, where it tells nothing.
    fn schema(&mut self, schema: &'s Value, root: &'s Value) -> Type {
        self.read += 1;
        if self.read > MOST_SCHEMAS || self.depth == DEEPEST {
            return Type::of_any_kind();
        }
        match schema {
            Value::Bool(false) => Type::never(),
            Value::Object(keywords) => {
                self.depth += 1;
                let of = self.keywords(schema, keywords, root);
                self.depth -= 1;
                of
            }
            _ => Type::of_any_kind(),
        }
    }

    fn keywords(&mut self, schema: &'s Value, keywords: &'s Map<String, Value>, root: &'s Value) -> Type {
        // A schema with a name of its own is where references inside it start.
        let root = if names_itself(keywords) { schema } else { root };
        let reference = keywords.get("$ref").and_then(Value::as_str).map(|to| self.reference(to, root));
        if let (Some(of), true) = (&reference, self.is_old) {
            return of.clone();
        }
        let mut of = reference.unwrap_or_else(Type::of_any_kind).only(kinds(keywords).unwrap_or(Kinds::ALL));
        if let Some(value) = keywords.get("const") {
            of = of.meet(&Type::of(value));
        }
        if let Some(values) = keywords.get("enum").and_then(Value::as_array) {
            of = of.meet(&values.iter().fold(Type::never(), |all, value| all.join(&Type::of(value))));
        }
        of = of.meet(&self.objects(keywords, root)).meet(&self.arrays(keywords, root));
        for all in keywords.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            of = of.meet(&self.schema(all, root));
        }
        for name in ["anyOf", "oneOf"] {
            if let Some(any) = keywords.get(name).and_then(Value::as_array).filter(|it| !it.is_empty()) {
                of = of.meet(&any.iter().fold(Type::never(), |all, one| all.join(&self.schema(one, root))));
            }
        }
        if keywords.get("nullable") == Some(&Value::Bool(true)) { of.join(&Type::null()) } else { of }
    }

    /// What a reference means; any value where it is not at hand, or means itself.
    fn reference(&mut self, to: &'s str, root: &'s Value) -> Type {
        let Some(schema) = to.strip_prefix('#').and_then(decoded).and_then(|at| root.pointer(&at)) else {
            return Type::of_any_kind();
        };
        let key = (std::ptr::from_ref(root), to);
        if let Some(known) = self.known.get(&key) {
            return known.clone().unwrap_or_else(Type::of_any_kind);
        }
        self.known.insert(key, None);
        let of = self.schema(schema, root);
        self.known.insert(key, Some(of.clone()));
        of
    }
}

fn names_itself(keywords: &Map<String, Value>) -> bool {
    keywords.get("$id").and_then(Value::as_str).is_some_and(|id| !id.starts_with('#'))
}

/// The kinds that a schema says it takes; none, where it does not, or in words that are not understood.
fn kinds(keywords: &Map<String, Value>) -> Option<Kinds> {
    match keywords.get("type") {
        Some(Value::String(name)) => kind(name),
        Some(Value::Array(names)) => names
            .iter()
            .map(|name| name.as_str().and_then(kind))
            .try_fold(Kinds::NONE, |all, one| one.map(|one| all | one)),
        _ => None,
    }
}

fn kind(name: &str) -> Option<Kinds> {
    Kinds::named(if name == "integer" { "number" } else { name })
}

/// A fragment of an address without its escapes.
fn decoded(fragment: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(fragment.len());
    let mut rest = fragment.bytes();
    while let Some(byte) = rest.next() {
        let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
        bytes.push(match byte {
            b'%' => u8::try_from(digit(rest.next())? * 16 + digit(rest.next())?).ok()?,
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}
