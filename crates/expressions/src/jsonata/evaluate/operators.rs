//! Infix operators and the sign.

use super::{BYTES_FOR_STEP, Evaluator, numeric};
use crate::jsonata::errors;
use crate::jsonata::fault::Outcome;
use crate::jsonata::frame::Frame;
use crate::jsonata::functions::text_of;
use crate::jsonata::plan::{Kind, Node};
use crate::jsonata::procedure::Procedure;
use crate::jsonata::value::Val;
use asl_syntax::Span;
use asl_syntax::jsonata::BinaryOp;
use std::cmp::Ordering;
use std::rc::Rc;

/// The longest range.
const MAX_RANGE: f64 = 1e7;

impl Evaluator<'_> {
    pub(super) fn binary(
        &mut self,
        op: BinaryOp,
        lhs: &Node,
        rhs: &Node,
        node: &Node,
        input: &Val,
        frame: &Rc<Frame>,
    ) -> Outcome {
        if op == BinaryOp::Apply {
            return self.application(lhs, rhs, node, input, frame);
        }
        let left = self.eval(lhs, input, frame)?;
        match op {
            BinaryOp::And if !left.is_true() => return Ok(Val::Bool(false)),
            BinaryOp::Or if left.is_true() => return Ok(Val::Bool(true)),
            BinaryOp::Default if left.is_true() => return Ok(left),
            BinaryOp::Coalesce if !left.is_undefined() => return Ok(left),
            _ => {}
        }
        let right = self.eval(rhs, input, frame)?;
        let value = match op {
            BinaryOp::And | BinaryOp::Or => Ok(Val::Bool(right.is_true())),
            BinaryOp::Default | BinaryOp::Coalesce => Ok(right),
            BinaryOp::Add | BinaryOp::Subtract | BinaryOp::Multiply | BinaryOp::Divide | BinaryOp::Remainder => {
                arithmetic(op, &left, &right)
            }
            BinaryOp::Equal | BinaryOp::NotEqual => self.equality(op, &left, &right),
            BinaryOp::Less | BinaryOp::LessOrEqual | BinaryOp::Greater | BinaryOp::GreaterOrEqual => {
                self.comparison(op, &left, &right)
            }
            BinaryOp::In => self.contains(&right, &left),
            BinaryOp::Concat => self.concat(&left, &right),
            BinaryOp::Range => self.range(&left, &right),
            BinaryOp::Apply => Ok(Val::Undefined),
        };
        value.map_err(|fault| fault.at(node.span))
    }

    pub(super) fn negate(&mut self, operand: &Node, input: &Val, frame: &Rc<Frame>, span: Span) -> Outcome {
        let value = self.eval(operand, input, frame)?;
        if value.is_undefined() {
            return Ok(value);
        }
        match numeric(&value).map_err(|fault| fault.at(span))? {
            Some(number) => Ok(Val::Number(-number)),
            None => Err(errors::negation(&value).at(span)),
        }
    }

    fn equality(&mut self, op: BinaryOp, left: &Val, right: &Val) -> Outcome {
        if left.is_undefined() || right.is_undefined() {
            return Ok(Val::Bool(false));
        }
        Ok(Val::Bool(self.same(left, right)? == (op == BinaryOp::Equal)))
    }

    /// `item in list`: arrays and objects are in no list.
    fn contains(&mut self, list: &Val, item: &Val) -> Outcome {
        if matches!(list, Val::Undefined) || matches!(item, Val::Undefined | Val::Array(_) | Val::Object(_)) {
            return Ok(Val::Bool(false));
        }
        for one in list.items() {
            if self.same(one, item)? {
                return Ok(Val::Bool(true));
            }
        }
        Ok(Val::Bool(false))
    }

    /// Are they the same JSON? Counted, because values that are shared are compared each time.
    pub(in crate::jsonata) fn same(&mut self, a: &Val, b: &Val) -> Outcome<bool> {
        self.spend(1)?;
        Ok(match (a, b) {
            (Val::Null, Val::Null) => true,
            (Val::Bool(a), Val::Bool(b)) => a == b,
            #[expect(clippy::float_cmp, reason = "JSONata compares numbers as JavaScript does")]
            (Val::Number(a), Val::Number(b)) => a == b,
            (Val::Text(a), Val::Text(b)) => {
                let alike = a.len() == b.len();
                self.spend(if alike { a.len() / BYTES_FOR_STEP } else { 0 })?;
                alike && ***a == ***b
            }
            (Val::Array(a), Val::Array(b)) => {
                if Rc::ptr_eq(a, b) {
                    return Ok(true);
                }
                if a.items.len() != b.items.len() {
                    return Ok(false);
                }
                for (a, b) in a.items.iter().zip(&b.items) {
                    if !self.same(a, b)? {
                        return Ok(false);
                    }
                }
                true
            }
            (Val::Object(a), Val::Object(b)) => {
                if Rc::ptr_eq(a, b) {
                    return Ok(true);
                }
                if a.fields.len() != b.fields.len() {
                    return Ok(false);
                }
                for (key, a) in &a.fields {
                    match b.fields.get(key) {
                        Some(b) if self.same(a, b)? => {}
                        _ => return Ok(false),
                    }
                }
                true
            }
            (Val::Function(a), Val::Function(b)) => Rc::ptr_eq(a, b),
            _ => false,
        })
    }

    fn concat(&mut self, left: &Val, right: &Val) -> Outcome {
        let (left, right) = (text_of(self, left)?, text_of(self, right)?);
        self.reserve(2 * (left.len() + right.len()))?;
        let mut text = String::with_capacity(left.len() + right.len());
        text.push_str(&left);
        text.push_str(&right);
        Ok(Val::text(text))
    }

    fn range(&mut self, left: &Val, right: &Val) -> Outcome {
        let integer = |value: &Val, is_left| match value {
            Val::Undefined => Ok(None),
            Val::Number(number) if number.is_finite() && number.fract() == 0.0 => Ok(Some(*number)),
            _ => Err(errors::range_operand(is_left)),
        };
        let (Some(first), Some(last)) = (integer(left, true)?, integer(right, false)?) else {
            return Ok(Val::Undefined);
        };
        if first > last {
            return Ok(Val::Undefined);
        }
        let size = last - first + 1.0;
        if size > MAX_RANGE {
            return Err(errors::range_size(size));
        }
        #[expect(clippy::cast_sign_loss, reason = "it is checked to be in range")]
        let count = size as usize;
        self.reserve(count * size_of::<Val>())?;
        Ok(Val::sequence((0..count).map(|at| Val::Number(first + at as f64)).collect()))
    }

    fn comparison(&mut self, op: BinaryOp, left: &Val, right: &Val) -> Outcome {
        let comparable = |value: &Val| matches!(value, Val::Undefined | Val::Text(_) | Val::Number(_));
        if !comparable(left) || !comparable(right) {
            return Err(errors::comparison_type(op.as_str()));
        }
        let order = match (left, right) {
            (Val::Undefined, _) | (_, Val::Undefined) => return Ok(Val::Undefined),
            (Val::Number(a), Val::Number(b)) => a.partial_cmp(b),
            (Val::Text(a), Val::Text(b)) => Some(self.order_of_texts(a, b)?),
            _ => return Err(errors::comparison_mix(left, right, op.as_str())),
        };
        Ok(Val::Bool(order.is_some_and(|order| match op {
            BinaryOp::Less => order.is_lt(),
            BinaryOp::LessOrEqual => order.is_le(),
            BinaryOp::Greater => order.is_gt(),
            _ => order.is_ge(),
        })))
    }

    /// Texts are ordered by their UTF-16 units, as JavaScript has it.
    pub(super) fn order_of_texts(&mut self, a: &str, b: &str) -> Outcome<Ordering> {
        self.spend((a.len() + b.len()) / BYTES_FOR_STEP)?;
        Ok(if a.is_ascii() && b.is_ascii() { a.cmp(b) } else { a.encode_utf16().cmp(b.encode_utf16()) })
    }

    /// `lhs ~> rhs`
    fn application(&mut self, lhs: &Node, rhs: &Node, node: &Node, input: &Val, frame: &Rc<Frame>) -> Outcome {
        let left = self.eval(lhs, input, frame)?;
        if let Kind::Call(call) = &rhs.kind
            && rhs.predicates.is_empty()
            && rhs.group.is_none()
        {
            return match self.call(call, Some(left), rhs, input, frame, super::Place::Inner)? {
                super::Done::Value(value) => Ok(value),
                super::Done::TailCall { callee, args } => self.apply(&callee, args, input),
            };
        }
        let Val::Function(function) = self.eval(rhs, input, frame)? else {
            return Err(errors::application().at(node.span));
        };
        match left {
            Val::Function(first) => Self::bounded(Val::Function(Rc::new(Procedure::composed(first, function)))),
            value => self.apply(&function, vec![value], &Val::Undefined).map_err(|fault| fault.at(rhs.span)),
        }
    }
}

fn arithmetic(op: BinaryOp, left: &Val, right: &Val) -> Outcome {
    let operand = |value: &Val, is_left| match value {
        Val::Undefined => Ok(None),
        other => numeric(other)?.map(Some).ok_or_else(|| errors::operand(is_left, op.as_str())),
    };
    let (Some(a), Some(b)) = (operand(left, true)?, operand(right, false)?) else { return Ok(Val::Undefined) };
    Ok(Val::Number(match op {
        BinaryOp::Add => a + b,
        BinaryOp::Subtract => a - b,
        BinaryOp::Multiply => a * b,
        BinaryOp::Divide => a / b,
        _ => a % b,
    }))
}
