//! Functions at the end of a path.

use super::fault::{Fault, Kind};
use super::plan::{Argument, Plan};
use super::walk::{Evaluation, NODE, element};
use crate::java;
use asl_syntax::Span;
use asl_syntax::jsonpath::Name;
use serde_json::{Number, Value};
use std::borrow::Cow;

/// What it costs to read an item of a list.
const READ: usize = NODE / 8;

/// What a function makes of a node and its arguments.
pub(super) fn call<'a>(
    evaluation: &Evaluation<'a>,
    name: &Name,
    args: &[Argument<'a>],
    node: &Value,
) -> Result<Value, Fault> {
    let call = Call { evaluation, args, node, span: name.span };
    match &*name.text {
        "length" | "size" => call.length(),
        "min" => call.aggregate(|numbers| numbers.iter().copied().fold(f64::MAX, f64::min)),
        "max" => call.aggregate(|numbers| numbers.iter().copied().fold(f64::MIN, f64::max)),
        "sum" => call.aggregate(|numbers| numbers.iter().sum()),
        "avg" => call.aggregate(|numbers| numbers.iter().sum::<f64>() / count(numbers)),
        "stddev" => call.aggregate(deviation),
        "concat" => call.concat(),
        "append" => call.append(),
        "keys" => match node {
            Value::Object(fields) => {
                call.pay()?;
                Ok(fields.keys().map(|name| Value::String(name.clone())).collect())
            }
            _ => Ok(Value::Null),
        },
        "values" => match node {
            Value::Object(fields) => {
                call.pay()?;
                Ok(fields.values().cloned().collect())
            }
            _ => Ok(Value::Null),
        },
        "first" => call.element(0),
        "last" => call.element(-1),
        "index" => match call.numbers()?.first() {
            Some(index) => call.element(*index as i64),
            None => Err(call.fail("Index 0 out of bounds for length 0")),
        },
        other => {
            let message = format!("Function with name: {other} does not exist.");
            Err(Fault::new(Kind::Invalid, name.span, message))
        }
    }
}

fn count(numbers: &[f64]) -> f64 {
    numbers.iter().map(|_| 1.0).sum()
}

/// The population's, as Jayway computes it.
fn deviation(numbers: &[f64]) -> f64 {
    let count = count(numbers);
    let (sum, squares) = numbers.iter().fold((0.0, 0.0), |(sum, squares), n| (sum + n, squares + n * n));
    (squares / count - sum * sum / count / count).sqrt()
}

struct Call<'c, 'a> {
    evaluation: &'c Evaluation<'a>,
    args: &'c [Argument<'a>],
    node: &'c Value,
    span: Span,
}

impl<'a> Call<'_, 'a> {
    fn fail(&self, message: impl Into<String>) -> Fault {
        Fault::new(Kind::Failed, self.span, message)
    }

    /// For a result about as large as the node.
    fn pay(&self) -> Result<(), Fault> {
        self.evaluation.pay(self.node, self.span)
    }

    /// Of a path among the arguments: from the root of the document, whatever its own root.
    fn path(&self, plan: &Plan<'a>) -> Result<Cow<'a, Value>, Fault> {
        match self.evaluation.root(plan) {
            Some(root) => self.evaluation.value(plan, root),
            None => Err(Fault::new(Kind::NotFound, plan.span, "No results for path: $")),
        }
    }

    fn arguments(&self) -> Result<Vec<Cow<'_, Value>>, Fault> {
        let value = |arg: &Argument<'a>| match arg {
            Argument::Path(plan) => self.path(plan),
            Argument::Json(value) => Ok(Cow::Owned(value.clone())),
        };
        let values: Vec<Cow<'_, Value>> = self.args.iter().map(value).collect::<Result<_, _>>()?;
        // What they hold is read for each node anew.
        let items: usize = values.iter().filter_map(|value| value.as_array()).map(Vec::len).sum();
        self.evaluation.charge(items * READ, self.span)?;
        Ok(values)
    }

    /// With a path as argument, Jayway counts all that is in what the path finds.
    fn length(&self) -> Result<Value, Fault> {
        if let Some(Argument::Path(plan)) = self.args.first()
            && !plan.calls
            && let Some(count) = self.children(plan)?
        {
            return Ok(Value::from(count));
        }
        Ok(match self.node {
            Value::Array(items) => Value::from(items.len()),
            Value::Object(fields) => Value::from(fields.len()),
            _ => Value::Null,
        })
    }

    /// How many nodes `path[*]` has.
    fn children(&self, plan: &Plan<'a>) -> Result<Option<usize>, Fault> {
        let value = self.path(plan)?;
        let count = |value: &Value| match value {
            Value::Array(items) => items.len(),
            Value::Object(fields) => fields.len(),
            _ => 0,
        };
        Ok(match &*value {
            // A root without steps takes no wildcard.
            value if plan.steps.is_empty() => value.as_array().map(Vec::len),
            Value::Array(found) if !plan.definite => Some(found.iter().map(count).sum()),
            value => Some(count(value)),
        })
    }

    /// The numbers in the node and in the arguments.
    fn aggregate(&self, result: impl FnOnce(&[f64]) -> f64) -> Result<Value, Fault> {
        let mut numbers = self.numbers()?;
        if let Value::Array(items) = self.node {
            self.evaluation.charge(items.len() * READ, self.span)?;
            numbers.splice(0..0, items.iter().filter_map(Value::as_f64));
        }
        if numbers.is_empty() {
            return Err(self.fail("Aggregation function attempted to calculate value using empty array"));
        }
        // What is no JSON number, JSON has no way to say.
        Ok(Number::from_f64(result(&numbers)).map_or(Value::Null, Value::Number))
    }

    /// The numbers in the arguments.
    fn numbers(&self) -> Result<Vec<f64>, Fault> {
        let mut numbers = Vec::new();
        for value in self.arguments()? {
            match &*value {
                Value::Array(items) => numbers.extend(items.iter().filter_map(Value::as_f64)),
                value => numbers.extend(value.as_f64()),
            }
        }
        Ok(numbers)
    }

    /// The strings of the node, then the arguments: strings, and whatever is in an array.
    fn concat(&self) -> Result<Value, Fault> {
        let mut out = String::new();
        if let Value::Array(items) = self.node {
            items.iter().filter_map(Value::as_str).for_each(|text| out.push_str(text));
        }
        for value in self.arguments()? {
            match &*value {
                Value::String(text) => out.push_str(text),
                Value::Array(items) => {
                    for item in items.iter().filter(|item| !item.is_null()) {
                        match item {
                            Value::String(text) => out.push_str(text),
                            other => out.push_str(&java::json_text(other)),
                        }
                    }
                }
                _ => {}
            }
        }
        self.evaluation.charge(out.len() / 2, self.span)?;
        Ok(Value::String(out))
    }

    fn append(&self) -> Result<Value, Fault> {
        let mut value = self.evaluation.copy(self.node, self.span)?;
        if let Value::Array(items) = &mut value {
            for arg in self.arguments()? {
                items.push(self.evaluation.copy(&arg, self.span)?);
            }
        }
        Ok(value)
    }

    fn element(&self, index: i64) -> Result<Value, Fault> {
        let Value::Array(items) = self.node else {
            return Err(self.fail("Aggregation function attempted to calculate value using empty array"));
        };
        let count = items.len();
        match element(items, index) {
            Some(item) => self.evaluation.copy(item, self.span),
            None if index < 0 => Err(self.fail(format!("Target index:{index} larger than object count:{count}"))),
            None => Err(self.fail(format!("Index {index} out of bounds for length {count}"))),
        }
    }
}
