//! From a template to a value.

use super::{Body, Computed, Environment, Failure, Template};
use crate::jsonata::{Dialect, Outcome, Program};
use crate::{Error, intrinsic, java, jsonpath, value_of};
use asl_syntax::Span;
use serde_json::{Map, Value};

impl Template<'_> {
    /// The value, or the failure that AWS reports.
    pub fn evaluate(&self, environment: &mut Environment<'_>) -> Result<Value, Box<Failure>> {
        Ok(match self {
            Self::Literal(node) => value_of(*node),
            Self::Computed(computed) => computed.evaluate(environment)?,
            Self::Array(items) => {
                Value::Array(items.iter().map(|item| item.evaluate(environment)).collect::<Result<_, _>>()?)
            }
            Self::Object { plain, computed } => {
                let mut fields = Map::new();
                for (name, template) in plain {
                    fields.insert((*name).to_owned(), template.evaluate(environment)?);
                }
                for (name, template) in in_order(computed) {
                    fields.insert((*name).to_owned(), template.evaluate(environment)?);
                }
                Value::Object(fields)
            }
        })
    }
}

/// AWS computes the members in the order of a Java hash map (read off its recordings), which shows in the output, and in
/// which of two faults is reported.
fn in_order<'a, 't>(computed: &'a [(&'t str, Template<'t>)]) -> impl Iterator<Item = &'a (&'t str, Template<'t>)> {
    let order = java::hash_map_order(computed.iter().map(|(name, _)| *name));
    order.into_iter().filter_map(|at| computed.get(at))
}

impl Computed<'_> {
    fn evaluate(&self, environment: &mut Environment<'_>) -> Result<Value, Box<Failure>> {
        match &self.body {
            Body::Path(path) => match jsonpath::evaluate(path, &environment.scope) {
                Ok(value) => Ok(value.into_owned()),
                Err(absent) => {
                    let input = java::json_text(environment.scope.input);
                    let cause = format!(
                        "The JSONPath '{}' specified for the field '{}' could not be found in the input '{input}'",
                        self.text.text, self.field
                    );
                    Err(Box::new(self.runtime(cause, absent.into())))
                }
            },
            Body::Call(call) => {
                let result = intrinsic::evaluate(call, self.text.text, &environment.scope, environment.world);
                result.map_err(|error| Box::new(self.runtime(error.message.clone(), error)))
            }
            Body::Jsonata(jsonata) => self.jsonata(&jsonata.program, jsonata.span, environment),
        }
    }

    fn runtime(&self, cause: String, inner: Error) -> Failure {
        let span = self.text.place(inner.span);
        Failure { error: "States.Runtime", cause, location: None, inner: Some(inner), span }
    }

    fn jsonata(
        &self,
        program: &Program,
        inner: Span,
        environment: &mut Environment<'_>,
    ) -> Result<Value, Box<Failure>> {
        let said = |what: &str, error: Option<Error>| {
            let source = self.text.text.get(inner.range()).unwrap_or_default().trim();
            let within = error.as_ref().map_or(Span::new(0, inner.len()), |error| error.span);
            Box::new(Failure {
                error: "States.QueryEvaluationError",
                cause: format!("The JSONata expression '{source}' specified for the field '{}' {what}", self.field),
                location: Some(self.field.clone()),
                inner: error,
                span: self.text.place(within.shifted(inner.start)),
            })
        };
        match program.run(None, environment.variables, Dialect::Aws, environment.limits, environment.world) {
            Ok(Outcome::Value(value)) => Ok(value),
            Ok(Outcome::Undefined) => Err(said("returned nothing (undefined).", None)),
            Ok(Outcome::Function) => Err(said("returned an unsupported result type.", None)),
            Err(error) => Err(said(&format!("threw an error during evaluation. {error}"), Some(error))),
        }
    }
}
