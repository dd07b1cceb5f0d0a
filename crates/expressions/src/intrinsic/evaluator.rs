//! From the tree of a call to its value.

use asl_syntax::intrinsic::{Arg, ArgKind, Call};
use asl_syntax::{Span, intrinsic};
use serde_json::{Number, Value};
use std::borrow::Cow;

use super::arguments::{Argument, Arguments, Fault};
use super::{Kinds, find, string_to_json};
use crate::java;
use crate::{Error, Scope, World, jsonpath};

/// The most that the arguments of a call and of the calls inside may weigh together, which bounds memory and time
/// whatever the data. A state of AWS holds 256 KiB of JSON.
const MOST_WEIGHT: usize = 10 << 20;

/// What a value weighs besides its text.
const NODE_WEIGHT: usize = 32;

pub(super) struct Evaluator<'e, 'v> {
    /// Of the outermost call: AWS shows it whole in every message.
    text: &'e str,
    scope: &'e Scope<'v>,
    world: &'e mut dyn World,
    /// How much the arguments still to come may weigh.
    left: usize,
}

impl<'e, 'v> Evaluator<'e, 'v> {
    pub(super) fn new(text: &'e str, scope: &'e Scope<'v>, world: &'e mut dyn World) -> Self {
        Self { text, scope, world, left: MOST_WEIGHT }
    }

    pub(super) fn outcome(mut self, call: &Call<'_>) -> Result<Value, Error> {
        self.call(call)
    }

    /// The depth of the recursion is bounded by the parser of calls.
    fn call(&mut self, call: &Call<'_>) -> Result<Value, Error> {
        let mut values = Vec::with_capacity(call.args.len());
        for (at, arg) in call.args.iter().enumerate() {
            values.push(match template(call, at, arg) {
                Some(template) => template,
                None => self.argument(call, arg)?,
            });
        }
        self.run(call, &Arguments(&values)).map_err(|fault| self.error(call, fault))
    }

    /// The outcome of a call whose arguments have these values.
    pub(super) fn outcome_of(mut self, call: &Call<'_>, values: &[Value]) -> Result<Value, Error> {
        let mut arguments = Vec::with_capacity(values.len());
        for ((at, arg), value) in call.args.iter().enumerate().zip(values) {
            let node = matches!(&arg.kind, ArgKind::Call(inner) if gives_node(inner));
            arguments.push(template(call, at, arg).unwrap_or(Argument { value: Cow::Borrowed(value), node }));
        }
        self.run(call, &Arguments(&arguments)).map_err(|fault| self.error(call, fault))
    }

    fn run(&mut self, call: &Call<'_>, arguments: &Arguments<'_, '_>) -> Result<Value, Fault> {
        let (Some(function), Some(shape)) = (find(call.name), intrinsic::find(call.name)) else {
            return Err(Fault::call().saying(format!("Invalid function {}", call.name)));
        };
        if !shape.takes(arguments.0.len()) {
            return Err(Fault::call());
        }
        for (at, argument) in arguments.0.iter().enumerate() {
            let accepted = function.signature.argument(at);
            if !accepted.is_some_and(|kinds| kinds.contains(Kinds::of(&argument.value))) {
                return Err(Fault::at(at));
            }
            self.left = self.left.checked_sub(weight(&argument.value, self.left)).ok_or(Fault::at(at))?;
        }
        (function.run)(arguments, self.world)
    }

    fn argument(&mut self, call: &Call<'_>, arg: &Arg<'_>) -> Result<Argument<'v>, Error> {
        let value = match &arg.kind {
            ArgKind::String(text) => Value::from(&*text.value),
            ArgKind::Number(raw) => Value::Number(literal(raw)),
            ArgKind::Bool(value) => Value::Bool(*value),
            ArgKind::Null => Value::Null,
            ArgKind::Path(path) => {
                let value = jsonpath::evaluate(path, self.scope).map_err(|_| self.missing(arg.span))?;
                return Ok(Argument { value, node: false });
            }
            ArgKind::Call(inner) => {
                let value = Cow::Owned(self.call(inner)?);
                return Ok(Argument { value, node: gives_node(inner) });
            }
            ArgKind::Invalid => return Err(self.error(call, Fault::call())),
        };
        Ok(Argument { value: Cow::Owned(value), node: false })
    }

    /// The path finds nothing.
    fn missing(&self, path: Span) -> Error {
        let field = self.text.get(path.range()).unwrap_or_default();
        let input = java::json_text(self.scope.input);
        let message = format!(
            "The function '{}' had the following error: The JsonPath argument for the field '{field}' could not be found \
             in the input '{input}'",
            self.text
        );
        Error::runtime(message, path)
    }

    fn error(&self, call: &Call<'_>, fault: Fault) -> Error {
        let span = fault.argument.and_then(|at| call.args.get(at)).map_or(call.span, |arg| arg.span);
        let reason = fault.reason.unwrap_or_else(|| format!("Invalid arguments in {}", call.name));
        let message = format!("There was an error while evaluating the intrinsic function: {}. {reason}", self.text);
        Error::runtime(message, span)
    }
}

/// A template of `States.Format` is read with its escapes: `\{` is no brace of it.
fn template<'v>(call: &Call<'_>, at: usize, arg: &Arg<'_>) -> Option<Argument<'v>> {
    match &arg.kind {
        ArgKind::String(text) if at == 0 && call.name == super::format::FUNCTION.name => {
            Some(Argument { value: Cow::Owned(text.raw.into()), node: false })
        }
        _ => None,
    }
}

fn gives_node(call: &Call<'_>) -> bool {
    call.name == string_to_json::FUNCTION.name
}

/// A number in the text of a call: an integer where it fits, else a `double`.
pub fn literal(raw: &str) -> Number {
    if let Ok(integer) = raw.parse::<i64>() {
        return integer.into();
    }
    // JSON has no infinity; what follows from a literal that is too great does not differ from that of the greatest.
    let double = raw.parse::<f64>().unwrap_or_default().clamp(f64::MIN, f64::MAX);
    Number::from_f64(double).unwrap_or_else(|| 0.into())
}

/// What a value weighs, counted to a bit more than `most`.
fn weight(value: &Value, most: usize) -> usize {
    let mut sum = NODE_WEIGHT;
    match value {
        Value::String(text) => sum += text.len(),
        Value::Array(items) => {
            for item in items {
                if sum > most {
                    break;
                }
                sum += weight(item, most - sum);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                if sum > most {
                    break;
                }
                sum += NODE_WEIGHT + name.len() + weight(member, most - sum);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intrinsic::testing::{gives, outcome, says};

    #[test]
    fn a_path_without_a_value() {
        let cases = [
            ("States.Hash('hello', $.missing)", "{}", "$.missing", "{}"),
            ("States.Array(States.MathAdd( $input.a,1))", r#"{"b": [1, 1e10]}"#, "$input.a", r#"{"b":[1,1.0E10]}"#),
            // Before the number of arguments is looked at.
            ("States.UUID($$.Nope)", "[]", "$$.Nope", "[]"),
        ];
        for (call, input, path, shown) in cases {
            let error = outcome(call, input).unwrap_err();
            let expected = format!(
                "The function '{call}' had the following error: The JsonPath argument for the field '{path}' could not be \
                 found in the input '{shown}'"
            );
            assert_eq!(error.message, expected);
            assert_eq!(call.get(error.span.range()), Some(path));
        }
    }

    #[test]
    fn a_call_inside_fails_in_the_text_of_the_outermost() {
        let call = "States.Array( States.MathAdd('a' , 1) )";
        says(&[(call, "{}", "Invalid arguments in States.MathAdd", "'a'")]);
        says(&[("States.Nope(1)", "{}", "Invalid function States.Nope", "States.Nope(1)")]);
    }

    #[test]
    fn literals() {
        let cases =
            [("1", "1"), ("-0", "0"), ("+7", "7"), ("1e2", "100.0"), ("9223372036854775808", "9223372036854775808.0")];
        for (raw, expected) in cases {
            assert_eq!(literal(raw).to_string().parse::<f64>().ok(), expected.parse().ok(), "{raw}");
            assert_eq!(literal(raw).is_f64(), expected.contains('.'), "{raw}");
        }
        assert_eq!(literal("-1e309").as_f64(), Some(f64::MIN));
    }

    #[test]
    fn what_grows_is_bounded() {
        let mut call = "$".to_owned();
        for _ in 0..16 {
            call = format!("States.Array({call},{call})");
        }
        assert!(outcome(&call, "[0]").is_err());
        let text = format!("\"{}\"", "x".repeat(6 << 20));
        assert!(outcome("States.Format('{}', $)", &text).is_ok());
        assert!(outcome("States.Format('{}{}', $, $)", &text).is_err());
    }

    #[test]
    fn the_deepest_call_is_no_problem() {
        let deep = |depth: usize| format!("{}{}", "States.Array(".repeat(depth), ")".repeat(depth));
        let expected = format!("{}{}", "[".repeat(64), "]".repeat(64));
        gives(&[(&deep(64), "{}", &expected)]);
    }
}
