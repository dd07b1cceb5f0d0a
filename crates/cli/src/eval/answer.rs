//! What an expression gives, whatever its language.

use crate::place::Range;
use asl_expressions::jsonata::{Dialect, Outcome, Program};
use asl_expressions::template::{Environment, Failure};
use asl_expressions::{Data, Error, Limits, Scope, Seeded, Template, Value, intrinsic, jsonpath};
use asl_syntax::{LineIndex, Source, Span, SyntaxError, json};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Map;

/// The name under which AWS reports an expression that it can't read.
const UNREADABLE: &str = "SCHEMA_VALIDATION_FAILED";

/// What to evaluate, and with what.
pub(super) struct Request {
    pub(super) expr: String,
    /// None is undefined, which only plain JSONata can tell from an empty object.
    pub(super) input: Option<Value>,
    pub(super) context: Value,
    pub(super) variables: Map<String, Value>,
    /// Where it is not told from the form of the expression.
    pub(super) language: Option<Language>,
}

/// A language that is asked for by name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    /// JSONata as the reference has it, with the input as its input.
    Jsonata,
}

/// What came of it.
pub(super) enum Answer {
    Value(Value),
    Undefined,
    Error {
        error: String,
        message: String,
        /// In the text of the expression; none where the request itself is at fault.
        range: Option<Range>,
    },
}

impl Serialize for Answer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match self {
            Self::Value(value) => map.serialize_entry("value", value)?,
            Self::Undefined => map.serialize_entry("undefined", &true)?,
            Self::Error { error, message, range } => {
                map.serialize_entry("error", error)?;
                map.serialize_entry("message", message)?;
                if let Some(range) = range {
                    map.serialize_entry("range", range)?;
                }
            }
        }
        map.end()
    }
}

impl Answer {
    pub(super) fn of(request: &Request, world: &mut Seeded) -> Self {
        let expr = request.expr.as_str();
        let form = expr.trim();
        let blanks = (expr.len() - expr.trim_start().len()) as u32;
        let inner = delimited(form).map(|(inner, start)| (inner, start + blanks));
        if request.language == Some(Language::Jsonata) {
            return request.plain_jsonata(inner.unwrap_or((expr, 0)), world);
        }
        if let Some(inner) = inner {
            return request.jsonata(inner, world);
        }
        if form.starts_with('{') || form.starts_with('[') {
            return request.template(world);
        }
        if form.starts_with('$') { request.path() } else { request.call(world) }
    }

    fn failed(text: &str, error: impl Into<String>, message: impl Into<String>, span: Span) -> Self {
        let range = Some(Range::new(&LineIndex::new(text), text, span));
        Self::Error { error: error.into(), message: message.into(), range }
    }

    fn unreadable(text: &str, error: &SyntaxError) -> Self {
        Self::failed(text, UNREADABLE, error.message.as_str(), error.span)
    }
}

/// What stands between `{%` and `%}`, and where it begins.
fn delimited(text: &str) -> Option<(&str, u32)> {
    text.strip_prefix("{%")?.strip_suffix("%}").map(|inner| (inner, 2))
}

impl Request {
    fn input(&self) -> Value {
        self.input.clone().unwrap_or_else(|| Value::Object(Map::new()))
    }

    fn path(&self) -> Answer {
        let text = self.expr.as_str();
        let parsed = asl_syntax::jsonpath::parse(text);
        if let Some(error) = parsed.errors.first() {
            return Answer::unreadable(text, error);
        }
        let input = self.input();
        match jsonpath::evaluate(&parsed.path, &self.scope(&input)) {
            Ok(value) => Answer::Value(value.into_owned()),
            Err(absent) => {
                let message = format!("Invalid path '{}' : {}", text.trim(), absent.message);
                Answer::failed(text, "States.Runtime", message, absent.span)
            }
        }
    }

    fn call(&self, world: &mut Seeded) -> Answer {
        let text = self.expr.as_str();
        let parsed = asl_syntax::intrinsic::parse(text);
        if let Some(error) = parsed.errors.first() {
            return Answer::unreadable(text, error);
        }
        let input = self.input();
        match intrinsic::evaluate(&parsed.call, text.trim(), &self.scope(&input), world) {
            Ok(value) => Answer::Value(value),
            Err(error) => Answer::failed(text, error.code, error.message, error.span),
        }
    }

    fn scope<'v>(&'v self, input: &'v Value) -> Scope<'v> {
        Scope { input, context: &self.context, variables: &self.variables }
    }

    /// JSONata as AWS has it: no input, but `$states`.
    fn jsonata(&self, (source, start): (&str, u32), world: &mut Seeded) -> Answer {
        let variables = self.jsonata_variables();
        match run(source, None, &variables, Dialect::Aws, world) {
            Ok(Outcome::Value(value)) => Answer::Value(value),
            Ok(Outcome::Undefined) => Answer::Undefined,
            Ok(Outcome::Function) => {
                let span = Span::new(0, source.len() as u32).shifted(start);
                let message = "the expression gives a function, which is no result";
                Answer::failed(&self.expr, "States.QueryEvaluationError", message, span)
            }
            Err(error) => Answer::failed(&self.expr, error.code, error.message, error.span.shifted(start)),
        }
    }

    fn plain_jsonata(&self, (source, start): (&str, u32), world: &mut Seeded) -> Answer {
        let input = self.input.as_ref().map(Data::from);
        match run(source, input.as_ref(), &self.data(), Dialect::Reference, world) {
            Ok(Outcome::Value(value)) => Answer::Value(value),
            Ok(Outcome::Undefined | Outcome::Function) => Answer::Undefined,
            Err(error) => Answer::failed(&self.expr, error.code, error.message, error.span.shifted(start)),
        }
    }

    fn data(&self) -> Vec<(&str, Data)> {
        self.variables.iter().map(|(name, value)| (name.as_str(), Data::from(value))).collect()
    }

    /// The variables, and `states` as far as it is known here.
    fn jsonata_variables(&self) -> Vec<(&str, Data)> {
        let mut variables = self.data();
        if !self.variables.contains_key("states") {
            let mut states = Map::new();
            states.insert("input".to_owned(), self.input());
            states.insert("context".to_owned(), self.context.clone());
            variables.push(("states", Data::from(&Value::Object(states))));
        }
        variables
    }

    fn template(&self, world: &mut Seeded) -> Answer {
        let text = self.expr.as_str();
        let tree = json::parse(Source::new(text));
        if let Some(error) = tree.errors().first() {
            return Answer::unreadable(text, error);
        }
        let has_jsonata = tree
            .nodes()
            .filter(|node| !node.is_key())
            .filter_map(asl_syntax::Node::as_str)
            .any(|s| delimited(s.text).is_some());
        let read = if has_jsonata { Template::jsonata(tree.root(), "") } else { Template::json_path(tree.root()) };
        let template = match read {
            Ok(template) => template,
            Err(errors) => {
                return errors.into_iter().next().map_or(Answer::Undefined, |Error { code, message, span }| {
                    let code = if has_jsonata { code } else { UNREADABLE.into() };
                    Answer::failed(text, code, message, span)
                });
            }
        };
        let input = self.input();
        let variables = self.jsonata_variables();
        let mut environment =
            Environment { scope: self.scope(&input), variables: &variables, limits: Limits::default(), world };
        match template.evaluate(&mut environment) {
            Ok(value) => Answer::Value(value),
            Err(failure) => {
                let Failure { error, cause, span, .. } = *failure;
                Answer::failed(text, error, cause, span)
            }
        }
    }
}

fn run(
    source: &str,
    input: Option<&Data>,
    variables: &[(&str, Data)],
    dialect: Dialect,
    world: &mut Seeded,
) -> Result<Outcome, Error> {
    let parsed = asl_syntax::jsonata::parse(source);
    if let Some(error) = parsed.errors.into_iter().next() {
        return Err(Error { code: error.code.into(), message: error.message, span: error.span });
    }
    Program::new(&parsed.expr)?.run(input, variables, dialect, Limits::default(), world)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_from_the_start_of_the_text() {
        for language in [None, Some(Language::Jsonata)] {
            let (context, variables) = (Value::Object(Map::new()), Map::new());
            let request = Request { expr: " \u{a0}{% 1 + %}".to_owned(), input: None, context, variables, language };
            let answer = Answer::of(&request, &mut Seeded::new(0, 0));
            let answer = serde_json::to_value(&answer).expect("JSON");
            assert_eq!(answer["range"]["start"]["offset"], 9, "{answer}");
        }
    }
}
