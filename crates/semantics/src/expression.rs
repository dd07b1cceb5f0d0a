//! Every path, intrinsic call and JSONata expression of a definition, parsed once, with the field that it stands in.

use crate::shape::{ObjectKind, QueryLanguage, Shape};
use crate::{Definition, Field, Object, ObjectId};
use asl_expressions::template::Texts;
use asl_syntax::{Kind, Member, Node, Str, intrinsic, jsonata, jsonpath};

/// All expressions of a definition, in the order of its objects.
#[derive(Debug, Default)]
pub struct Expressions<'t> {
    all: Vec<Expression<'t>>,
    /// By node, one more than the place of its expression.
    places: Vec<u32>,
}

/// A string that is, or should be, an expression.
#[derive(Debug)]
pub struct Expression<'t> {
    /// The object of the language that it stands in.
    pub object: ObjectId,
    /// The field of that object whose value it is, or stands in.
    pub field: Field,
    /// The value of that field.
    pub root: Node<'t>,
    /// What should be the expression; a string, but for mistaken `.$` keys.
    pub node: Node<'t>,
    /// What is expected at this place.
    pub role: Role,
    /// What stands there.
    pub body: Body<'t>,
}

/// What is expected at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A path.
    Path,
    /// A path to one place.
    ReferencePath,
    /// A path or a call of an intrinsic function that gives a string.
    PathOrCall,
    /// The value of a key that ends in `.$`: a path or a call.
    TemplateValue,
    /// `{% … %}`
    Jsonata,
}

/// What stands at a place.
#[derive(Debug)]
pub enum Body<'t> {
    /// A path.
    Path(jsonpath::Parsed<'t>),
    /// A call of an intrinsic function.
    Call(intrinsic::Parsed<'t>),
    /// JSONata, and where in the string's value its text begins: its own spans count from there.
    Jsonata(u32, jsonata::Parsed),
    /// Only one of `{%` and `%}`, and no placeholder where the other should be.
    HalfOpen,
    /// Neither a path nor a call.
    Other,
    /// A placeholder hides it.
    Unknown,
}

impl<'t> Expression<'t> {
    /// The string that it stands in, if it is one.
    pub fn text(&self) -> Option<Str<'t>> {
        self.node.as_str()
    }
}

impl<'t> Expressions<'t> {
    /// Finds and parses them.
    pub fn new(definition: &Definition<'t>) -> Self {
        let mut out = Self::default();
        for object in definition.objects() {
            let Some(language) = object.language else { continue };
            for entry in definition.entries(object) {
                let Some(spec) = entry.spec.filter(|s| s.language.is_none_or(|l| l == language)) else { continue };
                let mut at = At { out: &mut out.all, object: object.id, field: spec.field, root: entry.member.value };
                match language {
                    QueryLanguage::JsonPath => at.json_path(spec.shape, entry.member),
                    QueryLanguage::Jsonata => at.jsonata(spec.shape, entry.member.value),
                }
            }
            if object.kind == ObjectKind::Credentials && language == QueryLanguage::JsonPath {
                out.credentials(object);
            }
        }
        out.places = vec![0; definition.tree.len()];
        for (at, expression) in (1..).zip(&out.all) {
            if let Some(place) = out.places.get_mut(expression.node.id().index()) {
                *place = at;
            }
        }
        out
    }

    /// What was found at a node.
    pub fn of(&self, node: Node<'t>) -> Option<&Expression<'t>> {
        let place = self.places.get(node.id().index())?.checked_sub(1)?;
        self.all.get(place as usize).filter(|it| it.node == node)
    }

    fn body(&self, text: Str<'t>) -> Option<&Body<'t>> {
        self.of(text.node).map(|it| &it.body)
    }

    /// In order of the objects that they stand in.
    pub fn iter(&self) -> impl Iterator<Item = &Expression<'t>> {
        self.all.iter()
    }

    /// `Credentials` is a payload template: its fields are known, and may have the suffix.
    fn credentials(&mut self, object: &Object<'t>) {
        let mut at = At { out: &mut self.all, object: object.id, field: Field::Credentials, root: object.node };
        at.template(object.node);
    }
}

impl<'t> Texts<'t> for Expressions<'t> {
    fn path(&self, text: Str<'t>) -> jsonpath::Parsed<'t> {
        match self.body(text) {
            Some(Body::Path(parsed)) => parsed.clone(),
            _ => jsonpath::parse(text.text),
        }
    }

    fn call(&self, text: Str<'t>) -> intrinsic::Parsed<'t> {
        match self.body(text) {
            Some(Body::Call(parsed)) => parsed.clone(),
            _ => intrinsic::parse(text.text),
        }
    }

    fn jsonata(&self, text: Str<'t>, inner: &'t str) -> jsonata::Parsed {
        match self.body(text) {
            Some(Body::Jsonata(_, parsed)) => parsed.clone(),
            _ => jsonata::parse(inner),
        }
    }
}

/// The field whose value is looked through.
struct At<'o, 't> {
    out: &'o mut Vec<Expression<'t>>,
    object: ObjectId,
    field: Field,
    root: Node<'t>,
}

impl<'t> At<'_, 't> {
    fn push(&mut self, node: Node<'t>, role: Role, body: Body<'t>) {
        let At { object, field, root, .. } = *self;
        self.out.push(Expression { object, field, root, node, role, body });
    }

    fn json_path(&mut self, shape: Shape, member: Member<'t>) {
        let role = match shape {
            Shape::Path | Shape::PathOrNull => Role::Path,
            Shape::ReferencePath | Shape::ReferencePathOrNull => Role::ReferencePath,
            Shape::PathOrCall => Role::PathOrCall,
            Shape::Template | Shape::Variables => return self.template(member.value),
            _ => return,
        };
        if let Some(text) = member.value.as_str() {
            self.push(member.value, role, path_or_call(text));
        }
    }

    /// The `.$` keys of a payload template, at any depth of objects and arrays.
    fn template(&mut self, value: Node<'t>) {
        match value.kind() {
            Kind::Object => {
                for Member { key, value } in value.members() {
                    if key.text.ends_with(".$") {
                        match value.as_str() {
                            Some(text) => self.push(value, Role::TemplateValue, path_or_call(text)),
                            None if value.is_unknown() => {}
                            None => self.push(value, Role::TemplateValue, Body::Other),
                        }
                    } else {
                        self.template(value);
                    }
                }
            }
            Kind::Array => value.items().for_each(|item| self.template(item)),
            _ => {}
        }
    }

    /// The `{% … %}` strings of a field that takes them.
    fn jsonata(&mut self, shape: Shape, value: Node<'t>) {
        let takes = match shape {
            Shape::Template | Shape::Variables | Shape::Items | Shape::Condition | Shape::DynamicText => true,
            Shape::Integer(.., dynamic) | Shape::Number(.., dynamic) | Shape::Timestamp(dynamic) => dynamic,
            _ => false,
        };
        if takes {
            for text in value.descendants().filter_map(Node::as_str) {
                match delimited(text) {
                    Delimited::Literal => {}
                    Delimited::Half => self.push(text.node, Role::Jsonata, Body::HalfOpen),
                    Delimited::Hidden => self.push(text.node, Role::Jsonata, Body::Unknown),
                    Delimited::Inner(start, inner) => {
                        let parsed = jsonata::parse(inner);
                        let hidden = !parsed.errors.is_empty() && text.has_placeholder();
                        let body = if hidden { Body::Unknown } else { Body::Jsonata(start, parsed) };
                        self.push(text.node, Role::Jsonata, body);
                    }
                }
            }
        }
    }
}

/// Reads a text as a path or a call, whichever it looks like.
fn path_or_call(text: Str<'_>) -> Body<'_> {
    let trimmed = text.text.trim_start();
    if trimmed.starts_with('$') {
        if text.has_placeholder() {
            return Body::Unknown;
        }
        return Body::Path(jsonpath::parse(text.text));
    }
    let is_call = trimmed.starts_with("States") && trimmed.contains('(');
    let parsed = is_call.then(|| intrinsic::parse(text.text));
    match parsed {
        Some(parsed) if parsed.errors.is_empty() || !text.has_placeholder() => Body::Call(parsed),
        _ if text.has_placeholder() => Body::Unknown,
        _ => Body::Other,
    }
}

enum Delimited<'t> {
    /// No expression: a string as it is.
    Literal,
    /// It opens and does not close, or the other way round.
    Half,
    /// The same, and a placeholder may be the other half.
    Hidden,
    /// What stands between the delimiters, and where it begins.
    Inner(u32, &'t str),
}

fn delimited(text: Str<'_>) -> Delimited<'_> {
    let opens = text.text.starts_with("{%");
    let closes = text.text.ends_with("%}");
    match text.text.get(2..text.text.len().saturating_sub(2)) {
        Some(inner) if opens && closes => Delimited::Inner(2, inner),
        _ if opens && text.text.ends_with('}') && text.has_placeholder() => Delimited::Hidden,
        _ if closes && text.text.starts_with("${") && text.has_placeholder() => Delimited::Hidden,
        _ if opens || closes => Delimited::Half,
        _ => Delimited::Literal,
    }
}
