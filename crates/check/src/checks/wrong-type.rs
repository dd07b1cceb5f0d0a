use super::prelude::*;
use asl_semantics::Operand;
use asl_syntax::quoted;

pub(super) static RULE: Rule = Rule {
    id: "wrong-type",
    category: Category::Fields,
    stage: Stage::Deploy,
    severity: Severity::Error,
    page: include_str!("wrong-type.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for object in ctx.definition.objects() {
        for entry in ctx.definition.entries(object) {
            let Some(spec) = entry.spec else { continue };
            if spec.language.is_some_and(|l| object.language.is_some_and(|o| o != l)) {
                continue; // of the other language, which is reported
            }
            let may_compute = object.language != Some(QueryLanguage::JsonPath);
            for (node, wanted) in faults(spec.shape, entry.member.value, may_compute) {
                // Of some scalars the type depends on who reads them, which is reported; a list is none of them.
                if ctx.tree().is_ambiguous(node) && !matches!(wanted, Wanted::Array | Wanted::Object) {
                    continue;
                }
                let place = place_of(entry.member.key.text, entry.member.value, node);
                let message =
                    format!("`{place}` of {} must be {}, not {}", ctx.describe(object), wanted.name(), show(node));
                let finding = Finding::new(node, message)
                    .maybe_help(help(wanted, node, spec.shape))
                    .schema(format!("Expected value of type {}", wanted.theirs()), node);
                report.add(match mended(wanted, node, spec.shape) {
                    Some(text) => finding.safe_fix(format!("write {text}"), Edit::new(node.span(), text)),
                    None => finding,
                });
            }
        }
    }
}

/// The field, or the place within its value: `Retry/0/ErrorEquals/1`.
fn place_of(field: &str, value: Node<'_>, node: Node<'_>) -> String {
    let (inner, outer) = (node.pointer(), value.pointer());
    format!("{field}{}", inner.strip_prefix(&outer).unwrap_or_default())
}

#[derive(Clone, Copy, PartialEq)]
enum Wanted {
    Text,
    Flag,
    Integer,
    Number,
    Object,
    Array,
    TextOrNull,
}

impl Wanted {
    const fn name(self) -> &'static str {
        match self {
            Self::Text => "a string",
            Self::Flag => "true or false",
            Self::Integer => "a whole number",
            Self::Number => "a number",
            Self::Object => "an object",
            Self::Array => "an array",
            Self::TextOrNull => "a path or null",
        }
    }

    const fn theirs(self) -> &'static str {
        match self {
            Self::Text | Self::TextOrNull => "String",
            Self::Flag => "Boolean",
            Self::Integer => "Integer",
            Self::Number => "Number",
            Self::Object => "Object",
            Self::Array => "Array",
        }
    }
}

/// The nodes of the wrong type, and what they should be.
fn faults(shape: Shape, value: Node<'_>, may_compute: bool) -> Vec<(Node<'_>, Wanted)> {
    let one = |wanted| if fits(value, wanted) { Vec::new() } else { vec![(value, wanted)] };
    let computed =
        |dynamic: bool| dynamic && may_compute && value.as_str().is_some_and(|text| is_expression(text.text));
    match shape {
        Shape::Text | Shape::DynamicText | Shape::StateName | Shape::Resource | Shape::Timestamp(_) => {
            one(Wanted::Text)
        }
        Shape::Path | Shape::ReferencePath | Shape::PathOrCall => one(Wanted::Text),
        Shape::Operand(Operand::String | Operand::Timestamp) => one(Wanted::Text),
        // `Version: 1.0` in YAML is a number.
        Shape::OneOf(values) if values.contains(&value.raw()) => Vec::new(),
        Shape::OneOf(_) => one(Wanted::Text),
        Shape::PathOrNull | Shape::ReferencePathOrNull => one(Wanted::TextOrNull),
        Shape::Flag | Shape::Operand(Operand::Boolean) => one(Wanted::Flag),
        Shape::Condition if computed(true) => Vec::new(),
        Shape::Condition => one(Wanted::Flag),
        Shape::Operand(Operand::Number) => one(Wanted::Number),
        Shape::Integer(.., dynamic) | Shape::Number(.., dynamic) if computed(dynamic) => Vec::new(),
        Shape::Integer(..) => one(Wanted::Integer),
        Shape::Number(..) => one(Wanted::Number),
        Shape::Variables | Shape::Object(_) => one(Wanted::Object),
        Shape::Objects(..) => elements(value, Wanted::Object),
        Shape::ErrorNames | Shape::Texts => elements(value, Wanted::Text),
        Shape::States => {
            let mut out = one(Wanted::Object);
            let states = value.members().map(|m| m.value).filter(|n| !fits(*n, Wanted::Object));
            out.extend(states.map(|n| (n, Wanted::Object)));
            out
        }
        Shape::Template | Shape::Literal | Shape::Items => Vec::new(),
    }
}

/// The array itself, or those of its elements that don't fit.
fn elements(value: Node<'_>, wanted: Wanted) -> Vec<(Node<'_>, Wanted)> {
    if !fits(value, Wanted::Array) {
        return vec![(value, Wanted::Array)];
    }
    value.items().filter(|n| !fits(*n, wanted)).map(|n| (n, wanted)).collect()
}

fn fits(node: Node<'_>, wanted: Wanted) -> bool {
    if node.is_unknown() {
        return true;
    }
    match node.kind() {
        Kind::Missing | Kind::Unknown => true,
        Kind::Null => wanted == Wanted::TextOrNull,
        Kind::Bool(_) => wanted == Wanted::Flag,
        Kind::Number => {
            wanted == Wanted::Number
                || (wanted == Wanted::Integer && node.as_f64().is_none_or(|n| n.fract() == 0.0 || n.is_infinite()))
        }
        // What is nothing but a placeholder may lose its quotes with it.
        Kind::String => {
            matches!(wanted, Wanted::Text | Wanted::TextOrNull) || node.as_str().is_some_and(is_placeholder)
        }
        Kind::Array => wanted == Wanted::Array,
        Kind::Object => wanted == Wanted::Object,
    }
}

fn is_placeholder(text: Str<'_>) -> bool {
    text.text.starts_with("${") && text.has_placeholder()
}

fn help(wanted: Wanted, node: Node<'_>, shape: Shape) -> Option<String> {
    let text = node.as_str()?.text;
    match wanted {
        Wanted::Flag if text == "true" || text == "false" => Some(format!("write {text} without quotes")),
        Wanted::Integer | Wanted::Number if text.parse::<f64>().is_ok() => Some(format!("write {text} without quotes")),
        Wanted::Integer | Wanted::Number if text.starts_with('$') => {
            Some("a path goes into the field of the same name that ends in `Path`".to_owned())
        }
        Wanted::Flag if shape == Shape::Condition => Some(format!("write it as an expression: \"{{% {text} %}}\"")),
        Wanted::Array if matches!(shape, Shape::ErrorNames | Shape::Texts) => Some(format!("write [\"{text}\"]")),
        _ => None,
    }
}

/// The value as it was meant: without quotes, or in a list.
fn mended(wanted: Wanted, node: Node<'_>, shape: Shape) -> Option<String> {
    let text = node.as_str()?.known()?;
    let is_whole = |t: &str| !t.is_empty() && t.len() < 15 && t.bytes().all(|b| b.is_ascii_digit());
    match wanted {
        Wanted::Flag if matches!(text, "true" | "false") => Some(text.to_owned()),
        Wanted::Integer | Wanted::Number if is_whole(text) && (text == "0" || !text.starts_with('0')) => {
            Some(text.to_owned())
        }
        Wanted::Array if matches!(shape, Shape::ErrorNames | Shape::Texts) => Some(format!("[{}]", quoted(text))),
        _ => None,
    }
}
