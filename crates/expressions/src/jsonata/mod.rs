//! `JSONata` over values.
//!
//! A [`Program`] is an expression made ready once and run as often as wanted. The evaluator is our own: errors have the
//! reference's codes and words, which AWS passes on to the byte, and a place; time, memory and depth are bounded by
//! counting, also inside of functions, so a result does not depend on the machine.

mod errors;
mod evaluate;
mod fault;
mod frame;
mod functions;
mod lower;
mod memory;
mod number;
mod pattern;
pub mod picture;
pub mod plan;
mod procedure;
mod signature;
#[cfg(test)]
mod tests;
mod tuple;
mod value;

use crate::{Error, World};
use asl_syntax::Span;
use asl_syntax::jsonata::Expr;
use serde_json::Value;
use std::rc::Rc;
use value::Val;

/// Whose functions there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// The functions of AWS Step Functions: `$partition`, `$range`, `$hash`, `$random(seed)`, `$uuid` and `$parse` more,
    /// `$eval` less; `$string` writes numbers as version 2.0.6 does.
    Aws,
    /// The reference implementation.
    Reference,
}

/// What a byte of a result takes in memory, about, as JSON has numbers and names in it.
const BYTES_FOR_EACH: usize = 8;

/// What an evaluation may use.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Expressions, items and the like that are looked at.
    pub steps: u64,
    /// How deep expressions and calls are nested.
    pub depth: u32,
    /// Bytes that values hold at a time.
    pub bytes: usize,
}

impl Default for Limits {
    /// A few seconds, some thousand nested calls, 512 MiB.
    fn default() -> Self {
        Self { steps: 50_000_000, depth: 10_000, bytes: 512 << 20 }
    }
}

/// A value that can be given to many programs without being converted for each.
#[derive(Clone, Debug)]
pub struct Data(Val);

impl From<&Value> for Data {
    fn from(value: &Value) -> Self {
        Self(Val::from_json(value))
    }
}

impl Data {
    /// An object of values that are there already.
    pub fn object(fields: Vec<(&str, Data)>) -> Self {
        Self(Val::object(fields.into_iter().map(|(name, data)| (Rc::from(name), data.0)).collect()))
    }
}

/// What an expression gives.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// No value.
    Undefined,
    /// A function, which is no JSON.
    Function,
    /// JSON.
    Value(Value),
}

/// Is this, without its `$`, a function that AWS has?
pub fn is_function_of_aws(name: &str) -> bool {
    functions::find(name, Dialect::Aws).is_some()
}

/// The signature of a function that AWS has, by its name without `$`, and how many arguments a higher-order function passes
/// to it.
pub fn signature_of(name: &str) -> Option<(&'static plan::Signature, usize)> {
    functions::builtin(name, Dialect::Aws).and_then(|builtin| Some((builtin.signature()?, builtin.arity)))
}

/// The functions that AWS has, without their `$`.
pub fn functions_of_aws() -> impl Iterator<Item = &'static str> {
    functions::of_aws().map(functions::Builtin::name)
}

/// An expression that is ready to run.
#[derive(Debug)]
pub struct Program {
    plan: plan::Node,
    span: Span,
    variables: Vec<Rc<str>>,
}

impl Program {
    /// Makes an expression ready. Fails where its text was not read without errors, or a regular expression in it is
    /// none.
    pub fn new(expr: &Expr) -> Result<Self, Error> {
        let (plan, variables) = lower::lower(expr)?;
        Ok(Self { plan, span: expr.span, variables })
    }

    /// Of its text.
    pub fn span(&self) -> Span {
        self.span
    }

    /// All variables that it names, without their `$`, functions among them.
    pub fn variables(&self) -> &[Rc<str>] {
        &self.variables
    }

    /// What is run.
    pub fn plan(&self) -> &plan::Node {
        &self.plan
    }

    /// Runs it on an input (`$$`; none is undefined) with values for variables.
    pub fn run(
        &self,
        input: Option<&Data>,
        variables: &[(&str, Data)],
        dialect: Dialect,
        limits: Limits,
        world: &mut dyn World,
    ) -> Result<Outcome, Error> {
        let input = input.map_or(Val::Undefined, |data| data.0.clone());
        let bindings = variables.iter().map(|(name, data)| (Rc::from(*name), data.0.clone())).collect();
        let mut evaluator = evaluate::Evaluator::new(dialect, limits, world);
        let value = evaluator.run(&self.plan, &input, bindings).map_err(|fault| fault.into_error(self.span))?;
        Ok(match value {
            Val::Undefined => Outcome::Undefined,
            Val::Function(_) => Outcome::Function,
            value => {
                let mut left = limits.bytes / BYTES_FOR_EACH;
                let json = value.to_json(&mut left).map_err(|_| errors::too_large().into_error(self.span))?;
                json.map_or(Outcome::Undefined, Outcome::Value)
            }
        })
    }
}
