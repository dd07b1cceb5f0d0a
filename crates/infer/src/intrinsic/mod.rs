//! Calls of intrinsic functions over types, as [`asl_expressions::intrinsic`] makes them over values.
//!
//! A call whose arguments are all known is made, by the very code that a run makes it with. The bound on what all arguments
//! of a call may weigh is not foreseen.

mod arrays;
mod merge;
mod result;

use crate::{Certainty, FaultKind, Faults, Scope, jsonpath};
use asl_expressions::Seeded;
use asl_expressions::intrinsic::{self, Signature};
use asl_syntax::intrinsic::{Arg, ArgKind, Call, Function};
use asl_types::{Kinds, Type};
use serde_json::Value;

/// What a call may give; never, where it certainly fails.
pub fn evaluate(call: &Call<'_>, text: &str, scope: &Scope<'_>, faults: &mut Faults) -> Type {
    Evaluation { text, scope, faults }.call(call).map_or_else(Type::never, |given| given.of)
}

/// What an argument may be.
#[derive(Clone, Debug)]
struct Given {
    of: Type,
    /// The value to the digit: of a type alone it is not known whether it is 1 or 1.0, nor in which order fields are.
    exact: Option<Value>,
}

impl Given {
    fn of(of: Type) -> Self {
        let exact = of.as_value().filter(is_exact);
        Self { of, exact }
    }

    fn exactly(value: Value) -> Self {
        Self { of: Type::of(&value), exact: Some(value) }
    }

    /// The value, where it does not matter how its numbers are written.
    fn roughly(&self) -> Option<Value> {
        self.exact.clone().or_else(|| self.of.as_value())
    }
}

fn is_exact(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.as_f64().is_some_and(|number| number.fract() != 0.0),
        Value::Array(items) => items.iter().all(is_exact),
        Value::Object(fields) => fields.len() < 2 && fields.values().all(is_exact),
        _ => true,
    }
}

struct Evaluation<'e, 's> {
    text: &'e str,
    scope: &'e Scope<'s>,
    faults: &'e mut Faults,
}

impl Evaluation<'_, '_> {
    /// Nothing, where it certainly fails.
    fn call(&mut self, call: &Call<'_>) -> Option<Given> {
        let mut arguments = Vec::with_capacity(call.args.len());
        for arg in &call.args {
            arguments.push(self.argument(call, arg)?);
        }
        let (Some(function), Some(shape)) = (intrinsic::find(call.name), asl_syntax::intrinsic::find(call.name)) else {
            let kind = FaultKind::UnknownFunction { name: call.name.to_owned() };
            self.faults.add(Certainty::Certain, call.name_span, kind);
            return None;
        };
        self.count(call, shape)?;
        self.kinds(call, function.signature, &mut arguments)?;
        if let Some(outcome) = fold(call, self.text, &arguments) {
            return self.folded(call, outcome, &arguments);
        }
        self.result(call, &arguments).map(Given::of)
    }

    fn argument(&mut self, call: &Call<'_>, arg: &Arg<'_>) -> Option<Given> {
        Some(match &arg.kind {
            ArgKind::String(text) => Given::exactly(Value::from(&*text.value)),
            ArgKind::Number(raw) => Given::exactly(Value::Number(intrinsic::literal(raw))),
            ArgKind::Bool(value) => Given::exactly(Value::Bool(*value)),
            ArgKind::Null => Given::exactly(Value::Null),
            ArgKind::Path(path) => Given::of(jsonpath::evaluate(path, self.scope, self.faults)),
            ArgKind::Call(inner) => self.call(inner)?,
            ArgKind::Invalid => {
                self.refuse(Certainty::Certain, call, None);
                return None;
            }
        })
        .filter(|given| given.of.has_value())
    }

    fn count(&mut self, call: &Call<'_>, shape: &Function) -> Option<()> {
        let given = call.args.len();
        if shape.takes(given) {
            return Some(());
        }
        let kind = FaultKind::Arity { function: call.name.to_owned(), given, least: shape.min, most: shape.max };
        self.faults.add(Certainty::Certain, call.span, kind);
        None
    }

    /// What is of a kind that the function does not accept is a fault; the rest goes on.
    fn kinds(&mut self, call: &Call<'_>, signature: Signature, arguments: &mut [Given]) -> Option<()> {
        for (at, (given, arg)) in arguments.iter_mut().zip(&call.args).enumerate() {
            let accepted = signature.argument(at).map_or(Kinds::NONE, kinds);
            let Some(certainty) = Certainty::of_kind(&given.of, accepted) else { continue };
            if accepted == Kinds::ALL {
                continue;
            }
            let (function, wanted) = (call.name.to_owned(), accepted.words());
            let kind = FaultKind::Argument { function, index: at + 1, wanted, of: given.of.clone() };
            self.faults.add(certainty, arg.span, kind);
            if certainty == Certainty::Certain {
                return None;
            }
            *given = Given::of(given.of.only(accepted));
        }
        Some(())
    }

    fn folded(
        &mut self,
        call: &Call<'_>,
        outcome: Result<Value, asl_expressions::Error>,
        arguments: &[Given],
    ) -> Option<Given> {
        match outcome {
            Ok(value) if arguments.iter().all(|given| given.exact.is_some()) => Some(Given::exactly(value)),
            Ok(value) => Some(Given::of(Type::of(&value))),
            Err(error) => {
                let kind = places(call).map_or(FaultKind::Other(error.message), |places| FaultKind::Arity {
                    function: call.name.to_owned(),
                    given: call.args.len(),
                    least: places + 1,
                    most: Some(places + 1),
                });
                self.faults.add(Certainty::Certain, error.span, kind);
                None
            }
        }
    }

    /// The function may refuse, or does, what is of the right kind; in AWS's words.
    fn refuse(&mut self, certainty: Certainty, call: &Call<'_>, argument: Option<usize>) {
        let span = argument.and_then(|at| call.args.get(at)).map_or(call.span, |arg| arg.span);
        let message = format!(
            "There was an error while evaluating the intrinsic function: {}. Invalid arguments in {}",
            self.text, call.name
        );
        self.faults.add(certainty, span, FaultKind::Other(message));
    }
}

/// How many values the template of a `States.Format` wants, where that is what is wrong.
fn places(call: &Call<'_>) -> Option<usize> {
    let Some(Arg { kind: ArgKind::String(text), .. }) = call.args.first().filter(|_| call.name == "States.Format")
    else {
        return None;
    };
    let braces = text.braces();
    let count = braces.places.len();
    (braces.stray.is_none() && count + 1 != call.args.len()).then_some(count)
}

/// The outcome of a call whose arguments are known, unless chance decides.
fn fold(call: &Call<'_>, text: &str, arguments: &[Given]) -> Option<Result<Value, asl_expressions::Error>> {
    let is_random = call.name == "States.UUID" || (call.name == "States.MathRandom" && arguments.len() < 3);
    if is_random {
        return None;
    }
    let value = |given: &Given| if is_of_text(call.name) { given.exact.clone() } else { given.roughly() };
    let values = arguments.iter().map(value).collect::<Option<Vec<Value>>>()?;
    Some(intrinsic::apply(call, text, &values, &mut Seeded::new(0, 0)))
}

/// Does it matter to the function how the numbers and objects that it is given are written?
fn is_of_text(name: &str) -> bool {
    matches!(
        name,
        "States.ArrayContains" | "States.ArrayUnique" | "States.Format" | "States.Hash" | "States.JsonToString"
    )
}

fn kinds(accepted: intrinsic::Kinds) -> Kinds {
    use intrinsic::Kinds as Accepted;
    let pairs = [
        (Accepted::NULL, Kinds::NULL),
        (Accepted::BOOLEAN, Kinds::BOOLEAN),
        (Accepted::NUMBER, Kinds::NUMBER),
        (Accepted::STRING, Kinds::STRING),
        (Accepted::ARRAY, Kinds::ARRAY),
        (Accepted::OBJECT, Kinds::OBJECT),
    ];
    pairs.iter().filter(|(kind, _)| accepted.contains(*kind)).fold(Kinds::NONE, |all, (_, kind)| all.union(*kind))
}
