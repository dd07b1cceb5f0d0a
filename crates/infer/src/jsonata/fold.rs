//! Few values in, few values out: what is known to the letter is evaluated by the evaluator itself, so that type and value
//! cannot disagree.

use super::val::Val;
use asl_expressions::jsonata::{Data, Dialect, Limits, Outcome, Program};
use asl_expressions::{Seeded, Value};
use asl_syntax::Span;
use asl_syntax::jsonata::{Binary, BinaryOp, Call, Expr, ExprKind};
use asl_types::{Absence, Kinds, Type};

/// So many cases are tried.
const MOST_CASES: usize = 16;

/// What so small an evaluation may use.
const LIMITS: Limits = Limits { steps: 20_000, depth: 100, bytes: 1 << 20 };

const NOWHERE: Span = Span { start: 0, end: 0 };

/// What the cases give.
#[derive(Debug)]
pub(super) struct Folded {
    pub(super) ty: Type,
    /// What the first of the cases that fail says.
    pub(super) error: Option<String>,
    /// All of them fail.
    pub(super) always: bool,
}

/// A number as a type. One that is none is null in JSON, and what becomes of it is not followed.
pub(super) fn number(value: f64) -> Type {
    if value.is_finite() { Type::of(&number_to_json(value)) } else { Type::unknown() }
}

fn number_to_json(value: f64) -> Value {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if value.fract() == 0.0 && value.abs() < EXACT {
        #[expect(clippy::cast_possible_truncation, reason = "it is an integer in range")]
        return Value::from(value as i64);
    }
    Value::from(value)
}

/// `name(args)` of few values each; none where there are too many.
pub(super) fn call(name: &str, args: &[Val]) -> Option<Folded> {
    let callee = Expr::new(ExprKind::Variable(name.to_owned()), NOWHERE);
    let names: Vec<Expr> = (0..args.len()).map(operand).collect();
    let call = Call { callee, parens: NOWHERE, args: names };
    cases(&Expr::new(ExprKind::Call(Box::new(call)), NOWHERE), args)
}

/// `lhs op rhs` of few values each.
pub(super) fn binary(op: BinaryOp, lhs: &Val, rhs: &Val) -> Option<Folded> {
    let binary = Binary { op, op_span: NOWHERE, lhs: operand(0), rhs: operand(1) };
    cases(&Expr::new(ExprKind::Binary(Box::new(binary)), NOWHERE), &[lhs.clone(), rhs.clone()])
}

const NAMES: [&str; 4] = ["a", "b", "c", "d"];

fn operand(at: usize) -> Expr {
    let name = NAMES.get(at).copied().unwrap_or_default();
    Expr::new(ExprKind::Variable(name.to_owned()), NOWHERE)
}

fn cases(expr: &Expr, args: &[Val]) -> Option<Folded> {
    let choices: Vec<Vec<Option<Value>>> = args.iter().map(few_values).collect::<Option<_>>()?;
    let count = choices.iter().try_fold(1_usize, |count, few| count.checked_mul(few.len()))?;
    if count == 0 || count > MOST_CASES || args.len() > NAMES.len() {
        return None;
    }
    let program = Program::new(expr).ok()?;
    let mut folded = Folded { ty: Type::never(), error: None, always: true };
    for case in 0..count {
        let mut at = case;
        let mut variables = Vec::with_capacity(args.len());
        for (name, few) in NAMES.iter().zip(&choices) {
            if let Some(Some(value)) = few.get(at % few.len()) {
                variables.push((*name, Data::from(value)));
            }
            at /= few.len();
        }
        let mut world = Seeded::new(0, 0);
        match program.run(None, &variables, Dialect::Aws, LIMITS, &mut world) {
            Ok(Outcome::Value(Value::Null)) => folded.add(&Type::unknown()),
            Ok(Outcome::Value(value)) => folded.add(&Type::of(&value)),
            Ok(Outcome::Undefined) => folded.add(&Type::absent()),
            Ok(Outcome::Function) => return None,
            Err(error) if error.code == "U1001" => return None,
            Err(error) => folded.error = folded.error.or_else(|| Some(error.to_string())),
        }
    }
    Some(folded)
}

impl Folded {
    fn add(&mut self, ty: &Type) {
        self.ty = self.ty.join(ty);
        self.always = false;
    }
}

/// All values that it may be, where they are few; none of them is nothing.
fn few_values(val: &Val) -> Option<Vec<Option<Value>>> {
    let sets = val.ty.sets();
    if val.ty.is_unknown() || val.functions.is_some() || val.inner.odd {
        return None;
    }
    let mut all: Vec<Option<Value>> = Vec::new();
    match val.ty.absence() {
        Absence::Never => {}
        // That nothing is possible is better known where it is told.
        _ if val.ty.has_value() => return None,
        _ => all.push(None),
    }
    if val.ty.kinds().meets(Kinds::ARRAY | Kinds::OBJECT) {
        return val.ty.as_value().filter(has_order).map(|value| vec![Some(value)]);
    }
    if sets.null {
        all.push(Some(Value::Null));
    }
    all.extend([false, true].into_iter().filter(|it| sets.booleans[usize::from(*it)]).map(|it| Some(it.into())));
    all.extend(sets.numbers.few()?.iter().map(|number| Some(number.to_json())));
    all.extend(sets.strings.few()?.iter().map(|text| Some(Value::from(&**text))));
    Some(all)
}

/// Types do not know in which order fields stand.
fn has_order(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().all(has_order),
        Value::Object(fields) => fields.len() < 2 && fields.values().all(has_order),
        _ => true,
    }
}
