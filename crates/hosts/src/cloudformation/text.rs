//! The texts that functions of `CloudFormation` make.

use super::function::Function;
use asl_syntax::{Kind, Node, Rewrite, Span, Str, Text, placeholder};
use std::collections::{BTreeMap, HashSet};

/// Functions within functions are followed so far.
const DEEPEST: usize = 16;

/// The names that every template knows.
pub(super) const PSEUDO: [&str; 8] = [
    "AWS::AccountId",
    "AWS::NoValue",
    "AWS::NotificationARNs",
    "AWS::Partition",
    "AWS::Region",
    "AWS::StackId",
    "AWS::StackName",
    "AWS::URLSuffix",
];

/// What names stand for in a template.
#[derive(Debug, Default)]
pub(super) struct Scope<'t> {
    /// Resources, with their types.
    pub(super) resources: BTreeMap<&'t str, &'t str>,
    /// Parameters, with their defaults.
    pub(super) parameters: BTreeMap<&'t str, Option<Str<'t>>>,
    /// A macro may add resources and rename them.
    pub(super) has_macros: bool,
}

/// Texts as they are read, and which of their placeholders functions fill.
#[derive(Debug)]
pub(super) struct Texts<'s, 't> {
    pub(super) scope: &'s Scope<'t>,
    /// Places in the file.
    pub(super) filled: HashSet<Span>,
    /// Placeholders of `Sub` that nothing fills.
    pub(super) unresolved: Vec<(Span, String)>,
}

impl<'s, 't> Texts<'s, 't> {
    pub(super) fn new(scope: &'s Scope<'t>) -> Self {
        Self { scope, filled: HashSet::new(), unresolved: Vec::new() }
    }

    /// What becomes of a value inside a definition that is a call, and of the key of one that puts members in its place.
    pub(super) fn rewritten(&mut self, node: Node<'t>) -> Option<Rewrite> {
        if node.is_key() {
            let name = node.as_str().filter(|name| stands_for_members(name.text))?;
            return Some(Rewrite::Text(self.hidden(&format!("${{{}}}", name.text), node.span())));
        }
        if node.key().is_some_and(|key| stands_for_members(key.text)) {
            return Some(Rewrite::Hide);
        }
        let call = Function::of(node)?;
        Some(match call.name {
            // A parameter may be a number, and then is one.
            "Sub" | "Join" | "GetAtt" => self.text(node, 0).map_or(Rewrite::Hide, Rewrite::Text),
            _ => Rewrite::Hide,
        })
    }

    /// The text that a value is, with placeholders for what only AWS knows.
    pub(super) fn text(&mut self, node: Node<'t>, depth: usize) -> Option<Text> {
        if depth > DEEPEST {
            return None;
        }
        if let Some(call) = Function::of(node) {
            return Some(match call.name {
                "Sub" => self.sub(call, depth)?,
                "Join" => self.join(call, depth)?,
                "GetAtt" => {
                    let (resource, attribute) = call.attribute()?;
                    self.hidden(&self.of_resource(resource, attribute), node.span())
                }
                "Ref" => self.hidden(&format!("${{{}}}", call.argument.as_str()?.text), node.span()),
                _ => return None,
            });
        }
        match node.kind() {
            Kind::String => node.as_str().map(Str::to_text),
            Kind::Number | Kind::Bool(_) => Some(Text::standing_for(node.raw(), node.span())),
            _ => None,
        }
    }

    /// A text whose placeholders are filled.
    fn hidden(&mut self, text: &str, place: Span) -> Text {
        self.filled.insert(place);
        Text::standing_for(text, place)
    }

    /// An attribute of a resource: of some it is known what it looks like.
    fn of_resource(&self, resource: &str, attribute: &str) -> String {
        let region = "${AWS::Region}:${AWS::AccountId}";
        match (self.scope.resources.get(resource).copied(), attribute) {
            (Some("AWS::Lambda::Function" | "AWS::Serverless::Function"), "Arn") => {
                format!("arn:${{AWS::Partition}}:lambda:{region}:function:${{{resource}}}")
            }
            (Some("AWS::StepFunctions::Activity"), "Arn") => {
                format!("arn:${{AWS::Partition}}:states:{region}:activity:${{{resource}}}")
            }
            _ => format!("${{{resource}.{attribute}}}"),
        }
    }

    fn join(&mut self, call: Function<'t>, depth: usize) -> Option<Text> {
        let (delimiter, list) = (call.nth(0)?.as_str()?, call.nth(1)?);
        if list.kind() != Kind::Array {
            return None;
        }
        let mut out = Text::default();
        for (at, item) in list.items().enumerate() {
            if at > 0 {
                out.push(&delimiter.to_text());
            }
            let part = self.text(item, depth + 1);
            out.push(&part.unwrap_or_else(|| self.hidden("${value}", item.span())));
        }
        Some(out)
    }

    fn sub(&mut self, call: Function<'t>, depth: usize) -> Option<Text> {
        let (template, names) = match call.argument.as_str() {
            Some(text) => (text, None),
            None => (call.nth(0)?.as_str()?, call.nth(1)),
        };
        let whole = template.to_text();
        let (mut out, mut from) = (Text::default(), 0_u32);
        while let Some(span) = placeholder::find(template.text, from as usize) {
            out.push(&whole.part(Span::new(from, span.start)));
            from = span.end;
            let name = template.text.get(span.start as usize + 2..span.end as usize - 1).unwrap_or_default();
            let place = whole.origin(span);
            // `${!Name}` is the text `${Name}`, which is meant then.
            if name.starts_with('!') {
                self.filled.insert(place);
                out.push(&whole.part(Span::new(span.start, span.start + 2)));
                out.push(&whole.part(Span::new(span.start + 3, span.end)));
                continue;
            }
            let given = names.and_then(|names| names.get(name.trim()));
            let value = match given {
                Some(value) => self.text(value, depth + 1).map(|text| text.as_str().to_owned()),
                None => self.named(name.trim(), place),
            };
            if let Some(value) = value {
                out.push(&self.hidden(&value, place));
            } else {
                self.filled.insert(place);
                out.push(&whole.part(span));
            }
        }
        out.push(&whole.part(Span::new(from, template.text.len() as u32)));
        Some(out)
    }

    /// What `Sub` puts in the place of a name, where that is known; who is nobody's is written down.
    fn named(&mut self, name: &str, place: Span) -> Option<String> {
        let (resource, attribute) = name.split_once('.').unwrap_or((name, ""));
        let is_known = PSEUDO.contains(&name)
            || self.scope.resources.contains_key(resource)
            || self.scope.parameters.contains_key(name);
        if !is_known && !self.scope.has_macros {
            self.unresolved.push((place, name.to_owned()));
        }
        (!attribute.is_empty()).then(|| self.of_resource(resource, attribute))
    }
}

/// Is it a key that `CloudFormation` replaces by members?
fn stands_for_members(key: &str) -> bool {
    key == "Fn::Transform" || key.starts_with("Fn::ForEach::")
}
