//! From a tree to a template.

use super::{Body, Computed, Jsonata, Template, Texts};
use crate::Error;
use crate::jsonata::Program;
use asl_syntax::{Kind, Node, Span, Str, SyntaxError, intrinsic};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    JsonPath,
    Jsonata,
}

pub(super) fn whole<'t>(
    language: Language,
    node: Node<'t>,
    field: &str,
    texts: &dyn Texts<'t>,
) -> Result<Template<'t>, Vec<Error>> {
    let mut reader = Reader { language, texts, errors: Vec::new() };
    let template = reader.value(node, field);
    if reader.errors.is_empty() { Ok(template) } else { Err(reader.errors) }
}

pub(super) fn path_or_call<'t>(node: Node<'t>, field: &str, texts: &dyn Texts<'t>) -> Result<Template<'t>, Vec<Error>> {
    let mut reader = Reader { language: Language::JsonPath, texts, errors: Vec::new() };
    let template = reader.path_or_call(node, field);
    if reader.errors.is_empty() { Ok(template) } else { Err(reader.errors) }
}

struct Reader<'x, 't> {
    language: Language,
    texts: &'x dyn Texts<'t>,
    errors: Vec<Error>,
}

impl<'t> Reader<'_, 't> {
    fn value(&mut self, node: Node<'t>, field: &str) -> Template<'t> {
        match node.kind() {
            Kind::Object => self.object(node, field),
            Kind::Array => {
                let is_told = self.language == Language::Jsonata;
                let items = node.items().enumerate().map(|(at, item)| {
                    let field = if is_told { format!("{field}[{at}]") } else { String::new() };
                    self.value(item, &field)
                });
                Template::Array(items.collect())
            }
            _ => match node.as_str() {
                Some(text) if self.language == Language::Jsonata && is_jsonata(text.text) => self.jsonata(text, field),
                _ => Template::Literal(node),
            },
        }
    }

    fn object(&mut self, node: Node<'t>, field: &str) -> Template<'t> {
        let (mut plain, mut computed) = (Vec::new(), Vec::new());
        for member in node.members() {
            let key = member.key.text;
            match key.strip_suffix(".$") {
                Some(name) if self.language == Language::JsonPath => {
                    computed.push((name, self.path_or_call(member.value, key)));
                }
                _ => {
                    let is_leaf = !matches!(member.value.kind(), Kind::Object | Kind::Array | Kind::String);
                    let field = match (self.language, field) {
                        // Only what is computed is told by its place.
                        (Language::JsonPath, _) => String::new(),
                        _ if is_leaf => String::new(),
                        (_, "") => key.to_owned(),
                        _ => [field, "/", key].concat(),
                    };
                    plain.push((key, self.value(member.value, &field)));
                }
            }
        }
        Template::Object { plain, computed }
    }

    fn path_or_call(&mut self, node: Node<'t>, key: &str) -> Template<'t> {
        let refused = || {
            let message =
                format!("The value for the field '{key}' must be a valid JSONPath or a valid intrinsic function call");
            Error::runtime(message, node.span())
        };
        let Some(text) = node.as_str() else {
            self.errors.push(refused());
            return Template::Literal(node);
        };
        let (body, errors) = if intrinsic::looks_like_call(text.text) {
            let parsed = self.texts.call(text);
            (Body::Call(parsed.call), parsed.errors)
        } else {
            let parsed = self.texts.path(text);
            (Body::Path(parsed.path), parsed.errors)
        };
        // The place of a mistake is that of the parser; the words are AWS's.
        self.errors
            .extend(errors.iter().map(|error: &SyntaxError| Error { span: text.place(error.span), ..refused() }));
        let reads_context = text.text.contains("$$");
        Template::Computed(Box::new(Computed { text, field: key.to_owned(), body, reads_context }))
    }

    fn jsonata(&mut self, text: Str<'t>, field: &str) -> Template<'t> {
        let inner = Span::new(2, text.text.len() as u32 - 2);
        let source = text.text.get(inner.range()).unwrap_or_default();
        let parsed = self.texts.jsonata(text, source);
        let place = |span: Span| text.place(span.shifted(inner.start));
        self.errors.extend(parsed.errors.iter().map(|error| Error {
            code: error.code.into(),
            message: error.message.clone(),
            span: place(error.span),
        }));
        match Program::new(&parsed.expr) {
            Ok(program) => {
                let body = Body::Jsonata(Box::new(Jsonata { expr: parsed.expr, program, span: inner }));
                let reads_context = source.contains("states");
                Template::Computed(Box::new(Computed { text, field: field.to_owned(), body, reads_context }))
            }
            Err(error) => {
                if parsed.errors.is_empty() {
                    self.errors.push(Error { span: place(error.span), ..error });
                }
                Template::Literal(text.node)
            }
        }
    }
}

/// Is the whole string an expression?
pub(crate) fn is_jsonata(text: &str) -> bool {
    text.len() >= 4 && text.starts_with("{%") && text.ends_with("%}")
}
